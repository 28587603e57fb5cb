"""The moves of an item, from opening to closing."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.money import MINOR
from sunledger.ledger import chain, face, gate, hindrances, lookback, past, proofs
from sunledger.ledger.actions.announce import announce
from sunledger.ledger.actions.turn import Turn, begin, finish
from sunledger.ledger.models import Item, Kind, Move, Outcome, State
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from sunledger.ledger.said import perhaps_said, said
from sunledger.seal import actions as seal
from sunledger.units import access
from sunledger.units.models import Power, Unit, User


class Closing(TypedDict, total=False):
    """What else may be said of an item when it is closed."""

    unrecovered: str
    exemption: str  # why there was no public notice
    clearing: str  # what is said for a unit that was wrongly named


class More(TypedDict, total=False):
    """What else may be said of an item when it is opened."""

    target: str
    target_figure: Decimal | None
    baseline: Decimal | None
    target_unit: str
    basis: str
    measures: str
    level: str
    starts_on: date | None
    due: date | None
    doer: Unit | None
    parent: Item | None
    stage: int | None
    drive: str
    theme: str
    kind: str
    needs: list[str] | tuple[str, ...]
    currency: str
    found_amount: int
    future_amount: int
    public: bool
    reopens: Item | None


@transaction.atomic
def open_item(
    *,
    source: str,
    title: str,
    problem: str,
    unit: Unit,
    by: User,
    at: datetime | None = None,
    **more: Unpack[More],
) -> Item:
    """Open an item about a unit. `source` is kept and never looked into."""
    at = at or timezone.now()
    on = timezone.localdate(at)
    needs = [Kind(need).value for need in more.pop("needs", ())]
    item = Item(source=source, unit=unit, opened_by=by, opened_on=on, needs=needs, **more)
    item.title = said(title, _("title"), limit=200)
    item.problem = said(problem, _("problem"))
    item.basis = perhaps_said(item.basis, _("basis"))
    item.measures = perhaps_said(item.measures, _("measures"))
    _see_money(item)
    if item.public and (sentence := hindrances.why_not_followed(item)):
        raise NotNow(sentence)
    post = gate.check(item, Move.OPEN, by, on)
    item.turn = 1
    item.save(force_insert=True)
    item.steps.create(number=1, move=Move.OPEN, state=item.state, by=by, post=post, at=at)
    return item


@transaction.atomic
def assign(
    *,
    item: Item,
    doer: Unit,
    checker: Unit,
    due: date,
    by: User,
    note: str = "",
    at: datetime | None = None,
) -> Item:
    """Give the item to the unit that does the work, and to another that checks it, by a day."""
    turn = begin(item, Move.ASSIGN, by, at)
    if not access.may(by, Power.ASSIGN, doer, turn.on):
        raise NotAllowed(_("Your post does not reach %(unit)s.") % {"unit": doer})
    if sentence := chain.why_not_checker(item.unit, doer, checker):
        raise NotAllowed(sentence)
    # What came in late was due before it was assigned: it keeps its day, and is overdue at once.
    if due < turn.on and due != item.due:
        raise Incomplete(_("Due: %(day)s is past. Choose a later day.") % {"day": due})
    item.doer, item.checker, item.assigned_on = doer, checker, turn.on
    item.due = item.due_first = due
    item.starts_on = item.starts_on or turn.on
    finish(
        turn,
        perhaps_said(note, _("note")),
        doer=doer.code,
        checker=checker.code,
        due=due.isoformat(),
    )
    item.save()
    return item


@transaction.atomic
def answer(*, item: Item, note: str, by: User, at: datetime | None = None) -> Item:
    """Say that the work is done, and how. Once the item is closed the world can read it."""
    turn = begin(item, Move.ANSWER, by, at)
    note = said(note, _("answer"))
    item.answered_by, item.answered_on, item.asked_until = by, turn.on, None
    return _save(turn, note)


@transaction.atomic
def begin_check(*, item: Item, by: User, at: datetime | None = None) -> Item:
    """Begin to verify the answer, so that everyone sees that it does not lie."""
    return _save(begin(item, Move.CHECK, by, at), "")


@transaction.atomic
def send_back(*, item: Item, reason: str, by: User, at: datetime | None = None) -> Item:
    """Send the answer back to the doer, with the reason."""
    turn = begin(item, Move.SEND_BACK, by, at)
    item.verified_by = item.notice_until = None
    return _save(turn, said(reason, _("reason")))


@transaction.atomic
def verify(*, item: Item, note: str, by: User, at: datetime | None = None) -> Item:
    """Find the answer true, and say how that was checked."""
    turn = begin(item, Move.VERIFY, by, at)
    item.verified_by = by
    return _save(turn, said(note, _("finding")))


@transaction.atomic
def close(
    *,
    item: Item,
    result: str,
    by: User,
    outcome: Outcome | str = Outcome.PUT_RIGHT,
    at: datetime | None = None,
    **more: Unpack[Closing],
) -> Item:
    """Close the item and say the result in public, unless a proof or money is unaccounted for."""
    turn = begin(item, Move.CLOSE, by, at)
    item.result = said(result, _("result"))
    item.outcome = Outcome(outcome)
    item.unrecovered = perhaps_said(more.get("unrecovered", ""), _("what became of the rest"))
    item.exemption = perhaps_said(more.get("exemption", ""), _("why there was no public notice"))
    item.clearing = perhaps_said(more.get("clearing", ""), _("clearing"))
    if missing := proofs.missing(item, item.outcome):
        raise NotNow(" ".join(missing))
    if (sentence := proofs.money_left(item)) and not item.unrecovered:
        raise Incomplete(sentence)
    _see_notice(item)
    item.closed_by, item.closed_at, item.days_taken = by, turn.at, past.days_taken(item, turn.at)
    step = finish(turn, item.result)
    item.leaf = seal.say("result", **face.result(item))
    lookback.draw(item)
    item.save()
    if item.outcome == Outcome.UNFOUNDED:
        announce(step, "cleared")
    return item


def _save(turn: Turn, note: str) -> Item:
    """Write the step and the item."""
    finish(turn, note)
    turn.item.save()
    return turn.item


def _see_notice(item: Item) -> None:
    """Refuse to close in silence what the world follows; file why another item had no notice."""
    if item.state == State.NOTICE:
        item.exemption = ""
    elif not item.exemption and hindrances.needs_notice(item):
        raise NotNow(
            _("Everyone can follow this item. Give public notice first, or say why there is none.")
        )
    elif not item.exemption:
        item.exemption = hindrances.why_not_followed(item)


def _see_money(item: Item) -> None:
    """Refuse amounts that are less than nothing, or of no currency."""
    if item.currency not in MINOR:
        raise Incomplete(_("There is no currency %(code)s.") % {"code": item.currency})
    if item.found_amount < 0 or item.future_amount < 0:
        raise Incomplete(_("An amount cannot be less than nothing."))
