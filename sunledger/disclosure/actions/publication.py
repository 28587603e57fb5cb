"""From a draft to the public: submit, send back, publish, withdraw."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sunledger.core.problem import gettext_noop
from sunledger.disclosure import restate
from sunledger.disclosure.actions.gate import (
    held,
    need,
    need_another,
    need_state,
    public_words,
)
from sunledger.disclosure.lines import keeping
from sunledger.disclosure.models import Batch, Record, State
from sunledger.disclosure.refusals import NotNow
from sunledger.seal import actions as seal
from sunledger.units.models import Power, User

_PORTION = 2000  # records sealed at once


@transaction.atomic
def submit(*, batch: Batch, by: User) -> Batch:
    """Hand a sheet on for review."""
    batch = held(batch)
    need(by, Power.ENTER, batch.unit)
    need_state(batch, State.DRAFT, State.RETURNED)
    batch.state = State.SUBMITTED
    batch.submitted_by = by
    batch.submitted_at = timezone.now()
    batch.reviewed_by = batch.reviewed_post = batch.reviewed_at = None
    batch.save()
    return batch


@transaction.atomic
def send_back(*, batch: Batch, reason: str, by: User) -> Batch:
    """Give a sheet back to whoever entered it, and say why."""
    batch = _reviewed(batch, by)
    batch.note = public_words(reason)
    batch.state = State.RETURNED
    batch.save()
    return batch


@transaction.atomic
def publish(*, batch: Batch, by: User) -> Batch:
    """Make a sheet public, and say it: one leaf a record, and one for the sheet."""
    batch = _reviewed(batch, by)
    batch.leaf = seal.say(restate.BATCH, **restate.batch_facts(batch))
    _seal_records(batch)
    batch.note = ""
    batch.state = State.PUBLISHED
    batch.save()
    keeping.keep(batch)
    return batch


@transaction.atomic
def withdraw(*, batch: Batch, reason: str, by: User) -> Batch:
    """Take a published sheet back; it stays visible as withdrawn, with the reason."""
    batch = held(batch)
    batch.withdrawn_post = need(by, Power.REVIEW, batch.unit)
    need_state(batch, State.PUBLISHED)
    need_another(by, batch.entered_by, batch.submitted_by)
    batch.withdrawn_reason = public_words(reason)
    batch.withdrawn_by = by
    batch.withdrawn_at = timezone.now()
    batch.state = State.WITHDRAWN
    batch.withdrawn_leaf = seal.say(restate.WITHDRAWN, **restate.withdrawal_facts(batch))
    batch.save()
    keeping.withdraw(batch)
    return batch


def _reviewed(batch: Batch, by: User) -> Batch:
    """Return a submitted sheet as this person has reviewed it now."""
    batch = held(batch)
    batch.reviewed_post = need(by, Power.REVIEW, batch.unit)
    need_state(batch, State.SUBMITTED)
    need_another(by, batch.entered_by, batch.submitted_by)
    batch.reviewed_by = by
    batch.reviewed_at = timezone.now()
    return batch


def _seal_records(batch: Batch) -> None:
    """Say every record, portion by portion, and note its leaf beside it."""
    for first in range(1, batch.rows + 1, _PORTION):
        last = min(first + _PORTION - 1, batch.rows)
        portion = Record.objects.filter(batch=batch, number__gte=first, number__lte=last)
        records = list(portion.order_by("number"))
        if [record.number for record in records] != list(range(first, last + 1)):
            raise NotNow(gettext_noop("Lines of this sheet are missing. Hand the file in again."))
        leaves = seal.say_many(
            restate.RECORD, (restate.record_facts(record, batch) for record in records)
        )
        if leaves != list(range(leaves[0], leaves[0] + len(records))):
            raise RuntimeError("The log gave places that do not follow one another.")
        # One statement for all: the leaves run as the numbers do.
        portion.update(leaf=F("number") + (leaves[0] - first))
