"""The first page, and the units."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import PUBLIC, Batch
from sunledger.disclosure.models import State as BatchState
from sunledger.disclosure.visibility import STRANGER, Reader, seen
from sunledger.drives.drive import DRIVES, Drive
from sunledger.drives.figures import Figure
from sunledger.ledger.models import Item
from sunledger.seal import log
from sunledger.units import access
from sunledger.units.models import Unit
from sunledger.units.paths import branch
from sunledger.web.gates import paged, public
from sunledger.web.pages.crumbs import Crumb, of_unit
from sunledger.web.pages.public_drives import head_figures
from sunledger.web.pages.public_results import closed_under, sums
from sunledger.web.pages.values import shape_of, title_of
from sunledger.web.readers import reader_of
from sunledger.web.templatetags.sun import period

NEWEST = 6  # sheets of a category that a unit's page names; the others stand in the calendar
FEW_UNITS = 40
AMONG = 5_000  # of the newest sheets of all, those of a large branch are found


@public
def home(request: HttpRequest) -> HttpResponse:
    """Show what is here, and where to begin."""
    size = log.size()
    context = {
        "tops": Unit.objects.filter(parent=None),
        "drives": [(drive, home_figures(drive)) for drive in DRIVES.values()],
        "latest": published().order_by("-reviewed_at", "-pk")[:6],
        "size": size,
        "root": log.root(size).hex(),
    }
    return render(request, "home.html", context)


def home_figures(drive: Drive) -> list[Figure]:
    """Return the three figures of a drive that the first page shows."""
    return [
        figure for figure in head_figures(drive) if figure.key in ("target", "closed", "recovered")
    ]


def published() -> QuerySet[Batch]:
    """Return the sheets that stand in public, for everyone."""
    return Batch.objects.filter(seen(STRANGER), state=BatchState.PUBLISHED).select_related("unit")


@public
def units(request: HttpRequest) -> HttpResponse:
    """Show the topmost units."""
    tops = Unit.objects.filter(parent=None).annotate(below=Count("children")).order_by("code")
    return render(request, "units.html", {"tops": tops, "crumbs": [Crumb(_("Units"))]})


@public
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit: what lies under it, what it published, what came of it."""
    here = access.first(Unit.objects.all(), code=code)
    closed = closed_under(here)
    how_many = closed.count()
    own = own_sheets(here, reader_of(request))
    context = {
        "unit": here,
        "own": own,
        "has_works": any(one.works for one in own),
        "page": paged(request, here.children.annotate(below=_below()).order_by("code"), 200),
        "latest": SimpleLazyObject(lambda: latest_below(here)),
        "closed": how_many,
        "sums": sums(closed) if how_many else [],
        "followed": followed(here),
        "crumbs": of_unit(here),
    }
    return render(request, "unit.html", context)


def _below() -> Coalesce:
    """Return how many units lie right below one; asked only where it is shown."""
    children = Unit.objects.filter(parent=OuterRef("pk")).order_by().values("parent")
    return Coalesce(Subquery(children.annotate(count=Count("pk")).values("count")), 0)


def followed(unit: Unit) -> QuerySet[Item]:
    """Return the open items that everyone may follow, with what a line of them says."""
    items = Item.objects.in_public().still_open().filter(branch(unit.path, "unit__path"))
    shown = ("code", "title", "state", "due", "unit__name", "unit__name_en")
    return items.select_related("unit").only(*shown)[:20]


class Own(NamedTuple):
    """What a unit published of one category: the newest sheets, and the table of all lines."""

    title: str
    sheets: SafeString
    table: str
    works: bool  # whether lines of works or purchases stand in them, for everyone


def own_sheets(unit: Unit, who: Reader = STRANGER) -> list[Own]:
    """Return what a unit published itself, by category, the newest periods first."""
    sheets = Batch.objects.filter(seen(who), unit=unit, state__in=PUBLIC)
    ordered = sheets.order_by("category", "-period", "-reviewed_at")
    found = ordered.values_list("category", "period", "code", "state", "rows")
    before = reverse("sheet", args=["x"]).removesuffix("x/")
    return [
        Own(title_of(category), _newest(rows, before), _table(category, unit), _works(rows))
        for category, rows in ((key, list(group)) for key, group in groupby(found, itemgetter(0)))
    ]


def _works(group: list[tuple[str, str, str, str, int]]) -> bool:
    """Whether the sheets of a category have lines that go out as contracting data."""
    shape = CATEGORIES.get(group[0][0])
    if shape is None or not shape.contracting or shape.visibility != "public":
        return False
    return any(state == BatchState.PUBLISHED and lines for _, _, _, state, lines in group)


def _newest(group: Iterable[tuple[str, str, str, str, int]], before: str) -> SafeString:
    """Return links to the newest sheets of a category, as text: a village's page has hundreds."""
    withdrawn, nothing = f" ({_('withdrawn')})", f" ({_('nothing to report')})"
    language = get_language() or ""
    links = []
    for _category, when, code, state, rows in islice(group, NEWEST):
        more = withdrawn if state == BatchState.WITHDRAWN else nothing if not rows else ""
        links.append(f'<a href="{before}{code}/">{escape(_period(when, language) + more)}</a>')
    return mark_safe(" ".join(links))  # noqa: S308 - every piece passes through escape


@lru_cache(maxsize=2000)
def _period(when: str, _language: str) -> str:
    """Return a period in words; in each language there are few."""
    return period(when)


def _table(category: str, unit: Unit) -> str:
    """Return where all lines of a category stand; nowhere, where they are not for everyone."""
    shape = shape_of(category)
    is_open = shape is not None and shape.visibility == "public"
    return reverse("table_of", args=[category, unit.code]) if is_open else ""


def latest_below(unit: Unit) -> QuerySet[Batch]:
    """Return what was published last in a unit and below it.

    A small branch is looked through whole; of a large one, what lies among the newest of all.
    """
    here = published().filter(branch(unit.path, "unit__path"))
    if here_and_below(unit) > FEW_UNITS:
        newest = published().order_by("-reviewed_at", "-pk").values("pk")[:AMONG]
        here = here.filter(pk__in=newest)
    return here.order_by("-reviewed_at", "-pk")[:6]


def here_and_below(unit: Unit) -> int:
    """Return how many units lie in a branch."""
    return Unit.objects.below(unit).count()
