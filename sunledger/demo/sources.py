"""The registers of the made-up province as files and sources, held as a site holds real ones.

Each table is a file of data and a source beside it that says who holds it, on what legal ground and
until when. They are loaded through the door: numbers, accounts and telephones become keyed hashes.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from sunledger.demo.planted.world import World
from sunledger.demo.registers import months_to
from sunledger.screening import heldtables
from sunledger.screening.shapes import SHAPES, Column

HOLDS = "99"  # the unit that holds most of them
DAYS = 180  # for which they are held


@dataclass(frozen=True)
class Ground:
    """On what legal ground tables are held, in both languages."""

    zh: str
    en: str
    tables: tuple[str, ...]


GROUNDS = (
    Ground(
        "《明川省监督数据共享清单（演示）》第3项：补助资金核查",
        "Mingchuan's list of data shared for supervision (made up), no. 3: checks of support",
        ("people", "deaths", "custody", "insured", "holdings", "household_moves", "exceptions"),
    ),
    Ground(
        "《明川省补助资金“一卡通”管理办法（演示）》第12条",
        "Mingchuan's rules on paying support by card (made up), article 12",
        ("schemes", "rates", "benefits", "awards", "listed", "entitled", "account_changes"),
    ),
    Ground(
        "《明川省公职人员信息库管理规定（演示）》第5条",
        "Mingchuan's rules on the register of posts (made up), article 5",
        ("posts", "kin"),
    ),
    Ground(
        "《明川省农村集体资产管理条例（演示）》第20条",
        "Mingchuan's ordinance on what villages own (made up), article 20",
        ("assets", "leases", "rents", "works"),
    ),
)
HOLDERS = {"insured": "990101"}  # tables that an office of a county holds


def hold(world: World, on: date, units: Collection[str]) -> None:
    """Write every table with its source into the folders of the site, and load it."""
    for folder in (settings.SUNLEDGER_SOURCES, settings.SUNLEDGER_DATA):
        folder.mkdir(parents=True, exist_ok=True)
    for ground in GROUNDS:
        for table in ground.tables:
            if table in world.tables:
                code = _code(table)
                columns = _write(world, table, code, (on, units))
                _describe(code, table, ground, columns, on)
                heldtables.load(code, on)


def hand_in_twice(table: str, on: date) -> None:
    """Let the file of a table come again with every line twice, under new numbers."""
    code = _code(table)
    place: Path = settings.SUNLEDGER_DATA / f"{code}.csv"
    heading, *lines = place.read_text(encoding="utf-8").splitlines()
    again = [f"again-{line}" for line in lines]
    place.write_text("\n".join([heading, *lines, *again]) + "\n", encoding="utf-8")
    heldtables.load(code, on)


def _code(table: str) -> str:
    """Return the code of the source of a table."""
    return f"demo-{table.replace('_', '-')}"


def _write(world: World, table: str, code: str, here: tuple[date, Collection[str]]) -> list[Column]:
    """Write a table as the file of an office; return the columns that it has."""
    rows = world.tables[table]
    columns = [
        one
        for one in SHAPES[table].columns
        if one.name not in ("malformed", "body_name")
        and any(value is not None for value in rows[one.name])
    ]
    place: Path = settings.SUNLEDGER_DATA / f"{code}.csv"
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([one.name for one in columns])
        writer.writerows(_lines(rows, columns, *here))
    return columns


def _lines(
    rows: dict[str, list[object]], columns: list[Column], on: date, units: Collection[str]
) -> Iterator[list[object]]:
    """Give the lines of a table, moved in time; those of bodies that the site lacks are left."""
    move = months_to(on)
    for place in range(len(rows["code"])):
        line = {one.name: _cell(one, rows[one.name][place], move) for one in columns}
        if "body" in line:
            line["body"] = str(line["body"]).partition("-")[0]
            if line["body"] not in units:
                continue
        yield list(line.values())


def _cell(column: Column, value: object, move: int) -> object:
    """Return a cell as the file has it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return _moved(value, move).isoformat()
    if column.kind == "month" and isinstance(value, int):
        return f"{(value + move) // 12}-{(value + move) % 12 + 1:02}"
    if column.kind == "key":
        return f"M{value:X}"  # a letter stands in it: it is nobody's number
    if column.kind == "quantity" and isinstance(value, int):
        return f"{value / 1000:.3f}"
    return value


def _moved(day: date, months: int) -> date:
    """Return a day so many months later, in a month that has it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _describe(code: str, table: str, ground: Ground, columns: list[Column], on: date) -> None:
    """Write the source: what is held, by whom, on what ground, until when."""
    title = SHAPES[table].title
    names = [one.name for one in columns]
    holder = HOLDERS.get(table, HOLDS)
    body = "" if "body" in names else f'body = "{holder}"\n'
    private = any(one.private for one in columns)
    until = on + timedelta(days=DAYS)
    text = (
        f'title = {{ zh = "{title.zh}（演示）", en = "{title.en} (made up)" }}\n'
        f'table = "{table}"\nwhere = "{code}.csv"\nunit = "{holder}"\n{body}'
        f'ground = {{ zh = "{ground.zh}", en = "{ground.en}" }}\n'
        f'held_until = {until}\nprivate = {str(private).lower()}\n\n[reading]\nmoney = "fen"\n\n'
        "[columns]\n" + "".join(f'{name} = "{name}"\n' for name in names)
    )
    (settings.SUNLEDGER_SOURCES / f"{code}.toml").write_text(text, encoding="utf-8")
