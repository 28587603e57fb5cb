"""All that is confirmed goes into the ledger, in one transaction or not at all."""

from datetime import datetime

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


def adopt_confirmed(
    *, meeting: Meeting, by: User, checker: Unit | None = None, at: datetime | None = None
) -> list[Item]:
    """Open an item for each owner of each confirmed entry; with a checker and a day, assign it."""
    with Turn(meeting, "adopt", by, at) as turn:
        ready = list(meeting.entries.filter(state=EntryState.CONFIRMED))
        if not ready:
            raise Incomplete(_("Nothing is confirmed yet. Confirm a task first."))
        held = [turn.entry(entry, None) for entry in ready]
        return [item for entry in held for item in _adopted(turn, entry, checker)]


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
    return actions.adopt(
        decision=decision, checker=may_check, theme=entry.theme, by=turn.by, at=turn.at
    )


def target_of(entry: Entry) -> str:
    """Return what it aims at, and how often it is due again."""
    often = str(Recurs(entry.recurs).label) if entry.recurs else ""
    return "; ".join(filter(None, (often, entry.target)))
