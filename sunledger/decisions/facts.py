"""What is said in public when a meeting is made public, and said again to check it."""

from hashlib import sha256
from typing import Any

from sunledger.decisions.models import Decision, Meeting, State


def decided(meeting: Meeting) -> dict[str, Any]:
    """Return the facts of a meeting: its words by their hash, and each directive with its place."""
    adopted = meeting.decisions.filter(state=State.ADOPTED).select_related("owner")
    kept = meeting.parts.filter(kept_at__lte=meeting.public_at).select_related("source")
    # A meeting that was typed in before there were sources was said without any.
    sources = {"sources": [part.source.sha256 for part in kept]} if kept else {}
    return sources | {
        "meeting": meeting.code,
        "unit": meeting.unit.code,
        "title": meeting.title,
        "held": meeting.held_on,
        "text_sha256": sha256(meeting.text.encode()).hexdigest(),
        "decisions": [_directive(decision) for decision in adopted],
    }


def _directive(decision: Decision) -> dict[str, Any]:
    """Return one directive as it is said."""
    return {
        "decision": decision.code,
        "quotation": decision.quotation,
        "start": decision.start,
        "end": decision.end,
        "owner": decision.owner.code,
        "due": decision.due,
        "target": decision.target,
        "item": decision.item,
    }
