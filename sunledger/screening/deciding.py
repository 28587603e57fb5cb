"""What is decided on leads, one alone or all of a stack: taken up, dismissed, put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item, Kind
from sunledger.screening import dataerrors, publicity, queueing
from sunledger.screening.models import Lead, Reason, Stack, State
from sunledger.screening.onshelf import screens
from sunledger.screening.refusals import Incomplete, NotNow
from sunledger.units import access
from sunledger.units.models import Power, Unit, User


class Work(TypedDict, total=False):
    """What may be said of the item that a lead becomes, and to whom it is given."""

    doer: Unit | None
    checker: Unit | None
    due: date | None
    title: str
    problem: str
    needs: Sequence[Kind | str]
    drive: str
    found_amount: int
    note: str


class Answer(NamedTuple):
    """Why a lead is dismissed, and how one knows."""

    reason: Reason | str
    note: str
    table: str = ""  # of an error in the data: which table is wrong; the judged one where not said


@transaction.atomic
def take_up(*, lead: Lead, by: User, at: datetime | None = None, **work: Unpack[Work]) -> Item:
    """Make the lead an item of the ledger; with a doer, a checker and a day, assign it at once."""
    return _open_item([_hold(lead, by, at)], f"lead:{lead.code}", by, at, work)


@transaction.atomic
def take_up_stack(
    *, stack: Stack, by: User, at: datetime | None = None, **work: Unpack[Work]
) -> Item:
    """Make all open leads of a stack one item of the ledger."""
    return _open_item(_hold_all(stack, by, at), f"stack:{stack.code}", by, at, work)


def _open_item(
    leads: Sequence[Lead], source: str, by: User, at: datetime | None, work: Work
) -> Item:
    """Open the item that leads become; each lead names it."""
    first = leads[0]
    screen = screens().get(first.screen)
    title = screen.zh.title if screen else first.screen
    told = dict.fromkeys(publicity.problem(lead, screens().get(lead.screen)) for lead in leads)
    item = ledger.open_item(
        source=source,
        title=work.get("title") or f"{title}：{first.unit.name}"[:200],
        problem=work.get("problem") or "\n\n".join(told),
        unit=first.unit,
        by=by,
        at=at,
        kind="lead",
        theme=first.screen,
        drive=work.get("drive", ""),
        needs=tuple(work.get("needs", (Kind.RERUN,))),
        found_amount=work.get("found_amount", 0),
        currency=first.currency or "CNY",
    )
    note = work.get("note", "").strip()
    doer, checker, due = work.get("doer"), work.get("checker"), work.get("due")
    if doer and checker and due:
        ledger.assign(item=item, doer=doer, checker=checker, due=due, by=by, note=note, at=at)
    elif doer or checker or due:
        raise Incomplete(_("To assign the item, name the doer, the checker and the day."))
    for lead in leads:
        lead.item, lead.note = item.code, note
        _decide(lead, State.TAKEN_UP, by, at)
    queueing.fill(first.unit, at or timezone.now())
    return item


@transaction.atomic
def dismiss(
    *,
    lead: Lead,
    reason: Reason | str,
    note: str,
    by: User,
    at: datetime | None = None,
    table: str = "",
) -> Lead:
    """Dismiss the lead with a reason, and a note that says how one knows.

    An error in the data goes back to who answers for the table, as an item of the ledger.
    """
    lead = _hold(lead, by, at)
    _dismiss(lead, Answer(reason, note, table), by, at)
    queueing.fill(lead.unit, at or timezone.now())
    return lead


@transaction.atomic
def dismiss_stack(
    *,
    stack: Stack,
    answer: Answer,
    by: User,
    but: Mapping[str, Answer] | None = None,
    at: datetime | None = None,
) -> list[Lead]:
    """Dismiss all open leads of a stack, each with the answer, `but` some with one of their own."""
    leads = _hold_all(stack, by, at)
    own = but or {}
    for lead in leads:
        _dismiss(lead, own.get(lead.code, answer), by, at)
    queueing.fill(stack.unit, at or timezone.now())
    return leads


def _dismiss(lead: Lead, answer: Answer, by: User, at: datetime | None) -> None:
    """Dismiss one lead, or refuse an answer that teaches nothing."""
    if answer.reason not in Reason.values:
        raise Incomplete(
            _("Choose a reason: %(known)s.") % {"known": "; ".join(map(str, Reason.labels))}
        )
    if not answer.note.strip():
        raise Incomplete(_("Write in a sentence how you know; the reason alone teaches nobody."))
    lead.reason, lead.note = Reason(answer.reason), answer.note.strip()
    _decide(lead, State.DISMISSED, by, at)
    if lead.reason == Reason.DATA_ERROR:
        dataerrors.give_back(lead, answer.table, by, at)


@transaction.atomic
def put_back(*, lead: Lead, by: User, at: datetime | None = None) -> Lead:
    """Open a dismissed lead again, to decide anew."""
    lead = Lead.objects.select_for_update().get(pk=lead.pk)
    access.need(by, Power.SCREEN, lead.unit, timezone.localdate(at or timezone.now()))
    if lead.state != State.DISMISSED:
        raise NotNow(_("This lead is not dismissed: it is %(state)s.") % {"state": _state(lead)})
    open_anew(lead)
    queueing.restack(lead.unit, screens(), at or timezone.now())
    lead.refresh_from_db()
    return lead


def open_anew(lead: Lead) -> None:
    """Let a dismissed lead be open; it joins its stack with the next run or at once, as asked."""
    lead.state, lead.reason, lead.note = State.OPEN, "", ""
    lead.decided_by = lead.decided_at = None
    lead.save()


def clear(lead: Lead, by: User, at: datetime) -> None:
    """Clear an open lead that a second run of its screen no longer raises."""
    _decide(lead, State.CLEARED, by, at)
    queueing.fill(lead.unit, at)


def _hold(lead: Lead, by: User, at: datetime | None) -> Lead:
    """Return the lead, locked, if this person may decide on it and it is open."""
    lead = Lead.objects.select_for_update(of=("self",)).select_related("unit").get(pk=lead.pk)
    access.need(by, Power.SCREEN, lead.unit, timezone.localdate(at or timezone.now()))
    if lead.state != State.OPEN:
        raise NotNow(
            _("This lead was decided on already: it is %(state)s.") % {"state": _state(lead)}
        )
    return lead


def _hold_all(stack: Stack, by: User, at: datetime | None) -> list[Lead]:
    """Return the open leads of a stack, locked, the strongest first."""
    access.need(by, Power.SCREEN, stack.unit, timezone.localdate(at or timezone.now()))
    held = Lead.objects.select_for_update(of=("self",)).select_related("unit")
    leads = list(held.filter(stack=stack, state=State.OPEN).best_first())
    if not leads:
        raise NotNow(_("All leads of this stack were decided on already."))
    return leads


def _decide(lead: Lead, state: State, by: User, at: datetime | None) -> None:
    lead.state, lead.decided_by, lead.decided_at = state, by, at or timezone.now()
    lead.save()


def _state(lead: Lead) -> str:
    return str(State(lead.state).label)
