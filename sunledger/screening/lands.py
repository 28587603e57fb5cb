"""What belongs to a currency's land: its days off and its limits, from `sources/*.toml`."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic.dataclasses import dataclass

from sunledger.core import catalogue
from sunledger.core.days import is_working_day
from sunledger.core.money import read_money
from sunledger.screening.shapes import DAYS_OFF, LIMITS

if TYPE_CHECKING:
    import pyarrow as pa

SOURCES = Path(__file__).parent / "sources"


@dataclass(frozen=True)
class Limit:
    """An amount from which a heavier procedure begins, and since when."""

    amount: str
    since: date
    what: str
    source: str
    until: date | None = None


@dataclass(frozen=True)
class Land:
    """What the payments in one currency are measured by."""

    code: str
    calendar: str
    limits: tuple[Limit, ...] = ()

    @property
    def currency(self) -> str:
        """The three letters; the file is named after them."""
        return self.code.upper()


@cache
def lands() -> dict[str, Land]:
    """Return each land by its currency."""
    return {land.currency: land for land in catalogue.load(SOURCES, Land).values()}


def limits() -> pa.Table:
    """Return the table of limits."""
    import pyarrow as pa

    rows = [
        {
            "currency": land.currency,
            "amount": read_money(limit.amount, land.currency),
            "since": limit.since,
            "until": limit.until,
            "what": limit.what,
            "source": limit.source,
        }
        for land in lands().values()
        for limit in land.limits
    ]
    return pa.Table.from_pylist(rows, schema=LIMITS.schema())


def days_off(first: date, last: date) -> pa.Table:
    """Return the days off from one day to another, both included, for lands with a calendar."""
    import pyarrow as pa

    rows: list[dict[str, Any]] = []
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for land in lands().values():
        if land.calendar:
            off = (day for day in days if not is_working_day(day, land.calendar))
            rows.extend({"currency": land.currency, "on": day} for day in off)
    return pa.Table.from_pylist(rows, schema=DAYS_OFF.schema())
