"""What is done with an item while its state stays: plans, duties, proofs and money."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple, TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sunledger.core.cleancopy import taken
from sunledger.core.money import show_money
from sunledger.ledger import chain, papers, past
from sunledger.ledger.actions.turn import Turn, begin, finish
from sunledger.ledger.models import (
    Duty,
    Evidence,
    Finding,
    Item,
    Kind,
    Milestone,
    Move,
    Recovery,
    Role,
)
from sunledger.ledger.programme import spacing
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from sunledger.ledger.said import perhaps_said, said
from sunledger.units.models import Post, Power, User


class Day(NamedTuple):
    """A milestone as it is planned."""

    title: str
    due: date
    kind: Kind | str = Kind.DOCUMENT


class Paper(TypedDict, total=False):
    """What evidence consists of beside its title: a file, a text, or what a second run found."""

    file_name: str
    content: bytes
    text: str
    source: str
    outcome: Finding | str
    milestone: Milestone | None


class Paid(TypedDict):
    """Who paid whom, and when."""

    payer: str
    paid_to: str
    on: date


@transaction.atomic
def plan(
    *, item: Item, milestones: Sequence[Day], by: User, at: datetime | None = None
) -> list[Milestone]:
    """Set the days on the way. They are set once, so that a plan cannot be bent to what came."""
    turn = begin(item, Move.PLAN, by, at)
    if not milestones:
        raise Incomplete(_("A plan has at least one milestone."))
    _see_spacing(item, turn.on, [day.due for day in milestones])
    finish(turn, days=[day.due.isoformat() for day in milestones])
    made = Milestone.objects.bulk_create(
        Milestone(
            item=item,
            number=number,
            title=said(day.title, _("milestone"), limit=200),
            due=day.due,
            kind=Kind(day.kind),
        )
        for number, day in enumerate(sorted(milestones, key=lambda day: day.due), start=1)
    )
    item.milestone_due = past.milestone_due(item)
    item.save()
    return made


@transaction.atomic
def charge(
    *,
    item: Item,
    role: Role | str,
    post: Post,
    by: User,
    business: str = "",
    conduct: str = "",
    at: datetime | None = None,
) -> Duty:
    """Give a post its part in the item, with its two duties."""
    turn = begin(item, Move.CHARGE, by, at)
    if item.duties.filter(role=role, post=post).exists():
        raise NotNow(_("%(post)s has this part already.") % {"post": post})
    if role == Role.OVERSEER:
        _see_overseer(turn, post)
    step = finish(turn, role=Role(role).value, post=post.code, unit=post.unit.code)
    return item.duties.create(
        role=Role(role),
        post=post,
        business=perhaps_said(business, _("duty in the business")),
        conduct=perhaps_said(conduct, _("duty of clean conduct")),
        step=step,
    )


@transaction.atomic
def attach(
    *,
    item: Item,
    kind: Kind | str,
    title: str,
    by: User,
    at: datetime | None = None,
    **paper: Unpack[Paper],
) -> Evidence:
    """Attach a proof: a file, kept with its hash; a second run of a screen; or a note."""
    turn = begin(item, Move.ATTACH, by, at)
    content, outcome = paper.pop("content", b""), paper.pop("outcome", "")
    evidence = Evidence(item=item, kind=Kind(kind), outcome=outcome, **paper)
    evidence.title = said(title, _("title"), limit=200)
    evidence.content, evidence.size = content, len(content)
    if evidence.file_name or content:
        evidence.file_name = papers.display_name(evidence.file_name)
        evidence.sha256 = sha256(content).hexdigest()
    _see_evidence(evidence)
    told = {"taken": when} if (when := taken(content)) else {}
    told |= {"kind": evidence.kind, "sha256": evidence.sha256}
    evidence.step = finish(turn, evidence.title, **told)
    evidence.save(force_insert=True)
    if evidence.kind == Kind.RERUN or evidence.milestone:
        item.flagged, item.milestone_due = past.flagged(item), past.milestone_due(item)
        item.save()
    return evidence


@transaction.atomic
def record_recovery(
    *,
    item: Item,
    amount: int,
    receipt: Evidence,
    by: User,
    at: datetime | None = None,
    **paid: Unpack[Paid],
) -> Recovery:
    """Record money that came back, in minor units of the item's currency, with its receipt."""
    turn = begin(item, Move.RECOVER, by, at)
    recovery = Recovery(item=item, amount=amount, currency=item.currency, receipt=receipt)
    recovery.payer = said(paid["payer"], _("paid by"), limit=200)
    recovery.paid_to = said(paid["paid_to"], _("paid to"), limit=200)
    recovery.on = paid["on"]
    if recovery.on > turn.on:
        raise Incomplete(_("Day of payment: %(day)s is still to come.") % {"day": recovery.on})
    _see_recovery(recovery)
    recovery.step = finish(turn, amount=amount, currency=item.currency)
    recovery.save(force_insert=True)
    return recovery


