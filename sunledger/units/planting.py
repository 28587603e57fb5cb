"""The rules of a tree, on codes alone: who lies under whom, in which order, and what is wrong."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sunledger.core.problem import Problem
from sunledger.core.problem import gettext_noop as _
from sunledger.units.treefile import Entry, TreeRefused

CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
LONGEST_NAME = 120


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
    problems = [*_cells(rows), *_duplicates(rows), *_orphans(rows, known)]
    if not wishes.many_roots:
        problems += _roots(rows, known)
    _refuse(problems)
    entries = {row.code: row for row in rows}
    parents = {**known, **{row.code: row.parent or "" for row in rows}}
    order = _parents_first(parents)
    _refuse(list(_circles(entries, parents, order)))
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


def _cells(rows: Iterable[Entry]) -> Iterable[Problem]:
    """Complain about codes and names that cannot be."""
    for row in rows:
        if not CODE.fullmatch(row.code):
            yield _at(
                row,
                _(
                    "%(file)s, line %(line)s: “%(code)s” cannot be a code. "
                    "Use letters, digits, - and _, at most 32."
                ),
            )
        if not row.name:
            yield _at(
                row,
                _("%(file)s, line %(line)s: %(code)s has no name."),
            )
        if len(row.name) > LONGEST_NAME:
            yield _at(
                row,
                _("%(file)s, line %(line)s: the name of %(code)s is longer than 120 signs."),
            )


def _duplicates(rows: Iterable[Entry]) -> Iterable[Problem]:
    """Complain about codes that come twice."""
    seen: dict[str, Entry] = {}
    for row in rows:
        first = seen.setdefault(row.code, row)
        if first is not row:
            yield _at(
                row,
                _("%(file)s, line %(line)s: the code %(code)s was there before, in %(first)s."),
                first=f"{first.file}:{first.line}",
            )


def _orphans(rows: Iterable[Entry], known: Mapping[str, str]) -> Iterable[Problem]:
    """Complain about parents that are nowhere."""
    codes = {*known, *(row.code for row in rows)}
    for row in rows:
        if row.parent and row.parent not in codes:
            yield _at(
                row,
                _(
                    "%(file)s, line %(line)s: %(code)s lies under %(parent)s, which is in no sheet "
                    "and not in the tree."
                ),
                parent=row.parent,
            )


def _roots(rows: Iterable[Entry], known: Mapping[str, str]) -> Iterable[Problem]:
    """Complain when several new units would stand under none: a column was missed, most likely."""
    tops = {row.code: row for row in rows if not row.parent and row.code not in known}
    if len(tops) > 1:
        yield _at(
            next(iter(tops.values())),
            _(
                "%(file)s: %(count)s units, of which %(code)s is the first, lie under no other. "
                "Name the column of the parent, take the parent from the code, load only what lies "
                "under one unit, or say that there are several at the top."
            ),
            count=str(len(tops)),
        )


def _circles(
    entries: Mapping[str, Entry], parents: Mapping[str, str], order: Sequence[str]
) -> Iterable[Problem]:
    """Complain about units that lie under themselves; what hangs on a circle is not named."""
    left = parents.keys() - set(order)
    while left:
        way: list[str] = []
        code = min(left)
        while code in left and code not in way:
            way.append(code)
            code = parents[code]
        left -= set(way)
        ring = way[way.index(code) :] if code in way else []
        if ring:
            first = next(code for code in ring if code in entries)
            yield _at(
                entries[first],
                _("%(file)s, line %(line)s: %(code)s lies under itself: %(ring)s."),
                ring=" < ".join([*ring, ring[0]]),
            )


def _at(row: Entry, msgid: str, **params: str) -> Problem:
    """Return a problem with the place where it was found."""
    here = {"file": row.file, "line": str(row.line), "code": row.code}
    return Problem(msgid, {**here, **params})
