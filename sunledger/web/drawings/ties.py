"""A small drawing of who is tied to what: boxes and wires, the same for the same ties.

Two columns for parties and what they share; a wheel for a few parties among whom something goes
round. What a box is, its shape says; what a wire is, its thickness or its arrow; no colour alone.
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Look = Literal["firm", "person", "body", "thing"]

WIDTH = 360.0
MOST = 24  # boxes of a drawing; the others are listed beside it
_BOX, _HIGH, _ROW, _EDGE = 158.0, 40.0, 50.0, 4.0
_WHEEL_BOX = 112.0
_SIGN, _WIDE_SIGN = 6.8, 13.0  # of a letter of 13 pixels, and of a Chinese one


@dataclass(frozen=True)
class Node:
    """One party, or one thing that parties share, by a key of the drawing's own."""

    key: str
    label: str
    look: Look


@dataclass(frozen=True, order=True)
class Wire:
    """One tie; `strong` ones are part of a ring."""

    one: str
    other: str
    label: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Box:
    """Where a node stands, and the lines of its label that fit."""

    x: float
    y: float
    width: float
    node: Node
    lines: tuple[tuple[float, str], ...]

    @property
    def round(self) -> int:
        """How round its corners are: persons are round, things half, firms and bodies square."""
        return {"firm": 0, "body": 0, "thing": 10, "person": 20}[self.node.look]

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.x + self.width / 2, self.y + _HIGH / 2


@dataclass(frozen=True)
class Line:
    """A wire between two points, with the words on it and the points of its arrow."""

    x1: float
    y1: float
    x2: float
    y2: float
    wire: Wire
    at: tuple[float, float] = (0, 0)
    arrow: str = ""


@dataclass(frozen=True)
class Drawing:
    """Boxes and lines, and the labels of what found no room."""

    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    left_out: tuple[str, ...] = ()
    width: float = WIDTH


def columns(nodes: Iterable[Node], wires: Iterable[Wire], most: int = MOST) -> Drawing:
    """Return parties on the left and things on the right, with what hangs together near."""
    known, ties = {one.key: one for one in nodes}, sorted(wires)
    order = _by_nearness(known, ties)
    shown, left_out = order[:most], order[most:]
    ties = [one for one in ties if one.one in shown and one.other in shown]
    left = [one for one in shown if known[one].look != "thing"]
    right = _between([one for one in shown if known[one].look == "thing"], left, ties)
    boxes = _column(left, known, _EDGE) | _column(right, known, WIDTH - _EDGE - _BOX)
    lines = []
    for one in ties:
        a, b = sorted((boxes[one.one], boxes[one.other]), key=lambda box: box.x)
        x1, x2 = round(a.x + a.width, 1), round(b.x, 1)
        lines.append(Line(x1, round(a.middle[1], 1), x2, round(b.middle[1], 1), one))
    rows = max(len(left), len(right), 1)
    labels = tuple(known[one].label for one in left_out)
    return Drawing(rows * _ROW + 2 * _EDGE, tuple(boxes.values()), tuple(lines), labels)


def wheel(nodes: Sequence[Node], wires: Sequence[Wire], *, arrows: bool = False) -> Drawing:
    """Return a few parties in a circle, in their order, from the top and clockwise."""
    height = 150.0 if len(nodes) < 3 else 260.0
    across, up = WIDTH / 2 - _WHEEL_BOX / 2 - _EDGE, height / 2 - _HIGH / 2 - _EDGE
    boxes = {}
    for place, node in enumerate(nodes):
        turn = 2 * math.pi * place / len(nodes)
        x = WIDTH / 2 + across * math.sin(turn) - _WHEEL_BOX / 2
        y = height / 2 - up * math.cos(turn) - _HIGH / 2
        boxes[node.key] = _box(node, x, y, _WHEEL_BOX)
    twice = {frozenset((one.one, one.other)) for one in wires if _reverse(one, wires)}
    lines = [
        _spoke(one, boxes, aside=frozenset((one.one, one.other)) in twice, arrow=arrows)
        for one in wires
    ]
    return Drawing(height, tuple(boxes.values()), tuple(lines))


