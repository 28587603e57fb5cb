"""What ties an item to others, for its page: its whole, its parts, what it waits for, repeats."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext
from django.utils import timezone

from sunledger.ledger import gate, steps
from sunledger.ledger.models import Dependency, Item, ItemQuerySet, Outcome
from sunledger.web.gates import person

register = template.Library()
SHOWN = 30  # items of one kind


@register.inclusion_tag("parts/item_ties.html")
def public_ties(code: str) -> dict[str, Any]:
    """Return what ties an item to others that are public."""
    return _ties(code, Item.objects.in_public()) | {"to_item": "item", "to_programme": "programme"}


@register.inclusion_tag("parts/item_ties.html", takes_context=True)
def desk_ties(context: RequestContext, code: str) -> dict[str, Any]:
    """Return what ties an item to others that the person may see."""
    among = gate.visible_to(person(context["request"]), timezone.localdate())
    names = {"to_item": "desk_item", "to_programme": "desk_programme"}
    return _ties(code, among) | names


def _ties(code: str, among: ItemQuerySet) -> dict[str, Any]:
    """Return what ties an item to some others."""
    item = Item.objects.get(code=code)
    parts = among.filter(parent=item)
    ties = Dependency.objects.filter(lifted=None)
    done = parts.filter(state__in=steps.CLOSED).exclude(outcome=Outcome.NOT_DONE)
    return {
        "one": item,
        "whole": among.filter(parts=item).first(),
        "parts": list(parts.order_by("pk")[:SHOWN]),
        "parts_all": parts.count(),
        "parts_done": done.count(),
        "after": among.filter(pk__in=ties.filter(item=item).values("after"))[:SHOWN],
        "before": among.filter(pk__in=ties.filter(after=item).values("item"))[:SHOWN],
        "repeats": among.filter(repeated_by__item=item)[:SHOWN],
        "repeated": among.filter(repeats__of=item)[:SHOWN],
        "gates": item.gates.select_related("passed"),
    }
