"""The tables that a site holds from its sources: loaded, listed, read by runs, erased in time.

Each source has a folder of its own: its rows in one Parquet file, and what was said of it when it
was loaded. A source whose day is past, or whose file is gone, nobody reads; `forget` erases it.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from sunledger.screening import door, recalled, source
from sunledger.screening.shapes import SHAPES
from sunledger.screening.source import Source, SourceError
from sunledger.screening.taking import BodyOf, Taken, take
from sunledger.units import access
from sunledger.units.models import Power, Unit

if TYPE_CHECKING:
    from sunledger.units.access import Anyone

ROWS, ABOUT = "rows.parquet", "about.json"


@dataclass(frozen=True)
class Held:
    """What is kept of one source."""

    code: str
    table: str
    unit: str
    private: bool
    held_until: str
    loaded_on: str
    rows: int
    left_out: int
    refused: dict[str, int] = field(default_factory=dict)  # of those left out: column -> rows
    fillers: dict[str, dict[str, int]] = field(default_factory=dict)  # body -> column -> cells


@dataclass
class Readable:
    """What a run may read: files by table, and the tables of which something is kept from it."""

    files: dict[str, list[Path]] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)


def one(code: str) -> Source:
    """Return a source of this site; SourceError where there is none, or its file is wrong."""
    path = source.files(settings.SUNLEDGER_SOURCES).get(code)
    if path is None:
        raise SourceError(
            f"There is no source “{code}”. Write {code}.toml into {settings.SUNLEDGER_SOURCES}."
        )
    return source.read(path)


def codes() -> list[str]:
    """Return the codes of the site's sources."""
    return list(source.files(settings.SUNLEDGER_SOURCES))


def check(code: str, on: date) -> Taken:
    """Read a source to its end and keep nothing."""
    return _take(one(code), on, None)


def read_into(code: str, on: date, file: Path) -> Taken:
    """Read a source to its end into a file of the caller, who does away with it."""
    return _take(one(code), on, file)


def load(code: str, on: date) -> Taken:
    """Read a source and keep its rows instead of those that were kept before."""
    this = one(code)
    home = settings.SUNLEDGER_TABLES
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".loading-", dir=home) as held:
        fresh = Path(held) / "fresh"
        fresh.mkdir(mode=0o700)
        taken = _take(this, on, fresh / ROWS)
        about = Held(
            code=this.code,
            table=this.table,
            unit=this.unit,
            private=this.private,
            held_until=this.held_until.isoformat(),
            loaded_on=on.isoformat(),
            rows=taken.rows,
            left_out=taken.left_out,
            refused=taken.refused,
            fillers={body: dict(counts) for body, counts in taken.fillers.items()},
        )
        (fresh / ABOUT).write_text(json.dumps(asdict(about), indent=1), encoding="utf-8")
        if (place := home / code).exists():
            place.rename(Path(held) / "before")
        fresh.rename(place)
    return taken


def _take(this: Source, on: date, file: Path | None) -> Taken:
    """Take a source that may still be held, of a unit that there is."""
    if this.over(on):
        raise SourceError(
            f"{this.code}: it was to be held until {this.held_until}. Say on what ground it is "
            "held longer, with a later day, or erase it: sunledger tables forget."
        )
    owner = Unit.objects.filter(code=this.unit).first()
    if owner is None:
        raise SourceError(f"{this.code}: unit: there is no unit “{this.unit}”. Give its code.")
    body_of = _bodies(owner)
    if this.body and body_of(this.body) is None:
        raise SourceError(f"{this.code}: body: {owner} has no unit “{this.body}”. Give its code.")
    settings.SUNLEDGER_TABLE_KEY.parent.mkdir(parents=True, exist_ok=True)
    keys = door.Door(door.site_key(settings.SUNLEDGER_TABLE_KEY))
    return take(this, settings.SUNLEDGER_DATA, keys, body_of, file)


def _bodies(owner: Unit) -> BodyOf:
    """Return what finds a unit at or below the owner, by its code or by a name of its own."""

    @cache
    def body_of(words: str) -> tuple[str, str] | None:
        units = Unit.objects.below(owner)
        found = list(units.filter(code=words)[:1]) or list(units.filter(name=words)[:2])
        return (found[0].code, found[0].name) if len(found) == 1 else None

    return body_of


def held() -> list[Held]:
    """Return what is kept, by the codes of the sources."""
    files = sorted(settings.SUNLEDGER_TABLES.glob(f"[a-z]*/{ABOUT}"))
    return [Held(**json.loads(file.read_text(encoding="utf-8"))) for file in files]


def readable(by: Anyone, on: date, tables: Iterable[str] = SHAPES) -> Readable:
    """Return what a run that this person asked for may read.

    Private tables are read for whoever screens in the unit that holds them, and for nobody else.
    """
    found, wanted = Readable(), set(tables)
    for about in held():
        if about.table not in wanted or is_over(about, on):
            continue
        if may_read(about, by, on):
            file = settings.SUNLEDGER_TABLES / about.code / ROWS
            found.files.setdefault(about.table, []).append(file)
        else:
            found.withheld.add(about.table)
    return found


def may_read(about: Held, by: Anyone, on: date) -> bool:
    """Whether a person's runs read the rows of a source."""
    owner = Unit.objects.filter(code=about.unit).first()
    return not about.private or (owner is not None and access.may(by, Power.SCREEN, owner, on))


def is_over(about: Held, on: date) -> bool:
    """Whether what is kept may no longer be held: its day is past, or its source is gone."""
    if about.code not in source.files(settings.SUNLEDGER_SOURCES):
        return True
    try:
        until = min(one(about.code).held_until, date.fromisoformat(about.held_until))
    except SourceError:
        until = date.fromisoformat(about.held_until)
    return on > until


def forget(on: date, code: str = "") -> list[str]:
    """Erase the kept rows of one source, or of all that may no longer be held; return which."""
    gone = [one.code for one in held() if (one.code == code if code else is_over(one, on))]
    for each in gone:
        shutil.rmtree(settings.SUNLEDGER_TABLES / each)
    if gone:  # what was flagged in them is remembered by the codes of their rows
        recalled.forget()
    if code and not gone:
        raise SourceError(f"Nothing is kept of a source “{code}”.")
    return gone
