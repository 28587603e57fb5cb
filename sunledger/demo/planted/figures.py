"""Amounts that somebody made up at a desk, and those that are alike for honest reasons."""

from __future__ import annotations

from dataclasses import replace

from sunledger.demo.planted.books import pay
from sunledger.demo.planted.firms import firms
from sunledger.demo.planted.offices import day_between, drawn
from sunledger.demo.planted.world import World


def plant(world: World) -> None:
    """Write invented books at some offices, and fixed rates and round grants at others."""
    offices = drawn(world, 50, "bureau", "company", least=6)
    share = max(1, len(offices) // 6)
    groups = [offices[n * share : (n + 1) * share] for n in range(6)]
    for office, kind in ((one, kind) for kind, group in enumerate(groups) for one in group):
        if kind in OWN_BOOKS:
            office = replace(office, code=f"{office.county}T{kind}", name=f"{office.name}下属中心")
        known = world.random.sample(firms(world, office.county), 25)
        amounts = KINDS[kind](world)
        rows = [
            pay(world, office, world.random.choice(known), amount, day_between(world))
            for amount in amounts
        ]
        TOLD[kind](world, rows)


def _invented(world: World) -> list[int]:
    """Figures as people invent them: few begin with 1, many with 4 to 7, none repeats itself."""
    first = world.random.choices(range(1, 10), weights=(6, 8, 11, 14, 15, 15, 13, 10, 8), k=1_600)
    size = world.random.choices((100, 1_000, 10_000), weights=(2, 5, 3), k=1_600)
    return [
        round((one + world.random.random()) * at) * 100 for one, at in zip(first, size, strict=True)
    ]


def _alike_at_the_end(world: World) -> list[int]:
    """Bills that one hand wrote, with an ending the hand likes; no shop has such prices."""
    ending = world.random.choice((13, 27, 36, 73, 82))
    many = world.random.randrange(45, 90)
    return [world.random.randrange(12, 220) * 100_00 + ending * 100 for _ in range(many)]


def _whole(world: World) -> list[int]:
    """Sums agreed by word of mouth: whole thousands."""
    return [world.random.randrange(1, 30) * 1_000_00 for _ in range(900)]


def _rates(world: World) -> list[int]:
    """A tariff with a few fixed rates, as for training or for beds."""
    rates = [world.random.randrange(18, 900) * 10_00 for _ in range(7)]
    return [world.random.choice(rates) for _ in range(1_200)]


def _free(world: World) -> list[int]:
    """A thousand honest amounts, rounded to whole yuan."""
    return [round(world.random.lognormvariate(8.5, 1.4)) * 100 for _ in range(1_500)]


def _priced(world: World) -> list[int]:
    """Prices of a shop: most end in eight."""
    return [world.random.randrange(2, 60) * 10_00 + 8_00 for _ in range(90)]


# Which of these kinds have a book of their own: nothing else is paid there.
OWN_BOOKS = (3, 4)
KINDS = (_invented, _alike_at_the_end, _whole, _rates, _free, _priced)
TOLD = (
    lambda world, rows: world.scheme("figures invented at a desk", ["benford"], rows),
    lambda world, rows: world.scheme(
        "bills with an ending one hand likes", ["favourite_ending", "same_figure"], rows
    ),
    lambda world, rows: world.scheme(
        "whole thousands agreed by word of mouth", ["round_share"], rows
    ),
    lambda world, rows: world.look_alike(
        "a tariff of fixed rates", ["benford", "favourite_ending", "same_figure"], rows
    ),
    lambda world, rows: world.look_alike(
        "honest amounts in whole yuan", ["benford", "round_share"], rows
    ),
    lambda world, rows: world.look_alike("prices of a shop", ["favourite_ending"], rows),
)
