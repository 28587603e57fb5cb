"""The worker: takes jobs from the queue, one after another, until it is asked to end."""

import logging
import signal
from datetime import datetime, timedelta
from types import FrameType

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker as Taker
from django_tasks_db.models import DBTaskResult

from sunledger.jobs import queue
from sunledger.jobs.models import Job
from sunledger.jobs.progress import halt
from sunledger.jobs.rounds import Rounds

log = logging.getLogger("sunledger.jobs")


class Worker:
    """One process that works.

    The queue and its locks are those of django-tasks-db; what is added here is that jobs of dead
    workers are taken up again, that a database which is away for a while is waited for, and that
    SIGTERM ends the work at its next step instead of at its end.
    """

    def __init__(self, *, drain: bool = False, interval: float = 1.0) -> None:
        self.drain = drain
        self.interval = interval
        self.rounds = Rounds()

    def run(self) -> None:
        """Work until asked to end; with `drain`, until nothing is left to do."""
        self._listen()
        forget_old(timezone.now())
        while not halt.is_set():
            try:
                worked = self._turn()
                left = worked or not self.drain or Job.objects.open().exists()
            except (OperationalError, InterfaceError) as error:
                log.warning("The database does not answer, the worker waits: %s", error)
                connection.close()
                worked, left = False, True
            if not left:
                return
            if not worked:
                halt.wait(self.interval)

    def _turn(self) -> bool:
        """Go round by the clock, take up what was lost, then do one task; whether there was one."""
        now = timezone.now()
        self.rounds.go(now)
        for code in queue.take_up_lost(now):
            log.warning("Job %s was lost by its worker and goes on.", code)
        if not DBTaskResult.objects.ready().exists():
            return False
        self._taker().run()
        return True

    def _taker(self) -> Taker:
        return Taker(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=1,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )

    def _listen(self) -> None:
        """Hear the signals that ask a process to end."""

        def end(number: int, frame: FrameType | None) -> None:
            if halt.is_set():  # asked twice: at once; the job is taken up again later
                raise SystemExit(1)
            halt.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)


def forget_old(now: datetime) -> None:
    """Drop queue entries that are long over; the job itself keeps what matters of them."""
    before = now - timedelta(days=settings.SUNLEDGER_TASKS_KEPT_DAYS)
    DBTaskResult.objects.filter(enqueued_at__lt=before).exclude(status="READY").delete()
