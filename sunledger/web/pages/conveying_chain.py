"""What the page of a way down shows, inside and in public: figures, levels, and rows in pages."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from sunledger.decisions.conveying import chain, figures, whither
from sunledger.decisions.conveying.figures import Level
from sunledger.decisions.conveying.standing import last_of
from sunledger.decisions.models import Above, Matter
from sunledger.ledger import clock
from sunledger.ledger.models import Item, ItemQuerySet
from sunledger.units.models import Unit
from sunledger.web.gates import paged

NAMED = 6  # of the units where it stopped; the others stand in the rows
SHOWN = {
    "reached": gettext_lazy("all that it reached"),
    "acknowledged": gettext_lazy("those that acknowledged"),
    "signed_late": gettext_lazy("those that acknowledged after their day"),
    "overdue": gettext_lazy("those that are overdue to acknowledge"),
    "passed": gettext_lazy("those that passed it on"),
    "with_items": gettext_lazy("those that made items of it"),
    "excused": gettext_lazy("those that it does not concern, as the sender agreed"),
    "asked": gettext_lazy("those that say it does not concern them"),
    "nothing": gettext_lazy("those that made nothing of it"),
    "late": gettext_lazy("those that made nothing of it though their day is past"),
    "stopped": gettext_lazy("those where it stopped"),
}


class Reader(NamedTuple):
    """Who looks: which items they may see, from which unit they look, and whether from inside."""

    items: ItemQuerySet
    on: date
    under: Unit | None = None
    inside: bool = False


def context(request: HttpRequest, matter: Matter, reader: Reader) -> dict[str, Any]:
    """Return what the page of a way down shows."""
    receipts = chain.on_the_way(matter, reader.under)
    parts = figures.levels(receipts, reader.on)
    show, level = asked_for(request, parts)
    found = chain.shown(receipts, reader.on, show)
    page = paged(request, found.filter(level=level) if level is not None else found)
    unit = matter.meeting.unit
    return {
        "matter": matter,
        "parts": parts,
        "all": figures.total(parts),
        "below": whither.beneath(reader.under or unit).count(),
        "show": show,
        "shown": SHOWN[show],
        "level": level,
        "narrowed": show != "reached" or level is not None,
        "page": page,
        "rows": chain.rows(page.object_list, reader.items, reader.on),
        "ends": ends(receipts, parts, reader),
        "up": chain.rows(way_up(matter, reader), reader.items, reader.on),
        "begun": matter.conveyances.filter(received=None).select_related("post", "by"),
        "own": own_item(matter, reader),
        "held": meetings_below(matter, reader),
        "above": Above.objects.filter(meeting=matter.meeting).select_related("above__unit").first(),
        "root": -unit.depth,  # the level of a unit, counted from where it began
        "inside": reader.inside,
        "under": reader.under,
        "on": reader.on,
    }


def asked_for(request: HttpRequest, parts: list[Level]) -> tuple[str, int | None]:
    """Return which rows the address asks for; what is not known is left out."""
    show, level = request.GET.get("show", ""), request.GET.get("level", "")
    known = {str(part.level): part.level for part in parts}
    return (show if show in SHOWN else "reached"), known.get(level)


def ends(receipts: QuerySet[Any], parts: list[Level], reader: Reader) -> list[chain.Row]:
    """Return the first units where it stopped, the deepest level first."""
    found: list[Any] = []
    for part in reversed(parts):
        if part.stopped and len(found) < NAMED:
            level = receipts.filter(level=part.level).order_by("pk")
            found += chain.shown(level, reader.on, "stopped")[: NAMED - len(found)]
    return chain.rows(found, reader.items, reader.on)


def way_up(matter: Matter, reader: Reader) -> QuerySet[Any] | list[Any]:
    """Return the receipts of the units above the one from which the reader looks."""
    if reader.under is None:
        return []
    return chain.shown(chain.way_up(matter, reader.under), reader.on)


def own_item(matter: Matter, reader: Reader) -> Any:
    """Return the item that the decision itself became, as far as this reader may see it."""
    if matter.decision is None:
        return None
    last = last_of(Item.objects.filter(code=matter.decision.item))
    found = Item.objects.filter(pk__in=last) & reader.items
    return clock.lit(found, reader.on).select_related("unit").first()


def meetings_below(matter: Matter, reader: Reader) -> dict[str, Any]:
    """Return the meetings that conveyed this one, the latest first, and how many are not shown."""
    named = Above.objects.filter(above=matter.meeting).select_related("meeting__unit")
    public = named.exclude(meeting__public_at=None)
    return {
        "count": named.count(),
        "public": [one.meeting for one in public.order_by("-meeting__held_on", "pk")[:NAMED]],
    }
