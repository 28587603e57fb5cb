"""Whatever state items are in: the parts of a figure add up, and each figure equals its rows."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunledger.drives.ages import AGES
from sunledger.drives.counted import PARTS
from sunledger.drives.drive import DRIVES, Drive
from sunledger.drives.figures import Figure, figures, find, head
from sunledger.ledger import past, steps
from sunledger.ledger.models import Item, Outcome, State
from tests.cast import Cast, at, day
from tests.unguarded import unguarded

DRIVE = DRIVES["business-environment"]
ON = 800
few = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    """Give what may be so of an item: a state, an outcome, days, money, drive and batch."""
    state = draw(st.sampled_from(State.values))
    opened = draw(st.integers(-100, ON))
    due = opened + draw(st.integers(1, 400))
    closed = state in steps.CLOSED
    return {
        "state": state,
        "outcome": draw(st.sampled_from(Outcome.values)) if closed else "",
        "opened_on": day(opened),
        "assigned_on": None if state == State.OPENED else day(opened + draw(st.integers(0, 9))),
        "due": day(due),
        "due_first": day(due - draw(st.sampled_from([0, 0, 7]))),
        "closed_at": at(opened + draw(st.integers(9, 300))) if closed else None,
        "public": draw(st.booleans()),
        "found_amount": draw(st.sampled_from([0, 0, 500])),
        "future_amount": draw(st.sampled_from([0, 0, 70])),
        "currency": draw(st.sampled_from(["CNY", "GBP"])),
        **draw(st.sampled_from(BELONGING)),
        "batch": draw(st.sampled_from([None, None, "first", "第二批", "第九批"])),
        "followed": draw(st.booleans()) and closed,
    }


BELONGING = (
    {"drive": DRIVE.code, "kind": ""},
    {"drive": DRIVE.code, "kind": "lead"},
    {"drive": "", "kind": "arrears"},
    {"drive": "", "kind": "lead"},
    {"drive": "petitions", "kind": "business"},
)


def made(cast: Cast, one: dict[str, Any], number: int) -> None:
    """Write an item, whole as the database wants it, past the table of moves."""
    state, followed = one["state"], one.pop("followed")
    far, people = state != State.OPENED, (*steps.JUDGED, *steps.CLOSED)
    more = {
        "doer": cast.town if far else None,
        "checker": cast.county if far else None,
        "answered_by": cast.worker if state in people else None,
        "verified_by": cast.checker if state in people else None,
        "closed_by": cast.lead if state in steps.CLOSED else None,
        "result": "已办结" if state in steps.CLOSED else "",
        "paused_until": one["due"] if state == State.PAUSED else None,
        "review_on": one["due"] if state == State.LONG_TERM else None,
        "receiver": cast.bureau if state == State.TRANSFER else None,
        "notice_until": one["due"] if state == State.NOTICE else None,
    }
    if state == State.MERGED:
        words = {"opened_on": day(-2000), "opened_by": cast.lead, "unit": cast.village}
        more["merged_into"] = Item.objects.create(source="x", title="另", problem="另", **words)
    whose = {"source": f"x:{number}", "title": "件", "problem": "问题", "opened_by": cast.lead}
    item = Item(unit=cast.village, **whose, **one, **more)
    item.days_taken = past.days_taken(item, item.closed_at) if item.closed_at else None
    item.save()
    if followed:
        again = {"reopens": item, "opened_on": day(ON), "drive": DRIVE.code}
        Item.objects.create(unit=cast.village, **whose, **again)


def what_holds(shown: list[Figure], on: date) -> None:
    """See that the parts add up, and that each number is that of its rows, one by one."""
    known = {one.key: one for one in shown if one.unit != "money"}
    for whole, ways in PARTS.items():
        for parts in ways:
            assert sum(known[part.key].value for part in parts) == known[whole].value, whole
    assert sum(known[one.key].value for one in AGES) == known["open"].value
    for one in shown:
        if one.unit == "items":
            assert one.value == one.rows.count(), one.key
        assert one.of is None or one.key == "target" or one.unit == "days" or one.value <= one.of
    assert known["done"].value <= known["put_right"].value
    assert known["settled"].value + known["not_done"].value <= known["closed"].value


def slowly(drive: Drive, on: date) -> dict[str, Any]:
    """Count a few figures again, item by item."""
    rows = list(drive.items(on))
    still = sorted((on - item.opened_on).days for item in rows if item.state in steps.OPEN)
    took = sorted(
        (item.closed_on - item.assigned_on).days
        for item in rows
        if item.closed_on and item.assigned_on
    )
    return {
        "items": sum(item.state != State.MERGED for item in rows),
        "oldest": still[-1] if still else 0,
        "median_age": still[len(still) // 2] if still else 0,
        "to_close": took[(len(took) - 1) // 2] if took else 0,
    }


@few
@given(st.lists(facts(), max_size=12))
def test_the_parts_add_up_and_every_figure_equals_its_rows(
    cast: Cast, given_items: list[dict[str, Any]]
) -> None:
    on = day(ON)
    with transaction.atomic():
        with unguarded():
            for number, one in enumerate(given_items):
                made(cast, dict(one), number)
        shown = figures(DRIVE, on)
        what_holds(shown, on)
        known = {one.key: one.value for one in shown}
        assert {key: known[key] for key in slowly(DRIVE, on)} == slowly(DRIVE, on)
        money = {(one.key, one.currency): one.value for one in shown if one.unit == "money"}
        assert sum(money.values()) == sum(
            item.found_amount + item.future_amount for item in DRIVE.items(on)
        )
        in_batches = [figures(DRIVE, on, batch) for batch in DRIVE.batches]
        for batch in in_batches:
            what_holds(batch, on)
        for figure in shown[:8]:
            found = find(DRIVE, figure.key, on)
            assert found is not None
            assert found.value == figure.value
        assert {one.key: one.value for one in head(DRIVE, on)}.items() <= known.items()
        transaction.set_rollback(True)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin"])
def test_days_to_closing_are_those_of_the_place_also_where_summer_has_its_own_time(
    cast: Cast, zone: str, settings: Any
) -> None:
    settings.TIME_ZONE = zone
    with unguarded():
        for number, hours in enumerate((0, 13, 15, 17, 21, 23)):
            one = facts_of_a_closed_one() | {"closed_at": at(120) + timedelta(hours=hours)}
            made(cast, one, number)
    known = {one.key: one.value for one in figures(DRIVE, day(ON))}
    assert known["to_close"] == slowly(DRIVE, day(ON))["to_close"]


def facts_of_a_closed_one() -> dict[str, Any]:
    """Return an item that was put right."""
    return {
        "state": State.CLOSED,
        "outcome": Outcome.PUT_RIGHT,
        "opened_on": day(),
        "assigned_on": day(),
        "due": day(9),
        "due_first": day(9),
        "drive": DRIVE.code,
        "followed": False,
    }
