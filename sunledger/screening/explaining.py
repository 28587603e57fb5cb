"""Everything that changes explanations: given when a lead is dismissed, verified, refused, ended.

An explanation holds once another person has verified it, until its day at most. While it holds, the
questions that it covers are not raised; another screen, another unit or another party are another
question, and so is more money than was explained.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import papers
from sunledger.ledger.said import perhaps_said, said
from sunledger.screening import deciding, explained, queueing
from sunledger.screening.models import Covers, Explanation, Lead, Reason, Stage, State
from sunledger.screening.onshelf import screens
from sunledger.screening.refusals import Incomplete, NotNow
from sunledger.units import access
from sunledger.units.models import Power, User


@dataclass(frozen=True)
class Given:
    """What is said of a lead that is explained."""

    words: str
    source: str  # who said so: an office, a firm, a register
    until: date
    covers: Covers | str = Covers.QUESTION
    at_most: int | None = None
    reference: str = ""
    file_name: str = ""
    content: bytes = b""


@transaction.atomic
def explain(*, lead: Lead, given: Given, by: User, at: datetime | None = None) -> Explanation:
    """Dismiss a lead as explained, and remember why: it holds once another person verified it."""
    at = at or timezone.now()
    deciding.dismiss(lead=lead, reason=Reason.EXPLAINED, note=given.words, by=by, at=at)
    return remember(lead=lead, given=given, by=by, at=at)


@transaction.atomic
def remember(*, lead: Lead, given: Given, by: User, at: datetime | None = None) -> Explanation:
    """Remember why a lead that is dismissed as explained is innocent."""
    at = at or timezone.now()
    lead = Lead.objects.select_for_update(of=("self",)).select_related("unit").get(pk=lead.pk)
    access.need(by, Power.SCREEN, lead.unit, timezone.localdate(at))
    if (lead.state, lead.reason) != (State.DISMISSED, Reason.EXPLAINED):
        raise NotNow(_("Only what was dismissed as explained has an explanation to remember."))
    why = Explanation(
        unit=lead.unit,
        screen=lead.screen,
        subject=lead.subject,
        covers=_covers(lead, given),
        key=lead.payee if given.covers == Covers.PARTY else lead.key,
        at_most=given.at_most,
        currency=lead.currency,
        words=said(given.words, _("explanation"), limit=4000),
        source=said(given.source, _("who said so"), limit=200),
        reference=perhaps_said(given.reference, _("where the paper lies"), limit=200),
        given_by=by,
        given_at=at,
        until=_until(given.until, timezone.localdate(at)),
    )
    _take_paper(why, given)
    why.save()
    lead.explanation = why
    lead.save()
    return why


def _covers(lead: Lead, given: Given) -> Covers:
    """Return what is covered, or refuse a party where the lead names none."""
    if given.covers not in Covers.values:
        raise Incomplete(_("Say what the explanation covers."))
    if given.covers == Covers.PARTY and not lead.payee:
        raise Incomplete(
            _("This lead is about no single party; the explanation can cover this question only.")
        )
    if given.at_most is not None and given.at_most < abs(lead.figure):
        raise Incomplete(
            _("More than that is at stake already. Write at least what the lead asks.")
        )
    return Covers(given.covers)


def _until(until: date, today: date) -> date:
    """Return the day, or refuse one that has passed or lies too far."""
    longest = today + timedelta(int(settings.SUNLEDGER_EXPLANATIONS["days"]))
    if not today < until <= longest:
        raise Incomplete(
            _("An explanation holds until a day from %(first)s to %(last)s; then we ask again.")
            % {"first": today + timedelta(1), "last": longest}
        )
    return until


def _take_paper(why: Explanation, given: Given) -> None:
    """Keep the document, or refuse where there is none: words alone explain nothing for a year."""
    limit = int(settings.SUNLEDGER_EVIDENCE_LIMIT)
    if len(given.content) > limit:
        raise Incomplete(
            _("The file has %(size)s bytes; a file of evidence has at most %(limit)s.")
            % {"size": len(given.content), "limit": limit}
        )
    if given.content:
        why.file_name, why.content = papers.display_name(given.file_name), given.content
        why.sha256 = sha256(given.content).hexdigest()
    elif not why.reference:
        raise Incomplete(_("Attach the document, or write where it lies."))


@transaction.atomic
def verify(*, explanation: Explanation, by: User, at: datetime | None = None) -> Explanation:
    """Verify an explanation: it holds from now on, and what it covers and is open is dismissed."""
    why, at = _to_decide(explanation, by, at)
    why.stage, why.decided_by, why.decided_at = Stage.VERIFIED, by, at
    if why.until <= timezone.localdate(at):
        raise NotNow(_("Its last day has passed. Refuse it; the question is asked again."))
    why.save()
    for lead in Lead.objects.open().filter(unit=why.unit, screen=why.screen):
        if _is_covered(why, lead):
            explained.dismiss_by(why, lead, at)
    queueing.fill(why.unit, at)
    return why


def _is_covered(why: Explanation, lead: Lead) -> bool:
    key = lead.payee if why.covers == Covers.PARTY else lead.key
    return key == why.key and explained.fits(why, lead.figure, lead.currency)


@transaction.atomic
def refuse(
    *, explanation: Explanation, note: str, by: User, at: datetime | None = None
) -> Explanation:
    """Refuse an explanation, with the reason: the lead that it was given for is open again."""
    why, at = _to_decide(explanation, by, at)
    why.stage, why.decided_by, why.decided_at = Stage.REFUSED, by, at
    why.note = said(note, _("reason"), limit=2000)
    why.save()
    _open_again(why, at)
    return why


@transaction.atomic
def end(
    *, explanation: Explanation, note: str, by: User, at: datetime | None = None
) -> Explanation:
    """End an explanation before its day, with the reason: what it covered is asked again."""
    why, at = _held(explanation, by, at)
    if why.stage != Stage.VERIFIED:
        raise NotNow(_("Only an explanation that was verified can end."))
    why.stage, why.ended_by, why.ended_at = Stage.ENDED, by, at
    why.note = said(note, _("reason"), limit=2000)
    why.save()
    _open_again(why, at)
    return why


def _open_again(why: Explanation, at: datetime) -> None:
    """Open the leads again that the explanation dismissed, unless one like it is open already."""
    dismissed = Lead.objects.filter(explanation=why, state=State.DISMISSED).order_by("-pk")
    for lead in dismissed:
        if not Lead.objects.open().filter(screen=lead.screen, key=lead.key).exists():
            deciding.open_anew(lead)
    queueing.restack(why.unit, screens(), at)


def _to_decide(
    explanation: Explanation, by: User, at: datetime | None
) -> tuple[Explanation, datetime]:
    """Return an explanation that waits to be verified, if this is another person than gave it."""
    why, at = _held(explanation, by, at)
    if why.stage != Stage.GIVEN:
        raise NotNow(
            _("This explanation was decided on: it is %(stage)s.")
            % {"stage": Stage(why.stage).label}
        )
    if why.given_by == by:
        raise NotNow(_("Who gives an explanation cannot verify it. Ask another who screens."))
    if not access.stands_clear(by, why.unit, timezone.localdate(at)):
        raise NotNow(_("Who has a post in the unit concerned cannot verify its explanation."))
    return why, at


def _held(explanation: Explanation, by: User, at: datetime | None) -> tuple[Explanation, datetime]:
    """Return the explanation, locked, if this person screens at its unit; and the moment."""
    at = at or timezone.now()
    rows = Explanation.objects.select_for_update(of=("self",)).select_related("unit", "given_by")
    why = rows.get(pk=explanation.pk)
    access.need(by, Power.SCREEN, why.unit, timezone.localdate(at))
    return why, at
