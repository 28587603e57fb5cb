"""Calendars of days due: files that parse back, and an address that gives away little and ends."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from sunledger.ledger import actions as ledger
from sunledger.ledger import keys
from sunledger.ledger.models import CalendarKey, Item
from sunledger.units.models import Holding
from sunledger.web import calendarfile
from tests.cast import Cast, at, day
from tests.ledger_story import assigned, closed, opened
from tests.pages_world import at as address

pytestmark = pytest.mark.django_db


def events(book: bytes) -> dict[str, Any]:
    """Return the events of a calendar by their UID, as a calendar program reads them."""
    return {str(one["UID"]): one for one in Calendar.from_ical(book).walk("VEVENT")}


def book_of(*items: Item, inside: bool = True) -> bytes:
    """Return the calendar of some items."""
    found = calendarfile.dated(Item.objects.filter(pk__in=[item.pk for item in items]))
    return calendarfile.calendar(found, "日程", lambda item: "https://x/", inside=inside)


def test_an_item_is_a_whole_day_with_a_uid_for_ever(cast: Cast) -> None:
    item = assigned(cast)
    event = events(book_of(item))[f"{item.code}@sunledger"]
    assert event["DTSTART"].dt == item.due
    assert event["DTEND"].dt == day(11)
    assert type(event["DTSTART"].dt) is date
    assert book_of(item) == book_of(item)


def test_when_the_day_moves_the_sequence_rises_and_the_uid_stays(cast: Cast) -> None:
    item = assigned(cast)
    (uid, before), *_ = events(book_of(item)).items()
    ledger.ask_time(item=item, reason="缺材料。", until=day(20), by=cast.worker, at=at(1))
    ledger.grant_time(item=item, note="同意。", by=cast.lead, at=at(2))
    after = events(book_of(item))[uid]
    assert after["DTSTART"].dt == day(20)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=150))
def test_any_title_parses_back_as_it_was(title: str) -> None:
    item = Item(code="a" * 26, title=title, due=day(3), public=True, state="assigned")
    found: Any = item
    found.sequence, found.touched_at = 2, timezone.now()
    book = calendarfile.calendar([found], "x", lambda item: "https://x/", inside=True)
    assert all(len(line) <= 75 for line in book.split(b"\r\n"))
    (event,) = Calendar.from_ical(book).walk("VEVENT")
    assert str(event["SUMMARY"]).endswith(title)


def test_a_title_cannot_begin_an_event_of_its_own(cast: Cast) -> None:
    item = assigned(cast, title="a;b,c\\n\nEND:VEVENT")
    assert len(events(book_of(item))) == 1


def test_the_file_of_an_item_holds_its_milestones(cast: Cast) -> None:
    item = opened(cast)
    ledger.assign(
        item=item, doer=cast.town, checker=cast.county, due=day(10), by=cast.lead, at=at()
    )
    ledger.plan(item=item, milestones=[ledger.Day("一", day(4))], by=cast.worker, at=at())
    client = Client()
    client.force_login(cast.worker)
    answer = client.get(address("desk_item_calendar", item.code))
    assert answer["Content-Type"].startswith("text/calendar")
    assert {one["DTSTART"].dt for one in events(answer.content).values()} == {day(10), day(4)}


@pytest.fixture
def feed(cast: Cast) -> tuple[Item, Item, str]:
    """Two items of the worker's, of which everyone may follow the first, and an address."""
    followed = assigned(cast, title="公开的事", public=True)
    hidden = assigned(cast, title="内部的事", kind="lead")
    return followed, hidden, keys.make(by=cast.worker)


def test_the_address_tells_only_the_titles_that_everyone_may_read(
    client: Client, feed: tuple[Item, Item, str]
) -> None:
    followed, hidden, key = feed
    answer = client.get(address("calendar", key))
    told = events(answer.content)
    assert "公开的事" in told[f"{followed.code}@sunledger"]["SUMMARY"]
    assert "内部的事".encode() not in answer.content
    assert told[f"{hidden.code}@sunledger"]["DTSTART"].dt == hidden.due
    assert "no-store" in answer["Cache-Control"]


def test_a_site_may_let_its_calendars_tell_all(
    client: Client, feed: tuple[Item, Item, str], settings: Any
) -> None:
    settings.SUNLEDGER_CALENDAR_TITLES = "all"
    assert "内部的事".encode() in client.get(address("calendar", feed[2])).content


def test_the_address_ends_with_its_key_a_new_one_the_account_and_the_post(
    client: Client, feed: tuple[Item, Item, str], cast: Cast
) -> None:
    key = feed[2]
    fresh = keys.make(by=cast.worker)
    assert client.get(address("calendar", key)).status_code == 404
    Holding.objects.filter(user=cast.worker).update(until=day(-1))
    assert events(client.get(address("calendar", fresh)).content) == {}
    cast.worker.is_active = False
    cast.worker.save()
    assert client.get(address("calendar", fresh)).status_code == 404
    keys.end(by=cast.worker)
    assert not CalendarKey.objects.exists()


def test_only_a_hash_of_the_key_is_kept_and_it_is_long(feed: tuple[Item, Item, str]) -> None:
    key = feed[2]
    kept = CalendarKey.objects.get()
    assert key not in str(vars(kept))
    assert len(key) >= 43  # 256 bits


def test_the_page_shows_the_address_once_and_says_when_it_was_read(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.worker)
    shown = client.post(address("desk_calendar"), {"do": "make"}).content.decode()
    kept = CalendarKey.objects.get()
    assert ".ics" in shown
    assert ".ics" not in client.get(address("desk_calendar")).content.decode().replace(
        "work.ics", ""
    )
    path = shown.partition('<p class="code">')[2].partition("<")[0].partition("testserver")[2]
    assert Client().get(path).status_code == 200
    kept.refresh_from_db()
    assert kept.asked_on == timezone.localdate()
    client.post(address("desk_calendar"), {"do": "end"})
    assert Client().get(path).status_code == 404


def test_what_is_closed_is_no_longer_due(cast: Cast, client: Client) -> None:
    item = closed(cast)
    client.force_login(cast.worker)
    answer = client.get(address("desk_unit_calendar", cast.town.code))
    assert item.code.encode() not in answer.content
    assert item.due == day(10)
