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

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, cast

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Field,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from sunledger.core.days import add_working_days
from sunledger.ledger import steps
from sunledger.ledger.models import Evidence, Finding, Item, ItemQuerySet, Kind, Milestone, Step
from sunledger.ledger.models.questions import overdue_on
from sunledger.ledger.reminders import clock
from sunledger.ledger.steps import State

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Lit(TypedDict):
    """What `lit` adds to an item."""

    light: str


class Past(NamedTuple):
    """What of the past of some items their lights ask for."""

    returns: dict[int, int]  # how often each was sent back, if it was
    failed: frozenset[int]  # whose latest second run still flags
    slipped: frozenset[int]  # where a day on the way has passed without its evidence


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
    """Return the light of an item on a day."""
    if item.state in steps.ENDED:
        return Light.GREY
    return _told_by(item, on, _pasts([item.pk], on))


def _told_by(item: Item, on: date, past: Past) -> Light:
    """Return the light of an item whose past is known."""
    if item.state in steps.ENDED:
        return Light.GREY
    returns = past.returns.get(item.pk, 0)
    if is_overdue(item, on) or returns >= clock()["red_returns"] or item.pk in past.failed:
        return Light.RED
    if item.state == State.PAUSED or is_prolonged(item):
        return Light.PURPLE
    if returns >= clock()["yellow_returns"] or item.pk in past.slipped:
        return Light.YELLOW
    return Light.BLUE if _is_soon(item, on) else Light.CLEAR


def lit(items: ItemQuerySet, on: date) -> "QuerySet[WithAnnotations[Item, Lit]]":
    """Return the items with `light` computed by the database."""
    words = {one: Value(one.value) for one in Light}
    light = _by_light(on, words, CharField())
    found = items.alias(_returns=_returns()).annotate(light=light)
    return cast("QuerySet[WithAnnotations[Item, Lit]]", found)


def pressing(items: ItemQuerySet, on: date) -> "QuerySet[Item, int]":
    """Return the numbers of the items, the most pressing first, then by the day due.

    Only what the order needs is carried along: of a list of thousands a page shows fifty.
    """
    places = {one: Value(place) for place, one in enumerate(PRESSING)}
    ordered = items.alias(_returns=_returns(), place=_by_light(on, places, IntegerField()))
    return ordered.order_by("place", "due", "pk").values_list("pk", flat=True)


def pressed(pks: Iterable[int], on: date) -> list[Any]:
    """Return items by their numbers, in that order, with their lights and units."""
    wanted = list(pks)
    if not wanted:
        return []
    past = _pasts(wanted, on)
    found = Item.objects.filter(pk__in=wanted)
    known: dict[int, Any] = {}
    for one in found.select_related("unit", "doer", "checker", "receiver"):
        known[one.pk] = one
        known[one.pk].light = _told_by(one, on, past)
    return [known[pk] for pk in wanted if pk in known]


def untracked(items: ItemQuerySet, on: date) -> ItemQuerySet:
    """Return the open items that lack a doer or a day, and those that stayed without a plan.

    What was given to a unit has some days to get its milestones, or a note that it is a single act.
    """
    last = add_working_days(on, -clock()["plan_within"], clock()["calendar"])
    bare = Q(state__in=steps.DOING, single_act="", assigned_on__lt=last, milestones=None)
    return items.filter(Q(state=State.OPENED) | bare)


def _by_light(on: date, value: Mapping[Light, Value], field: Field[Any, Any]) -> Case:
    """Return a value for each light as an expression; it asks for `_returns`."""
    slipped = Milestone.objects.filter(item=OuterRef("pk"), due__lt=on, evidence=None)
    red = _returned(clock()["red_returns"]) | Exists(_last_failed())
    return Case(
        When(state__in=steps.ENDED, then=value[Light.GREY]),
        When(overdue_on(on) | red, then=value[Light.RED]),
        When(Q(state=State.PAUSED) | Q(due__gt=F("due_first")), then=value[Light.PURPLE]),
        When(
            _returned(clock()["yellow_returns"]) | Exists(slipped),
            then=value[Light.YELLOW],
        ),
        When(_soon(on), then=value[Light.BLUE]),
        default=value[Light.CLEAR],
        output_field=field,
    )


def _is_soon(item: Item, on: date) -> bool:
    """Whether little time is left: few working days, or a small part of all the time."""
    if item.state not in steps.RUNNING or item.due is None or item.assigned_on is None:
        return False
    part = clock()["part_left"]
    return item.due <= _few_days_from(on) or (item.due - on) * part <= item.due - item.assigned_on


def _soon(on: date) -> Q:
    """Return the same as a condition."""
    part = clock()["part_left"]
    due, start, today = _DayNumber(F("due")), _DayNumber(F("assigned_on")), _DayNumber(Value(on))
    little = Q(due__lte=_few_days_from(on)) | Q(LessThanOrEqual((due - today) * part, due - start))
    return Q(state__in=steps.RUNNING) & little


def _few_days_from(on: date) -> date:
    """Return the last day that counts as soon."""
    return add_working_days(on, clock()["days_left"], clock()["calendar"])


def _pasts(pks: list[int], on: date) -> Past:
    """Return what of the past of some items their lights ask for."""
    back = Step.objects.filter(item__in=pks, move__in=steps.RETURNS).order_by()
    returns = dict(Counter(back.values_list("item", flat=True)))
    marks = Milestone.objects.filter(item__in=pks, due__lt=on, evidence=None).order_by()
    runs = Evidence.objects.filter(item__in=pks, kind=Kind.RERUN).order_by("pk")
    last = dict(runs.values_list("item", "outcome"))  # a later run takes the place of the earlier
    failed = frozenset(pk for pk, outcome in last.items() if outcome == Finding.STILL)
    return Past(returns, failed, frozenset(marks.values_list("item", flat=True)))


def _last_failed() -> QuerySet[Evidence]:
    """Return the second run that still flags the item, if no later one was made."""
    reruns = Evidence.objects.filter(item=OuterRef("pk"), kind=Kind.RERUN).order_by()
    later = Evidence.objects.filter(item=OuterRef("item"), kind=Kind.RERUN, pk__gt=OuterRef("pk"))
    return reruns.filter(outcome=Finding.STILL).exclude(Exists(later.order_by()))


def _returned(times: int) -> Q:
    """Return the condition that an item was returned so often.

    Opened, assigned, then answered and returned: an item that has moved less often was not. That is
    looked at first, so that of a list of thousands few have their steps counted.
    """
    return Q(turn__gte=2 * times + 2, _returns__gte=times)


def _returns() -> Coalesce:
    """Return how often an item was returned, as an expression."""
    back = Step.objects.filter(item=OuterRef("pk"), move__in=steps.RETURNS).order_by()
    count = back.values("item").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count), 0)


def _is_before(day: date | None, on: date) -> bool:
    """Whether a day is past."""
    return day is not None and day < on


class _DayNumber(Func):
    """A day as a whole number, so that days can be counted in both databases alike."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the Julian day."""
        return self.as_sql(
            compiler, connection, template="CAST(julianday(%(expressions)s) AS INTEGER)", **context
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the days since the first of 2000."""
        return self.as_sql(
            compiler, connection, template="(%(expressions)s - DATE '2000-01-01')", **context
        )
