"""Programmes on the desk: the same pages, with all that the person may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import gate
from sunledger.units.access import reachable
from sunledger.units.models import Power
from sunledger.web.gates import desk, paged, worker_with
from sunledger.web.pages import programme_files
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.public_programme import drives_of, named, shown, view_of, whole

WORKERS = (Power.ASSIGN, Power.ANSWER, Power.VERIFY)


@desk
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes in which the person has a part."""
    user = worker_with(request, *WORKERS)
    among = gate.visible_to(user, timezone.localdate())
    rows = whole(among)
    context = {
        "page": paged(request, rows.select_related("unit").order_by("pk")),
        "drives": drives_of(rows),
        "may_import": reachable(user, Power.ASSIGN, timezone.localdate()).exists(),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Programmes"))],
    }
    return render(request, "desk/programmes.html", context)


@desk
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """Show a programme as far as the person may see it."""
    among = gate.visible_to(worker_with(request, *WORKERS), timezone.localdate())
    roots, title, about = named(code, among)
    context = view_of(roots, among) | {
        "code": code,
        "title": title,
        "about": about,
        "to_item": "desk_item",
        "to_file": "desk_programme_file",
        "crumbs": [Crumb(_("Programmes"), reverse("desk_programmes")), Crumb(title)],
    }
    return render(request, "programme.html", context)


@desk
def programme_file(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """Hand out a programme as a file, as far as the person may see it."""
    among = gate.visible_to(worker_with(request, *WORKERS), timezone.localdate())
    roots, title, _about = named(code, among)
    return programme_files.answer(request, shown(roots, among), title, kind, inside=True)
