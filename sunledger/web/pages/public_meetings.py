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
from sunledger.web.pages.meeting_words import Marked, Words


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
    # Only what was sealed with the meeting: sources that came later are for the desk.
    parts = list(one.parts.filter(kept_at__lte=one.public_at).select_related("source"))
    marks = [Marked(at, each.start, each.end) for at, each in enumerate(decided, start=1)]
    grey = [span for part in parts if not part.is_copy for span in part.boilerplate]
    context = {
        "meeting": one,
        "decided": decided,
        "facts": next((part for part in parts if not part.is_copy), None),
        "sources": parts,
        "words": Words(one.text, marks, grey=grey).html("decision"),
        "crumbs": [Crumb(_("Meetings"), reverse("meetings")), Crumb(one.title)],
    }
    return render(request, "meeting.html", context)
