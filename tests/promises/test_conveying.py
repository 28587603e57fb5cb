"""What is written on the way down stays text; what is not yours looks like what is not there."""

import pytest
from django.test import Client

from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.models import Acknowledgement, Matter, Reply, Ruling
from tests.cast import at
from tests.conveying_story import Way, make_way
from tests.pages_world import at as page_at
from tests.promises.test_words import ALIVE, EVIL


@pytest.fixture
def way(db: None) -> Way:
    way = make_way(public=True)
    way.sent(way.cast.town, way.cast.bureau)
    way.taken(way.cast.town, way.secretary)
    return way


def test_s25_what_is_written_on_the_way_down_is_never_run(way: Way) -> None:
    town = way.receipt(way.cast.town)
    for evil in EVIL:
        look = conveying.Look(at=at())
        conveying.words_only(receipt=town, note=evil, by=way.secretary, look=look)
        conveying.list_up(receipt=town, title=evil, by=way.secretary, look=look)
    conveying.pass_on(
        receipt=town, to=conveying.next_below(way.cast.town), by=way.secretary, note=EVIL[0],
        at=at(),
    )  # fmt: skip
    client = Client()
    client.force_login(way.secretary)
    for page, code in (
        ("conveying", way.matter.code),
        ("desk_chain", way.matter.code),
        ("desk_receipt", town.code),
    ):
        answer = client.get(page_at(page, code))
        assert answer.status_code == 200
        assert not ALIVE.search(answer.content.decode()), page
        assert "&lt;script&gt;mark()" in answer.content.decode()


def test_s2_a_code_of_another_unit_is_a_code_that_does_not_exist(way: Way) -> None:
    client, code = Client(), way.receipt(way.cast.bureau).code
    client.force_login(way.secretary)
    for page in ("desk_receipt", "desk_chain", "desk_ruling"):
        theirs = client.get(page_at(page, code))
        nobodys = client.get(page_at(page, "x" * len(code)))
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.content.replace(code.encode(), b"") == nobodys.content.replace(
            b"x" * len(code), b""
        )


def test_s9_fields_that_a_form_does_not_have_change_nothing(way: Way) -> None:
    client, receipt = Client(), way.receipt(way.cast.town)
    client.force_login(way.secretary)
    more = {"leaf": "7", "kind": "list", "number": "9", "unit": "q", "by": "1", "accepted": "on"}
    client.post(
        page_at("desk_receipt_do", receipt.code, "words"), {"note": "学了。", "seen": "0"} | more
    )
    reply = Reply.objects.get()
    assert (reply.kind, reply.number, reply.by) == ("words", 1, way.secretary)
    assert reply.leaf != 7
    assert not Ruling.objects.exists()


def test_s7_whoever_was_relieved_acts_for_nobody(way: Way) -> None:
    client = Client()
    client.force_login(way.chief)
    path = page_at("desk_receipt_do", way.receipt(way.cast.bureau).code, "acknowledge")
    way.chief.holdings.update(until=at().date())
    assert client.post(path).status_code == 404
    assert Acknowledgement.objects.count() == 1
    assert Matter.objects.count() == 1
