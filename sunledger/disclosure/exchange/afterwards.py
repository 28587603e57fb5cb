"""What another site said of its sheets later: corrections, withdrawals, exemptions, erasures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from sunledger.core import privacy
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.actions import retention
from sunledger.disclosure.cells import public_value
from sunledger.disclosure.exchange.check import Told
from sunledger.disclosure.exchange.facts import (
    CorrectionSaid,
    ErasureSaid,
    ExemptionSaid,
    WithdrawalSaid,
    fits,
    is_day,
)
from sunledger.disclosure.exchange.form import NotExchange
from sunledger.disclosure.exchange.sheets import FORGOTTEN, PERSONAL, Hands
from sunledger.disclosure.lines import keeping
from sunledger.disclosure.models import (
    Batch,
    Correction,
    CorrectionState,
    Exemption,
    ExemptionState,
    Record,
    State,
    Taken,
)
from sunledger.disclosure.owed import counted
from sunledger.disclosure.reason import REASONS
from sunledger.disclosure.refusals import TooPersonal
from sunledger.units.models import Post, Unit

UNKNOWN = gettext_noop("Its reason is none that is known here.")
NOT_HERE = gettext_noop("What it is about is not here.")
_COVERED = "***"  # instead of a reason that holds what must never be public here


def take(told: Told, taken: Taken, units: Mapping[str, Unit], hands: Hands) -> str:
    """Enter what a fact says, as yet undecided; return why it is held back, or nothing."""
    said = told.said
    if isinstance(said, CorrectionSaid):
        return _correction(said, told, taken, hands)
    if isinstance(said, ExemptionSaid):
        return _exemption(said, told, taken, units, hands)
    if isinstance(said, WithdrawalSaid | ErasureSaid):
        return _of_sheet(said.batch, taken)
    return FORGOTTEN


def code_of(taken: Taken) -> str:
    """Return the code of what a fact is about."""
    about = taken.correction or taken.exemption or taken.batch
    return about.code if about else ""


def settle(told: Told, taken: Taken) -> None:
    """Decide it here as it was decided there, now that it was said that we took it in."""
    said = told.said
    if taken.correction:
        _made(taken.correction, told, taken)
    elif taken.exemption:
        _granted(taken.exemption, told, taken)
    elif taken.batch and isinstance(said, WithdrawalSaid):
        _withdrawn(taken.batch, said, told, taken)
    elif taken.batch and isinstance(said, ErasureSaid) and taken.batch.forgotten_on is None:
        retention.forget_sheet(taken.batch, timezone.localdate(told.said_at))
        keeping.sweep()


def _correction(said: CorrectionSaid, told: Told, taken: Taken, hands: Hands) -> str:
    record = Record.objects.filter(code=said.record, taken__origin=taken.origin).first()
    if record is None or record.forgotten_on or record.batch.state != State.PUBLISHED:
        return NOT_HERE
    fields = {one.name: one for one in record.batch.shape.fields}
    field = fields.get(said.field)
    if field is None or not (fits(said.new, field) and fits(said.old, field)):
        sentence = gettext_noop("The correction %(code)s does not fit its category.")
        raise NotExchange(sentence, code=said.correction)
    if Correction.objects.filter(code=said.correction).exists():
        raise NotExchange(gettext_noop("A correction has the code of one that is here already."))
    try:
        public = field.kind == "day" or public_value(said.new, field) == said.new
    except TooPersonal:
        public = False
    if not public or privacy.find(said.reason):
        return PERSONAL
    taken.unit = record.unit
    taken.correction = Correction.objects.create(
        code=said.correction,
        record=record,
        field=said.field,
        old=said.old,
        new=said.new,
        reason=said.reason,
        asked_by=hands.entered,
        asked_at=told.said_at,
    )
    taken.correction.decided_by = hands.reviewed
    return ""


def _made(correction: Correction, told: Told, taken: Taken) -> None:
    correction.state = CorrectionState.MADE
    correction.decided_at = told.said_at
    correction.leaf = taken.leaf
    correction.save()
    keeping.correct(correction.record)


def _of_sheet(code: str, taken: Taken) -> str:
    """Find the sheet that is withdrawn or forgotten, among those of this log."""
    known = Taken.objects.filter(origin=taken.origin, what="batch", batch__code=code)
    found = known.select_related("batch__unit").first()
    batch = found.batch if found else None
    if batch is None or (taken.what == "withdrawn" and batch.state != State.PUBLISHED):
        return NOT_HERE
    taken.batch, taken.unit = batch, batch.unit
    return ""


def _withdrawn(batch: Batch, said: WithdrawalSaid, told: Told, taken: Taken) -> None:
    batch.state = State.WITHDRAWN
    batch.withdrawn_reason = _COVERED if privacy.find(said.reason) else said.reason or _COVERED
    batch.withdrawn_by = batch.reviewed_by
    batch.withdrawn_at = told.said_at
    batch.withdrawn_leaf = taken.leaf
    batch.save()
    keeping.withdraw(batch)
    counted.keep(batch)


def _exemption(
    said: ExemptionSaid, told: Told, taken: Taken, units: Mapping[str, Unit], hands: Hands
) -> str:
    if Exemption.objects.filter(code=said.exemption).exists():
        raise NotExchange(gettext_noop("An exemption has the code of one that is here already."))
    if not is_day(said.until) or said.last_period < said.first_period:
        raise NotExchange(gettext_noop("An exemption in it makes no sense."))
    if said.reason not in REASONS:
        return UNKNOWN
    if privacy.find(said.words):
        return PERSONAL
    taken.unit = units[said.unit]
    taken.exemption = Exemption.objects.create(
        code=said.exemption,
        unit=taken.unit,
        category=said.category,
        first_period=said.first_period,
        last_period=said.last_period,
        reason=said.reason,
        words=said.words,
        until=date.fromisoformat(said.until) if said.until else None,
        asked_by=hands.entered,
        asked_at=told.said_at,
    )
    name = f"{taken.origin.name} {said.granted_by_unit}"[:120]
    granted, _new = Post.objects.get_or_create(unit=taken.unit, name=name)
    taken.exemption.decided_by, taken.exemption.decided_post = hands.reviewed, granted
    return ""


def _granted(exemption: Exemption, told: Told, taken: Taken) -> None:
    exemption.state = ExemptionState.GRANTED
    exemption.decided_at = told.said_at
    exemption.leaf = taken.leaf
    exemption.save()
