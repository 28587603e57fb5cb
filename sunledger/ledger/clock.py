"""Lights: how pressing an item is on a day, computed and never typed.

grey    ended: closed, merged or referred
red     overdue, returned twice, or the screen still flags it
purple  paused, or its day was moved by a pause or an extension: so that this shows
yellow  a milestone slipped, or returned once
blue    a fifth of the time, or three working days, are left
clear   none of these

The first that fits is the light: nothing makes a red one milder, and what was given more time never
looks as if it had been in time from the beginning. The same rules stand here twice: for one item,
in plain words, and for a whole query, so that lists can be sorted by light. Tests hold them equal.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import CharField, Field, IntegerField, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from sunledger.core.days import add_working_days
from sunledger.ledger import steps
from sunledger.ledger.lightsql import LightSql, Rules
from sunledger.ledger.models import Item, ItemQuerySet
from sunledger.ledger.numbers import Numbers
from sunledger.ledger.reminders import clock
from sunledger.ledger.steps import State

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Lit(TypedDict):
    """What `lit` adds to an item."""

    light: str


class Light(TextChoices):
    """How pressing an item is."""

    CLEAR = "clear", _("in time")
    BLUE = "blue", _("due soon")
    YELLOW = "yellow", _("slipped or sent back")
    RED = "red", _("overdue or failed")
    PURPLE = "purple", _("paused or given more time")
    GREY = "grey", _("closed")


# The order of a list of work: what is most pressing first.
PRESSING = (Light.RED, Light.YELLOW, Light.PURPLE, Light.BLUE, Light.CLEAR, Light.GREY)


def is_overdue(item: Item, on: date) -> bool:
    """Whether the doer should have answered before this day and has not, or a review is late.

    An answer stops the clock; one that is sent back sets it going again where it stood, so nothing
    is gained by an empty answer on the last day. A pause stops it by moving the day due.
    """
    if item.state not in steps.RUNNING:
        return False
    late = item.due is not None and item.due < on
    return late or (item.state == State.LONG_TERM and _is_before(item.review_on, on))


def is_running(item: Item, on: date) -> bool:
    """Whether the clock of an item runs: it is in a doer's hands, and no pause is in force."""
    return item.state in steps.RUNNING and not is_paused(item, on)


def is_paused(item: Item, on: date) -> bool:
    """Whether a pause is in force; one that is over is none, whoever forgot to resume the work."""
    return item.state == State.PAUSED and not _is_before(item.paused_until, on)


def is_prolonged(item: Item) -> bool:
    """Whether the day due is a later one than was set first."""
    return bool(item.due and item.due_first and item.due > item.due_first)


def deadline(item: Item) -> date | None:
    """Return the day that counts now: of what is long-term also the next review."""
    if item.state != State.LONG_TERM:
        return item.due
    return min((day for day in (item.due, item.review_on) if day), default=None)


def light(item: Item, on: date) -> Light:
    """Return the light of an item on a day: all that it asks for stands in the item's own row."""
    if item.state in steps.ENDED:
        return Light.GREY
    returns = item.returns or 0
    if is_overdue(item, on) or returns >= clock()["red_returns"] or item.flagged:
        return Light.RED
    if item.state == State.PAUSED or is_prolonged(item):
        return Light.PURPLE
    if returns >= clock()["yellow_returns"] or _is_before(item.milestone_due, on):
        return Light.YELLOW
    return Light.BLUE if _is_soon(item, on) else Light.CLEAR


def lit(items: ItemQuerySet, on: date) -> "QuerySet[WithAnnotations[Item, Lit]]":
    """Return the items with `light` computed by the database."""
    words = {one.value: f"'{one.value}'" for one in Light}
    found = items.annotate(light=_by_light(on, words, CharField()))
    return cast("QuerySet[WithAnnotations[Item, Lit]]", found)


def pressing(kinds: ItemQuerySet | Iterable[ItemQuerySet], on: date) -> Numbers:
    """Return the numbers of the items, the most pressing first, then by the day due."""
    places = {one.value: str(place) for place, one in enumerate(PRESSING)}
    place = _by_light(on, places, IntegerField())
    return Numbers(kinds, "place", "due", place=place)


def pressed(pks: Iterable[int], on: date) -> list[Any]:
    """Return items by their numbers, in that order, with their lights and units."""
    wanted = list(pks)
    found = Item.objects.filter(pk__in=wanted) if wanted else Item.objects.none()
    known: dict[int, Any] = {}
    for one in found.select_related("unit", "doer", "checker", "receiver"):
        known[one.pk] = one
        known[one.pk].light = light(one, on)
    return [known[pk] for pk in wanted if pk in known]


def untracked(items: ItemQuerySet, on: date) -> ItemQuerySet:
    """Return the open items that lack a doer or a day, and those that stayed without a plan.

    What was given to a unit has some days to get its milestones, or a note that it is a single act.
    """
    last = add_working_days(on, -clock()["plan_within"], clock()["calendar"])
    bare = Q(state__in=steps.DOING, single_act="", assigned_on__lt=last, milestones=None)
    return items.filter(Q(state=State.OPENED) | bare)


def _by_light(on: date, words: Mapping[str, str], field: Field[Any, Any]) -> LightSql:
    """Return what stands for each light as an expression."""
    rules = Rules(
        on,
        _few_days_from(on),
        clock()["part_left"],
        clock()["red_returns"],
        clock()["yellow_returns"],
    )
    return LightSql(rules, words, field)


def _is_soon(item: Item, on: date) -> bool:
    """Whether little time is left: few working days, or a small part of all the time."""
    if item.state not in steps.RUNNING or item.due is None or item.assigned_on is None:
        return False
    part = clock()["part_left"]
    return item.due <= _few_days_from(on) or (item.due - on) * part <= item.due - item.assigned_on


def _few_days_from(on: date) -> date:
    """Return the last day that counts as soon."""
    return add_working_days(on, clock()["days_left"], clock()["calendar"])


def _is_before(day: date | None, on: date) -> bool:
    """Whether a day is past."""
    return day is not None and day < on
