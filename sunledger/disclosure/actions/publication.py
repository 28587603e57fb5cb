"""From a draft to the public: submit, send back, publish now or at an hour, stop, withdraw."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sunledger.core.problem import gettext_noop
from sunledger.disclosure import restate, rowfacts
from sunledger.disclosure.actions.answering import answered
from sunledger.disclosure.actions.gate import (
    held,
    need,
    need_another,
    need_ours,
    need_state,
    public_words,
)
from sunledger.disclosure.lines import keeping
from sunledger.disclosure.models import TO_REVIEW, Batch, Record, State
from sunledger.disclosure.owed import counted
from sunledger.disclosure.refusals import Incomplete, NotNow, SamePerson
from sunledger.seal import actions as seal
from sunledger.units.models import Power, User

_PORTION = 2000  # records sealed at once


@transaction.atomic
def submit(*, batch: Batch, by: User, answers: Mapping[str, str] | None = None) -> Batch:
    """Hand a sheet on for review; who may read it and how often it is reviewed is settled now."""
    batch = held(batch)
    need(by, Power.ENTER, batch.unit)
    need_state(batch, State.DRAFT, State.RETURNED)
    second = answered(batch, answers or {}, by)
    batch.state = State.SUBMITTED
    batch.visibility = batch.shape.visibility
    batch.second_review = batch.shape.second_review or second
    batch.submitted_by = by
    batch.submitted_at = timezone.now()
    batch.reviewed_by = batch.reviewed_post = batch.reviewed_at = None
    batch.second_by = batch.second_post = batch.second_at = batch.publish_at = None
    batch.save()
    return batch


@transaction.atomic
def send_back(*, batch: Batch, reason: str, by: User) -> Batch:
    """Give a sheet back to whoever entered it, and say why."""
    batch = _reviewed(batch, by, timezone.now())
    return _returned(batch, reason)


@transaction.atomic
def stop(*, batch: Batch, reason: str, by: User) -> Batch:
    """Stop a sheet that waits for its hour; it goes back to whoever entered it."""
    batch = held(batch)
    need(by, Power.REVIEW, batch.unit)
    need_state(batch, State.WAITING)
    need_another(by, batch.entered_by, batch.submitted_by)
    return _returned(batch, reason)


@transaction.atomic
def publish(
    *,
    batch: Batch,
    by: User,
    publish_at: datetime | None = None,
    at: datetime | None = None,
) -> Batch:
    """Say that a sheet is fit to be public.

    It is from now on, unless its category asks for a second reviewer who has not seen it yet, or
    one of the two has set an hour that is still to come.
    """
    at = at or timezone.now()
    batch = _reviewed(batch, by, at)
    if publish_at is not None:
        batch.publish_at = _hour(publish_at, at)
    batch.note = ""
    if batch.second_review and batch.second_by is None:
        batch.state = State.REVIEWED
    elif batch.publish_at and batch.publish_at > at:
        batch.state = State.WAITING
    else:
        return _make_public(batch, at)
    batch.save()
    return batch


def publish_due(at: datetime) -> int:
    """Make public what waited for this hour; return how many sheets. Nobody need be at work."""
    waiting = Batch.objects.filter(state=State.WAITING, publish_at__lte=at).order_by("publish_at")
    done = 0
    for one in waiting:
        with transaction.atomic():
            batch = held(one)
            if batch.state == State.WAITING:  # else somebody was quicker, or has stopped it
                _make_public(batch, at)
                done += 1
    return done


@transaction.atomic
def withdraw(*, batch: Batch, reason: str, by: User) -> Batch:
    """Take a published sheet back; it stays visible as withdrawn, with the reason."""
    batch = held(batch)
    batch.withdrawn_post = need(by, Power.REVIEW, batch.unit)
    need_ours(batch)
    need_state(batch, State.PUBLISHED)
    need_another(by, batch.entered_by, batch.submitted_by)
    batch.withdrawn_reason = public_words(reason)
    batch.withdrawn_by = by
    batch.withdrawn_at = timezone.now()
    batch.state = State.WITHDRAWN
    batch.withdrawn_leaf = seal.say(restate.WITHDRAWN, **restate.withdrawal_facts(batch))
    batch.save()
    keeping.withdraw(batch)
    counted.keep(batch)
    return batch


def _reviewed(batch: Batch, by: User, at: datetime) -> Batch:
    """Return a sheet as this person has reviewed it now: as the first to do so, or the second."""
    batch = held(batch)
    post = need(by, Power.REVIEW, batch.unit)
    need_state(batch, *TO_REVIEW)
    need_another(by, batch.entered_by, batch.submitted_by)
    if post == batch.entered_post:
        raise SamePerson(
            gettext_noop("It was entered by this very post. Another post has to review it.")
        )
    if batch.state == State.SUBMITTED:
        batch.reviewed_by, batch.reviewed_post, batch.reviewed_at = by, post, at
    elif batch.reviewed_by == by or batch.reviewed_post == post:
        raise SamePerson(
            gettext_noop("You have reviewed it already. The second review is that of another post.")
        )
    else:
        batch.second_by, batch.second_post, batch.second_at = by, post, at
    return batch


def _returned(batch: Batch, reason: str) -> Batch:
    """Give a sheet back with a reason."""
    batch.note = public_words(reason)
    batch.state = State.RETURNED
    batch.save()
    return batch


def _hour(hour: datetime, at: datetime) -> datetime:
    """Return the hour for which a sheet may wait, or refuse it."""
    if not at < hour <= at + timedelta(settings.SUNLEDGER_OWED["wait_days"]):
        raise Incomplete(
            gettext_noop("The hour lies in the past, or more than %(days)s days ahead."),
            days=str(settings.SUNLEDGER_OWED["wait_days"]),
        )
    return hour


def _make_public(batch: Batch, at: datetime) -> Batch:
    """Make a sheet public, and say it: one leaf a record, and one for the sheet."""
    batch.published_at = at
    batch.leaf = seal.say(restate.BATCH, **restate.batch_facts(batch))
    _seal_records(batch)
    batch.state = State.PUBLISHED
    batch.save()
    keeping.keep(batch)
    counted.keep(batch)
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
            restate.RECORD, (rowfacts.record_facts(record, batch) for record in records)
        )
        if leaves != list(range(leaves[0], leaves[0] + len(records))):
            raise RuntimeError("The log gave places that do not follow one another.")
        # One statement for all: the leaves run as the numbers do.
        portion.update(leaf=F("number") + (leaves[0] - first))
