"""A made-up province in kept tables: residents, posts, deaths and payments, with planted schemes.

Everything comes from a seed. What is planted is counted as it is planted, with its innocent
look-alikes beside it, so that what the screens find can be held against it.
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from bench import province_registers as registers
from bench.province_tables import (
    COUNTIES,
    DAY,
    FIRST,
    MONTHS,
    SCHEMES,
    VILLAGES,
    Size,
    Tables,
    codes,
    days,
    of,
)
from sunledger.screening.kept import Layout, write_manifest

__all__ = ["Maker", "Size"]

_BLOCK = 40  # residents; one block in a few hundred thousand lives in a home or pays an agent
_RATES = (168_00, 520_00, 910_00, 95_00, 100_00)


class Maker(Tables):
    """Makes the province bucket by bucket."""

    def make(self) -> tuple[Layout, ...]:
        """Write everything and return what was kept."""
        for number in range(self.buckets):
            self.bucket(number)
        registers.schemes(self)
        layouts = [
            *(
                Layout(name, "person", self.buckets, self.rows[name])
                for name in ("people", "deaths", "posts", "benefits", "custody")
            ),
            Layout("benefits", "account", self.buckets, self.rows["benefits"]),
            Layout("schemes", "", 1, len(SCHEMES)),
            Layout("exceptions", "", 1, self.rows["exceptions"]),
        ]
        write_manifest(self.folder, layouts)
        return tuple(layouts)

    def bucket(self, number: int) -> None:
        """Write one bucket of every table."""
        draw = np.random.default_rng([self.seed, number])
        count = self.size.residents // self.buckets
        # Keys are whole numbers that fall into this bucket; the low digits are the bucket's.
        person = self.mixed(np.arange(count, dtype=np.uint64), number, 1)
        age = np.minimum(99, np.abs(draw.normal(42, 22, count))).astype(np.int16)
        born = (2025 - age.astype(np.int64) - 1970).astype("datetime64[Y]").astype("datetime64[D]")
        born = (born - DAY).astype(np.int32) + draw.integers(0, 365, count).astype(np.int32)
        people = {
            "person": person,
            "name": draw.integers(0, self.strange, count, dtype=np.int32),
            "born": born,
            "household": self.mixed(np.arange(count, dtype=np.uint64) // 3, number, 2),
            "village": draw.integers(0, VILLAGES, count, dtype=np.int32),
            "age": age,
        }
        # Who lives in a home, or is paid through an agent, lives in one village with the others.
        block = np.arange(count) // _BLOCK
        together = _homes(block) | _agents(block)
        people["village"][together] = people["village"][block[together] * _BLOCK]
        died = registers.deaths(self, draw, people, number)
        post = registers.posts(self, draw, people, number)
        custody = registers.custody(self, draw, people, number)
        registers.residents(self, people, number)
        self._benefits(draw, people, died, post, custody, number)

    def _benefits(
        self, draw: Any, people: dict[str, Any], died: Any, post: Any, custody: Any, number: int
    ) -> None:
        """Write a year of payments: those due, those planted, and the innocent beside them."""
        age, chance = people["age"], draw.random(len(people["person"]))
        living = (died >= FIRST) & ~custody
        homes = np.arange(len(age)) // 3  # a household with a salary is not poor
        salaried = np.bincount(homes, post)[homes] > 0
        old, poor = (age >= 61) & living, (chance < 0.0218) & ~salaried & living
        parts = [
            self._months(draw, people, np.flatnonzero(old), 0, died),
            self._months(draw, people, np.flatnonzero(poor), 1, died),
            self._months(draw, people, np.flatnonzero((chance > 0.9915) & ~old & living), 3, died),
            self._months(draw, people, np.flatnonzero((age >= 81) & living), 4, died),
            *self._planted(draw, people, died, (post, salaried), custody, old, poor),
        ]
        rows = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        self._write_benefits(people, rows, number)

    def _months(
        self,
        draw: Any,
        people: dict[str, Any],
        who: Any,
        scheme: int,
        died: Any,
        after: int = 0,
        months: int = MONTHS,
    ) -> dict[str, Any]:
        """Return a payment a month for each of them, until the month of death and some after."""
        month = np.tile(np.arange(FIRST, FIRST + months, dtype=np.int64), len(who))
        index = np.repeat(who, months)
        alive = month <= died[index] + after
        index, month = index[alive], month[alive]
        amount = np.full(len(index), _RATES[scheme], np.int64)
        if scheme in (0, 1):  # what it is depends on the person
            amount += (people["person"][index] // self.buckets % 400).astype(np.int64) * 1_00
        return {
            "index": index,
            "month": month,
            "amount": amount,
            "scheme": np.full(len(index), scheme, np.int8),
            "village": people["village"][index],
            "account": people["person"][index] ^ np.uint64(1 << 61),
            "who": people["person"][index],
            "stranger": np.zeros(len(index), bool),
        }

    def _planted(
        self,
        draw: Any,
        people: dict[str, Any],
        died: Any,
        posts: tuple[Any, Any],
        custody: Any,
        old: Any,
        poor: Any,
    ) -> list[dict[str, Any]]:
        """Return what is planted, a few in a million each, and count it."""
        some = partial(self._some, draw)
        post, salaried = posts
        lives = died > FIRST + MONTHS
        dead = self._to_the_dead(draw, people, died, old)
        official = some(post & lives & ~old & ~custody, 1_200)
        self.truth["official_on_support"] += len(official)
        kin = some(salaried & ~post & lives & ~old & ~custody, 1_500)
        self.truth["official_in_household"] += len(kin)
        both = some(poor & lives, 1_500)
        self.truth["exclusive_schemes"] += len(both)
        prisoner = some(custody & lives & ~salaried & ~old, 800)
        self.truth["paid_in_custody"] += len(prisoner)
        early_age = some((people["age"] > 65) & (people["age"] < 75) & lives & ~custody, 1_000)
        self.truth["outside_age"] += len(early_age)
        return [
            *dead,
            *self._doubled(draw, people, died, some(old & lives, 6_700, 8)),
            self._months(draw, people, official, 1, died),
            self._months(draw, people, kin, 1, died),
            self._months(draw, people, both, 2, died),
            self._months(draw, people, prisoner, 1, died),
            self._months(draw, people, early_age, 4, died),
        ]

    def _some(self, draw: Any, of: Any, wanted: float, least: int = 1) -> Any:
        """Return some of those whom the bucket's part of what is wanted falls on."""
        among = np.flatnonzero(of)
        wanted = max(least, int(wanted * self.size.part / self.buckets))
        return np.sort(draw.choice(among, min(wanted, len(among)), replace=False))

    def _to_the_dead(
        self, draw: Any, people: dict[str, Any], died: Any, old: Any
    ) -> list[dict[str, Any]]:
        """Return payments that go on after a death, and those of the month after it."""
        early = (died > FIRST) & (died < FIRST + 6)
        dead = self._some(draw, early & old, 2_000)
        late = self._months(draw, people, dead, 0, died, after=5)
        late = _only(late, late["month"] > died[late["index"]])
        self.truth["paid_after_death"] += len(dead)
        grace = self._some(draw, early & old & ~np.isin(np.arange(len(old)), dead), 8_000)
        due = self._months(draw, people, grace, 0, died, after=1)
        due = _only(due, due["month"] > died[due["index"]])
        self.truth["~the month after a death"] += len(grace)
        return [late, due]

    def _doubled(
        self, draw: Any, people: dict[str, Any], died: Any, chosen: Any
    ) -> list[dict[str, Any]]:
        """Return payments beside those that are due to four groups of old persons, each planted."""
        block = chosen // _BLOCK
        chosen = draw.permutation(chosen[~_homes(block) & ~_agents(block)])
        twice, moved, ghosts, spelt = np.array_split(chosen, 4)
        again = self._months(draw, people, twice, 0, died, months=3)
        self.truth["support_paid_twice"] += len(twice)
        elsewhere = self._months(draw, people, moved, 0, died)
        elsewhere["village"] = (elsewhere["village"] + 1) % VILLAGES
        self.truth["two_places"] += len(moved)
        ghost = self._months(draw, people, ghosts, 0, died)
        ghost["who"] = ghost["who"] ^ np.uint64(1 << 55)
        ghost["account"] = ghost["account"] ^ np.uint64(1 << 55)
        ghost["stranger"] = np.ones(len(ghost["who"]), bool)  # a name that no register has
        self.truth["not_in_register"] += len(ghosts)
        other = self._months(draw, people, spelt, 0, died, months=2)
        other["who"] = other["who"] ^ np.uint64(1 << 54)
        self.truth["two_spellings"] += len(spelt)
        return [again, elsewhere, ghost, other]

    def _accounts(self, rows: dict[str, Any], number: int) -> Any:
        """Return the accounts; care homes and agents collect for many, on one account."""
        account = rows["account"].copy()
        index = rows["index"]
        block = index // _BLOCK
        home, agent = _homes(block), _agents(block)
        account[home | agent] = self.mixed(block[home | agent].astype(np.uint64), number, 3)
        homes = np.unique(block[home])
        # Few of an agent's block may be paid: who collects for three households is asked nothing.
        served = np.unique(np.stack([block[agent], index[agent] // 3]), axis=1)[0]
        self.truth["shared_account"] += int((np.unique(served, return_counts=True)[1] > 3).sum())
        self.truth["~care homes on file"] += len(homes)
        registers.exceptions(self, self.mixed(homes.astype(np.uint64), number, 3), number)
        return account

    def _write_benefits(self, people: dict[str, Any], rows: dict[str, Any], number: int) -> None:
        """Write the payments."""
        index, account = rows["index"], self._accounts(rows, number)
        day = days(rows["month"]) + np.int32(9)
        village = rows["village"]
        table = self.write(
            "benefits",
            "person",
            number,
            {
                "code": codes(f"b{number:02}-", len(index)),
                "body": of(self.counties, village % COUNTIES),
                "body_name": of(self.county_names, village % COUNTIES),
                "scheme": of(pa.array(SCHEMES), rows["scheme"]),
                "person": rows["who"],
                "name": self.named(np.where(rows["stranger"], self.strange, people["name"][index])),
                "born": pa.array(people["born"][index], pa.int32()).cast(pa.date32()),
                "household": people["household"][index],
                "village": of(self.villages, village),
                "village_name": of(self.village_names, village),
                "county": of(self.counties, village % COUNTIES),
                "month": rows["month"],
                "paid_on": pa.array(day, pa.int32()).cast(pa.date32()),
                "amount": rows["amount"],
                "currency": of(pa.array(["CNY"]), np.zeros(len(index), np.int8)),
                "account": account,
            },
        )
        # Accounts are made so that they fall into the bucket of their person.
        place = self.folder / "benefits-by-account" / f"bucket={number}"
        place.mkdir(parents=True, exist_ok=True)
        os.link(table, place / "rows.parquet")


def _homes(block: Any) -> Any:
    """Whether a block of residents lives in a care home."""
    return block % 10_000 == 17


def _agents(block: Any) -> Any:
    """Whether a block of residents is paid through an agent."""
    return block % 10_000 == 4_017


def _only(rows: dict[str, Any], which: Any) -> dict[str, Any]:
    """Return some of the rows."""
    return {name: values[which] for name, values in rows.items()}
