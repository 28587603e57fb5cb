"""Everything that changes meetings and their directives; an adopted one becomes an item."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.problem import shorten
from sunledger.decisions import facts
from sunledger.decisions.conveying.sealing import tell_all
from sunledger.decisions.copies_known import keep_prints
from sunledger.decisions.gate import hold_meeting, need, need_past
from sunledger.decisions.intake_checks import refuse_personal
from sunledger.decisions.models import Decision, Entry, Meeting, State
from sunledger.decisions.quotation import Place, as_kept, places
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.ledger.said import perhaps_said, said
from sunledger.seal import actions as seal
from sunledger.units.models import Unit, User

LONGEST_TEXT = 1_000_000
LONGEST_QUOTATION = 2_000
TITLE = 200


class Work(TypedDict, total=False):
    """What else is said of the item that a directive becomes."""

    needs: list[str] | tuple[str, ...]
    drive: str
    theme: str
    due: date | None  # a day that is past already: the item is overdue from the start


@transaction.atomic
def record_meeting(
    *,
    unit: Unit,
    title: str,
    held_on: date,
    text: str,
    by: User,
    at: datetime | None = None,
    boilerplate: Sequence[Sequence[int]] = (),
) -> Meeting:
    """Record a meeting with its words. They are kept as they are, and never change."""
    at = at or timezone.now()
    need(by, unit, at)
    need_past(held_on, at)
    refuse_personal(text)
    said(text, _("text"), limit=LONGEST_TEXT)
    meeting = Meeting.objects.create(
        unit=unit,
        title=said(title, _("title"), limit=TITLE),
        held_on=held_on,
        text=as_kept(text),
        by=by,
        recorded_at=at,
    )
    keep_prints(meeting, boilerplate)
    return meeting


@transaction.atomic
def propose(
    *,
    meeting: Meeting,
    quotation: str,
    owner: Unit,
    by: User,
    due: date | None = None,
    target: str = "",
    start: int | None = None,
) -> Decision:
    """Propose a directive on words of the meeting. `start` says which, where they stand twice."""
    hold_meeting(meeting, by)
    place = _place(meeting.text, said(quotation, _("quotation"), LONGEST_QUOTATION), start)
    taken = meeting.decisions.filter(start=place.start, end=place.end, owner=owner)
    if taken.exclude(state=State.REJECTED).exists():
        raise NotNow(_("This directive was proposed already for %(unit)s.") % {"unit": owner})
    return meeting.decisions.create(
        quotation=meeting.text[place.start : place.end],
        start=place.start,
        end=place.end,
        owner=owner,
        due=due,
        target=perhaps_said(target, _("target")),
        proposed_by=by,
    )


@transaction.atomic
def adopt(
    *,
    decision: Decision,
    by: User,
    doer: Unit | None = None,
    checker: Unit | None = None,
    title: str = "",
    at: datetime | None = None,
    **work: Unpack[Work],
) -> Item:
    """Make a directive an item of the ledger; with a checker it is assigned at once.

    The owner does the work, unless another doer is named.
    """
    at = at or timezone.now()
    _hold(decision, by, at)
    item = ledger.open_item(
        source=f"decision:{decision.code}",
        title=title or shorten(decision.quotation, TITLE),
        problem=decision.quotation,
        unit=decision.owner,
        by=by,
        at=at,
        target=decision.target,
        kind="decision",
        **work,
    )
    if checker is not None:
        due = _due(decision)
        doer = doer or decision.owner
        ledger.assign(item=item, doer=doer, checker=checker, due=due, by=by, at=at)
    decision.state, decision.item = State.ADOPTED, item.code
    _decide(decision, by, at)
    return item


@transaction.atomic
def reject(*, decision: Decision, reason: str, by: User, at: datetime | None = None) -> Decision:
    """Say that a directive is none, or not to be followed here, and why."""
    at = at or timezone.now()
    _hold(decision, by, at)
    decision.state, decision.reason = State.REJECTED, said(reason, _("reason"))
    return _decide(decision, by, at)


@transaction.atomic
def make_public(*, meeting: Meeting, by: User, at: datetime | None = None) -> Meeting:
    """Let the world read the meeting, and follow what was adopted; from then on it is fixed.

    Everything proposed is adopted or rejected first, so that what is said once stays true.
    """
    at = at or timezone.now()
    hold_meeting(meeting, by, at)
    left = meeting.decisions.filter(state=State.PROPOSED).count()
    left += Entry.objects.undecided().filter(meeting=meeting).count()
    if left:
        raise NotNow(
            _("%(count)s directives are still proposed. Adopt or reject each first.")
            % {"count": left}
        )
    codes = meeting.decisions.filter(state=State.ADOPTED).values("item")
    for item in Item.objects.filter(code__in=codes, public=False).still_open():
        ledger.show(item=item, by=by, at=at)
    meeting.public_at = at
    meeting.leaf = seal.say("decided", **facts.decided(meeting))
    meeting.save()
    tell_all(meeting)
    return meeting


def _due(decision: Decision) -> date:
    """Return the day by which, which an item that is assigned must have."""
    if decision.due is None:
        raise Incomplete(_("To assign it at once, the directive needs a day by which."))
    return decision.due


def _place(text: str, words: str, start: int | None) -> Place:
    """Return the one place where the words stand, or refuse."""
    found = [place for place in places(text, words) if start is None or place.start == start]
    if not found:
        raise Incomplete(
            _("These words do not stand in the text of the meeting. Copy them from it.")
        )
    if len(found) > 1:
        raise Incomplete(
            _("These words stand %(count)s times in the text. Quote more of them.")
            % {"count": len(found)}
        )
    return found[0]


def _hold(decision: Decision, by: User, at: datetime) -> None:
    """Hold the directive and its meeting; refuse once it was decided."""
    hold_meeting(decision.meeting, by, at)
    decision.refresh_from_db(from_queryset=Decision.objects.select_for_update())
    if decision.state != State.PROPOSED:
        raise NotNow(
            _("This directive is %(state)s already.") % {"state": decision.get_state_display()}
        )


def _decide(decision: Decision, by: User, at: datetime) -> Decision:
    """Write down who decided, and when."""
    decision.decided_by, decision.decided_at = by, at
    decision.save()
    return decision
