"""Known explanations in a run: leads that one covers are not raised while it holds, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from sunledger.screening.models import Covers, Explanation, Lead, Reason, Stage, State
from sunledger.screening.outcome import Lead as Raised
from sunledger.units.models import Unit

Fit = tuple[Raised, Lead]  # what a screen raised, and the lead that it is again, or a new one


def set_aside(
    screen: str, found: Sequence[Fit], units: Mapping[str, Unit], at: datetime
) -> list[Fit]:
    """Return what is asked in spite of all known explanations, and count what each keeps back.

    An open lead that is explained by now is dismissed with the words of the explanation. One that
    was dismissed by an explanation which is over is open again.
    """
    on = timezone.localdate(at)
    known = _holding(screen, units.values(), on)
    left: list[Fit] = []
    kept_back: Counter[int] = Counter()
    for raised, lead in found:
        why = covering(known, units[raised.body].pk, raised)
        if why is None:
            _open_again(lead, on)
            left.append((raised, lead))
            continue
        kept_back[why.pk] += 1
        if lead.pk and lead.state == State.OPEN:
            dismiss_by(why, lead, at)
    _count(screen, units.values(), kept_back, at)
    return left


def _holding(
    screen: str, units: Iterable[Unit], on: date
) -> dict[tuple[int, str, str], Explanation]:
    """Return the explanations of a screen at units that hold, by unit, kind and key."""
    rows = Explanation.objects.holding(on).filter(screen=screen, unit__in=list(units))
    return {(row.unit_id, row.covers, row.key): row for row in rows.order_by("pk")}


def covering(
    known: Mapping[tuple[int, str, str], Explanation], unit: int, raised: Raised
) -> Explanation | None:
    """Return the explanation that covers what is asked: of the same question, else of the party."""
    for covers, key in ((Covers.QUESTION, raised.key), (Covers.PARTY, raised.payee)):
        why = known.get((unit, str(covers), key)) if key else None
        if why and fits(why, raised.figure, raised.currency):
            return why
    return None


def fits(why: Explanation, figure: int, currency: str) -> bool:
    """Whether no more is at stake than what was explained."""
    if why.at_most is None:
        return True
    return abs(figure) <= why.at_most and currency == why.currency


def dismiss_by(why: Explanation, lead: Lead, at: datetime) -> None:
    """Dismiss an open lead with the words of an explanation that holds, as who verified it."""
    lead.state, lead.reason, lead.note = State.DISMISSED, Reason.EXPLAINED, why.words
    lead.decided_by, lead.decided_at, lead.explanation = why.decided_by, at, why
    lead.save()


def _open_again(lead: Lead, on: date) -> None:
    """Open a lead that was dismissed by an explanation which is over; the caller saves it."""
    if lead.state != State.DISMISSED or (why := lead.explanation) is None:
        return
    if why.stage == Stage.ENDED or (why.stage == Stage.VERIFIED and not why.holds(on)):
        lead.state, lead.reason, lead.note = State.OPEN, "", ""
        lead.decided_by = lead.decided_at = None


def _count(screen: str, units: Iterable[Unit], kept_back: Mapping[int, int], at: datetime) -> None:
    """Keep how many leads each explanation kept back this time."""
    rows = Explanation.objects.filter(screen=screen, unit__in=list(units), kept_back__gt=0)
    rows.exclude(pk__in=kept_back).update(kept_back=0)
    for pk, count in kept_back.items():
        Explanation.objects.filter(pk=pk).update(kept_back=count, kept_back_at=at)
