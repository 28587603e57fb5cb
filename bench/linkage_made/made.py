"""Writes the files: a register, and the lines of which half stand in it."""

from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from bench.linkage_made import slips
from bench.linkage_made.people import Person, Register

# How often a line has the name, the day or the village wrong.
NAME, AGAIN, DAY, VILLAGE = 0.19, 0.1, 0.09, 0.1


class Made(NamedTuple):
    """Where the files lie."""

    register: Path
    lines: Path


def persons(folder: Path, size: int, lines: int, *, seed: int = 7, unseen: bool = False) -> Made:
    """Write a register and lines, made once from a seed; `unseen`: with the held-out errors too."""
    name = f"{'unseen' if unseen else 'people'}_{size}_{lines}_{seed}"
    made = Made(folder / f"{name}_register.parquet", folder / f"{name}_lines.parquet")
    if made.register.exists() and made.lines.exists():
        return made
    register = Register(seed)
    drawn = register.people()
    everyone = [next(drawn) for _ in range(size + lines // 2)]
    Random(seed + 1).shuffle(everyone)  # noqa: S311
    held, strangers = everyone[:size], everyone[size:]
    random = Random(seed + 2)  # noqa: S311
    asked = list(enumerate(held))[: lines - lines // 2]
    rows: list[tuple[Person, int | None]]
    rows = [(_slipped(random, one, unseen), number) for number, one in asked]
    rows += [(_slipped(random, one, unseen), None) for one in strangers]
    random.shuffle(rows)
    held_at: list[int | None] = list(range(size))
    random.shuffle(held_at)
    _write(made.register, register, [held[at] for at in held_at if at is not None], [held_at])
    _write(made.lines, register, [one for one, _ in rows], [[truth for _, truth in rows]])
    return made


def _slipped(random: Random, one: Person, unseen: bool) -> Person:
    """Return a person as a line has it."""
    name, born, village = one
    if random.random() < NAME:
        name = slips.name(random, name)
        if random.random() < AGAIN:
            name = slips.name(random, name)
    if unseen and random.random() < NAME / 2:
        name = slips.name(random, name, random.choice(("half", "swapped")))
    if random.random() < DAY:
        born = slips.day(random, born)
    if random.random() < VILLAGE:
        village = slips.village(random, village)
    return Person(name, born, village)


def _write(
    file: Path, register: Register, people: list[Person], truth: list[list[int | None]]
) -> None:
    """Write one table; `truth` is the number of the person, and empty for a stranger."""
    where = [register.places[one.village] for one in people]
    table = pa.table(
        {
            "id": pa.array([f"{number}" for number in range(len(people))]),
            "name": [one.name for one in people],
            "born": [_day(one.born) for one in people],
            "village": ["".join(place) for place in where],
            "truth": pa.array(truth[0], pa.int32()),
        }
    )
    pq.write_table(table, file)


def _day(day: date) -> str:
    return day.isoformat()
