"""Lights: how pressing an item is on a day, computed and never typed.

grey    closed
red     overdue, sent back twice, or the screen still flags it
yellow  a milestone slipped, or sent back once
blue    a fifth of the time, or three working days, are left
clear   none of these

The same rules stand here twice: for one item, in plain words, and for a whole query, so that lists
can be sorted by light. A test holds the two equal.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
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
from sunledger.ledger.models import (
    Evidence,
    Finding,
    Item,
    ItemQuerySet,
    Kind,
    Milestone,
    Move,
    State,
    Step,
)

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
    GREY = "grey", _("closed")


def is_overdue(item: Item, on: date) -> bool:
    """Whether the doer should have answered before this day and has not.

    An answer stops the clock; one that is sent back sets it going again where it stood, so nothing
    is gained by an empty answer on the last day.
    """
    return item.state == State.ASSIGNED and item.due is not None and item.due < on


def light(item: Item, on: date) -> Light:
    """Return the light of an item on a day."""
    if item.state == State.CLOSED:
        return Light.GREY
    returns = item.steps.filter(move=Move.SEND_BACK).count()
    if is_overdue(item, on) or returns >= 2 or _failed(item):
        return Light.RED
    if returns == 1 or any(not day.evidence.exists() for day in item.milestones.filter(due__lt=on)):
        return Light.YELLOW
    return Light.BLUE if _is_soon(item, on) else Light.CLEAR


def lit(items: ItemQuerySet, on: date) -> "QuerySet[WithAnnotations[Item, Lit]]":
    """Return the items with `light` computed by the database."""
    slipped = Milestone.objects.filter(item=OuterRef("pk"), due__lt=on, evidence=None)
    overdue = Q(state=State.ASSIGNED, due__lt=on)
    found = items.alias(_returns=_returns(), _last_rerun=_last_rerun()).annotate(
        light=Case(
            When(state=State.CLOSED, then=Value(Light.GREY.value)),
            When(
                overdue | Q(_returns__gte=2) | Q(_last_rerun=Finding.STILL),
                then=Value(Light.RED.value),
            ),
            When(Q(_returns=1) | Exists(slipped), then=Value(Light.YELLOW.value)),
            When(_soon(on), then=Value(Light.BLUE.value)),
            default=Value(Light.CLEAR.value),
            output_field=CharField(),
        )
    )
    return cast("QuerySet[WithAnnotations[Item, Lit]]", found)


def _is_soon(item: Item, on: date) -> bool:
    """Whether little time is left: few working days, or a small part of all the time."""
    if item.state != State.ASSIGNED or item.due is None or item.assigned_on is None:
        return False
    part = settings.SUNLEDGER_CLOCK["part_left"]
    return item.due <= _few_days_from(on) or (item.due - on) * part <= item.due - item.assigned_on


def _soon(on: date) -> Q:
    """Return the same as a condition."""
    part = settings.SUNLEDGER_CLOCK["part_left"]
    due, start, today = _DayNumber(F("due")), _DayNumber(F("assigned_on")), _DayNumber(Value(on))
    little = Q(due__lte=_few_days_from(on)) | Q(LessThanOrEqual((due - today) * part, due - start))
    return Q(state=State.ASSIGNED) & little


def _few_days_from(on: date) -> date:
    """Return the last day that counts as soon."""
    clock = settings.SUNLEDGER_CLOCK
    return add_working_days(on, clock["days_left"], clock["calendar"])


def _failed(item: Item) -> bool:
    """Whether the latest second run of the screen still flags the item."""
    last = item.evidence.filter(kind=Kind.RERUN).order_by("-pk").first()
    return last is not None and last.outcome == Finding.STILL


def _last_rerun() -> Subquery:
    """Return what the latest second run found, as an expression."""
    reruns = Evidence.objects.filter(item=OuterRef("pk"), kind=Kind.RERUN)
    return Subquery(reruns.order_by("-pk").values("outcome")[:1])


def _returns() -> Coalesce:
    """Return how often an item was sent back, as an expression."""
    back = Step.objects.filter(item=OuterRef("pk"), move=Move.SEND_BACK).order_by()
    count = back.values("item").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count), 0)


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
