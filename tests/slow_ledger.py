"""The ledger worked out again, slowly, from its steps alone, by other words than its own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from sunledger.core.days import is_working_day
from sunledger.ledger.models import Item

HANDS = {"assigned", "signed", "planned", "working"}
RUNS = HANDS | {"transfer", "paused", "long_term"}
DONE = {"closed", "confirmed", "sham"}


@dataclass
class Told:
    """What the steps of an item tell."""

    state: str = ""
    turn: int = 0
    doer: str = ""
    due: date | None = None
    due_first: date | None = None
    review_on: date | None = None
    begun: date | None = None
    returns: int = 0
    days: int | None = None  # from giving out to closing
    found: int = 0


def tell(item: Item, found: int) -> Told:
    """Return what the steps of an item tell; `found` is the money with which it was opened."""
    told = Told(found=found)
    for step in item.steps.all():
        told.turn += step.state != told.state
        told.state = step.state
        told.returns += step.move in ("send_back", "uphold")
        _take(told, step.move, step.details)
        if step.move == "assign":
            told.begun, told.due_first = timezone.localdate(step.at), told.due
        if step.move in ("close", "give_up") and told.begun:
            told.days = (timezone.localdate(step.at) - told.begun).days
    return told


def _take(told: Told, move: str, details: dict[str, Any]) -> None:
    """Take from a step the days, the doer and the money that it sets."""
    if details.get("due"):
        told.due = date.fromisoformat(details["due"])
    if "doer" in details:
        told.doer = details["doer"]
    if move in ("prolong", "review"):
        told.review_on = date.fromisoformat(details["review_on"])
    if move == "appraise":
        told.found = details["found"]
    if move == "merge":
        told.found = 0


def light(told: Told, item: Item, on: date) -> str:
    """Return the light of an item, day by day, as a person with a calendar would find it."""
    if told.state in DONE | {"merged", "referred"}:
        return "grey"
    reruns = [one.outcome for one in item.evidence.all() if one.kind == "rerun"]
    if is_late(told, on) or told.returns > 1 or reruns[-1:] == ["still"]:
        return "red"
    if told.state == "paused" or (told.due and told.due_first and told.due > told.due_first):
        return "purple"
    proven = {one.milestone_id for one in item.evidence.all()}
    late = [one for one in item.milestones.all() if one.due < on and one.pk not in proven]
    if told.returns or late:
        return "yellow"
    return "blue" if _is_near(told, on) else "clear"


def past_of(item: Item) -> tuple[bool | None, date | None]:
    """Return whether the last second run still flags an item, and its first day left unproven."""
    reruns = [one.outcome for one in item.evidence.all() if one.kind == "rerun"]
    proven = {one.milestone_id for one in item.evidence.all()}
    left = [one.due for one in item.milestones.all() if one.pk not in proven]
    return (reruns[-1] == "still" if reruns else None), min(left, default=None)


def is_late(told: Told, on: date) -> bool:
    """Whether a day has passed by which the doer, or a review, should have come."""
    late = told.due is not None and told.due < on
    if told.state == "long_term":
        late = late or (told.review_on is not None and told.review_on < on)
    return told.state in RUNS and late


def _is_near(told: Told, on: date) -> bool:
    """Whether little time is left, counted day by day."""
    if told.state not in RUNS or told.due is None or told.begun is None:
        return False
    left = [on + timedelta(days=n) for n in range(1, (told.due - on).days + 1)]
    working = sum(map(is_working_day, left))
    few = working < 3 or (working == 3 and is_working_day(told.due))
    return few or len(left) * 5 <= (told.due - told.begun).days


def counts(told: dict[Item, Told], on: date) -> dict[str, int]:
    """Return the counters of a drive, counted one item after the other."""
    keys = {
        "opened": {"opened"},
        "assigned": HANDS | {"transfer"},
        "answered": {"answered", "checking"},
        "verified": {"verified", "notice"},
        "paused": {"paused"},
        "long_term": {"long_term"},
        "closed": DONE,
        "merged": {"merged"},
        "referred": {"referred"},
        "running": RUNS,
        "confirmed": {"confirmed"},
        "sham": {"sham"},
    }
    found = {key: sum(one.state in states for one in told.values()) for key, states in keys.items()}
    found |= {
        outcome: sum(item.outcome == outcome for item in told)
        for outcome in ("put_right", "not_done", "unfounded", "data_error")
    }
    followed = {item.reopens_id for item in told}
    found["items"] = len(told) - found["merged"]  # counted where they go on
    found["overdue"] = sum(is_late(one, on) for one in told.values())
    ended = [item for item, one in told.items() if one.state in DONE]  # not what was referred
    found["reopened"] = sum(item.pk in followed for item in ended)
    return found
