"""Where what is shown comes from, if it was taken in from another site."""

from __future__ import annotations

from typing import Any

from django import template

from sunledger.disclosure.exchange import origin
from sunledger.disclosure.models import Batch, Record

register = template.Library()


@register.inclusion_tag("parts/origin.html")
def origin_of(row: Batch | Record) -> dict[str, Any]:
    """Say at which other site a sheet or a line was published, with the proof."""
    taken = origin.of_record(row) if isinstance(row, Record) else origin.of_sheet(row)
    if taken is None:
        return {"taken": None}
    return {
        "taken": taken,
        "row": row,
        "proof": origin.proof(taken),
        "is_record": isinstance(row, Record),
        "held": 0 if isinstance(row, Record) else origin.held_lines(taken),
    }
