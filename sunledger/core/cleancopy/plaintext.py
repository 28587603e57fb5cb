"""A plain text or a CSV file: its signs, and none that nobody sees."""

import unicodedata

from sunledger.core.cleancopy.made import HIDDEN_SIGNS, Clean, NoCopy, damaged, see_lines

_PAGES = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<body", "<head", "<iframe", "<math")


def copied(content: bytes, name: str, not_a_kind: str) -> Clean:
    """Return a text as UTF-8, or refuse what is none, and what a browser would run."""
    text = _text(content, name, not_a_kind)
    lowered = text.lower()
    if any(sign in lowered for sign in _PAGES):
        raise NoCopy(not_a_kind, file=name)
    kept = "".join(sign for sign in text if _is_seen(sign))
    words = see_lines(kept.splitlines(), name)
    removed = (HIDDEN_SIGNS,) if kept != text else ()
    return Clean(kept.encode(), "text", removed, words=words)


def _text(content: bytes, name: str, not_a_kind: str) -> str:
    """Return the text that the bytes are, in one of the encodings of this country."""
    if not content.strip():
        raise damaged(name)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(
            unicodedata.category(sign) in ("Cc", "Co") and sign not in "\t\r\n\f" for sign in text
        ):
            return text
    raise NoCopy(not_a_kind, file=name)


def _is_seen(sign: str) -> bool:
    """Whether a sign is more than a mark between the others."""
    return unicodedata.category(sign) not in ("Cf", "Cn", "Cs")
