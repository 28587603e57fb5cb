"""Lights: the rule in words, the rule in the database, and a slow one of the test's own agree."""

from datetime import date, timedelta
from random import Random

import pytest

from sunledger.core.days import is_working_day
from sunledger.ledger import actions as ledger
from sunledger.ledger import clock
from sunledger.ledger.clock import Light
from sunledger.ledger.models import Item
from tests.cast import Cast, at, day
from tests.ledger_story import answered, assigned, closed, heard, opened, paper, rerun


@pytest.mark.parametrize(
    ("days", "light"),
    [
        (0, Light.CLEAR),
        (7, Light.BLUE),  # three working days, a week-end between, are left
        (10, Light.BLUE),
        (11, Light.RED),
    ],
)
def test_an_assigned_item_goes_from_clear_to_blue_to_red(
    cast: Cast, days: int, light: Light
) -> None:
    item = assigned(cast)
    assert clock.light(item, day(days)) == light


def test_a_fifth_of_a_long_time_is_soon(cast: Cast) -> None:
    item = opened(cast)
    ledger.assign(
        item=item, doer=cast.town, checker=cast.county, due=day(100), by=cast.lead, at=at()
    )
    assert clock.light(item, day(79)) == Light.CLEAR
    assert clock.light(item, day(80)) == Light.BLUE


def test_an_answer_stops_the_clock_and_one_sent_back_starts_it_where_it_stood(cast: Cast) -> None:
    item = answered(cast)
    assert not clock.is_overdue(item, day(50))
    ledger.send_back(item=item, reason="不完整。", by=cast.checker, at=at(40))
    assert clock.is_overdue(item, day(40))
    assert list(Item.objects.overdue(day(40))) == [item]
    assert clock.light(item, day(40)) == Light.RED


def test_a_closed_item_is_grey_whatever_happened(cast: Cast) -> None:
    assert clock.light(closed(cast), day(500)) == Light.GREY


def test_the_database_and_a_slow_recomputation_give_the_same_light(cast: Cast) -> None:
    draw = Random(20240304)
    for _ in range(40):
        _some_item(cast, draw)
    seen = set()
    for on in (day(0), day(4), day(9), day(16), day(33)):
        for item in clock.lit(Item.objects.all(), on):
            slow = _slow_light(item, on)
            assert (item.light, clock.light(item, on)) == (slow, slow)
            seen.add(slow)
    assert seen >= set(Light) - {Light.PURPLE}


def _some_item(cast: Cast, draw: Random) -> None:
    """Make an item that has come some random way."""
    item = opened(cast)
    if draw.random() < 0.05:
        return
    due = day(draw.randint(1, 60))
    ledger.assign(item=item, doer=cast.town, checker=cast.county, due=due, by=cast.lead, at=at())
    if draw.random() < 0.3:
        days = [ledger.Day("一", day(draw.randint(1, 20))), ledger.Day("二", day(30))]
        for milestone in ledger.plan(item=item, milestones=days, by=cast.worker, at=at()):
            if draw.random() < 0.7:
                paper(cast, item, milestone=milestone)
    for _ in range(draw.choice([0, 0, 0, 1, 2])):
        ledger.answer(item=item, note="完成。", by=cast.worker, at=at(2))
        ledger.send_back(item=item, reason="不行。", by=cast.checker, at=at(2))
    for outcome in draw.choice([[], [], ["still"], ["still", "clean"]]):
        rerun(cast, item, outcome, 3)
    if draw.random() < 0.4:
        _finish(cast, item, draw)


def _finish(cast: Cast, item: Item, draw: Random) -> None:
    """Answer it, and perhaps go on to the end."""
    ledger.answer(item=item, note="完成。", by=cast.worker, at=at(3))
    if draw.random() < 0.7:
        ledger.verify(item=item, note="属实。", by=cast.checker, at=at(3))
        heard(item, cast.lead, 3)
        for milestone in item.milestones.all():
            paper(cast, item, milestone=milestone, at=at(3))
        ledger.close(item=item, result="完成。", outcome="not_done", by=cast.lead, at=at(3))


def _slow_light(item: Item, on: date) -> Light:
    """Work the light out from the steps alone, day by day, as a person with a calendar would."""
    steps = list(item.steps.all())
    if steps[-1].move == "close":
        return Light.GREY
    moves = [step.move for step in steps if step.move in ("assign", "answer", "send_back")]
    in_hand = bool(moves) and moves[-1] in ("assign", "send_back")
    due = item.due or date.max
    returned = moves.count("send_back")
    reruns = [evidence.outcome for evidence in item.evidence.all() if evidence.kind == "rerun"]
    if (in_hand and due < on) or returned > 1 or reruns[-1:] == ["still"]:
        return Light.RED
    proven = {evidence.milestone_id for evidence in item.evidence.all()}
    late = [one for one in item.milestones.all() if one.due < on and one.pk not in proven]
    if returned or late:
        return Light.YELLOW
    if not in_hand:
        return Light.CLEAR
    left = [on + timedelta(days=n) for n in range(1, (due - on).days + 1)]
    begun = next(step.at for step in steps if step.move == "assign").date()
    few = sum(map(is_working_day, left)) <= 3
    ends_on_a_day_off = not is_working_day(due)
    few = few and not (ends_on_a_day_off and sum(map(is_working_day, left)) == 3)
    return Light.BLUE if few or len(left) * 5 <= (due - begun).days else Light.CLEAR
