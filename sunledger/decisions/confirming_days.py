"""A day that is past before the item is opened: kept as it is, or another is written.

Old readouts name days that are over. The day was decided, so a person may keep it: the item is
then opened with that day, and is overdue from the start. Nothing does so by itself.
"""

from typing import Unpack

from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.decisions.adopting import is_past
from sunledger.decisions.confirming import Who
from sunledger.decisions.models import Entry
from sunledger.decisions.turns import Turn
from sunledger.ledger.refusals import NotNow
from sunledger.units.models import User


def keep_day(*, entry: Entry, by: User, **who: Unpack[Who]) -> Entry:
    """Keep a day that is past: what comes of the entry is overdue from the start."""
    with Turn(entry.meeting, "keep-day", by, who.get("at")) as turn:
        held = turn.entry(entry, who.get("turn"))
        if not held.is_undecided:
            raise NotNow(
                _("This directive is %(state)s. Take it back first.")
                % {"state": held.get_state_display()}
            )
        if not is_past(held, timezone.localdate(turn.at)):
            raise NotNow(_("This day is not past."))
        held.is_late = held.due_seen = True
        return turn.save(held)