def _reverse(wire: Wire, wires: Iterable[Wire]) -> bool:
    return any((one.one, one.other) == (wire.other, wire.one) for one in wires)


def _by_nearness(known: Mapping[str, Node], ties: Sequence[Wire]) -> list[str]:
    """Return the keys from one with the most ties outward, those in rings before others."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    strong: set[str] = set()
    for one in ties:
        near[one.one].add(one.other)
        near[one.other].add(one.one)
        strong |= {one.one, one.other} if one.strong else set()

    def first(one: str) -> tuple[bool, int, str]:
        return one not in strong, -len(near[one]), one

    order: list[str] = []
    seen: set[str] = set()
    for start in sorted(known, key=first):
        waiting = deque([start] * (start not in seen))
        seen.add(start)
        while waiting:
            order.append(waiting.popleft())
            for other in sorted(near[order[-1]] - seen, key=first):
                seen.add(other)
                waiting.append(other)
    return order


def _between(things: list[str], parties: list[str], ties: Sequence[Wire]) -> list[str]:
    """Return things in the order in which their parties stand, so that few wires cross."""
    place = {one: n for n, one in enumerate(parties)}
    at: defaultdict[str, list[int]] = defaultdict(list)
    for one in ties:
        for thing, party in ((one.one, one.other), (one.other, one.one)):
            if party in place:
                at[thing].append(place[party])
    return sorted(things, key=lambda one: (sum(at[one]) / (len(at[one]) or 1), one))


def _column(keys: Sequence[str], known: Mapping[str, Node], x: float) -> dict[str, Box]:
    return {key: _box(known[key], x, _EDGE + n * _ROW, _BOX) for n, key in enumerate(keys)}


def _box(node: Node, x: float, y: float, width: float) -> Box:
    lines = fitted(node.label, width - 14)
    first = y + (25 if len(lines) == 1 else 17)
    places = [(round(first + 16 * n, 1), line) for n, line in enumerate(lines)]
    return Box(round(x, 1), round(y, 1), width, node, tuple(places))


def _spoke(wire: Wire, boxes: Mapping[str, Box], *, aside: bool, arrow: bool) -> Line:
    """Return a wire of a wheel; of two between the same boxes each goes to its own side."""
    (x1, y1), (x2, y2) = boxes[wire.one].middle, boxes[wire.other].middle
    length = math.hypot(x2 - x1, y2 - y1) or 1
    across, along = (x2 - x1) / length, (y2 - y1) / length
    if aside:
        x1, x2 = x1 - 26 * along, x2 - 26 * along
        y1, y2 = y1 + 26 * across, y2 + 26 * across
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    points = ""
    if arrow:
        tip = (x + 16 * across, y + 16 * along)
        back = (x + 7 * across, y + 7 * along)
        sides = [(back[0] - 5 * s * along, back[1] + 5 * s * across) for s in (1, -1)]
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in (tip, *sides))
        x, y = x - 6 * across, y - 6 * along
    x1, y1, x2, y2, x, y = (round(one, 1) for one in (x1, y1, x2, y2, x, y))
    return Line(x1, y1, x2, y2, wire, (x, y), points)


def fitted(label: str, room: float) -> tuple[str, ...]:
    """Return a label in two lines at most; what does not fit is cut with a sign for it."""
    lines = [""]
    for sign in " ".join(label.split()):
        if _width(lines[-1] + sign) > room:
            if len(lines) == 2:
                lines[-1] = lines[-1][:-1] + "…"
                break
            lines.append("")
        lines[-1] += sign
    return tuple(line.strip() for line in lines)


def _width(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return wide * _WIDE_SIGN + (len(text) - wide) * _SIGN
