"""Figures against limits: which subjects are flagged, which are not, and which nobody can judge.

Works on the facts of a question alone (an Arrow table with a row a subject), so that a new limit
asks nothing of the tables.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sunledger.screening.procurement.fences import fences, quantile
from sunledger.screening.procurement.screen import GROUPS, Question, Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.words import REASONS

if TYPE_CHECKING:
    import pyarrow as pa


class Flag(NamedTuple):
    """One subject that an indicator flags; `group` says what kind of subject it is."""

    group: str
    subject: str
    indicator: str
    value: float


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


class Judged(NamedTuple):
    """The flags of a question, and how often it fires."""

    flags: pa.Table  # group, subject, indicator, value
    rate: Rate


class Found(NamedTuple):
    """All flags of a run in order (as a table and not yet as objects), and how often each fires."""

    flags: pa.Table
    rates: list[Rate]


class Names:
    """The ocid of every process, found by its number."""

    def __init__(self, names: pa.Table) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        self.ocids = names["ocid"]
        numbers = pa.concat_arrays(names["process"].chunks or [pa.array([], pa.int64())])
        most = pc.max(numbers).as_py() if len(numbers) else 0
        self.places = pc.inverse_permutation(numbers, max_index=most, output_type=pa.int64())

    def of(self, processes: pa.ChunkedArray) -> pa.ChunkedArray:
        """Return the ocids of processes."""
        return self.ocids.take(self.places.take(processes))


def judged(
    screen: Screen, question: Question, facts: pa.Table, names: Names, settings: Settings
) -> Judged:
    """Judge the facts of a question; `names` gives the ocid of every process."""
    import pyarrow as pa

    why = _reasons(facts)
    many = facts.num_rows - facts["figure"].null_count
    enough = _enough(question, facts, settings)
    judged = enough.num_rows - enough["figure"].null_count
    limit = _limit(question, enough, settings)
    hits = _hits(question, enough, settings, limit)
    if few := many - judged:
        why["few"] = why.get("few", 0) + few
    shown = question.shown_compatible if settings.compatible else question.shown
    value = hits["figure"] if shown is None else pa.array([shown] * hits.num_rows, pa.float64())
    subjects = hits["subject"]
    if question.group == "OCID":
        subjects = names.of(subjects)
    tables = [_flags(question.group, subjects, screen.code, value)]
    zeros = pa.array([0.0] * hits.num_rows, pa.float64())
    tables += [_flags("Tenderer", hits[name], screen.code, zeros) for name in question.along]
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
    flags = pa.concat_tables(tables)
    return Judged(_once(flags) if question.along else flags, rate)


def _reasons(facts: pa.Table) -> dict[str, int]:
    """Return how many subjects were not judged, by why."""
    import pyarrow.compute as pc

    if facts["why"].null_count == facts.num_rows:
        return {}
    found = pc.value_counts(facts["why"].drop_null()).to_pylist()
    return {one["values"]: one["counts"] for one in sorted(found, key=lambda one: one["values"])}


def _enough(question: Question, facts: pa.Table, settings: Settings) -> pa.Table:
    """Return the subjects with enough cases."""
    import pyarrow.compute as pc

    if question.least is None:
        return facts
    return facts.filter(pc.greater_equal(facts["weight"], question.least(settings)))


def _limit(question: Question, facts: pa.Table, settings: Settings) -> float:
    """Return the limit: what is set, else the fence of the figures."""
    limit = question.limit(settings)
    if limit is not None:
        return float(limit)
    found = fences(facts["figure"].drop_null().to_pylist())
    return found.lower if question.fence == "lower" else found.upper


def _hits(question: Question, facts: pa.Table, settings: Settings, limit: float) -> pa.Table:
    """Return the facts that are beyond the limit; what has no figure is not."""
    import pyarrow.compute as pc

    if math.isnan(limit) or (question.positive and not limit > 0):
        return facts.slice(0, 0)
    compare = {
        "<": pc.less,
        "<=": pc.less_equal,
        "==": pc.equal,
        ">=": pc.greater_equal,
        ">": pc.greater,
    }[question.sign]
    beyond = compare(facts["figure"], limit)
    for key, other in (question.limits(settings) if question.limits else {}).items():
        mine = pc.fill_null(pc.equal(facts["key"], key), False)
        beyond = pc.if_else(mine, compare(facts["figure"], float(other)), beyond)
    if question.often is not None:
        weights = facts["weight"].filter(pc.is_valid(facts["figure"])).to_pylist()
        often = quantile([float(one) for one in weights], question.often(settings) / 100)
        beyond = pc.and_(beyond, pc.greater_equal(facts["weight"], often))
    return facts.filter(beyond)


def _flags(group: str, subjects: pa.ChunkedArray, code: str, value: object) -> pa.Table:
    import pyarrow as pa

    many = len(subjects)
    rank = pa.array([GROUPS.index(group)] * many, pa.int8())
    names = ["rank", "subject", "indicator", "value"]
    return pa.table([rank, subjects, pa.array([code] * many, pa.string()), value], names)


def in_order(tables: Iterable[pa.Table]) -> pa.Table:
    """Return all flags in an order that does not depend on anything else."""
    import pyarrow as pa

    found = pa.concat_tables(tables)
    return found.sort_by([(name, "ascending") for name in found.column_names])


def _once(table: pa.Table) -> pa.Table:
    """Return each row once: a party is flagged along in several processes, a process in lots."""
    return table.group_by(table.column_names, use_threads=False).aggregate([])


def write(flags: pa.Table, file: Path) -> None:
    """Write flags as CSV, without making an object of each."""
    import pyarrow as pa
    import pyarrow.csv

    groups = pa.array(GROUPS, pa.string()).take(flags["rank"])
    named = pa.table([groups, *flags.columns[1:]], [*Flag._fields])
    pyarrow.csv.write_csv(named, str(file))


def listed(table: pa.Table) -> Iterator[Flag]:
    """Give the flags of a table."""
    columns = [table[name].to_pylist() for name in ("rank", "subject", "indicator", "value")]
    for rank, subject, code, value in zip(*columns, strict=True):
        yield Flag(GROUPS[rank], subject, code, value)
