"""The whole graph of the tables of an engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from narwhals import col

from sunledger.screening.engine import Engine
from sunledger.screening.graph import circles, incidence, turns
from sunledger.screening.graph.bounds import Bounds
from sunledger.screening.graph.circles import Circle
from sunledger.screening.graph.incidence import BODY, FIRM, PERSON
from sunledger.screening.graph.parts import Line, Part, parts
from sunledger.screening.graph.same import Same
from sunledger.screening.graph.tables import Tables
from sunledger.screening.graph.turns import Meeting, Turns

_NAMES = 50_000


@dataclass(frozen=True)
class Graph:
    """Parts that share things, rings that win in turn, circles of payments; and what was cut."""

    tables: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    turns: tuple[Turns, ...] = ()
    circles: tuple[Circle, ...] = ()
    names: dict[str, str] = field(default_factory=dict)  # of firms and bodies, and masked ones
    same: tuple[Same, ...] = ()  # firms with several names that people confirmed
    cut: tuple[str, ...] = ()  # of what there is more than was read: ties, meetings, circles

    @cached_property
    def joined(self) -> dict[str, Same]:
        """The firms that are one under several names, by what they are here."""
        return {FIRM + one.node: one for one in self.same if one.node}


def graph(engine: Engine, on: date, bounds: Bounds | None = None) -> Graph:
    """Return who is tied to whom in the tables of an engine, as on a day."""
    bounds, tables = bounds or Bounds(), Tables(engine)
    cut: list[str] = []
    lines = _lines(tables, bounds, on, cut)
    met = _meetings(tables, bounds, cut)
    gone_round = _circles(tables, bounds, cut)
    found_parts, found_turns = parts(lines, bounds), turns.turns(met, bounds)
    shown = {one for part in found_parts for one in part.parties}
    shown |= {one for ring in found_turns for one in ring.firms}
    shown |= {one for circle in gone_round for one in circle.parties}
    return Graph(
        tables=tuple(tables.given()),
        parts=tuple(found_parts),
        turns=tuple(found_turns),
        circles=tuple(gone_round),
        names=_names(tables, shown, lines),
        same=tables.same,
        cut=tuple(cut),
    )


def _lines(tables: Tables, bounds: Bounds, on: date, cut: list[str]) -> list[Line]:
    if not incidence.has_lines(tables):
        return []
    asked = incidence.incidence(tables, bounds, on)
    rows, more = tables.rows(asked, *incidence.ORDER, most=bounds.lines)
    cut += ["ties"] * more
    return [Line(**{**row, "person": bool(row["person"])}) for row in rows]


def _meetings(tables: Tables, bounds: Bounds, cut: list[str]) -> list[Meeting]:
    if "bids" not in tables:
        return []
    asked = turns.meetings(incidence.numbered(tables, "bids"), bounds)
    rows, more = tables.rows(asked, *turns.ORDER, most=bounds.pairs)
    cut += ["meetings"] * more
    return [Meeting(**row) for row in rows]


def _circles(tables: Tables, bounds: Bounds, cut: list[str]) -> list[Circle]:
    if not circles.has_flows(tables):
        return []
    asked = circles.circles(circles.payments(tables, bounds), bounds)
    rows, more = tables.rows(asked, *circles.ORDER, most=bounds.circles)
    cut += ["circles"] * more
    return circles.gathered(rows)


def _names(tables: Tables, parties: set[str], lines: Iterable[Line]) -> dict[str, str]:
    """Return what parties are called: firms by the register, bodies by name, persons masked."""
    names = {one.party: one.label for one in sorted(lines, reverse=True) if one.party in parties}
    if "bids" in tables and (left := _of(parties - {*names}, FIRM)):
        asked = turns.named(incidence.numbered(tables, "bids"), [FIRM + one for one in left])
        rows, _ = tables.rows(asked, "firm", most=_NAMES)
        names |= {row["firm"]: row["title"] for row in rows}
    asked_titles = incidence.titles(tables, _of(parties, FIRM))
    if asked_titles is not None and _of(parties, FIRM):
        rows, _ = tables.rows(asked_titles, "rank", "firm", "title", most=_NAMES)
        names |= {FIRM + row["firm"]: row["title"] for row in reversed(rows)}
    names |= {FIRM + one.node: one.name for one in tables.same if FIRM + one.node in parties}
    names |= _bodies(tables, _of(parties, BODY))
    for n, one in enumerate(sorted(parties - {*names}), 1):
        names[one] = f"＊＊＊ {n}" if one.startswith(PERSON) else one[len(FIRM) :]
    return names


def _bodies(tables: Tables, codes: list[str]) -> dict[str, str]:
    """Return what bodies are called where they pay."""
    if not codes or "contract_payments" not in tables:
        return {}
    rows = tables["contract_payments"].filter(col("body").is_in(codes))
    asked = rows.select(body=col("body"), name=col("body_name")).unique()
    found, _ = tables.rows(asked, "body", "name", most=_NAMES)
    return {BODY + row["body"]: row["name"] for row in reversed(found)}


def _of(parties: Iterable[str], kind: str) -> list[str]:
    """Return the parties of one kind without the sign of it."""
    return sorted(one.removeprefix(kind) for one in parties if one.startswith(kind))
