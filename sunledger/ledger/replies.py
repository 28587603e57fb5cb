"""The right of reply: before something is said of a unit or a post, it is asked, and waited for.

What is said of a doer's work stands beside the doer's own answer, so that about a result a doer is
not asked again. Everyone else who is named is: the unit concerned, and the unit of each post that
has a part in the item. Where a unit says something itself, it needs no reply to itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.days import add_working_days
from sunledger.ledger.daywords import in_words
from sunledger.ledger.models import About, Item, Move, Reply, State, Step
from sunledger.ledger.steps import CLOSED, JUDGED, RUNNING
from sunledger.units import access
from sunledger.units.models import Post, Unit, User

# In which states something is about to be said, so that a reply to it can be asked for and given.
STANDS: dict[About, tuple[State, ...]] = {
    About.RESULT: JUDGED,
    About.NOT_DONE: (State.OPENED, *RUNNING),
    About.LATE: RUNNING,
    About.SHAM: CLOSED[:2],
}
# What says it.
SAYS: dict[Move, About] = {
    Move.NOTIFY: About.RESULT,
    Move.CLOSE: About.RESULT,
    Move.GIVE_UP: About.NOT_DONE,
    Move.EXPOSE: About.SHAM,
}
# After these there is something else to say, and what was replied before is no reply to it.
ANEW = (
    *(Move.ASSIGN, Move.ACCEPT, Move.ALLOT, Move.ANSWER),
    *(Move.CLOSE, Move.GIVE_UP, Move.CONFIRM),
)
ENDS = (Move.CLOSE, Move.GIVE_UP)
Facts = list[dict[str, Any]]


@dataclass(frozen=True)
class Replied:
    """A reply as the world sees it: who was asked, until when, and what was said, if anything."""

    about: About
    unit: Unit
    post: Post | None
    asked_on: date
    until: date
    words: str
    on: date | None

    def is_waited_for(self, on: date) -> bool:
        """Whether there is still time to reply."""
        return not self.words and on <= self.until


def until(on: date) -> date:
    """Return the last day on which a unit that is asked on a day is waited for."""
    days = settings.SUNLEDGER_STATES["reply_working_days"]
    return add_working_days(on, days, settings.SUNLEDGER_CLOCK["calendar"])


def named(item: Item, about: About, speaker: Unit | None) -> dict[Unit, Post | None]:
    """Return the units that have a right of reply to what one of them is going to say."""
    found: dict[Unit, Post | None] = {item.unit: None}
    if item.doer:
        found.setdefault(item.doer, None)
    for duty in item.duties.all():
        found.setdefault(duty.post.unit, duty.post)
    if about == About.RESULT and item.doer:
        del found[item.doer]
    if speaker:
        found.pop(speaker, None)
    return found


def current(item: Item, about: About, before: int | None = None) -> list[Reply]:
    """Return what was asked about what is to be said now, or was said with a step."""
    asked = [one for one in item.replies.all() if one.about == about]
    asked = [one for one in asked if before is None or one.number < before]
    if not asked:
        return []
    steps = [one for one in item.steps.all() if before is None or one.number < before]
    since = max((one.number for one in steps if one.move in ANEW), default=0)
    return [one for one in asked if since <= one.number]


def unasked(item: Item, about: About, speaker: Unit | None) -> dict[Unit, Post | None]:
    """Return the units that are named and have not been asked."""
    asked = {one.unit_id for one in current(item, about)}
    return {
        unit: post for unit, post in named(item, about, speaker).items() if unit.pk not in asked
    }


def possible(item: Item) -> list[About]:
    """Return what may be said of an item as it stands, so that one may ask about it."""
    return [about for about, states in STANDS.items() if item.state in states]


def why_not(item: Item, move: Move, speaker: Unit, on: date) -> str:
    """Return why the right of reply keeps a move from being made now, or nothing."""
    if move == Move.ASK_REPLY:
        if any(unasked(item, about, speaker) for about in possible(item)):
            return ""
        return _("Whoever is named has been asked already, or speaks in the item itself.")
    return why_not_say(item, SAYS[move], speaker, on) if move in SAYS else ""


def why_not_say(item: Item, about: About, speaker: Unit, on: date) -> str:
    """Return why something is not said in public yet: someone named was not asked, or has time."""
    if missing := unasked(item, about, speaker):
        return _(
            "Right of reply: %(units)s is named and has not been asked for a reply to %(about)s. "
            "Ask for it first."
        ) % {"units": _listed(missing), "about": about.label}
    waits = [one for one in current(item, about) if one.given_id is None and on <= one.until]
    if waits:
        return _(
            "Right of reply: %(units)s may reply until %(day)s, that day included. After that it "
            "goes on without."
        ) % {
            "units": _listed(one.unit for one in waits),
            "day": in_words(max(one.until for one in waits)),
        }
    return ""


def why_not_give(one: Reply) -> str:
    """Return why a reply cannot be given, or nothing where it can."""
    if one.given_id is not None:
        return _("%(unit)s has replied already. A reply is given once.") % {"unit": one.unit}
    if one.item.state not in STANDS[About(one.about)] or one not in current(
        one.item, About(one.about)
    ):
        return _("What the reply was asked for is over.")
    return ""


def open_units(item: Item) -> set[int]:
    """Return the units whose reply to something that is to be said can still be given."""
    return {
        one.unit_id
        for about in possible(item)
        for one in current(item, about)
        if one.given_id is None
    }


def waiting_for(user: User, on: date) -> QuerySet[Reply]:
    """Return the replies that a person may give for their unit, the first to end first."""
    units = {post.unit_id for post in access.held(user, on)}
    return to_be_given().filter(unit__in=units).select_related("item__unit", "unit", "post")


def to_be_given() -> QuerySet[Reply]:
    """Return the replies that can still be given, the first to end first."""
    over = Step.objects.filter(item=OuterRef("item"), move__in=ANEW, number__gt=OuterRef("number"))
    stands = Q()
    for about, states in STANDS.items():
        stands |= Q(about=about, item__state__in=states)
    open_ones = Reply.objects.filter(stands, given=None).exclude(Exists(over))
    return open_ones.order_by("until", "pk")


def to_be_told(since: date, on: date) -> QuerySet[Reply]:
    """Return the replies that were asked for after one night and by another, and not given."""
    by_hand = Q(asked__isnull=False, asked_on__gte=since, asked_on__lt=on)
    at_night = Q(asked=None, asked_on__gt=since, asked_on__lte=on)
    return to_be_given().filter(by_hand | at_night)


def ending(item: Item) -> list[Replied]:
    """Return who was asked before an item ended, and what they replied."""
    end = _end(item)
    return _told(item, _about(item), end) if end else []


def facts_of_ending(item: Item) -> Facts:
    """Return the same as it is said in public with the result."""
    end = _end(item)
    return facts(item, _about(item), end) if end else []


def in_public(item: Item) -> list[Replied]:
    """Return who was asked about what was said of an item in public, and what they replied.

    Of what is not said yet nothing is told: that somebody was asked would say it already.
    """
    if item.state in CLOSED:
        return [*ending(item), *_of_sham(item)]
    found = _told(item, About.RESULT, None) if item.state == State.NOTICE else []
    if item.listings.filter(left_on=None).exists():
        found += _told(item, About.LATE, None)
    return found


def told(item: Item, about: About) -> list[Replied]:
    """Return who was asked about something, and what they replied so far."""
    return _told(item, about, None)


def _of_sham(item: Item) -> list[Replied]:
    """Return who was asked before an item was found to be put right on paper only."""
    exposed = [one.number for one in item.steps.all() if one.move == Move.EXPOSE]
    return _told(item, About.SHAM, exposed[0]) if exposed else []


def facts(item: Item, about: About, before: int) -> Facts:
    """Return the replies as they are said in public with a step; none was given where it is so."""
    return [
        {
            "unit": one.unit.code,
            "post": one.post.code if one.post else None,
            "asked": one.asked_on,
            "until": one.until,
            "reply": one.words or None,
        }
        for one in _told(item, about, before)
    ]


def _told(item: Item, about: About, before: int | None) -> list[Replied]:
    """Return the replies as they stood before a step."""
    return [_replied(one, before) for one in current(item, about, before)]


def _replied(one: Reply, before: int | None) -> Replied:
    """Return a reply as it stood before a step."""
    given = one.given if one.given and (before is None or one.given.number < before) else None
    words, on = (one.words, timezone.localdate(given.at)) if given else ("", None)
    return Replied(About(one.about), one.unit, one.post, one.asked_on, one.until, words, on)


def _end(item: Item) -> int:
    """Return the number of the step that ended an item, or 0."""
    return next((one.number for one in item.steps.all() if one.move in ENDS), 0)


def _about(item: Item) -> About:
    """Return what was said when an item ended."""
    given_up = any(one.move == Move.GIVE_UP for one in item.steps.all())
    return About.NOT_DONE if given_up else About.RESULT


def _listed(units: Iterable[Unit]) -> str:
    """Return units as a sentence lists them."""
    return _(", ").join(str(unit) for unit in units)
