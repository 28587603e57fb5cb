"""Everything that changes screening: run the screens, look again; and what is decided on leads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.jobs import actions as jobs
from sunledger.jobs.progress import Progress
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Evidence, Finding, Item, Kind
from sunledger.screening import (
    deciding,
    heldtables,
    publishedrows,
    qualityruns,
    queueing,
    recalled,
    samelooking,
    sitetables,
    storing,
)
from sunledger.screening.deciding import (
    Answer,
    dismiss,
    dismiss_stack,
    put_back,
    take_up,
    take_up_stack,
)
from sunledger.screening.engine import Engine, EngineError, answerable
from sunledger.screening.models import Lead, Run, ScreenRun, State
from sunledger.screening.onshelf import screens
from sunledger.screening.outcome import Outcome
from sunledger.screening.refusals import Incomplete, NotNow
from sunledger.screening.screen import Screen, ScreenError
from sunledger.screening.shapes import PAYMENTS, SHAPES
from sunledger.units import access
from sunledger.units.models import Power, Unit, User

__all__ = [
    "Answer",
    "dismiss",
    "dismiss_stack",
    "look_again",
    "put_back",
    "run_screens",
    "screens",
    "start_run",
    "take_up",
    "take_up_stack",
]

MEMORY = "1GB"  # of the worker; more rows than fit are spilled to the disk


@transaction.atomic
def start_run(
    *,
    unit: Unit,
    by: User,
    asked: Sequence[str] = (),
    full: bool = False,
    at: datetime | None = None,
) -> Run:
    """Queue a run over what a unit and those below it have published; all screens, or some.

    What did not change since an earlier run is not judged again, unless a full run is asked for.
    """
    at = at or timezone.now()
    access.need(by, Power.SCREEN, unit, timezone.localdate(at))
    for code in asked:
        if code not in screens():
            raise Incomplete(_("There is no screen “%(code)s”.") % {"code": code})
    run = Run.objects.create(unit=unit, asked=list(asked), by=by, started_at=at)
    args = {"run": run.code} | ({"full": True} if full else {})
    run.job = jobs.start(work="screen", args=args, by=by)
    run.save(update_fields=["job"])
    return run


def run_screens(progress: Progress, run: str, *, full: bool = False) -> dict[str, Any]:
    """Run the screens and keep their leads, a screen at a time; this is the work of a job."""
    this = Run.objects.select_related("unit").get(code=run)
    done = set(progress.resume_point.get("screens", ()))
    chosen, held = _chosen(this)
    progress.total(len(chosen))
    with _engine(recalled.folder(this.unit), full=full) as engine:
        units = publishedrows.in_reach(this.unit)
        this.rows = sitetables.give(engine, units, held, this.unit)
        found = _measure(this, engine, chosen, held)
        for number, screen in enumerate(chosen, 1):
            if screen.code not in done:
                progress.step(number - 1, screen.zh.title)
                _run_one(this, engine, screen, progress, (held.withheld, found))
    this.ended_at = timezone.now()
    with transaction.atomic():
        queueing.restack(this.unit, screens(), this.ended_at)
        this.save(update_fields=["rows", "ended_at"])
        samelooking.start(unit=this.unit, by=this.by)
    progress.step(len(chosen))
    count = Lead.objects.open().filter(run=this).count()
    again = recalled.told(engine.again)
    return {"run": this.code, "rows": this.rows, "leads": count, "again": again}


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


def _engine(recall: Path | None = None, *, full: bool = False) -> Engine:
    """Return an engine that spills where temporary files go."""
    return Engine(memory=MEMORY, spill=Path(gettempdir()), recall=recall, full=full)


def _measure(
    run: Run, engine: Engine, chosen: Sequence[Screen], held: heldtables.Readable
) -> qualityruns.Measured:
    """Count how good the tables are before a screen looks at them, and keep it by unit."""
    asked = {screen.code: screen for screen in chosen}
    found = qualityruns.measured(engine, asked, held, timezone.localdate(run.started_at))
    qualityruns.keep(run.unit, found)
    return found


def _sees_all(screen: Screen, withheld: Collection[str]) -> None:
    """Refuse a screen that would see a part of its tables only, and clear what the rest raised."""
    for name in screen.tables:
        if name in withheld:
            words = _("Your post does not reach the unit that holds the table “%(table)s”.")
            raise NotNow(words % {"table": SHAPES[name].title.zh})


def _run_one(
    run: Run,
    engine: Engine,
    screen: Screen,
    progress: Progress,
    about: tuple[Collection[str], qualityruns.Measured],
) -> None:
    """Run one screen; its leads and the saved point are kept together. A failing screen is told.

    What is known about its tables is those withheld from the run, and how good the others are.
    """
    withheld, found = about
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
            back = qualityruns.weigh(outcome, found)
            storing.store(run, outcome, at := timezone.now(), back)
            qualityruns.hold(run, outcome, back, at)
        progress.save({"screens": done})


def _tell_trouble(run: Run, screen: Screen, trouble: str) -> None:
    counts = dict.fromkeys(("seen", "judged", "flagged", "raised"), 0)
    ScreenRun.objects.create(
        run=run, screen=screen.code, version=screen.version, trouble=trouble, **counts
    )


def look_again(*, lead: Lead, by: User, at: datetime | None = None) -> bool:
    """Run the lead's screen again over its unit's records of today; whether it is still raised.

    Of a lead that was taken up, the item gets the finding as evidence; of several leads that became
    one item, the screens of all. An open one that is no longer raised is cleared.
    """
    at = at or timezone.now()
    access.need(by, Power.SCREEN, lead.unit, timezone.localdate(at))
    leads = [lead]
    if lead.state == State.TAKEN_UP:
        leads = list(Lead.objects.filter(item=lead.item, state=State.TAKEN_UP).best_first())
    found = _run_again(leads, by, at)
    with transaction.atomic():
        # What is still raised is attached last: it is what the item then stands at.
        for one, outcome, still in sorted(found, key=lambda each: each[2]):
            held = Lead.objects.select_for_update().get(pk=one.pk)
            if held.state == State.TAKEN_UP:
                _attach(held, outcome, still, by, at)
            elif held.state == State.OPEN and not still:
                deciding.clear(held, by, at)
    return any(still for _lead, _outcome, still in found)


def _run_again(leads: Sequence[Lead], by: User, at: datetime) -> list[tuple[Lead, Outcome, bool]]:
    """Run the screens of leads of one unit again, each once, and see what is still raised."""
    unit, chosen = leads[0].unit, [_still_there(lead) for lead in leads]
    tables = {name for screen in chosen for name in screen.tables}
    held = heldtables.readable(by, timezone.localdate(at), tables)
    found: dict[str, tuple[Lead, Outcome, bool]] = {}
    for screen in chosen:
        _sees_all(screen, held.withheld)
    with _engine() as engine:
        units = Unit.objects.filter(pk=unit.pk)
        sitetables.give(engine, units, held, leads[0].run.unit)
        for lead, screen in zip(leads, chosen, strict=True):
            first, outcome, still = found.get(screen.code) or (lead, None, False)
            outcome = outcome or engine.run(screen, lead.settings)
            still = still or any(raised.key == lead.key for raised in outcome.leads)
            found[screen.code] = (first, outcome, still)
    return list(found.values())


def _still_there(lead: Lead) -> Screen:
    """Return the screen of a lead, or refuse where it is gone."""
    screen = screens().get(lead.screen)
    if screen is None:
        raise NotNow(_("The screen “%(code)s” is no longer there.") % {"code": lead.screen})
    return screen


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
