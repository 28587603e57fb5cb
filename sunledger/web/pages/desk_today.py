"""My work today: what waits, by light and by day, what went up to me, what I was told before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import clock, gate, lists, lookback, reminders, replies
from sunledger.ledger.digest import Told
from sunledger.ledger.hands import WORDLESS, Hands
from sunledger.ledger.models import Digest, Item
from sunledger.ledger.steps import Move
from sunledger.units.access import NotFound, posts_with
from sunledger.units.models import Power, User
from sunledger.web.gates import desk, paged, person
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_item_forms import FORMS
from sunledger.web.pages.desk_owed import owed_by_own_units
from sunledger.web.pages.desk_questions import questions_waiting
from sunledger.web.templatetags.sun import day as day_words

ROWS = 25  # of what waits, a page: as many as a morning has
SHOWN = 20  # of what went up, and of the digests before
LEDGER = (Power.ASSIGN, Power.ANSWER, Power.VERIFY)


class Waiting(NamedTuple):
    """An item of a list of work: how much time is left, and what the person may do next."""

    item: Any
    left: int | None
    press: list[Move]  # done by one press
    more: list[Move]  # asks for a few words
    lead: str = ""  # whose screen is to run again before anything else


class Part(NamedTuple):
    """One kind of news in a digest."""

    title: str
    total: int
    items: list[Waiting]


@desk
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person now, the most pressing first."""
    user, on = has_part(request), timezone.localdate()
    page = paged(request, clock.pressing(gate.waiting_kinds(user, on), on), ROWS)
    up = clock.pressing(lists.gone_up(user, on), on)[:SHOWN]
    looks = lookback.waiting_for(user, on)
    seen = list(looks[: SHOWN + 1])
    hands = Hands(user, on)
    context = {
        "page": page,
        "rows": waiting_rows(page, on, hands),
        "up": waiting_rows(up, on),
        "replies": replies.waiting_for(user, on)[:SHOWN],
        "looks": seen[:SHOWN],
        "looks_total": looks.count() if len(seen) > SHOWN else len(seen),
        "digests": told_before(user.pk),
        "leads": bool(posts_with(user, Power.ASSIGN, on)),
        "screens": bool(posts_with(user, Power.SCREEN, on)),
        "on": on,
        **questions_waiting(user, on),
        **owed_by_own_units(user),
    }
    return render(request, "desk/today.html", context)


@desk
def digest(request: HttpRequest, day: str) -> HttpResponse:
    """Show what a person was told on a day, as far as they may still see it."""
    user, on = has_part(request), timezone.localdate()
    told = Digest.objects.filter(user=user, day=read(day)).first()
    if told is None:
        raise Http404
    pks = [pk for news in told.content.values() for pk, _left in news["items"]]
    seen = clock.lit(gate.visible_to(user, on).filter(pk__in=pks[:900]), on)
    items = {one.pk: one for one in seen.select_related("unit", "doer")}
    context = {
        "day": told.day,
        "parts": [part(why, told.content[why], items) for why in Told if why in told.content],
        "replies": replies.waiting_for(user, on)[:SHOWN] if Told.REPLY in told.content else [],
        "crumbs": [Crumb(_("My work today"), reverse("desk_today")), Crumb(day_words(told.day))],
    }
    return render(request, "desk/digest.html", context)


def has_part(request: HttpRequest) -> User:
    """Return who is signed in, if the ledger has to do with a post of theirs."""
    user, on = person(request), timezone.localdate()
    if not posts_with(user, LEDGER, on) and not gate.has_part(user, on):
        raise NotFound
    return user


def told_before(user: int) -> list[tuple[date, int]]:
    """Return the days on which a person was told something, and of how many things."""
    rows = Digest.objects.filter(user=user).values_list("day", "content")[:SHOWN]
    return [(day, sum(news["count"] for news in content.values())) for day, content in rows]


def part(why: Told, news: dict[str, Any], items: dict[int, Any]) -> Part:
    """Return one kind of news with its items as they stand now."""
    kept = [(items[pk], left) for pk, left in news["items"] if pk in items]
    return Part(str(why.label), news["count"], [Waiting(one, left, [], []) for one, left in kept])


def waiting_rows(pks: Iterable[int], on: date, hands: Hands | None = None) -> list[Waiting]:
    """Return items, by their numbers, as a list of work shows them."""
    items = clock.pressed(pks, on)
    if hands:
        hands.look_into(items)
    return [waiting_row(item, on, hands) for item in items]


def waiting_row(item: Item, on: date, hands: Hands | None = None) -> Waiting:
    """Return an item as a list of work shows it."""
    due = clock.deadline(item) if clock.is_running(item, on) else None
    moves = [move for move in hands.moves(item) if move in FORMS] if hands else []
    lead = lead_of(item) if Move.ATTACH in moves else ""
    moves = [move for move in moves if move != Move.ATTACH]
    return Waiting(
        item,
        reminders.left(due, on) if due else None,
        [move for move in moves if move in WORDLESS],
        [move for move in moves if move not in WORDLESS],
        lead,
    )


def lead_of(item: Item) -> str:
    """Return the code of the lead that an item came from, if it came from one."""
    kind, _colon, code = item.source.partition(":")
    return code if kind == "lead" else ""


def read(day: str) -> date:
    """Return the day of an address, or say that there is no such page."""
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error


def today_crumb() -> Crumb:
    """Return the way back to the list of work."""
    return Crumb(_("My work today"), reverse("desk_today"))


def my_name(request: HttpRequest) -> str:
    """Return the name of a calendar of one's own."""
    return _("My work: %(name)s") % {"name": person(request).name or person(request).username}
