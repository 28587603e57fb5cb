"""A meeting that was made public: its words, and how far each thing decided there is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.decisions.models import Meeting
from sunledger.decisions.progress import public_progress
from sunledger.units.access import first
from sunledger.web.gates import paged, public
from sunledger.web.pages.crumbs import Crumb


@public
def meetings(request: HttpRequest) -> HttpResponse:
    """Show the meetings that everyone can read."""
    rows = Meeting.objects.in_public().select_related("unit").defer("text")
    context = {
        "page": paged(request, rows),
        "crumbs": [Crumb(_("Drives"), reverse("drives")), Crumb(_("Meetings"))],
    }
    return render(request, "meetings.html", context)


@public
def meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Show a meeting's words and each directive with how far it is."""
    one = first(Meeting.objects.in_public().select_related("unit"), code=code)
    decided = public_progress(one, timezone.localdate())
    context = {
        "meeting": one,
        "decided": decided,
        "spans": [(each.start, each.end) for each in decided],
        "crumbs": [Crumb(_("Meetings"), reverse("meetings")), Crumb(one.title)],
    }
    return render(request, "meeting.html", context)
