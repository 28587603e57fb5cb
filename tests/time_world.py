"""A small county with items in every state of time, made past the guards, for tests of the clock.

The slow recomputation stands here too: it asks no query of the ledger and no rule of the clock. It
walks through the days one by one, with the calendar alone, and looks at plain facts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from sunledger.core.days import is_working_day
from sunledger.ledger.models import Duty, Item, State, Step
from sunledger.units.models import Post, Power, Reach, Unit, User
from tests.cast import TODAY, Cast, make_cast, person
from tests.unguarded import unguarded

ONE = timedelta(days=1)
RUNNING = ("assigned", "signed", "planned", "working", "transfer", "paused", "long_term")


@contextmanager
def rolled_back() -> Iterator[None]:
    """Forget what the block does."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class County:
    """The cast, with somebody who leads the town."""

    cast: Cast
    mayor: User  # of the town: leads, reaching below
    leader: User  # responsible leader of some items: a post without any power
    handler: User  # named handler of some items

    @property
    def units(self) -> list[Unit]:
        cast = self.cast
        return [cast.county, cast.bureau, cast.town, cast.village, cast.hamlet]


def make_county() -> County:
    """Return it, fresh in the database."""
    cast = make_cast()
    Unit.objects.create(code="q-o", name="县教育局", name_en="Education Bureau", parent=cast.county)
    return County(
        cast,
        person("mayor", "镇长", cast.town, Power.ASSIGN, reach=Reach.BELOW),
        person("leader", "赵某某", cast.county),
        person("handler", "王某某", cast.town, Power.ANSWER),
    )


def post_of(user: User) -> Post:
    """Return the one post of a person."""
    return Post.objects.get(holdings__user=user)


def make_items(county: County, draw: Random, count: int) -> None:
    """Put items of all kinds into the ledger, as no sequence of moves could so quickly."""
    cast = county.cast
    with unguarded():
        for number in range(count):
            item = Item.objects.create(**_facts(cast, draw), title=f"事项{number}", source="test:1")
            step = Step(item=item, number=1, move="open", state=item.state, by=cast.lead)
            step.post, step.at = post_of(cast.lead), timezone.now()
            step.save()
            for role, user in (("leader", county.leader), ("handler", county.handler)):
                if draw.random() < 0.4:
                    _charge(item, role, user, draw.randint(2, 10**6))


def _charge(item: Item, role: str, user: User, number: int) -> None:
    """Give a post its part, with the step that says so."""
    post = post_of(user)
    step = Step.objects.create(
        item=item, number=number, move="charge", state=item.state, by=item.opened_by, post=post,
        at=timezone.now(),
    )  # fmt: skip
    Duty.objects.create(item=item, role=role, post=post, step=step)


def _facts(cast: Cast, draw: Random) -> dict[str, Any]:
    """Return the facts of an item about time, within what the database allows."""

    def day(low: int, high: int) -> date:
        return TODAY + timedelta(days=draw.randint(low, high))

    state = draw.choice([*RUNNING, *RUNNING, "opened", "answered", "merged"])
    assigned = day(-40, 0)
    due = max(day(-35, 40), assigned)
    facts: dict[str, Any] = {
        "state": state,
        "problem": "问题",
        "unit": draw.choice([cast.village, cast.hamlet, cast.town]),
        "opened_by": cast.lead,
        "opened_on": assigned,
        "public": draw.random() < 0.5,
        "kind": draw.choice(["", "", "lead"]),
    }
    if state == "opened":
        return facts
    facts |= {
        "doer": draw.choice([cast.town, cast.village, cast.hamlet, cast.bureau]),
        "checker": cast.county,
        "assigned_on": assigned,
        "due": due,
        "due_first": due - timedelta(days=draw.choice([0, 0, 7])),
        "signed_on": None if state in ("assigned", "planned") and draw.random() < 0.7 else assigned,
    }
    return facts | _of_state(cast, state, day)


def _of_state(cast: Cast, state: str, day: Any) -> dict[str, Any]:
    """Return what an item has only in one state."""
    if state == "paused":
        return {"paused_on": day(-20, 0), "paused_until": day(-10, 25)}
    if state == "long_term":
        return {"review_on": day(-30, 40)}
    if state == "transfer":
        return {"receiver": Unit.objects.get(code="q-o")}
    if state == "answered":
        return {"answered_by": cast.worker, "answered_on": day(-5, 15)}
    if state == "merged":
        into = Item.objects.exclude(state=State.MERGED).first()
        return {"merged_into": into} if into else {"state": "opened"}
    return {}


def walked_left(due: date, on: date) -> int:
    """Return the working days left, counted on the fingers; below zero when over."""
    count, day = 0, min(due, on)
    while day < max(due, on):
        day += ONE
        count += is_working_day(day)
    return count if on <= due else -count


