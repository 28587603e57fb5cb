"""Everything that changes screening: run the screens, take a lead up, dismiss it, look again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.jobs import actions as jobs
from sunledger.jobs.progress import Progress
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Evidence, Finding, Item, Kind
from sunledger.screening import heldtables, publicity, publishedrows, storing
from sunledger.screening.engine import Engine, EngineError, answerable
from sunledger.screening.models import Lead, Reason, Run, ScreenRun, State
from sunledger.screening.outcome import Outcome
from sunledger.screening.refusals import Incomplete, NotNow
from sunledger.screening.screen import Screen, ScreenError, shelf
from sunledger.screening.shapes import PAYMENTS, SHAPES
from sunledger.units import access
from sunledger.units.models import Power, Unit, User

MEMORY = "1GB"  # of the worker; more rows than fit are spilled to the disk


class Work(TypedDict, total=False):
    """What may be said of the item that a lead becomes."""

    title: str
    problem: str
    needs: Sequence[Kind | str]
    drive: str
    found_amount: int
    note: str


@cache
def screens() -> dict[str, Screen]:
    """Return the shelf, loaded once a process."""
    return shelf()


@transaction.atomic
def start_run(
    *, unit: Unit, by: User, asked: Sequence[str] = (), at: datetime | None = None
) -> Run:
    """Queue a run over what a unit and those below it have published; all screens, or some."""
    at = at or timezone.now()
    access.need(by, Power.SCREEN, unit, timezone.localdate(at))
    for code in asked:
        if code not in screens():
            raise Incomplete(_("There is no screen “%(code)s”.") % {"code": code})
    run = Run.objects.create(unit=unit, asked=list(asked), by=by, started_at=at)
    run.job = jobs.start(work="screen", args={"run": run.code}, by=by)
    run.save(update_fields=["job"])
    return run


def run_screens(progress: Progress, run: str) -> dict[str, Any]:
    """Run the screens and keep their leads, a screen at a time; this is the work of a job."""
    this = Run.objects.select_related("unit").get(code=run)
    done = set(progress.resume_point.get("screens", ()))
    chosen, held = _chosen(this)
    progress.total(len(chosen))
    with _engine() as engine:
        units = publishedrows.in_reach(this.unit)
        this.rows = engine.table(PAYMENTS.name, publishedrows.payments(units))
        this.rows += _read(engine, held)
        for number, screen in enumerate(chosen, 1):
            if screen.code not in done:
                progress.step(number - 1, screen.zh.title)
                _run_one(this, engine, screen, progress, held.withheld)
    this.ended_at = timezone.now()
    this.save(update_fields=["rows", "ended_at"])
    progress.step(len(chosen))
    count = Lead.objects.open().filter(run=this).count()
    return {"run": this.code, "rows": this.rows, "leads": count}


def _chosen(run: Run) -> tuple[list[Screen], heldtables.Readable]:
    """Return the screens of a run and the tables that are held for them.

    Unless they were asked for by name, screens whose tables nobody gave are passed over: what they
    raised when the tables were there stays as it is.
    """
    chosen = [screens()[code] for code in run.asked or screens() if code in screens()]
    tables = {name for screen in chosen for name in screen.tables}
    held = heldtables.readable(run.by, timezone.localdate(), tables)
    given = {PAYMENTS.name, *held.files, *held.withheld}
    if not run.asked:
        chosen = [screen for screen in chosen if answerable(screen, given)]
    return chosen, held


def _engine() -> Engine:
    """Return an engine that spills where temporary files go."""
    return Engine(memory=MEMORY, spill=Path(gettempdir()))


def _read(engine: Engine, held: heldtables.Readable) -> int:
    """Read the tables of the site's sources into an engine; return how many rows there are."""
    return sum(engine.table(name, files) for name, files in held.files.items())


def _sees_all(screen: Screen, withheld: Collection[str]) -> None:
    """Refuse a screen that would see a part of its tables only, and clear what the rest raised."""
    for name in screen.tables:
        if name in withheld:
            words = _("Your post does not reach the unit that holds the table “%(table)s”.")
            raise NotNow(words % {"table": SHAPES[name].title.zh})


def _run_one(
    run: Run, engine: Engine, screen: Screen, progress: Progress, withheld: Collection[str]
) -> None:
    """Run one screen; its leads and the saved point are kept together. A failing screen is told."""
    try:
        _sees_all(screen, withheld)
        outcome = engine.run(screen)
    except (EngineError, ScreenError, NotNow) as error:
        outcome, trouble = None, str(error)
    done = [*progress.resume_point.get("screens", ()), screen.code]
    with transaction.atomic():
        if outcome is None:
            _tell_trouble(run, screen, trouble)
        else:
            storing.store(run, outcome, timezone.now())
        progress.save({"screens": done})


def _tell_trouble(run: Run, screen: Screen, trouble: str) -> None:
    counts = dict.fromkeys(("seen", "judged", "flagged", "raised"), 0)
    ScreenRun.objects.create(
        run=run, screen=screen.code, version=screen.version, trouble=trouble, **counts
    )


