"""What is due again and again: once an item is closed, that of the next period can be opened.

Nothing opens by itself. A person sees what is due next and opens it; each period has one item, in
order, and none is passed over.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.problem import shorten
from sunledger.core.spans import months_after
from sunledger.decisions import actions
from sunledger.decisions.entries import MONTHS
from sunledger.decisions.gate import need
from sunledger.decisions.models import Decision, Entry, EntryState, Meeting, Recurs
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Conflict, NotNow
from sunledger.ledger.steps import ENDED
from sunledger.units.models import User


@dataclass(frozen=True)
class Again:
    """A directive that is due again, its last item, and the day by which the next is due."""

    decision: Decision
    often: str
    last: Item
    due: date

    @property
    def is_next(self) -> bool:
        """Whether the last item has ended here, so that the next may be opened."""
        return self.last.state in ENDED


def due_again(meeting: Meeting) -> list[Again]:
    """Return what is due again, in the order of the text."""
    rows = meeting.entries.filter(state=EntryState.ADOPTED).exclude(recurs="")
    found = (
        _again(entry, decision)
        for entry in rows.exclude(due=None).prefetch_related("decisions__owner")
        for decision in entry.decisions.all()
    )
    return [one for one in found if one is not None]


@transaction.atomic
def open_next(*, decision: Decision, due: date, by: User, at: datetime | None = None) -> Item:
    """Open the item of the next period; `due` is its day, as the person saw it."""
    at = at or timezone.now()
    meeting = decision.meeting
    need(by, meeting.unit, at)
    # Two who press at once come here one after the other, and the second finds another day.
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    entry = decision.entries.filter(state=EntryState.ADOPTED).exclude(recurs="").first()
    again = _again(entry, decision) if entry else None
    if entry is None or again is None:
        raise NotNow(_("This directive is not due again."))
    if again.due != due:
        raise Conflict(_("The item for %(day)s was opened already.") % {"day": due})
    if not again.is_next:
        raise NotNow(_("The item before it is not closed yet. Close it first."))
    item = ledger.open_item(
        source=f"decision:{decision.code}",
        title=shorten(decision.quotation, actions.TITLE),
        problem=decision.quotation,
        unit=decision.owner,
        by=by,
        at=at,
        target=decision.target,
        theme=entry.theme,
        kind="decision",
        due=due,
    )
    return ledger.show(item=item, by=by, at=at) if meeting.public_at else item


def later(due: date, recurs: Recurs | str, times: int) -> date:
    """Return the day so many periods later; the last day of a month stays the last."""
    if recurs == Recurs.WEEK:
        return due + timedelta(weeks=times)
    then = months_after(due, MONTHS[Recurs(recurs)] * times)
    is_last = due.day == _last_day(due)
    return then.replace(day=_last_day(then)) if is_last else then


def _last_day(day: date) -> int:
    """Return how many days the month of a day has."""
    return monthrange(day.year, day.month)[1]


def _again(entry: Entry, decision: Decision) -> Again | None:
    """Return when a directive is due again; what was opened anew counts for its own period."""
    items = list(
        Item.objects.filter(source=f"decision:{decision.code}", reopens=None).order_by("pk")
    )
    if not items or entry.due is None:
        return None
    last = items[-1]
    while anew := last.followed_by.order_by("-pk").first():
        last = anew
    often = str(Recurs(entry.recurs).label)
    return Again(decision, often, last, later(entry.due, entry.recurs, len(items)))
