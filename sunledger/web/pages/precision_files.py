"""How often the screens were right, as files for spreadsheet programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from sunledger.core.money import show_money
from sunledger.screening import course, places, results
from sunledger.screening.precision import Precision
from sunledger.screening.results import Money
from sunledger.units.models import Unit
from sunledger.web.pages.downloads import harmless

HEAD = (
    *("screen", "part", "course", "confirmed", "checked", "share", "low", "high", "level"),
    *("currency", "found", "recovered", "estimated future"),
)
Row = tuple[Any, ...]


def whole(code: str, now: str, figures: Precision) -> Row:
    """Return the line of a screen over all its versions and places."""
    level = course.level_of(code, timezone.localdate()) / course.PARTS
    return (code, "all", now, figures.confirmed, figures.checked, *_shares(figures), level)


def parts(code: str) -> list[Row]:
    """Return the lines of a screen's versions, its places and its money."""
    versions, found = places.of_versions(code), places.of_places(code)
    rows = [_part(code, f"version {one}", figures) for one, figures in versions.parts]
    rows += [_part(code, _place(one), figures) for one, figures in found.parts]
    rows += [_untold(code, f"version {one}") for one in versions.untold]
    rows += [_untold(code, _place(one)) for one in found.untold]
    return rows + [_money(code, one) for one in results.money(code)]


def answer(name: str, rows: Iterable[Row]) -> HttpResponse:
    """Return rows under their headings as a file that runs nothing in a spreadsheet program."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (HEAD, *rows):
        cells = [harmless(cell) for cell in row]
        writer.writerow([*cells, *[""] * (len(HEAD) - len(cells))])
    file = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    file["Content-Disposition"] = f'attachment; filename="{name}"'
    return file


def _part(code: str, part: str, figures: Precision) -> Row:
    return (code, part, "", figures.confirmed, figures.checked, *_shares(figures))


def _untold(code: str, part: str) -> Row:
    """Return the line of a part of which only this is told: that too few were checked."""
    return (code, part, "", "", f"too few (<{places.few()})")


def _shares(figures: Precision) -> tuple[Any, Any, Any]:
    """Return the share and the ends of its interval; nothing of too few."""
    if figures.share is None or figures.interval is None or figures.checked < places.few():
        return ("", "", "")
    low, high = figures.interval
    return (round(figures.share, 3), round(low, 3), round(high, 3))


def _money(code: str, one: Money) -> Row:
    """Return the line of the money in one currency: three columns, never added."""
    amounts = (one.found, one.recovered, one.future)
    plain = (show_money(amount, one.currency).replace(",", "") for amount in amounts)
    return (code, "money", *[""] * 7, one.currency, *plain)


def _place(unit: Unit | None) -> str:
    return f"place {unit.code} {unit.name}" if unit else "elsewhere"
