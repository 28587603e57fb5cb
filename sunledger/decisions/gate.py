"""Who may decide on a meeting, and holding it while that is done."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.decisions.models import Meeting
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from sunledger.units import access
from sunledger.units.models import Power, Unit, User


def need(by: User, unit: Unit, at: datetime | None) -> None:
    """Refuse a person who may not decide for the unit."""
    if not access.may(by, Power.DECIDE, unit, timezone.localdate(at)):
        raise NotAllowed(
            _("You hold no post for %(unit)s that may %(power)s.")
            % {"unit": unit, "power": Power.DECIDE.label}
        )


def hold_meeting(meeting: Meeting, by: User, at: datetime | None = None) -> None:
    """Hold the meeting until the transaction ends; refuse once it is public."""
    meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update())
    need(by, meeting.unit, at)
    if meeting.public_at is not None:
        raise NotNow(_("This meeting is public, and what was made of it stands."))


def need_past(held_on: date, at: datetime) -> None:
    """Refuse the day of a meeting that is still to come."""
    if held_on > timezone.localdate(at):
        raise Incomplete(_("Day of the meeting: %(day)s is still to come.") % {"day": held_on})
