"""Outcomes as an engine gives them, made by hand: leads, and which rows are behind each."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

import pyarrow as pa

from sunledger.screening.outcome import Lead, Outcome
from sunledger.screening.screen import shelf

SHELF = shelf()


def lead(screen: str, name: str, **given: object) -> Lead:
    """Return a lead about Dahe with that name for its key and subject."""
    made = Lead(
        screen=screen,
        version="1",
        key=sha256(f"{screen} {name}".encode()).hexdigest()[:32],
        fingerprint=name,
        subject=name,
        body="Dahe",
        payee="",
        currency="CNY",
        figure=1_000_00,
        rows=1,
        strength=0.6,
        sentence_en=f"{screen} asks about {name}.",
        sentence_zh=f"{screen}：{name}。",
    )
    return replace(made, **given)  # type: ignore[arg-type]


def outcome(screen: str, leads: Mapping[Lead, str]) -> Outcome:
    """Return an outcome with these leads; behind each stand the rows that are named, `a b c`."""
    made = tuple(leads)
    behind = [
        (place, int(sha256(row.encode()).hexdigest()[:15], 16))
        for place, rows in enumerate(leads.values())
        for row in rows.split()
    ]
    table = pa.table(
        {
            "place": pa.array([place for place, _row in behind], pa.int32()),
            "row": pa.array([row for _place, row in behind], pa.uint64()),
        }
    )

    def nothing(key: str | None = None, limit: int | None = None) -> pa.RecordBatchReader:
        return pa.table({}).to_reader()

    return Outcome(
        screen=SHELF[screen],
        settings={},
        seen=len(behind),
        judged=len(behind),
        not_applicable={},
        cannot={},
        flagged=len({row for _place, row in behind}),
        leads=made,
        measures=(),
        evidence=nothing,
        beside={},
        links=table.to_reader,
        states=nothing,
    )
