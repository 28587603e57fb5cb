"""A number that was cut in two and put into two cells side by side."""

import re
from collections.abc import Iterator, Sequence

from stdnum import luhn

from sunledger.core.privacy import words
from sunledger.core.privacy.find import find
from sunledger.core.privacy.numbers import Kind
from sunledger.core.privacy.plain import Plain

_PIECE = re.compile(r"\s*(?:\d{1,17}|\d{1,17}[xX]|[xX])\s*")
_SURE = frozenset([Kind.IDENTITY])  # its check digit, its birthday and its region agree
_MOST = 5


def find_across(cells: Sequence[tuple[str, str]]) -> tuple[Kind, range] | None:
    """Return what cells of one row, each with its heading, hold together; None if nothing.

    Digits side by side are mostly two numbers. So only what proves itself counts: an identity
    number, a card cut into fours, or a mobile under headings that speak of telephones.
    """
    pieces = [Plain(text).text.strip() if text else "" for _heading, text in cells]
    for cut in _neighbours(pieces):
        joined = "".join(pieces[place] for place in cut)
        heads = "\n".join(cells[place][0] for place in cut)
        found = find(joined)
        if not found or (found[0].start, found[0].end) != (0, len(joined)):
            continue
        kind = found[0].kind
        if kind in _SURE and len(joined) == 18:
            return kind, cut
        if kind == Kind.MOBILE and words.heads(words.OF_A_TELEPHONE, heads):
            return kind, cut
        fours = all(len(pieces[place]) == 4 for place in cut[:-1])
        if kind == Kind.CARD and len(cut) >= 4 and fours and luhn.is_valid(joined):
            return kind, cut
    return None


def _neighbours(pieces: list[str]) -> Iterator[range]:
    """Yield every few cells side by side that hold nothing but digits."""
    whole = [bool(_PIECE.fullmatch(piece)) for piece in pieces]
    for first in range(len(pieces)):
        total = 0
        for last in range(first, min(first + _MOST, len(pieces))):
            if not whole[last]:
                break
            total += len(pieces[last])
            if last > first and 11 <= total <= 19:
                yield range(first, last + 1)
