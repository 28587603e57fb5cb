"""Fractions as whole numbers: what a cast makes of them, every engine says for itself."""

from narwhals import Expr, Int64


def whole(fraction: Expr) -> Expr:
    """Return the nearest whole number; of two as near, the greater."""
    return (fraction + 0.5).floor().cast(Int64)
