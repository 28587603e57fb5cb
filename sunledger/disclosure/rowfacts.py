"""What is said of a line and of a correction, whoever published them, here or at another site."""

from typing import Any

from sunledger.disclosure.models import Batch, Correction, Record


def record_facts(record: Record, batch: Batch) -> dict[str, Any]:
    """Return what is said of a record when it is published."""
    return {
        "record": record.code,
        "batch": batch.code,
        "unit": batch.unit.code,
        "category": record.category,
        "version": batch.category_version,
        "period": batch.period,
        "number": record.number,
        "sheet": record.sheet,
        "line": record.line,
        "values": record.values,
        # These stand in the values too. Said as well, so that nobody can change the columns by
        # which pages sort and add while the values stay.
        "amount": record.amount,
        "currency": record.currency,
        "day": record.day,
        "party": record.party,
    }


def correction_facts(correction: Correction) -> dict[str, Any]:
    """Return what is said of a correction that was made."""
    return {
        "correction": correction.code,
        "record": correction.record.code,
        "field": correction.field,
        "old": correction.old,
        "new": correction.new,
        "reason": correction.reason,
    }
