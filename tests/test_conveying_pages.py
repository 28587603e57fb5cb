"""The pages of what is passed down: what each person can press, and what everybody can read."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from sunledger.decisions import actions as decisions
from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.models import Made, Receipt, Reply, Ruling
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.units.models import Unit, User
from tests.conveying_story import Way, make_way, whole_story
from tests.pages_world import at as page_at


def client(user: User | None = None) -> Client:
    """Return a browser, with somebody signed in."""
    one = Client()
    if user:
        one.force_login(user)
    return one


def text(answer: Any) -> str:
    """Return the words of a page, without its marks."""
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def way(db: None) -> Way:
    return make_way(public=True)


def sent_today(way: Way, *units: Unit) -> None:
    """Send it now, as the pages do."""
    conveying.convey(
        meeting=way.meeting, decisions=[way.decision], to=conveying.Whither(units),
        by=way.cast.lead,
    )  # fmt: skip


def press(by: User, page: str, /, *args: Any, **fields: Any) -> Any:
    """Send a form of the desk."""
    return client(by).post(page_at(page, *args), fields)


def test_the_county_sends_and_the_town_takes_it_through(way: Way) -> None:
    cast, today = way.cast, timezone.localdate().isoformat()
    fields = {"acknowledge_days": 1, "answer_by": today, "note": "先看大额。"}
    answer = press(
        cast.lead, "desk_convey", way.meeting.code,
        what=[way.decision.code, "whole"], whom="chosen", units=[cast.town.code], others="县财政局",
        **fields,
    )  # fmt: skip
    assert answer.status_code == 302
    assert Receipt.objects.count() == 4
    code = way.receipt(cast.town).code
    assert press(way.secretary, "desk_receipt_do", code, "acknowledge").status_code == 302
    press(way.secretary, "desk_receipt_do", code, "pass", whom="next", others="", **fields)
    assert way.receipt(cast.hamlet)
    press(way.secretary, "desk_receipt_do", code, "list", title="全镇核对", seen=0)
    item = Item.objects.get(source=f"conveyance:{code}")
    press(
        way.secretary, "desk_receipt_do", code, "project",
        item=item.code, parts="一季度\n二季度", seen=1,
    )  # fmt: skip
    assert set(Item.objects.filter(parent=item).values_list("title", flat=True)) == {
        "一季度",
        "二季度",
    }
    assert Made.objects.filter(part_of=item).count() == 2
    shown = text(client(way.secretary).get(page_at("desk_receipt", code)))
    assert "全镇核对" in shown
    assert "先看大额。" in shown


def test_what_the_form_cannot_do_is_said_in_a_sentence(way: Way) -> None:
    cast, today = way.cast, timezone.localdate().isoformat()
    answer = press(
        cast.lead, "desk_convey", way.meeting.code, what=["whole"], whom="chosen",
        others="无此单位", acknowledge_days=1, answer_by=today,
    )  # fmt: skip
    assert "无此单位" in text(answer)
    answer = press(
        cast.lead, "desk_convey", way.meeting.code, what=["whole"], whom="next",
        acknowledge_days=1, answer_by="2099-01-01",
    )  # fmt: skip
    assert "2099" not in text(answer)
    assert not Receipt.objects.exists()


def test_the_other_answers_and_the_senders_word(way: Way) -> None:
    cast = way.cast
    sent_today(way, cast.town, cast.bureau)
    for unit, by in ((cast.town, way.secretary), (cast.bureau, way.chief)):
        press(by, "desk_receipt_do", way.receipt(unit).code, "acknowledge")
    town, bureau = way.receipt(cast.town).code, way.receipt(cast.bureau).code
    press(way.secretary, "desk_receipt_do", town, "words", note="已传达学习。", seen=0)
    mine = ledger.open_item(
        source="desk", title="早有", problem="早有", unit=cast.town, by=way.secretary
    )
    press(way.secretary, "desk_receipt_do", town, "take", items=[mine.code], seen=1)
    assert Made.objects.get().item == mine
    old = press(way.secretary, "desk_receipt_do", town, "words", note="又学了一遍。", seen=1)
    assert old.status_code == 200
    press(way.chief, "desk_receipt_do", bureau, "not-ours", reason="无村级账。", seen=0)
    reply = Reply.objects.get(kind="not_ours")
    assert text(client(cast.lead).get(page_at("desk_ruling", reply.code)))
    assert press(cast.lead, "desk_ruling", reply.code, accepted="yes").status_code == 200
    press(cast.lead, "desk_ruling", reply.code, accepted="yes", reason="有专户。")
    assert not Ruling.objects.get().accepted


def test_what_is_not_there_and_what_is_not_yours_are_one(way: Way) -> None:
    cast = way.cast
    sent_today(way, cast.town)
    code, matter = way.receipt(cast.town).code, way.matter.code
    for by in (way.head, cast.clerk, cast.checker):
        for path in (
            page_at("desk_receipt", code),
            page_at("desk_receipt_do", code, "acknowledge"),
            page_at("desk_chain", matter),
        ):
            assert client(by).get(path).status_code == 404
            assert client(by).post(path).status_code == 404
    assert not Receipt.objects.exclude(acknowledgement=None).exists()


def test_everyone_reads_units_and_posts_and_never_a_person(db: None) -> None:
    way = whole_story()
    shown = text(client().get(page_at("conveying", way.matter.code)))
    for words in (
        "柳河镇",
        "secretary 岗",
        "小河村",
        "neighbour 岗",
        "核对一季度凭证",
        "本局没有村级账。",
    ):
        assert words in shown
    for person in User.objects.all():
        assert person.name not in shown
    inside = text(client(way.cast.lead).get(page_at("desk_chain", way.matter.code)))
    assert way.secretary.name in inside


def test_before_the_meeting_is_public_nothing_of_its_way_is(db: None) -> None:
    way = whole_story(public=False)
    path = page_at("conveying", way.matter.code)
    assert client().get(path).status_code == 404
    assert client(way.cast.lead).get(page_at("desk_chain", way.matter.code)).status_code == 200
    decisions.make_public(meeting=way.meeting, by=way.cast.lead)
    shown = text(client().get(path))
    assert "核对一季度凭证" in shown  # closed, so that its result is public


def test_an_item_that_is_not_public_is_counted_and_hidden(way: Way) -> None:
    sent_today(way, way.cast.village)
    receipt = way.receipt(way.cast.village)
    conveying.acknowledge(receipt=receipt, by=way.head)
    conveying.list_up(receipt=receipt, title="内部核对", public=False, by=way.head)
    with translation.override("en"):
        path = page_at("conveying", way.matter.code)
    shown = text(client().get("/en" + path))
    assert "内部核对" not in shown
    assert "Not public: 1." in shown
    assert "0 / 1" in shown
    assert "内部核对" in text(client(way.head).get(page_at("desk_chain", way.matter.code)))


def test_a_village_sees_the_way_up_and_itself_and_not_its_neighbours(db: None) -> None:
    way = whole_story(public=False)
    shown = text(client(way.head).get(page_at("desk_chain", way.matter.code)))
    for name in ("清河县", "柳河镇", "大河村"):
        assert name in shown
    assert "小河村" not in shown


def test_the_counts_lead_to_their_rows(db: None) -> None:
    way = whole_story()
    path = page_at("conveying", way.matter.code)
    page = client().get(path).content.decode()
    links = set(re.findall(r'href="(\?[^"#]+)', page))
    assert len(links) > 10
    for link in links:
        assert client().get(path + link.replace("&amp;", "&")).status_code == 200
    nothing = client().get(path + "?show=with_items&level=2").context["rows"]
    assert [row.receipt.unit for row in nothing] == [way.cast.village]
    assert client().get(path + "?show=x&level=9").context["show"] == "reached"


def test_a_town_says_which_meeting_of_the_county_it_conveyed(way: Way) -> None:
    cast = way.cast
    sent_today(way, cast.town)
    meeting = decisions.record_meeting(
        unit=cast.town, title="镇传达会", held_on=timezone.localdate(), text="传达。",
        by=way.secretary,
    )  # fmt: skip
    answer = press(way.secretary, "desk_conveys", meeting.code, above=way.meeting.code, name="")
    assert answer.status_code == 302
    decisions.make_public(meeting=meeting, by=way.secretary)
    assert "镇传达会" in text(client().get(page_at("conveying", way.matter.code)))
    conveying.convey(meeting=meeting, to=conveying.next_below(cast.town), by=way.secretary)
    whole = meeting.matters.get()
    assert "常务会" in text(client().get(page_at("conveying", whole.code)))


def test_the_desk_says_what_waits(way: Way) -> None:
    sent_today(way, way.cast.town)
    shown = text(client(way.secretary).get(page_at("desk")))
    assert way.decision.quotation in shown
    assert way.decision.quotation in text(client(way.secretary).get(page_at("desk_conveying")))
    assert text(client(way.cast.lead).get(page_at("desk_conveying")))
