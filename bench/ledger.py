"""The ledger's clock and lists: 100,000 items in 20,000 units, from a seed, on either database.

    ./run bench ledger
    DATABASE_URL=postgres://... ./run bench ledger

The site is made once and kept. Pages are asked for through Django's test client, so a figure holds
all that a request costs but the network: by the clock on the wall, and in the processor's time,
which a busy machine changes less. Many people ask for each page, each of them twice, and the second
time is counted. Beside the lists stands the question of what is overdue in plain SQL, with its
index and without one: what a page can cost at best, and what it would cost in a table that nobody
has thought about. Each page is also given as so many times the first of them.
"""

import math
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bench.measure import work_folder

ITEMS, UNITS = 100_000, 20_000
ON = datetime.now(ZoneInfo("Asia/Shanghai")).date()  # the pages show what is so today
SEEDS = 20  # so many people of a level ask for a page of theirs


class Taken(NamedTuple):
    """What one request took, in milliseconds: on the wall, and of the processor."""

    wall: float
    work: float


def measure() -> None:
    """Make the site if it is not there, and print what the clock and the pages cost."""
    _begin()
    from bench import ledger_site

    made = ledger_site.made(ITEMS, UNITS, ON)
    print(f"\nThe ledger: {made}", flush=True)
    _clock()
    print(f"{'ms':28} {'times':>6}  wall p50    p99  CPU p50    p99  a second")
    _pages(_plain())


def _begin() -> None:
    """Set Django up with a site of its own."""
    home = work_folder() / f"ledger_site_2_{ON:%Y_%m}"  # an older one would be overdue in all
    os.environ.setdefault("SUNLEDGER_HOME", str(home))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunledger.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)


def _clock() -> None:
    """Let the clock go round for one night, and for the one after it."""
    import resource

    from sunledger.ledger import night
    from sunledger.ledger.models import Digest, Night

    Night.objects.all().delete()
    Digest.objects.all().delete()
    for on in (ON, ON + timedelta(days=1)):
        begun = time.perf_counter()
        done = night.go_round(on)
        seconds = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        people = done.counts["people"]
        name = f"the clock, {on}"
        print(f"{name:34} {seconds:8.2f} s {people:>7,} people told {peak:6.0f} MB", flush=True)


def _pages(peer: float) -> None:
    """Ask for the pages of people at every level, and set them beside the plain SQL."""
    from django.test import Client

    from bench import ledger_site

    taken: dict[str, list[Taken]] = {}
    for name, user, path in ledger_site.visits(SEEDS):
        client = Client()
        if user:
            client.force_login(user)
        assert client.get(path).status_code == 200, path
        taken.setdefault(name, []).append(_timed(partial(client.get, path)))
    for name, times in taken.items():
        half = _print(name, times)
        print(f"{'':28} {half / peer:8.1f} times the plain SQL", flush=True)


def _plain() -> float:
    """Ask the same of the database alone, with the index and without; return what it costs with."""
    from django.db import connection

    sql = (
        "SELECT id, code, title, due FROM ledger_item WHERE state IN ('assigned', 'signed', "
        "'planned', 'working', 'transfer', 'paused', 'long_term') AND due < %s "
        "ORDER BY due LIMIT 50"
    )
    without = sql.replace("state IN", "state || '' IN").replace("due <", "due || '' <")
    if connection.vendor == "postgresql":
        without = without.replace("due || ''", "due::text")

    def ask(words: str) -> Callable[[], Any]:
        def run() -> Any:
            with connection.cursor() as cursor:
                cursor.execute(words, [ON.isoformat()])
                return cursor.fetchall()

        return run

    _print("plain SQL without an index", [_timed(ask(without)) for _ in range(50)])
    return _print("plain SQL with its index", [_timed(ask(sql)) for _ in range(50)])


def _timed(run: Callable[[], Any]) -> Taken:
    """Return the milliseconds that something takes."""
    begun, worked = time.perf_counter(), time.process_time()
    run()
    return Taken(
        (time.perf_counter() - begun) * 1000,
        (time.process_time() - worked) * 1000,
    )


def _print(name: str, times: list[Taken]) -> float:
    """Print what one kind of request costs, and return the half of them that is quicker, in ms."""
    wall, work = sorted(one.wall for one in times), sorted(one.work for one in times)
    half, last = len(times) // 2, math.ceil(len(times) * 0.99) - 1
    print(
        f"{name:28} {len(times):6} {wall[half]:9.1f} {wall[last]:6.1f} {work[half]:8.1f} "
        f"{work[last]:6.1f} {1000 / max(wall[half], 0.001):9.0f}",
        flush=True,
    )
    return wall[half]


def seeded() -> Random:
    """Return the chance by which the site is made."""
    return Random(20260610)  # noqa: S311 - a seed is the point


if __name__ == "__main__":
    measure()
