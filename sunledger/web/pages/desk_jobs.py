"""Long work as a page shows it: how far it is, and stopping it or taking it up again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job, State
from sunledger.screening import proposing, samelooking
from sunledger.units.access import first
from sunledger.units.models import Power
from sunledger.web import linkedsite
from sunledger.web.gates import desk, worker_with
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.templatetags.sun import job_words

ACTIONS = {"stop": jobs.stop, "take_up": jobs.take_up}


@desk
def job(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a job of one's own; stop it, or take it up again."""
    user = worker_with(request, *Power)  # whoever was relieved has no work here any more
    mine = first(Job.objects.filter(by=user), code=code)
    if request.method == "POST" and (action := ACTIONS.get(request.POST.get("do", ""))):
        try:
            action(job=mine)
        except jobs.NotNow as refusal:
            messages.error(request, str(refusal))
        return redirect("desk_job", code=code)
    context = {"job": mine, "crumbs": [Crumb(_("Work in the background")), Crumb(job_words(mine))]}
    return render(request, "desk/job.html", context | {"shown": shown(mine), "came": came(mine)})


def came(job: Job) -> dict[str, str]:
    """Return in words what came of a job, and where that stands; of many that stands elsewhere."""
    if job.state != State.DONE:
        return {}
    links = reverse("desk_links")
    if job.work == proposing.WORK and "changed" in job.result:
        return {"words": linkedsite.told(job.result), "address": links}
    if job.work == samelooking.WORK:
        changed = job.result.get("changed", 0)
        words = _("Of %(changed)s decisions something has changed since in the tables.")
        return {"words": words % {"changed": changed}, "address": f"{links}?state=changed"}
    return {}


def shown(job: Job) -> dict[str, bool]:
    """Return which buttons the job's state leaves."""
    return {
        "waits": not job.has_ended,
        "stop": not job.has_ended and not job.stop_asked,
        "take_up": job.state in (State.FAILED, State.STOPPED),
    }
