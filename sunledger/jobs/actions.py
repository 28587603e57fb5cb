"""Everything that changes a job from outside: start it, stop it, take it up again."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from sunledger.jobs import queue, runner
from sunledger.jobs.models import Job, State


class NotNow(Exception):
    """The job stands where this cannot be done to it."""


@transaction.atomic
def start(*, work: str, args: dict[str, Any], by: Any = None) -> Job:
    """Queue a piece of work, in the caller's transaction: both are kept, or neither."""
    if work not in settings.SUNLEDGER_WORK:
        raise LookupError(f"No work is called {work!r}.")
    job = Job(work=work, args=args, by=by, beat_at=timezone.now())
    job.save(force_insert=True)
    queue.put(job)
    return job


def run_here(job: Job) -> Job:
    """Do a waiting job now, in this process: for small work, and for tests."""
    if not runner.claim(job):
        raise NotNow(_("This work does not wait: it is %(state)s.") % {"state": _named(job)})
    DBTaskResult.objects.ready().filter(pk=job.task).delete()
    runner.run(job)
    if job.state == State.QUEUED:
        queue.put(job)
    return job


@transaction.atomic
def stop(*, job: Job) -> Job:
    """Stop a job: at once while it waits, at its next step while it runs."""
    rows = Job.objects.filter(pk=job.pk)
    waited = rows.filter(state=State.QUEUED).update(
        state=State.STOPPED, stop_asked=True, ended_at=timezone.now()
    )
    asked = waited or rows.filter(state=State.RUNNING).update(stop_asked=True)
    job.refresh_from_db()
    if not asked:
        raise NotNow(_("This work has ended: it is %(state)s.") % {"state": _named(job)})
    return job


@transaction.atomic
def take_up(*, job: Job) -> Job:
    """Go on with a job that failed or was stopped, from its saved point."""
    ended = Job.objects.filter(pk=job.pk, state__in=[State.FAILED, State.STOPPED])
    taken = ended.update(state=State.QUEUED, stop_asked=False, losses=0, failure={}, ended_at=None)
    job.refresh_from_db()
    if not taken:
        raise NotNow(_("This work cannot be taken up: it is %(state)s.") % {"state": _named(job)})
    queue.put(job)
    return job


def _named(job: Job) -> str:
    return str(State(job.state).label)
