"""The queue: a job's place in it, the task that a worker takes from it, and jobs that were lost."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from sunledger.jobs import runner
from sunledger.jobs.models import Job, State


@task()  # type: ignore[untyped-decorator]
def carry_out(code: str) -> str:
    """Do the work of a job, if it still waits; return the state it ends in."""
    job = Job.objects.get(code=code)
    if not runner.claim(job):
        return job.state  # somebody else took it, or it was stopped before it began
    runner.run(job, beating=True)
    if job.state == State.QUEUED:
        put(job)
    return job.state


def put(job: Job) -> None:
    """Give a waiting job its place in the queue, in the transaction of the caller."""
    job.task = UUID(carry_out.enqueue(job.code).id)
    job.beat_at = timezone.now()
    job.save(update_fields=["task", "beat_at"])


def take_up_lost(now: datetime) -> list[str]:
    """Put the jobs of dead workers back into the queue; return their codes."""
    silent = Job.objects.silent(now - timedelta(seconds=settings.SUNLEDGER_LOST_AFTER))
    waiting = Q(state=State.QUEUED, task__in=DBTaskResult.objects.ready().values("pk"))
    return [job.code for job in silent.exclude(waiting) if _take_up(job, now)]


@transaction.atomic
def _take_up(job: Job, now: datetime) -> bool:
    """Put one silent job back, unless it has given a sign of life meanwhile."""
    losses = job.losses + (job.state == State.RUNNING)
    news: dict[str, Any] = {"state": State.QUEUED}
    if losses > settings.SUNLEDGER_LOSSES:
        news = {"state": State.FAILED, "ended_at": now, "failure": _given_up(losses)}
    same = Job.objects.filter(pk=job.pk, state=job.state, beat_at=job.beat_at)
    if not same.update(beat_at=now, losses=losses, **news):
        return False
    if news["state"] == State.QUEUED:
        put(job)
    return True


def _given_up(losses: int) -> dict[str, Any]:
    msgid = gettext_noop("The worker ended %(times)d times at the same point of this work.")
    return {"msgid": msgid, "params": {"times": losses}}
