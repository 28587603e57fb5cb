"""The ledger's clock and lists: 100,000 items in 20,000 units, from a seed, on both databases.

    ./run bench ledger
    DATABASE_URL=postgres://... ./run bench ledger

Without DATABASE_URL it measures on SQLite, whose site is made once a month and kept, and then on a
PostgreSQL of its own that is thrown away afterwards. Pages are asked for through Django's test
client, so a figure holds all that a request costs but the network: in the processor's time, of this
process and of the database's, and by the clock on the wall, which says little on a busy machine.
Then a served site is asked for them, which is what a person waits for. Everybody asks for each page
once before it is counted. The peer is a list of Django's own admin.
"""

import gc
import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.measure import work_folder

ITEMS, UNITS = 100_000, 20_000
ON = datetime.now(ZoneInfo("Asia/Shanghai")).date()  # the pages show what is so today
TIMES = int(os.environ.get("SUNLEDGER_BENCH_TIMES", "300"))  # so often a page is asked for
PEOPLE = int(os.environ.get("SUNLEDGER_BENCH_PEOPLE", "12"))  # of each level
ROOT = Path(__file__).resolve().parent.parent


def measure() -> None:
    """Measure on the database that is named, or on both kinds, each in a process of its own."""
    once = [sys.executable, "-m", "bench.ledger"]
    ways = [once]
    if not os.environ.get("DATABASE_URL"):
        ways.append([sys.executable, str(ROOT / "tests" / "postgres.py"), *once])
    for way in ways:
        subprocess.run(way, cwd=ROOT, check=True)


def measure_here() -> None:
    """Make the site if it is not there, and print what the clock and the pages cost."""
    _begin()
    from bench import ledger_pages, ledger_served, ledger_site
    from sunledger.units.models import User

    begun, worked = time.perf_counter(), time.process_time()
    made = ledger_site.made(ITEMS, UNITS, ON)
    print(f"\nThe ledger: {made}", flush=True)
    _say("the site, made", begun, worked)
    User.objects.get_or_create(username="admin", is_staff=True, is_superuser=True)
    _clock()
    gc.collect()
    gc.freeze()  # as a server does once it has begun, see web/wsgi.py
    ledger_pages.show(ledger_pages.ask(TIMES, PEOPLE))
    ledger_served.show(TIMES, PEOPLE)


def _begin() -> None:
    """Set Django up with a site of its own, and with the peer in it."""
    home = work_folder() / f"ledger_site_3_{ON:%Y_%m}"  # an older one would be overdue in all
    os.environ.setdefault("SUNLEDGER_HOME", str(home))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunledger.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.INSTALLED_APPS.append("django.contrib.admin")
    settings.ROOT_URLCONF = "bench.ledger_peer"
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()
    call_command("migrate", verbosity=0)


def _clock() -> None:
    """Let the clock go round for one night, and for the one after it."""
    from sunledger.ledger import night
    from sunledger.ledger.models import Digest, Night

    Night.objects.all().delete()
    Digest.objects.all().delete()
    for on in (ON, ON + timedelta(days=1)):
        begun, worked = time.perf_counter(), time.process_time()
        done = night.go_round(on)
        _say(f"the clock, {on}, {done.counts['people']:,} people told", begun, worked)


def _say(what: str, begun: float, worked: float) -> None:
    """Print what something took since a moment, in seconds."""
    wall, work = time.perf_counter() - begun, time.process_time() - worked
    print(f"{what:50} {work:7.1f} s of the processor {wall:7.1f} s in all", flush=True)


if __name__ == "__main__":
    measure_here()
