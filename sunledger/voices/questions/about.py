"""What a question is about: one line, a sheet, what is missing, or an exemption; all of it public.

What is asked about is pinned to the log's last word on it then, so that a line corrected since
shows as corrected, and the line as it was read can be shown beside it.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.face import Value
from sunledger.disclosure.models import (
    PUBLIC,
    Batch,
    Correction,
    CorrectionState,
    Exemption,
    Record,
    Visibility,
)
from sunledger.disclosure.models import State as BatchState
from sunledger.disclosure.owed.duties import Asked
from sunledger.disclosure.owed.lights import Light, cells
from sunledger.ledger.refusals import NotNow
from sunledger.units.access import NotFound, first
from sunledger.units.models import Unit
from sunledger.voices.questions.models import Question, QuestionQuerySet
from sunledger.voices.questions.words import Subject


@dataclass(frozen=True)
class About:
    """One thing that can be asked about."""

    subject: Subject
    unit: Unit
    category: str
    period: str
    batch: Batch | None = None
    record: Record | None = None
    exemption: Exemption | None = None
    pinned: int | None = None

    @property
    def code(self) -> str:
        """Return what names it in an address."""
        for one in (self.record, self.exemption, self.batch):
            if one is not None:
                return one.code
        return f"{self.unit.code},{self.category},{self.period}"


def find(subject: str, code: str, on: date) -> About:
    """Return what an address names, or raise NotFound where the world cannot see it."""
    if subject == Subject.RECORD:
        return of_record(code)
    if subject == Subject.SHEET:
        return of_sheet(code)
    if subject == Subject.EXEMPTION:
        return of_exemption(code)
    if subject == Subject.MISSING:
        return of_missing(code, on)
    raise NotFound


def of_record(code: str) -> About:
    """Return a line that everyone can read."""
    rows = Record.objects.public().filter(batch__visibility=Visibility.PUBLIC)
    one = first(rows.select_related("batch__unit"), code=code)
    pinned = _last(Correction.objects.filter(record=one), one.leaf)
    batch = one.batch
    return About(
        Subject.RECORD, batch.unit, batch.category, batch.period, batch, one, pinned=pinned
    )


def of_sheet(code: str) -> About:
    """Return a sheet that everyone can read."""
    rows = Batch.objects.filter(visibility=Visibility.PUBLIC, state__in=PUBLIC)
    one = first(rows.select_related("unit"), code=code)
    pinned = _last(Correction.objects.filter(record__batch=one), one.leaf)
    return About(Subject.SHEET, one.unit, one.category, one.period, one, pinned=pinned)


def of_exemption(code: str) -> About:
    """Return an exemption of the register."""
    one = first(Exemption.objects.public().select_related("unit"), code=code)
    return About(
        Subject.EXEMPTION, one.unit, one.category, one.first_period, exemption=one, pinned=one.leaf
    )


def of_missing(code: str, on: date) -> About:
    """Return what a unit owes and has not published by a day."""
    unit_code, category, period = (*code.split(","), "", "", "")[:3]
    unit = first(Unit.objects.all(), code=unit_code)
    if category not in CATEGORIES or not period[:4].isdecimal():
        raise NotFound
    year = int(period[:4])
    if not 1900 < year < 2200:
        raise NotFound
    asked = Asked(on, date(year, 1, 1), date(year, 12, 31), frozenset({category}))
    for cell in cells([unit], asked, due_only=True):
        if cell.period == period and cell.light == Light.MISSING:
            return About(Subject.MISSING, unit, category, period)
    raise NotFound


def still_there(question: Question) -> bool:
    """Whether what it is about is still missing, or still stands."""
    if question.subject == Subject.MISSING:
        return not put_right(question)
    return question.batch is None or question.batch.state != BatchState.WITHDRAWN


def put_right(question: Question) -> bool:
    """Whether what was missing was published since."""
    rows = Batch.objects.filter(state=BatchState.PUBLISHED, unit=question.unit)
    return rows.filter(category=question.category, period=question.period).exists()


def corrections(question: Question) -> list[Correction]:
    """Return the corrections made since of the line, or of any line of the sheet."""
    if question.batch_id is None:
        return []
    rows = Correction.objects.filter(state=CorrectionState.MADE, leaf__gt=question.pinned or 0)
    here = (
        Q(record=question.record_id) if question.record_id else Q(record__batch=question.batch_id)
    )
    return list(rows.filter(here).select_related("record").order_by("leaf"))


def values_then(question: Question) -> dict[str, Value]:
    """Return the line as it was read when it was asked about."""
    record = question.record
    if record is None:
        return {}
    made = record.corrections.filter(
        state=CorrectionState.MADE, leaf__lte=question.pinned or 0
    ).order_by("leaf")
    return {**record.values, **{one.field: one.new for one in made}}


def same(about: About) -> QuestionQuerySet:
    """Return all questions about the same thing."""
    rows = Question.objects.filter(subject=about.subject)
    if about.record is not None:
        return rows.filter(record=about.record)
    if about.batch is not None:
        return rows.filter(batch=about.batch)
    if about.exemption is not None:
        return rows.filter(exemption=about.exemption)
    return rows.filter(unit=about.unit, category=about.category, period=about.period)


def need_standing(about: About) -> None:
    """Refuse to ask about what was withdrawn."""
    if about.batch is not None and about.batch.state == BatchState.WITHDRAWN:
        raise NotNow(_("This sheet was withdrawn, with its reason, and nothing of it stands."))


def _last(rows: QuerySet[Correction], leaf: int | None) -> int | None:
    """Return the place in the log of the last word on it."""
    made: int | None = rows.filter(state=CorrectionState.MADE).aggregate(last=Max("leaf"))["last"]
    return made or leaf
