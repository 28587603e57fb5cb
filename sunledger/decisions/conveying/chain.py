"""Up and down: the units on a matter's way, who sent it to them, and what each made of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from sunledger.decisions.conveying import rights, terms
from sunledger.decisions.conveying.standing import counted, stood
from sunledger.decisions.conveying.words import NOTHING_MADE, Signed, Standing
from sunledger.decisions.models import (
    Acknowledgement,
    Conveyance,
    Made,
    Matter,
    Receipt,
    Reply,
    Ruling,
)
from sunledger.ledger import clock
from sunledger.ledger.models import Item, ItemQuerySet
from sunledger.units import paths
from sunledger.units.models import Holding, Post, Unit

# What a count of the page leads to: the condition that its rows fulfil.
SHOWN: dict[str, Q] = {
    "reached": Q(),
    "acknowledged": Q(signed__in=[Signed.IN_TIME, Signed.LATE]),
    "signed_late": Q(signed=Signed.LATE),
    "overdue": Q(signed=Signed.OVERDUE),
    "passed": Q(has_passed=True),
    "with_items": Q(standing=Standing.ITEMS),
    "excused": Q(standing=Standing.EXCUSED),
    "asked": Q(standing=Standing.ASKED),
    "nothing": Q(standing__in=NOTHING_MADE),
    "late": Q(late=True),
    "stopped": Q(stopped=True),
}


class Piece(NamedTuple):
    """An item as a row shows it: None where this reader may see nothing of it."""

    item: Any | None
    done: bool
    part: bool


@dataclass(frozen=True)
class Said:
    """A reply with its items and what the sender said to it."""

    reply: Reply
    pieces: Sequence[Piece]
    ruling: Ruling | None


class Onward(NamedTuple):
    """That a unit passed it on: to how many, and after how many working days."""

    conveyance: Conveyance
    units: int
    days: int


@dataclass(frozen=True)
class Row:
    """A unit on the way."""

    receipt: Any  # a receipt with where it stands
    senders: Sequence[Conveyance]
    taken: Acknowledgement | None
    days: int  # working days until it was acknowledged, or so far
    onward: Sequence[Onward]
    said: Sequence[Said]
    posts: Sequence[Post]  # those that may answer for the unit, where nobody did

    @property
    def signed(self) -> Signed:
        """Return whether it was acknowledged in time."""
        return Signed(self.receipt.signed)

    @property
    def standing(self) -> Standing:
        """Return where the unit stands."""
        return Standing(self.receipt.standing)

    @property
    def pieces(self) -> list[Piece]:
        """Return every item of the unit."""
        return [piece for said in self.said for piece in said.pieces]

    @property
    def done(self) -> int:
        """Return how many of its items are done."""
        return sum(piece.done for piece in self.pieces)

    @property
    def hidden(self) -> int:
        """Return how many of its items this reader may see nothing of."""
        return sum(piece.item is None for piece in self.pieces)


def on_the_way(matter: Matter, under: Unit | None = None) -> "QuerySet[Receipt]":
    """Return the receipts of a matter: all, or those of a unit and of what lies below it."""
    rows = matter.receipts.order_by("unit__path")
    return rows.filter(paths.branch(under.path, "unit__path")) if under else rows


def way_up(matter: Matter, unit: Unit) -> "QuerySet[Receipt]":
    """Return the receipts of the units above one, the topmost first."""
    return matter.receipts.filter(unit__in=Unit.objects.above(unit)).order_by("level")


def shown(receipts: "QuerySet[Receipt]", on: date, show: str = "reached") -> "QuerySet[Any]":
    """Return the receipts that a count stands for, in the order of the tree."""
    return stood(receipts, on).filter(SHOWN[show]).select_related("unit")


def rows(receipts: Iterable[Any], seen: ItemQuerySet, on: date) -> list[Row]:
    """Return a page of receipts with all that belongs to each; `seen` are the items to be shown."""
    found = list(receipts)
    pks = [one.pk for one in found]
    taken = {one.receipt_id: one for one in _taken(pks)}
    senders, onward = _senders(pks), _onward(pks)
    said = _said(pks, seen, on)
    posts = _posts([one.unit_id for one in found if one.stopped and one.pk not in taken], on)
    return [
        Row(
            receipt=one,
            senders=senders.get(one.pk, []),
            taken=taken.get(one.pk),
            days=terms.took(one.on, taken[one.pk].on if one.pk in taken else on),
            onward=onward.get(one.pk, []),
            said=said.get(one.pk, []),
            posts=posts.get(one.unit_id, []),
        )
        for one in found
    ]


def _taken(pks: list[int]) -> "QuerySet[Acknowledgement]":
    return Acknowledgement.objects.filter(receipt__in=pks).select_related("post", "by")


def _senders(pks: list[int]) -> dict[int, list[Conveyance]]:
    """Return the conveyances that brought it to each."""
    found: dict[int, list[Conveyance]] = {}
    sent = Conveyance.objects.filter(sendings__receipt__in=pks).select_related("unit", "post")
    for one in sent.annotate(to=F("sendings__receipt")):
        found.setdefault(one.to, []).append(one)
    return found


def _onward(pks: list[int]) -> dict[int, list[Onward]]:
    """Return how each passed it on."""
    found: dict[int, list[Onward]] = {}
    sent = Conveyance.objects.filter(received__in=pks).select_related("received", "post")
    for one in sent.annotate(count=Count("sendings")).order_by("at", "pk"):
        if one.received:
            days = terms.took(one.received.on, one.on)
            found.setdefault(one.received.pk, []).append(Onward(one, one.count, days))
    return found


def _said(pks: list[int], seen: ItemQuerySet, on: date) -> dict[int, list[Said]]:
    """Return what each unit said, with its items."""
    made = list(counted(Made.objects.filter(receipt__in=pks)))
    items = {item.pk: item for item in clock.lit(_with(seen, made), on).select_related("unit")}
    pieces: dict[int, list[Piece]] = {}
    for one in made:
        piece = Piece(items.get(one.last), one.done, one.part_of_id is not None)
        pieces.setdefault(one.reply_id, []).append(piece)
    rulings = {one.reply_id: one for one in Ruling.objects.filter(reply__receipt__in=pks)}
    found: dict[int, list[Said]] = {}
    for reply in Reply.objects.filter(receipt__in=pks).select_related("post").order_by("number"):
        said = Said(reply, pieces.get(reply.pk, []), rulings.get(reply.pk))
        found.setdefault(reply.receipt_id, []).append(said)
    return found


def _with(seen: ItemQuerySet, made: Iterable[Any]) -> ItemQuerySet:
    return Item.objects.filter(pk__in=[one.last for one in made]) & seen


def _posts(units: list[int], on: date) -> dict[int, list[Post]]:
    """Return the posts that are held in each unit and may answer for it."""
    held = Holding.objects.on(on).filter(user__is_active=True, post__unit__in=units)
    found: dict[int, list[Post]] = {}
    for post in Post.objects.filter(pk__in=held.values("post")).order_by("pk"):
        if not {power.value for power in rights.ANSWERS}.isdisjoint(post.powers):
            found.setdefault(post.unit_id, []).append(post)
    return found
