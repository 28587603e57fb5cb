"""Charts as drawings without script or style: bars, columns over time, a place among others.

The numbers of a drawing are units of its view box, 360 wide: on a phone one is about a pixel. Each
drawing has a title and a description, and the same figures stand in a table below it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

WIDTH = 360
_ROW = 46  # a bar with what stands over it
_THICK = 16
_SIGN = 7  # the width of a letter or a digit; a Chinese character is twice as wide
_PLOT = 130  # the height of columns
_TOP, _FOOT = 22, 24
_GAP = 26  # the height of an empty frame where there is no figure
_LABELS = 4  # columns that are named below them, about


class Bar(NamedTuple):
    """One figure: what it is called, how large it is, and how that is said."""

    label: str
    value: int
    text: str
    url: str = ""
    share: str = ""
    look: str = ""  # "more": what is left over of many


class Drawn(NamedTuple):
    """A bar with its places in the drawing."""

    bar: Bar
    short: str
    y: int  # of the words
    top: int
    width: int
    minus: bool


class Bars(NamedTuple):
    """Bars under one another."""

    title: str
    about: str
    column: str
    figure: str
    bars: list[Bar]
    has_shares: bool

    @property
    def height(self) -> int:
        """Return how high the drawing is."""
        return _ROW * len(self.bars) + 2

    @property
    def drawn(self) -> list[Drawn]:
        """Return each bar with its places."""
        most = max((abs(one.value) for one in self.bars), default=0) or 1
        return [
            Drawn(
                one,
                fitted(one.label, WIDTH - wide(one.text) - 14),
                _ROW * place + 16,
                _ROW * place + 23,
                max(abs(one.value) * WIDTH // most, 2 if one.value else 0),
                one.value < 0,
            )
            for place, one in enumerate(self.bars)
        ]


class Column(NamedTuple):
    """One period: its figure, or none, and why."""

    label: str
    short: str
    value: int | None
    text: str


class Upright(NamedTuple):
    """A column with its places in the drawing."""

    column: Column
    x: int
    y: int
    width: int
    height: int
    look: str  # "gap", "minus" or nothing
    middle: int
    anchor: str  # how its name stands below it; nothing where it has none


class Columns(NamedTuple):
    """Columns beside one another, one a period; where there is no figure, an empty frame."""

    title: str
    about: str
    most_text: str
    columns: list[Column]

    @property
    def height(self) -> int:
        """Return how high the drawing is."""
        return _TOP + _PLOT + _FOOT

    @property
    def foot(self) -> int:
        """Return how far down the names of periods stand."""
        return _TOP + _PLOT + 17

    @property
    def zero(self) -> int:
        """Return how far down nothing stands."""
        most, least = self._ends()
        return _TOP + _PLOT * most // ((most - least) or 1)

    @property
    def drawn(self) -> list[Upright]:
        """Return each column with its places."""
        most, least = self._ends()
        slot = WIDTH / max(1, len(self.columns))
        every, last = max(1, -(-len(self.columns) // _LABELS)), len(self.columns) - 1
        return [
            self._upright(one, place, slot, (most - least) or 1, named=(last - place) % every == 0)
            for place, one in enumerate(self.columns)
        ]

    def _ends(self) -> tuple[int, int]:
        known = [one.value for one in self.columns if one.value is not None]
        return max([0, *known]), min([0, *known])

    def _upright(self, one: Column, place: int, slot: float, span: int, *, named: bool) -> Upright:
        width = max(3, min(48, int(slot * 0.72)))
        x = int(slot * place + (slot - width) / 2)
        middle = x + width // 2
        anchor = "start" if middle < 40 else "end" if middle > WIDTH - 40 else "middle"
        anchor = anchor if named else ""
        if one.value is None:
            return Upright(one, x, self.zero - _GAP, width, _GAP, "gap", middle, anchor)
        height = max(abs(one.value) * _PLOT // span, 2)
        minus = one.value < 0
        top = self.zero if minus else self.zero - height
        return Upright(one, x, top, width, height, "minus" if minus else "", middle, anchor)


class Placed(NamedTuple):
    """Where a unit stands: the middle half of the others as a box, the middle, and itself."""

    title: str
    about: str
    low: int
    median: int
    high: int
    own: int
    left: str  # what the ends of the line are
    right: str

    @property
    def width(self) -> int:
        """Return how wide the box of the middle half is."""
        return max(2, self.high - self.low)

    @property
    def anchor(self) -> str:
        """Return how the word over the unit's own place stands."""
        return "start" if self.own < 40 else "end" if self.own > WIDTH - 40 else "middle"


def placed(title: str, about: str, figures: Sequence[int], ends: tuple[str, str]) -> Placed:
    """Return the places of low, median, high and own between nothing and the largest of them."""
    least, most = min(0, *figures), max(0, *figures)
    span = (most - least) or 1
    low, median, high, own = (8 + (WIDTH - 16) * (one - least) // span for one in figures)
    return Placed(title, about, low, median, high, own, *ends)


def wide(text: str) -> int:
    """Return about how wide a text is."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text) * _SIGN


def fitted(text: str, room: int) -> str:
    """Return as much of a text as there is room for."""
    if wide(text) <= room:
        return text
    while text and wide(text) + 2 * _SIGN > room:
        text = text[:-1]
    return f"{text}…"
