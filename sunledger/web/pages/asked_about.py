"""What a question is about, as a page shows it: its name, its address, and the line as it was."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from sunledger.disclosure.face import values_today
from sunledger.disclosure.models import Batch, Exemption, Record
from sunledger.units.models import Unit
from sunledger.voices.questions import about as subjects
from sunledger.voices.questions.about import About
from sunledger.voices.questions.models import Question
from sunledger.voices.questions.words import Kind, Subject
from sunledger.web.pages import values
from sunledger.web.templatetags.sun import period


class Quoted(NamedTuple):
    """A value of the line: as it was read when it was asked about, and as it stands."""

    title: str
    text: str
    now: str  # where it was corrected since


class Thing(NamedTuple):
    """What is asked about."""

    name: str
    url: str
    unit: Unit
    line: list[Quoted]
    subject: Subject


def of(question: Question) -> Thing:
    """Return what a question is about; the line as it was read then."""
    return _thing(question, subjects.values_then(question) if question.record else {})


def of_about(about: About) -> Thing:
    """Return what somebody is about to ask about; the line as it stands."""
    return _thing(about, values_today(about.record) if about.record else {})


def ask_address(subject: Subject | str, code: str, kind: Kind | str = "") -> str:
    """Return where one asks about something."""
    way = reverse("question_new", args=[str(subject), code])
    return f"{way}?kind={kind}" if kind else way


def _thing(one: Question | About, then: dict[str, Any]) -> Thing:
    title = values.title_of(one.category)
    name = f"{one.unit} · {title} · {period(one.period)}"
    line: list[Quoted] = []
    if one.record is not None and one.batch is not None:
        name = _("%(sheet)s · line %(line)s") % {"sheet": name, "line": one.record.line}
        line = _quoted(one.record, one.batch, then)
    return Thing(name, _url(one), one.unit, line, Subject(one.subject))


def _url(one: Question | About) -> str:
    if one.record is not None:
        return reverse("record", args=[one.record.code])
    if one.batch is not None:
        return reverse("sheet", args=[one.batch.code])
    if isinstance(one.exemption, Exemption):
        return f"{reverse('exemptions')}?unit={one.unit.code}#{one.exemption.code}"
    return f"{reverse('unit_calendar', args=[one.unit.code])}?year={one.period[:4]}"


def _quoted(record: Record, batch: Batch, then: dict[str, Any]) -> list[Quoted]:
    """Return the values of a line, each beside what it is by now if that is something else."""
    today = values_today(record)
    shape = values.shape_then(batch)
    found = []
    for field in shape.fields if shape else ():
        was, now = then.get(field.name), today.get(field.name)
        if was is None and now is None:
            continue
        text = values.text(field, was, record.currency)
        changed = values.text(field, now, record.currency) or "–" if was != now else ""
        found.append(Quoted(values.heading(field, ""), text or "–", changed))
    return found
