"""What the world sees of a record and of a sheet: values as they stand today, and what they were.

A face names units and posts, never persons, and only codes that cannot be guessed.
"""

from collections.abc import Iterable
from typing import TypedDict

from django.db.models import QuerySet

from sunledger.core.money import show_money
from sunledger.disclosure.attached import Attached, attached, public_name
from sunledger.disclosure.category import CATEGORIES, Category, Field, Text
from sunledger.disclosure.models import Batch, Correction, CorrectionState, Line, Record
from sunledger.disclosure.models.shape import kept, latest
from sunledger.units.models import Post

Value = str | int | None
_AT_ONCE = 500  # corrections whose records are fetched together
_OF = ("pk", "batch_id", "currency")


class Change(TypedDict):
    """One correction that was made."""

    code: str
    field: str
    old: Value
    new: Value
    old_text: str
    new_text: str
    reason: str
    made_at: str
    post: str
    leaf: int


class Shown(TypedDict):
    """One field of a record, today."""

    name: str
    title: Text
    kind: str
    value: Value
    text: str
    published: Value
    changes: list[Change]


class RecordFace(TypedDict):
    """A record as the world sees it."""

    code: str
    batch: str
    state: str
    unit: str
    unit_name: str
    category: str
    period: str
    sheet: str
    line: int
    currency: str
    values: dict[str, Value]  # today
    published: dict[str, Value]  # as it was published
    fields: list[Shown]
    corrections: list[Change]
    withdrawn_reason: str
    leaf: int | None


class BatchFace(TypedDict):
    """A sheet as the world sees it."""

    code: str
    state: str
    unit: str
    unit_name: str
    category: str
    version: str
    period: str
    file_name: str
    file_sha256: str
    attachments: list[Attached]
    rows: int
    counts: dict[str, int]
    totals: dict[str, int]  # today, with the corrections
    totals_published: dict[str, int]
    entered_post: str
    reviewed_post: str
    second_post: str
    published_at: str
    visibility: str
    withdrawn_reason: str
    withdrawn_post: str
    withdrawn_at: str
    leaf: int | None
    withdrawn_leaf: int | None


def values_today(record: Record) -> dict[str, Value]:
    """Return a record's values with the corrections laid over them.

    Prefetch `corrections` where many records are shown.
    """
    made = [one for one in record.corrections.all() if one.state == CorrectionState.MADE]
    return {**record.values, **{one.field: one.new for one in sorted(made, key=_when)}}


def record_face(record: Record) -> RecordFace:
    """Return what the world sees of a record."""
    batch = record.batch
    made = [one for one in record.corrections.all() if one.state == CorrectionState.MADE]
    changes = [_change(one, record) for one in sorted(made, key=_when)]
    today = values_today(record)
    return {
        "code": record.code,
        "batch": batch.code,
        "state": batch.state,
        "unit": batch.unit.code,
        "unit_name": str(batch.unit),
        "category": record.category,
        "period": batch.period,
        "sheet": record.sheet,
        "line": record.line,
        "currency": record.currency,
        "values": today,
        "published": record.values,
        "fields": _fields(record, today, changes),
        "corrections": changes,
        "withdrawn_reason": batch.withdrawn_reason,
        "leaf": record.leaf,
    }


def batch_face(batch: Batch) -> BatchFace:
    """Return what the world sees of a sheet."""
    return {
        "code": batch.code,
        "state": batch.state,
        "unit": batch.unit.code,
        "unit_name": str(batch.unit),
        "category": batch.category,
        "version": batch.category_version,
        "period": batch.period,
        "file_name": public_name(batch),
        "file_sha256": batch.file_sha256,
        "attachments": attached(batch),
        "rows": batch.rows,
        "counts": batch.counts,
        "totals": totals_today(batch),
        "totals_published": batch.totals,
        "entered_post": _post(batch.entered_post),
        "reviewed_post": _post(batch.reviewed_post),
        "second_post": _post(batch.second_post),
        "published_at": batch.public_at.isoformat() if batch.public_at else "",
        "visibility": batch.visibility,
        "withdrawn_reason": batch.withdrawn_reason,
        "withdrawn_post": _post(batch.withdrawn_post),
        "withdrawn_at": batch.withdrawn_at.isoformat() if batch.withdrawn_at else "",
        "leaf": batch.leaf,
        "withdrawn_leaf": batch.withdrawn_leaf,
    }


