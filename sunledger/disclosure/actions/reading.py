"""The reading of a sheet: its lines become the records of a draft, or the list of what is wrong.

Records are written in portions, each in a transaction with the saved point of the job; the batch
is in the state "reading" meanwhile, and nobody sees it. A worker that is killed leaves whole
portions behind, and the next one goes on after the last of them. As soon as one line is refused
nothing more is written, and at the end all of it goes: a sheet is taken whole or not at all.
"""

from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from sunledger.core.problem import Refused
from sunledger.disclosure.actions.entry import need_new, refuse_twice
from sunledger.disclosure.asking import digest_of, looks_at, settle
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.drafts import delete_draft, delete_records
from sunledger.disclosure.found import Found
from sunledger.disclosure.intake import Intake
from sunledger.disclosure.models import Batch, Mapping, OwnTag, Record, State, Upload, UploadState
from sunledger.disclosure.models.shape import keep
from sunledger.disclosure.refusals import TAKEN_AWAY, GivenBefore, Incomplete
from sunledger.jobs.progress import Progress, Stopped

_PORTION = 1000  # records in one transaction


def read_upload(progress: Progress, upload: str) -> dict[str, Any]:
    """Read a sheet that was handed in; begin, or go on where a lost worker left off."""
    row = Upload.objects.select_related("batch", "unit").get(code=upload)
    if row.state not in (UploadState.WAITING, UploadState.READING):
        return _outcome(row)  # read already: the worker was lost after its last word
    if row.category not in CATEGORIES:
        return _taken_away(row)
    intake = Intake(row)
    progress.total(intake.lines)
    if row.state == UploadState.WAITING and not _is_settled(row, intake):
        return _outcome(row)
    try:
        _begin(progress, row)
    except GivenBefore as error:
        intake.problems.add_refusal(error.problem)
    else:
        _fill(progress, row, intake)
    return _end(progress, row, intake)


def _taken_away(row: Upload) -> dict[str, Any]:
    """Refuse a sheet whose item was taken out of its pack while the sheet waited."""
    problems = Found()
    problems.add_refusal(Incomplete(TAKEN_AWAY, code=row.category).problem)
    with transaction.atomic():
        batch, row.batch = row.batch, None
        if batch:
            delete_draft(batch)
        row.state, row.content, row.question = UploadState.REFUSED, None, {}
        row.problems = problems.as_json()
        row.read_at = timezone.now()
        row.save()
    return _outcome(row)


def _is_settled(row: Upload, intake: Intake) -> bool:
    """Whether it is clear how to read the file; where it is not, somebody is asked."""
    if row.mapping or row.sheets:
        return True
    try:
        settled = settle(row, looks_at(intake.sheets, row.shape))
    except Refused:
        return True  # the reading says what is wrong with the file
    if not settled:
        row.state = UploadState.ASKED
    row.save(update_fields=["mapping", "sheets", "question", "state"])
    return settled


def _begin(progress: Progress, row: Upload) -> None:
    """Open the batch; what was written under an older version of the category is begun anew."""
    with transaction.atomic():
        need_new(row)
        batch = row.batch
        if batch and batch.read_against != keep(row.shape):
            delete_draft(batch)
            batch = None
        if batch is None:
            batch = _new_batch(row)
            row.batch, row.state = batch, UploadState.READING
            row.save(update_fields=["batch", "state"])
            progress.save({"records": 0})
        elif batch.records.count() != progress.resume_point.get("records"):
            delete_records(batch)
            progress.save({"records": 0})


def _new_batch(row: Upload) -> Batch:
    """Return a batch that is being read, or refuse the copy of one that there is already."""
    batch = Batch(
        unit=row.unit,
        category=row.category,
        category_version=row.shape.version,
        read_against=keep(row.shape),
        period=row.period,
        state=State.READING,
        file_name=row.file_name,
        file_sha256=row.sha256,
        entered_by=row.by,
        entered_post=row.post,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        same = {"unit": row.unit, "category": row.category, "period": row.period}
        refuse_twice(
            Batch.objects.exclude(state=State.WITHDRAWN).get(**same, file_sha256=row.sha256)
        )
    return batch


def _fill(progress: Progress, row: Upload, intake: Intake) -> None:
    """Write the records, portion by portion, after those that are there already."""
    batch = row.batch
    assert batch is not None  # noqa: S101 - for the type checker: _begin has set it
    records = intake.records(batch)
    written = int(progress.resume_point["records"])
    for _ in islice(records, written):
        progress.step(intake.line)
    while portion := list(islice(records, _PORTION)):
        if intake.problems.stays:
            written += len(portion)
            tags = intake.owners.tags(batch, portion, lambda: progress.step(intake.line))
            _write(progress, row, portion, tags, written)
        progress.step(intake.line)


def _write(
    progress: Progress, row: Upload, portion: list[Record], tags: list[OwnTag], written: int
) -> None:
    """Write one portion together with the point from which to go on."""
    with transaction.atomic():
        still = Upload.objects.select_for_update().filter(pk=row.pk, state=UploadState.READING)
        if not still.exists():
            raise Stopped  # somebody has dropped the sheet
        Record.objects.bulk_create(portion)
        OwnTag.objects.bulk_create(tags)
        progress.save({"records": written})


def _end(progress: Progress, row: Upload, intake: Intake) -> dict[str, Any]:
    """Show the draft, or throw it away and keep what is wrong; forget the sheet's bytes."""
    intake.need_something()
    batch = row.batch
    with transaction.atomic():
        row.state = _state(intake, batch)
        if batch and row.state == UploadState.REFUSED:
            row.batch = None
            delete_draft(batch)
        elif batch:
            _complete(batch, intake)
        row.problems = intake.problems.as_json()
        row.counts = intake.counts
        row.content = None
        row.question = {}
        if (row.mapping or row.sheets) and row.state == UploadState.TAKEN:
            remember(row, intake)
        row.read_at = timezone.now()
        row.save()
        progress.save({"records": intake.kept, "ended": True})
    return _outcome(row)


def remember(row: Upload, intake: Intake) -> None:
    """Keep what was said about the headings, so that nobody is asked next month."""
    looks = looks_at(intake.sheets, row.shape)
    said: dict[str, Any] = {"columns": row.mapping, "sheets": row.sheets}
    said |= {"made_by": row.by, "made_at": timezone.now()}
    key: dict[str, Any] = {"unit": row.unit, "category": row.category, "digest": digest_of(looks)}
    Mapping.objects.update_or_create(**key, defaults=said)


def _state(intake: Intake, batch: Batch | None) -> UploadState:
    """Return what becomes of a sheet: one press may mask what alone was refused in it."""
    if not intake.problems.refused:
        return UploadState.TAKEN
    masked = batch and intake.kept and intake.problems.stays
    return UploadState.OFFERED if masked else UploadState.REFUSED


def _complete(batch: Batch, intake: Intake) -> None:
    """Turn a batch that was being read into a draft that its unit can see.

    With something masked in it, it stays hidden as it was until a person has said so.
    """
    if intake.problems.masked:
        intake.counts["masked"] = intake.problems.masked
    batch.rows = intake.kept
    batch.rows_read = intake.counts.get("rows", 0)
    batch.rows_noted = intake.problems.as_taken()
    batch.counts = intake.counts
    batch.totals = intake.totals
    batch.state = State.READING if intake.problems.masked else State.DRAFT
    batch.save()


def _outcome(row: Upload) -> dict[str, Any]:
    """Return what came of the reading."""
    return {
        "state": row.state,
        "batch": row.batch.code if row.batch else "",
        "problems": row.problems.get("total", 0),
    }
