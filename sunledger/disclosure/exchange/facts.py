"""What a site may have said of a unit's books, and how it is read from another site's log.

Nothing is taken for granted: the text has to be the one exact text of what it says, every name in
it has to be known, and every value of the kind that it must be. Nothing here needs a database.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError
from pydantic import Field as Bounded

from sunledger.core.currencies import MINOR
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.exchange.form import NotExchange
from sunledger.disclosure.shape import Category, Field
from sunledger.seal import fact

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,26}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,64}$")]
UnitCode = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,32}$")]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Word = Annotated[str, StringConstraints(max_length=32)]
When = Annotated[str, StringConstraints(pattern=r"^(once|\d{4}(-[HQW]?\d{1,2}(-\d\d)?)?)$")]
Amount = Annotated[int, Bounded(ge=-(10**17), le=10**17)]
Place = Annotated[int, Bounded(ge=0, le=10**17)]
Count = Annotated[int, Bounded(ge=0, le=50_000_000)]
Value = str | Amount | None


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class BatchSaid(_Said):
    """That a sheet was published."""

    batch: Code
    unit: UnitCode
    category: Slug
    version: Word
    period: When
    rows: Count
    totals: dict[str, Amount]
    file_sha256: Hash | Literal[""]
    counts: dict[str, Count]
    shape: Hash | Literal[""] = ""
    attachments: list[dict[str, str]] = Bounded(default_factory=list)


class RecordSaid(_Said):
    """That a line of a sheet was published."""

    record: Code
    batch: Code
    unit: UnitCode
    category: Slug
    version: Word
    period: When
    number: Count
    sheet: Annotated[str, StringConstraints(max_length=120)]
    line: Count
    values: dict[str, Value]
    amount: Amount | None
    currency: Annotated[str, StringConstraints(max_length=3)]
    day: str | None
    party: Annotated[str, StringConstraints(max_length=300)]


class CorrectionSaid(_Said):
    """That a field of a line was corrected."""

    correction: Code
    record: Code
    field: Slug
    old: Value
    new: Value
    reason: str


class WithdrawalSaid(_Said):
    """That a sheet was withdrawn."""

    batch: Code
    reason: str


class ExemptionSaid(_Said):
    """That a unit need not publish something for a while."""

    exemption: Code
    unit: UnitCode
    category: Slug
    first_period: When
    last_period: When
    reason: Slug
    words: str
    until: str | None
    granted_by: str
    granted_by_unit: str


class ErasureSaid(_Said):
    """That what a sheet held of persons is forgotten."""

    batch: Code
    leaves: list[list[Place]]
    why: Slug
    on: str
    remains: Hash


Fact = BatchSaid | RecordSaid | CorrectionSaid | WithdrawalSaid | ExemptionSaid | ErasureSaid
KINDS: dict[str, type[Fact]] = {
    "batch": BatchSaid,
    "published": RecordSaid,
    "corrected": CorrectionSaid,
    "withdrawn": WithdrawalSaid,
    "exempted": ExemptionSaid,
    "erased": ErasureSaid,
}
_CATEGORY = TypeAdapter(Category)


def read(body: str) -> tuple[Fact, datetime]:
    """Return what a text says and when it was said, or refuse a text that no site writes."""
    try:
        said = json.loads(body)
        if fact.canonical(said) != body or "\\u0000" in body or set(said) != _PARTS:
            raise ValueError(body)
        moment = datetime.fromisoformat(said["said_at"]).astimezone(UTC)
        return KINDS[said["what"]].model_validate(said["facts"]), moment
    except (ValueError, TypeError, KeyError, RecursionError, ValidationError) as error:
        raise NotExchange(gettext_noop("One of its facts is none that a site says.")) from error


_PARTS = {"what", "said_at", "facts"}


def category(content: Any) -> Category:
    """Return the shape of a category, or refuse one that is none."""
    try:
        return _CATEGORY.validate_python(content)
    except (ValueError, TypeError, RecursionError) as error:
        raise NotExchange(gettext_noop("The shape of a category in it makes no sense.")) from error


def need_fitting(record: RecordSaid, shape: Category) -> None:
    """Refuse a line whose values are not those that its category asks for."""
    fields = {one.name: one for one in shape.fields}
    fitting = all(name in fields and fits(one, fields[name]) for name, one in record.values.items())
    known = not record.currency or record.currency in MINOR
    if not fitting or not known or not _same(record, shape):
        sentence = gettext_noop("Line %(number)s of the sheet %(sheet)s does not fit its category.")
        raise NotExchange(sentence, number=str(record.number), sheet=record.batch)


def fits(value: Value, field: Field) -> bool:
    """Whether a value is of the kind of a field."""
    if value is None:
        return True
    if field.kind in ("money", "whole"):
        return isinstance(value, int)
    return isinstance(value, str) and (field.kind != "day" or is_day(value))


def is_day(text: str | None) -> bool:
    """Whether a text is a day; none is one as well."""
    try:
        return text is None or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _same(record: RecordSaid, shape: Category) -> bool:
    """Whether what lines are sorted and added by is what stands in their values."""
    amount, day, party = (_of(record, shape, role) for role in ("amount", "day", "party"))
    same = record.amount == amount and record.day == day and is_day(record.day)
    return same and record.party == str(party or "")[:300]


def _of(record: RecordSaid, shape: Category, role: Any) -> Value:
    field = shape.role(role)
    return record.values.get(field.name) if field else None
