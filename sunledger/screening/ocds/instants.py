"""Dates of releases, bids and periods as instants, so that time zones never decide an order."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_MICROSECOND = timedelta(microseconds=1)
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_FORM = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)"
    r"(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))?\s*(Z|[+-]\d\d:?(?:\d\d)?)?)?\s*",
    re.ASCII | re.IGNORECASE,
)


class Instant(NamedTuple):
    """A moment: microseconds since 1970 in UTC, and what of it was written."""

    at: int
    timed: bool = True  # False: a day alone, taken at its first moment
    zoned: bool = True  # False: no zone was written, taken as UTC


def read_instant(value: object) -> Instant | None:
    """Return the moment that a text names by ISO 8601, or None where it names none.

    A date without a time is its first moment and a time without a zone is in UTC; both are told
    apart by the flags, so that nobody has to take them for more than was written.
    """
    found = _FORM.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    day, minutes, seconds, fraction, zone = found.groups()
    text = f"{day}T{minutes or '00:00'}{seconds or ':00'}{_zone(zone)}"
    try:
        moment = datetime.fromisoformat(text)
        micro = (moment - _BEGIN) // _MICROSECOND
    except (ValueError, OverflowError):
        return None
    return Instant(micro + _micro(fraction), bool(minutes), bool(zone))


def _zone(zone: str | None) -> str:
    """Return a zone as Python writes it."""
    if not zone or zone in "zZ":
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _micro(fraction: str | None) -> int:
    """Return the microseconds of a fraction of a second; what is finer is cut off."""
    return int((fraction or "0").ljust(6, "0")[:6])
