"""Columns of tables, taken from the objects of many releases at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from sunledger.screening.ocds.tables import Column

Sources = dict[str, Sequence[Any]]
Taking = Callable[[Sequence[Any], Any], list[Any]]
Takers = list[tuple[str, Taking | None]]


@cache
def _taking(place: object, attribute: str, otherwise: str = "") -> Taking:
    """Return what takes one field of many objects.

    Written out for each field and each kind of objects (by the place where they stand), because
    Python remembers where a field lies for every place in a program, and for one kind of objects:
    half the time of `attrgetter`.
    """
    if not attribute.isidentifier():
        raise ValueError(attribute)
    taking: Taking = eval(  # noqa: S307 - names of ours
        f"lambda rows, none: [one.{attribute}{otherwise} for one in rows]"
    )
    return taking


def taken(place: object, attribute: str, rows: Sequence[Any]) -> list[Any]:
    """Return one field of many objects of one kind."""
    return _taking(place, attribute)(rows, None)


def parts(place: object, attribute: str, rows: Sequence[Any], none: Any) -> list[Any]:
    """Return one part of many objects of one kind, and something in the place of none."""
    return _taking(place, attribute, " or none")(rows, none)


def takers(table: str, columns: Iterable[Column]) -> Takers:
    """Return how each column of a table is taken: from what, and which field of that."""
    sources = [one.source.partition(".") for one in columns]
    return [
        (name, _taking((table, name), attribute) if attribute else None)
        for name, _, attribute in sources
    ]


def joined(ids: Sequence[str | int | None] | None) -> str | None:
    """Return several ids as one text, in an order of their own."""
    if not ids or None in ids:
        return None
    return " + ".join(sorted({str(one) for one in ids}))


def lots(each: Iterable[list[Any] | None]) -> list[str | None]:
    """Return the lots that bids or awards are about."""
    return [joined(one) if one else None for one in each]


def text(value: str | int | None) -> str | None:
    """Return an id as text."""
    return value if value is None or value.__class__ is str else str(value)
