"""Published lines that are a stage of a contracting process, with their corrections beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.models import Correction, CorrectionState, Record, Visibility
from sunledger.disclosure.shape import STAGES
from sunledger.units.models import Unit

_PORTION = 2000


@dataclass(frozen=True)
class Line:
    """One line as it was said at one moment: when it was published, or when it was corrected."""

    code: str  # of the record
    again: int  # 0 as published, 1 after the first correction, and so on
    unit: str
    unit_name: str
    stage: str
    said_at: datetime
    currency: str
    parts: dict[str, Any] = field(hash=False)  # see disclosure.shape.PARTS

    @property
    def on(self) -> date:
        """Return the day of which the line speaks."""
        return date.fromisoformat(self.parts["on"])

    @property
    def order(self) -> tuple[date, int, str, int]:
        """Return what sorts the lines of a process as things happened."""
        return self.on, STAGES.index(self.stage), self.code, self.again

    @property
    def told(self) -> tuple[datetime, tuple[date, int, str, int]]:
        """Return what sorts the lines of a process as they were said."""
        return self.said_at, self.order


def published(units: QuerySet[Unit] | None = None) -> Iterator[Line]:
    """Give the lines that anyone may read, of these units or of all, by category."""
    for category in CATEGORIES.values():
        if category.contracting:
            yield from _of_category(category, units)


def _of_category(category: Category, units: QuerySet[Unit] | None) -> Iterator[Line]:
    """Give the lines of one category; a withdrawn sheet gives none."""
    records = Record.objects.standing().filter(
        category=category.code, batch__visibility=Visibility.PUBLIC
    )
    if units is not None:
        records = records.filter(unit__in=units)
    corrected = _corrections(category)
    for record in records.select_related("batch", "unit").order_by("pk").iterator(_PORTION):
        moments = [(record.batch.public_at, record.values)]
        for correction in corrected[record.pk]:
            values = {**moments[-1][1], correction.field: correction.new}
            moments.append((correction.decided_at, values))
        for again, (said_at, values) in enumerate(moments):
            parts = _parts(category, values)
            if said_at and parts.get("on") and parts.get("title"):
                yield Line(
                    code=record.code,
                    again=again,
                    unit=record.unit.code,
                    unit_name=record.unit.name,
                    stage=category.contracting["stage"],
                    said_at=said_at,
                    currency=record.currency or category.currency or "CNY",
                    parts=parts,
                )


def _parts(category: Category, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a line by the parts that they play."""
    said = category.contracting.items()
    found = {part: values.get(name) for part, name in said if part != "stage"}
    return {part: value for part, value in found.items() if value not in (None, "")}


def _corrections(category: Category) -> dict[int, list[Correction]]:
    """Return the corrections that were made, by record, in the order in which they were said."""
    made = Correction.objects.filter(
        record__category=category.code, state=CorrectionState.MADE
    ).order_by("leaf")
    found: dict[int, list[Correction]] = defaultdict(list)
    for correction in made:
        found[correction.record_id].append(correction)
    return found
