"""The first page, the search, and the units."""

from __future__ import annotations

from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sunledger.disclosure.category import CATEGORIES, Category
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
from sunledger.web.pages.values import title_of
from sunledger.web.readers import reader_of


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
def search(request: HttpRequest) -> HttpResponse:
    """Find units and categories by a word of their name, or by their code."""
    words = " ".join(request.GET.get("q", "").split())[:100]
    found = paged(request, named(words))
    context = {"q": words, "page": found, "shapes": shapes_named(words)}
    return render(request, "search.html", context)


def shapes_named(words: str) -> list[Category]:
    """Return the categories whose title holds every word, in either language."""
    titles = {
        code: f"{one.title.zh} {one.title.en} {code}".lower() for code, one in CATEGORIES.items()
    }
    asked = words.lower().split()
    return [
        CATEGORIES[code]
        for code, title in titles.items()
        if asked and all(w in title for w in asked)
    ]


def named(words: str) -> QuerySet[Unit]:
    """Return the units whose name or code holds every word."""
    if not words:
        return Unit.objects.none()
    condition = Q()
    for word in words.split():
        condition &= Q(name__contains=word) | Q(name_en__icontains=word) | Q(code=word)
    return Unit.objects.filter(condition).order_by("depth", "code").select_related("parent")


@public
def units(request: HttpRequest) -> HttpResponse:
    """Show the topmost units."""
    tops = Unit.objects.filter(parent=None).annotate(below=Count("children")).order_by("code")
    return render(request, "units.html", {"tops": tops, "crumbs": [Crumb(_("Units"))]})


@public
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit: what lies under it, what it published, what came of it."""
    here = access.first(Unit.objects.all(), code=code)
    below = here.children.annotate(below=Count("children")).order_by("code")
    closed = closed_under(here)
    public_items = Item.objects.in_public().still_open().select_related("unit")
    context = {
        "unit": here,
        "own": own_sheets(here, reader_of(request)),
        "page": paged(request, below, 200),
        "latest": latest_below(here),
        "closed": closed.count(),
        "sums": sums(closed),
        "followed": public_items.filter(branch(here.path, "unit__path"))[:20],
        "crumbs": of_unit(here),
    }
    return render(request, "unit.html", context)


def own_sheets(unit: Unit, who: Reader = STRANGER) -> list[tuple[str, list[Batch]]]:
    """Return what a unit published itself, by category, the newest period first."""
    sheets = Batch.objects.filter(seen(who), unit=unit, state__in=PUBLIC)
    grouped = groupby(sheets.order_by("category", "-period", "-reviewed_at"), _category)
    return [(title_of(category), list(group)) for category, group in grouped]


def _category(batch: Batch) -> str:
    return batch.category


def latest_below(unit: Unit) -> QuerySet[Batch]:
    """Return what was published last in a unit and below it."""
    return published().filter(branch(unit.path, "unit__path")).order_by("-reviewed_at", "-pk")[:6]
