"""A trial that a person asked for: done by the worker, its figures kept with the job alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job
from sunledger.jobs.progress import Progress
from sunledger.screening import trial
from sunledger.screening.actions import screens
from sunledger.screening.engine import EngineError
from sunledger.screening.refusals import NotNow, Refused
from sunledger.screening.screen import Screen, ScreenError
from sunledger.units import access
from sunledger.units.models import Power, Unit, User

WORK = "try-screen"


def start(
    *,
    screen: Screen,
    asked: Mapping[str, Any],
    unit: Unit,
    by: User,
    since: date | None = None,
    at: datetime | None = None,
) -> Job:
    """Queue a trial over what a unit and those below it have published."""
    access.need(by, Power.SCREEN, unit, timezone.localdate(at or timezone.now()))
    changed = trial.changed_by(screen, asked)
    since_words = since.isoformat() if since else ""
    args = {"screen": screen.code, "unit": unit.code, "settings": changed, "since": since_words}
    return jobs.start(work=WORK, args=args, by=by)


def try_screen(
    progress: Progress, screen: str, unit: str, settings: Mapping[str, Any], since: str
) -> dict[str, Any]:
    """Try a screen for the person who asked; this is the work of a job."""
    progress.total(trial.STEPS)
    by = Job.objects.select_related("by").get(code=progress.code).by
    units = Unit.objects.below(Unit.objects.get(code=unit))
    day = date.fromisoformat(since) if since else None
    try:
        one = screens().get(screen)
        if one is None:
            raise NotNow(_("The screen “%(code)s” is no longer there.") % {"code": screen})
        found = trial.tried(one, settings, units=units, by=by, since=day, step=progress.step)
    except (EngineError, ScreenError, Refused) as error:
        return {"trouble": str(error)}
    progress.step(trial.STEPS)
    return found.as_plain()
