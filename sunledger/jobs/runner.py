"""Doing a job in this process: claim it, do its work, write how it ended."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, cast

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from sunledger.core.problem import Refused
from sunledger.jobs.models import Job, State
from sunledger.jobs.progress import Interrupted, Progress, Stopped, TakenOver

log = logging.getLogger("sunledger.jobs")


class Work(Protocol):
    """A function that does long work."""

    def __call__(self, progress: Progress, **args: Any) -> dict[str, Any] | None:
        """Do the work, and return what came of it; `Refused` tells the person who waits why not."""


def function_of(work: str) -> Work:
    """Return the function that does a kind of work."""
    module, _colon, name = settings.SUNLEDGER_WORK[work].partition(":")
    return cast("Work", import_string(f"{module}.{name}"))


def claim(job: Job) -> bool:
    """Take a waiting job, unless somebody else was quicker."""
    waiting = Job.objects.filter(pk=job.pk, state=State.QUEUED)
    now = timezone.now()
    taken = waiting.update(
        state=State.RUNNING, attempts=F("attempts") + 1, started_at=now, beat_at=now
    )
    job.refresh_from_db()
    return bool(taken)


def run(job: Job, *, beating: bool = False) -> Job:
    """Do the work of a claimed job and write how it ended."""
    try:
        with _beats(job) if beating else _silence():
            news = _outcome(job)
    except TakenOver:
        log.warning("%s was taken over by another worker; this one leaves it.", job)
    else:
        ended = None if news["state"] == State.QUEUED else timezone.now()
        mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
        mine.update(ended_at=ended, beat_at=timezone.now(), **news)
    job.refresh_from_db()
    return job


def _outcome(job: Job) -> dict[str, Any]:
    """Do the work, and return what is to be written of it."""
    progress = Progress(job)
    try:
        result = function_of(job.work)(progress, **job.args)
        progress.flush()
    except Stopped:
        return {"state": State.STOPPED}
    except Interrupted:
        return {"state": State.QUEUED}
    except Refused as error:
        failure = {"msgid": error.problem.msgid, "params": error.problem.params}
        return {"state": State.FAILED, "failure": failure}
    except (TakenOver, OperationalError, InterfaceError):
        raise  # not ours any more, or no database: silent from here on, it will be taken up again
    except Exception:  # whatever else a work function raises, the job must say that it ended
        log.exception("%s failed.", job)
        return {"state": State.FAILED, "failure": _unforeseen(job)}
    return {"state": State.DONE, "result": result or {}, "note": ""}


def _unforeseen(job: Job) -> dict[str, Any]:
    msgid = gettext_noop("Something went wrong that nobody foresaw; the log has it under %(code)s.")
    return {"msgid": msgid, "params": {"code": job.code}}


@contextmanager
def _silence() -> Iterator[None]:
    yield


@contextmanager
def _beats(job: Job) -> Iterator[None]:
    """Give signs of life from a thread, so that a single long step is not taken for death."""
    over = threading.Event()

    def beat() -> None:
        mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
        while not over.wait(settings.SUNLEDGER_LOST_AFTER / 6):
            try:
                mine.update(beat_at=timezone.now())
            except DatabaseError as error:  # a busy database: the next sign may get through
                log.info("%s gave no sign of life: %s", job, error)
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