def slow_night(county: County, on: date, since: date) -> set[tuple[str, str, int, int]]:
    """Return (person, why, item, days left) of a night, found by walking through its days."""
    found = set()
    for item in Item.objects.select_related("unit", "doer", "checker").prefetch_related("duties"):
        day, left = since, 0
        told: dict[str, set[str]] = {}
        reminded = ""
        while day < on:
            day += ONE
            told |= _gone_up(county, item, day, on)
            reminded = _reminded(item, day) or reminded
        if item.due:
            left = walked_left(_counts(item), on)
        if reminded and not _rests(item, on):
            told[reminded] = _doers(county, item)
        told |= _given(county, item, since, on) | _said(county, item, since, on)
        found |= _to_reply(item, since, on)
        for why, people in told.items():
            found |= {(who, why, item.pk, 0 if why == "check" else left) for who in people}
    return found


def _counts(item: Item) -> date:
    """Return the day that counts for an item that has one."""
    days = [item.due, item.review_on if item.state == "long_term" else None]
    return min(day for day in days if day)


def _rests(item: Item, on: date) -> bool:
    """Whether a pause is in force."""
    return item.state == "paused" and bool(item.paused_until and item.paused_until >= on)


def _reminded(item: Item, day: date) -> str:
    """Return which kind of reminder falls on a day."""
    if item.state not in RUNNING:
        return ""
    left, before = walked_left(_counts(item), day), walked_left(_counts(item), day - ONE)
    if left == before:
        return ""  # nobody works on that day
    if left in (7, 3, 1, 0):
        return "due"
    return "over" if left < 0 and left % 2 == 0 else ""


def _gone_up(county: County, item: Item, day: date, on: date) -> dict[str, set[str]]:
    """Return who is told because of a rung that an item reaches on a day."""
    if item.state not in RUNNING or _rests(item, on):
        return {}
    left, before = walked_left(_counts(item), day), walked_left(_counts(item), day - ONE)
    above = _above(county, item)
    if left == before:
        return {}
    if left == -3:
        named = {duty.role for duty in item.duties.all()}
        return {"leader": {"leader"} if "leader" in named else above}
    if left == -7:
        return {"above": above}
    return {}


def _said(county: County, item: Item, since: date, on: date) -> dict[str, set[str]]:
    """Return who is told that an item was listed since; when that is, its own tests hold."""
    if not item.listings.filter(listed_on__gt=since, listed_on__lte=on, left_on=None).exists():
        return {}
    return {"public": _above(county, item) | _doers(county, item)}


def _to_reply(item: Item, since: date, on: date) -> set[tuple[str, str, int, int]]:
    """Return who is told that their unit is asked for its reply: all who hold a post there."""
    asked = item.replies.filter(asked=None, asked_on__gt=since, asked_on__lte=on)
    return {
        (user.username, "reply", item.pk, walked_left(one.until, on))
        for one in asked.select_related("unit")
        for user in User.objects.filter(holdings__post__unit=one.unit)
    }


def _given(county: County, item: Item, since: date, on: date) -> dict[str, set[str]]:
    """Return who is told that something came into their hands, or was not signed for."""
    told: dict[str, set[str]] = {}
    if item.state == "answered" and item.answered_on and since <= item.answered_on < on:
        told["check"] = {"checker"}
    if item.state not in RUNNING[:4] or item.assigned_on is None or item.signed_on:
        return told
    if since <= item.assigned_on < on:
        told["came"] = _doers(county, item)
    late = item.assigned_on + ONE
    while not is_working_day(late):
        late += ONE
    if since <= late < on:
        told["receipt"] = _above(county, item)
    return told


def _doers(county: County, item: Item) -> set[str]:
    """Return who does the work: the named handler, else all who answer in the unit."""
    if any(duty.role == "handler" for duty in item.duties.all()):
        return {"handler"}
    answering = {"q-l": {"worker", "worker2", "handler"}, "q-b": {"inspector"}}
    return answering.get(item.doer.code if item.doer else "", set())


def _above(county: County, item: Item) -> set[str]:
    """Return who leads one level up: in the village the town, else the county."""
    code = item.doer.code if item.doer else ""
    if code in ("q-l-d", "q-l-x"):
        return {"mayor"} if item.unit.code.startswith("q-l") else {"lead"}
    return {"lead"}


def slow_light(item: Item, on: date) -> str:
    """Return the light of such an item (never returned, no milestones), on the fingers."""
    if item.state in ("merged", "closed", "referred"):
        return "grey"
    runs = item.state in RUNNING
    if runs and item.due and _counts(item) < on:
        return "red"
    if item.state == "paused" or (item.due and item.due_first and item.due_first < item.due):
        return "purple"
    if not (runs and item.due and item.assigned_on):
        return "clear"
    days, left = (item.due - on).days, (item.due - item.assigned_on).days
    few = on
    for _ in range(3):
        few += ONE
        while not is_working_day(few):
            few += ONE
    return "blue" if item.due <= few or days * 5 <= left else "clear"
