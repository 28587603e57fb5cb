"""A unit's works and purchases as others read them: releases of the Open Contracting standard."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from sunledger.screening.contracting.writing import NothingPublished, Wish, written
from sunledger.units import access
from sunledger.units.models import Unit
from sunledger.web.gates import public


@public
def unit_file(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out what a unit published of works and purchases, as a package of releases."""
    unit = access.first(Unit.objects.all(), code=code)
    address = request.build_absolute_uri(reverse("unit_contracting", args=[unit.code]))
    wish = Wish(
        units=Unit.objects.filter(pk=unit.pk),
        prefix=settings.SUNLEDGER_OCDS_PREFIX,
        site=request.build_absolute_uri("/"),
        uri=address,
        publisher=unit.name,
        zone=timezone.get_current_timezone(),
        at=timezone.now(),
    )
    try:
        text = written(wish, "releases")
    except NothingPublished:
        raise Http404 from None
    answer = StreamingHttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="contracting-{unit.code}.json"'
    return answer
