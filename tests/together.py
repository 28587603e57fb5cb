"""Several people act at one and the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(*acts: Callable[[], object], refusals: tuple[type[Exception], ...]) -> list[object]:
    """Do everything at one moment, each on a connection of its own; return what came of it."""
    ready = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        ready.wait(timeout=20)
        try:
            return act()
        except refusals as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))
