"""Tables and sheets as files, and the catalogue of all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sunledger import __version__
from sunledger.core.problem import Refused, gettext_noop
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.files import package
from sunledger.disclosure.lines import sums
from sunledger.disclosure.lines.asked import Asked, read
from sunledger.disclosure.lines.limit import within
from sunledger.seal import log
from sunledger.units import access
from sunledger.units.models import Unit
from sunledger.web.gates import public, sentence
from sunledger.web.pages import values
from sunledger.web.pages.public_records import public_batch
from sunledger.web.pages.public_tables import open_category, single
from sunledger.web.templatetags.sun import say

_PLACE = ("sort", "after", "before", "sum", "unit")
_TOO_MANY = gettext_noop(
    "A workbook holds at most %(most)s lines here, and these are more. Filter them, or take the "
    "CSV file or the Parquet file, which hold any number."
)


@public
def table_file(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """Hand out the lines of a category, those that the address asks for, as a file."""
    shape = open_category(code)
    given = single(request.GET)
    here = access.first(Unit.objects.all(), code=given["unit"]) if given.get("unit") else None
    kept = {part: text for part, text in given.items() if part not in _PLACE}
    return _file(request, name, lambda: read(kept, shape, here), f"{code}{_of(here)}")


@public
def sheet_file(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """Hand out a sheet as a file."""
    batch = public_batch(code)
    return _file(request, name, lambda: read({}, batch.shape, batch=batch), code)


@public
def data_catalogue(request: HttpRequest) -> HttpResponse:
    """Describe every table of the site by the DCAT standard, for other catalogues to take up."""
    site = request.build_absolute_uri(reverse("home"))
    shapes = []
    for shape in CATEGORIES.values():
        if shape.visibility == "public":
            page = request.build_absolute_uri(reverse("table", args=[shape.code]))
            shapes.append((shape, page, f"{page}files/"))
    content = package.catalogue(site, _("Sunledger"), shapes)
    return _json(content, "application/ld+json")


def _of(unit: Unit | None) -> str:
    return f"-{unit.code}" if unit else ""


def _file(request: HttpRequest, name: str, ask: Any, stem: str) -> HttpResponseBase:
    """Return a file, that nothing has changed since, or a sentence about what makes no sense."""
    if name not in {*package.KINDS, "datapackage.json"}:
        raise Http404
    try:
        asked = ask()
        if name == "lines.xlsx":
            _need_few(asked)
    except Refused as refused:
        return HttpResponse(sentence(refused), status=400, content_type="text/plain; charset=utf-8")
    if name == "datapackage.json":
        title = say(asked.shape.title)
        raw = f"raw.csv?{request.GET.urlencode()}".rstrip("?")
        return _json(package.data_package(asked.shape, stem, title, raw), "application/json")
    tag = _tag(request, name)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        answer: HttpResponseBase = HttpResponseNotModified()
    else:
        answer = StreamingHttpResponse(_content(name, asked), content_type=_kind(name))
        answer["Content-Disposition"] = f'attachment; filename="{stem}-{name}"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "public, max-age=0, must-revalidate"
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


def _need_few(asked: Asked) -> None:
    """Refuse more lines than a workbook is made of."""
    from sunledger.disclosure.files.others import EXCEL_ROWS

    with within():
        totals = sums.totals(asked)
    if totals.is_whole and totals.lines <= EXCEL_ROWS:
        return
    raise Refused(_TOO_MANY, most=f"{EXCEL_ROWS:,}")


def _content(name: str, asked: Asked) -> Iterator[bytes]:
    """Return the bytes of a file, portion by portion."""
    from sunledger.disclosure.files import csvfile, others
    from sunledger.disclosure.files.portions import portions

    found, shape = portions(asked), asked.shape
    if name == "raw.csv":
        return csvfile.raw(found, shape)
    if name == "spreadsheet.csv":
        return csvfile.for_spreadsheets(found, shape, headings(shape))
    if name == "lines.xlsx":
        return others.excel(found, shape, headings(shape))
    if name == "lines.parquet":
        return others.parquet(found, shape)
    return others.as_json(found, {"category": shape.code, "version": shape.version})


def headings(shape: Category) -> list[str]:
    """Return what stands over the columns of a file for people."""
    before = [_("Code"), _("Unit"), _("Unit's name"), _("Sheet"), _("Period"), _("Line")]
    fields = [values.heading(field, "") for field in shape.fields]
    return [*before, *fields, _("Currency"), _("Entry")]


def _tag(request: HttpRequest, name: str) -> str:
    """Return what changes whenever the file may: with the log, since all that is public is said.

    And with the day: what is kept for a time only ends on one.
    """
    said = [log.size(), timezone.localdate(), __version__, get_language(), name]
    whole = f"{request.get_full_path()} {said}"
    return f'W/"{sha256(whole.encode()).hexdigest()[:32]}"'


def _kind(name: str) -> str:
    kind = package.KINDS[name]
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _json(content: dict[str, Any], kind: str) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type=kind)