def totals_today(batch: Batch) -> dict[str, int]:
    """Return a sheet's sums, each with the corrections of its amounts."""
    totals = dict(batch.totals)
    made = list(_made(batch).values_list("record", "old", "new"))
    for begin in range(0, len(made), _AT_ONCE):
        some = made[begin : begin + _AT_ONCE]
        records = Record.objects.filter(pk__in={record for record, _old, _new in some})
        # The sheet of each is looked at here: a database asked for it might walk the whole sheet.
        known = {pk: (of, currency) for pk, of, currency in records.values_list(*_OF)}
        for record, old, new in some:
            of, currency = known[record]
            if of == batch.pk:
                totals[currency] = totals.get(currency, 0) + (new or 0) - (old or 0)
    return totals


def _made(batch: Batch) -> QuerySet[Correction]:
    """Return the corrections of a sheet's amounts, and perhaps a few of sheets read beside it.

    They are looked for between the sheet's first line and its last: the way by the records
    themselves is as long as the sheet. Only a sheet that is not for everyone has no lines.
    """
    made = Correction.objects.filter(state=CorrectionState.MADE, field=_amount_field(batch))
    lines = Line.objects.filter(batch=batch).values_list("record", flat=True)
    first, last = lines.order_by("record").first(), lines.order_by("-record").first()
    if first is None or last is None:
        return made.filter(record__batch=batch)
    return made.filter(record__gte=first, record__lte=last)


def shape_of(batch: Batch) -> Category | None:
    """Return the category as it was when a sheet was read, though it be off the shelf by now."""
    if batch.read_against_id:
        return kept(batch.read_against_id)
    return CATEGORIES.get(batch.category) or latest(batch.category)


def shown(value: Value, kind: str, currency: str) -> str:
    """Return a value as text that is the same in every language."""
    if value is None:
        return ""
    if kind == "money" and isinstance(value, int):
        return show_money(value, currency or "CNY")
    return str(value)


def _fields(record: Record, today: dict[str, Value], changes: list[Change]) -> list[Shown]:
    """Return the fields in the order of the category; what it no longer knows comes last."""
    category = shape_of(record.batch)
    known: Iterable[Field] = category.fields if category else ()
    fields = {one.name: one for one in known if one.name in today}
    fields |= {name: Field(name, Text(name, name)) for name in today if name not in fields}
    return [
        {
            "name": name,
            "title": one.title,
            "kind": one.kind,
            "value": today[name],
            "text": shown(today[name], one.kind, record.currency),
            "published": record.values.get(name),
            "changes": [change for change in changes if change["field"] == name],
        }
        for name, one in fields.items()
    ]


def _change(correction: Correction, record: Record) -> Change:
    kind = _kind(record.batch, correction.field)
    return {
        "code": correction.code,
        "field": correction.field,
        "old": correction.old,
        "new": correction.new,
        "old_text": shown(correction.old, kind, record.currency),
        "new_text": shown(correction.new, kind, record.currency),
        "reason": correction.reason,
        "made_at": correction.decided_at.isoformat() if correction.decided_at else "",
        "post": _post(correction.decided_post),
        "leaf": correction.leaf or 0,
    }


def _kind(batch: Batch, name: str) -> str:
    shape = shape_of(batch)
    return next((one.kind for one in shape.fields if one.name == name), "text") if shape else "text"


def _amount_field(batch: Batch) -> str:
    shape = shape_of(batch)
    amount = shape.role("amount") if shape else None
    return amount.name if amount else ""


def _post(post: Post | None) -> str:
    """Return a post as it is shown: its unit and its name."""
    return f"{post.unit} {post}" if post else ""


def _when(correction: Correction) -> int:
    return correction.leaf or 0
