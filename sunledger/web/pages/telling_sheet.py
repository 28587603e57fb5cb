"""What the page of a sheet tells of it in plain words, with its chart."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from sunledger.disclosure.models import Batch, State, Visibility
from sunledger.disclosure.telling.kept import of_sheet
from sunledger.disclosure.telling.peers import compare
from sunledger.web.pages import telling_around, values
from sunledger.web.pages.telling_bars import chart
from sunledger.web.pages.telling_chart import Bars
from sunledger.web.pages.telling_sentences import sentences
from sunledger.web.pages.telling_words import source


@dataclass(frozen=True)
class Shown:
    """What a sheet's page tells."""

    sentences: list[SafeString]
    around: list[SafeString]  # what stands around the sheet: before, corrected, similar units
    chart: Bars | None
    over_time: str
    counting: bool  # a large sheet that is still to be counted
    currency: str  # the one that the chart is in, where there are several


def telling(batch: Batch) -> Shown | None:
    """Return what the page of a sheet tells of it in plain words."""
    shape = values.shape_then(batch)
    if shape is None:
        return None
    of, told = source(batch, shape), of_sheet(batch)
    is_open = batch.visibility == Visibility.PUBLIC
    around = telling_around.corrected(told) if told else []
    around += telling_around.withdrawn(batch) if is_open else []
    now = None
    if is_open and batch.state == State.PUBLISHED:
        now = telling_around.now(shape, batch)
        around = telling_around.changes(now) + around
        found = compare(shape, batch.unit, batch.period)
        around += telling_around.compared(found, shape, batch.unit, batch.period)
    several = told.came[0].currency if told and len(told.came) > 1 else ""
    return Shown(
        sentences=sentences(of, told) if told and batch.rows else [],
        around=around,
        chart=chart(of, told, now) if told else None,
        over_time=reverse("over_time", args=[shape.code, batch.unit.code]) if is_open else "",
        counting=told is None and is_open,
        currency=several,
    )
