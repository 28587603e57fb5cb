"""How often the screens were right: all of them, and one by its versions and places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.screening import course, places, results
from sunledger.screening import precision as counts
from sunledger.screening.actions import screens as on_shelf
from sunledger.screening.models import Course, ScreenRun, Switch
from sunledger.screening.precision import Precision
from sunledger.screening.publicity import stays_inside
from sunledger.screening.screen import Screen
from sunledger.web.gates import paged, public
from sunledger.web.pages import precision_files as files
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.public_results import closed_rows
from sunledger.web.templatetags.sun import in_chinese


class Line(NamedTuple):
    """A screen among all."""

    code: str
    title: str
    on_shelf: bool
    course: str
    counts: Precision
    kept_back: int


@public
def precision(request: HttpRequest) -> HttpResponse:
    """Show how often each screen was right that ever raised something here."""
    lines = list(_lines())
    context = {
        "lines": lines,
        "silent": len(on_shelf()) - sum(one.on_shelf for one in lines),
        "few": places.few(),
        "level": course.level_of("", timezone.localdate()) / course.PARTS,
        "crumbs": [Crumb(_("Screens"), reverse("screens")), Crumb(_("How often they were right"))],
    }
    return render(request, "precision.html", context)


@public
def precision_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the figures of all screens as a file."""
    rows = [files.whole(one.code, one.course, one.counts) for one in _lines()]
    return files.answer("precision.csv", rows)


@public
def screen_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the figures of one screen as a file: its versions, its places, its money."""
    screen = on_shelf().get(code)
    if screen is None:
        raise Http404
    now = course.standing(code, screen.version, timezone.localdate()).course
    whole = files.whole(code, str(now.label), counts.of_screen(code))
    return files.answer(f"precision-{code}.csv", [whole, *files.parts(code)])


def of_one(request: HttpRequest, screen: Screen) -> dict[str, Any]:
    """Return what the page of a screen says of how often it was right."""
    now = course.standing(screen.code, screen.version, timezone.localdate())
    switches = Switch.objects.filter(screen=screen.code).select_related("post__unit")
    latest = ScreenRun.objects.filter(screen=screen.code, trouble="").order_by("-run").first()
    found = places.of_places(screen.code)
    return {
        "precision": counts.of_screen(screen.code),
        "few": places.few(),
        "standing": now,
        "level": now.level / course.PARTS,
        "latest": latest,
        "versions": places.of_versions(screen.code),
        "places": found,
        "places_untold": len(found.untold),
        "money": results.money(screen.code),
        "switches": [(one, *_ends(one)) for one in switches[:20]],
        "results": None if stays_inside(screen) else _results(request, screen.code),
    }


def _results(request: HttpRequest, code: str) -> Any:
    """Return a page of the public results that a screen's leads led to."""
    closed = results.closed_items(code).order_by("-closed_at", "-pk")
    page = paged(request, closed.values_list("pk", flat=True), 20)
    page.object_list = closed_rows(page)
    return page


def _ends(switch: Switch) -> tuple[float | None, float | None, float]:
    """Return the shares that were said with a decision: the interval's ends, and the level."""
    low, high = (None if one is None else one / course.PARTS for one in (switch.low, switch.high))
    return low, high, switch.level / course.PARTS


def _lines() -> Iterator[Line]:
    """Give a line for every screen with figures, three questions for all."""
    shelf = on_shelf()
    switches = {(one.screen, one.version): one for one in Switch.objects.latest_of_each()}
    runs = ScreenRun.objects.filter(trouble="").order_by()
    last = runs.values("screen").annotate(latest=Max("pk")).values("latest")
    kept = dict(runs.filter(pk__in=last).values_list("screen", "kept_back"))
    for code, figures in sorted(counts.of_screens().items()):
        screen = shelf.get(code)
        decided = switches.get((code, screen.version)) if screen else None
        now = Course(decided.course) if decided else Course.PILOT
        title = (screen.zh if in_chinese() else screen.en).title if screen else code
        words = str(now.label) if screen else ""
        yield Line(code, title, screen is not None, words, figures, kept.get(code, 0))
