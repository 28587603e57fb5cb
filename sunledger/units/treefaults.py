"""What can be wrong with a list of units; each fault is named with its file and line."""

import re
from collections.abc import Iterable, Mapping, Sequence

from sunledger.core.problem import Problem
from sunledger.core.problem import gettext_noop as _
from sunledger.units.treefile import Entry

CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
LONGEST_NAME = 120


def cells(rows: Iterable[Entry]) -> Iterable[Problem]:
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


def duplicates(rows: Iterable[Entry]) -> Iterable[Problem]:
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


def orphans(rows: Iterable[Entry], known: Mapping[str, str]) -> Iterable[Problem]:
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


def roots(rows: Iterable[Entry], known: Mapping[str, str]) -> Iterable[Problem]:
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


def circles(
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
