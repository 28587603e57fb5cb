"""A source: one TOML file that says where a table comes from, what is in it, and by what right.

The file is the site's own. It names the table (a shape), the file, folder or database, which
heading fills which column, who holds the data, on what legal ground, and until when. A file that
lacks something is refused with a sentence that names the file and the key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from sunledger.core import catalogue
from sunledger.core.catalogue import CatalogueError
from sunledger.core.currencies import MINOR
from sunledger.screening.door import holds_number
from sunledger.screening.shapes import SHAPES, Shape

MADE = ("malformed",)  # columns that the door fills
_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_TABLE = re.compile(r"\w+(?:\.\w+)?")
_SELECT = re.compile(r"\s*(?:select|with)\b[^;]*;?\s*", re.IGNORECASE | re.DOTALL)
# How many of the unit in which a column is kept one of the source's unit is.
UNITS = {
    "": Decimal(1),
    "亩": Decimal(1),
    "公顷": Decimal(15),
    "平方米": Decimal("0.0015"),
    "分": Decimal("0.1"),
    "千": Decimal(1000),
    "万": Decimal(10_000),
}


class SourceError(ValueError):
    """A source that cannot be read; the sentence says which, what is wrong and what to do."""


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Habits:
    """How the source writes what it holds."""

    money: str = "yuan"  # yuan, or fen: whole minor units
    currency: str = "CNY"
    decimal: str = "."
    day_first: bool | None = None
    yes: tuple[str, ...] = ("是", "有", "1", "y", "yes", "true")
    no: tuple[str, ...] = ("否", "无", "0", "n", "no", "false")
    units: Mapping[str, str] = field(default_factory=dict)  # column -> 亩, 公顷, …
    encoding: str = ""
    sheet: str = ""  # of a workbook; else its first


@dataclass(frozen=True)
class Source:
    """One source, as its file says it."""

    code: str
    title: Words
    table: str
    unit: str  # who holds the data: a unit's code
    ground: Words  # on what legal ground it is held
    held_until: date  # the last day on which it is held
    private: bool
    columns: Mapping[str, str]  # column -> heading
    where: str = ""  # a file or a folder, from the site's folder of data
    database: str = ""  # the name of an environment variable that holds the address
    select: str = ""  # one SELECT, or the name of a table
    body: str = ""  # the unit that answers for every row, where no column says it
    fixed: Mapping[str, str] = field(default_factory=dict)  # column -> what stands in every row
    reading: Habits = field(default_factory=Habits)

    @property
    def shape(self) -> Shape:
        """The table that it fills."""
        return SHAPES[self.table]

    def over(self, on: date) -> bool:
        """Whether the day is past until which it may be held."""
        return on > self.held_until


_KIND = TypeAdapter(Source)


def read(path: Path) -> Source:
    """Return the source that a file is; SourceError says what is wrong with it."""
    try:
        data = catalogue.tables(path)
        if data.setdefault("code", path.stem) != path.stem:
            raise CatalogueError(f"{path.name}: the code is not the file's name. Leave it out.")
        source = catalogue.entry(data, _KIND, path.name)
    except CatalogueError as error:
        raise SourceError(str(error)) from error
    for sentence in _faults(source):
        raise SourceError(f"{path.name}: {sentence}")
    return source


def files(folder: Path) -> dict[str, Path]:
    """Return the files of a folder of sources, by the codes of the sources."""
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def _faults(source: Source) -> list[str]:
    """Return what is wrong with a source, each as a sentence."""
    if not _NAME.fullmatch(source.code):
        return ["call the file by small letters, digits and hyphens, like deaths-2024.toml."]
    if source.table not in SHAPES or not SHAPES[source.table].has("code"):
        return [f"table: there is no table “{source.table}”. See the reference of tables."]
    return _of_place(source) or _of_columns(source) or _of_habits(source) or _of_right(source)


def _of_place(source: Source) -> list[str]:
    """Return what is wrong with where the rows come from."""
    if bool(source.where) == bool(source.database):
        return ["give either where (a file or a folder) or database, and not both."]
    place = Path(source.where)
    if source.where and (place.is_absolute() or ".." in place.parts):
        return ["where: write the path from the site's folder of data, without “..”."]
    if source.database and not _VARIABLE.fullmatch(source.database):
        # What stands there may be an address with a password, so it is not repeated.
        return [
            "database: write the NAME of an environment variable that holds the address, like "
            "DEATHS_DATABASE; never the address itself, for it holds a password."
        ]
    wanted = source.select
    if source.database and not (_TABLE.fullmatch(wanted) or _SELECT.fullmatch(wanted)):
        return ["select: write the name of a table, or one SELECT without a semicolon inside."]
    return []


def _of_columns(source: Source) -> list[str]:
    """Return what is wrong with the columns."""
    shape, given = source.shape, {*source.columns, *source.fixed}
    known = {one.name: one for one in shape.columns}
    found = [
        f"{where}: {shape.name} has no column “{name}”. It has: {', '.join(known)}."
        for where, names in (("columns", source.columns), ("fixed", source.fixed))
        for name in names
        if name not in known
    ]
    if found:
        return found
    if both := source.columns.keys() & source.fixed.keys():
        return [f"fixed: “{min(both)}” stands in columns already. Keep one of them."]
    if unfit := [name for name in given if name in MADE or name == "body_name"]:
        return [f"columns: “{unfit[0]}” is filled by Sunledger. Leave it out."]
    if "body" in source.fixed:
        return ["fixed: say the unit that answers for all rows as body = … above, not here."]
    if bool(source.body) == ("body" in source.columns):
        return ["body: name a unit's code, or give columns.body its heading; one of the two."]
    lacking = [one.name for one in shape.columns if one.filled and one.name not in given]
    lacking = [name for name in lacking if name != "code"]
    return [f"columns: “{name}” may not be empty, so it needs a heading." for name in lacking]


def _of_habits(source: Source) -> list[str]:
    """Return what is wrong with how values are said to be written."""
    habits = source.reading
    if habits.money not in ("yuan", "fen"):
        return ["reading.money: write yuan or fen."]
    if habits.currency not in MINOR:
        return ["reading.currency: write three letters, like CNY."]
    if habits.decimal not in (".", ","):
        return ["reading.decimal: write a point or a comma."]
    for name, unit in habits.units.items():
        if not source.shape.has(name) or source.shape.column(name).kind != "quantity":
            return [f"reading.units: “{name}” is no column of quantities."]
        if unit not in UNITS:
            return [f"reading.units.{name}: write one of {'、'.join(filter(None, UNITS))}."]
    return []


def _of_right(source: Source) -> list[str]:
    """Return what is wrong with the right to hold the data."""
    if not (source.ground.zh.strip() and source.ground.en.strip()):
        return ["ground: say in a sentence on what legal ground the data is held."]
    named = [*source.columns, *source.fixed]
    held = [name for name in named if source.shape.column(name).private]
    if held and not source.private:
        return [f"private: “{held[0]}” tells persons apart. Write private = true."]
    if any(holds_number(text) for text in source.fixed.values()):
        return ["fixed: an identity number stands there. Take it out."]
    return []
