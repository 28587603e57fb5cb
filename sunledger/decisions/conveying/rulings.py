"""What the sender says to “does not concern us”, and which meeting above a meeting conveyed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.decisions.conveying import rights, sealing
from sunledger.decisions.conveying.hold import hold
from sunledger.decisions.conveying.words import Kind
from sunledger.decisions.models import Above, Meeting, Reply, Ruling
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from sunledger.ledger.said import perhaps_said, said
from sunledger.units import access
from sunledger.units.models import Post, Power, User


@transaction.atomic
def rule(
    *, reply: Reply, accepted: bool, by: User, reason: str = "", at: datetime | None = None
) -> Ruling:
    """Accept that it does not concern the unit, or send it back with the reason."""
    at = at or timezone.now()
    hold(reply.receipt.matter)
    post = _sender(reply, by, at)
    if reply.kind != Kind.NOT_OURS:
        raise NotNow(_("Only “does not concern us” is decided by the sender."))
    if Ruling.objects.filter(reply=reply).exists():
        raise NotNow(_("This was decided already."))
    if at < reply.at:
        raise Incomplete(_("This would come before what was said last."))
    words = perhaps_said(reason, _("reason")) if accepted else said(reason, _("reason"))
    on = timezone.localdate(at)
    made = Ruling.objects.create(
        reply=reply, accepted=accepted, reason=words, by=by, post=post, at=at, on=on
    )
    sealing.tell(made, reply.receipt.matter.meeting)
    return made


def _sender(reply: Reply, by: User, at: datetime) -> Post:
    """Return the post by which a person decides for one of the senders, or refuse."""
    senders = [sending.sender for sending in reply.receipt.sendings.select_related("sender")]
    on = timezone.localdate(at)
    held = set(rights.own_units(by, rights.CONVEYS, on))
    mine = next((unit for unit in senders if unit.pk in held), senders[0])
    return rights.need(by, rights.CONVEYS, mine, on)


@transaction.atomic
def name_above(
    *,
    meeting: Meeting,
    by: User,
    above: Meeting | None = None,
    name: str = "",
    at: datetime | None = None,
) -> Above:
    """Say which meeting of a level above this one conveyed: one of the register, or its name."""
    at = at or timezone.now()
    meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update())
    if not access.may(by, Power.DECIDE, meeting.unit, timezone.localdate(at)):
        raise NotAllowed(_("Your post does not reach %(unit)s.") % {"unit": meeting.unit})
    if Above.objects.filter(meeting=meeting).exists():
        raise NotNow(_("It was said already which meeting this one conveyed."))
    if above is not None:
        _see_above(meeting, above)
    words = said(name or (above.title if above else ""), _("name of the meeting above"), 200)
    made = Above.objects.create(meeting=meeting, above=above, name=words, by=by, at=at)
    sealing.tell(made, meeting)
    return made


def _see_above(meeting: Meeting, above: Meeting) -> None:
    """Refuse a meeting that was not held further up, or was held later."""
    if meeting.unit_id == above.unit_id or not meeting.unit.is_under(above.unit):
        raise Incomplete(_("The meeting that is conveyed was held by a unit further up."))
    if above.held_on > meeting.held_on:
        raise Incomplete(_("A meeting conveys one that was held before it."))
