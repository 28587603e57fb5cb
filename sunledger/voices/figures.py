"""What a unit made of suggestions: each figure with its definition, its share, and its rows.

Every figure is computed when it is asked for, from the rows that a page can list behind it. There
is no order of units by these figures: who invites many suggestions has many to answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sunledger.ledger.models import Item, Outcome
from sunledger.ledger.models import State as ItemState
from sunledger.units import paths
from sunledger.units.models import Unit
from sunledger.voices import ending
from sunledger.voices.models import Voice, VoiceQuerySet
from sunledger.voices.steps import ADOPTED, DECIDED, OPEN, State
from sunledger.voices.words import View

Words = str | Promise


@dataclass(frozen=True)
class Figure:
    """A number that can be looked into."""

    key: str
    title: Words
    value: int
    definition: Words
    rows: VoiceQuerySet
    of: int | None = None
    of_definition: Words = ""

    @property
    def share(self) -> float | None:
        """Return the share, where there is something to be a share of."""
        return self.value / self.of if self.of else None


class Counted(NamedTuple):
    """How suggestions are counted: which, and as a share of which other figure."""

    key: str
    title: Words
    definition: Words
    which: Q
    of: str = "received"


def figures(unit: Unit | None, on: date) -> list[Figure]:
    """Return the figures of a unit with all below it, or of the whole tree, on a day."""
    voices = Voice.objects.suggestions()
    if unit is not None:
        voices = voices.filter(paths.branch(unit.path, "unit__path"))
    which = list(_counted(voices, on))
    counts = voices.aggregate(**{one.key: Count("pk", filter=one.which) for one in which})
    titles = {one.key: one.title for one in which}
    return [
        Figure(
            key=one.key,
            title=one.title,
            value=counts[one.key],
            definition=one.definition,
            rows=voices.filter(one.which),
            of=counts[one.of] if one.of else None,
            of_definition=titles[one.of] if one.of else "",
        )
        for one in which
    ]


def _counted(voices: VoiceQuerySet, on: date) -> Iterator[Counted]:
    """Give what is counted, in the order of a page."""
    yield from _in_hand(on)
    yield from _answered(on)
    yield from _made_of(voices)
    yield from _judged()


def _in_hand(on: date) -> Iterator[Counted]:
    """Give what came, and what has no answer yet."""
    undecided = Q(state__in=OPEN)
    late = Q(state=State.RECEIVED, acknowledge_by__lt=on) | undecided & Q(answer_by__lt=on)
    yield Counted(
        "received", _("received"), _("All suggestions that the unit, or one below it, answers."),
        Q(), of="",
    )  # fmt: skip
    yield Counted("open", _("not yet decided"), _("Neither answered nor decided yet."), undecided)
    yield Counted(
        "late", _("late"),
        _("Not yet decided, and the day to acknowledge or to answer is past. The unit above sees "
          "them, and may act."), late, of="open",
    )  # fmt: skip
    yield Counted(
        "joined", _("joined with another"),
        _("They say what another one says, and have its answer."), Q(state=State.MERGED),
    )  # fmt: skip


def _answered(on: date) -> Iterator[Counted]:
    """Give what was decided, and whether in time."""
    undecided, decided = Q(state__in=OPEN), Q(state__in=DECIDED)
    yield Counted(
        "decided", _("decided"),
        _("Answered, adopted, adopted in part or not adopted; those joined with another are not "
          "counted twice."), decided,
    )  # fmt: skip
    yield Counted(
        "due", _("decided, or due"), _("Decided, or the day to answer is past."),
        decided | undecided & Q(answer_by__lt=on),
    )  # fmt: skip
    yield Counted(
        "in_time", _("answered in time"), _("Decided on the day to answer, or before."),
        decided & Q(decided_on__lte=F("answer_by")), of="due",
    )  # fmt: skip


def _made_of(voices: VoiceQuerySet) -> Iterator[Counted]:
    """Give what became of what was decided."""
    yield Counted(
        "adopted", _("adopted"), _("Adopted whole or in part: each is an item of the ledger."),
        Q(state__in=ADOPTED), of="decided",
    )  # fmt: skip
    yield Counted(
        "done", _("done"),
        _("Adopted, and the item was checked by another unit and closed as put right."),
        _done(voices), of="adopted",
    )  # fmt: skip
    yield Counted(
        "shown", _("published"), _("Decided, and everyone can read the words."),
        Q(shown_on__isnull=False), of="decided",
    )  # fmt: skip


def _judged() -> Iterator[Counted]:
    """Give what the authors say."""
    yield Counted(
        "said", _("the author has judged"), _("The author has said whether they are satisfied."),
        ~Q(view=""),
    )  # fmt: skip
    yield Counted(
        "satisfied", _("the author is satisfied"), _("The author says they are satisfied."),
        Q(view=View.SATISFIED), of="said",
    )  # fmt: skip


def _done(voices: VoiceQuerySet) -> Q:
    """Return the condition that an adopted suggestion's item was put right, and stayed so."""
    adopted = voices.filter(state__in=ADOPTED).values("item")
    moved = Q(state=ItemState.MERGED) | Q(pk__in=Item.objects.reopened())
    closed = Item.objects.filter(closed_at__isnull=False, outcome=Outcome.PUT_RIGHT)
    straight = closed.exclude(moved | Q(state=ItemState.SHAM)).values("code")
    far = Item.objects.filter(moved, code__in=adopted).values_list("code", flat=True)
    ended = [code for code, item in ending.last_items(far).items() if ending.put_right(item)]
    return Q(state__in=ADOPTED) & (Q(item__in=straight) | Q(item__in=ended))
