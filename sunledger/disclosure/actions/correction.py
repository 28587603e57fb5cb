"""A correction: asked for by one person, decided by another, with the old value left visible."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from sunledger.core.problem import gettext_noop
from sunledger.disclosure import restate, rowfacts
from sunledger.disclosure.actions.gate import (
    held,
    need,
    need_another,
    need_ours,
    need_state,
    public_words,
)
from sunledger.disclosure.category import Field
from sunledger.disclosure.cells import public_value
from sunledger.disclosure.face import Value, values_today
from sunledger.disclosure.lines import keeping
from sunledger.disclosure.models import Correction, CorrectionState, Record, State
from sunledger.disclosure.refusals import Incomplete, NotNow
from sunledger.disclosure.table import cells
from sunledger.seal import actions as seal
from sunledger.units.models import Power, User


@transaction.atomic
def ask_correction(*, record: Record, field: str, new: str, reason: str, by: User) -> Correction:
    """Ask that one field of a published record be corrected."""
    batch = held(record.batch)
    post = need(by, Power.ENTER, batch.unit)
    need_ours(batch)
    need_state(batch, State.PUBLISHED)
    one = _field(record, field)
    if record.corrections.filter(field=field, state=CorrectionState.ASKED).exists():
        raise NotNow(gettext_noop("A correction of this field waits to be decided already."))
    old = values_today(record).get(field)
    value = _typed(new, one, record.currency)
    if value == old:
        raise Incomplete(gettext_noop("The record says this already."))
    return Correction.objects.create(
        record=record,
        field=field,
        old=old,
        new=value,
        reason=public_words(reason),
        asked_by=by,
        asked_post=post,
    )


@transaction.atomic
def correct(*, correction: Correction, by: User) -> Correction:
    """Make a correction, and say it: the new value stands, the old one stays visible."""
    correction = _decided(correction, by)
    if values_today(correction.record).get(correction.field) != correction.old:
        raise NotNow(gettext_noop("The record was corrected meanwhile. Refuse this and ask anew."))
    correction.state = CorrectionState.MADE
    correction.leaf = seal.say(restate.CORRECTED, **rowfacts.correction_facts(correction))
    correction.save()
    keeping.correct(correction.record)
    return correction


@transaction.atomic
def refuse_correction(*, correction: Correction, reason: str, by: User) -> Correction:
    """Refuse a correction and say why; the record stays as it is."""
    correction = _decided(correction, by)
    correction.answer = public_words(reason)
    correction.state = CorrectionState.REFUSED
    correction.save()
    return correction


def _decided(correction: Correction, by: User) -> Correction:
    """Return a correction as this person decides it now."""
    batch = held(correction.record.batch)  # before the correction, so that two locks never cross
    correction = held(correction)
    correction.decided_post = need(by, Power.REVIEW, batch.unit)
    need_state(batch, State.PUBLISHED)
    if correction.state != CorrectionState.ASKED:
        raise NotNow(gettext_noop("This correction was decided already."))
    need_another(by, correction.asked_by)
    correction.decided_by = by
    correction.decided_at = timezone.now()
    return correction


def _field(record: Record, name: str) -> Field:
    """Return a field that can be corrected: one of the category, as its file is today."""
    for field in record.batch.shape.fields:
        if field.name == name:
            return field
    raise Incomplete(gettext_noop("There is no field “%(name)s”."), name=name[:64])


def _typed(text: str, field: Field, currency: str) -> Value:
    """Return what a person wrote as the field holds it, fit to be public."""
    value = public_value(_reader(field, currency)(text.strip()), field)
    if value is None and field.required:
        raise Incomplete(gettext_noop("This field cannot be empty."))
    return value.isoformat() if isinstance(value, date) else value


def _reader(field: Field, currency: str) -> cells.Convert:
    """Return what reads a cell of this field as it is typed by hand."""
    readers = {
        "money": cells.money(currency or "CNY", ".", 1),
        "day": cells.day(None, serial=False),
        "number": cells.number("."),
        "whole": cells.whole,
        "choice": cells.choice(field),
    }
    return readers.get(field.kind, cells.text)
