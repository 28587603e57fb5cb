"""Looking again at what was decided on links, by itself after each run of the screens.

Nothing is decided or undone by it: it keeps beside each decision how both names stand now.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job
from sunledger.jobs.progress import Progress
from sunledger.screening import proposing, samestanding
from sunledger.screening.models import Link
from sunledger.screening.refusals import NotNow
from sunledger.units import access
from sunledger.units.models import Power, Unit, User

WORK = "look-at-links"


def start(*, unit: Unit, by: User | None) -> Job | None:
    """Queue a look at what was decided at a unit and below it, if anything was."""
    if by is None or not _units(unit).exists():
        return None
    return jobs.start(work=WORK, args={"unit": unit.code}, by=by)


def look_at_links(progress: Progress, unit: str) -> dict[str, Any]:
    """Look again for whoever ran the screens; this is the work of a job."""
    by: User | None = Job.objects.select_related("by").get(code=progress.code).by
    if by is None:
        raise NotNow(_("Nobody asked for this, so nobody's posts say what may be read."))
    units = list(_units(Unit.objects.get(code=unit)))
    progress.total(len(units))
    changed = 0
    for number, one in enumerate(units, 1):
        if access.may(by, Power.SCREEN, one, timezone.localdate()):
            changed += look(one, by)
        progress.step(number, str(one))
    return {"unit": unit, "changed": changed}


def look(unit: Unit, by: User) -> int:
    """Look at the decided links of a unit; return of how many something has changed."""
    at = timezone.now()
    firms, hidden = proposing.read(unit, by, at), proposing.withheld(unit, by, at)
    with transaction.atomic():
        Unit.objects.hold()
        links = list(Link.objects.filter(unit=unit).decided().select_for_update())
        return samestanding.look(links, firms, at, hidden)


def _units(unit: Unit) -> QuerySet[Unit]:
    """Return the units at or below one at which something was decided on links."""
    decided = Link.objects.decided().order_by().values("unit")
    return Unit.objects.below(unit).filter(pk__in=decided).order_by("path")
