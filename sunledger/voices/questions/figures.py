"""What units made of questions: each figure with its definition, its share, and its rows.

Every figure is computed when it is asked for, from the rows that a page can list behind it. A
question counts for the unit whose publication it is about, whoever answers in the end. Units are
not put in order by them: who publishes much is asked much.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sunledger.units import paths
from sunledger.units.models import Unit
from sunledger.voices.questions.models import Question, QuestionQuerySet
from sunledger.voices.questions.steps import OPEN, State
from sunledger.voices.questions.words import UPHELD, Kind

Words = str | Promise


@dataclass(frozen=True)
class Figure:
    """A number that can be looked into."""

    key: str
    title: Words
    value: int
    definition: Words
    rows: QuestionQuerySet
    of: int | None = None
    of_definition: Words = ""

    @property
    def share(self) -> float | None:
        """Return the share, where there is something to be a share of."""
        return self.value / self.of if self.of else None


class Counted(NamedTuple):
    """How questions are counted: which, and as a share of which other figure."""

    key: str
    title: Words
    definition: Words
    which: Q
    of: str = "asked"


def figures(unit: Unit | None, on: date) -> list[Figure]:
    """Return the figures of a unit with all below it, or of the whole tree, on a day."""
    rows = Question.objects.all()
    if unit is not None:
        rows = rows.filter(paths.branch(unit.path, "unit__path"))
    which = list(_counted(on))
    counts = dict.fromkeys((one.key for one in which), 0)
    if rows.exists():  # most units were asked nothing, and each of them has a page
        counts = rows.aggregate(**{one.key: Count("pk", filter=one.which) for one in which})
    titles = {one.key: one.title for one in which}
    return [
        Figure(
            key=one.key,
            title=one.title,
            value=counts[one.key],
            definition=one.definition,
            rows=rows.filter(one.which),
            of=counts[one.of] if one.of else None,
            of_definition=titles[one.of] if one.of else "",
        )
        for one in which
    ]


def _counted(on: date) -> Iterator[Counted]:
    """Give what is counted, in the order of a page."""
    undecided = Q(state__in=OPEN)
    late = undecided & (Q(first_on=None, answer_by__lt=on) | Q(level_by__lt=on))
    yield Counted(
        "asked", _("asked"),
        _("All questions and objections about what the unit, or one below it, publishes or owes."),
        Q(), of="",
    )  # fmt: skip
    yield Counted(
        "objections", _("objections"), _("Those that want something put right."),
        Q(kind=Kind.OBJECTION),
    )  # fmt: skip
    yield Counted("open", _("not answered yet"), _("Nobody has answered so far."), undecided)
    yield Counted(
        "late", _("late"),
        _("Open, and the day for the answer, or the day of the level that has it now, is past."),
        late, of="open",
    )  # fmt: skip
    yield from _ended(on)


def _ended(on: date) -> Iterator[Counted]:
    """Give what was answered, and what was not in time."""
    answered = Q(first_on__isnull=False)
    yield Counted(
        "due", _("answered, or due"),
        _("Answered, or the day for the answer is past; those joined with another are not counted "
          "twice."),
        ~Q(state=State.JOINED) & (answered | Q(answer_by__lt=on)),
    )  # fmt: skip
    yield Counted(
        "in_time", _("answered in time"),
        _("First answered on the day for the answer, or before."),
        ~Q(state=State.JOINED) & answered & Q(first_on__lte=F("answer_by")), of="due",
    )  # fmt: skip
    yield Counted(
        "escalated", _("gone up"),
        _("Gone up a level at least once: nobody answered in time, or who asked found no answer "
          "in it."), Q(rises__gt=0),
    )  # fmt: skip
    yield Counted(
        "disputed", _("disputed"), _("Who asked said that the first answer was none."),
        Q(disputed_on__isnull=False),
    )  # fmt: skip
    yield Counted(
        "upheld", _("objections that were right"),
        _("Answered by a correction, by withdrawing the sheet, or by an item of the ledger."),
        Q(kind=Kind.OBJECTION, outcome__in=UPHELD), of="objections",
    )  # fmt: skip
    yield Counted(
        "joined", _("joined with another"),
        _("They ask what another one asks, and have its answer."), Q(state=State.JOINED),
    )  # fmt: skip
