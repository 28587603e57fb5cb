"""How much fits on one printed page: lines are measured before they are printed, and then cut.

A browser breaks a page where it likes, so what stands on a board is measured here, a little
generously: in millimetres of A4, and in the widths of signs. What is cut is said.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from sunledger.disclosure.category import Field

One = TypeVar("One")

WIDE = 184.0  # millimetres between the margins
LINE, PADDING = 4.3, 1.6  # of one line of text, and of a cell above and below it
_SIDES = 2.4  # of a cell, left and right
_FULL, _HALF = 3.2, 1.85  # of a Chinese sign, of a letter or a figure
_MOST_LINES = 3  # of a cell; more is cut, with a sign for it
COLUMNS = 6
TWELFTHS = 12
_PARTS = ("party", "purpose", "amount", "day")
_WEIGHT = {"money": 2, "day": 2, "number": 1, "whole": 1, "choice": 2, "person": 2}


class Column(NamedTuple):
    """A column of a board, and of how many twelfths of the page."""

    field: Field
    width: int


def columns(fields: Sequence[Field]) -> list[Column]:
    """Return the columns that a board has room for: those that say whom, what for, how much."""
    order = sorted(
        fields, key=lambda one: (not one.role or one.role not in _PARTS, not one.required)
    )
    chosen = [one for one in fields if one in order[:COLUMNS]]
    weights = [_WEIGHT.get(one.kind, 3) for one in chosen]
    return [Column(*pair) for pair in zip(chosen, _shares(weights), strict=True)]


def _shares(weights: list[int]) -> list[int]:
    """Return eleven twelfths shared out by weight; one is for the number of the line."""
    whole = TWELFTHS - 1
    shares = [max(1, whole * one // (sum(weights) or 1)) for one in weights]
    for place in sorted(range(len(weights)), key=lambda place: -weights[place]):
        left = whole - sum(shares)
        if left <= 0:
            break
        shares[place] += 1 if left < len(weights) else left // len(weights) + 1
    return shares


def width(text: str) -> float:
    """Return about how many millimetres a text is long."""
    return sum(_FULL if unicodedata.east_asian_width(sign) in "WFA" else _HALF for sign in text)


def cut(text: str, twelfths: int, lines: int = _MOST_LINES) -> str:
    """Return a text as much of it as fits into so many lines of a cell."""
    room = _room(twelfths) * lines * 0.88
    if width(text) <= room:
        return text
    kept, taken = "", _FULL
    for sign in text:
        taken += width(sign)
        if taken > room:
            break
        kept += sign
    return f"{kept.rstrip()}…"


def height(cells: Sequence[tuple[str, int]]) -> float:
    """Return about how many millimetres a row is high whose cells are so many twelfths wide."""
    lines = [math.ceil(width(text) * 1.05 / _room(twelfths)) for text, twelfths in cells]
    return LINE * max([1, *lines]) + PADDING


def fitting(rows: Sequence[One], room: float, of: Callable[[One], float]) -> list[One]:
    """Return as many rows as fit into so many millimetres."""
    taken, kept = 0.0, []
    for one in rows:
        taken += of(one)
        if taken > room:
            break
        kept.append(one)
    return kept


def _room(twelfths: int) -> float:
    return WIDE * twelfths / TWELFTHS - _SIDES
