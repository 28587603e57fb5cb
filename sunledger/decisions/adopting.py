"""All that is confirmed goes into the ledger, in one transaction or not at all."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.problem import shorten
from sunledger.decisions import actions
from sunledger.decisions.copies_known import twins
from sunledger.decisions.entries import owners_of
from sunledger.decisions.models import Entry, EntryState, Meeting, Recurs
from sunledger.decisions.turns import Turn
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Incomplete, Refused
from sunledger.units.models import Unit, User


class Opened(NamedTuple):
    """What was opened, and the entries that wait for a word on their day."""

    items: list[Item]
    late: list[Entry]


def open_confirmed(
    *, meeting: Meeting, by: User, checker: Unit | None = None, at: datetime | None = None
) -> Opened:
    """Open an item for each owner of each confirmed entry; with a checker and a day, assign it.

    No item is assigned for a day that is past unless a person kept that day: such entries stay
    confirmed and wait, and the others are opened.
    """
    with Turn(meeting, "adopt", by, at) as turn:
        ready = list(meeting.entries.filter(state=EntryState.CONFIRMED))
        if not ready:
            raise Incomplete(_("Nothing is confirmed yet. Confirm a task first."))
        on = timezone.localdate(turn.at)
        late = [entry for entry in ready if checker and is_past(entry, on) and not entry.is_late]
        held = [turn.entry(entry, None) for entry in ready if entry not in late]
        return Opened([item for entry in held for item in _adopted(turn, entry, checker)], late)


def adopt_confirmed(
    *, meeting: Meeting, by: User, checker: Unit | None = None, at: datetime | None = None
) -> list[Item]:
    """Open what `open_confirmed` opens, and return the items."""
    return open_confirmed(meeting=meeting, by=by, checker=checker, at=at).items


def is_past(entry: Entry, on: date) -> bool:
    """Whether the day by which is over before the item is opened."""
    return entry.due is not None and entry.due < on


def _adopted(turn: Turn, entry: Entry, checker: Unit | None) -> list[Item]:
    """Open the items of one entry; a refusal says which entry it is about."""
    try:
        if not entry.is_new and twins([entry]):
            raise Incomplete(_("The ledger has this already. Say whether it is the same, or new."))
        made = [_item(turn, entry, owner, checker) for owner in owners_of(entry)]
    except Refused as refusal:
        sentence = f"“{shorten(entry.quotation)}”: {refusal}"
        raise type(refusal)(sentence) from refusal
    # The units stand with the entry; their common name may be forgotten one day.
    entry.state, entry.group = EntryState.ADOPTED, None
    turn.save(entry)
    return made


def _item(turn: Turn, entry: Entry, owner: Unit, checker: Unit | None) -> Item:
    """Adopt an entry for one of its owners."""
    decision = actions.propose(
        meeting=turn.meeting,
        quotation=entry.quotation,
        start=entry.start,
        owner=owner,
        due=entry.due,
        target=target_of(entry),
        by=turn.by,
    )
    entry.decisions.add(decision)
    may_check = checker if entry.due and checker != owner else None
    work: actions.Work = {"theme": entry.theme}
    if entry.is_late:
        work["due"] = entry.due
    return actions.adopt(decision=decision, checker=may_check, by=turn.by, at=turn.at, **work)


def target_of(entry: Entry) -> str:
    """Return what it aims at, and how often it is due again."""
    often = str(Recurs(entry.recurs).label) if entry.recurs else ""
    return "; ".join(filter(None, (often, entry.target)))
