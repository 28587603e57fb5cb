"""Files that people bring: a name that is safe to show and to offer for saving."""

import re
import unicodedata

LONGEST = 120
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}$")


def display_name(name: str) -> str:
    """Return a file's name without folders, and without signs that deceive the reader.

    Control signs, marks that turn the writing direction, and what a file system or a header could
    misread are left out; the ending stays, so that people know what they open.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign if _is_plain(sign) else " " for sign in name)
    kept = re.sub(r"[\s\"'<>|:*?;%]+", " ", kept).strip(" .")
    ending = match.group() if (match := _ENDING.search(kept)) else ""
    stem = kept.removesuffix(ending)[: LONGEST - len(ending)].strip(" .")
    return (stem or "file") + ending


def _is_plain(sign: str) -> bool:
    """Whether a sign is a letter, a number, a mark, a common sign or a space."""
    return unicodedata.category(sign)[0] in "LNMPSZ" and unicodedata.category(sign) != "Zl"
