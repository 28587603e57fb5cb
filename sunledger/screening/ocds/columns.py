"""Columns of tables, taken from the objects of many releases at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sunledger.screening.ocds.instants import read_instant
from sunledger.screening.ocds.tables import Column
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

if TYPE_CHECKING:
    import pyarrow as pa

Sources = dict[str, Sequence[Any]]

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
_MANY = 1 << 16  # dates that are remembered at a time


class _Read(dict[str | None, Any]):
    """What dates say, by how they are written; each is read once."""

    def __init__(self, part: str) -> None:
        self.part = part

    def __missing__(self, text: str | None) -> Any:
        if len(self) >= _MANY:
            self.clear()
        instant = read_instant(text) if text else None
        found = self[text] = instant and getattr(instant, self.part)
        return found


_READ = {"@": _Read("at"), "?": _Read("says")}


@cache
def _taken(attribute: str) -> Callable[[Sequence[Any]], list[Any]]:
    """Return what takes one field of many objects.

    Written out for each field, because Python remembers where a field lies for every place in a
    program: half the time of `attrgetter`.
    """
    if not attribute.isidentifier():
        raise ValueError(attribute)
    taken: Callable[[Sequence[Any]], list[Any]] = eval(  # noqa: S307 - names of ours
        f"lambda rows: [one.{attribute} for one in rows]"
    )
    return taken


def lists(columns: Iterable[Column], sources: Sources) -> Iterator[Sequence[Any]]:
    """Give the columns of a table, from lists of objects by their names."""
    for one in columns:
        read = _READ.get(one.source[0])
        name, _, attribute = one.source.lstrip("@?").partition(".")
        found = sources[name]
        if attribute:
            found = _taken(attribute)(found)
        yield found if read is None else list(map(read.__getitem__, found))


def array(held: Sequence[Any], shape: pa.DataType) -> pa.Array:
    """Return a column; numbers among texts are ids, and become texts."""
    import pyarrow as pa

    try:
        return pa.array(held, shape)
    except (TypeError, pa.ArrowTypeError):
        return pa.array([None if one is None else str(one) for one in held], shape)


def joined(ids: Sequence[str | int | None] | None) -> str | None:
    """Return several ids as one text, in an order of their own."""
    if not ids or None in ids:
        return None
    return " + ".join(sorted({str(one) for one in ids}))


def values(rows: Iterable[Any]) -> list[Value]:
    """Return the amounts of objects that have one."""
    return [one.value or NO_VALUE for one in rows]


def lots(rows: Iterable[Bid | Award]) -> list[str | None]:
    """Return the lots that bids or awards are about."""
    return [joined(one.related_lots) if one.related_lots else None for one in rows]


def prices(items: Iterable[Item]) -> list[Value]:
    """Return what one of each item costs."""
    return [(one.unit or NO_UNIT).value or NO_VALUE for one in items]


def text(value: str | int | None) -> str | None:
    """Return an id as text."""
    return value if value is None or value.__class__ is str else str(value)
