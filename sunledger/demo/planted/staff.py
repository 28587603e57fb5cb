"""Who works for the public bodies of the made-up province, and at home with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from sunledger.demo.planted.offices import Office, person_name
from sunledger.demo.planted.world import World

COUNT = {"village": 4, "town": 12, "bureau": 12, "school": 14, "hospital": 20, "company": 14}
_KIND = {"village": "cadre", "town": "official", "bureau": "official"}


@dataclass(frozen=True)
class Holder:
    """Somebody in a public post; the word is what keys are made of."""

    word: str
    name: str
    spouse: str
    title: str
    kind: str
    since: date


@cache
def _staff(office: Office, seed: int) -> tuple[Holder, ...]:
    random = Random(f"staff {seed} {office.code}")  # noqa: S311 - a seed is the point
    return tuple(
        Holder(
            f"staff {office.code} {n}",
            person_name(random),
            person_name(random),
            "负责人" if n == 0 else "工作人员",
            _KIND.get(office.kind, "staff"),
            date(2008, 1, 1) + timedelta(days=random.randrange(5_000)),
        )
        for n in range(COUNT[office.kind])
    )


def staff(world: World, office: Office) -> tuple[Holder, ...]:
    """Return those who hold a post at a body: the first answers for it."""
    return _staff(office, world.seed)


def at_home(holder: Holder) -> str:
    """Return the word of which the key of the holder's husband or wife is made."""
    return f"spouse of {holder.word}"
