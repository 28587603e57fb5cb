"""The clock at night: what it tells is what a slow walk through the days finds, once, to each."""

import re
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sunledger.ledger import clock, digest, listing, lists, night, reminders
from sunledger.ledger.models import Chase, Digest, Item, Night
from sunledger.ledger.refusals import NotNow
from sunledger.ledger.reminders import Rung
from sunledger.units.models import User
from tests.cast import TODAY, day
from tests.pages_world import at as address
from tests.time_world import County, make_county, make_items, rolled_back, slow_night

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(db: None) -> County:
    return make_county()


def told(on: date) -> set[tuple[str, str, int, int]]:
    """Return what the digests of a day say, flat."""
    return {
        (one.user.username, why, pk, left)
        for one in Digest.objects.filter(day=on).select_related("user")
        for why, news in one.content.items()
        for pk, left in news["items"]
    }


QUICK: dict[str, Any] = {
    "phases": [Phase.generate],  # finding smaller examples takes minutes here
    "suppress_health_check": list(HealthCheck),
}


@settings(max_examples=25, **QUICK)
@given(seed=st.integers(0, 2**32), gaps=st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_the_nights_tell_what_a_slow_walk_through_the_days_finds(
    seed: int, gaps: list[int]
) -> None:
    with rolled_back():
        county = make_county()
        make_items(county, Random(seed), 12)
        since, on = TODAY - timedelta(days=1), TODAY
        for gap in gaps:
            night.go_round(on)
            assert told(on) == slow_night(county, on, since)
            since, on = on, on + timedelta(days=gap)


@settings(max_examples=15, **QUICK)
@given(seed=st.integers(0, 2**32), shift=st.integers(-10, 30))
def test_the_lists_hold_what_the_rules_say_of_each_item(seed: int, shift: int) -> None:
    with rolled_back():
        make_items(make_county(), Random(seed), 25)
        on = TODAY + timedelta(days=shift)
        everything = list(Item.objects.all())
        for item in clock.lit(Item.objects.all(), on):
            assert item.light == clock.light(item, on)
        for rung in (Rung.LEADER, Rung.ABOVE, Rung.PUBLIC):
            by_rule = {item.pk for item in everything if _has_climbed(item, rung, on)}
            assert set(
                Item.objects.filter(lists.late_by(rung, on)).values_list("pk", flat=True)
            ) == (by_rule)
        overdue = {item.pk for item in everything if clock.is_overdue(item, on)}
        assert set(Item.objects.overdue(on).values_list("pk", flat=True)) == overdue


def _has_climbed(item: Item, rung: Rung, on: date) -> bool:
    """Whether an item that is still undone has gone up so far."""
    due = clock.deadline(item)
    return clock.is_running(item, on) and due is not None and reminders.rung(due, on) >= rung


def test_a_second_round_of_a_day_changes_nothing(county: County) -> None:
    make_items(county, Random(1), 20)
    night.go_round(TODAY)
    before = list(Digest.objects.order_by("pk").values())
    assert before
    Item.objects.filter(state="assigned").update(title="anders")
    make_items(county, Random(2), 20)
    night.go_round(TODAY)
    assert list(Digest.objects.order_by("pk").values()) == before


def test_a_clock_that_was_killed_writes_the_rest_and_no_digest_twice(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_items(county, Random(3), 40)
    monkeypatch.setattr(night, "_CHUNK", 2)

    def killed(done: int, total: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        night.go_round(TODAY, killed)
    cut_off = Digest.objects.count()
    assert night.last() is None
    night.go_round(TODAY)
    assert 0 < cut_off < Digest.objects.count()
    assert told(TODAY) == slow_night(county, TODAY, TODAY - timedelta(days=1))
    assert Digest.objects.count() == len({who for who, *_rest in told(TODAY)})


def test_a_night_that_was_missed_loses_no_step_up(county: County) -> None:
    make_items(county, Random(4), 60)
    night.go_round(TODAY)
    night.go_round(day(9))
    assert told(day(9)) == slow_night(county, day(9), TODAY)
    assert {why for _who, why, _pk, _left in told(day(9))} >= {"leader", "above", "over"}


def test_an_earlier_day_cannot_be_told_after_a_later_one(county: County) -> None:
    night.go_round(day(3))
    with pytest.raises(NotNow, match="2024-03-07"):
        night.go_round(day(1))
    assert Night.objects.count() == 1


def test_of_a_long_list_the_longest_due_are_kept_and_all_are_counted(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_items(county, Random(5), 60)
    monkeypatch.setattr(digest, "KEPT", 2)
    news = digest.gather(day(9), TODAY)
    lead = news[county.cast.lead.pk]
    assert max(lead.counts.values()) > 2
    for kept in lead.items.values():
        assert len(kept) <= 2


def test_the_command_tells_a_day_and_says_what_it_told(county: County, capsys: Any) -> None:
    make_items(county, Random(6), 40)
    call_command("clock", on=TODAY)
    out = capsys.readouterr().out
    assert (
        f"{Digest.objects.count()} people told" in out.replace(" 人", " people told") or "人" in out
    )
    call_command("clock", on=TODAY)
    assert capsys.readouterr().out == out
    with pytest.raises(CommandError, match="2024-03-03"):
        call_command("clock", on=day(-1))


def test_a_leader_without_any_power_opens_what_went_up_to_them(
    county: County, client: Client
) -> None:
    make_items(county, Random(8), 40)
    night.go_round(day(9))
    leader = User.objects.get(username="leader")
    client.force_login(leader)
    page = client.get(address("desk_digest", day(9).isoformat())).content.decode()
    news = Digest.objects.get(user=leader).content["leader"]
    assert news["items"]
    for pk, _left in news["items"]:
        item = Item.objects.get(pk=pk)
        assert item.title in page
        assert client.get(address("desk_item", item.code)).status_code == 200
    other = Item.objects.exclude(duties__post__holdings__user=leader).first()
    assert other
    assert client.get(address("desk_item", other.code)).status_code == 404


def test_the_public_list_names_the_unit_and_the_post_and_nobody(
    county: County, client: Client
) -> None:
    make_items(county, Random(9), 80)
    on = timezone.localdate()
    assert not lists.public_late(on).exists()  # nobody was heard, and no clock has gone round
    listing.ask(on - timedelta(20))
    listing.put(on)
    listed = list(lists.public_late(on))
    assert listed
    page = client.get(address("late")).content.decode()
    for item in Item.objects.all():
        assert (item.title + "<" in page) == (item in listed)
    for item in listed:
        assert str(item.doer) in page
        assert item.public
        assert item.kind != "lead"
    for user in User.objects.all():
        assert user.name not in page


def test_each_count_of_what_is_overdue_leads_to_its_items_in_two_presses(
    county: County, client: Client
) -> None:
    make_items(county, Random(10), 60)
    client.force_login(county.cast.lead)
    page = client.get(address("desk_overdue")).content.decode()
    found = re.findall(r'href="([^"]*/items/[^"]*)">([\d,]+)</a>', page)
    assert len(found) > 3
    for path, count in found:
        rows = client.get(path.replace("&amp;", "&")).content.decode()
        assert len(re.findall(r'<th scope="row"><a href="/desk/items/', rows)) == int(count)


def test_how_often_an_item_was_chased_is_kept_and_shown_to_whoever_leads(
    county: County, client: Client
) -> None:
    make_items(county, Random(11), 40)
    days = [day(n) for n in (0, 9, 20)]
    for on in days:
        night.go_round(on)
        night.go_round(on)
    told_of = {
        (pk, one.day)
        for one in Digest.objects.all()
        for why, news in one.content.items()
        if why in digest.CHASING
        for pk, _left in news["items"]
    }
    assert set(Chase.objects.values_list("item", "day")) == told_of
    chased: list[Any] = list(lists.chased(Item.objects.all()))
    assert [one.times for one in chased] == [one.chases.count() for one in chased]
    assert sum(times for _pk, _items, times in lists.chased_by_doer(Item.objects.all())) == sum(
        one.times for one in chased
    )
    client.force_login(county.cast.lead)
    most = chased[0]
    assert most.title in client.get(address("desk_chased")).content.decode()
    assert most.doer
    page = client.get(address("desk_chased"), {"unit": most.doer.code})
    assert most in page.context["page"].object_list
