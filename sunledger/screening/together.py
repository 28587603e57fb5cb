"""Several screens over the same tables: a bucket of a kept table is read once for all."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from sunledger.screening import narrowing
from sunledger.screening.backend import Backend
from sunledger.screening.duck import Duck
from sunledger.screening.judging import Judging
from sunledger.screening.kept import Layout
from sunledger.screening.screen import ScreenError
from sunledger.screening.script import ROW, Script
from sunledger.screening.shapes import SHAPES
from sunledger.screening.tally import counted

_OFTEN = 3  # screens that read a table, from which it pays to hold a bucket of it in memory


def judge(tables: Backend, cases: Sequence[Judging]) -> dict[str, float]:
    """Judge every row by every screen, bucket by bucket where a screen allows it.

    Return the CPU seconds that each screen took by its code.
    """
    spent: dict[str, float] = defaultdict(float)
    done: list[Judging] = []
    if isinstance(tables, Duck):
        for case in cases:
            case.complete = tables.kept.complete(case.screen.tables[0])
        done = narrowing.judge(tables, cases, partial(_clocked, spent))
    groups: dict[Layout | None, list[Judging]] = defaultdict(list)
    for case in cases:
        if case not in done:
            groups[_layout(tables, case)].append(case)
    for layout, group in groups.items():
        if layout and isinstance(tables, Duck):
            _by_buckets(tables, layout, group, spent)
    if isinstance(tables, Duck):
        tables.kept.show_all(_tables(cases))
    for case in groups.get(None, ()):
        with _clocked(spent, case):
            case.judge_all()
    for case in cases:
        case.refresh()
    return spent


@contextmanager
def _clocked(spent: dict[str, float], case: Judging) -> Iterator[None]:
    """Add the CPU seconds of the block to those of a screen."""
    begun = time.process_time()
    yield
    spent[case.screen.code] += time.process_time() - begun


def _layout(tables: Backend, case: Judging) -> Layout | None:
    """Return by which buckets a screen is run; by none where it needs all rows at once."""
    if not isinstance(tables, Duck) or case.screen.measures or case.absent:
        return None
    return tables.kept.layout(case.screen.tables, case.screen.apart)


def _by_buckets(
    tables: Duck, layout: Layout, group: Sequence[Judging], spent: dict[str, float]
) -> None:
    """Write down what each screen does, and do it with one bucket after another."""
    read = Counter(name for case in group for name in case.screen.tables)
    tables.kept.show_none(layout.table, read)
    scripts = [(case, _written(case, tables)) for case in group]
    often = {name for name, times in read.items() if times >= _OFTEN}
    for number in range(layout.buckets):
        tables.kept.show(layout, number, read.keys() - often, often)
        for case, script in scripts:
            with _clocked(spent, case):
                case.counts.update(script.carry_out(tables.results, case.flagged))
        tables.kept.gather(layout.table, {case.flagged: "code" for case in group})


def _written(case: Judging, tables: Duck) -> Script:
    """Write down what would be done with tables that hold no rows."""
    case.clear()
    case.refresh()
    main, code = case.screen.tables[0], case.screen.code
    columns = SHAPES[main].names()
    told = Script(main, f"left {code}", columns, reasons=bool(case.screen.asides))
    with tables.logged() as told.before:
        lacking, whole = case.told_apart()
    if ROW not in whole.columns:
        raise ScreenError(f"{code}: asides() must return the rows with all their columns")
    told.lacking = tables.sql(counted(lacking))
    if case.by:
        told.tally = (case.asides, case.by, tables.sql(counted(lacking, case.by)))
    told.told = tables.sql(whole.select(ROW, "aside"))
    left = tables.stand(told.left, tables.sql(case.frames[main].select(*columns)))
    with tables.logged() as told.after:
        flags = case.to_keep(case.ask(case.screen.flags, left))
    flags.create(f'"{case.flagged}"')
    told.flags = flags.sql_query()
    case.tidy()
    return told


def _tables(cases: Iterable[Judging]) -> set[str]:
    """Return every table that the screens ask for."""
    return {name for case in cases for name in case.screen.tables}
