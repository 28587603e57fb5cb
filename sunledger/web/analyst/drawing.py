"""Drawings as plain geometry: what a template needs to draw bars, strips and curves in SVG."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

Month = tuple[int, int]


@dataclass(frozen=True)
class Bar:
    """One upright bar, with the words that a reader gets for it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    strong: bool = False
    anchor: str = "middle"  # of the words above a strong bar, so that neighbours stay apart


@dataclass(frozen=True)
class Part:
    """One part of a lying bar: where it starts and how long it is, in hundredths of the whole."""

    start: float
    length: float
    kind: str
    label: str


@dataclass(frozen=True)
class Tick:
    """A place on an axis and what is written there."""

    at: float
    label: str


@dataclass(frozen=True)
class Digits:
    """A drawing of first two digits: what was seen as bars, what was expected as a curve."""

    bars: tuple[Bar, ...]
    curve: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


def months_between(first: Month, last: Month) -> list[Month]:
    """Return every month from the first to the last, both included."""
    start, end = first[0] * 12 + first[1] - 1, last[0] * 12 + last[1] - 1
    return [(number // 12, number % 12 + 1) for number in range(start, end + 1)]


def usual_months(counts: dict[Month, int], *, share: float = 0.0005) -> tuple[Month, Month] | None:
    """Return the first and last month worth an axis; a lone mistyped year does not stretch it."""
    total = sum(counts.values())
    enough = [month for month, count in counts.items() if count >= total * share]
    return (min(enough), max(enough)) if enough else None


def strip(counts: dict[Month, int], axis: list[Month], *, height: float = 28) -> tuple[Bar, ...]:
    """Return one bar a month, the tallest as high as the strip; months without rows stay bare."""
    highest = max((counts.get(month, 0) for month in axis), default=0) or 1
    bars = []
    for place, (year, month) in enumerate(axis):
        count = counts.get((year, month), 0)
        if count:
            tall = max(1.0, round(height * count / highest, 1))
            label = f"{year}-{month:02d}: {count:,}"
            bars.append(Bar(place, round(height - tall, 1), 0.8, tall, label))
    return tuple(bars)


def years(axis: list[Month], *, most: int = 8) -> tuple[Tick, ...]:
    """Return where years begin on an axis of months, in hundredths of it, and not too densely."""
    starts = [
        Tick(round(100 * place / len(axis), 2), str(year))
        for place, (year, month) in enumerate(axis)
        if month == 1 and place < len(axis) - 3
    ]
    if not starts and axis:
        return (Tick(0, f"{axis[0][0]}-{axis[0][1]:02d}"),)
    return tuple(starts[:: 1 + len(starts) // most])


def stems(points: list[tuple[date, int, str]], *, height: float = 30) -> tuple[Bar, ...]:
    """Return one upright line a payment: where on the time axis it lies, and how large it is."""
    days = [day.toordinal() for day, _amount, _label in points]
    first, span = min(days), max(days) - min(days) or 1
    highest = max(abs(amount) for _day, amount, _label in points) or 1
    return tuple(
        Bar(
            round(0.5 + 99 * (place - first) / span, 2),
            round(height - max(1.5, (height - 2) * abs(amount) / highest), 2),
            0,
            0,
            label,
        )
        for place, (_day, amount, label) in zip(days, points, strict=True)
    )


def parts(counts: list[tuple[str, int, str]]) -> tuple[Part, ...]:
    """Return a lying bar cut into parts; a part that holds anything can be seen."""
    total = sum(count for _kind, count, _label in counts) or 1
    lengths = [max(0.6, 100 * count / total) if count else 0.0 for _kind, count, _label in counts]
    scale = 100 / (sum(lengths) or 1)
    result, start = [], 0.0
    for (kind, count, label), length in zip(counts, lengths, strict=True):
        if count:
            result.append(Part(round(start, 2), round(length * scale, 2), kind, label))
        start += length * scale
    return tuple(result)


def digits(seen: list[int], expected: list[float], strong: set[int], *, first: int = 10) -> Digits:
    """Return the drawing of how often each leading pair of digits was seen and expected."""
    width, height = 8.0, 200.0
    total = sum(seen) or 1
    shares = [count / total for count in seen]
    highest = max(*shares, *expected) * 1.05
    bars, points = [], []
    for place, (share, hope) in enumerate(zip(shares, expected, strict=True)):
        tall = round(height * share / highest, 2)
        pair = first + place
        label = f"{pair}: {share:.2%} ({hope:.2%})"
        beside = ("end" if pair + 1 in strong else "") or ("start" if pair - 1 in strong else "")
        at = (place * width + 1, round(height - tall, 2), width - 2, tall)
        bars.append(Bar(*at, label, pair in strong, beside or "middle"))
        points.append(f"{place * width + width / 2:g},{height - height * hope / highest:.2f}")
    across = tuple(Tick((n - first) * width + width / 2, str(n)) for n in range(first, 100, 10))
    up = tuple(
        Tick(round(height - height * level / highest, 2), f"{level:.0%}")
        for level in _levels(highest)
    )
    return Digits(tuple(bars), " ".join(points), across, up)


def _levels(highest: float) -> list[float]:
    """Return a few round shares below the highest, for the axis that goes up."""
    for step in (0.01, 0.02, 0.05, 0.1, 0.2):
        levels = [step * n for n in range(1, 12) if step * n <= highest]
        if len(levels) <= 6:
            return levels
    return [0.5, 1.0]


def gaps(counts: dict[Month, int], axis: list[Month]) -> list[Month]:
    """Return the months without a row that lie between two months with rows."""
    held = [month for month in axis if counts.get(month)]
    return [
        month
        for before, after in pairwise(held)
        for month in months_between(before, after)[1:-1]
        if not counts.get(month)
    ]


def month_of(day: date) -> Month:
    """Return the month in which a day lies."""
    return day.year, day.month
