"""Benford's law: what it expects of pairs of first digits, and how far chance strays from it."""

import math

from narwhals import Expr, Int64, String, concat_str, lit, max_horizontal, when

EXPECTED = {digits: math.log10(1 + 1 / digits) for digits in range(10, 100)}
# Of one amount: the mean absolute deviation that chance gives, and the spread of it.
_NOISE = sum(math.sqrt(p * (1 - p)) for p in EXPECTED.values()) / 90 * math.sqrt(2 / math.pi)
_SPREAD = math.sqrt(sum(p * (1 - p) for p in EXPECTED.values()) * (1 - 2 / math.pi)) / 90


def first_two(amount: Expr) -> Expr:
    """Return the first two digits; five minor units count as 50."""
    text = amount.cast(String)
    padded = when(text.str.len_chars() > 1).then(text)
    return padded.otherwise(concat_str([text, lit("0")])).str.slice(0, 2).cast(Int64)


def by_chance(root: Expr) -> Expr:
    """Return the deviation that chance gives, by the root of how many amounts there are."""
    return lit(_NOISE) / root


def bound(root: Expr, limit: float, spread: float) -> Expr:
    """Return the deviation beyond which a body is asked about."""
    return max_horizontal(lit(limit), lit(_NOISE + spread * _SPREAD) / root)
