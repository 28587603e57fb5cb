"""By when a question is answered, how pressing it is, and when it goes up a level.

The day for the first answer is set when it is asked and never moves. Each level that it reaches has
a day of its own, after which it goes on; who is late stays late in the figures.
"""

from datetime import date
from typing import TypedDict

from django.conf import settings

from sunledger.core.days import add_working_days
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models.shape import latest
from sunledger.voices.questions.models import Question
from sunledger.voices.questions.steps import State
from sunledger.voices.questions.words import Kind, Light


class Days(TypedDict):
    """Working days for a question and for an objection, from a day on, of a pack or a category."""

    since: str
    of: str  # a pack, a category, or nothing for all
    question: int
    objection: int


def days(kind: Kind | str, category: str, on: date) -> int:
    """Return how many working days the unit has: by category, else by pack, else for all."""
    rows: list[Days] = settings.SUNLEDGER_QUESTIONS["days"]
    shape = CATEGORIES.get(category) or latest(category)
    for of in (category, shape.pack if shape else "", ""):
        fitting = [one for one in rows if one["of"] == of and one["since"] <= on.isoformat()]
        if fitting:
            return _of(kind, max(fitting, key=lambda one: one["since"]))
    return _of(kind, min((one for one in rows if not one["of"]), key=lambda one: one["since"]))


def _of(kind: Kind | str, row: Days) -> int:
    return row["objection"] if kind == Kind.OBJECTION else row["question"]


def after(on: date, count: int) -> date:
    """Return the day so many working days after another."""
    return add_working_days(on, count, settings.SUNLEDGER_QUESTIONS["calendar"])


def level_days() -> int:
    """Return how many working days each level above has."""
    count: int = settings.SUNLEDGER_QUESTIONS["level_days"]
    return count


def is_late(question: Question, on: date) -> bool:
    """Whether it is open and should have been answered before this day; as `late`."""
    never = question.first_on is None and question.answer_by < on
    return question.is_open and (never or question.level_by < on)


def light(question: Question, on: date) -> Light:
    """Return the light of a question on a day: all that it asks for stands in its own row."""
    if question.state == State.JOINED:
        return Light.JOINED
    if question.state == State.ANSWERED:
        in_time = question.first_on is not None and question.first_on <= question.answer_by
        return Light.IN_TIME if in_time else Light.LATE
    if is_late(question, on):
        return Light.RED
    soon = after(question.level_by, -settings.SUNLEDGER_QUESTIONS["soon_days"])
    return Light.SOON if on >= soon else Light.AHEAD
