"""What each person is told on a day: one digest at most, of reminders and of what went up to them.

The news are found by going once over the items in hand, in the order of their days, so that of a
long list the most pressing are kept. Memory holds the people and, for each kind of news, a hundred
items at most; the counts are of all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from sunledger.core.days import add_working_days
from sunledger.ledger import lookback, reminders, replies, steps
from sunledger.ledger.holders import Holders
from sunledger.ledger.models import Duty, Item, Listing, Role
from sunledger.ledger.reminders import Rung, clock
from sunledger.ledger.steps import State
from sunledger.units.models import Power

KEPT = 100  # items a person and kind of news; more are counted
_CHUNK = 5000


class Told(TextChoices):
    """Why someone is told of an item, the most pressing first."""

    PUBLIC = "public", _("On the public list: long overdue")
    ABOVE = "above", _("Gone up to you: overdue below")
    LEADER = "leader", _("Gone up to you as the responsible leader")
    RECEIPT = "receipt", _("Not signed for in time below you")
    OVER = "over", _("Overdue in your hands")
    DUE = "due", _("Due soon in your hands")
    REPLY = "reply", _("Named: your unit is asked for its reply")
    CHECK = "check", _("Answered, for you to verify")
    LOOK = "look", _("Closed, for you to look back at")
    CAME = "came", _("Given to your unit")


class Row(NamedTuple):
    """What the clock needs to know of an item."""

    pk: int
    state: str
    due: date
    review_on: date | None
    assigned_on: date
    signed_on: date | None
    paused_until: date | None
    doer: int
    unit: int

    @property
    def deadline(self) -> date:
        """Return the day that counts; as `clock.deadline`."""
        if self.state == State.LONG_TERM and self.review_on:
            return min(self.due, self.review_on)
        return self.due

    def is_paused(self, on: date) -> bool:
        """Whether a pause is in force; as `clock.is_paused`."""
        return self.state == State.PAUSED and not (self.paused_until and self.paused_until < on)


@dataclass
class News:
    """What is told to one person: of each kind how many items, and the first of them."""

    counts: dict[Told, int] = field(default_factory=lambda: defaultdict(int))
    items: dict[Told, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, why: Told, pk: int, left: int) -> None:
        """Count an item, and keep it if there is room."""
        self.counts[why] += 1
        if len(self.items[why]) < KEPT:
            self.items[why].append((pk, left))

    def content(self) -> dict[str, Any]:
        """Return it as a digest keeps it."""
        return {
            why.value: {"count": self.counts[why], "items": self.items[why]}
            for why in Told
            if why in self.counts
        }


# What chases an item: whoever is told so is to see that it is done.
CHASING = (Told.PUBLIC, Told.ABOVE, Told.LEADER, Told.RECEIPT, Told.OVER, Told.DUE)


def gather(on: date, since: date, chased: dict[int, Told] | None = None) -> dict[int, News]:
    """Return the news of a day by person: what came about since the night of another day.

    In `chased` is written which items were chased, and the most pressing reason for it.
    """
    holders, news, listed = Holders(on), defaultdict[int, News](News), _listed(on, since)
    rows = map(Row._make, _in_hand(on).values_list(*_COLUMNS).iterator(_CHUNK))
    while chunk := list(islice(rows, _CHUNK)):
        duties = _duties([row.pk for row in chunk])
        for row in chunk:
            found = _about(row, duties.get(row.pk, {}), holders, (since, on), row.pk in listed)
            for why, left, users in found:
                _tell(news, users, (why, row.pk, left))
                if chased is not None and users and why in CHASING:
                    chased[row.pk] = min(why, chased.get(row.pk, why), key=CHASING.index)
    for why, pk, left, users in _beside(on, since, holders):
        _tell(news, users, (why, pk, left))
    return news


def _tell(news: dict[int, News], users: Iterable[int], what: tuple[Told, int, int]) -> None:
    """Tell some people one thing."""
    for user in users:
        news[user].add(*what)


def _beside(
    on: date, since: date, holders: Holders
) -> Iterator[tuple[Told, int, int, Iterable[int]]]:
    """Give what is told beside the days due: who is to reply, to verify, to look back."""
    asked = replies.to_be_told(since, on).values_list("item_id", "unit_id", "until")
    for pk, unit, until in asked.iterator(_CHUNK):
        yield Told.REPLY, pk, reminders.left(until, on), holders.of_unit(unit)
    for pk, checker in _answered(on, since).values_list("pk", "checker").iterator(_CHUNK):
        yield Told.CHECK, pk, 0, holders.with_power(Power.VERIFY, checker)
    for pk, checker in _looked_at(on, since).iterator(_CHUNK):
        yield Told.LOOK, pk, 0, holders.with_power(Power.VERIFY, checker)


_COLUMNS = (
    "pk",
    "state",
    "due",
    "review_on",
    "assigned_on",
    "signed_on",
    "paused_until",
    "doer",
    "unit",
)
_Duties = dict[str, list[int]]


def _about(
    row: Row, duties: _Duties, holders: Holders, night: tuple[date, date], listed: bool
) -> Iterator[tuple[Told, int, Iterable[int]]]:
    """Give what is told of one item, and to whom."""
    since, on = night
    left = reminders.left(row.deadline, on)
    doers = holders.of_posts(duties.get(Role.HANDLER, ()))
    doers = doers or holders.with_power(Power.ANSWER, row.doer)
    unsigned = row.state in steps.DOING and row.signed_on is None
    if unsigned and since <= row.assigned_on < on:
        yield Told.CAME, left, doers
    if unsigned and reminders.told_unsigned(row.assigned_on, since, on):
        yield Told.RECEIPT, left, holders.above(row.doer, row.unit)
    if row.is_paused(on):
        return
    point = reminders.reminder(row.deadline, since, on)
    if point is not None:
        yield (Told.DUE if point >= 0 else Told.OVER), left, doers
    for rung in reminders.climbed(row.deadline, since, on):
        if rung != Rung.PUBLIC:
            yield from _up(row, rung, left, (duties, holders))
    if listed:
        yield Told.PUBLIC, left, holders.above(row.doer, row.unit) | doers


def _up(
    row: Row, rung: Rung, left: int, people: tuple[_Duties, Holders]
) -> Iterator[tuple[Told, int, Iterable[int]]]:
    """Give who is told that an item has gone up.

    Where no responsible leader, or no supervising unit, is named, it is the level above.
    """
    duties, holders = people
    above = holders.above(row.doer, row.unit)
    if rung == Rung.LEADER:
        yield Told.LEADER, left, holders.of_posts(duties.get(Role.LEADER, ())) or above
    else:
        yield Told.ABOVE, left, holders.of_posts(duties.get(Role.OVERSEER, ())) or above


def _in_hand(on: date) -> Any:
    """Return the items of which something may have to be told, the longest due first."""
    far = max(clock()["remind_before"], default=0)
    horizon = add_working_days(on, far + 1, clock()["calendar"])
    near = Q(due__lte=horizon) | Q(state=State.LONG_TERM, review_on__lte=horizon)
    unsigned = Q(state__in=steps.DOING, signed_on=None, assigned_on__lt=on)
    running = Item.objects.filter(state__in=steps.RUNNING)
    return running.filter(near | unsigned).order_by("due", "pk")


def _listed(on: date, since: date) -> set[int]:
    """Return the items that were put on the public list after one night and by another."""
    listed = Listing.objects.filter(listed_on__gt=since, listed_on__lte=on, left_on=None)
    return set(listed.values_list("item", flat=True))


def _answered(on: date, since: date) -> Any:
    """Return the items that were answered and wait for their checker."""
    fresh = Item.objects.filter(state=State.ANSWERED, answered_on__gte=since, answered_on__lt=on)
    return fresh.order_by("answered_on", "pk")


def _looked_at(on: date, since: date) -> Any:
    """Return the items of which a look back has fallen due, with who checked them."""
    fresh = lookback.all_due(on).filter(day__gt=since).order_by("day", "pk")
    return fresh.values_list("item_id", "item__checker_id")


def _duties(pks: list[int]) -> dict[int, _Duties]:
    """Return the posts of some items by their part."""
    found: dict[int, _Duties] = {}
    roles = (Role.LEADER, Role.HANDLER, Role.OVERSEER)
    for start in range(0, len(pks), 500):
        some = Duty.objects.filter(item__in=pks[start : start + 500], role__in=roles)
        for item, role, post in some.order_by("pk").values_list("item_id", "role", "post_id"):
            found.setdefault(item, {}).setdefault(role, []).append(post)
    return found
