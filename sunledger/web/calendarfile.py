"""Calendars (RFC 5545): the days due of items, each a whole day, for any calendar program.

An item keeps one UID for ever. Its SEQUENCE is the number of its last step, so that it rises
whenever the day moves, and programs take the newer one.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from sunledger.ledger import clock
from sunledger.ledger.models import Item, Reply, Step

MOST = 2000  # items of one calendar; programs fetch it again and again
Address = Callable[[Item], str]


def dated(items: QuerySet[Item]) -> QuerySet[Any]:
    """Return the items that are due some day, with what a calendar needs to know."""
    last = Step.objects.filter(item=OuterRef("pk")).order_by("-number")
    numbered = items.exclude(due=None).annotate(
        sequence=Subquery(last.values("number")[:1]), touched_at=Subquery(last.values("at")[:1])
    )
    return numbered.select_related("unit", "doer").order_by("due", "pk")[:MOST]


def calendar(items: Iterable[Any], name: str, address: Address, *, inside: bool) -> bytes:
    """Return the calendar of some items that came through `dated`.

    `inside` says that it is handed to someone who is signed in; else it may lie with strangers, and
    what the world may not follow is told as a day and an address only.
    """
    book = _empty(name)
    for item in items:
        book.add_component(_event(item, address(item), inside or _may_be_told(item)))
    return bytes(book.to_ical())


def asked(book: bytes, replies: Iterable[Reply], address: Callable[[Reply], str]) -> bytes:
    """Return a calendar of one's own with the last days of replies that a unit is asked for."""
    whole = Calendar.from_ical(book)
    for one in replies:
        event = Event()
        event.add("uid", f"{one.code}@sunledger")
        event.add("dtstart", one.until)
        event.add("dtend", one.until + timedelta(days=1))
        event.add("dtstamp", datetime.combine(one.asked_on, datetime.min.time(), UTC))
        event.add("summary", _("Your unit is asked for its reply"))
        event.add("description", _("Sign in to read it."))
        event.add("url", address(one))
        event.add("transp", "TRANSPARENT")
        whole.add_component(event)
    return bytes(whole.to_ical())


def of_item(item: Any, address: str) -> bytes:
    """Return the calendar of one item that came through `dated`, with the days on the way."""
    book = _empty(item.title)
    book.add_component(_event(item, address, whole=True))
    for mark in item.milestones.all():
        words = _("%(title)s (on the way to: %(item)s)")
        event = _blank(f"{item.code}-{mark.number}", mark.due, item)
        event.add("summary", words % {"title": mark.title, "item": item.title})
        event.add("url", address)
        book.add_component(event)
    return bytes(book.to_ical())


def _empty(name: str) -> Calendar:
    """Return a calendar without events."""
    book = Calendar()
    book.add("prodid", "-//Sunledger//Sunledger//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("name", name)
    book.add("x-wr-calname", name)
    book.add("refresh-interval", timedelta(hours=12))
    return book


def _event(item: Any, address: str, whole: bool) -> Event:
    """Return the day due of an item; without its words where `whole` says no."""
    event = _blank(item.code, clock.deadline(item) or item.due, item)
    if whole:
        event.add("summary", _("Due: %(title)s") % {"title": item.title})
        words = {"doer": item.doer or "–", "state": item.get_state_display()}
        event.add("description", _("%(doer)s · %(state)s") % words)
    else:
        event.add("summary", _("An item is due (%(code)s)") % {"code": item.code[:6]})
        event.add("description", _("Sign in to read it."))
    event.add("url", address)
    return event


def _blank(code: str, day: date, item: Any) -> Event:
    """Return an event of a whole day."""
    event = Event()
    event.add("uid", f"{code}@sunledger")
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("dtstamp", _moment(item.touched_at))
    event.add("last-modified", _moment(item.touched_at))
    event.add("sequence", item.sequence)
    event.add("transp", "TRANSPARENT")
    return event


def _moment(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _may_be_told(item: Item) -> bool:
    """Whether a calendar that may lie with strangers says what an item is about."""
    return item.public or settings.SUNLEDGER_CALENDAR_TITLES == "all"
