"""Feeds: what everyone may read, each thing once and for ever, and valid by the Atom standard."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from sunledger.disclosure import actions
from sunledger.disclosure.actions import exemption
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Batch, Record, Visibility
from sunledger.seal.models import Fact
from sunledger.units.models import Power, Reach, Unit
from tests.answers import hand_on
from tests.cast import person
from tests.disclosure_story import Story, make_story
from tests.pages_world import at

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PAYMENTS = "village-payments"


@pytest.fixture
def story() -> Story:
    return make_story()


def of_unit(story: Story) -> str:
    return at("unit_feed", story.village.code)


def feed(path: str, client: Client | None = None) -> ElementTree.Element:
    """Return a feed, looked at by the rules of RFC 4287, section 4."""
    answer = (client or Client()).get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - of our own making
    assert root.tag == f"{ATOM}feed"
    for one in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1, name
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", text(one, "id"))
        moment = datetime.fromisoformat(text(one, "updated"))
        assert moment.tzinfo is not None
        assert len(one.findall(f"{ATOM}author/{ATOM}name")) == 1
    links = {link.get("rel"): link.get("href", "") for link in root.findall(f"{ATOM}link")}
    assert links["self"].endswith(path)
    assert links["alternate"].startswith("http://")
    entries = root.findall(f"{ATOM}entry")
    assert len({text(one, "id") for one in entries}) == len(entries)
    if entries:
        assert text(root, "updated") == max(text(one, "updated") for one in entries)
    return root


def text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def titles(root: ElementTree.Element) -> list[str]:
    return [text(one, "title") for one in root.findall(f"{ATOM}entry")]


def corrected(story: Story, batch: Batch) -> Record:
    record: Record = batch.records.get(number=1)
    asked = actions.ask_correction(
        record=record, field="payee", new="白溪水务有限公司", reason="名称有误", by=story.clerk
    )
    actions.correct(correction=asked, by=story.reviewer)
    return record


def test_a_sheet_its_correction_and_its_withdrawal_are_three_entries_for_ever(story: Story) -> None:
    batch = story.published()
    first = feed(of_unit(story)).findall(f"{ATOM}entry")
    assert len(first) == 1
    record = corrected(story, batch)
    actions.withdraw(batch=batch, reason="整张表有误", by=story.reviewer)
    root = feed(of_unit(story))
    assert [title.rpartition("：")[2].rpartition(": ")[2] for title in titles(root)][:2] == [
        "已撤回",
        "已更正",
    ]
    entries = root.findall(f"{ATOM}entry")
    assert ElementTree.tostring(entries[2]) == ElementTree.tostring(first[0])
    links = [one.find(f"{ATOM}link") for one in entries]
    paths = [
        (one.get("href") or "").replace("http://testserver", "") for one in links if one is not None
    ]
    sheet = at("sheet", batch.code)
    assert paths == [sheet, at("record", record.code), sheet]
    assert all(Client().get(path).status_code == 200 for path in paths)


def test_no_word_of_a_line_stands_in_a_feed(story: Story) -> None:
    corrected(story, story.published())
    for path in (of_unit(story), at("category_feed", PAYMENTS)):
        words = Client().get(path).content.decode()
        assert "白溪" not in words
        assert "青泉" not in words


@pytest.mark.parametrize("to", [Visibility.RESIDENTS, Visibility.STAFF])
def test_what_is_for_some_is_in_no_feed_whoever_asks(story: Story, to: Visibility) -> None:
    batch = story.submitted()
    Batch.objects.filter(pk=batch.pk).update(visibility=to)
    batch = actions.publish(batch=batch, by=story.reviewer)
    corrected(story, batch)
    actions.withdraw(batch=batch, reason="整张表有误", by=story.reviewer)
    clerk = Client()
    clerk.force_login(story.clerk)
    for client in (Client(), clerk):
        for path in (of_unit(story), at("category_feed", PAYMENTS)):
            assert titles(feed(path, client)) == []


def test_a_sheet_that_waits_for_its_hour_is_in_the_feed_from_that_hour_on(story: Story) -> None:
    now = timezone.now()
    batch = story.submitted()
    hour = now + timedelta(hours=2)
    actions.publish(batch=batch, by=story.reviewer, publish_at=hour, at=now)
    assert titles(feed(of_unit(story))) == []
    actions.publish_due(hour)
    assert len(titles(feed(of_unit(story)))) == 1


def test_a_category_has_the_sheets_of_all_units_and_of_no_other_category(story: Story) -> None:
    story.published()
    other = Batch.objects.create(
        unit=story.cast.hamlet,
        category=PAYMENTS,
        category_version="2024-1",
        period="2024-02",
        entered_by=story.stranger,
        entered_post=story.stranger.holdings.get().post,
    )
    actions.publish(batch=hand_on(batch=other, by=story.stranger), by=story.reviewer)
    with translation.override("en"):
        shown = titles(feed(reverse("category_feed", args=[PAYMENTS])))
        assert [title.partition(" · ")[0] for title in shown] == ["Xiaohe Village", "Dahe Village"]
    assert titles(feed(at("category_feed", "village-seal-log"))) == []
    assert Client().get(at("category_feed", "no-such-thing")).status_code == 404
    assert Client().get(at("unit_feed", "no-such-unit")).status_code == 404


def test_an_exemption_is_in_the_feeds_of_its_unit_and_of_the_register(story: Story) -> None:
    above = person("above", "县公开办", story.cast.county, Power.REVIEW, reach=Reach.BELOW)
    reason = CATEGORIES["village-seal-log"].exemptions[0]
    wish = exemption.Wish(
        category="village-seal-log",
        period="2024-03",
        reason=reason,
        words="无公章使用",
        until=timezone.localdate() + timedelta(days=10),
    )
    asked = actions.ask_exemption(unit=story.village, wish=wish, by=story.clerk)
    register = at("exemptions_feed")
    assert titles(feed(register)) == []
    actions.grant_exemption(exemption=asked, by=above)
    for path in (register, of_unit(story), at("category_feed", "village-seal-log")):
        root = feed(path)
        assert len(titles(root)) == 1
        assert "无公章使用" in text(root.findall(f"{ATOM}entry")[0], "summary")


def test_each_language_has_its_own_feed_of_the_same_things(story: Story) -> None:
    story.published()
    chinese, english = feed(of_unit(story)), feed(f"/en{of_unit(story)}")
    assert text(chinese, "title") == "大河村"
    assert text(english, "title") == "Dahe Village"
    assert chinese.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-hans"
    ids = [text(one.findall(f"{ATOM}entry")[0], "id") for one in (chinese, english)]
    assert ids[0] != ids[1]


def test_a_reader_who_has_it_already_is_told_so_and_learns_of_every_change(story: Story) -> None:
    client, path = Client(), of_unit(story)
    empty = client.get(path)
    assert client.get(path, headers={"if-none-match": empty["ETag"]}).status_code == 304
    batch = story.published()
    full = client.get(path, headers={"if-none-match": empty["ETag"]})
    assert full.status_code == 200
    assert full["Cache-Control"] == "public, max-age=0, must-revalidate"
    for head in ({"if-none-match": full["ETag"]}, {"if-modified-since": full["Last-Modified"]}):
        answer = client.get(path, headers=head)
        assert (answer.status_code, answer.content) == (304, b"")
    actions.withdraw(batch=batch, reason="整张表有误", by=story.reviewer)
    assert client.get(path, headers={"if-none-match": full["ETag"]}).status_code == 200


def test_moments_never_go_back_and_an_empty_feed_has_always_the_same(story: Story) -> None:
    before = text(feed(of_unit(story)), "updated")
    assert before == text(feed(of_unit(story)), "updated")
    batch = story.published()
    said = Fact.objects.get(leaf=batch.leaf).said_at.astimezone(UTC).replace(microsecond=0)
    after = datetime.fromisoformat(text(feed(of_unit(story)), "updated"))
    assert after.astimezone(UTC).replace(microsecond=0) == said > datetime.fromisoformat(before)


def test_what_people_wrote_is_text_in_a_feed_and_nothing_else(story: Story) -> None:
    Unit.objects.filter(pk=story.village.pk).update(name="<b>大河</b>&村\x0b")
    actions.withdraw(
        batch=story.published(), reason="<script>alert(1)</script>\x07更正", by=story.reviewer
    )
    root = feed(of_unit(story))
    assert text(root, "title") == "<b>大河</b>&村 "
    summary = root.findall(f"{ATOM}entry")[0].find(f"{ATOM}summary")
    assert summary is not None
    assert (summary.text or "").startswith("&lt;script&gt;")  # declared as HTML, so escaped twice


@pytest.mark.parametrize("path", ["unit", "category"])
def test_a_feed_asks_the_database_a_few_times_however_much_it_holds(
    story: Story, path: str
) -> None:
    address = of_unit(story) if path == "unit" else at("category_feed", PAYMENTS)
    counts = []
    for number in (1, 6):
        for rows in range(number, number * 2):
            corrected(story, story.published(rows))
        Client().get(address)
        with CaptureQueriesContext(connection) as asked:
            Client().get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_pages_name_their_feed(story: Story) -> None:
    batch = story.published()
    for page, name, code in (
        ("unit", "unit_feed", story.village.code),
        ("category", "category_feed", batch.category),
    ):
        words = Client().get(at(page, code)).content.decode()
        found = re.search('<link rel="alternate" type="application/atom[^>]*>', words)
        assert found
        assert f'href="{at(name, code)}"' in found[0]
    assert at("exemptions_feed") in Client().get(at("exemptions")).content.decode()
