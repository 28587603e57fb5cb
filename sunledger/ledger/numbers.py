"""Lists of work, numbers first: the numbers of items in an order, of which a page fetches its part.

What waits for a person is of several kinds, each found by its own index. The kinds are joined and
put in order by what the order asks for and nothing else, and only the numbers of one page leave the
database.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, overload

from django.db.models import QuerySet

from sunledger.ledger.models import Item, ItemQuerySet


class Numbers(Sequence[int]):
    """The numbers of the items of some kinds, each once, in the order of some columns."""

    def __init__(
        self, kinds: ItemQuerySet | Iterable[ItemQuerySet], *columns: str, **expressions: Any
    ) -> None:
        self._kinds = [kinds] if isinstance(kinds, QuerySet) else list(kinds)
        self._columns = columns
        self._expressions = expressions

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(self[:])

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> list[int]: ...

    def __getitem__(self, place: int | slice) -> int | list[int]:
        """Return one of them, or those of a page."""
        if isinstance(place, int):
            return self[place : place + 1][0]
        return [row[-1] for row in self._ordered[place]]

    @cached_property
    def _count(self) -> int:
        return _joined(self._kinds, ["pk"]).count()

    @property
    def _ordered(self) -> "QuerySet[Any, Any]":
        kinds = [kind.annotate(**self._expressions) for kind in self._kinds]
        columns = [*self._columns, "pk"]
        return _joined(kinds, columns).order_by(*columns)


def _joined(kinds: Sequence["QuerySet[Item]"], columns: Iterable[str]) -> "QuerySet[Any, Any]":
    """Return some columns of the items of all kinds, each item once."""
    first, *rest = (kind.order_by().values_list(*columns) for kind in kinds)
    return first.union(*rest) if rest else first
