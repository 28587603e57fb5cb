"""The drives: what each is for, its figures with their definitions, and the items behind them."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sunledger.drives.drive import DRIVES, Batch, Drive
from sunledger.drives.figures import Figure, figures
from sunledger.ledger import clock
from sunledger.web.gates import paged, public
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.templatetags.sun import say

# How a drive's page groups its figures; a figure that no group names stands in the last.
GROUPS = (
    ("target", "items"),
    ("opened", "assigned", "answered", "verified", "closed"),
    ("paused", "long_term", "merged", "referred"),
    ("put_right", "not_done", "unfounded", "data_error"),
    ("confirmed", "reopened", "sham"),
    ("running", "overdue", "median_age", "oldest"),
    ("found", "recovered", "future"),
)


class Part(NamedTuple):
    """A batch of a drive with its figures."""

    batch: Batch
    shown: list[Figure]


@public
def drives(request: HttpRequest) -> HttpResponse:
    """Show every drive with how far it is."""
    today = timezone.localdate()
    context = {
        "drives": [(drive, head_figures(drive)) for drive in DRIVES.values()],
        "today": today,
        "crumbs": [Crumb(_("Drives"))],
    }
    return render(request, "drives.html", context)


def head_figures(drive: Drive) -> list[Figure]:
    """Return the few figures by which a drive is known at a glance."""
    known = {figure.key: figure for figure in figures(drive, timezone.localdate())}
    keys = ("target", "closed", "put_right", "overdue", "recovered")
    return [known[key] for key in keys if key in known]


@public
def drive(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far a drive has come, every figure with what it means."""
    one, today = known_drive(code), timezone.localdate()
    context = {
        "drive": one,
        "groups": grouped(figures(one, today)),
        "parts": [Part(batch, figures(one, today, batch)) for batch in one.batches],
        "crumbs": [Crumb(_("Drives"), reverse("drives")), Crumb(say(one.title))],
    }
    return render(request, "drive.html", context)


def known_drive(code: str) -> Drive:
    """Return a drive, or a 404."""
    if code not in DRIVES:
        raise Http404
    return DRIVES[code]


def grouped(shown: list[Figure]) -> list[list[Figure]]:
    """Return the figures in the groups of the page."""
    groups = [[figure for figure in shown if figure.key in keys] for keys in GROUPS]
    named = {key for keys in GROUPS for key in keys}
    return [group for group in [*groups, [f for f in shown if f.key not in named]] if group]


@public
def drive_rows(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show the items that a figure counts, as far as they are public."""
    one, today = known_drive(code), timezone.localdate()
    currency = request.GET.get("currency", "")
    fitting = [
        figure
        for figure in figures(one, today)
        if figure.key == key and figure.currency in (currency, "")
    ]
    if not fitting:
        raise Http404
    figure = fitting[0]
    seen = figure.rows.in_public()
    rows = clock.lit(seen, today).select_related("unit", "doer")
    count, public_count = figure.rows.count(), seen.count()
    context = {
        "drive": one,
        "figure": figure,
        "count": count,
        "hidden": count - public_count,
        "page": paged(request, rows.order_by("-closed_at", "-pk")),
        "crumbs": [
            Crumb(_("Drives"), reverse("drives")),
            Crumb(say(one.title), reverse("drive", args=[code])),
            Crumb(str(capfirst(str(figure.title)))),
        ],
    }
    return render(request, "drive_rows.html", context)
