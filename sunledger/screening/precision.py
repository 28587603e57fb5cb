"""How often a screen was right: confirmed of checked, with the room that few cases leave.

Checked is what somebody looked into to the end: an item that was closed, or a lead dismissed as
explained, unfounded or an error in the data. What was known already or too small to work on says
nothing about the screen, and an open lead says nothing yet; nor does an item that was given up
before anybody answered it. An item that was merged into another ended as that one did.

Leads of a screen that became one item, or that were dismissed for one reason in one stack, are
about one cause, and one look decided on them: among the checked they count once. Otherwise one
stack of twenty, dismissed with a press, would switch a screen off.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from sunledger.ledger.models import Item, Outcome
from sunledger.screening.models import Lead, Reason, State
from sunledger.units.models import Unit

WRONG = (Reason.EXPLAINED, Reason.UNFOUNDED, Reason.DATA_ERROR)
RIGHT = (Outcome.PUT_RIGHT, Outcome.NOT_DONE)
OTHERWISE = (Outcome.UNFOUNDED, Outcome.DATA_ERROR)
_Z = 1.959964  # of the normal distribution, for 95 in a hundred
GIVEN_UP = "given_up"  # closed as not done, and nobody had looked into it
# From the item of a lead to the one in which it ended.
_WAYS = ("", "merged_into__", "merged_into__merged_into__")

Row = tuple[Any, ...]  # what they are counted by, then state, reason, ending, causes, leads
# Leads about one cause: those of one item, else of one stack; a lead without either is its own.
_CAUSE = Case(
    When(~Q(item=""), then=Concat(Value("item "), "item")),
    When(stack__isnull=False, then=Concat(Value("stack "), Cast("stack_id", CharField()))),
    output_field=CharField(),
)
_CAUSES = Count(_CAUSE, distinct=True) + Count("pk", filter=Q(item="", stack=None))


@dataclass(frozen=True)
class Precision:
    """The counts of one screen's leads and of what they are about, and what they say about it."""

    screen: str
    raised: int  # leads
    open: int
    in_work: int
    confirmed: int  # causes, as all that was checked
    dismissed: dict[str, int]  # by reason
    closed_otherwise: int  # items that ended as unfounded or a data error
    cleared: int

    @property
    def wrong(self) -> int:
        """Return how many causes were looked into to the end, with nothing to them."""
        return self.closed_otherwise + sum(self.dismissed.get(reason, 0) for reason in WRONG)

    @property
    def checked(self) -> int:
        """Return how many causes were looked into to the end."""
        return self.confirmed + self.wrong

    @property
    def share(self) -> float | None:
        """Return confirmed of checked; nothing where nothing was checked."""
        return self.confirmed / self.checked if self.checked else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return between which shares the truth lies, nineteen times in twenty (Wilson)."""
        return wilson(self.confirmed, self.checked) if self.checked else None


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """Return the Wilson interval of a share; it stays between 0 and 1, however few the tries."""
    share, room = hits / tries, _Z * _Z / tries
    middle = (share + room / 2) / (1 + room)
    half = _Z * sqrt(share * (1 - share) / tries + room / (4 * tries)) / (1 + room)
    return max(0.0, middle - half), min(1.0, middle + half)


def of_screen(code: str) -> Precision:
    """Return the precision of one screen, over all its versions."""
    return _counted(code, _rows(Lead.objects.filter(screen=code)))


def of_screens() -> dict[str, Precision]:
    """Return the precision of every screen that ever raised something; one question for all."""
    found = _by(_rows(Lead.objects.all(), "screen"), lambda row: row[0])
    return {code: _counted(code, rows) for code, rows in found.items()}


def of_every_version() -> dict[tuple[str, str], Precision]:
    """Return the precision of every version of every screen; one question for all."""
    found: dict[tuple[str, str], list[Row]] = {}
    for code, version, *row in _rows(Lead.objects.all(), "screen", "version"):
        found.setdefault((code, version), []).append(tuple(row))
    return {mark: _counted(mark[0], rows) for mark, rows in found.items()}


def nothing(code: str) -> Precision:
    """Return the precision of a screen that has raised nothing yet."""
    return _counted(code, [])


def of_versions(code: str) -> dict[str, Precision]:
    """Return the precision of each version of a screen, that which raised something last first."""
    rows = list(_rows(Lead.objects.filter(screen=code), "version", last=Max("seen_at")))
    last = {row[0]: max(one[-1] for one in rows if one[0] == row[0]) for row in rows}
    found = _by((row[:-1] for row in rows), lambda row: row[0])
    newest = sorted(found, key=lambda version: last[version], reverse=True)
    return {version: _counted(code, found[version]) for version in newest}


def of_branches(code: str, places: Mapping[str, Unit]) -> dict[Unit | None, Precision]:
    """Return the precision of a screen in each branch, by the path of its top; None: in no other.

    Counted in one question; where branches lie in each other, it counts for the outermost.
    """
    found: dict[str, list[Row]] = {}
    for path, *row in _rows(Lead.objects.filter(screen=code), "unit__path"):
        found.setdefault(_top(path, places), []).append(tuple(row))
    known = {places.get(top): _counted(code, rows) for top, rows in found.items()}
    order = [*places.values(), None]
    return {unit: known[unit] for unit in order if unit in known}


def _top(path: str, places: Mapping[str, Unit]) -> str:
    """Return the path of the branch in which a unit lies; "" where it lies in none."""
    ends = (place for place, sign in enumerate(path, 1) if sign == "/")
    return next((path[:end] for end in ends if path[:end] in places), "")


def since(code: str, version: str, start: datetime | None) -> Precision:
    """Return the precision of a version, of what was checked from a moment on."""
    leads = Lead.objects.filter(screen=code, version=version)
    return _counted(code, _rows(checked_from(leads, start) if start else leads))


def checked_from(leads: QuerySet[Any], start: datetime) -> QuerySet[Any]:
    """Return leads without those that were looked into to the end before a moment."""
    at = Coalesce(*(F(f"{way}closed_at") for way in _WAYS))
    closed = Item.objects.filter(code=OuterRef("item")).annotate(at=at).values("at")[:1]
    early = Q(state=State.DISMISSED, decided_at__lt=start)
    leads = leads.annotate(closed=Subquery(closed))
    return leads.exclude(early | Q(state=State.TAKEN_UP, closed__lt=start))


def verdict(state: str, reason: str, ending: str) -> bool | None:
    """Return whether a lead was confirmed; nothing where nobody looked into it to the end."""
    if state == State.TAKEN_UP and ending in (*RIGHT, *OTHERWISE):
        return ending in RIGHT
    return False if state == State.DISMISSED and reason in WRONG else None


def with_ending(leads: QuerySet[Lead]) -> QuerySet[Any]:
    """Return leads with how the item of each ended; "" where there is none, or none has ended."""
    ended = Coalesce(*map(_outcome, _WAYS))
    item = Item.objects.filter(code=OuterRef("item")).annotate(ended=ended)
    of_item = Coalesce(Subquery(item.values("ended")[:1]), Value(""))
    # Most leads have no item, and none need be looked for.
    ending = Case(When(item="", then=Value("")), default=of_item, output_field=CharField())
    return leads.annotate(ending=ending)


def _outcome(way: str) -> Case:
    """Return how an item ended, on the way from that of the lead; nothing while it has not."""
    unseen = Q(**{f"{way}outcome": Outcome.NOT_DONE, f"{way}answered_on": None})
    outcome = NullIf(F(f"{way}outcome"), Value(""))
    return Case(When(unseen, then=Value(GIVEN_UP)), default=outcome, output_field=CharField())


def _rows(leads: QuerySet[Lead], *by: str, **more: Any) -> Iterable[Row]:
    """Return how many causes and how many leads there are of each kind."""
    kinds = with_ending(leads).order_by().values_list(*by, "state", "reason", "ending")
    counted: Iterable[Row] = kinds.annotate(causes=_CAUSES, n=Count("pk"), **more)
    return counted


def _by(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> dict[Any, list[Row]]:
    """Return rows in groups, each row without what it is grouped by."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row[1:])
    return found


def _counted(code: str, rows: Iterable[Row]) -> Precision:
    """Return what rows of state, reason, ending and numbers say together."""
    states: dict[str, int] = {}
    reasons: dict[str, int] = {}
    endings: dict[str, int] = {}
    for state, reason, ending, causes, leads in rows:
        states[state] = states.get(state, 0) + leads
        if state == State.DISMISSED:
            reasons[reason] = reasons.get(reason, 0) + causes
        if state == State.TAKEN_UP:
            endings[ending] = endings.get(ending, 0) + (causes if ending else leads)
    return Precision(
        screen=code,
        raised=sum(states.values()),
        open=states.get(State.OPEN, 0),
        in_work=endings.get("", 0),
        confirmed=sum(endings.get(one, 0) for one in RIGHT),
        dismissed=reasons,
        closed_otherwise=sum(endings.get(one, 0) for one in OTHERWISE),
        cleared=states.get(State.CLEARED, 0),
    )
