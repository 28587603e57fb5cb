"""Columns that several tables have, taken from the objects of many releases."""

from collections.abc import Iterable, Sequence
from typing import Any

from sunledger.screening.ocds.instants import read_instant
from sunledger.screening.ocds.wanted import (
    Address,
    Award,
    Bid,
    Classification,
    Contact,
    Identifier,
    Implementation,
    Item,
    Organisation,
    Period,
    Tender,
    Unit,
    Value,
)

Columns = dict[str, Iterable[Any]]

# In the place of what is missing, so that no field has to be asked for twice.
NO_TENDER, NO_VALUE, NO_PERIOD, NO_PARTY, NO_UNIT = (
    Tender(),
    Value(),
    Period(),
    Organisation(),
    Unit(),
)
NO_ADDRESS, NO_CONTACT, NO_IDENTIFIER = Address(), Contact(), Identifier()
NO_CODE, NO_WORK = Classification(), Implementation()


def numbers(first: int, rows: Sequence[object]) -> range:
    """Return the numbers of rows, of which the first is given."""
    return range(first, first + len(rows))


def offers(rows: Sequence[tuple[int, Bid | Award]]) -> Columns:
    """Return what bids and awards have in common."""
    return {
        "process": [number for number, _ in rows],
        "id": [text(one.id) for _, one in rows],
        "status": [one.status for _, one in rows],
        **instants("", [one.date for _, one in rows]),
        **money([one.value for _, one in rows]),
    }


def organisations(rows: Sequence[tuple[int, Organisation]]) -> Columns:
    """Return organisations by their ids and names."""
    return {
        "process": [number for number, _ in rows],
        "id": [text(one.id) for _, one in rows],
        "name": [one.name for _, one in rows],
    }


def lots(name: str, first: int, rows: Sequence[tuple[int, Bid | Award]]) -> Columns:
    """Return the lots that bids or awards are about; `name` is that of the column counting them."""
    found = [
        (row, number, lot)
        for row, (number, one) in enumerate(rows, first)
        for lot in one.related_lots or ()
    ]
    return {
        name: [row for row, _, _ in found],
        "process": [number for _, number, _ in found],
        "lot": [text(lot) for _, _, lot in found],
    }


def money(values: Iterable[Value | None]) -> Columns:
    """Return amounts and their currencies."""
    known = [one or NO_VALUE for one in values]
    return {"amount": [one.amount for one in known], "currency": [one.currency for one in known]}


def instants(prefix: str, texts: Iterable[str | None]) -> Columns:
    """Return the instants of dates, and what was written of each."""
    known = [read_instant(text) if text else None for text in texts]
    return {
        f"{prefix}at": [one and one.at for one in known],
        f"{prefix}says": [one and one.says for one in known],
    }


def price(item: Item) -> Value:
    """Return what one of an item costs."""
    return (item.unit or NO_UNIT).value or NO_VALUE


def text(value: str | int | None) -> str | None:
    """Return an id as text."""
    return value if value is None or value.__class__ is str else str(value)
