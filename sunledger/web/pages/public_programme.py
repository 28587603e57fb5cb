"""Programmes in public: the tree with its bars, what decides the end, what is late; as files."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.drives.drive import DRIVES
from sunledger.ledger.models import Item, ItemQuerySet
from sunledger.ledger.programme import tree
from sunledger.ledger.programme.tree import Programme
from sunledger.web.gates import paged, public
from sunledger.web.pages import bars, programme_files
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.templatetags.sun import say

FIRST_LATE = 20  # late items that a page names with what they delay


@public
def programmes(request: HttpRequest) -> HttpResponse:
    """List the items that were broken down, and the drives that hold some."""
    rows = whole(Item.objects.in_public())
    context = {
        "page": paged(request, rows.select_related("unit").order_by("pk")),
        "drives": drives_of(rows),
        "crumbs": [Crumb(_("Programmes"))],
    }
    return render(request, "programmes.html", context)


@public
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """Show the programme of an item or of a drive, as far as it is public."""
    today = timezone.localdate()
    roots, title, about = named(code, Item.objects.in_public())
    context = view_of(roots, Item.objects.in_public())
    context |= {
        "code": code,
        "title": title,
        "about": about,
        "to_item": "item",
        "to_file": "programme_file",
        "today": today,
        "crumbs": [Crumb(_("Programmes"), reverse("programmes")), Crumb(title)],
    }
    return render(request, "programme.html", context)


@public
def programme_file(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """Hand out a public programme as a file."""
    among = Item.objects.in_public()
    roots, title, _about = named(code, among)
    return programme_files.answer(request, shown(roots, among), title, kind)


def whole(among: ItemQuerySet) -> QuerySet[Item]:
    """Return the topmost of some items that were broken down."""
    parts = Item.objects.exclude(parent=None).order_by().values("parent")
    return among.filter(parent=None, pk__in=parts)


def drives_of(rows: QuerySet[Item]) -> list[Any]:
    """Return the drives that hold some of these items by name."""
    held = set(rows.order_by().values_list("drive", flat=True).distinct())
    return [drive for code, drive in DRIVES.items() if code in held]


def named(code: str, among: ItemQuerySet) -> tuple[ItemQuerySet, str, str]:
    """Return the roots of a programme, its title, and what it is about; or a 404."""
    if code in DRIVES:
        drive = DRIVES[code]
        return among.filter(drive=code, parent=None), say(drive.title), say(drive.about)
    roots = among.filter(code=code)
    item = roots.first()
    if item is None:
        raise Http404
    return roots, item.title, item.problem


def shown(roots: ItemQuerySet, among: ItemQuerySet) -> Programme:
    """Return the programme today, or a 404 where it is too large for one page."""
    try:
        return tree.programme(roots, among, timezone.localdate())
    except tree.TooLarge as error:
        raise Http404 from error


def view_of(roots: ItemQuerySet, among: ItemQuerySet) -> dict[str, Any]:
    """Return what the page shows of a programme."""
    try:
        seen = tree.programme(roots, among, timezone.localdate())
    except tree.TooLarge:
        return {"too_large": tree.MOST, "roots": roots.order_by("pk")[: tree.MOST]}
    line = bars.line_of(seen)
    return {
        "programme": seen,
        "bars": bars.bars(seen),
        "line": line,
        "years": line.years,
        "today_at": line.at(seen.on),
        "late": seen.late[:FIRST_LATE],
        "share": seen.done / seen.leaves if seen.leaves else 0,
    }
