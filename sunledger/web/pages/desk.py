"""My work: what waits for this person, in every room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sunledger.decisions.conveying.waiting import waiting_for as passed_down
from sunledger.disclosure.models import Batch, Upload, UploadState
from sunledger.disclosure.models import State as BatchState
from sunledger.jobs.models import Job
from sunledger.ledger import clock, gate, replies
from sunledger.ledger.numbers import Numbers
from sunledger.screening.models import Lead
from sunledger.units.access import held, within
from sunledger.units.models import Power
from sunledger.voices import gate as voices_gate
from sunledger.web.gates import desk, person
from sunledger.web.pages.desk_batches import waiting_for_review
from sunledger.web.pages.desk_corrections import to_decide
from sunledger.web.pages.desk_owed import owed_counts
from sunledger.web.pages.desk_owed import to_decide as exemptions_to_decide
from sunledger.web.pages.desk_questions import questions_waiting

SHOWN = 10  # of each kind; the lists themselves have the rest


@desk
def work(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person today."""
    user, today = person(request), timezone.localdate()
    items = Numbers(gate.waiting_kinds(user, today), "due")
    enters = within(user, Power.ENTER, today)
    drafts = Batch.objects.filter(enters, state__in=[BatchState.DRAFT, BatchState.RETURNED])
    reading = [UploadState.WAITING, UploadState.READING, UploadState.ASKED, UploadState.OFFERED]
    uploads = Upload.objects.filter(by=user, state__in=reading).defer("content")
    review, corrections = waiting_for_review(user), to_decide(user)
    leads = Lead.objects.open().filter(
        within(user, Power.SCREEN, today), stack__up_at__isnull=False
    )
    suggestions = voices_gate.waiting_for(user, today).select_related("unit")
    context = {
        "posts": held(user, today),
        "items": clock.pressed(items[:SHOWN], today),
        "items_count": len(items),
        "replies": replies.waiting_for(user, today)[:SHOWN],
        "review": review.select_related("unit")[:SHOWN],
        "review_count": review.count(),
        "drafts": drafts.select_related("unit")[:SHOWN],
        "uploads": uploads.select_related("unit")[:SHOWN],
        "corrections": corrections.select_related("record__batch__unit")[:SHOWN],
        "leads": leads.order_by("-weight", "pk").select_related("unit")[:3],
        "leads_count": leads.count(),
        "passed_down": passed_down(user, today),
        "suggestions": suggestions.order_by("answer_by", "pk")[:SHOWN],
        "suggestions_count": suggestions.count(),
        "owed": owed_counts(user),
        "exemptions_count": exemptions_to_decide(user).count(),
        "jobs": Job.objects.filter(by=user).open()[:SHOWN],
        **questions_waiting(user, today),
    }
    return render(request, "desk/work.html", context)
