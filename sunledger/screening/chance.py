"""How far something is beyond chance, by plain arithmetic that every engine has.

The chance of at least `k` hits in `n` tries, each with chance `p`, is at most exp(-surprise), by
the bound of Chernoff. The bound is never too small a figure, so a screen that asks for a surprise
of ln(1000) is wrong by chance alone less often than once in a thousand.
"""

import math

from narwhals import Expr, Float64, lit, when


def surprise(k: Expr, n: Expr, p: Expr) -> Expr:
    """Return the surprise of k hits in n tries; zero where there are no more than chance gives."""
    share = k.cast(Float64) / n.cast(Float64)
    hits = share * (share / p).log()
    misses = when(share < 1).then((1 - share) * ((1 - share) / (1 - p)).log()).otherwise(lit(0.0))
    return when(share > p).then(n.cast(Float64) * (hits + misses)).otherwise(lit(0.0))


def least(chance: float) -> float:
    """Return the surprise that something with this chance has."""
    return -math.log(chance)
