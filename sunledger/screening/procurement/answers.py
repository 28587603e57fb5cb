"""The answers of one pass over the releases, and made into the facts of a question."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class Answers:
    """The answers to a question about processes: a figure each, or why there is none."""

    def __init__(self) -> None:
        self.subjects = array("q")
        self.figures = array("d")
        self.left: dict[str, array[int]] = {}

    def say(self, subject: int, figure: float) -> None:
        """Note the figure of a process."""
        self.subjects.append(subject)
        self.figures.append(figure)

    def leave(self, subject: int, why: str) -> None:
        """Note why a process has no figure."""
        left = self.left.get(why)
        if left is None:
            left = self.left[why] = array("q")
        left.append(subject)

    def facts(self, **more: Sequence[str | None]) -> pa.Table:
        """Return the facts; `more` are columns of texts beside the figures."""
        import pyarrow as pa

        texts = {name: pa.array(held, pa.string()) for name, held in more.items()}
        parts = [_table(whole(self.subjects), numbers(self.figures), None, texts)]
        for why, subjects in self.left.items():
            none = pa.nulls(len(subjects), pa.float64())
            empty = {name: pa.nulls(len(subjects), pa.string()) for name in texts}
            parts.append(_table(whole(subjects), none, why, empty))
        return pa.concat_tables(parts)


def of_parties(parties: Iterable[tuple[str, float, int]]) -> pa.Table:
    """Return the facts of a question about parties: each by name, with its figure and weight."""
    import pyarrow as pa

    names: list[str] = []
    figures, weights = array("d"), array("q")
    for name, figure, weight in parties:
        names.append(name)
        figures.append(figure)
        weights.append(weight)
    more = {"weight": whole(weights)}
    return _table(pa.array(names, pa.string()), numbers(figures), None, more)


def names(ocids: Collection[str]) -> pa.Table:
    """Return the ocid of each process; the processes are counted from 0."""
    import pyarrow as pa

    numbers = whole(array("q", range(len(ocids))))
    return pa.table({"process": numbers, "ocid": pa.array(ocids, pa.string())})


def _table(
    subjects: pa.Array, figures: pa.Array, why: str | None, more: Mapping[str, pa.Array]
) -> pa.Table:
    import pyarrow as pa

    reasons = pa.repeat(pa.scalar(why, pa.string()), len(subjects))
    return pa.table({"subject": subjects, "figure": figures, "why": reasons, **more})


def whole(held: array[int]) -> pa.Array:
    """Return whole numbers as they lie in memory."""
    import pyarrow as pa

    return pa.Array.from_buffers(pa.int64(), len(held), [None, pa.py_buffer(held)])


def numbers(held: array[float]) -> pa.Array:
    """Return numbers as they lie in memory."""
    import pyarrow as pa

    return pa.Array.from_buffers(pa.float64(), len(held), [None, pa.py_buffer(held)])
