"""The drives: what each is for, its figures with their definitions, and the items behind them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sunledger.drives import batches, levels
from sunledger.drives.drive import DRIVES, Batch, Drive, Level
from sunledger.drives.figures import Figure, figures, find, head
from sunledger.ledger import clock
from sunledger.ledger.models import ItemQuerySet, State
from sunledger.units import access
from sunledger.units.models import Post, Unit
from sunledger.web.gates import paged, public
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.templatetags.sun import say

# How a drive's page groups its figures; a figure that no group names stands in the last.
GROUPS = (
    ("", ("target", "items", "open", "closed")),
    (
        gettext_noop("Where the items stand"),
        ("opened", "assigned", "answered", "verified", "paused", "long_term", "referred"),
    ),
    (
        gettext_noop("Step by step"),
        (
            *("unsigned", "signed", "planned", "working", "transfer"),
            *("reported", "checking", "found_true", "notice", "merged"),
        ),
    ),
    (
        gettext_noop("How they ended"),
        ("put_right", "not_done", "unfounded", "data_error", "done", "settled"),
    ),
    (gettext_noop("Whether it held"), ("unseen", "confirmed", "sham", "reopened")),
    (
        gettext_noop("Late, returned, given time"),
        ("running", "overdue", "issued", "returned", "moved"),
    ),
    (
        gettext_noop("How old, how long"),
        ("median_age", "oldest", "age_30", "age_90", "age_180", "age_over", "to_close"),
    ),
    (
        gettext_noop("Money, in three columns that are never added"),
        ("found", "recovered", "future"),
    ),
)


class Group(NamedTuple):
    """Figures that stand together, under a heading."""

    title: str
    figures: list[Figure]


class Part(NamedTuple):
    """A batch of a drive with its figures."""

    batch: Batch
    shown: list[Figure]


class Split(NamedTuple):
    """A level of a drive's target: how many units it has, and what falls to them together."""

    level: Level
    units: int
    together: int


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
    known = {figure.key: figure for figure in head(drive, timezone.localdate())}
    keys = ("target", "closed", "done", "overdue", "recovered")
    return [known[key] for key in keys if key in known]


@public
def drive(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far a drive has come, every figure with what it means."""
    one, today = known_drive(code), timezone.localdate()
    split = one.target.levels if one.target else ()
    context = {
        "drive": one,
        "groups": grouped(figures(one, today)),
        "parts": [Part(batch, head(one, today, batch)) for batch in one.batches],
        "splits": [Split(lev, levels.units(lev).count(), levels.together(lev)) for lev in split],
        "crumbs": _crumbs(one),
    }
    return render(request, "drive.html", context)


@public
def drive_batch(request: HttpRequest, code: str, batch: str) -> HttpResponse:
    """Show a batch on its way: given out, taken by a leader, chased, found true."""
    one, today = known_drive(code), timezone.localdate()
    part = _batch(one, batch)
    staged = batches.stages(one, today, part)
    above = {figure.key for figure in (*staged.stages, *staged.chased)}
    others = [figure for figure in figures(one, today, part) if figure.key not in above]
    context = {
        "drive": one,
        "batch": part,
        "stages": staged.stages,
        "chased": staged.chased,
        "page": paged(request, batches.leaders(one, today, part)),
        "groups": grouped(others),
        "crumbs": [*_crumbs(one, linked=True), Crumb(say(part.title))],
    }
    return render(request, "drive_batch.html", context)


@public
def drive_level(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Show what falls to each unit of a level, by code, how far it is, and its load."""
    one, today = known_drive(code), timezone.localdate()
    try:
        level = one.level(kind)
    except KeyError as error:
        raise Http404 from error
    page = paged(request, levels.units(level))
    context = {
        "drive": one,
        "level": level,
        "page": page,
        "shares": levels.shares(one, today, level, page),
        "done_key": levels.counted_as_done(one).key,
        "definition": one.target.definition if one.target else "",
        "crumbs": [*_crumbs(one, linked=True), Crumb(say(level.title))],
    }
    return render(request, "drive_level.html", context)


def known_drive(code: str) -> Drive:
    """Return a drive, or a 404."""
    if code not in DRIVES:
        raise Http404
    return DRIVES[code]


def grouped(shown: Iterable[Figure]) -> list[Group]:
    """Return the figures in the groups of the page."""
    known: dict[str, list[Figure]] = {}
    for figure in shown:
        known.setdefault(figure.key, []).append(figure)
    groups = [
        Group(_(title) if title else "", [one for key in keys for one in known.pop(key, ())])
        for title, keys in GROUPS
    ]
    rest = Group("", [one for left in known.values() for one in left])
    return [group for group in (*groups, rest) if group.figures]


@public
def drive_rows(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show the items that a figure counts, as far as they are public."""
    one, today = known_drive(code), timezone.localdate()
    asked = request.GET.get
    batch = _batch(one, asked("batch", "")) if asked("batch") else None
    figure = find(one, key, today, batch, asked("currency", ""))
    if figure is None:
        raise Http404
    rows, about = _narrowed(figure.rows, asked("unit", ""), asked("leader", ""))
    seen = rows.in_public()
    count, hidden = rows.count(), rows.count() - seen.count()
    sealed = rows.filter(state=State.REFERRED).count() if hidden else 0
    lit = clock.lit(seen, today).select_related("unit", "doer")
    context = {
        "drive": one,
        "figure": figure,
        "whole": not about,
        "about": [*([say(batch.title)] if batch else []), *about],
        "count": count,
        "hidden": hidden - sealed,
        "sealed": sealed,
        "page": paged(request, lit.order_by("-closed_at", "-pk")),
        "crumbs": [*_crumbs(one, linked=True), Crumb(str(capfirst(str(figure.title))))],
    }
    return render(request, "drive_rows.html", context)


def _narrowed(rows: ItemQuerySet, unit: str, leader: str) -> tuple[ItemQuerySet, list[str]]:
    """Return the rows of one unit or post alone, as far as they are public, and whose they are."""
    about = []
    if unit:
        named = access.first(Unit.objects.all(), code=unit)
        rows, about = levels.below(rows, named), [str(named)]
    if leader:
        post = access.first(Post.objects.select_related("unit"), code=leader)
        rows = batches.taken_by(rows, leader)
        about += [f"{post.unit} · {post}"]
    return rows, about


def _batch(drive: Drive, code: str) -> Batch:
    """Return a batch of a drive, or a 404."""
    try:
        return drive.batch(code)
    except KeyError as error:
        raise Http404 from error


def _crumbs(drive: Drive, linked: bool = False) -> list[Crumb]:
    """Return the way to a drive."""
    here = Crumb(say(drive.title), reverse("drive", args=[drive.code]) if linked else "")
    return [Crumb(_("Drives"), reverse("drives")), here]
