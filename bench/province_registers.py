"""The registers of the made-up province: residents, deaths, posts, custody, documents, rules."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from bench.province_tables import COUNTIES, FIRST, MONTHS, SCHEMES, Tables, codes, days, of


def residents(tables: Tables, people: dict[str, Any], number: int) -> None:
    """Write who lives where."""
    village = people["village"]
    tables.write(
        "people",
        "person",
        number,
        {
            "code": codes(f"r{number:02}-", len(village)),
            "person": people["person"],
            "name": tables.named(people["name"]),
            "born": pa.array(people["born"], pa.int32()).cast(pa.date32()),
            "household": people["household"],
            "village": of(tables.villages, village),
            "county": of(tables.counties, village % COUNTIES),
        },
    )


def deaths(tables: Tables, draw: Any, people: dict[str, Any], number: int) -> Any:
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
    day = days(month[who]) + draw.integers(0, 28, len(who)).astype(np.int32)
    tables.write(
        "deaths",
        "person",
        number,
        {
            "code": codes(f"d{number:02}-", len(who)),
            "person": people["person"][who],
            "name": tables.named(people["name"][who]),
            "died_on": pa.array(day, pa.int32()).cast(pa.date32()),
            "village": of(tables.villages, people["village"][who]),
        },
    )
    return month


def posts(tables: Tables, draw: Any, people: dict[str, Any], number: int) -> Any:
    """Return whether each resident holds a public post."""
    grown = (people["age"] > 22) & (people["age"] < 60)
    held = grown & (draw.random(len(grown)) < 0.0213)
    who = np.flatnonzero(held)
    since = np.full(len(who), 14_000, np.int32)
    tables.write(
        "posts",
        "person",
        number,
        {
            "code": codes(f"o{number:02}-", len(who)),
            "body": of(tables.counties, people["village"][who] % COUNTIES),
            "body_name": of(tables.county_names, people["village"][who] % COUNTIES),
            "person": people["person"][who],
            "name": tables.named(people["name"][who]),
            "household": people["household"][who],
            "title": pa.array(["科员"] * len(who)),
            "kind": pa.array(["official"] * len(who)),
            "since": pa.array(since, pa.int32()).cast(pa.date32()),
        },
    )
    return held


def custody(tables: Tables, draw: Any, people: dict[str, Any], number: int) -> Any:
    """Return whether each resident spent the year in custody."""
    grown = people["age"] > 22
    held = grown & (draw.random(len(grown)) < 0.0008)
    who = np.flatnonzero(held)
    tables.write(
        "custody",
        "person",
        number,
        {
            "code": codes(f"g{number:02}-", len(who)),
            "person": people["person"][who],
            "since": pa.array(np.full(len(who), 20_000, np.int32)).cast(pa.date32()),
            "until": pa.array(np.full(len(who), 21_000, np.int32)).cast(pa.date32()),
        },
    )
    return held


def exceptions(tables: Tables, accounts: Any, number: int) -> None:
    """Add the documents of care homes."""
    tables.write(
        "exceptions",
        "",
        number,
        {
            "code": codes(f"e{number:02}-", len(accounts)),
            "account": accounts,
            "kind": pa.array(["care home"] * len(accounts)),
            "document": pa.array(["民政函"] * len(accounts)),
        },
    )


def schemes(tables: Tables) -> None:
    """Write the rules."""
    tables.write(
        "schemes",
        "",
        0,
        {
            "code": codes("s", len(SCHEMES)),
            "scheme": pa.array(SCHEMES),
            "title": pa.array(SCHEMES),
            "needs_tested": np.array([0, 1, 1, 0, 0]),
            "exclusive": pa.array([None, "基本生活", "基本生活", None, None]),
            "in_custody": np.array([0, 0, 0, 0, 0]),
            "min_age": pa.array([60, None, None, None, 80], pa.int64()),
            "grace": np.array([1, 1, 1, 1, 1]),
            "flat": np.array([0, 0, 1, 1, 1]),
        },
    )
