"""One act of the confirming page: the meeting held, what is touched written down, so it is undone.

A meeting's acts stand in a row. Undoing takes the last one that touches nothing a later act
touched, and nothing that was adopted; entries are never deleted, they become others.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.decisions.gate import hold_meeting
from sunledger.decisions.models import Act, Entry, EntryState, Meeting
from sunledger.ledger.refusals import Conflict, NotNow
from sunledger.units.models import User

_PLAIN = (
    "quotation",
    "start",
    "end",
    "kind",
    "state",
    "owner_text",
    "owner_how",
    "group_id",
    "owner_seen",
    "due_text",
    "recurs",
    "due_seen",
    "is_late",
    "target",
    "theme",
    "reason",
    "is_new",
    "same_as_id",
)


class Turn:
    """An act while it is done; use it with `with`, in one transaction."""

    def __init__(self, meeting: Meeting, do: str, by: User, at: datetime | None) -> None:
        self.meeting, self.do, self.by = meeting, do, by
        self.at = at or timezone.now()
        self.was: dict[str, Any] = {}
        self._atomic = transaction.atomic()

    def __enter__(self) -> Self:
        """Hold the meeting, or refuse."""
        self._atomic.__enter__()
        try:
            hold_meeting(self.meeting, self.by, self.at)
        except BaseException as error:
            self._atomic.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        """Write the act down, unless it was refused."""
        if kind is None and self.was:
            Act.objects.create(
                meeting=self.meeting, do=self.do, was=self.was, by=self.by, at=self.at
            )
        self._atomic.__exit__(kind, error, trace)

    def entry(self, entry: Entry, turn: int | None) -> Entry:
        """Return the entry as it is now; refuse one that was adopted, or changed meanwhile."""
        held = Entry.objects.select_for_update().get(pk=entry.pk, meeting=self.meeting)
        if turn is not None and held.turn != turn:
            raise Conflict(_("Somebody changed this entry meanwhile. Look at it again."))
        if held.state in (EntryState.ADOPTED, EntryState.GONE):
            raise NotNow(
                _("This directive is %(state)s already.") % {"state": held.get_state_display()}
            )
        self.was.setdefault(held.code, snapshot(held))
        return held

    def save(self, entry: Entry) -> Entry:
        """Write an entry that was touched."""
        entry.turn += 1
        entry.by = self.by
        entry.save()
        return entry

    def add(self, entry: Entry) -> Entry:
        """Write a new entry."""
        entry.by = self.by
        entry.save(force_insert=True)
        self.was[entry.code] = None
        return entry


def snapshot(entry: Entry) -> dict[str, Any]:
    """Return all that an act may change, as plain data."""
    return {name: getattr(entry, name) for name in _PLAIN} | {
        "due": entry.due and entry.due.isoformat(),
        "owners": sorted(entry.owners.values_list("pk", flat=True)),
        "proposals": sorted(entry.proposals.values_list("pk", flat=True)),
    }


def undo(*, meeting: Meeting, by: User, at: datetime | None = None) -> Act:
    """Take the last act back that can be; say so where there is none."""
    at = at or timezone.now()
    with transaction.atomic():
        hold_meeting(meeting, by, at)
        act = undoable(meeting)
        if act is None:
            raise NotNow(_("There is nothing to take back. What was adopted stands."))
        for entry in Entry.objects.select_for_update().filter(code__in=list(act.was)):
            _restore(entry, act.was[entry.code], by)
        act.undone_at = at
        act.save(update_fields=["undone_at"])
    return act


def undoable(meeting: Meeting) -> Act | None:
    """Return the act that would be taken back next."""
    adopted = meeting.entries.filter(state=EntryState.ADOPTED)
    touched = set(adopted.values_list("code", flat=True))
    for act in meeting.acts.filter(undone_at=None).order_by("-pk"):
        if touched.isdisjoint(act.was):
            return act
        touched |= set(act.was)
    return None


def _restore(entry: Entry, was: dict[str, Any] | None, by: User) -> None:
    """Make an entry what it was; one that the act made becomes nothing."""
    entry.turn += 1
    entry.by = by
    if was is None:
        entry.state = EntryState.GONE
        entry.save()
        entry.proposals.clear()
        return
    for name in _PLAIN:
        if name in was:  # an act of an older version knew fewer
            setattr(entry, name, was[name])
    entry.due = date.fromisoformat(was["due"]) if was["due"] else None
    entry.save()
    entry.owners.set(was["owners"])
    entry.proposals.set(was["proposals"])
