"""What the worker does by the clock: short work that waits for an hour and for nobody's press."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger("sunledger.jobs")


class Rounds:
    """Goes round once in so many seconds, however often it is asked."""

    def __init__(self) -> None:
        self.next: datetime | None = None

    def go(self, now: datetime) -> None:
        """Do all of it, if it is time again; what fails is written down and tried again.

        The first time comes after one stretch: a worker that has just begun looks for jobs first.
        """
        if self.next is None or now < self.next:
            self.next = self.next or now + timedelta(seconds=settings.SUNLEDGER_ROUND_SECONDS)
            return
        self.next = now + timedelta(seconds=settings.SUNLEDGER_ROUND_SECONDS)
        for name, place in settings.SUNLEDGER_ROUNDS.items():
            work: Callable[[datetime], object] = import_string(place.replace(":", "."))
            try:
                work(now)
            except Exception:
                log.exception("The round “%s” failed and is tried again.", name)