@transaction.atomic
def appraise(
    *,
    item: Item,
    note: str,
    by: User,
    found: int | None = None,
    future: int | None = None,
    at: datetime | None = None,
) -> Item:
    """State anew how much money was found, or what the future holds, with the reason."""
    turn = begin(item, Move.APPRAISE, by, at)
    found = item.found_amount if found is None else found
    future = item.future_amount if future is None else future
    if found < item.recovered_amount or future < 0:
        raise Incomplete(_("No less can have been found than came back, and nothing below zero."))
    before = {"found": item.found_amount, "future": item.future_amount}
    finish(turn, said(note, _("reason")), found=found, future=future, before=before)
    item.found_amount, item.future_amount = found, future
    item.save()
    return item


@transaction.atomic
def show(*, item: Item, by: User, at: datetime | None = None) -> Item:
    """Let the world follow the item from now on, not only once it is closed."""
    turn = begin(item, Move.SHOW, by, at)
    item.public = True
    finish(turn)
    item.save()
    return item


def _see_overseer(turn: Turn, post: Post) -> None:
    """Refuse an overseer from below, and one whom the doer would choose for itself."""
    if Power.ASSIGN not in turn.post.powers:
        raise NotAllowed(_("The doer does not choose who oversees it."))
    if sentence := chain.why_not_overseer(turn.item, post):
        raise NotAllowed(sentence)


def _see_spacing(item: Item, on: date, milestones: Sequence[date]) -> None:
    """Refuse days on the way that lie too far apart; what needs none is a single act."""
    most = settings.SUNLEDGER_STATES["milestone_days"]
    if gap := spacing.widest(item.starts_on or on, item.due, milestones, most):
        raise Incomplete(
            _(
                "Between %(since)s and %(until)s lie %(days)s days, and at most %(most)s may lie "
                "between two milestones. Set one between them. What is done in one go needs no "
                "plan: note it as a single act, with the reason."
            )
            % {"since": gap.since, "until": gap.until, "days": gap.days, "most": most}
        )


def _see_evidence(evidence: Evidence) -> None:
    """Refuse evidence that shows nothing, or that is too large to keep."""
    limit = settings.SUNLEDGER_EVIDENCE_LIMIT
    if evidence.size > limit:
        raise Incomplete(
            _("The file has %(size)s bytes; a file of evidence has at most %(limit)s.")
            % {"size": evidence.size, "limit": limit}
        )
    if evidence.sha256 and not evidence.size:
        raise Incomplete(_("The file %(name)s is empty.") % {"name": evidence.file_name})
    if evidence.kind == Kind.RERUN:
        if evidence.outcome not in Finding.values:
            raise Incomplete(_("Say what the second run found: clean, or still flagged."))
    elif evidence.outcome:
        raise Incomplete(_("Only a second run of a screen comes out clean or flagged."))
    elif not evidence.size and not evidence.text.strip():
        raise Incomplete(_("Attach a file, or write what this shows."))
    if evidence.milestone and evidence.milestone.item_id != evidence.item_id:
        raise Incomplete(_("This milestone is another item's."))


def _see_recovery(recovery: Recovery) -> None:
    """Refuse money without a receipt of its own, or more of it than was found."""
    item, receipt = recovery.item, recovery.receipt
    if receipt.item_id != item.pk or receipt.kind != Kind.RECEIPT:
        raise Incomplete(_("Choose a receipt that was attached to this item."))
    if Recovery.objects.filter(receipt=receipt).exists():
        raise Incomplete(_("This receipt proves another payment already. Attach the other one."))
    if recovery.amount <= 0:
        raise Incomplete(_("An amount that came back is more than nothing."))
    left = item.found_amount - item.recovered_amount
    if recovery.amount > left:
        raise Incomplete(
            _("Of what was found, %(left)s is left to come back. State the money found anew first.")
            % {"left": show_money(left, item.currency)}
        )
