"""The ledger's clock and lists: 100,000 items in 20,000 units, from a seed, on either database.

    ./run bench ledger
    DATABASE_URL=postgres://... ./run bench ledger

The site is made once and kept. Pages are asked for through Django's test client, so a figure holds
all that a request costs but the network. Beside the lists stands the question of what is overdue in
plain SQL, with its index and without one: what a page can cost at best, and what it would cost in a
table that nobody has thought about.
"""

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bench.measure import work_folder

ITEMS, UNITS = 100_000, 20_000
ON = datetime.now(ZoneInfo("Asia/Shanghai")).date()  # the pages show what is so today
ROUNDS = 100


def measure() -> None:
    """Make the site if it is not there, and print what the clock and the pages cost."""
    _begin()
    from bench import ledger_site

    made = ledger_site.made(ITEMS, UNITS, ON)
    print(f"\nThe ledger: {made}", flush=True)
    _clock()
    _pages()
    _plain()


def _begin() -> None:
    """Set Django up with a site of its own."""
    home = work_folder() / f"ledger_site_{ON:%Y_%m}"  # an older one would be overdue in all
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


def _pages() -> None:
    """Ask for the pages of people at every level."""
    from django.test import Client

    from bench import ledger_site

    print(f"{'':34} {'p50 ms':>8} {'p99 ms':>8} {'worst':>8}")
    for name, user, path in ledger_site.visits():
        client = Client()
        if user:
            client.force_login(user)
        assert client.get(path).status_code == 200, path
        _print(name, [_timed(partial(client.get, path)) for _ in range(ROUNDS)])


def _plain() -> None:
    """Ask the same of the database alone: what is overdue, with the index and without."""
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

    _print("plain SQL: overdue, with the index", [_timed(ask(sql)) for _ in range(50)])
    _print("plain SQL: overdue, without one", [_timed(ask(without)) for _ in range(50)])


def _timed(run: Callable[[], Any]) -> float:
    """Return the milliseconds that something takes."""
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000


def _print(name: str, times: list[float]) -> None:
    """Print what one kind of request costs."""
    times.sort()
    p99 = times[max(0, int(len(times) * 0.99) - 1)]
    print(f"{name:34} {times[len(times) // 2]:8.1f} {p99:8.1f} {times[-1]:8.1f}", flush=True)


def seeded() -> Random:
    """Return the chance by which the site is made."""
    return Random(20260610)  # noqa: S311 - a seed is the point


if __name__ == "__main__":
    measure()
