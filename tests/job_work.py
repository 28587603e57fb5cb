"""Work for the worker to do in the tests, and the settings of a site that knows it.

The tally is a bare table without a rule that could hide work that was done twice.
"""

import time
from typing import Any

from django.db import connection, transaction

from sunledger.core.problem import Refused
from sunledger.jobs.progress import Progress

ADD = "INSERT INTO tally (job, number) VALUES (%s, %s)"


def count(
    progress: Progress, upto: int, portion: int = 5, nap: float = 0.0, save: bool = True
) -> dict[str, Any]:
    """Write the numbers 0, 1, 2 ... into the tally, a portion a transaction."""
    progress.total(upto)
    begin = progress.resume_point.get("next", 0)
    for first in range(begin, upto, portion):
        progress.step(first, note=f"at {first}")
        last = min(first + portion, upto)
        with transaction.atomic(), connection.cursor() as cursor:
            for number in range(first, last):
                cursor.execute(ADD, [progress.code, number])
                time.sleep(nap)
            if save:
                progress.save({"next": last})
    progress.step(upto)
    return {"counted": upto - begin}


def refuse(progress: Progress) -> None:
    """Refuse with a sentence."""
    raise Refused("Line %(line)s cannot be read.", line="7")


def break_down(progress: Progress, secret: str) -> None:
    """Fail in a way nobody foresaw."""
    raise KeyError(secret)


def kill_itself(progress: Progress) -> None:
    """End the worker's whole process, as a machine out of memory would."""
    import os
    import signal

    os.kill(os.getpid(), signal.SIGKILL)


def sleep(progress: Progress, seconds: float) -> None:
    """Be one long step that gives no sign of itself."""
    time.sleep(seconds)
