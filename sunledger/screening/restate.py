"""What screening has said in public, said again from its rows, for `sunledger verify`."""

from collections.abc import Iterator
from typing import Any

from sunledger.screening.models import Switch
from sunledger.seal.verify import Restated

SWITCHED = "screen switched"


def switch_facts(switch: Switch) -> dict[str, Any]:
    """Return what is said of a decision on a screen: by a post, never by a person."""
    return {
        "switch": switch.code,
        "screen": switch.screen,
        "version": switch.version,
        "course": str(switch.course),
        "reason": switch.reason,
        "confirmed": switch.confirmed,
        "checked": switch.checked,
        "low": switch.low,
        "high": switch.high,
        "level": switch.level,
        "at": switch.at,
        "decided_by": switch.post.code if switch.post else "",
        "decided_by_unit": switch.post.unit.code if switch.post else "",
    }


def restated() -> Iterator[Restated]:
    """Give every decision on a screen, as its row tells it today."""
    rows = Switch.objects.select_related("post__unit").order_by("leaf")
    for switch in rows.iterator(2000):
        yield Restated(switch.leaf, SWITCHED, switch_facts(switch), str(switch))
