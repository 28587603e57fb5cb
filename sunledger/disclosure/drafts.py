"""Throwing away what was never public."""

from django.db import connection

from sunledger.disclosure.models import Batch, OwnTag, Record


def delete_records(batch: Batch) -> None:
    """Delete the records of a draft by one statement; nothing can refer to them yet."""
    OwnTag.objects.filter(batch=batch).delete()
    table = connection.ops.quote_name(Record._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE batch_id = %s", [batch.pk])  # noqa: S608


def delete_draft(batch: Batch) -> None:
    """Delete a draft with its records."""
    delete_records(batch)
    batch.delete()
