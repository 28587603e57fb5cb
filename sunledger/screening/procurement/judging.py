"""Figures against limits: which subjects are flagged, which are not, and which nobody can judge.

Works on the facts of a question alone (rows in Arrow, one a subject), so that a new limit asks
nothing of the tables. Facts may lie in several parts, of which one says which of its rows count.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sunledger.screening.procurement import vectors
from sunledger.screening.procurement.fences import ordered_fences, ordered_quantile
from sunledger.screening.procurement.flags import Hits, Names
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.vectors import call
from sunledger.screening.procurement.words import REASONS

if TYPE_CHECKING:
    import pyarrow as pa

WHY = b"why"  # how often each reason occurs in a part of the facts, beside its columns
_SIGNS = {
    "<": "less",
    "<=": "less_equal",
    "==": "equal",
    ">=": "greater_equal",
    ">": "greater",
}


class Rate(NamedTuple):
    """How often a question of a screen fires: the four states of its subjects, and its limit."""

    screen: str
    group: str
    flagged: int
    not_flagged: int
    not_applicable: int
    cannot: int
    limit: float
    why: dict[str, int]

    @property
    def share(self) -> float:
        """The share of flagged among those that were judged."""
        judged = self.flagged + self.not_flagged
        return self.flagged / judged if judged else 0.0


class Lost(NamedTuple):
    """Rows of a part that do not count any more: their places, and which of all rows still do."""

    places: pa.Array
    there: pa.Array


class Part(NamedTuple):
    """Facts that lie together."""

    rows: pa.Table
    lost: Lost | None = None


class Judged(NamedTuple):
    """What a question flags, and how often it fires."""

    flags: list[Hits]
    rate: Rate


class Found(NamedTuple):
    """All flags of a run in order (as a table and not yet as objects), and how often each fires."""

    flags: pa.Table  # rank (of the group), subject, indicator, value
    rates: list[Rate]


def judged(
    screen: Screen,
    question: Question,
    facts: pa.Table | Sequence[Part],
    names: Names,
    settings: Settings,
) -> Judged:
    """Judge the facts of a question; `names` gives the ocid of every process."""
    if not isinstance(facts, Sequence):
        facts = [Part(facts)]
    why = _reasons(facts)
    many = sum(map(_figures, facts))
    enough = [_enough(question, part, settings) for part in facts]
    judged = sum(map(_figures, enough))
    limit = _limit(question, enough, settings)
    hits = _hits(question, enough, settings, limit)
    if few := many - judged:
        why["few"] = why.get("few", 0) + few
    rate = Rate(
        screen.code,
        question.group,
        hits.num_rows,
        judged - hits.num_rows,
        sum(many for code, many in why.items() if not REASONS[code].asked),
        sum(many for code, many in why.items() if REASONS[code].asked),
        limit,
        why,
    )
    return Judged(_named(screen.code, question, hits, settings, names), rate)


def _reasons(facts: Sequence[Part]) -> dict[str, int]:
    """Return how many subjects were not judged, by why."""
    found: Counter[str] = Counter()
    for part in facts:
        found.update(reasons(part.rows))
        if part.lost:
            column = vectors.whole(part.rows["why"])
            found.subtract(vectors.counts(call("take", column, part.lost.places)))
    return {code: many for code, many in sorted(found.items()) if many}


def reasons(rows: pa.Table) -> dict[str, int]:
    """Return how often each reason occurs in rows, which may tell so themselves."""
    told = (rows.schema.metadata or {}).get(WHY)
    return dict(json.loads(told)) if told is not None else vectors.counts(rows["why"])


def _figures(part: Part) -> int:
    """Return how many rows of a part have a figure."""
    figures = vectors.whole(part.rows["figure"])
    found: int = len(figures) - figures.null_count
    if part.lost:
        gone = call("take", figures, part.lost.places)
        found -= len(gone) - gone.null_count
    return found


def _enough(question: Question, part: Part, settings: Settings) -> Part:
    """Return the subjects with enough cases."""
    if question.least is None:
        return part
    enough = _compared(part.rows["weight"], ">=", question.least(settings))
    if part.lost:
        enough = call("and", enough, part.lost.there)
    return Part(call("filter", part.rows, enough))


def _compared(column: Any, sign: str, number: float) -> pa.Array:
    """Return which numbers lie on one side of another."""
    import pyarrow as pa

    return call(_SIGNS[sign], vectors.whole(column), pa.scalar(number, pa.float64()))


def _limit(question: Question, facts: Sequence[Part], settings: Settings) -> float:
    """Return the limit: what is set, else the fence of the figures."""
    limit = question.limit(settings)
    if limit is not None:
        return float(limit)
    ordered = _ordered(facts, "figure")
    found = ordered_fences(len(ordered), lambda place: float(ordered[place].as_py()))
    return found.lower if question.fence == "lower" else found.upper


def _ordered(facts: Sequence[Part], name: str) -> pa.Array:
    """Return a column of the rows that have a figure, in its order."""
    import pyarrow as pa

    found = []
    for rows, lost in facts:
        is_judged = call("is_valid", vectors.whole(rows["figure"]))
        if lost:
            is_judged = call("and", is_judged, lost.there)
        found.append(call("filter", vectors.whole(rows[name]), is_judged))
    column = pa.concat_arrays(found)
    return call("take", column, vectors.order_of(column))


def _hits(question: Question, facts: Sequence[Part], settings: Settings, limit: float) -> pa.Table:
    """Return the facts that are beyond the limit; what has no figure is not."""
    import pyarrow as pa

    if math.isnan(limit) or (question.positive and not limit > 0):
        return facts[0].rows.slice(0, 0)
    often = None
    if question.often is not None:
        weights = _ordered(facts, "weight")
        share = question.often(settings) / 100
        often = ordered_quantile(len(weights), lambda at: float(weights[at].as_py()), share)
    names = ["subject", "figure", *question.along]
    found = []
    for rows, lost in facts:
        beyond = _beyond(question, rows, settings, limit)
        if often is not None:
            beyond = call("and", beyond, _compared(rows["weight"], ">=", often))
        if lost:
            beyond = call("and", beyond, lost.there)
        found.append(call("filter", rows.select(names), beyond))
    return pa.concat_tables(found)


def _beyond(question: Question, rows: pa.Table, settings: Settings, limit: float) -> pa.Array:
    """Return which rows are beyond their limit."""
    import pyarrow as pa

    beyond = _compared(rows["figure"], question.sign, limit)
    if question.some and not settings.compatible:
        beyond = call("and", beyond, _compared(rows["figure"], ">", 0.0))
    for key, other in (question.limits(settings) if question.limits else {}).items():
        mine = call("equal", vectors.whole(rows["key"]), pa.scalar(key, pa.string()))
        mine = call("coalesce", mine, pa.scalar(False, pa.bool_()))
        own = _compared(rows["figure"], question.sign, float(other))
        beyond = call("if_else", mine, own, beyond)
    return beyond


def _named(
    code: str, question: Question, hits: pa.Table, settings: Settings, names: Names
) -> list[Hits]:
    """Return what is flagged, and who is flagged along with it; each once."""
    import pyarrow as pa

    shown = question.shown_compatible if settings.compatible else question.shown
    subjects, values = vectors.whole(hits["subject"]), vectors.whole(hits["figure"])
    if shown is not None:
        values = pa.repeat(pa.scalar(shown, pa.float64()), len(subjects))
    if not question.along:
        return [Hits(question.group, code, subjects, values, names)]
    found = [Hits(question.group, code, *_once(subjects, values), names)]
    parties = call("unique", pa.concat_arrays([vectors.whole(hits[one]) for one in question.along]))
    zeros = pa.repeat(pa.scalar(0.0, pa.float64()), len(parties))
    return [*found, Hits("Tenderer", code, parties, zeros, names)]


def _once(subjects: pa.Array, values: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return each pair once: a process is flagged in several lots."""
    import pyarrow as pa

    if len(call("unique", subjects)) == len(subjects):
        return subjects, values
    rows = zip(subjects.to_pylist(), values.to_pylist(), strict=True)
    pairs = {pair: place for place, pair in enumerate(rows)}
    kept = pa.array(sorted(pairs.values()), pa.int64())
    return call("take", subjects, kept), call("take", values, kept)
