"""Whether a new tie would close a circle, over all programmes, while nobody else can add one."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from sunledger.ledger.models import Dependency, Item


class Place(NamedTuple):
    """The begin or the end of an item."""

    pk: int
    ended: bool


def hold() -> None:
    """Let one new tie wait for another until the transaction ends, so that no two make a circle.

    SQLite lets one transaction write at a time anyway.
    """
    if connection.vendor == "postgresql":
        table = Dependency._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def circle(item: Item, after: Item) -> list[Item]:
    """Return the items that would wait for each other if one came after the other; else nothing."""
    start, goal = Place(item.pk, ended=False), Place(after.pk, ended=True)
    came: dict[Place, Place | None] = {start: None}
    left = [start]
    while left and goal not in came:
        steps = {to: place for place, to in _steps(left) if to not in came}
        came |= steps
        left = list(steps)
    return _named(came, goal) if goal in came else []


def _steps(places: Iterable[Place]) -> list[tuple[Place, Place]]:
    """Return what waits for these places at first hand, each with the place it waits for."""
    begun = [place.pk for place in places if not place.ended]
    ended = [place.pk for place in places if place.ended]
    found: list[tuple[Place, Place]] = []
    parts: dict[int, list[int]] = defaultdict(list)
    for pk, whole in Item.objects.filter(parent__in=begun).values_list("pk", "parent"):
        parts[whole or 0].append(pk)
    for pk in begun:
        inside = [Place(part, ended=False) for part in parts[pk]] or [Place(pk, ended=True)]
        found += [(Place(pk, ended=False), place) for place in inside]
    ties = Dependency.objects.filter(after__in=ended, lifted=None)
    for pk, waiting in ties.values_list("after", "item"):
        found.append((Place(pk, ended=True), Place(waiting, ended=False)))
    for pk, whole in Item.objects.filter(pk__in=ended).values_list("pk", "parent"):
        if whole is not None:
            found.append((Place(pk, ended=True), Place(whole, ended=True)))
    return found


def _named(came: dict[Place, Place | None], goal: Place) -> list[Item]:
    """Return the items on the way to a place, each once, in the order in which they wait."""
    way: list[int] = []
    place: Place | None = goal
    while place is not None:
        way.append(place.pk)
        place = came[place]
    items = Item.objects.in_bulk(way)
    return [items[pk] for pk in dict.fromkeys(reversed(way))]
