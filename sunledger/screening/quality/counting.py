"""Goes over the tables of an engine and counts what is wrong with them, by body.

A table is read once for its cells and once for rows that stand twice; what is remembered of it are
a few numbers a body, whatever its size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from narwhals import Expr, Int64, col, lit, max_horizontal, when
from narwhals import len as count

from sunledger.screening.derive import day_number, month_number
from sunledger.screening.engine import Engine
from sunledger.screening.quality import marks, rules
from sunledger.screening.quality.faults import Fault
from sunledger.screening.quality.marks import CELLS, Repeated, mark
from sunledger.screening.quality.result import Cell, Part, Quality
from sunledger.screening.shapes import SHAPES, Frame, Shape

_MOST_REPEATED = 40  # values of a table that are taken for fillers by their share
_SHOWN = 20  # rows that are named for each fault


def qualities(
    engine: Engine,
    tables: Iterable[str],
    on: date,
    questions: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    by: Mapping[str, str] | None = None,
) -> dict[str, Quality]:
    """Return the quality of each of these tables of an engine, as it is on a day.

    `questions` names for a table the columns that each question rests on; `by` a further column by
    which the rows of a table are counted apart.
    """
    found = {}
    for name in tables:
        one = Counting(engine, SHAPES[name], on, (questions or {}).get(name, {}))
        found[name] = one.quality((by or {}).get(name, ""))
    return found


class Counting:
    """One table, on the way to its numbers."""

    def __init__(
        self, engine: Engine, shape: Shape, on: date, questions: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.engine, self.shape, self.on, self.questions = engine, shape, on, questions
        self.repeated: Repeated = {name: self._fills(name) for name in rules.varies(shape)}

    def quality(self, apart: str = "") -> Quality:
        """Return the numbers of the table, by body."""
        by = ("body", apart) if apart else ("body",)
        rows = self.engine.ask(self.shape.name, lambda rows: self._counted(rows, by))
        again = self.engine.ask(self.shape.name, lambda rows: self._copies(rows, by))
        twice = self.engine.ask(self.shape.name, self._twice) if rules.once(self.shape) else []
        copies = {tuple(row[one] for one in by): row for row in again}
        keys = {row["body"]: int(row["twice"]) for row in twice}
        parts = []
        for row in sorted(rows, key=lambda row: [str(row[one] or "") for one in by]):
            whose = tuple(row[one] for one in by)
            parts.append(self._part(row, copies.get(whose, {}), keys.pop(row["body"], 0), apart))
        return Quality(self.shape.name, self.on, tuple(parts))

    @cached_property
    def given(self) -> tuple[str, ...]:
        """The columns that anybody has filled at all."""
        columns = marks.looked_at(self.shape)
        wanted = [col(one.name).count().cast(Int64).alias(one.name) for one in columns]
        (row,) = self.engine.ask(self.shape.name, lambda rows: rows.select(*wanted))
        return tuple(one.name for one in columns if row[one.name])

    @property
    def _series(self) -> bool:
        """Whether every month is to have rows."""
        return rules.is_series(self.shape)

    def _marked(self, rows: Frame) -> Frame:
        """Add the state of every cell."""
        return rows.with_columns(*marks.states(self.shape, self.on, self.repeated)).with_columns(
            trusted=self._trusted(rules.essential(self.shape))
        )

    def _trusted(self, columns: Iterable[str]) -> Expr:
        """Return whether a row can be trusted in these columns; one nobody gave says nothing."""
        return marks.trusted(self.shape, [one for one in columns if one in self.given])

    def _asked(self, columns: Iterable[str]) -> Expr:
        """Return whether a question can rest on a row; it cannot where a column is not there."""
        looked_at = {one.name for one in marks.looked_at(self.shape)}
        absent = looked_at.intersection(columns).difference(self.given)
        return lit(0, Int64) if absent else self._trusted(columns)

    def _counted(self, rows: Frame, by: tuple[str, ...]) -> Frame:
        """Return the numbers of each body, in one pass."""
        questions = {
            f"asks {code}": self._asked(columns) for code, columns in self.questions.items()
        }
        flags = [
            _one(col(mark(name)) == number).alias(f"{fault} {name}")
            for name in self.given
            for number, fault in enumerate(CELLS, 1)
        ]
        days = self._days()
        wanted = self._marked(rows)
        if flags or days:
            wanted = wanted.with_columns(*flags, **questions, **days)
        named = [f"{fault} {name}" for name in self.given for fault in CELLS]
        sums = [col(one).sum().cast(Int64) for one in [*named, *questions, "trusted"]]
        return wanted.group_by(*by).agg(*sums, rows=count(), **self._spans(days))

    def _days(self) -> dict[str, Expr]:
        """Return the month of a row, and whether it was registered late."""
        found = {}
        if name := rules.when(self.shape):
            monthly = self.shape.column(name).kind == "month"
            month = col(name) if monthly else month_number(col(name))
            good = col(mark(name)) == marks.GOOD
            found["month of it"] = when(good).then(month).otherwise(lit(None, Int64))
        if pair := rules.written_down(self.shape):
            happened, registered = (day_number(col(one)) for one in pair)
            both = ~col(pair[0]).is_null() & ~col(pair[1]).is_null()
            found["dated"] = _one(both)
            found["late"] = _one(both & (registered - happened > rules.LATE_DAYS))
        return found

    def _spans(self, days: Mapping[str, Expr]) -> dict[str, Expr]:
        """Return what is counted of days and months."""
        found: dict[str, Expr] = {}
        if "month of it" in days:
            month = col("month of it")
            found["first"], found["last"] = month.min(), month.max()
            found["months"] = month.n_unique().cast(Int64)
            found["nameless"] = month.is_null().cast(Int64).max()
        for name in ("dated", "late"):
            if name in days:
                found[name] = col(name).sum().cast(Int64)
        return found

    def _copies(self, rows: Frame, by: tuple[str, ...]) -> Frame:
        """Return for each body how many rows repeat another, and how many of those are good.

        A row that does not say when it was is no copy of its like: every rent recurs.
        """
        same = [*by, *(one for one in self.given if one not in by)]
        if day := rules.when(self.shape):
            rows = rows.filter(~col(day).is_null())
        groups = self._marked(rows).group_by(*same).agg(n=count(), trusted=col("trusted").max())
        again = groups.filter(col("n") > 1).with_columns(more=col("n").cast(Int64) - 1)
        again = again.with_columns(good=col("more") * col("trusted"))
        return again.group_by(*by).agg(
            copies=col("more").sum().cast(Int64), good=col("good").sum().cast(Int64)
        )

    def _twice(self, rows: Frame) -> Frame:
        """Return for each body how many rows have a key that another row has."""
        columns = rules.once(self.shape)
        known = rows
        for name in columns:
            known = known.filter(~col(name).is_null())
        groups = known.group_by("body", *columns).agg(n=count()).filter(col("n") > 1)
        return groups.group_by("body").agg(twice=(col("n").sum().cast(Int64) - count().cast(Int64)))

    def _fills(self, name: str) -> list[tuple[str, Any]]:
        """Return the values that fill a suspicious share of a body's rows."""
        found = self.engine.ask(self.shape.name, lambda rows: _filling(rows, name))
        found.sort(key=lambda row: (-int(row["n"]), str(row["body"]), str(row[name])))
        return [(row["body"], row[name]) for row in found[:_MOST_REPEATED]]

    def _part(
        self, row: Mapping[str, Any], again: Mapping[str, Any], twice: int, apart: str
    ) -> Part:
        """Return the numbers of one body."""
        months = int(row.get("months") or 0) - int(row.get("nameless") or 0)
        first, last = row.get("first") or 0, row.get("last")
        return Part(
            body=row["body"] or "",
            apart=str(row[apart] or "") if apart else "",
            rows=int(row["rows"]),
            columns={
                name: {one: n for one in CELLS if (n := int(row[f"{one} {name}"]))}
                for name in self.given
            },
            trusted=int(row["trusted"]) - int(again.get("good") or 0),
            copies=int(again.get("copies") or 0),
            twice=twice,
            late=int(row.get("late") or 0),
            dated=int(row.get("dated") or 0),
            months=(months, int(last) - int(first) + 1) if last and self._series else (0, 0),
            last=int(last) if last is not None else None,
            questions={code: int(row[f"asks {code}"]) for code in self.questions},
        )

    def cells(self, apart: str = "", most: int = _SHOWN) -> list[Cell]:
        """Return the cells to put right, of so many rows of each body at most.

        What is missing is named where it may not be: elsewhere nothing may mean a lot.
        """
        needed = rules.essential(self.shape)
        wrong = {name: _wrong(name, may_lack=name not in needed) for name in self.given}
        if not wrong:
            return []
        by = ("body", apart) if apart else ("body",)

        def faulty(rows: Frame) -> Frame:
            found = self._marked(rows).with_columns(
                **{f"wrong {name}": state for name, state in wrong.items()}
            )
            found = found.filter(max_horizontal(*(f"wrong {name}" for name in wrong)) > marks.GOOD)
            found = found.with_columns(one=lit(1, Int64))
            place = col("one").cum_sum().over(*by, order_by="code")
            found = found.with_columns(place=place).filter(col("place") <= most)
            return found.select("code", *by, *(f"wrong {name}" for name in wrong)).sort("code")

        return [
            Cell(
                row["body"] or "",
                str(row[apart] or "") if apart else "",
                row["code"],
                name,
                CELLS[state - 1],
            )
            for row in self.engine.ask(self.shape.name, faulty)
            for name in wrong
            if (state := int(row[f"wrong {name}"]))
        ]


def _wrong(name: str, *, may_lack: bool) -> Expr:
    """Return the state of a cell; nothing is no fault where it may mean something."""
    state = col(mark(name))
    lacks = CELLS.index(Fault.MISSING) + 1
    return when(state == lacks).then(lit(marks.GOOD, Int64)).otherwise(state) if may_lack else state


def _one(condition: Expr) -> Expr:
    return when(condition).then(lit(1, Int64)).otherwise(lit(0, Int64))


def _filling(rows: Frame, name: str) -> Frame:
    """Return the values of a column that fill a large share of the rows of a body."""
    known = rows.filter(~col(name).is_null())
    values = known.group_by("body", name).agg(n=count())
    totals = known.group_by("body").agg(total=count())
    many = values.join(totals, on="body").filter(
        col("total") >= rules.ONE_VALUE_ROWS, col("n") > col("total") * rules.ONE_VALUE
    )
    return many.select("body", name, "n")
