"""The night: what was asked is said in public, and what nobody answered goes up a level.

It may run twice, be killed, or not run for days. A second round of a day finds nothing to do. After
days without a clock each question goes up one level in a round, and no further: a level that never
had it before its eyes is not passed over; who is late by then is late all the same.
"""

from datetime import date

from django.db import transaction

from sunledger.units.models import Unit
from sunledger.voices import routing
from sunledger.voices.questions import rules
from sunledger.voices.questions.models import Question, Step
from sunledger.voices.questions.steps import OPEN, Move
from sunledger.voices.questions.turn import Turn, finish, hold, say, unsaid


def go_round(on: date) -> int:
    """Say what is unsaid from before this day, and let late questions rise; return how many."""
    waiting = Step.objects.filter(leaf=None, on__lt=on).values("question")
    for question in Question.objects.filter(pk__in=waiting).order_by("pk"):
        _say(question, on)
    late = Question.objects.filter(state__in=OPEN, level_by__lt=on, forgotten_on=None)
    return sum(_rise(question, on) for question in late.order_by("pk").select_related("at"))


def above(question: Question, on: date) -> Unit | None:
    """Return the unit that it goes up to next, if there is one."""
    parent = question.at.parent
    return routing.answering(parent, on) if parent else None


@transaction.atomic
def _say(question: Question, on: date) -> None:
    hold(question)
    say([step for step in unsaid(question) if step.on < on])


@transaction.atomic
def _rise(question: Question, on: date) -> bool:
    """Let one question go up, unless somebody acted meanwhile or nobody is above."""
    hold(question)
    to = above(question, on)
    if to is None or not question.is_open or question.level_by >= on:
        return False
    if question.disputed_on is None:
        question.below = question.below or question.at
    question.ordered_by = None
    question.rises += 1
    question.level_by = rules.after(on, rules.level_days())
    finish(Turn(question, Move.RISE, on), to=to, until=question.level_by)
    return True
