"""One act at a time on what goes down from a meeting."""

from sunledger.decisions.models import Matter, Meeting


def hold(matter: Matter) -> None:
    """Hold the matter's meeting until the transaction ends, and know whether it is public.

    It is the meeting that is held, so that what is done while somebody makes it public is said
    too, and said once.
    """
    matter.meeting = Meeting.objects.select_for_update().get(pk=matter.meeting_id)
