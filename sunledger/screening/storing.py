"""Leads into the database: one raised before is recognised, one no longer raised is cleared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sunledger.core.privacy import mask
from sunledger.core.problem import shorten
from sunledger.screening import course, dataerrors, explained, leads, switching
from sunledger.screening.behind import MOST_COMPARED, behind
from sunledger.screening.models import Lead, Run, ScreenRun, State
from sunledger.screening.outcome import Lead as Raised
from sunledger.screening.outcome import Outcome
from sunledger.screening.quality.holding import HeldBack
from sunledger.screening.shapes import SHAPES
from sunledger.units.models import Unit

ROWS_KEPT = 200  # of a lead's rows in the database; a page shows fewer, the run can give all


def store(run: Run, outcome: Outcome, at: datetime, held: Collection[HeldBack] = ()) -> ScreenRun:
    """Keep what one screen found in a run; the caller's transaction keeps all of it or nothing.

    Leads that are held back, since what they rest on is not good enough, are kept apart.
    """
    # Two runs over the same units at once would open the same lead twice.
    Unit.objects.select_for_update().get(pk=run.unit.pk)
    standing = switching.by_figures(outcome.screen, at)
    units = _units(run, outcome.leads)
    known = _known(outcome)
    apart = {one.lead.key for one in held}
    found = [
        (raised, dataerrors.standing(_fitting(raised, before), before))
        for raised in outcome.leads
        if raised.body in units and raised.key not in apart
        for before in [known.get(raised.key, [])]
    ]
    fits = explained.set_aside(outcome.screen.code, found, units, at)
    kept = course.admitted([(raised.key, lead) for raised, lead in fits], standing)
    evidence, rows = _evidence(outcome), behind(outcome, MOST_COMPARED)
    opened = 0
    for raised, lead in fits:
        if raised.key in kept:
            opened += lead.pk is None
            _refresh(lead, raised, outcome, evidence[raised.key])
            lead.unit, lead.run, lead.seen_at = units[raised.body], run, at
            lead.behind = rows.get(raised.key, b"")
            lead.first_seen_at = lead.first_seen_at or at
            lead.save()
    _clear(run, outcome, at)
    counts = _count(run, outcome, opened)
    counts.course, counts.kept_back = standing.course, len(fits) - len(kept)
    counts.explained = len(found) - len(fits)
    counts.save()
    return counts


def _units(run: Run, raised: Iterable[Raised]) -> dict[str, Unit]:
    """Return the units that the leads are about, by their codes."""
    codes = {lead.body for lead in raised}
    return {unit.code: unit for unit in Unit.objects.below(run.unit).filter(code__in=codes)}


def _known(outcome: Outcome) -> dict[str, list[Lead]]:
    """Return the leads that the screen raised before, by key, the latest first."""
    found: dict[str, list[Lead]] = {}
    keys = [lead.key for lead in outcome.leads]
    for start in range(0, len(keys), 500):
        rows = Lead.objects.filter(screen=outcome.screen.code, key__in=keys[start : start + 500])
        for lead in rows.order_by("-pk"):
            found.setdefault(lead.key, []).append(lead)
    return found


def _fitting(raised: Raised, before: list[Lead]) -> Lead:
    """Return the lead that this is again, or a new one.

    The same rows are the same lead, whatever was decided on it. Other rows under the same key
    refresh a lead that is still open; where it was taken up, they are a new question only if more
    money is at stake, for work on the item changes the rows as well.
    """
    for lead in before:
        if lead.fingerprint == raised.fingerprint:
            return lead
    for lead in before:
        if lead.state == State.OPEN:
            return lead
        if lead.state == State.TAKEN_UP and raised.figure <= lead.figure:
            return lead
    return Lead(screen=raised.screen, key=raised.key)


def _refresh(lead: Lead, raised: Raised, outcome: Outcome, evidence: list[dict[str, Any]]) -> None:
    """Write what was raised into a lead that is open or new; a decided one stays as it was."""
    if lead.state == State.CLEARED:
        lead.state, lead.decided_at, lead.decided_by = State.OPEN, None, None
        lead.reason = lead.note = ""
    if lead.state != State.OPEN:
        return
    lead.version, lead.settings = raised.version, dict(outcome.settings)
    lead.fingerprint, lead.evidence = raised.fingerprint, evidence
    lead.subject, lead.payee = shorten(raised.subject, 300), shorten(raised.payee, 300)
    lead.figure, lead.currency, lead.rows = raised.figure, raised.currency, raised.rows
    lead.strength, lead.weight = raised.strength, leads.weight(raised)
    lead.sentence_en, lead.sentence_zh = raised.sentence_en, raised.sentence_zh


def _evidence(outcome: Outcome) -> Mapping[str, list[dict[str, Any]]]:
    """Return the first rows of every lead, fit for JSON."""
    found: dict[str, list[dict[str, Any]]] = {lead.key: [] for lead in outcome.leads}
    kinds = {one.name: one.kind for one in SHAPES[outcome.screen.tables[0]].columns}
    for row in outcome.rows():
        kept = found[row.pop("lead")]
        if len(kept) < ROWS_KEPT:
            kept.append(_fit(row, kinds))
    return found


def _fit(row: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    """Return what stays of a row: the keys of persons do not, and of their names the first sign.

    Leads outlive the tables that they were found in, which are held until a day.
    """
    stays = {name: value for name, value in row.items() if value is not None}
    return {
        name: mask(value) if kinds.get(name) == "name" else _plain(value)
        for name, value in stays.items()
        if kinds.get(name) != "key"
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _clear(run: Run, outcome: Outcome, at: datetime) -> None:
    """Clear the open leads of this screen and these units that were not raised this time."""
    open_before = Lead.objects.open().filter(screen=outcome.screen.code)
    open_before = open_before.filter(unit__in=Unit.objects.below(run.unit))
    open_before.exclude(run=run).update(state=State.CLEARED, decided_at=at)


def _count(run: Run, outcome: Outcome, opened: int) -> ScreenRun:
    """Keep what the screen could judge."""
    return ScreenRun.objects.create(
        run=run,
        screen=outcome.screen.code,
        version=outcome.screen.version,
        settings=dict(outcome.settings),
        seen=outcome.seen,
        judged=outcome.judged,
        not_applicable=dict(outcome.not_applicable),
        cannot=dict(outcome.cannot),
        flagged=outcome.flagged,
        raised=len(outcome.leads),
        opened=opened,
        measures=[dict(row) for row in outcome.measures],
    )
