"""Dates of releases, bids and periods as instants, so that time zones never decide an order."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

_MICROSECOND = timedelta(microseconds=1)
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_USUAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_FORM = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)"
    r"(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))?\s*(Z|[+-]\d\d:?(?:\d\d)?)?)?\s*",
    re.ASCII | re.IGNORECASE,
)


class Instant(NamedTuple):
    """A moment: microseconds since 1970 in UTC, and what of it was written.

    `says` is “instant”; “local” for a time without a zone, which is taken as UTC; “day” for a date
    without a time, of which the first moment is taken.
    """

    at: int
    says: Literal["instant", "local", "day"] = "instant"


@lru_cache(maxsize=1 << 16)
def read_instant(text: str) -> Instant | None:
    """Return the moment that a text names by ISO 8601, or None where it names none."""
    if _USUAL.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
            return Instant((moment - _BEGIN) // _MICROSECOND)
        except (ValueError, OverflowError):
            return None
    found = _FORM.fullmatch(text)
    if not found:
        return None
    day, minutes, seconds, fraction, zone = found.groups()
    try:
        moment = datetime.fromisoformat(
            f"{day}T{minutes or '00:00'}{seconds or ':00'}{_zone(zone)}"
        )
        micro = (moment - _BEGIN) // _MICROSECOND
    except (ValueError, OverflowError):
        return None
    return Instant(micro + _micro(fraction), "instant" if zone else "local" if minutes else "day")


def _zone(zone: str | None) -> str:
    """Return a zone as Python writes it."""
    if not zone or zone in "zZ":
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _micro(fraction: str | None) -> int:
    """Return the microseconds of a fraction of a second; what is finer is cut off."""
    return int((fraction or "0")[:6].ljust(6, "0"))
