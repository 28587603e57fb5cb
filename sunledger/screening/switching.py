"""Everything that changes a screen's course: a person decides, or its figures switch it off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger.said import said
from sunledger.screening import course, precision, restate
from sunledger.screening.course import Standing
from sunledger.screening.models import Course, Switch
from sunledger.screening.refusals import NotNow
from sunledger.screening.screen import Screen
from sunledger.seal import actions as seal
from sunledger.units import access
from sunledger.units.models import Post, Power, Unit, User

# From where a person may lead a screen where to.
WAYS: dict[Course, tuple[Course, ...]] = {
    Course.PILOT: (Course.FULL, Course.OFF),
    Course.FULL: (Course.OFF,),
    Course.OFF: (Course.PILOT,),
}


@transaction.atomic
def switch(
    *, screen: Screen, to: Course | str, reason: str, by: User, at: datetime | None = None
) -> Switch:
    """Decide on the version of a screen that stands on the shelf, with a reason, in public."""
    at = at or timezone.now()
    post = steward(by, at)
    now = _held(screen, at)
    if to not in WAYS[now.course]:
        raise NotNow(
            _("This screen is %(course)s. It can go on to: %(ways)s.")
            % {"course": now.course.label, "ways": _ways(now.course)}
        )
    if to == Course.FULL:
        _see_known(now)
    words = said(reason, _("reason"), limit=2000)
    if to == Course.PILOT:
        # A new pilot is judged by what is checked from now on.
        now = replace(now, figures=precision.nothing(screen.code))
    return _say(now, Course(to), at, reason=words, by=by, post=post)


@transaction.atomic
def by_figures(screen: Screen, at: datetime) -> Standing:
    """Return where a screen stands before its leads are kept; one below its level is off now."""
    now = course.standing(screen.code, screen.version, timezone.localdate(at))
    if now.course == Course.OFF or not now.is_below:
        return now
    now = _held(screen, at)
    if now.course != Course.OFF and now.is_below:
        _say(now, Course.OFF, at)
    return course.standing(screen.code, screen.version, timezone.localdate(at))


def steward(by: User, at: datetime) -> Post:
    """Return the post by which a person decides on screens: it screens over the whole tree.

    A screen is asked of every unit there is, so whoever sees a part of them cannot decide for all.
    """
    on = timezone.localdate(at)
    posts = [access.need(by, Power.SCREEN, top, on) for top in Unit.objects.filter(parent=None)]
    if not posts:
        raise NotNow(_("There is no unit yet."))
    return posts[0]


def is_steward(by: User, at: datetime) -> bool:
    """Whether a person may decide on screens."""
    try:
        return bool(steward(by, at))
    except (access.NotAllowed, NotNow):
        return False


def _held(screen: Screen, at: datetime) -> Standing:
    """Return where a screen stands, while nobody else decides on one."""
    Unit.objects.hold()
    return course.standing(screen.code, screen.version, timezone.localdate(at))


def _see_known(now: Standing) -> None:
    """Refuse to let a screen go on of which too little is known, or which is below its level."""
    if not now.is_known:
        raise NotNow(
            _("%(checked)s of its leads were checked to the end; to go on takes %(enough)s.")
            % {"checked": now.figures.checked, "enough": course.enough()}
        )
    if now.is_below:
        raise NotNow(
            _("At most %(high)s %% of its leads are right; its level is %(level)s %%.")
            % {"high": (now.high or 0) / 10, "level": now.level / 10}
        )


def _say(
    now: Standing,
    to: Course,
    at: datetime,
    *,
    reason: str = "",
    by: User | None = None,
    post: Post | None = None,
) -> Switch:
    """Keep a decision with its figures, and say it in public."""
    made = Switch(
        screen=now.screen,
        version=now.version,
        course=to,
        reason=reason,
        by=by,
        post=post,
        at=at,
        confirmed=now.figures.confirmed,
        checked=now.figures.checked,
        low=now.low,
        high=now.high,
        level=now.level,
    )
    made.leaf = seal.say(restate.SWITCHED, **restate.switch_facts(made))
    made.save(force_insert=True)
    return made


def _ways(now: Course) -> str:
    return "; ".join(str(one.label) for one in WAYS[now])
