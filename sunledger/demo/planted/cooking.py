"""Food that does not go with the meals, and kitchens that only look so."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

from sunledger.demo.planted.offices import offices
from sunledger.demo.planted.world import World

Kept = dict[tuple[str, int, int], list[int]]

# Months with many days of school, besides those in which other things are planted.
_MONTHS = ((2024, 9), (2024, 10), (2024, 11), (2024, 12), (2025, 9), (2025, 11), (2025, 12))
_ABOUT = ["food_per_meal"]


def plant(world: World) -> None:
    """Plant each at a school and in a month of its own."""
    places = list(product(offices(world, "school"), _MONTHS))
    world.random.shuffle(places)
    days = _days(world)
    plans = _PLANS * world.times(25, least=2)
    for plan, (office, month) in zip(plans, places, strict=False):
        plan(world, days[office.code, *month])


def _days(world: World) -> Kept:
    """Return the places of the meals of each school and month."""
    found: Kept = defaultdict(list)
    kept = world.tables["meals"]
    for place, (body, on) in enumerate(zip(kept["body"], kept["on"], strict=True)):
        year, month, _ = str(on).split("-")
        found[str(body), int(year), int(month)].append(place)
    return found


def _codes(world: World, days: list[int]) -> list[str]:
    return [str(world.tables["meals"]["code"][place]) for place in days]


def _cook(world: World, days: list[int], share: float) -> None:
    """Book out so much of what was booked out."""
    food = world.tables["meals"]["food"]
    for place in days:
        food[place] = round(int(str(food[place])) * share * world.random.uniform(0.95, 1.05))


def _on_paper(world: World, days: list[int]) -> None:
    """Claim for all of them, and cook for a few."""
    _cook(world, days, world.random.uniform(0.12, 0.28))
    world.scheme("meals for which there was no food", _ABOUT, _codes(world, days))


def _never_came(world: World, days: list[int]) -> None:
    """Book out pork that never came in, so that the store does not show it."""
    _cook(world, days, world.random.uniform(3.6, 6.0))
    world.scheme("food booked out that nobody ate", _ABOUT, _codes(world, days))


# Innocent ---------------------------------------------------------------------------------------


def _bread_and_milk(world: World, days: list[int]) -> None:
    """For a month the kitchen is rebuilt: there is bread and milk."""
    _cook(world, days, 0.2)
    for place in days:
        world.tables["meals"]["snack"][place] = 1
    world.look_alike("bread and milk between meals", _ABOUT, _codes(world, days))


def _in_sacks(world: World, days: list[int]) -> None:
    """Rice and oil leave the store by the sack, once a week."""
    food = world.tables["meals"]["food"]
    for first in range(0, len(days), 5):
        week = days[first : first + 5]
        whole = sum(int(str(food[place])) for place in week)
        for place in week:
            food[place] = whole // 20
        food[week[0]] = whole - (len(week) - 1) * (whole // 20)
    world.look_alike("food that leaves the store by the week", _ABOUT, _codes(world, days))


def _cooked_elsewhere(world: World, days: list[int]) -> None:
    """Meals come from a central kitchen: the school books nothing out."""
    for place in days:
        world.tables["meals"]["food"][place] = 0
    world.look_alike("meals from a central kitchen", _ABOUT, _codes(world, days))


_PLANS = (_on_paper, _bread_and_milk, _never_came, _in_sacks, _cooked_elsewhere)
