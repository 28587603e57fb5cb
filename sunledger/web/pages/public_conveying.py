"""How a decision of a public meeting went down, for everyone: units and posts, never persons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.decisions.models import Matter
from sunledger.ledger.models import Item
from sunledger.units.access import first
from sunledger.web.gates import public
from sunledger.web.pages.conveying_chain import Reader, context
from sunledger.web.pages.crumbs import Crumb


@public
def way_down(request: HttpRequest, code: str) -> HttpResponse:
    """Show who passed on what, when, and what each level made of it."""
    rows = Matter.objects.exclude(meeting__public_at=None)
    matter = first(rows.select_related("meeting__unit", "decision__owner"), code=code)
    reader = Reader(Item.objects.in_public(), timezone.localdate())
    meeting = matter.meeting
    crumbs = [
        Crumb(_("Meetings"), reverse("meetings")),
        Crumb(meeting.title, reverse("meeting", args=[meeting.code])),
        Crumb(_("The way down")),
    ]
    return render(request, "conveying.html", context(request, matter, reader) | {"crumbs": crumbs})
