"""A programme as a file: Excel, CSV, JSON with its figures, and a calendar."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sunledger.ledger.clock import Light
from sunledger.ledger.models import Item
from sunledger.ledger.programme.export import rows
from sunledger.ledger.programme.tree import Programme
from sunledger.web import calendarfile
from sunledger.web.pages.downloads import harmless

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
}


def answer(
    request: HttpRequest, shown: Programme, title: str, kind: str, *, inside: bool = False
) -> HttpResponse:
    """Return a programme as a file of a kind, to be saved."""
    if kind not in TYPES:
        raise Http404
    if kind == "ics":
        content = _calendar(request, shown, title, inside)
    else:
        content = {"xlsx": _workbook, "csv": _csv, "json": _json}[kind](shown, title)
    response = HttpResponse(content, content_type=TYPES[kind])
    saved = content_disposition_header(as_attachment=True, filename=f"{title[:60]}.{kind}")
    response.headers["Content-Disposition"] = saved or "attachment"
    return response


def _json(shown: Programme, title: str) -> bytes:
    """Return every item with all that its figures stand on."""
    told = {"title": title, "on": shown.on.isoformat(), "items": list(rows(shown))}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _csv(shown: Programme, title: str) -> bytes:
    """Return the items as lines of text, every value as it is."""
    text = io.StringIO(newline="")
    lines = list(rows(shown))
    writer = csv.DictWriter(text, fieldnames=list(lines[0]) if lines else ["code"])
    writer.writeheader()
    writer.writerows({name: _flat(value) for name, value in line.items()} for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _flat(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list) else value


def _headings() -> dict[str, str]:
    """Return the columns of the workbook with their names."""
    return {
        "number": _("Number"),
        "title": _("Task"),
        "unit_name": _("Unit"),
        "state": _("State"),
        "light": _("Light"),
        "starts": _("Start"),
        "due": _("Due"),
        "begins": _("Expected from"),
        "ends": _("Expected to"),
        "slack": _("Room in working days"),
        "critical": _("Decides the end"),
        "late": _("Late by working days"),
        "after": _("After"),
        "done": _("Done"),
        "of": _("Of"),
    }


def _workbook(shown: Programme, title: str) -> bytes:
    """Return the items as a sheet, parts grouped under their wholes."""
    held = io.BytesIO()
    headings = _headings()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as workbook:
        page = workbook.add_worksheet(_("Programme"))
        bold = workbook.add_format({"bold": True, "bottom": 1})
        page.write_row(0, 0, headings.values(), bold)
        page.freeze_panes(1, 2)
        page.set_column(1, 1, 48)
        page.set_column(2, 2, 18)
        page.set_column(3, len(headings) - 1, 12)
        for place, line in enumerate(_lines(shown), start=1):
            page.set_row(place, None, None, {"level": min(7, line["depth"])})
            page.write_row(place, 0, [harmless(line[name]) for name in headings])
    return held.getvalue()


def _lines(shown: Programme) -> Iterable[dict[str, Any]]:
    """Give the rows of the workbook in words."""
    for node, line in zip(shown.nodes, rows(shown), strict=True):
        line |= {
            "unit_name": str(node.item.unit),
            "state": str(node.item.get_state_display()),
            "light": str(Light(node.item.light).label),
            "critical": _("yes") if line["critical"] else "",
            "late": line["late"] or "",
            "after": " ".join(line["after"]),
        }
        yield line


def _calendar(request: HttpRequest, shown: Programme, title: str, inside: bool) -> bytes:
    """Return the days due of all items that are not done."""
    open_ones = [node.item.pk for node in shown.nodes if node.done < node.leaves]
    name = "desk_item" if inside else "item"

    def address(item: Item) -> str:
        return request.build_absolute_uri(reverse(name, args=[item.code]))

    items = calendarfile.dated(Item.objects.filter(pk__in=open_ones))
    return calendarfile.calendar(items, title, address, inside=inside)
