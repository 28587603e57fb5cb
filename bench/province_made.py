"""A made-up province in kept tables: residents, posts, deaths and payments, with planted schemes.

Everything comes from a seed. What is planted is counted as it is planted, with its innocent
look-alikes beside it, so that what the screens find can be held against it.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sunledger.screening.kept import Layout, write_manifest
from sunledger.screening.shapes import SHAPES

BUCKETS = 32
VILLAGES, COUNTIES = 16_727, 100
BLOCK = 40  # residents; one block in a few hundred thousand lives in a home or pays an agent
FIRST = 2025 * 12  # January 2025
MONTHS = 12
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
)
_GIVEN = "秀英桂兰玉梅凤珍素华淑芳丽红霞敏静婷艳娟燕玲军伟强磊洋勇杰涛明超刚平辉健国建志文海波德福"
_SCHEMES = ("养老", "低保", "特困", "残疾", "高龄")
_RATES = (168_00, 520_00, 910_00, 95_00, 100_00)
_DAY = np.datetime64("1970-01-01")


@dataclass(frozen=True)
class Size:
    """How much is made: the whole province, or a part of it in the same proportions."""

    residents: int = 42_000_000

    @property
    def part(self) -> float:
        """The share of the whole."""
        return self.residents / 42_000_000


class Maker:
    """Makes the province bucket by bucket; memory holds one bucket."""

    def __init__(self, folder: Path, size: Size, seed: int = 20_261_122) -> None:
        self.folder, self.size, self.seed = folder, size, seed
        self.truth: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        names = [a + b + c for a in _SURNAMES for b in _GIVEN for c in ("", *_GIVEN[::3])]
        self.strange = len(names)
        self.names = pa.array([*names, "欧阳无名"])
        self.villages = pa.array([f"v{n:05}" for n in range(VILLAGES)])
        self.village_names = pa.array(
            [f"{_GIVEN[n % 44]}{_GIVEN[n // 44 % 44]}{n % 7}村" for n in range(VILLAGES)]
        )
        self.counties = pa.array([f"c{n:03}" for n in range(COUNTIES)])
        self.county_names = pa.array(
            [f"{_GIVEN[n % 44]}{_SURNAMES[n % 44]}县民政局" for n in range(COUNTIES)]
        )

    def make(self) -> tuple[Layout, ...]:
        """Write everything and return what was kept."""
        for number in range(BUCKETS):
            self.bucket(number)
        self.schemes()
        layouts = [
            *(
                Layout(name, "person", BUCKETS, self.rows[name])
                for name in ("people", "deaths", "posts", "benefits", "custody")
            ),
            Layout("benefits", "account", BUCKETS, self.rows["benefits"]),
            Layout("schemes", "", 1, len(_SCHEMES)),
            Layout("exceptions", "", 1, self.rows["exceptions"]),
        ]
        write_manifest(self.folder, layouts)
        return tuple(layouts)

    def bucket(self, number: int) -> None:
        """Write one bucket of every table."""
        draw = np.random.default_rng([self.seed, number])
        count = self.size.residents // BUCKETS
        # Keys are whole numbers that fall into this bucket; the low digits are the bucket's.
        person = _mixed(np.arange(count, dtype=np.uint64), number, 1)
        age = np.minimum(99, np.abs(draw.normal(42, 22, count))).astype(np.int16)
        born = (2025 - age.astype(np.int64) - 1970).astype("datetime64[Y]").astype("datetime64[D]")
        born = (born - _DAY).astype(np.int32) + draw.integers(0, 365, count).astype(np.int32)
        people = {
            "person": person,
            "name": draw.integers(0, self.strange, count, dtype=np.int32),
            "born": born,
            "household": _mixed(np.arange(count, dtype=np.uint64) // 3, number, 2),
            "village": draw.integers(0, VILLAGES, count, dtype=np.int32),
            "age": age,
        }
        # Who lives in a home, or is paid through an agent, lives in one village with the others.
        block = np.arange(count) // BLOCK
        together = _homes(block) | _agents(block)
        people["village"][together] = people["village"][block[together] * BLOCK]
        died = self._deaths(draw, people, number)
        post = self._posts(draw, people, number)
        custody = self._custody(draw, people, number)
        self._people(people, number)
        self._benefits(draw, people, died, post, custody, number)

    # Registers ----------------------------------------------------------------------------------

    def _people(self, people: dict[str, Any], number: int) -> None:
        village = people["village"]
        self._write(
            "people",
            "person",
            number,
            {
                "code": _codes(f"r{number:02}-", len(village)),
                "person": people["person"],
                "name": self._named(people["name"]),
                "born": pa.array(people["born"], pa.int32()).cast(pa.date32()),
                "household": people["household"],
                "village": _of(self.villages, village),
                "county": _of(self.counties, village % COUNTIES),
            },
        )

    def _deaths(self, draw: Any, people: dict[str, Any], number: int) -> Any:
        """Return the month of death of each resident, far away for the living."""
        count = len(people["person"])
        chance = np.where(people["age"] > 60, 0.22, 0.015) * (3 / 2.65)
        dead = draw.random(count) < chance
        # One in four died within the year that is screened or just before it.
        month = np.where(
            draw.random(count) < 0.25,
            draw.integers(FIRST - 3, FIRST + MONTHS, count),
            draw.integers(FIRST - 120, FIRST - 3, count),
        ).astype(np.int64)
        month = np.where(dead, month, 10**6)
        who = np.flatnonzero(dead)
        day = (
            (month[who] // 12 - 1970).astype("datetime64[Y]").astype("datetime64[M]")
            + (month[who] % 12).astype("timedelta64[M]")
        ).astype("datetime64[D]")
        day = (day - _DAY).astype(np.int32) + draw.integers(0, 28, len(who)).astype(np.int32)
        self._write(
            "deaths",
            "person",
            number,
            {
                "code": _codes(f"d{number:02}-", len(who)),
                "person": people["person"][who],
                "name": self._named(people["name"][who]),
                "died_on": pa.array(day, pa.int32()).cast(pa.date32()),
                "village": _of(self.villages, people["village"][who]),
            },
        )
        return month

    def _posts(self, draw: Any, people: dict[str, Any], number: int) -> Any:
        """Return whether each resident holds a public post."""
        grown = (people["age"] > 22) & (people["age"] < 60)
        held = grown & (draw.random(len(grown)) < 0.0213)
        who = np.flatnonzero(held)
        since = np.full(len(who), 14_000, np.int32)
        self._write(
            "posts",
            "person",
            number,
            {
                "code": _codes(f"o{number:02}-", len(who)),
                "body": _of(self.counties, people["village"][who] % COUNTIES),
                "body_name": _of(self.county_names, people["village"][who] % COUNTIES),
                "person": people["person"][who],
                "name": self._named(people["name"][who]),
                "household": people["household"][who],
                "title": pa.array(["科员"] * len(who)),
                "kind": pa.array(["official"] * len(who)),
                "since": pa.array(since, pa.int32()).cast(pa.date32()),
            },
        )
        return held

    def _custody(self, draw: Any, people: dict[str, Any], number: int) -> Any:
        """Return whether each resident spent the year in custody."""
        grown = people["age"] > 22
        held = grown & (draw.random(len(grown)) < 0.0008)
        who = np.flatnonzero(held)
        self._write(
            "custody",
            "person",
            number,
            {
                "code": _codes(f"g{number:02}-", len(who)),
                "person": people["person"][who],
                "since": pa.array(np.full(len(who), 20_000, np.int32)).cast(pa.date32()),
                "until": pa.array(np.full(len(who), 21_000, np.int32)).cast(pa.date32()),
            },
        )
        return held

    # Payments -----------------------------------------------------------------------------------

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
            amount += (people["person"][index] // BUCKETS % 400).astype(np.int64) * 1_00
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

        def some(of: Any, wanted: float, least: int = 1) -> Any:
            among = np.flatnonzero(of)
            wanted = max(least, int(wanted * self.size.part / BUCKETS))
            return np.sort(draw.choice(among, min(wanted, len(among)), replace=False))

        post, salaried = posts
        lives = died > FIRST + MONTHS
        early = (died > FIRST) & (died < FIRST + 6)
        dead = some(early & old, 2_000)
        late = self._months(draw, people, dead, 0, died, after=5)
        late = _only(late, late["month"] > died[late["index"]])
        self.truth["paid_after_death"] += len(dead)
        grace = some(early & old & ~np.isin(np.arange(len(old)), dead), 8_000)
        due = self._months(draw, people, grace, 0, died, after=1)
        due = _only(due, due["month"] > died[due["index"]])
        self.truth["~the month after a death"] += len(grace)

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
            late,
            due,
            *self._doubled(draw, people, died, some(old & lives, 6_700, 8)),
            self._months(draw, people, official, 1, died),
            self._months(draw, people, kin, 1, died),
            self._months(draw, people, both, 2, died),
            self._months(draw, people, prisoner, 1, died),
            self._months(draw, people, early_age, 4, died),
        ]

    def _doubled(
        self, draw: Any, people: dict[str, Any], died: Any, chosen: Any
    ) -> list[dict[str, Any]]:
        """Return payments beside those that are due to four groups of old persons, each planted."""
        block = chosen // BLOCK
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

    def _write_benefits(self, people: dict[str, Any], rows: dict[str, Any], number: int) -> None:
        """Write the payments; care homes and agents collect for many, on one account."""
        account = rows["account"].copy()
        index = rows["index"]
        block = index // BLOCK
        home, agent = _homes(block), _agents(block)
        account[home | agent] = _mixed(block[home | agent].astype(np.uint64), number, 3)
        homes = np.unique(block[home])
        # Few of an agent's block may be paid: who collects for three households is asked nothing.
        served = np.unique(np.stack([block[agent], index[agent] // 3]), axis=1)[0]
        self.truth["shared_account"] += int((np.unique(served, return_counts=True)[1] > 3).sum())
        self.truth["~care homes on file"] += len(homes)
        self._exceptions(_mixed(homes.astype(np.uint64), number, 3), number)
        day = (
            (rows["month"] // 12 - 1970).astype("datetime64[Y]").astype("datetime64[M]")
            + (rows["month"] % 12).astype("timedelta64[M]")
        ).astype("datetime64[D]")
        day = (day - _DAY).astype(np.int32) + 9
        village = rows["village"]
        table = self._write(
            "benefits",
            "person",
            number,
            {
                "code": _codes(f"b{number:02}-", len(index)),
                "body": _of(self.counties, village % COUNTIES),
                "body_name": _of(self.county_names, village % COUNTIES),
                "scheme": _of(pa.array(_SCHEMES), rows["scheme"]),
                "person": rows["who"],
                "name": self._named(
                    np.where(rows["stranger"], self.strange, people["name"][index])
                ),
                "born": pa.array(people["born"][index], pa.int32()).cast(pa.date32()),
                "household": people["household"][index],
                "village": _of(self.villages, village),
                "village_name": _of(self.village_names, village),
                "county": _of(self.counties, village % COUNTIES),
                "month": rows["month"],
                "paid_on": pa.array(day, pa.int32()).cast(pa.date32()),
                "amount": rows["amount"],
                "currency": _of(pa.array(["CNY"]), np.zeros(len(index), np.int8)),
                "account": account,
            },
        )
        # Accounts are made so that they fall into the bucket of their person.
        place = self.folder / "benefits-by-account" / f"bucket={number}"
        place.mkdir(parents=True, exist_ok=True)
        os.link(table, place / "rows.parquet")

    def _exceptions(self, accounts: Any, number: int) -> None:
        """Add the documents of care homes."""
        self._write(
            "exceptions",
            "",
            number,
            {
                "code": _codes(f"e{number:02}-", len(accounts)),
                "account": accounts,
                "kind": pa.array(["care home"] * len(accounts)),
                "document": pa.array(["民政函"] * len(accounts)),
            },
        )

    def schemes(self) -> None:
        """Write the rules."""
        self._write(
            "schemes",
            "",
            0,
            {
                "code": _codes("s", len(_SCHEMES)),
                "scheme": pa.array(_SCHEMES),
                "title": pa.array(_SCHEMES),
                "needs_tested": np.array([0, 1, 1, 0, 0]),
                "exclusive": pa.array([None, "基本生活", "基本生活", None, None]),
                "in_custody": np.array([0, 0, 0, 0, 0]),
                "min_age": pa.array([60, None, None, None, 80], pa.int64()),
                "grace": np.array([1, 1, 1, 1, 1]),
                "flat": np.array([0, 0, 1, 1, 1]),
            },
        )

    def _named(self, indices: Any) -> pa.Array:
        return _of(self.names, indices)

    def _write(self, table: str, by: str, number: int, columns: dict[str, Any]) -> Path:
        """Write a bucket of a table, with the columns that it has not left empty."""
        shape = SHAPES[table]
        given = {name: _array(values) for name, values in columns.items()}
        count = len(given["code"])
        self.rows[table] += count
        arrays, fields = [], []
        for field in shape.schema():
            array = given.get(field.name, pa.nulls(count, field.type))
            arrays.append(array)
            fields.append(pa.field(field.name, array.type))
        folder = self.folder / (f"{table}-by-{by}" if by else table)
        place = folder / f"bucket={number if by else 0}"
        place.mkdir(parents=True, exist_ok=True)
        file = place / ("rows.parquet" if by else f"rows-{number}.parquet")
        pq.write_table(
            pa.table(arrays, schema=pa.schema(fields)),
            file,
            compression="zstd",
            row_group_size=250_000,
            dictionary_pagesize_limit=4 << 20,
        )
        return file


def _mixed(index: Any, bucket: int, salt: int) -> Any:
    """Return whole numbers of 59 bits, spread evenly, each in the bucket."""
    spread = (index + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(salt << 40)
    spread ^= spread >> np.uint64(29)
    spread *= np.uint64(0xBF58476D1CE4E5B9)
    spread ^= spread >> np.uint64(32)
    return (spread >> np.uint64(10)) * np.uint64(BUCKETS) + np.uint64(bucket)


def _homes(block: Any) -> Any:
    """Whether a block of residents lives in a care home."""
    return block % 10_000 == 17


def _agents(block: Any) -> Any:
    """Whether a block of residents is paid through an agent."""
    return block % 10_000 == 4_017


def _array(values: Any) -> pa.Array:
    """Return a column."""
    if isinstance(values, pa.Array):
        return values
    return pa.array(values.astype(np.int64))


def _of(words: pa.Array, indices: Any) -> pa.Array:
    """Return words by their places, written once each."""
    return pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32)), words)


def _codes(stem: str, count: int) -> pa.Array:
    """Return a code for each row."""
    import pyarrow.compute as pc

    numbers = pc.cast(pa.array(np.arange(count)), pa.string())
    return pc.binary_join_element_wise(stem, numbers, "")


def _only(rows: dict[str, Any], which: Any) -> dict[str, Any]:
    """Return some of the rows."""
    return {name: values[which] for name, values in rows.items()}
