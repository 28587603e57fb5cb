"""A limit to what one question may cost the database, so that nobody stops the others."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, connection, transaction

from sunledger.core.problem import Refused, gettext_noop

# Of SQLite's machine between two looks at the clock: some milliseconds. For each look the question
# waits for whatever else this process is doing.
_STEPS = 100_000
_SAY = gettext_noop(
    "This question took longer than %(seconds)s s, so it was given up. Ask for less: a shorter "
    "time, one unit, or a longer word."
)


class TooLong(Refused):
    """A question that cost the database more than one may."""


@contextmanager
def within(seconds: float | None = None) -> Iterator[None]:
    """Give up what is asked of the database inside once it takes too long."""
    seconds = settings.SUNLEDGER_QUERY_SECONDS if seconds is None else seconds
    limited = _sqlite(seconds) if connection.vendor == "sqlite" else _postgresql(seconds)
    try:
        with limited:
            yield
    except OperationalError as error:
        if "interrupted" not in str(error) and "statement timeout" not in str(error):
            raise
        raise TooLong(_SAY, seconds=f"{seconds:g}") from error


@contextmanager
def _sqlite(seconds: float) -> Iterator[None]:
    connection.ensure_connection()
    database = connection.connection
    end = time.monotonic() + seconds
    database.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        database.set_progress_handler(None, 0)


@contextmanager
def _postgresql(seconds: float) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}")
        yield
        cursor.execute("SET LOCAL statement_timeout = 0")
