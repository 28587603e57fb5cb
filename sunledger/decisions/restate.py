"""What this room has said in public, said again from its rows, for `sunledger verify`."""

from collections.abc import Iterator

from sunledger.decisions import facts
from sunledger.decisions.conveying import restate as conveying
from sunledger.decisions.models import Meeting
from sunledger.seal.verify import Restated


def restated() -> Iterator[Restated]:
    """Give every public meeting, and what was passed down from it, as the rows tell it today."""
    for meeting in Meeting.objects.in_public().select_related("unit").order_by("leaf"):
        yield Restated(
            leaf=meeting.leaf, what="decided", facts=facts.decided(meeting), label=str(meeting)
        )
    yield from conveying.restated()
