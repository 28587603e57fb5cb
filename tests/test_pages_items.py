"""The pages of an item in every state: drawn, explained, and open to objections from anyone."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item, Objection, State
from sunledger.ledger.steps import MOVES
from sunledger.web.pages.way import stations, table
from tests import ledger_story
from tests.cast import Cast, at
from tests.pages_world import at as address

MAKERS = [
    "opened",
    "assigned",
    "started",
    "answered",
    "verified",
    "noticed",
    "objected",
    "closed",
    "confirmed",
    "paused",
    "long_term",
    "asked",
    "passed_on",
]


def seen(client: Client, name: str, item: Item) -> str:
    """Return the page of an item."""
    answer = client.get(address(name, item.code))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("make", MAKERS)
def test_the_desk_shows_an_item_in_every_state_with_what_can_be_done(cast: Cast, make: str) -> None:
    maker: Callable[[Cast], Item] = getattr(ledger_story, make)
    item, client = maker(cast), Client()
    client.force_login(cast.lead)
    page = seen(client, "desk_item", item)
    assert item.get_state_display() in page
    assert "我现在可以做什么" in page


def test_anyone_objects_on_the_public_page_and_the_desk_reads_it(cast: Cast) -> None:
    item, client = ledger_story.verified(cast), Client()
    ledger.notify(item=item, by=cast.lead)
    assert address("item_object", item.code) in seen(client, "item", item)
    path = address("item_object", item.code)
    refused = client.post(path, {"words": "请找13812345678"}).content.decode()
    assert "有内容需要修改" in refused
    assert not Objection.objects.exists()
    taken = client.post(path, {"words": "还有两户没有收到钱。"})
    assert "您的异议已收到" in taken.content.decode()
    assert Objection.objects.get().on == timezone.localdate()
    assert "还有两户" not in seen(client, "item", item)
    client.force_login(cast.lead)
    assert "还有两户" in seen(client, "desk_item", item)


def test_what_is_not_in_notice_takes_no_objection(cast: Cast) -> None:
    for item in (ledger_story.verified(cast, public=True), ledger_story.closed(cast)):
        assert Client().get(address("item_object", item.code)).status_code == 404


def test_the_public_page_of_what_was_referred_says_no_more_than_that(cast: Cast) -> None:
    item = ledger_story.assigned(cast, public=True, title="某村账目疑点")
    ledger.refer(item=item, to="县监委", reason="涉嫌违法。", by=cast.lead, at=at(1))
    page = seen(Client(), "item", item)
    assert "已移送" in page
    for word in ("某村账目疑点", "县监委", "涉嫌违法", cast.village.name):
        assert word not in page


@pytest.mark.parametrize("state", State)
def test_the_drawn_way_of_every_state_has_that_state_once(state: State) -> None:
    drawn = [station.name for station in stations(state, [])]
    assert drawn.count(str(state.label)) == 1
    leads_on = any(start == state for start, _move in MOVES)
    assert any(line.here for line in table(state)) == leads_on
