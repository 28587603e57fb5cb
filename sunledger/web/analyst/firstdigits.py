"""A screen's measure of first digits, drawn: what was seen as bars, what is expected as a curve."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sunledger.web.analyst.drawing import digits
from sunledger.web.analyst.faces import DigitsFace

PAIRS = range(10, 100)
EXPECTED = [math.log10(1 + 1 / pair) for pair in PAIRS]
DRAWN = 12  # bodies, those that stray furthest
NAMED = 10  # pairs of digits in words
COLUMNS = [f"d{pair}" for pair in PAIRS]


def drawings(measures: Iterable[Mapping[str, Any]]) -> tuple[DigitsFace, ...]:
    """Return a drawing of each measure that counts pairs of digits, the furthest astray first."""
    counted = [one for one in measures if one.get("n") and COLUMNS[0] in one]
    counted.sort(key=lambda one: -float(one["mad"]))
    return tuple(_face(one) for one in counted[:DRAWN])


def in_short(measure: Mapping[str, Any]) -> dict[str, Any]:
    """Return a measure for the summary: its ninety counts as one list, its largest deviations."""
    short = {name: value for name, value in measure.items() if name not in COLUMNS}
    if COLUMNS[0] in measure:
        short["counts"] = [measure[column] for column in COLUMNS]
        short["largest"] = [pair for pair, _seen, _hope in _largest(short["counts"])]
    elif "first" in measure:
        short["largest"] = [measure[place] for place in ("first", "second", "third")]
    return short


def _face(measure: Mapping[str, Any]) -> DigitsFace:
    seen = [int(measure[column] or 0) for column in COLUMNS]
    largest = _largest(seen)
    strong = {pair for pair, _seen, _hope in largest[:3]}
    mad, bound = float(measure["mad"]), measure.get("bound")
    far = _("That is further than the %(bound)s beyond which a body is asked about.")
    near = _("That is within the %(bound)s beyond which a body is asked about.")
    verdict = "" if bound is None else (far if mad > bound else near) % {"bound": f"{bound:.4f}"}
    return DigitsFace(
        name=str(measure.get("body_name") or measure.get("body") or ""),
        drawing=digits(seen, EXPECTED, strong),
        n=f"{sum(seen):,}",
        mad=f"{mad:.9f}",
        verdict=verdict,
        largest=tuple((str(pair), f"{one:.2%}", f"{hope:.2%}") for pair, one, hope in largest),
    )


def _largest(seen: list[int]) -> list[tuple[int, float, float]]:
    """Return the pairs that stray furthest, with their shares as seen and as expected."""
    total = sum(seen) or 1
    shares = [
        (pair, one / total, hope) for pair, one, hope in zip(PAIRS, seen, EXPECTED, strict=True)
    ]
    return sorted(shares, key=lambda three: (-abs(three[1] - three[2]), three[0]))[:NAMED]
