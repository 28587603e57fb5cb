"""Keeps the lines in step: each function is called in the transaction of what it follows."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.db.models import Sum as Total

from sunledger.disclosure.category import Category
from sunledger.disclosure.face import values_today
from sunledger.disclosure.lines import index
from sunledger.disclosure.lines.words import text_of
from sunledger.disclosure.models import (
    NO_AMOUNT,
    NO_DAY,
    PUBLIC,
    Batch,
    Line,
    Record,
    State,
    Sum,
)
from sunledger.disclosure.telling import kept

_PORTION = 2000
Tell = Callable[[int, int], None]  # sheets done, sheets in all
Sums = Counter[tuple[str, str]]  # ("lines" or "amount", currency): so many


def keep(batch: Batch) -> None:
    """Take the records of a sheet that has just become public into the tables."""
    if not _is_open(batch):
        return
    sums: Sums = Counter()
    for records in _portions(batch):
        _count(sums, _kept(records, batch, standing=batch.state == State.PUBLISHED))
    if batch.state == State.PUBLISHED:
        _add(batch, sums)
    kept.ask([batch])


def withdraw(batch: Batch) -> None:
    """Take the lines of a withdrawn sheet out of the tables; they are found as withdrawn."""
    standing = Line.objects.filter(batch=batch, standing=True)
    _add(batch, _negative(_counted(batch)))
    standing.update(standing=False)


def correct(record: Record) -> None:
    """Let a line say what its record says today."""
    again([record.pk])


def again(numbers: Sequence[int]) -> None:
    """Make the lines of records anew, whose values were taken away or changed in their place."""
    records = Record.objects.select_related("batch").filter(pk__in=numbers)
    batches: dict[int, Batch] = {}
    for record in records.prefetch_related("corrections"):
        batches[record.batch_id] = record.batch
        if line := Line.objects.filter(record=record).first():
            _replace(line, _line(record, record.batch, standing=line.standing))
    kept.ask(batches.values())


def sweep() -> None:
    """Write the index anew, so that nothing of what was taken out lies in it."""
    index.sweep()


def forget(batches: Sequence[Batch]) -> None:
    """Take the lines of sheets out of tables and index alike; nothing of them stays in either."""
    for batch in batches:
        lines = Line.objects.filter(batch=batch)
        _add(batch, _negative(_counted(batch)))
        index.remove(lines.iterator(_PORTION))
        lines.delete()
    kept.drop(batches)
    index.sweep()


def rebuild(tell: Tell | None = None) -> int:
    """Make all lines anew from the records; return how many there are."""
    with transaction.atomic():
        index.empty()
        Line.objects.all().delete()
        Sum.objects.all().delete()
        batches = Batch.objects.filter(state__in=PUBLIC, rows__gt=0).order_by("pk")
        total = batches.count()
        for done, batch in enumerate(batches.iterator(_PORTION), 1):
            keep(batch)
            if tell and (done % 1000 == 0 or done == total):
                tell(done, total)
        index.sweep()
    return Line.objects.count()


def is_lacking() -> bool:
    """Whether there are public lines that no table knows: of a site older than the tables."""
    if Line.objects.exists():
        return False
    return any(_is_open(one) for one in Batch.objects.filter(state=State.PUBLISHED, rows__gt=0)[:1])


def _is_open(batch: Batch) -> bool:
    """Whether a sheet is for everyone, and not for the residents or the staff of its unit alone."""
    return batch.is_public and batch.visibility == "public"


def _portions(batch: Batch) -> Iterable[list[Record]]:
    """Give the records of a sheet, so many at a time."""
    last = Record.objects.filter(batch=batch).aggregate(last=Max("number"))["last"] or 0
    for first in range(1, last + 1, _PORTION):
        records = Record.objects.filter(batch=batch, number__range=(first, first + _PORTION - 1))
        yield list(records.order_by("number").prefetch_related("corrections"))


def _kept(records: Sequence[Record], batch: Batch, *, standing: bool) -> list[Line]:
    """Write the lines of records, and take their words into the index."""
    lines = [_line(record, batch, standing=standing) for record in records]
    Line.objects.bulk_create(lines, 500)
    index.add(lines)
    return lines


def _line(record: Record, batch: Batch, *, standing: bool) -> Line:
    """Return the line of a record, with its corrections laid over it."""
    shape, today = batch.shape, values_today(record)
    amount, day, party = (_of_role(shape, role, today) for role in ("amount", "day", "party"))
    return Line(
        record_id=record.pk,
        batch_id=batch.pk,
        unit_id=batch.unit_id,
        category=batch.category,
        period=batch.period,
        day=date.fromisoformat(day) if isinstance(day, str) else NO_DAY,
        amount=amount if isinstance(amount, int) else NO_AMOUNT,
        currency=record.currency,
        party=str(party or "")[:300],
        standing=standing,
        text=text_of(today, shape.fields, record.currency),
    )


def _of_role(shape: Category, role: Any, values: dict[str, Any]) -> Any:
    field = shape.role(role)
    return values.get(field.name) if field else None


def _counted(batch: Batch) -> Sums:
    """Return what the standing lines of a sheet come to."""
    lines = Line.objects.filter(batch=batch, standing=True)
    sums: Sums = Counter()
    for currency, count in Counter(lines.values_list("currency", flat=True)).items():
        sums["lines", currency] = count
    known = lines.filter(amount__gt=NO_AMOUNT).values_list("currency")
    for currency, amount in known.annotate(total=Total("amount")):
        sums["amount", currency] = amount
    return sums


def _count(sums: Sums, lines: Iterable[Line]) -> Sums:
    """Add lines to the sums."""
    for line in lines:
        sums["lines", line.currency] += 1
        sums["amount", line.currency] += line.amount if line.amount != NO_AMOUNT else 0
    return sums


def _replace(line: Line, now: Line) -> None:
    """Put a line in the place of an older one, in the sums and in the index as well."""
    if line.standing:
        sums = _count(Counter(), [now])
        sums.subtract(_count(Counter(), [line]))
        _add(now.batch, sums)
    index.remove([line])
    now.save(force_update=True)
    index.add([now])


def _negative(sums: Sums) -> Sums:
    return Counter({key: -number for key, number in sums.items()})


def _add(batch: Batch, sums: Sums) -> None:
    """Add to the sums of the unit, and to those of all units together."""
    for currency in {currency for _what, currency in sums}:
        lines, amount = sums["lines", currency], sums["amount", currency]
        for unit in (batch.unit_id, None):
            where = {"category": batch.category, "period": batch.period, "currency": currency}
            found = Sum.objects.filter(unit=unit, **where)
            if not found.update(lines=F("lines") + lines, amount=F("amount") + amount):
                Sum.objects.create(unit_id=unit, lines=lines, amount=amount, **where)
