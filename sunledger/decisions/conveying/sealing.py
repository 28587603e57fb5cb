"""What is public of the way down goes into the seal: with the act, or when the meeting opens."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from sunledger.decisions.conveying import facts
from sunledger.decisions.models import (
    Above,
    Acknowledgement,
    Conveyance,
    Meeting,
    Reply,
    Ruling,
)
from sunledger.seal import actions as seal

AT_ONCE = 500  # rows a statement


class Saying(NamedTuple):
    """A kind of row that is said in public: its facts, its way to the meeting, what they need."""

    model: type[Any]
    what: str
    facts: Callable[[Any], dict[str, Any]]
    meeting: str
    fetch: tuple[str, ...]

    def rows(self) -> "QuerySet[Any]":
        """Return all rows of the kind, with what their facts are made of."""
        rows: QuerySet[Any] = self.model._default_manager.select_related(*self.fetch)
        return rows.prefetch_related("items__item") if self.model is Reply else rows

    def of(self, meeting: Meeting) -> "QuerySet[Any]":
        """Return the rows of a meeting, in the order in which they came about."""
        return self.rows().filter(**{self.meeting: meeting}).order_by("pk")


SAYINGS = (
    Saying(Above, "conveys", facts.conveys, "meeting", ("meeting", "above")),
    Saying(
        Conveyance,
        "conveyed",
        facts.conveyed,
        "matter__meeting",
        ("matter__meeting", "matter__decision", "unit", "post", "received"),
    ),
    Saying(
        Acknowledgement,
        "acknowledged",
        facts.acknowledged,
        "receipt__matter__meeting",
        ("receipt__matter__meeting", "receipt__matter__decision", "receipt__unit", "post"),
    ),
    Saying(
        Reply,
        "made of it",
        facts.replied,
        "receipt__matter__meeting",
        ("receipt__unit", "post"),
    ),
    Saying(Ruling, "ruled", facts.ruled, "reply__receipt__matter__meeting", ("reply", "post")),
)


def tell(row: Model, meeting: Meeting) -> None:
    """Say what has just come about, where the meeting is public; call it last in an action."""
    if meeting.public_at is None:
        return
    saying = next(one for one in SAYINGS if one.model is type(row))
    _say(saying, [saying.rows().get(pk=row.pk)])


def tell_all(meeting: Meeting) -> None:
    """Say everything that came about before the meeting was made public."""
    for saying in SAYINGS:
        rows = saying.of(meeting).filter(leaf=None)
        while part := list(rows[:AT_ONCE]):
            _say(saying, part)


def _say(saying: Saying, rows: list[Any]) -> None:
    """Say the rows, and write down where they stand in the log."""
    leaves = seal.say_many(saying.what, [saying.facts(row) for row in rows])
    for row, leaf in zip(rows, leaves, strict=True):
        row.leaf = leaf
    saying.model._default_manager.bulk_update(rows, ["leaf"], AT_ONCE)
