"""Dates of releases, bids and periods as instants, so that time zones never decide an order.

Two times have no place on a clock that goes from 00:00:00 to 23:59:59. 24:00:00 is the end of its
day (ISO 8601), and so the first moment of the next; a sixtieth second, as a leap second has it (RFC
3339), is the first of the next minute.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

_MICROSECOND = timedelta(microseconds=1)
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_LEAP = ":60"
_END = re.compile(r"24:00(?::00)?")
_USUAL = re.compile(r"\d{4}-\d\d-\d\dT(?!24)\d\d:\d\d:[0-5]\d(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_FORM = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)"
    r"(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))?\s*(Z|[+-]\d\d:?(?:\d\d)?)?)?\s*",
    re.ASCII | re.IGNORECASE,
)


class Instant(NamedTuple):
    """A moment: microseconds since 1970 in UTC, and what of it was written.

    `says` is “instant”; “midnight” for the time 24:00:00 in a zone, which RFC 3339 does not know;
    “local” for a time without a zone, which is taken as UTC; “day” for a date without a time, of
    which the first moment is taken.
    """

    at: int
    says: Literal["instant", "midnight", "local", "day"] = "instant"


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
    time = f"{minutes or '00:00'}{seconds or ''}"
    micro = _micro(fraction)
    is_end = bool(_END.fullmatch(time)) and not (fraction or "").strip("0")
    if is_end:
        time, micro = "00:00", _DAY
    elif seconds == _LEAP:
        time, micro = f"{minutes}:59", micro + _SECOND
    try:
        moment = datetime.fromisoformat(f"{day}T{time}{_zone(zone)}")
        micro += (moment - _BEGIN) // _MICROSECOND
    except (ValueError, OverflowError):
        return None
    if not zone:
        return Instant(micro, "local" if minutes else "day")
    return Instant(micro, "midnight" if is_end else "instant")


def _zone(zone: str | None) -> str:
    """Return a zone as Python writes it."""
    if not zone or zone in "zZ":
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _micro(fraction: str | None) -> int:
    """Return the microseconds of a fraction of a second; what is finer is cut off."""
    return int((fraction or "0")[:6].ljust(6, "0"))
