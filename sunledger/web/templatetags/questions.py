"""What was asked about something, for the pages of the published: beside the line, at once."""

from collections import Counter
from typing import Any, NamedTuple

from django import template
from django.db.models import Q
from django.template import Context
from django.utils import timezone

from sunledger.disclosure.models import Batch, Exemption, Record, Visibility
from sunledger.disclosure.models import State as BatchState
from sunledger.disclosure.owed.lights import Cell
from sunledger.units.models import Unit
from sunledger.voices.questions.face import Face, face, shown
from sunledger.voices.questions.figures import figures
from sunledger.voices.questions.models import Question, QuestionQuerySet
from sunledger.voices.questions.words import Kind, Subject
from sunledger.web.pages import asked_about

register = template.Library()
BESIDE = 20  # of one thing that a page shows; the register has the rest
ON_UNIT = ("asked", "in_time", "open", "late", "escalated")


class Beside(NamedTuple):
    """A question beside what it is about; of a sheet's lines, which line."""

    face: Face
    line: int | None


@register.inclusion_tag("parts/questions.html")
def questions_of_record(record: Record) -> dict[str, Any]:
    """Show what was asked about a line, and where one asks."""
    rows = Question.objects.filter(record=record)
    return _context(rows, Subject.RECORD, record.code, may_ask=_may_ask(record.batch))


@register.inclusion_tag("parts/questions.html")
def questions_of_sheet(batch: Batch) -> dict[str, Any]:
    """Show what was asked about a sheet and its lines, and where one asks."""
    rows = Question.objects.filter(Q(batch=batch))
    return _context(rows, Subject.SHEET, batch.code, may_ask=_may_ask(batch))


@register.inclusion_tag("parts/questions.html")
def questions_of_exemption(exemption: Exemption) -> dict[str, Any]:
    """Show what was asked about an exemption, and where one asks."""
    rows = Question.objects.filter(exemption=exemption)
    return _context(rows, Subject.EXEMPTION, exemption.code, may_ask=True) | {"small": True}


@register.inclusion_tag("parts/question_figures.html")
def questions_of_unit(unit: Unit) -> dict[str, Any]:
    """Show what a unit and those below it were asked, and whether they answered in time."""
    found = {one.key: one for one in figures(unit, timezone.localdate())}
    return {"unit": unit, "figures": [found[key] for key in ON_UNIT]}


@register.simple_tag
def ask_missing(unit: Unit, category: str, period: str) -> str:
    """Return where one asks why something is missing."""
    return asked_about.ask_address(Subject.MISSING, f"{unit.code},{category},{period}")


@register.simple_tag(takes_context=True)
def asked_why(context: Context, cell: Cell) -> int:
    """Return how many ask why something is missing, and have no answer yet."""
    known: dict[int, Counter[tuple[str, str]]] = context.dicts[0].setdefault("_asked_why", {})
    if cell.unit.pk not in known:
        rows = Question.objects.still_open().filter(subject=Subject.MISSING, unit=cell.unit)
        known[cell.unit.pk] = Counter(rows.values_list("category", "period"))
    return known[cell.unit.pk][cell.category, cell.period]


@register.simple_tag
def ask_line(code: str) -> str:
    """Return where one asks about a line."""
    return asked_about.ask_address(Subject.RECORD, code)


def _may_ask(batch: Batch) -> bool:
    """Whether a sheet stands, for everyone."""
    return batch.state == BatchState.PUBLISHED and batch.visibility == Visibility.PUBLIC


def _context(
    rows: QuestionQuerySet, subject: Subject, code: str, *, may_ask: bool
) -> dict[str, Any]:
    today = timezone.localdate()
    found = list(shown(rows.exclude(into__isnull=False))[: BESIDE + 1])
    on_sheet = subject == Subject.SHEET
    return {
        "found": [
            Beside(face(one, today), one.record.line if on_sheet and one.record else None)
            for one in found[:BESIDE]
        ],
        "more": len(found) > BESIDE,
        "may_ask": may_ask,
        "ask": asked_about.ask_address(subject, code, Kind.QUESTION),
        "object": asked_about.ask_address(subject, code, Kind.OBJECTION),
    }
