"""Passing a decision down: the unit whose meeting it was begins, each unit below goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.decisions.conveying import rights, sealing, terms, whither
from sunledger.decisions.conveying.hold import hold
from sunledger.decisions.conveying.terms import Terms, Wish
from sunledger.decisions.conveying.whither import Whither
from sunledger.decisions.conveying.words import Whom
from sunledger.decisions.models import (
    Conveyance,
    Decision,
    Matter,
    Meeting,
    Receipt,
    Sending,
    State,
)
from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.ledger.said import perhaps_said
from sunledger.units.models import Post, Unit, User

AT_ONCE = 1000  # rows a statement


@dataclass(frozen=True)
class Turn:
    """A unit about to pass something on: by whom, by which post, when, and with which words."""

    unit: Unit
    received: Receipt | None
    by: User
    post: Post
    at: datetime
    note: str

    @property
    def on(self) -> date:
        """Return the day."""
        return timezone.localdate(self.at)

    @property
    def level(self) -> int:
        """Return how deep the sender stands."""
        return self.received.level if self.received else self.unit.depth


@transaction.atomic
def convey(
    *,
    meeting: Meeting,
    to: Whither,
    by: User,
    decisions: Sequence[Decision] = (),
    wish: Wish = Wish(),  # noqa: B008 - it never changes
    note: str = "",
    at: datetime | None = None,
) -> list[Conveyance]:
    """Send decisions of a meeting down, each on its way of its own; none means the whole meeting.

    Only what was adopted goes down: what is merely proposed may be struck tomorrow.
    """
    meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update())
    turn = _turn(meeting.unit, None, by, note, at)
    if turn.on < meeting.held_on:
        raise Incomplete(_("This would come before the meeting."))
    matters = [_matter(meeting, decision) for decision in decisions or (None,)]
    return [_send(turn, matter, to, terms.agreed(wish, None, turn.on)) for matter in matters]


@transaction.atomic
def pass_on(
    *,
    receipt: Receipt,
    to: Whither,
    by: User,
    wish: Wish = Wish(),  # noqa: B008 - it never changes
    note: str = "",
    at: datetime | None = None,
) -> Conveyance:
    """Pass on what was received and acknowledged. That alone achieves nothing, and is shown so."""
    turn = _turn(receipt.unit, receipt, by, note, at)
    taken = getattr(receipt, "acknowledgement", None)
    if taken is None:
        raise NotNow(_("Acknowledge it before you pass it on."))
    if turn.at < taken.at:
        raise Incomplete(_("This would come before it was acknowledged."))
    return _send(turn, receipt.matter, to, terms.agreed(wish, receipt, turn.on))


def _turn(unit: Unit, received: Receipt | None, by: User, note: str, at: datetime | None) -> Turn:
    """Return the sender's turn, if the person may act for the unit."""
    at = at or timezone.now()
    post = rights.need(by, rights.CONVEYS, unit, timezone.localdate(at))
    return Turn(unit, received, by, post, at, perhaps_said(note, _("what to look to")))


def _matter(meeting: Meeting, decision: Decision | None) -> Matter:
    """Return what goes down, the same each time."""
    if decision is not None and decision.meeting_id != meeting.pk:
        raise Incomplete(_("This directive is another meeting's."))
    if decision is not None and decision.state != State.ADOPTED:
        raise NotNow(_("Only what was adopted is passed down. Adopt or reject it first."))
    return Matter.objects.get_or_create(meeting=meeting, decision=decision)[0]


def _send(turn: Turn, matter: Matter, to: Whither, by_when: Terms) -> Conveyance:
    """Send a matter to units below, to each once, while nobody else moves it."""
    hold(matter)
    whither.check(turn.unit, to)
    units = _not_yet(turn, matter, to)
    conveyance = Conveyance.objects.create(
        matter=matter,
        unit=turn.unit,
        received=turn.received,
        level=turn.level,
        post=turn.post,
        by=turn.by,
        at=turn.at,
        on=turn.on,
        whom=to.whom,
        group=to.group,
        note=turn.note,
        **by_when._asdict(),
    )
    receipts = _receipts(conveyance, units)
    Sending.objects.bulk_create(
        (Sending(conveyance=conveyance, receipt=one, sender=turn.unit) for one in receipts),
        AT_ONCE,
    )
    sealing.tell(conveyance, matter.meeting)
    return conveyance


def _not_yet(turn: Turn, matter: Matter, to: Whither) -> list[Unit]:
    """Return the units that do not have it from this sender; one named twice is refused."""
    sent = Sending.objects.filter(sender=turn.unit, receipt__matter=matter)
    have = set(sent.values_list("receipt__unit_id", flat=True))
    units = {unit.pk: unit for unit in to.units if unit.pk not in have}
    again = next((unit for unit in to.units if unit.pk in have), None)
    if again is not None and (to.whom == Whom.CHOSEN or not units):
        raise NotNow(
            _("%(unit)s has it from %(sender)s already. The same thing is not sent twice.")
            % {"unit": again, "sender": turn.unit}
        )
    return list(units.values())


def _receipts(conveyance: Conveyance, units: Sequence[Unit]) -> list[Receipt]:
    """Return the receipts of the units: those that had it from another sender keep their days."""
    known = {one.unit_id: one for one in _known(conveyance.matter, units)}
    for unit in units:
        level = known[unit.pk].level if unit.pk in known else unit.depth
        if level <= conveyance.level:
            raise NotNow(
                _("%(unit)s had it at a level no deeper than yours. It is not sent round.")
                % {"unit": unit}
            )
    new = [_receipt(conveyance, unit) for unit in units if unit.pk not in known]
    return [*known.values(), *Receipt.objects.bulk_create(new, AT_ONCE)]


def _known(matter: Matter, units: Sequence[Unit]) -> list[Receipt]:
    """Return the receipts that some of the units have already; asked for in parts, however many."""
    parts = (units[start : start + AT_ONCE] for start in range(0, len(units), AT_ONCE))
    return [one for part in parts for one in matter.receipts.filter(unit__in=part)]


def _receipt(conveyance: Conveyance, unit: Unit) -> Receipt:
    """Return the receipt of a unit that has the matter for the first time."""
    return Receipt(
        matter=conveyance.matter,
        unit=unit,
        level=unit.depth,
        on=conveyance.on,
        acknowledge_by=conveyance.acknowledge_by,
        answer_by=conveyance.answer_by,
    )
