"""A sheet comes in: receive it, drop it, discard its draft, or report that there is nothing."""

from datetime import timedelta
from hashlib import sha256
from pathlib import PurePath
from typing import NoReturn, TypedDict, Unpack

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from sunledger.core import privacy
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.actions.gate import held, need, need_state
from sunledger.disclosure.actions.mask import give_up_offered
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.drafts import delete_draft
from sunledger.disclosure.models import Batch, State, Upload, UploadState
from sunledger.disclosure.models.shape import keep
from sunledger.disclosure.period import read_period
from sunledger.disclosure.pictures import need_lines
from sunledger.disclosure.refusals import GivenBefore, Incomplete, NotNow, TooPersonal
from sunledger.jobs import actions as jobs
from sunledger.units.models import Power, Unit, User

UNREAD = (UploadState.WAITING, UploadState.OFFERED, UploadState.READING, UploadState.ASKED)


class How(TypedDict, total=False):
    """How a sheet is read, where somebody says."""

    mapping: dict[str, str] | None  # heading: field
    sheets: list[str]  # the names of those to read
    by_days: bool  # only the lines whose days are in the period
    ask: bool  # ask back where it is unclear, and keep the file until then


def receive(
    *,
    unit: Unit,
    category: str,
    period: str,
    file_name: str,
    content: bytes,
    by: User,
    **how: Unpack[How],
) -> Upload:
    """Take a sheet in and queue its reading; its bytes are kept until then, and no longer."""
    shape = category_of(category)
    post = need(by, Power.ENTER, unit)
    upload = Upload(
        unit=unit,
        category=shape.code,
        period=read_period(period, shape),
        file_name=_public_name(file_name),
        size=len(content),
        sha256=sha256(content).hexdigest(),
        content=content,
        mapping=how.get("mapping") or {},
        sheets=how.get("sheets") or [],
        by_days=how.get("by_days", False),
        question={"ask": True} if how.get("ask") else {},
        by=by,
        post=post,
    )
    _need_size(upload)
    need_lines(content, upload.file_name)
    with transaction.atomic():
        _forget_unread()
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two of one file at once
        give_up_offered(upload)
        need_new(upload)
        upload.save(force_insert=True)
        upload.job = jobs.start(work="read-sheet", args={"upload": upload.code}, by=by)
        upload.save(update_fields=["job"])
    return upload


@transaction.atomic
def drop(*, upload: Upload, by: User) -> Upload:
    """Give up a sheet that was not read yet, and forget its content."""
    upload = held(upload)
    need(by, Power.ENTER, upload.unit)
    if upload.state not in UNREAD:
        raise NotNow(gettext_noop("This sheet was read already."))
    if upload.job and not upload.job.has_ended:
        jobs.stop(job=upload.job)
    if upload.batch:
        delete_draft(upload.batch)
        upload.batch = None
    upload.content = None
    upload.state = UploadState.DROPPED
    upload.save()
    return upload


@transaction.atomic
def discard(*, batch: Batch, by: User) -> None:
    """Throw a draft away, so that the sheet can be handed in anew."""
    batch = held(batch)
    need(by, Power.ENTER, batch.unit)
    need_state(batch, State.DRAFT, State.RETURNED)
    delete_draft(batch)


def report_nothing(*, unit: Unit, category: str, period: str, by: User) -> Batch:
    """Enter that there was nothing to publish in a period; another person publishes that."""
    shape = category_of(category)
    post = need(by, Power.ENTER, unit)
    if not shape.nil:
        raise Incomplete(gettext_noop("This category cannot be empty. Hand in its sheet."))
    batch = Batch(
        unit=unit,
        category=shape.code,
        category_version=shape.version,
        read_against=keep(shape),
        period=read_period(period, shape),
        entered_by=by,
        entered_post=post,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        raise GivenBefore(gettext_noop("That there is nothing was reported already.")) from None
    return batch


def need_new(upload: Upload) -> None:
    """Refuse a file that was given before for the same unit, category and period."""
    same = Q(unit=upload.unit, category=upload.category, period=upload.period)
    batches = Batch.objects.filter(same, file_sha256=upload.sha256)
    batch = batches.exclude(state=State.WITHDRAWN).exclude(pk=upload.batch_id or 0).first()
    if batch:
        refuse_twice(batch)
    waiting = Upload.objects.filter(same, sha256=upload.sha256, state__in=UNREAD)
    if waiting.exclude(pk=upload.pk).exists():
        raise GivenBefore(gettext_noop("This very file was given a moment ago and is being read."))


def refuse_twice(batch: Batch) -> NoReturn:
    """Say of which batch a file is the copy."""
    sentence = gettext_noop(
        "This very file was given already, on %(day)s as “%(name)s” (%(state)s, %(batch)s)."
    )
    day = timezone.localdate(batch.entered_at)
    raise GivenBefore(
        sentence,
        day=day.isoformat(),
        name=batch.file_name,
        state=str(State(batch.state).label),
        batch=batch.code,
    )


def category_of(code: str) -> Category:
    """Return a category by its code."""
    try:
        return CATEGORIES[code]
    except KeyError:
        sentence = gettext_noop("There is no category “%(code)s”.")
        raise Incomplete(sentence, code=code[:64]) from None


def _public_name(file_name: str) -> str:
    """Return a file's name without its folders; it will be public, so it may not be personal."""
    name = PurePath(file_name.replace("\\", "/")).name
    name = "".join(sign for sign in name if sign.isprintable()).strip()[-200:] or "sheet"
    if privacy.find(name):
        raise TooPersonal(
            gettext_noop(
                "The name of the file holds something that is never public. Rename it first."
            )
        )
    return name


def _need_size(upload: Upload) -> None:
    """Refuse an empty file and one that is too large to be a sheet."""
    if not upload.size:
        raise Incomplete(gettext_noop("The file is empty."))
    if upload.size > settings.SUNLEDGER_SHEET_BYTES:
        sentence = gettext_noop("The file has %(size)s MB; a sheet may have %(limit)s MB.")
        limit = settings.SUNLEDGER_SHEET_BYTES >> 20
        raise Incomplete(sentence, size=str(upload.size >> 20), limit=str(limit))


def _forget_unread() -> None:
    """Forget the content of sheets that nothing has read for days: their work was stopped."""
    before = timezone.now() - timedelta(days=settings.SUNLEDGER_UNREAD_DAYS)
    unread = Upload.objects.filter(given_at__lt=before, state__in=UNREAD)
    for upload in unread.select_related("batch"):
        if upload.batch:
            delete_draft(upload.batch)
    unread.update(content=None, state=UploadState.DROPPED)
