"""What units do: acknowledge, answer, pass on once, join what is the same, order an answer."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.disclosure.models import Batch, Correction
from sunledger.disclosure.models import State as BatchState
from sunledger.ledger import actions as ledger
from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.units.models import Unit, User
from sunledger.voices import routing
from sunledger.voices.questions import about
from sunledger.voices.questions.models import Question
from sunledger.voices.questions.steps import Move, State
from sunledger.voices.questions.turn import Turn, begin, finish
from sunledger.voices.questions.words import Kind, Outcome, Subject
from sunledger.voices.said import TITLE, perhaps_said, said

ITEM_KIND = "question"
NOON = time(12)  # of a question days are kept; of an item, moments


@dataclass(frozen=True)
class Upheld:
    """What was done about it: the correction that was made, or the title of the item."""

    correction: Correction | None = None
    title: str = ""


@transaction.atomic
def acknowledge(*, question: Question, by: User, on: date, note: str = "") -> Question:
    """Say that somebody has read it and deals with it."""
    turn = begin(question, Move.ACKNOWLEDGE, by, on)
    return finish(turn, perhaps_said(note, _("note")))


@transaction.atomic
def answer(
    *,
    question: Question,
    outcome: str,
    answer: str,
    by: User,
    on: date,
    upheld: Upheld | None = None,
) -> Question:
    """Answer; what was right about it leads to a correction, a withdrawal or an item."""
    turn = begin(question, Move.ANSWER, by, on)
    if outcome not in Outcome.values:
        raise Incomplete(_("Choose how it is answered."))
    question.answer = said(answer, _("answer"))
    question.outcome, question.answered_on = Outcome(outcome), on
    question.first_on = question.first_on or on
    link = _link(turn, upheld or Upheld())
    return finish(turn, question.answer, outcome=question.outcome, link=link)


@transaction.atomic
def pass_on(*, question: Question, unit: Unit, reason: str, by: User, on: date) -> Question:
    """Pass it on to the unit whose matter it is. The day for the answer stays.

    It never comes back to a unit that had it, and is passed on only so many times.
    """
    turn = begin(question, Move.PASS_ON, by, on)
    had = set(question.steps.values_list("unit", flat=True))
    if unit.pk in had or unit.pk == question.at_id:
        raise NotNow(_("%(unit)s had it already. Whoever has it now answers it.") % {"unit": unit})
    if not routing.answers_itself(unit, on):
        raise NotNow(_("Nobody in %(unit)s can answer. Choose the unit above it.") % {"unit": unit})
    question.passes += 1
    question.below, question.ordered_by = None, None
    return finish(turn, said(reason, _("reason")), to=unit)


@transaction.atomic
def order(*, question: Question, until: date, by: User, on: date, note: str = "") -> Question:
    """Set a day by which the unit that let its time pass answers. Nobody's clock stands still."""
    turn = begin(question, Move.ORDER, by, on)
    if not on <= until <= question.level_by:
        raise Incomplete(
            _("Set a day until %(day)s, on which it goes up from here.")
            % {"day": question.level_by}
        )
    question.ordered_by = until
    return finish(turn, perhaps_said(note, _("note")), until=until)


@transaction.atomic
def join(*, question: Question, into: Question, by: User, on: date) -> Question:
    """Join it with another that asks the same of the same thing; it has that one's answer."""
    turn = begin(question, Move.JOIN, by, on)
    into.refresh_from_db(from_queryset=Question.objects.select_for_update())
    if into.pk == question.pk or not is_alike(question, into):
        raise Incomplete(_("Join it with another question about the same line."))
    if question.joined.exists():
        raise NotNow(_("Others were joined with this one. Join that one with this instead."))
    if into.state == State.JOINED or into.forgotten_on is not None:
        raise NotNow(_("That one was joined with another itself. Join it with that other one."))
    question.into = into
    return finish(turn, link=into.code)


def is_alike(one: Question, other: Question) -> bool:
    """Whether two questions are of one kind and about one thing."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in (
            "kind", "subject", "unit_id", "record_id", "batch_id", "exemption_id", "category",
            "period",
        )
    )  # fmt: skip


def _link(turn: Turn, upheld: Upheld) -> str:
    """Return what an answer leads to, having made sure that it was done."""
    question = turn.question
    if question.outcome == Outcome.CORRECTED:
        return _corrected(question, upheld.correction)
    if question.outcome == Outcome.WITHDRAWN:
        batch = question.batch
        if batch is None or batch.state != BatchState.WITHDRAWN:
            raise NotNow(_("The sheet stands. Withdraw it first, with its reason, then answer."))
        return batch.code
    return _taken_up(turn, upheld.title) if question.outcome == Outcome.TAKEN_UP else ""


def _corrected(question: Question, correction: Correction | None) -> str:
    """Return the correction, or the sheet that was missing."""
    if question.subject == Subject.MISSING:
        rows = Batch.objects.filter(state=BatchState.PUBLISHED, unit=question.unit)
        sheet = rows.filter(category=question.category, period=question.period).first()
        if sheet is None:
            raise NotNow(_("It is still missing. Publish it first, then answer."))
        return sheet.code
    made = about.corrections(question)
    if correction is None and len(made) == 1:
        correction = made[0]
    if correction is None or correction not in made:
        raise NotNow(
            _("No correction was made since it was asked. Ask for one on the page of the line, let "
              "it be decided, then answer.")
        )  # fmt: skip
    question.correction = correction
    return correction.code


def _taken_up(turn: Turn, title: str) -> str:
    """Return the item that it becomes, open and not yet given to anybody."""
    question = turn.question
    if question.kind != Kind.OBJECTION:
        raise Incomplete(_("Only an objection is taken up as an item."))
    if turn.by is None:
        raise NotNow(_("An item is opened by a person."))
    item = ledger.open_item(
        source=f"voice:{question.code}",
        title=said(title, _("title"), TITLE),
        problem=question.answer,
        unit=question.unit,
        by=turn.by,
        at=datetime.combine(turn.on, NOON, timezone.get_current_timezone()),
        kind=ITEM_KIND,
        public=question.may_show,
    )
    question.item = item.code
    return item.code
