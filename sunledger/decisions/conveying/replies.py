"""What a unit does with what it received: acknowledge it, and say what it made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.decisions.conveying import rights, sealing
from sunledger.decisions.conveying.hold import hold
from sunledger.decisions.conveying.standing import DONE
from sunledger.decisions.conveying.words import Kind
from sunledger.decisions.models import Acknowledgement, Made, Receipt, Reply
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item, Outcome
from sunledger.ledger.refusals import Conflict, Incomplete, NotNow
from sunledger.ledger.said import perhaps_said, said
from sunledger.units.models import Post, Unit, User


class Work(TypedDict, total=False):
    """What is said of an item that is opened: with a day and a checker it is assigned at once."""

    problem: str
    target: str
    doer: Unit | None
    checker: Unit | None
    due: date | None
    public: bool
    theme: str


class Part(NamedTuple):
    """A part of a project: what, who does it, who checks it, by when."""

    title: str
    doer: Unit | None = None
    checker: Unit | None = None
    due: date | None = None


class Look(TypedDict, total=False):
    """What the person saw when they acted, and when that was; pages leave the moment out."""

    seen: int | None  # how many replies there were: who acts on an older page is told
    at: datetime | None


@dataclass(frozen=True)
class Turn:
    """A unit about to say something, while nobody else moves the matter."""

    receipt: Receipt
    by: User
    post: Post
    at: datetime
    replies: int

    @property
    def on(self) -> date:
        """Return the day."""
        return timezone.localdate(self.at)


@transaction.atomic
def acknowledge(*, receipt: Receipt, by: User, at: datetime | None = None) -> Acknowledgement:
    """Say that the unit has taken it in. The first of two who say so is written down."""
    at = at or timezone.now()
    hold(receipt.matter)
    post = rights.need(by, rights.ANSWERS, receipt.unit, timezone.localdate(at))
    taken = Acknowledgement.objects.filter(receipt=receipt).select_related("post").first()
    if taken is not None:
        raise NotNow(
            _("%(unit)s (%(post)s) has acknowledged it already.")
            % {"unit": receipt.unit, "post": taken.post}
        )
    on = timezone.localdate(at)
    if on < receipt.on:
        raise Incomplete(_("This would come before it arrived."))
    made = Acknowledgement.objects.create(receipt=receipt, by=by, post=post, at=at, on=on)
    sealing.tell(made, receipt.matter.meeting)
    return made


@transaction.atomic
def list_up(
    *, receipt: Receipt, title: str, by: User, look: Look | None = None, **work: Unpack[Work]
) -> Reply:
    """Open an item of the unit's own from it; the unit does the work unless another is named."""
    turn = _begin(receipt, by, look)
    item = _open(turn, title, work)
    return _reply(turn, Kind.LIST, "", [item])


@transaction.atomic
def take_items(
    *, receipt: Receipt, items: Sequence[Item], by: User, look: Look | None = None, note: str = ""
) -> Reply:
    """Name items that the unit has already opened for it, from a meeting of its own."""
    turn = _begin(receipt, by, look)
    for item in items:
        _see_own(receipt, item)
    if not items:
        raise Incomplete(_("Name at least one item."))
    return _reply(turn, Kind.LIST, perhaps_said(note, _("note")), items)


@transaction.atomic
def break_down(
    *, receipt: Receipt, item: Item, parts: Sequence[Part], by: User, look: Look | None = None
) -> Reply:
    """Make an item of the unit's list a project: each part becomes an item of its own."""
    turn = _begin(receipt, by, look)
    if not receipt.made.filter(item=item).exists():
        raise Incomplete(_("Only an item that was made of this is broken down here."))
    if len(parts) < 2:
        raise Incomplete(_("A project has at least two parts."))
    opened = [
        _open(turn, part.title, Work(doer=part.doer, checker=part.checker, due=part.due), item)
        for part in parts
    ]
    return _reply(turn, Kind.PROJECT, "", opened, item)


@transaction.atomic
def done_already(
    *, receipt: Receipt, item: Item, by: User, look: Look | None = None, note: str = ""
) -> Reply:
    """Say that it is done already, and by which item that was put right."""
    turn = _begin(receipt, by, look)
    _see_own(receipt, item)
    if item.state not in DONE or item.outcome != Outcome.PUT_RIGHT:
        raise NotNow(_("This item is not done. Take it onto the list instead."))
    return _reply(turn, Kind.DONE, perhaps_said(note, _("note")), [item])


