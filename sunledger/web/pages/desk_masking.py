"""One press on the page of a sheet that holds what is never public: it is taken with all masked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.problem import Refused
from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.models import Upload
from sunledger.units import access
from sunledger.units.models import Power
from sunledger.web.gates import desk, person, said


@desk
def upload_mask(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take the masked lines, and show them as the draft that they are now."""
    sheets = Upload.objects.select_related("unit", "batch")
    today = timezone.localdate()
    one = access.one(sheets, user=person(request), power=Power.ENTER, on=today, code=code)
    if request.method == "POST":
        try:
            batch = disclosure.take_masked(upload=one, by=person(request))
        except Refused as refusal:
            messages.error(request, said(refusal.problem))
        else:
            messages.success(request, _("All of it was masked. Look at it, then hand it on."))
            return redirect("desk_batch", code=batch.code)
    return redirect("desk_upload_one", code=code)
