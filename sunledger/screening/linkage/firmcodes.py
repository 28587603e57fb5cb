"""Which codes of firms are valid, and whether several of them can be one firm's at all.

A firm has one code of a kind: two different valid ones are two firms, whatever was said of their
names. Of what no check digit confirms nothing follows: a body's own number, an old registration
number of fifteen figures, a code with a slip in it. Nor do codes of different kinds contradict
each other: one firm has a credit code and an LEI.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sunledger.screening.linkage.codes import read

CREDIT, LEI, PERU, SPAIN = "credit code", "LEI", "tax number of Peru", "tax number of Spain"
_CREDIT_LONG, _LEI_LONG, _PERU_LONG, _SPAIN_LONG = 18, 20, 11, 9


def one_form(number: str) -> str:
    """Return a code as it is compared, however it was typed; nothing where none was filled in."""
    return read(number)


def kind(code: str) -> str:
    """Return of which kind of firms' codes one in its one form is, by its check digit; else ''."""
    if len(code) == _CREDIT_LONG:
        from stdnum.cn import uscc

        return CREDIT if uscc.is_valid(code) else ""
    if len(code) == _LEI_LONG:
        from stdnum import lei

        return LEI if lei.is_valid(code) else ""
    if len(code) == _PERU_LONG and code.isdigit():
        from stdnum.pe import ruc

        return PERU if ruc.is_valid(code) else ""
    if len(code) == _SPAIN_LONG and not code.isdigit():
        from stdnum.es import nif

        return SPAIN if nif.is_valid(code) else ""
    return ""


def two_firms(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return the valid codes that cannot all be one firm's, in order; none where they can be."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for code in map(one_form, numbers):
        if which := kind(code):
            kinds[which].add(code)
    return tuple(sorted(code for codes in kinds.values() if len(codes) > 1 for code in codes))
