"""What a sheet comes to, as a page may ask for it: counted at once, or kept where it is large.

A small sheet is counted while a reader waits. A large one is counted by the worker, after it is
published and after each change of one of its lines; until then a page says that it is counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from sunledger.disclosure import face
from sunledger.disclosure.models import (
    PUBLIC,
    Batch,
    Correction,
    CorrectionState,
    Record,
    Telling,
    Visibility,
)
from sunledger.disclosure.telling.count import Row, Told, told
from sunledger.disclosure.telling.outline import outline
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job
from sunledger.jobs.progress import Progress

SMALL = 500  # lines that are counted while a reader waits
WORK = "tell-sheet"
_PORTION = 2000
_TOLD: TypeAdapter[Told] = TypeAdapter(Told)


def of_sheet(batch: Batch) -> Told | None:
    """Return what a sheet comes to; nothing while it is still to be counted.

    What is not for everyone is counted for those who may read it, if it is small, and never kept.
    """
    if batch.rows <= SMALL:
        return count(batch)
    if batch.visibility != Visibility.PUBLIC:
        return None
    kept = Telling.objects.filter(batch=batch).first()
    return _TOLD.validate_python(kept.told) if kept else None


def count(batch: Batch) -> Told:
    """Go through all lines of a sheet."""
    shape = face.shape_of(batch)
    if shape is None:
        return Told(batch.rows)
    return told((row for _batch, row in rows_of([batch.pk])), outline(shape))


def rows_of(batches: Sequence[int]) -> Iterator[tuple[int, Row]]:
    """Give the lines of sheets as they stand today, each with the number of its sheet."""
    made = Correction.objects.filter(record__batch__in=batches, state=CorrectionState.MADE)
    corrected: dict[int, dict[str, Any]] = {}
    for record, field, new in made.order_by("leaf").values_list("record_id", "field", "new"):
        corrected.setdefault(record, {})[field] = new
    records = Record.objects.filter(batch__in=batches).order_by("batch", "number")
    rows = records.values_list("batch_id", "pk", "code", "line", "values", "currency")
    for batch, pk, code, line, values, currency in rows.iterator(_PORTION):
        changed = corrected.get(pk, {})
        yield batch, Row(code, line, values | changed, currency, bool(changed))


def ask(batches: Iterable[Batch]) -> None:
    """Let large sheets be counted anew, in the transaction of what changed them."""
    for batch in batches:
        if batch.rows <= SMALL or not batch.is_public or batch.visibility != Visibility.PUBLIC:
            continue
        Telling.objects.filter(batch=batch).delete()
        jobs.start(work=WORK, args={"batch": batch.code})


def drop(batches: Iterable[Batch]) -> None:
    """Forget what sheets came to."""
    Telling.objects.filter(batch__in=[one.pk for one in batches]).delete()


def ask_for_all() -> None:
    """Let every large sheet be counted, where none ever was: on a site older than this."""
    if not Telling.objects.exists() and not Job.objects.filter(work=WORK).exists():
        ask(Batch.objects.filter(state__in=PUBLIC, rows__gt=SMALL))


def tell(progress: Progress, batch: str) -> dict[str, Any]:
    """Count a large sheet, and keep what it comes to."""
    sheet = Batch.objects.get(code=batch)
    progress.total(sheet.rows)
    Telling.objects.update_or_create(
        batch=sheet, defaults={"told": _TOLD.dump_python(count(sheet), mode="json")}
    )
    return {"batch": batch}
