"""Times that no clock shows: the end of a day, and a leap second."""

from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from sunledger.core.content import Content
from sunledger.screening.ocds import arrays
from sunledger.screening.ocds.instants import Instant, read_instant
from sunledger.screening.procurement import flags, one_pass
from sunledger.screening.procurement.settings import Settings
from tests import slow_cardinal
from tests.test_eleven import COMPATIBLE, codes, found
from tests.test_ocds_columns import check_dates
from tests.test_one_pass import lines

ENDS = [
    ("2024-02-28T24:00:00Z", "2024-02-29T00:00:00Z"),
    ("2024-12-31T24:00+0800", "2024-12-31T16:00:00Z"),
    ("2024-01-10 24:00:00.000Z", "2024-01-11T00:00:00Z"),
]
LEAPS = [
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ("2017-01-01T07:59:60+08:00", "2017-01-01T00:00:00Z"),
    ("2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00.5Z"),
]


def read(text: str) -> Instant:
    instant = read_instant(text)
    assert instant, text
    return instant


@pytest.mark.parametrize(("text", "same"), ENDS)
def test_the_end_of_a_day_is_the_first_moment_of_the_next(text: str, same: str) -> None:
    assert (read(text).at, read(text).says) == (read(same).at, "midnight")


@pytest.mark.parametrize(("text", "same"), LEAPS)
def test_a_leap_second_is_the_first_of_the_next_minute(text: str, same: str) -> None:
    assert read(text) == read(same)


def test_the_end_of_a_day_without_a_zone_is_a_time_without_a_zone() -> None:
    assert read("2024-01-10T24:00:00") == read("2024-01-11T00:00:00")


@pytest.mark.parametrize(
    "text",
    [
        *("2024-01-10T24:00:01Z", "2024-01-10T24:01:00Z", "2024-01-10T24:00:00.5Z"),
        *("2024-01-10T24:00:60Z", "2024-01-10T24:00:00.0000001Z", "2024-02-30T24:00:00Z"),
        *("2024-01-10T23:59:61Z", "2024-01-10T23:60:00Z", "2024-01-10T25:00:00Z"),
    ],
)
def test_no_other_time_behind_the_last_is_read(text: str) -> None:
    assert read_instant(text) is None


def test_both_readers_of_dates_agree_on_whatever_looks_like_one() -> None:
    """A column that Arrow reads at once says what each of its dates says by itself."""
    days = ("2024-01-10", "2024-02-30", "2016-12-31", "9999-12-31", "0001-01-01")
    times = ("00:00:00", "23:59:60", "24:00:00", "24:00:60", "10:60:00", "10:00:60", "12:34:5")
    fractions = ("", ".5", ".", ",5", ".12", ".1234")
    zones = ("Z", "z", "+08:00", "-23:59", "+24:00", "+05:75", "+08", "+0800", "")
    betweens = "Tt _"
    for day, between, time, fraction, zone in product(days, betweens, times, fractions, zones):
        check_dates([f"{day}{between}{time}{fraction}{zone}"])
    check_dates([text for pair in ENDS + LEAPS for text in pair])
    assert arrays.instants(pa.array([one for one, _ in ENDS]))[1].to_pylist() == ["midnight"] * 3


def within(start: str, end: str) -> list[dict[str, Any]]:
    """Return a process that was open between two dates."""
    return [{"ocid": "x", "tender": {"tenderPeriod": {"startDate": start, "endDate": end}}}]


@pytest.mark.parametrize(
    ("end", "days", "as_cardinal"),
    [
        ("2024-01-15T24:00:00Z", None, False),
        ("2024-01-14T24:00:00Z", 14.0, False),
        ("2024-01-15T23:59:60Z", None, False),
        ("2024-01-15T23:59:59Z", 14.0, True),
        ("2024-01-14T23:59:60Z", 14.0, True),
    ],
)
def test_days_are_counted_to_such_an_end(end: str, days: float | None, as_cardinal: bool) -> None:
    """Cardinal reads dates by RFC 3339, which has leap seconds and no 24:00:00."""
    held = within("2024-01-01T00:00:00Z", end)
    assert [one.value for one in found(held, Settings())] == ([] if days is None else [days])
    assert codes(held) == ({("R003", "x")} if as_cardinal else set())
    passed = one_pass.screened([Content(lines(held), "a")], COMPATIBLE)
    assert passed
    slow = slow_cardinal.flags(held)
    assert {tuple(one) for one in flags.listed(passed.found.flags)} == slow
    assert {one[2] for one in slow} == ({"R003"} if as_cardinal else set())
