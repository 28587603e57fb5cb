"""The pages of a ledger, asked for by people of every level, each request timed."""

import math
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.ledger_site import SEED
from sunledger.ledger.models import Item
from sunledger.units.models import Unit, User

LEVELS = ("province", "city", "county", "town", "village")
PEER = "Django admin, the list"
_RSS_UNIT = 1024 * 1024 if sys.platform == "darwin" else 1024


class Taken(NamedTuple):
    """What one request took, in milliseconds: on the wall, and of the processors."""

    wall: float
    work: float  # of this process, and of the database's where that is another one


class Visit(NamedTuple):
    """A page that somebody asks for."""

    page: str
    level: str
    user: User | None
    path: str
    anew: bool = False  # with nothing counted before


def visits(people: int) -> list[Visit]:
    """Return who asks for what: so many people of every level, in a mixed order."""
    draw = Random(SEED)  # noqa: S311 - a seed is the point
    found: list[Visit] = []
    for depth, level in enumerate(LEVELS):
        units = list(Unit.objects.filter(depth=depth).order_by("code"))
        for unit in draw.sample(units, min(people, len(units))):
            found += _of(unit, level)
    admin = User.objects.get(username="admin")
    for number in range(people):
        found.append(Visit("public list", "", None, f"{reverse('late')}?page={number + 1}"))
        found.append(Visit("a drive", "", None, reverse("drive", args=["micro-corruption"])))
        anew = Visit("a drive, counted anew", "", None, reverse("drive", args=["micro-corruption"]))
        found.append(anew._replace(anew=True))
        found.append(Visit(PEER, "", admin, f"/admin/ledger/item/?p={number + 1}"))
    closed = Item.objects.filter(state="closed").order_by("pk").values_list("code", flat=True)
    for code in closed[: people * 100 : 100]:
        found.append(Visit("public item", "", None, reverse("item", args=[code])))
    return found


def _of(unit: Unit, level: str) -> Iterator[Visit]:
    """Give the pages of whoever leads a unit, or works in a village."""
    who = "work" if level == "village" else "lead"
    user = User.objects.get(username=f"{who}-{unit.code}")
    yield Visit("my work today", level, user, reverse("desk_today"))
    yield Visit("my work, all rooms", level, user, reverse("desk"))
    yield Visit("items, waiting", level, user, reverse("desk_items"))
    yield Visit("items, all open", level, user, f"{reverse('desk_items')}?list=open")
    yield Visit("items, closed", level, user, f"{reverse('desk_items')}?list=closed")
    yield Visit("my unit", level, user, reverse("desk_unit", args=[unit.code]))
    if who == "lead":
        yield Visit("overdue by level", level, user, reverse("desk_overdue"))
        rows = reverse("desk_overdue_rows", args=[unit.code])
        yield Visit("overdue, the rows", level, user, rows)


def ask(times: int, people: int) -> dict[str, dict[str, list[Taken]]]:
    """Ask for every page so many times, and return what each request took, by page and level."""
    by_page: dict[str, list[Visit]] = {}
    for visit in visits(people):
        by_page.setdefault(visit.page, []).append(visit)
    taken: dict[str, dict[str, list[Taken]]] = {}
    clients: dict[int | None, Client] = {}
    for page, all_visits in by_page.items():
        for visit in all_visits:
            assert _client(clients, visit.user).get(visit.path).status_code == 200, visit.path
        for number in range(times):
            visit = all_visits[number % len(all_visits)]
            if visit.anew:
                caches["counts"].clear()
            one = _timed(clients[visit.user.pk if visit.user else None], visit.path)
            taken.setdefault(page, {}).setdefault(visit.level, []).append(one)
    return taken


def show(taken: dict[str, dict[str, list[Taken]]]) -> None:
    """Print what the requests took: of every page, and of each level beneath it."""
    peer = part([one.work for one in taken[PEER][""]], 0.5)
    print(f"{'ms':34} {'n':>5}   CPU p50    p99   wall p50    p99   CPU of the peer's")
    for page, levels in taken.items():
        every = [one for times in levels.values() for one in times]
        _line(page, every, peer)
        if len(levels) > 1:
            for level, times in levels.items():
                _line(f"  {level}", times, peer)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _RSS_UNIT
    print(f"(the peer: {PEER}, 25 rows of the same table; {memory:.0f} MB at most)", flush=True)


def _client(clients: dict[int | None, Client], user: User | None) -> Client:
    """Return the browser of a person, signed in."""
    key = user.pk if user else None
    if key not in clients:
        clients[key] = Client()
        if user:
            clients[key].force_login(user)
    return clients[key]


def _timed(client: Client, path: str) -> Taken:
    """Return what a request takes."""
    begun, worked, served = time.perf_counter(), time.process_time(), _database_work()
    client.get(path)
    work = time.process_time() - worked + _database_work() - served
    return Taken((time.perf_counter() - begun) * 1000, work * 1000)


def _database_work() -> float:
    """Return the seconds of a processor that the database's own process has had, where Linux says.

    SQLite works in this process, and is counted with it.
    """
    if connection.vendor == "sqlite":
        return 0.0
    file = Path(f"/proc/{_backend()}/schedstat")
    return int(file.read_text().split()[0]) / 1e9 if file.exists() else 0.0


def _backend() -> int:
    """Return the number of the process in which PostgreSQL works for this connection."""
    raw: Any = connection.connection
    return int(raw.info.backend_pid)


def _line(name: str, times: list[Taken], peer: float) -> None:
    """Print one line of the table."""
    wall, work = [one.wall for one in times], [one.work for one in times]
    half = part(work, 0.5)
    print(
        f"{name:34} {len(times):5} {half:9.1f} {part(work, 0.99):6.1f} "
        f"{part(wall, 0.5):10.1f} {part(wall, 0.99):6.1f} {half / peer:9.2f}",
        flush=True,
    )


def part(values: list[float], share: float) -> float:
    """Return the value that a share of them does not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]
