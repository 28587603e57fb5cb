"""A unit's books as a file for other sites, and the proof of what came from one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse

from sunledger.disclosure.exchange import origin
from sunledger.disclosure.exchange.export import Wish, export
from sunledger.disclosure.models import PUBLIC, Batch, Record, Taken
from sunledger.disclosure.visibility import STRANGER, seen
from sunledger.units import access
from sunledger.units.models import Unit
from sunledger.web.gates import public


@public
def unit_books(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out the published books of a unit, to be checked or taken in elsewhere.

    `seen` says how many entries of the log the receiver has seen already.
    """
    unit = access.first(Unit.objects.all(), code=code)
    asked = request.GET.get("seen", "")
    seen_before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 18 else 0
    content = export(Wish(unit, seen=seen_before))
    answer = StreamingHttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="books-{unit.code}.zip"'
    return answer


@public
def sheet_origin(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out the proof that a sheet was published at another site."""
    shown = Batch.objects.filter(seen(STRANGER), state__in=PUBLIC)
    return _proof(origin.of_sheet(access.first(shown, code=code)))


@public
def record_origin(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out the proof that a line was published at another site."""
    shown = Record.objects.public().filter(seen(STRANGER, "batch__"))
    return _proof(origin.of_record(access.first(shown, code=code)))


def _proof(taken: Taken | None) -> HttpResponseBase:
    if taken is None:
        raise access.NotFound
    content: dict[str, Any] = origin.proof(taken)
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="entry-{taken.entry}.json"'
    return answer
