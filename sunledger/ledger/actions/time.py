"""Giving the doer time: pauses, extensions, and what takes long. The day set first always stays."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sunledger.core.days import add_working_days, working_days_between
from sunledger.ledger.actions.turn import Turn, begin, finish
from sunledger.ledger.models import Item, Move, State
from sunledger.ledger.refusals import Incomplete
from sunledger.ledger.said import said
from sunledger.units.models import User


@transaction.atomic
def pause(*, item: Item, reason: str, until: date, by: User, at: datetime | None = None) -> Item:
    """Let the work rest until a day. The day due moves by the working days of the pause."""
    turn = begin(item, Move.PAUSE, by, at)
    _see_day(turn, until, _limit("pause_days"), _("paused until"))
    before = item.due
    item.paused_on, item.paused_until = turn.on, until
    item.due = _moved(item.due, working_days_between(turn.on, until, _calendar()))
    return _save(turn, said(reason, _("reason")), until=until, due=item.due, before=before)


@transaction.atomic
def resume(*, item: Item, note: str, by: User, at: datetime | None = None) -> Item:
    """Take the work up again. Days of a pause that were not needed move the day due back."""
    turn = begin(item, Move.RESUME, by, at)
    before = item.due
    if item.state == State.PAUSED and item.paused_until and turn.on < item.paused_until:
        left = working_days_between(turn.on, item.paused_until, _calendar())
        item.due = _moved(item.due, -left)
    item.review_on = None
    return _save(turn, said(note, _("note")), due=item.due, before=before)


@transaction.atomic
def prolong(
    *,
    item: Item,
    reason: str,
    due: date,
    review_on: date,
    by: User,
    at: datetime | None = None,
) -> Item:
    """Make long-term what cannot be done soon: with a last day, and a day of the next review."""
    turn = begin(item, Move.PROLONG, by, at)
    _see_day(turn, review_on, _limit("review_days"), _("next review"))
    if due < review_on:
        raise Incomplete(_("Due: %(day)s is before the next review.") % {"day": due})
    before, item.due, item.review_on = item.due, due, review_on
    item.asked_until = None
    return _save(turn, said(reason, _("reason")), due=due, review_on=review_on, before=before)


@transaction.atomic
def review(*, item: Item, note: str, review_on: date, by: User, at: datetime | None = None) -> Item:
    """Look at what is long-term, say how far it is, and set the day of the next review."""
    turn = begin(item, Move.REVIEW, by, at)
    _see_day(turn, review_on, _limit("review_days"), _("next review"))
    item.review_on = review_on
    return _save(turn, said(note, _("note")), review_on=review_on)


@transaction.atomic
def ask_time(*, item: Item, reason: str, until: date, by: User, at: datetime | None = None) -> Item:
    """Ask for more time, as the doer; a post of the leading unit decides."""
    turn = begin(item, Move.ASK_TIME, by, at)
    _see_later(item, until)
    item.asked_until = until
    return _save(turn, said(reason, _("reason")), until=until)


@transaction.atomic
def grant_time(
    *, item: Item, note: str, by: User, until: date | None = None, at: datetime | None = None
) -> Item:
    """Grant the time that was asked for, or until another day. The day set first stays."""
    turn = begin(item, Move.GRANT, by, at)
    until = until or item.asked_until
    if until is None:  # cannot be: the gate has looked
        raise Incomplete(_("Nobody has asked for more time."))
    _see_later(item, until)
    before, item.due, item.asked_until = item.due, until, None
    return _save(turn, said(note, _("reason")), due=until, before=before)


@transaction.atomic
def deny_time(*, item: Item, reason: str, by: User, at: datetime | None = None) -> Item:
    """Deny the time that was asked for, with the reason; the day due stays."""
    turn = begin(item, Move.DENY, by, at)
    asked, item.asked_until = item.asked_until, None
    return _save(turn, said(reason, _("reason")), asked=asked)


def _save(turn: Turn, note: str, **details: Any) -> Item:
    """Write the step with its days, and the item."""
    days = {name: day.isoformat() if day else None for name, day in details.items()}
    finish(turn, note, **days)
    turn.item.save()
    return turn.item


def _see_day(turn: Turn, day: date, most: int, what: str) -> None:
    """Refuse a day that is not to come, or too far ahead."""
    last = turn.on + timedelta(most)
    if not turn.on < day <= last:
        raise Incomplete(
            _("%(what)s: choose a day after today and no later than %(last)s.")
            % {"what": what, "last": last}
        )


def _see_later(item: Item, until: date) -> None:
    """Refuse an extension that gives no time."""
    if item.due is not None and until <= item.due:
        raise Incomplete(
            _("Until: choose a day after the day due, which is %(due)s.") % {"due": item.due}
        )


def _moved(due: date | None, count: int) -> date | None:
    """Return the day due, moved by working days; one that falls on a day off counts from it."""
    return add_working_days(due, count, _calendar()) if due else None


def _limit(name: str) -> int:
    """Return a number of the settings."""
    return int(settings.SUNLEDGER_STATES[name])


def _calendar() -> str:
    """Return the calendar of working days."""
    return str(settings.SUNLEDGER_CLOCK["calendar"])
