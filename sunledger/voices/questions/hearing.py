"""What who asks does: asks about something published, looks, and says once that it is no answer."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.units.models import Unit
from sunledger.voices import limits, receipt, routing
from sunledger.voices.questions import about as subjects
from sunledger.voices.questions import gate, rules
from sunledger.voices.questions.about import About
from sunledger.voices.questions.models import Question
from sunledger.voices.questions.steps import Move, State
from sunledger.voices.questions.turn import Turn, finish, hold, say, write
from sunledger.voices.questions.words import Kind
from sunledger.voices.said import perhaps_said, said

WORDS = 1_000


class Given(TypedDict):
    """A question as it is asked."""

    about: About
    kind: str
    text: str
    may_show: bool


@dataclass(frozen=True)
class Heard:
    """A question that was taken, and the code that nobody can show a second time."""

    question: Question
    receipt: str


@transaction.atomic
def ask(*, once: str = "", at: datetime | None = None, **given: Unpack[Given]) -> Heard:
    """Take a question from somebody who says no name. Of the moment only the day is kept."""
    at = at or timezone.now()
    on = timezone.localdate(at)
    subjects.need_standing(given["about"])
    _see_room(given["about"], at, on)
    question, code = _question(given, on), receipt.new_receipt()
    question.receipt = receipt.kept(code)
    if once:
        question.once = sha256(once.encode()).hexdigest()
        if Question.objects.filter(once=question.once).exists():
            raise NotNow(_("This form was received already, and its code was shown with it."))
    question.save(force_insert=True)
    until = question.answer_by
    say([write(Turn(question, Move.ASK, on), State.ASKED, "", until=until)])
    limits.heard(at)
    return Heard(question, code)


def look_back(typed: str) -> Question | None:
    """Return the question of a receipt code; right or wrong, it takes the same steps."""
    found = Question.objects.filter(receipt__in=receipt.digests(typed))
    return found.select_related("unit", "at", "into", "batch", "record", "exemption").first()


@transaction.atomic
def dispute(*, question: Question, on: date, text: str = "") -> Question:
    """Say once that the answer is none: the level above answers, and not who answered before."""
    hold(question)
    if sentence := gate.why_asker_not(question):
        raise NotNow(sentence)
    above = _above_the_answer(question, on)
    if above is None:
        raise NotNow(_("No unit stands above the one that answered."))
    words = perhaps_said(text, _("why"), WORDS)
    question.disputed_on, question.below, question.into = on, None, None
    question.outcome, question.answer, question.shown_answer = "", "", ""
    question.correction, question.item, question.answered_on = None, "", None
    question.ordered_by = None
    question.rises += 1
    question.level_by = rules.after(on, rules.level_days())
    turn = Turn(question, Move.DISPUTE, on)
    return finish(turn, words, to=above, until=question.level_by)


def _above_the_answer(question: Question, on: date) -> Unit | None:
    """Return the nearest unit above the one whose post answered that has somebody to answer."""
    given = question.steps.filter(move__in=(Move.ANSWER, Move.JOIN)).last()
    unit = given.post.unit if given and given.post else question.at
    unit = unit if question.at.is_under(unit) else question.at
    return routing.answering(unit.parent, on) if unit.parent else None


def _question(given: Given, on: date) -> Question:
    """Return a question from what was asked, unsaved."""
    about = given["about"]
    if given["kind"] not in Kind.values:
        raise Incomplete(_("Choose whether you ask or object."))
    at = routing.answering(about.unit, on)
    if at is None:
        raise NotNow(_("Nobody can take a question in for this unit now."))
    until = rules.after(on, rules.days(given["kind"], about.category, on))
    return Question(
        kind=given["kind"],
        subject=about.subject,
        unit=about.unit,
        at=at,
        batch=about.batch,
        record=about.record,
        exemption=about.exemption,
        category=about.category,
        period=about.period,
        pinned=about.pinned,
        text=said(given["text"], _("your words"), WORDS),
        may_show=given["may_show"],
        asked_on=on,
        answer_by=until,
        level_by=until,
    )


def _see_room(about: About, at: datetime, on: date) -> None:
    """Refuse what would be too many in an hour, in a day, or of one line."""
    rules_ = settings.SUNLEDGER_QUESTIONS
    today = Question.objects.filter(asked_on=on)
    if not limits.may_hear(at) or today.count() >= rules_["a_day"]:
        raise NotNow(
            _(
                "So many questions have come that no more are taken for now. Nothing was kept. "
                "Please come back in an hour, or tomorrow."
            )
        )
    if subjects.same(about).filter(asked_on=on).count() >= rules_["a_line"]:
        raise NotNow(
            _("Many have asked about this today already. Look at what they asked, or come back "
              "tomorrow.")
        )  # fmt: skip
