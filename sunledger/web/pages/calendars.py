"""Calendars: the address that a calendar program reads, and files of one item, a unit, my work."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sunledger.ledger import gate, keys, replies, steps
from sunledger.ledger.models import Item, Reply
from sunledger.units.models import User
from sunledger.web import calendarfile
from sunledger.web.gates import desk, person, public
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_items import one_item
from sunledger.web.pages.desk_overdue import unit_of
from sunledger.web.pages.desk_today import has_part, my_name, today_crumb


@desk
def settings(request: HttpRequest) -> HttpResponseBase:
    """Show what the address of one's calendar is for; make a new one, or end it."""
    user = has_part(request)
    address = ""
    if request.POST.get("do") == "make":
        path = reverse("calendar", args=[keys.make(by=user)])
        address = request.build_absolute_uri(path)
    elif request.POST.get("do") == "end":
        keys.end(by=user)
        messages.success(request, _("The address leads nowhere any more."))
        return redirect("desk_calendar")
    context = {
        "address": address,
        "key": keys.of(user),
        "crumbs": [today_crumb(), Crumb(_("Calendar"))],
    }
    return render(request, "desk/calendar.html", context)


@public
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the days due of a person's work to whoever knows the address."""
    on = timezone.localdate()
    user = keys.holder(key, on)
    if user is None:
        raise Http404
    items = calendarfile.dated(gate.waiting_for(user, on))
    name = _("Sunledger: days due")
    book = calendarfile.calendar(items, name, to_desk(request), inside=False)
    return file(with_replies(book, user, request), "work")


@desk
def my_work(request: HttpRequest) -> HttpResponse:
    """Hand out the days due of what waits for this person."""
    user, on = has_part(request), timezone.localdate()
    items = calendarfile.dated(gate.waiting_for(user, on))
    book = calendarfile.calendar(items, my_name(request), to_desk(request), inside=True)
    return file(with_replies(book, user, request), "work")


def with_replies(book: bytes, user: User, request: HttpRequest) -> bytes:
    """Return a person's calendar with the replies that their unit is asked for, without words."""

    def address(one: Reply) -> str:
        return request.build_absolute_uri(reverse("desk_reply", args=[one.code]))

    waiting = replies.waiting_for(user, timezone.localdate())[: calendarfile.MOST]
    return calendarfile.asked(book, waiting, address)


@desk
def of_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the days due of what a unit has to do."""
    one = unit_of(person(request), code)
    seen = gate.visible_to(person(request), timezone.localdate())
    items = calendarfile.dated(seen.filter(doer=one, state__in=steps.RUNNING))
    return file(calendarfile.calendar(items, str(one), to_desk(request), inside=True), one.code)


@desk
def of_item(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the day due of an item, with the days on the way."""
    one = one_item(request, code)
    found = calendarfile.dated(Item.objects.filter(pk=one.pk)).first()
    if found is None:
        raise Http404
    return file(calendarfile.of_item(found, to_desk(request)(one)), one.code[:6])


def to_desk(request: HttpRequest) -> calendarfile.Address:
    """Return how the address of an item on the desk is made."""
    return lambda item: request.build_absolute_uri(reverse("desk_item", args=[item.code]))


def file(book: bytes, name: str) -> HttpResponse:
    """Return a calendar as a file that nobody keeps on the way."""
    answer = HttpResponse(book, content_type="text/calendar; charset=utf-8")
    saved = content_disposition_header(as_attachment=False, filename=f"{name}.ics")
    answer.headers["Content-Disposition"] = saved or "inline"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