@transaction.atomic
def not_ours(*, receipt: Receipt, reason: str, by: User, look: Look | None = None) -> Reply:
    """Say that it does not concern the unit, and why; the sender accepts that or sends it back."""
    turn = _begin(receipt, by, look)
    if receipt.made.exists():
        raise NotNow(_("You have made items of it, so it concerns you."))
    if receipt.replies.filter(kind=Kind.NOT_OURS, ruling=None).exists():
        raise NotNow(_("The sender has not yet decided on what you said before."))
    return _reply(turn, Kind.NOT_OURS, said(reason, _("reason")))


@transaction.atomic
def words_only(*, receipt: Receipt, note: str, by: User, look: Look | None = None) -> Reply:
    """Write down that it was studied, passed on or met about. It is shown, and counts nothing."""
    turn = _begin(receipt, by, look)
    return _reply(turn, Kind.WORDS, said(note, _("note")))


def _begin(receipt: Receipt, by: User, look: Look | None) -> Turn:
    """Return the turn of a person who may answer for the unit, and saw how it stands."""
    look = look or Look()
    at = look.get("at") or timezone.now()
    hold(receipt.matter)
    post = rights.need(by, rights.ANSWERS, receipt.unit, timezone.localdate(at))
    taken = Acknowledgement.objects.filter(receipt=receipt).first()
    if taken is None:
        raise NotNow(_("Acknowledge it before you answer."))
    replies = list(receipt.replies.order_by("number"))
    seen = look.get("seen")
    if seen is not None and seen != len(replies):
        raise Conflict(
            _("Meanwhile someone of your unit has answered. Look at it again before you act.")
        )
    if at < max([taken.at, *(reply.at for reply in replies)]):
        raise Incomplete(_("This would come before what was said last."))
    return Turn(receipt, by, post, at, len(replies))


def _open(turn: Turn, title: str, work: Work, part_of: Item | None = None) -> Item:
    """Open an item in the ledger, and assign it where a day and a checker are given."""
    doer, checker, due = work.get("doer"), work.get("checker"), work.get("due")
    matter = turn.receipt.matter
    words = matter.decision.quotation if matter.decision else matter.meeting.title
    public = part_of.public if part_of else work.get("public", matter.meeting.public_at is not None)
    item = ledger.open_item(
        source=f"conveyance:{turn.receipt.code}",
        title=title,
        problem=work.get("problem") or words,
        unit=turn.receipt.unit,
        by=turn.by,
        at=turn.at,
        target=perhaps_said(work.get("target", ""), _("measurable target")),
        theme=work.get("theme", ""),
        kind="decision",
        public=public,
        parent=part_of,
    )
    if checker is not None:
        if due is None:
            raise Incomplete(_("To assign it at once, it needs a day by which."))
        doer = doer or turn.receipt.unit
        ledger.assign(item=item, doer=doer, checker=checker, due=due, by=turn.by, at=turn.at)
    return item


def _see_own(receipt: Receipt, item: Item) -> None:
    """Refuse an item that is not the unit's own or of a unit below, or that counts already."""
    units = [unit for unit in (item.unit, item.doer) if unit]
    if not any(unit.is_under(receipt.unit) for unit in units):
        raise Incomplete(_("This item is not one of your unit's, nor of one below it."))
    counted = Made.objects.filter(matter=receipt.matter, item=item).select_related("receipt__unit")
    if made := counted.first():
        raise NotNow(
            _("This item counts already, for %(unit)s. It is not counted twice.")
            % {"unit": made.receipt.unit}
        )


def _reply(
    turn: Turn, kind: Kind, note: str, items: Sequence[Item] = (), part_of: Item | None = None
) -> Reply:
    """Write the reply with its items, and say it in public where the meeting is."""
    receipt = turn.receipt
    reply = Reply.objects.create(
        receipt=receipt,
        number=turn.replies + 1,
        kind=kind,
        note=note,
        by=turn.by,
        post=turn.post,
        at=turn.at,
        on=turn.on,
    )
    Made.objects.bulk_create(
        Made(matter=receipt.matter, receipt=receipt, reply=reply, item=item, part_of=part_of)
        for item in items
    )
    sealing.tell(reply, receipt.matter.meeting)
    return reply
