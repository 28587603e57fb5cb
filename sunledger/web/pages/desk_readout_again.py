"""What is due again on the page of a meeting: one press opens the item of the next period."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sunledger.decisions import entries_again
from sunledger.decisions.models import Decision, Meeting
from sunledger.ledger.refusals import Incomplete
from sunledger.units.access import first
from sunledger.units.models import User
from sunledger.web.forms import DayField


def open_next(meeting: Meeting, by: User, given: Any) -> str:
    """Open the next item of a directive; return the sentence that says so."""
    rows = Decision.objects.filter(meeting=meeting).select_related("meeting", "owner")
    decision = first(rows, code=str(given.get("decision", "")))
    due = DayField(required=False).clean(str(given.get("day", "")))
    if due is None:
        raise Incomplete(_("Nothing was done: press one of the buttons."))
    entries_again.open_next(decision=decision, due=due, by=by)
    return _("Opened: the next item stands in the ledger.")
