"""Letters that were lost between two code pages: HISP-NICA, Z+ÑIGA. The lists themselves say them.

A sign that no word has in its midst stands for one letter. Where another name of the lists has a
word that fits, letter for letter, that word is read; where none has, the sign stays.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from sunledger.screening.linkage.texts import plain

_LOST = re.compile(r"(?<=[^\W\d_])[-+_¦?\ufffd](?=[^\W\d_])")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-+_¦?\ufffd][^\W\d_]+)+")
SHORTEST = 5  # of a shorter word too many others fit


def mended(names: Sequence[str]) -> list[str]:
    """Return the names, with the words that lost letters as the other names have them."""
    broken = {found[0] for name in names for found in _TOKEN.finditer(name)}
    if not broken:
        return list(names)
    known = _words(names)
    right = {token: word for token in sorted(broken) if (word := _fitting(token, known))}
    return [_TOKEN.sub(lambda found: right.get(found[0], found[0]), name) for name in names]


def _words(names: Iterable[str]) -> dict[int, Counter[str]]:
    """Return the words of names by their length, and how often each is written."""
    known: dict[int, Counter[str]] = {}
    for name in names:
        for word in filter(str.isalpha, plain(_TOKEN.sub(" ", name)).split()):
            known.setdefault(len(word), Counter())[word] += 1
    return known


def _fitting(token: str, known: dict[int, Counter[str]]) -> str:
    """Return the commonest word that the token can have been; nothing where none is."""
    if len(token) < SHORTEST:
        return ""
    letters = "".join(
        "." if _LOST.match(token, at) else plain(token[at]) for at in range(len(token))
    )
    if len(letters) != len(token):
        return ""
    fits = re.compile(letters).fullmatch
    found = [(-many, word) for word, many in known.get(len(token), Counter()).items() if fits(word)]
    return min(found)[1] if found else ""
