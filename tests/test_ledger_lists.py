"""Lists of work: their lights, their order, what may be done, and what nobody keeps track of."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sunledger.ledger import actions as ledger
from sunledger.ledger import clock, gate, steps
from sunledger.ledger.hands import QUICK, Hands
from sunledger.ledger.models import Item
from sunledger.ledger.preset import PRESETS, days
from sunledger.units.models import Unit, User
from tests.cast import TODAY, Cast, at, day, person
from tests.ledger_story import assigned, opened
from tests.pages_world import at as address
from tests.time_world import County, make_county, make_items, rolled_back, slow_light

pytestmark = pytest.mark.django_db
QUICKLY: dict[str, Any] = {
    "phases": [Phase.generate],  # finding smaller examples takes minutes here
    "suppress_health_check": list(HealthCheck),
}


@settings(max_examples=10, **QUICKLY)
@given(seed=st.integers(0, 2**32), shift=st.integers(-10, 30))
def test_every_light_is_the_one_that_a_slow_look_finds_and_the_order_is_theirs(
    seed: int, shift: int
) -> None:
    with rolled_back():
        make_items(make_county(), Random(seed), 25)
        on = TODAY + timedelta(days=shift)
        lit = clock.pressed(clock.pressing(Item.objects.all(), on), on)
        assert len(lit) == Item.objects.count()
        for item in lit:
            assert item.light == clock.light(item, on) == slow_light(item, on)
        places = [clock.PRESSING.index(item.light) for item in lit]
        assert places == sorted(places)


@settings(max_examples=5, **QUICKLY)
@given(seed=st.integers(0, 2**32))
def test_a_list_offers_whatever_the_gate_lets_a_person_do(seed: int) -> None:
    with rolled_back():
        make_items(make_county(), Random(seed), 12)
        for user in User.objects.all():
            hands = Hands(user, TODAY)
            for item in Item.objects.select_related("unit", "doer", "checker", "receiver"):
                may = {move for move in QUICK if not gate.why_not(item, move, user, TODAY)}
                assert may <= set(hands.moves(item))


def test_what_waits_is_the_same_asked_at_once_and_kind_by_kind(cast: Cast) -> None:
    make_items(make_county_of(cast), Random(5), 60)
    for user in User.objects.all():
        waiting = set(gate.waiting_for(user, TODAY))
        for item in Item.objects.select_related("unit", "doer", "checker", "receiver"):
            mine = Hands(user, TODAY).moves(item)
            if item.state in steps.DOING and item.doer_id and "answer" in mine:
                assert item in waiting
            if item.state in ("opened", "verified") and mine:
                assert item in waiting
        assert all(Hands(user, TODAY).moves(item) for item in waiting)


def make_county_of(cast: Cast) -> County:
    """Return a county around a cast that is there already."""
    Unit.objects.create(code="q-o", name="县教育局", parent=cast.county)
    users = [person(name, name, cast.county) for name in ("mayor", "leader", "handler")]
    return County(cast, *users)


def test_what_has_no_doer_or_no_plan_after_seven_working_days_is_untracked(cast: Cast) -> None:
    bare, planned, single, new = assigned(cast), assigned(cast), assigned(cast), opened(cast)
    ledger.plan(item=planned, milestones=[ledger.Day("一", day(5))], by=cast.worker, at=at())
    ledger.call_single(item=single, note="一次付清。", by=cast.worker, at=at())
    everything = Item.objects.all()
    assert set(clock.untracked(everything, day(9))) == {new}
    assert set(clock.untracked(everything, day(10))) == {new, bare}


def test_a_rhythm_sets_the_day_due_and_the_days_on_the_way(cast: Cast, client: Client) -> None:
    item = opened(cast)
    client.force_login(cast.lead)
    path = address("desk_item_move", item.code, "assign")
    sent = {"turn": item.turn, "doer": cast.town.code, "checker": cast.county.code, "due": ""}
    assert "rhythm" in client.post(path, sent).content.decode()
    item.refresh_from_db()
    assert item.state == "opened"
    client.post(path, sent | {"rhythm": "1-3-7-1-0:ordinary"})
    item.refresh_from_db()
    assert item.assigned_on
    wanted = days(PRESETS["1-3-7-1-0"], item.assigned_on, "ordinary")
    assert item.due == wanted.due
    assert [mark.due for mark in item.milestones.all()] == [mark.due for mark in wanted.marks]


def test_one_press_on_the_list_signs_for_an_item(cast: Cast, client: Client) -> None:
    item = assigned(cast)
    client.force_login(cast.worker)
    page = client.get(address("desk_today")).content.decode()
    path = address("desk_item_move", item.code, "sign")
    assert f'action="{path}"' in page
    done = client.post(path, {"turn": item.turn, "back": "today"})
    assert done["Location"] == address("desk_today")
    item.refresh_from_db()
    assert item.signed_on
    assert f'action="{path}"' not in client.get(address("desk_today")).content.decode()
