"""Quantiles and fences, equal to the last bit to those that Cardinal computes.

Quantiles are of type 8 of Hyndman and Fan (1996), as the Rust library statrs computes them; a fence
is 1.5 interquartile ranges beyond a quartile, with one rounding (a fused multiply-add).
"""

import math
from collections.abc import Callable, Collection
from typing import NamedTuple


class Fences(NamedTuple):
    """The quartiles of some numbers, and the fences below and above them."""

    first: float
    third: float
    lower: float
    upper: float


def fences(numbers: Collection[float]) -> Fences:
    """Return quartiles and fences; none of an empty collection is a number."""
    ordered = sorted(numbers)
    return ordered_fences(len(ordered), ordered.__getitem__)


def ordered_fences(many: int, at: Callable[[int], float]) -> Fences:
    """Return quartiles and fences of numbers in their order, of which `at` gives one by place."""
    first, third = ordered_quantile(many, at, 0.25), ordered_quantile(many, at, 0.75)
    width = third - first
    lower, upper = fused(width, -1.5, first), fused(width, 1.5, third)
    return Fences(first, third, lower, upper)


def quantile(numbers: Collection[float], share: float) -> float:
    """Return a quantile of type 8; of nothing it is not a number."""
    ordered = sorted(numbers)
    return ordered_quantile(len(ordered), ordered.__getitem__, share)


def ordered_quantile(many: int, at: Callable[[int], float], share: float) -> float:
    """Return a quantile of numbers in their order."""
    if not many:
        return math.nan
    place = (many + 1 / 3) * share + 1 / 3
    whole = int(place)
    if whole <= 0 or share == 0:
        return at(0)
    if whole >= many:
        return at(many - 1)
    below, above = at(whole - 1), at(whole)
    return below + (place - whole) * (above - below)


def fused(one: float, other: float, added: float) -> float:
    """Return one × other + added, rounded once; Python has this only from version 3.13."""
    if not all(map(math.isfinite, (one, other, added))):
        return one * other + added
    from fractions import Fraction

    try:
        return float(Fraction(one) * Fraction(other) + Fraction(added))
    except OverflowError:
        return one * other + added
