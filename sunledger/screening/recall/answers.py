"""What a screen answered, put away and taken out again: its flagged rows and its counts.

Leads, the rows behind them and what is said of them are made of the flagged rows, in every run
anew; so they come out of remembered rows as they come out of rows that were just flagged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sunledger.screening.recall.memory import Memory, Page
from sunledger.screening.recall.states import States

if TYPE_CHECKING:
    from sunledger.screening.judging import Judging

_KEY = "key of the row"
# Types that a file gives back as they were; others are written as text, or not at all.
_SAFE = {
    *("VARCHAR", "BOOLEAN", "DATE", "DOUBLE", "FLOAT", "TINYINT", "SMALLINT", "INTEGER", "BIGINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
}
_AS_TEXT = {"HUGEINT", "UHUGEINT"}
_ROWS = 65_536
CHANGED = "keys that changed"  # the table of the keys that are judged again


def put_away(
    case: Judging, states: States, memory: Memory, about: Mapping[str, Any], stayed: str = ""
) -> None:
    """Remember what a screen answered; nothing where a file could not give it back as it was.

    `stayed` is a table of the rows set aside of keys that were not judged again, if there are any.
    """
    found = case.db.table(f'"{case.flagged}"')
    types = dict(zip(found.columns, map(str, found.types), strict=True))
    measures = [dict(one) for one in case.measures]
    if set(types.values()) - _SAFE - _AS_TEXT or not _is_plain(measures):
        return
    files = dict([memory.write(_file(case, "flagged"), _flagged(case, states, types))])
    if case.by:
        files |= [memory.write(_file(case, "asides"), _asides(case, states, stayed))]
    counts = sorted(case.counts.items(), key=str)
    page = Page(counts=counts, measures=measures, types=types, files=files, **about)
    memory.keep(case.screen.code, page)


def _file(case: Judging, what: str) -> str:
    return f"{case.screen.code}.{what}"


def _is_plain(measures: Sequence[Mapping[str, Any]]) -> bool:
    """Whether measures come back from a page as they went in."""
    try:
        return bool(json.loads(json.dumps(measures, allow_nan=False)) == measures)
    except (TypeError, ValueError):
        return False


def _flagged(case: Judging, states: States, types: Mapping[str, str]) -> Any:
    """Return the flagged rows, each with its key."""
    columns = ", ".join(
        f'f."{name}"::VARCHAR AS "{name}"' if kind in _AS_TEXT else f'f."{name}"'
        for name, kind in types.items()
    )
    main = case.screen.tables[0]
    if not case.by:
        sql = f'SELECT {columns} FROM "{case.flagged}" f'  # noqa: S608
    else:
        key = states.key_of(main, case.by, "r")
        rows = case.tables.at_hand(main, case.flagged, "code")
        sql = f"""SELECT {columns}, {key} AS "{_KEY}"
            FROM "{case.flagged}" f LEFT JOIN "{rows}" r ON r.code = f.code"""  # noqa: S608
    return case.db.execute(sql).to_arrow_reader(_ROWS)


def _asides(case: Judging, states: States, stayed: str) -> Any:
    """Return the rows that were set aside, counted by key and reason."""
    key = states.key_of(case.screen.tables[0], case.by, "a")
    sql = f"""SELECT {key} AS key, aside, sum(n)::BIGINT AS n
        FROM "{case.asides}" a GROUP BY ALL"""  # noqa: S608
    if stayed:
        sql += f' UNION ALL SELECT key, aside, n FROM "{stayed}"'  # noqa: S608
    return case.db.execute(sql).to_arrow_reader(_ROWS)


def take_out(case: Judging, memory: Memory, page: Page) -> None:
    """Let a screen have answered what it answered before."""
    case.clear()
    _flag(case, memory, page)
    case.counts = Counter(dict(page.counts))
    case.measures = tuple(page.measures)


def _flag(case: Judging, memory: Memory, page: Page, but: str = "") -> None:
    """Let the flagged rows be those that are remembered."""
    columns = ", ".join(f'f."{name}"::{kind} AS "{name}"' for name, kind in page.types.items())
    case.db.register("arriving", memory.rows(page, _file(case, "flagged")))
    case.db.execute(
        f'CREATE TABLE "{case.flagged}" AS SELECT {columns} FROM arriving f {but}'  # noqa: S608
    )
    case.db.unregister("arriving")


def merge(case: Judging, memory: Memory, page: Page, rows_before: int) -> str:
    """Lay what was judged again over what was answered before, of the keys that stayed.

    `rows_before` counts the judged table's rows that the keys judged again had before. Return the
    table of the rows set aside of the keys that stayed.
    """
    db, fresh = case.db, f"fresh {case.flagged}"
    db.execute(f'ALTER TABLE "{case.flagged}" RENAME TO "{fresh}"')
    _flag(case, memory, page, f'ANTI JOIN "{CHANGED}" c ON c.key IS NOT DISTINCT FROM f."{_KEY}"')
    db.execute(f'INSERT INTO "{case.flagged}" BY NAME FROM "{fresh}"')
    db.execute(f'DROP TABLE "{fresh}"')
    stayed = f"stayed {case.asides}"
    gone = _part(case, memory, page, stayed)
    gone[None] = rows_before - gone.total()
    before = Counter(dict(page.counts))
    counts = {why: before[why] - gone[why] + case.counts[why] for why in {*before, *case.counts}}
    case.counts = Counter({why: count for why, count in counts.items() if count})
    return stayed


def _part(case: Judging, memory: Memory, page: Page, stayed: str) -> Counter[str | None]:
    """Keep what was set aside of keys that stayed; return how much was of the others, by reason."""
    db, same = case.db, f'JOIN "{CHANGED}" c ON c.key IS NOT DISTINCT FROM f.key'
    db.register("arriving", memory.rows(page, _file(case, "asides")))
    db.execute(
        f'CREATE OR REPLACE TEMP TABLE "{stayed}" AS SELECT f.* FROM arriving f ANTI {same}'  # noqa: S608
    )
    sql = f"SELECT aside, sum(n)::BIGINT FROM arriving f SEMI {same} GROUP BY aside"  # noqa: S608
    gone: Counter[str | None] = Counter(dict(db.execute(sql).fetchall()))
    db.unregister("arriving")
    return gone
