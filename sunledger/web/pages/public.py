"""The first page, the search, and the units."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sunledger.units import access
from sunledger.units.models import Unit
from sunledger.web.gates import paged, public
from sunledger.web.pages.crumbs import Crumb, of_unit


@public
def home(request: HttpRequest) -> HttpResponse:
    """Show what is here, and where to begin."""
    return render(request, "home.html", {"tops": Unit.objects.filter(parent=None)})


@public
def search(request: HttpRequest) -> HttpResponse:
    """Find units and categories by a word of their name, or by their code."""
    words = " ".join(request.GET.get("q", "").split())[:100]
    found = paged(request, named(words))
    return render(request, "search.html", {"q": words, "page": found})


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
    context = {
        "unit": here,
        "page": paged(request, below, 200),
        "crumbs": of_unit(here),
    }
    return render(request, "unit.html", context)
