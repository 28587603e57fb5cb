"""The rules of a tree, on codes alone: who lies under whom, in which order, and what is wrong."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sunledger.core.problem import Problem
from sunledger.core.problem import gettext_noop as _
from sunledger.units import treefaults
from sunledger.units.treefile import Entry, TreeRefused


@dataclass(frozen=True)
class Wishes:
    """How entries become a tree."""

    under: str = ""  # take only this unit and what lies below it
    by_prefix: bool = False  # the parent is the unit with the longest code that begins this one
    many_roots: bool = False  # several new units may stand under none
    kinds: Sequence[str] = ()  # the kind of the units at depth 0, 1, 2, where no column says it


@dataclass(frozen=True)
class Planted:
    """A tree that holds together: every code that is known, each after its parent."""

    entries: Mapping[str, Entry]  # what the sheets say
    parents: Mapping[str, str]  # of all codes, those that no sheet names included
    order: Sequence[str]


def plan(rows: Sequence[Entry], known: Mapping[str, str], wishes: Wishes) -> Planted:
    """Put entries and known units together, or refuse with all that is wrong.

    `known` are the codes that stand already, each with its parent's.
    """
    rows = _with_parents(rows, known, wishes.by_prefix)
    if wishes.under:
        rows = _branch(rows, known, wishes.under)
    problems = [
        *treefaults.cells(rows),
        *treefaults.duplicates(rows),
        *treefaults.orphans(rows, known),
    ]
    if not wishes.many_roots:
        problems += treefaults.roots(rows, known)
    _refuse(problems)
    entries = {row.code: row for row in rows}
    parents = {**known, **{row.code: row.parent or "" for row in rows}}
    order = _parents_first(parents)
    _refuse(list(treefaults.circles(entries, parents, order)))
    return Planted(entries, parents, order)


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise TreeRefused(problems)


def _with_parents(
    rows: Sequence[Entry], known: Mapping[str, str], by_prefix: bool
) -> Sequence[Entry]:
    """Return the rows, each with its parent: as said, from its code, or as it stands already."""
    if by_prefix:
        codes = {*known, *(row.code for row in rows)}
        return [replace(row, parent=_prefix(row.code, codes)) for row in rows]
    return [
        replace(row, parent=known.get(row.code, "")) if row.parent is None else row for row in rows
    ]


def _prefix(code: str, codes: set[str]) -> str:
    """Return the longest other code with which this one begins."""
    shorter = (code[:length] for length in range(len(code) - 1, 0, -1))
    return next((prefix for prefix in shorter if prefix in codes), "")


def _branch(rows: Sequence[Entry], known: Mapping[str, str], under: str) -> Sequence[Entry]:
    """Return the rows of a unit and of all that lies below it."""
    if under not in known and not any(row.code == under for row in rows):
        problem = Problem(_("No sheet has a unit with the code %(code)s."), {"code": under})
        raise TreeRefused([problem])
    children = _children({row.code: row.parent or "" for row in rows})
    inside, step = {under}, [under]
    while step:
        step = [code for above in step for code in children[above] if code not in inside]
        inside.update(step)
    rows = [row for row in rows if row.code in inside]
    # Those above were left out on purpose: where the tree has them not, this unit is the top.
    return [
        replace(row, parent="") if row.code == under and row.parent not in known else row
        for row in rows
    ]


def _children(parents: Mapping[str, str]) -> defaultdict[str, list[str]]:
    children: defaultdict[str, list[str]] = defaultdict(list)
    for code, parent in parents.items():
        children[parent].append(code)
    return children


def _parents_first(parents: Mapping[str, str]) -> list[str]:
    """Return the codes, level by level from the top; those in a circle are not reached."""
    children = _children(parents)
    order: list[str] = []
    level = children[""]
    while level:
        order += level
        level = [code for above in level for code in children[above]]
    return order
