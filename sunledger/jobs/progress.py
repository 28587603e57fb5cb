"""What a piece of work is handed: where it tells how far it is, and learns whether to go on."""

import threading
import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from sunledger.jobs.models import Job, State

# Set when this process was asked to end; work then stops at its next step, to be gone on with.
halt = threading.Event()
BEAT_EVERY = 1.0  # seconds between two signs of life; a step between them costs nothing


class Stopped(Exception):
    """A person asked the work to stop."""


class Interrupted(Exception):
    """The worker is being shut down; the work goes back into the queue with its saved point."""


class TakenOver(Exception):
    """Another worker has the job: this one was silent for so long that it was thought dead."""


class Progress:
    """A job's progress, as the function that does the work sees it.

    Work that writes rows does so in portions, and calls `save` inside the transaction of each
    portion. The rows and the saved point are then kept together or not at all, whatever kills the
    worker; the next one begins from `resume_point`, and nothing is done twice.
    """

    def __init__(self, job: Job) -> None:
        self.code = job.code
        self.resume_point: dict[str, Any] = dict(job.point)
        self._mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
        self._told_at = 0.0
        self._news: dict[str, Any] = {}

    def total(self, total: int | None) -> None:
        """Say how much there is to do in all."""
        self._tell(total=total)

    def step(self, done: int, note: str = "") -> None:
        """Say how much is done; leaves the work by an exception when it is not to go on."""
        self._news = {"done": done, "note": note[:300]}
        if halt.is_set():
            self.flush()
            raise Interrupted
        if time.monotonic() - self._told_at >= BEAT_EVERY:
            self.flush()
            if self._mine.filter(stop_asked=True).exists():
                raise Stopped

    def save(self, point: dict[str, Any]) -> None:
        """Keep the point from which to go on, in the transaction of the rows it speaks of."""
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("Save the point in the transaction that writes what it speaks of.")
        self._tell(point=point, losses=0, **self._news)
        self.resume_point = dict(point)

    def flush(self) -> None:
        """Write what was last said."""
        self._tell(**self._news)

    def _tell(self, **news: Any) -> None:
        """Write to the job while it is still ours."""
        self._told_at = time.monotonic()
        if not self._mine.update(beat_at=timezone.now(), **news):
            raise TakenOver
