"""One screen over the tables: which rows it can judge, which it flags, and the leads they make."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from sunledger.core.problem import shorten
from sunledger.screening.keeping import kept_by
from sunledger.screening.outcome import Lead
from sunledger.screening.screen import Screen, ScreenError
from sunledger.screening.sentence import fill
from sunledger.screening.shapes import SHAPES, Frame

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

_GIVEN = ("code", "lead", "subject", "figure")
_ROWS = 16_384


@dataclass(frozen=True)
class Judged:
    """The rows of the first table by what a screen could do with them."""

    seen: int
    judged: int
    set_aside: Mapping[str, int]
    rows: Frame


class Judging:
    """A screen with its settings, before the tables."""

    def __init__(self, db: DuckDBPyConnection, screen: Screen, settings: Mapping[str, Any]) -> None:
        self.db, self.screen, self.settings = db, screen, settings
        self.frames = {name: self._frame(name) for name in screen.tables}
        self.flagged = f"flagged {screen.code}"
        self.kept = 0

    def _frame(self, name: str) -> Frame:
        frame: Any = nw.from_native(self.db.table(f'"{name}"'))
        return frame  # type: ignore[no-any-return]

    def ask(self, question: Callable[..., Any], rows: Frame) -> Frame:
        """Call a function of the screen file with its tables and those settings that it names."""
        others = self.screen.tables[1:]
        names = inspect.signature(question).parameters
        settings = {name: value for name, value in self.settings.items() if name in names}
        tables = [self.frames[name] for name in others if name in names]
        with kept_by(self._keep):
            try:
                return question(rows, *tables, **settings)  # type: ignore[no-any-return]
            except Exception as error:
                where = f"{self.screen.code}, {question.__name__}()"
                raise ScreenError(f"{where}: {shorten(error, 200)}") from error

    def _keep(self, frame: Frame) -> Frame:
        """Compute a table that a screen uses more than once, and return what was computed."""
        self.kept += 1
        name = f"kept {self.kept} {self.screen.code}"
        frame.to_native().create(f'"{name}"')
        return self._frame(name)

    def clear(self) -> None:
        """Forget an earlier run of the same screen."""
        self._drop(self.flagged, f"order {self.screen.code}")

    def tidy(self) -> None:
        """Forget the tables that were kept on the way."""
        self._drop(*(f"kept {number} {self.screen.code}" for number in range(1, self.kept + 1)))

    def _drop(self, *tables: str) -> None:
        for table in tables:
            self.db.execute(f'DROP TABLE IF EXISTS "{table}"')

    def judge(self) -> Judged:
        """Count the rows that lack what the screen needs or that it does not speak about."""
        main = self.screen.tables[0]
        needed = self.screen.needs.get(main, ())
        rows = self.frames[main].with_columns(aside=_missing(needed))
        if self.screen.asides:
            whole = self.ask(self.screen.asides, rows.filter(nw.col("aside").is_null()))
            lacking = rows.filter(~nw.col("aside").is_null())
            counts = {**self._counts(lacking), **self._counts(whole)}
            rows = whole
        else:
            counts = self._counts(rows)
        judged = counts.pop(None, 0)
        for reason in counts:
            if reason not in self.screen.reasons:
                raise ScreenError(f"{self.screen.code}: “{reason}” is not among its REASONS")
        set_aside = {str(reason): counts[reason] for reason in sorted(map(str, counts))}
        left = rows.filter(nw.col("aside").is_null()).drop("aside")
        return Judged(judged + sum(counts.values()), judged, set_aside, left)

    def _counts(self, rows: Frame) -> dict[str | None, int]:
        """Return how many rows were set aside for each reason, and for None those that were not."""
        counted = rows.group_by("aside").agg(n=nw.len()).to_native().fetchall()
        return {reason: int(n) for reason, n in counted}

    def flag(self, rows: Frame) -> int:
        """Keep the rows that the screen flags and return how many there are."""
        flags = self.ask(self.screen.flags, rows).to_native()
        columns = set(flags.columns)
        for name in (*_GIVEN, *sorted(self.screen.gaps())):
            if name not in columns:
                raise ScreenError(f"{self.screen.code}: flags() must return a column “{name}”")
        key = f"substr(sha256('{self.screen.code}' || chr(10) || \"lead\"), 1, 32)"
        others = [f'"{name}"' for name in sorted(columns - {"lead"})]
        flags.project(", ".join([f'{key} AS "lead"', *others])).create(f'"{self.flagged}"')
        sql = f'SELECT count(DISTINCT code) FROM "{self.flagged}"'  # noqa: S608
        return int(self.db.execute(sql).fetchall()[0][0])

    def leads(self) -> list[Lead]:
        """Return the leads that the flagged rows make, in the order of their keys."""
        strength = "strength" in self.db.table(f'"{self.flagged}"').columns
        gaps = sorted(self.screen.gaps())
        chosen = ", ".join(["", *(f'min(f."{gap}") AS "gap {gap}"' for gap in gaps)])
        sql = f"""
            SELECT f."lead" AS key,
                sha256(string_agg(f.code || ':' || f.figure, ',' ORDER BY f.code)) AS fingerprint,
                min(f.subject) AS subject, min(p.body) AS body,
                CASE WHEN count(DISTINCT p.payee_key) = 1 AND count(p.payee_key) = count(*)
                    THEN min(p.payee_key) ELSE '' END AS payee,
                min(p.currency) AS currency, sum(f.figure)::BIGINT AS figure, count(*) AS rows,
                {'max(f."strength")' if strength else "0.5"} AS strength
                {chosen}
            FROM "{self.flagged}" f JOIN "{self.screen.tables[0]}" p ON p.code = f.code
            GROUP BY f."lead" ORDER BY f."lead"
        """  # noqa: S608
        found = self.db.execute(sql)
        names = [column[0] for column in found.description]
        return [self._lead(dict(zip(names, row, strict=True))) for row in found.fetchall()]

    def keep_order(self, leads: list[Lead]) -> None:
        """Remember the place of each lead, for the order of the rows behind them."""
        import pyarrow as pa

        keys = pa.array([lead.key for lead in leads], pa.string())
        places = pa.array(range(len(leads)), pa.int64())
        self.db.register("arriving", pa.table({"lead": keys, "place": places}))
        self.db.execute(f'CREATE TABLE "order {self.screen.code}" AS FROM arriving')
        self.db.unregister("arriving")

    def _lead(self, row: dict[str, Any]) -> Lead:
        """Return one row of the leads with its sentences filled."""
        values = {name[4:]: value for name, value in row.items() if name.startswith("gap ")}
        currency = row["currency"] or ""
        sentence = self.screen.sentences[values.get("kind", "")]
        return Lead(
            screen=self.screen.code,
            version=self.screen.version,
            key=row["key"],
            fingerprint=row["fingerprint"],
            subject=row["subject"] or "",
            body=row["body"] or "",
            payee=row["payee"],
            currency=currency,
            figure=int(row["figure"]),
            rows=int(row["rows"]),
            strength=round(min(1.0, max(0.0, float(row["strength"]))), 6),
            sentence_en=fill(sentence.en, values, currency, "en"),
            sentence_zh=fill(sentence.zh, values, currency, "zh"),
        )

    def measure(self, rows: Frame) -> tuple[dict[str, Any], ...]:
        """Return what the screen measured over the rows, whether it flagged something or not."""
        if not self.screen.measures:
            return ()
        measured = self.ask(self.screen.measures, rows).to_native()
        names = measured.columns
        found = [dict(zip(names, row, strict=True)) for row in measured.fetchall()]
        return tuple(sorted(found, key=lambda row: [str(row[name]) for name in names]))


def _missing(needed: tuple[str, ...]) -> nw.Expr:
    """Return the first needed column that a row lacks, as a reason; nothing where it lacks none."""
    reason: nw.Expr = nw.lit(None, nw.String)
    for name in reversed(needed):
        reason = nw.when(nw.col(name).is_null()).then(nw.lit(f"no {name}")).otherwise(reason)
    return reason


def evidence(
    db: DuckDBPyConnection, screen: Screen, key: str | None, limit: int | None
) -> pa.RecordBatchReader:
    """Return the rows behind one lead or all, in the order of the leads, each with its figure."""
    columns = ", ".join(f'p."{one.name}"' for one in SHAPES[screen.tables[0]].columns)
    where = "WHERE f.lead = $key" if key else ""
    sql = f"""
        SELECT f."lead", f.figure, {columns}
        FROM "flagged {screen.code}" f
        JOIN "{screen.tables[0]}" p ON p.code = f.code
        JOIN "order {screen.code}" o ON o."lead" = f."lead"
        {where}
        ORDER BY o.place, p.paid_on, p.payee, p.amount, p.batch, p.line, p.code
        {f"LIMIT {int(limit)}" if limit is not None else ""}
    """  # noqa: S608
    cursor = db.cursor()
    found = cursor.execute(sql, {"key": key} if key else {})
    return found.to_arrow_reader(_ROWS)