@transaction.atomic
def take_up(
    *,
    lead: Lead,
    by: User,
    doer: Unit | None = None,
    checker: Unit | None = None,
    due: date | None = None,
    at: datetime | None = None,
    **work: Unpack[Work],
) -> Item:
    """Make the lead an item of the ledger; with a doer, a checker and a day, assign it at once."""
    lead = _hold(lead, by, at)
    screen = screens().get(lead.screen)
    title = screen.zh.title if screen else lead.screen
    item = ledger.open_item(
        source=f"lead:{lead.code}",
        title=work.get("title") or f"{title}：{lead.unit.name}"[:200],
        problem=work.get("problem") or publicity.problem(lead, screen),
        unit=lead.unit,
        by=by,
        at=at,
        kind="lead",
        theme=lead.screen,
        drive=work.get("drive", ""),
        needs=tuple(work.get("needs", (Kind.RERUN,))),
        found_amount=work.get("found_amount", 0),
        currency=lead.currency or "CNY",
    )
    if doer and checker and due:
        note = work.get("note", "")
        ledger.assign(item=item, doer=doer, checker=checker, due=due, by=by, note=note, at=at)
    elif doer or checker or due:
        raise Incomplete(_("To assign the item, name the doer, the checker and the day."))
    _decide(lead, State.TAKEN_UP, by, at)
    lead.item, lead.note = item.code, work.get("note", "").strip()
    lead.save()
    return item


@transaction.atomic
def dismiss(
    *, lead: Lead, reason: Reason | str, note: str, by: User, at: datetime | None = None
) -> Lead:
    """Dismiss the lead with a reason, and a note that says how one knows."""
    lead = _hold(lead, by, at)
    if reason not in Reason.values:
        raise Incomplete(
            _("Choose a reason: %(known)s.") % {"known": "; ".join(map(str, Reason.labels))}
        )
    if not note.strip():
        raise Incomplete(_("Write in a sentence how you know; the reason alone teaches nobody."))
    _decide(lead, State.DISMISSED, by, at)
    lead.reason, lead.note = Reason(reason), note.strip()
    lead.save()
    return lead


@transaction.atomic
def put_back(*, lead: Lead, by: User, at: datetime | None = None) -> Lead:
    """Open a dismissed lead again, to decide anew."""
    lead = Lead.objects.select_for_update().get(pk=lead.pk)
    access.need(by, Power.SCREEN, lead.unit, timezone.localdate(at or timezone.now()))
    if lead.state != State.DISMISSED:
        raise NotNow(_("This lead is not dismissed: it is %(state)s.") % {"state": _state(lead)})
    lead.state, lead.reason, lead.note = State.OPEN, "", ""
    lead.decided_by = lead.decided_at = None
    lead.save()
    return lead


def look_again(*, lead: Lead, by: User, at: datetime | None = None) -> bool:
    """Run the lead's screen again over its unit's records of today; whether it is still raised.

    Of a lead that was taken up, the item gets the finding as evidence. An open one that is no
    longer raised is cleared.
    """
    at = at or timezone.now()
    access.need(by, Power.SCREEN, lead.unit, timezone.localdate(at))
    screen = screens().get(lead.screen)
    if screen is None:
        raise NotNow(_("The screen “%(code)s” is no longer there.") % {"code": lead.screen})
    with _engine() as engine:
        units = Unit.objects.filter(pk=lead.unit.pk)
        engine.table("payments", publishedrows.payments(units))
        held = heldtables.readable(by, timezone.localdate(at), screen.tables)
        _sees_all(screen, held.withheld)
        _read(engine, held)
        outcome = engine.run(screen, lead.settings)
    still = any(raised.key == lead.key for raised in outcome.leads)
    with transaction.atomic():
        lead = Lead.objects.select_for_update().get(pk=lead.pk)
        if lead.state == State.TAKEN_UP:
            _attach(lead, outcome, still, by, at)
        elif lead.state == State.OPEN and not still:
            _decide(lead, State.CLEARED, by, at)
            lead.save()
    return still


def _attach(lead: Lead, outcome: Outcome, still: bool, by: User, at: datetime) -> Evidence:
    """Give the finding of a second run to the item."""
    screen = outcome.screen
    words = _("%(screen)s: run again over %(rows)s rows (version %(version)s)") % {
        "screen": screen.zh.title,
        "rows": outcome.seen,
        "version": screen.version,
    }
    return ledger.attach(
        item=Item.objects.get(code=lead.item),
        kind=Kind.RERUN,
        title=words,
        outcome=Finding.STILL if still else Finding.CLEAN,
        source=f"lead:{lead.code}",
        by=by,
        at=at,
    )


def _hold(lead: Lead, by: User, at: datetime | None) -> Lead:
    """Return the lead, locked, if this person may decide on it and it is open."""
    lead = Lead.objects.select_for_update().select_related("unit").get(pk=lead.pk)
    access.need(by, Power.SCREEN, lead.unit, timezone.localdate(at or timezone.now()))
    if lead.state != State.OPEN:
        raise NotNow(
            _("This lead was decided on already: it is %(state)s.") % {"state": _state(lead)}
        )
    return lead


def _decide(lead: Lead, state: State, by: User, at: datetime | None) -> None:
    lead.state, lead.decided_by, lead.decided_at = state, by, at or timezone.now()


def _state(lead: Lead) -> str:
    return str(State(lead.state).label)
