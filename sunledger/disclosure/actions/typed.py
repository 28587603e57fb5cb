"""A table that is typed in or pasted: kept at every step, and handed in once however often sent."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Unpack

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sunledger.core import privacy
from sunledger.core.money import show_money
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.actions.entry import How, category_of, receive
from sunledger.disclosure.actions.gate import need
from sunledger.disclosure.category import Category
from sunledger.disclosure.models import PUBLIC, Batch, Entry, Record, Upload, Way
from sunledger.disclosure.period import read_period
from sunledger.disclosure.refusals import Incomplete, TooPersonal
from sunledger.disclosure.shape import Field
from sunledger.units.models import Power, Unit, User

TYPED, PASTED = "typed.csv", "pasted.txt"
Rows = list[list[str]]
_WHERE = gettext_noop(
    "Line %(line)s, %(heading)s: this is never public, an identity number, an account, a telephone "
    "or an address. Nothing of it was kept. Take it out or cover it with *."
)


@dataclass(frozen=True)
class Opened:
    """A page that was opened to hand something in: its code, and when that was."""

    code: str
    at: datetime


@dataclass(frozen=True)
class About:
    """For whom, what, and of when."""

    unit: Unit
    category: str
    period: str


def begun(about: About, by: User) -> Entry | None:
    """Return the table that this person was typing, if any waits to be finished."""
    same = Entry.objects.filter(unit=about.unit, category=about.category, period=about.period)
    return same.filter(by=by, upload=None, way=Way.TYPED).exclude(rows=[]).first()


def like_last(about: About) -> Rows:
    """Return the lines of the unit's last sheet of this category, without their days.

    Many a list is the same each month: whoever types it in changes the days and an amount or two.
    """
    shape = category_of(about.category)
    batches = Batch.objects.filter(unit=about.unit, category=about.category)
    batch = batches.filter(state__in=PUBLIC, rows__gt=0, period__lt=about.period).first()
    if batch is None:
        return []
    most = settings.SUNLEDGER_ENTRY["typed_rows"]
    records = batch.records.order_by("number")[:most]
    return [[_written(one, record) for one in shape.fields] for record in records]


def _written(field: Field, record: Record) -> str:
    """Return a value as somebody would type it."""
    value = record.values.get(field.name)
    if value is None or field.kind == "day":
        return ""
    if field.kind == "money" and isinstance(value, int):
        return show_money(value, record.currency or "CNY").replace(",", "")
    return str(value)


def rows_to_finish(by: User) -> list[Entry]:
    """Return all the tables that this person has begun and not handed in."""
    mine = Entry.objects.filter(by=by, upload=None, way=Way.TYPED).exclude(rows=[])
    return list(mine.select_related("unit"))


@transaction.atomic
def keep_rows(*, opened: Opened, about: About, rows: Rows, by: User) -> Entry:
    """Keep what has been typed so far; what must never be public is not kept, and named."""
    need(by, Power.ENTER, about.unit)
    shape = category_of(about.category)
    _check(rows, shape)
    _forget_old()
    entry = _entry(opened, about, shape, by)
    if entry.upload_id:
        return entry
    entry.way, entry.rows = Way.TYPED, _filled(rows)
    entry.save()
    return entry


@transaction.atomic
def hand_in(
    *, opened: Opened, about: About, file_name: str, content: bytes, by: User, **how: Unpack[How]
) -> Upload:
    """Take a file in from a page; the same page sent again gives the same upload."""
    Unit.objects.select_for_update(no_key=True).get(pk=about.unit.pk)  # two presses at once
    entry = _entry(opened, about, category_of(about.category), by)
    if entry.upload:
        return entry.upload
    entry.upload = receive(
        unit=about.unit,
        category=about.category,
        period=about.period,
        file_name=file_name,
        content=content,
        by=by,
        **how,
    )
    entry.way = {TYPED: Way.TYPED, PASTED: Way.PASTED}.get(file_name, Way.SHEET)
    entry.unit, entry.category = entry.upload.unit, entry.upload.category
    entry.period, entry.rows = entry.upload.period, []
    entry.save()
    return entry.upload


def hand_in_rows(*, opened: Opened, about: About, rows: Rows, by: User) -> Upload:
    """Hand in what was typed; it goes the same road as any sheet."""
    shape = category_of(about.category)
    filled = _filled(rows)
    if not filled:
        raise Incomplete(gettext_noop("Nothing has been typed in yet."))
    content = as_csv(filled, shape)
    return hand_in(opened=opened, about=about, file_name=TYPED, content=content, by=by)


@transaction.atomic
def forget_rows(*, entry: Entry, by: User) -> None:
    """Throw away what was typed and never handed in."""
    Entry.objects.filter(pk=entry.pk, by=by, upload=None).delete()


def as_csv(rows: Rows, shape: Category) -> bytes:
    """Return typed rows as the sheet that they are."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([one.title.zh for one in shape.fields])
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _entry(opened: Opened, about: About, shape: Category, by: User) -> Entry:
    """Return the row of a page, with the time that it has taken so far."""
    now = timezone.now()
    entry = Entry.objects.filter(code=opened.code, by=by).select_related("upload__job").first()
    if entry is None:
        entry = Entry(code=opened.code, by=by, opened_at=opened.at, kept_at=opened.at)
        entry.unit, entry.category = about.unit, shape.code
        entry.period = read_period(about.period, shape)
    if not entry.upload_id:
        gap = (now - entry.kept_at).total_seconds()
        entry.seconds += round(min(max(gap, 0), settings.SUNLEDGER_ENTRY["pause_seconds"]))
        entry.kept_at = now
    return entry


def _filled(rows: Rows) -> Rows:
    """Return the rows in which something stands."""
    return [[cell.strip() for cell in row] for row in rows if any(map(str.strip, row))]


def _check(rows: Rows, shape: Category) -> None:
    """Refuse a cell that must never be public, and a table that is too long to be typed."""
    most = settings.SUNLEDGER_ENTRY["typed_rows"]
    if len(rows) > most:
        sentence = gettext_noop("More than %(most)s lines are no table to type. Hand in a file.")
        raise Incomplete(sentence, most=str(most))
    for number, row in enumerate(rows, 1):
        for field, cell in zip(shape.fields, row, strict=False):
            if privacy.find(cell, f"{field.title.zh}\n{field.title.en}"):
                raise TooPersonal(_WHERE, line=str(number), heading=field.title.zh)


def _forget_old() -> None:
    """Forget tables that nobody has gone on with."""
    before = timezone.now() - timedelta(days=settings.SUNLEDGER_ENTRY["kept_days"])
    Entry.objects.filter(kept_at__lt=before, upload=None).delete()
