"""The right of reply on lists: what is offered before closing, who finds that they are asked."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from sunledger.ledger import actions as ledger
from sunledger.ledger import gate
from sunledger.ledger.hands import Hands
from sunledger.ledger.models import Item, Kind, Move
from sunledger.units.models import Holding, Post, User
from tests.cast import SINCE, Cast, at, day, make_cast
from tests.ledger_story import answered, assigned, heard, rerun, verified
from tests.pages_world import at as address

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def offered(cast: Cast, item: Item, days: int = 5) -> list[Move]:
    return Hands(cast.lead, day(days)).moves(Item.objects.get(pk=item.pk))


def test_what_comes_before_closing_is_offered_instead_of_it(cast: Cast) -> None:
    item = answered(cast, needs=[Kind.RERUN])
    ledger.verify(item=item, note="已核。", by=cast.checker, at=at(3))
    assert Move.CLOSE not in offered(cast, item)
    assert Move.ASK_REPLY in offered(cast, item)
    heard(item, cast.lead, 3)
    for outcome in ("", "still"):
        if outcome:
            rerun(cast, item, outcome, 4)
        assert Move.ATTACH in offered(cast, item)
        assert Move.CLOSE not in offered(cast, item)
    rerun(cast, item, "clean", 5)
    assert Move.CLOSE in offered(cast, item)
    assert not gate.why_not(item, Move.CLOSE, cast.lead, day(5))


def test_while_a_reply_is_waited_for_nothing_is_offered(cast: Cast) -> None:
    item = answered(cast)
    ledger.verify(item=item, note="已核。", by=cast.checker, at=at(3))
    (one,) = ledger.ask_replies(item=item, about="result", by=cast.lead, at=at(3))
    assert not {Move.CLOSE, Move.ASK_REPLY} & set(offered(cast, item))
    late = (one.until - day()).days + 1
    assert Move.CLOSE in offered(cast, item, late)


def test_a_list_asks_no_more_for_more_rows(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _each in range(6):
        verified(cast)
    items = list(Item.objects.select_related("unit", "doer", "checker"))
    with django_assert_max_num_queries(20):
        hands = Hands(cast.lead, day(5))
        hands.look_into(items)
        for item in items:
            hands.moves(item)


def test_the_unit_finds_it_on_its_desk_and_in_its_calendar_and_the_leader_what_waits(
    cast: Cast, client: Client
) -> None:
    item = answered(cast)
    ledger.verify(item=item, note="已核。", by=cast.checker)
    (one,) = ledger.ask_replies(item=item, about="result", by=cast.lead)
    client.force_login(cast.clerk)
    for name in ("desk", "desk_today"):
        assert address("desk_reply", one.code) in client.get(address(name)).content.decode()
    assert (
        one.until.strftime("%Y%m%d") in client.get(address("desk_work_calendar")).content.decode()
    )
    page = client.post(address("desk_reply", one.code), {"words": "属实。"}, follow=True)
    assert "属实。" in page.content.decode()
    client.force_login(cast.lead)
    seen = client.get(address("desk_item", item.code)).content.decode()
    assert "属实。" in seen
    assert client.get(address("desk_reply", one.code)).status_code == 404


def test_whoever_leads_an_item_without_any_power_finds_the_way_to_today(
    cast: Cast, client: Client
) -> None:
    leader = User.objects.create(username="boss", name="镇领导")
    post = Post.objects.create(unit=cast.town, name="分管领导", powers=[])
    Holding.objects.create(post=post, user=leader, since=SINCE)
    client.force_login(leader)
    assert address("desk_today") not in client.get(address("desk")).content.decode()
    ledger.charge(item=assigned(cast), role="leader", post=post, by=cast.lead, at=at(1))
    assert address("desk_today") in client.get(address("desk")).content.decode()
    assert client.get(address("desk_today")).status_code == 200
    assert timezone.localdate()
