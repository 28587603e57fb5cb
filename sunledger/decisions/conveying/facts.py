"""What is said in public of a public meeting's way down, and said again to check it."""

from typing import Any

from sunledger.decisions.models import Above, Acknowledgement, Conveyance, Matter, Reply, Ruling


def conveyed(one: Conveyance) -> dict[str, Any]:
    """Return the facts of a conveyance: who sent what to whom, and by when they are to act."""
    return {
        "conveyance": one.code,
        **_matter(one.matter),
        "unit": one.unit.code,
        "post": one.post.code,
        "received": one.received.code if one.received else None,
        "at": one.at,
        "acknowledge_by": one.acknowledge_by,
        "answer_by": one.answer_by,
        "whom": one.whom,
        "group": one.group,
        "note": one.note,
        "to": sorted(one.sendings.values_list("receipt__unit__code", flat=True)),
    }


def acknowledged(one: Acknowledgement) -> dict[str, Any]:
    """Return the facts of an acknowledgement."""
    return {
        "receipt": one.receipt.code,
        **_matter(one.receipt.matter),
        "unit": one.receipt.unit.code,
        "post": one.post.code,
        "at": one.at,
    }


def replied(one: Reply) -> dict[str, Any]:
    """Return the facts of a reply; an item is named by its code, which says nothing by itself."""
    return {
        "reply": one.code,
        "receipt": one.receipt.code,
        "unit": one.receipt.unit.code,
        "post": one.post.code,
        "at": one.at,
        "number": one.number,
        "kind": one.kind,
        "note": one.note,
        "items": [made.item.code for made in one.items.all()],
    }


def ruled(one: Ruling) -> dict[str, Any]:
    """Return the facts of what the sender decided."""
    return {
        "reply": one.reply.code,
        "post": one.post.code,
        "at": one.at,
        "accepted": one.accepted,
        "reason": one.reason,
    }


def conveys(one: Above) -> dict[str, Any]:
    """Return the facts of a meeting that conveyed another."""
    return {
        "meeting": one.meeting.code,
        "above": one.above.code if one.above else None,
        "name": one.name,
        "at": one.at,
    }


def _matter(matter: Matter) -> dict[str, Any]:
    return {
        "meeting": matter.meeting.code,
        "decision": matter.decision.code if matter.decision else None,
    }
