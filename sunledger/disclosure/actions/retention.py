"""What sheets hold of persons is forgotten once the category's months are over.

The lines stay with their days and sums; names and whatever else is a person's go from the table,
from the log's words, from corrections, from files beside the sheet, and from what is searched.
"""

from datetime import date

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from sunledger.core.spans import months_after
from sunledger.disclosure import restate
from sunledger.disclosure.actions.gate import held
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.lines import keeping
from sunledger.disclosure.models import PUBLIC, Attachment, Batch, Correction, OwnTag, Record, Taken
from sunledger.disclosure.own import lines as own
from sunledger.seal import erasure

_PORTION = 500


def forget(*, on: date) -> int:
    """Forget what is over on a day; return how many sheets. It may be stopped and begun anew."""
    done = 0
    forgotten = own.forget(on)
    for category in CATEGORIES.values():
        names = personal(category)
        if not category.retention_months or not names:
            continue
        for batch in _over(category, on):
            _forget(batch, names, on)
            done += 1
    if done:
        keeping.sweep()
    if done or forgotten:
        clear_the_disk()
    return done


def personal(category: Category) -> set[str]:
    """Return the fields of a category that hold what is a person's."""
    return {one.name for one in category.fields if one.personal or one.mask or one.kind == "person"}


def clear_the_disk() -> None:
    """Let the database write over what it only marked as free; no copy made before is changed."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            tables = "disclosure_record, disclosure_correction, disclosure_batch, seal_fact"
            own_tables = (
                "disclosure_owntag, disclosure_slip, disclosure_sliphandle, disclosure_taken"
            )
            cursor.execute(f"VACUUM {tables}, disclosure_attachment, {own_tables}")


def _over(category: Category, on: date) -> list[Batch]:
    """Return the sheets of a category whose time is over."""
    last = months_after(on, -category.retention_months)
    kept = Batch.objects.filter(category=category.code, state__in=PUBLIC, forgotten_on=None)
    rows = kept.filter(rows__gt=0).order_by("pk")
    return [one for one in rows if one.public_at and timezone.localdate(one.public_at) < last]


def forget_sheet(batch: Batch, on: date) -> None:
    """Forget now what one sheet holds of persons: the site that it came from has done so."""
    _forget(batch, personal(batch.shape), on)


@transaction.atomic
def _forget(batch: Batch, names: set[str], on: date) -> None:
    """Forget one sheet: its lines, what corrected them, the files beside it, and their words."""
    batch = held(batch)
    corrected = Correction.objects.filter(record__batch=batch, field__in=names)
    corrected.filter(forgotten_on=None).update(
        old=None, new=None, reason="", answer="", forgotten_on=on
    )
    party = batch.shape.role("party")
    is_personal = party is not None and party.name in names
    records = Record.objects.filter(batch=batch, forgotten_on=None).order_by("number")
    for record in records.iterator(_PORTION):
        record.values = {name: one for name, one in record.values.items() if name not in names}
        record.party = "" if is_personal else record.party
        record.forgotten_on = on
        record.save(update_fields=["values", "party", "forgotten_on"])
    Attachment.objects.filter(batch=batch).update(content=b"")
    OwnTag.objects.filter(batch=batch).delete()
    _forget_there(batch)
    batch.forgotten_on = on
    said = restate.forgotten_facts(batch)
    why = {name: value for name, value in said.items() if name != "leaves"}
    batch.forgotten_leaf = erasure.erase(restate.forgotten_leaves(batch), **why)
    batch.rows_noted = {}
    batch.save(update_fields=["forgotten_on", "forgotten_leaf", "rows_noted"])
    keeping.again(list(batch.records.values_list("pk", flat=True)))


def _forget_there(batch: Batch) -> None:
    """Forget the words in which another site said a sheet that was taken in from it."""
    lines = Taken.objects.filter(
        Q(batch=batch, what="published") | Q(correction__record__batch=batch)
    )
    lines.update(body="", salt=b"")
