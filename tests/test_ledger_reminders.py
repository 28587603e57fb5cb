"""Reminders and rungs: the quick rules against a walk through the days, one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core.days import is_working_day
from sunledger.ledger import reminders
from sunledger.ledger.reminders import Rung

DAYS = st.dates(date(2023, 6, 1), date(2026, 10, 31))
ONE = timedelta(days=1)


def walked(due: date, on: date) -> int:
    """Return the working days left, counted on the fingers."""
    count, day = 0, min(due, on)
    while day < max(due, on):
        day += ONE
        count += is_working_day(day)
    return count if on <= due else -count


def points(due: date, since: date, on: date) -> list[int]:
    """Return the points of all days after one night and up to another."""
    found, day = [], since
    while day < on:
        before, day = walked(due, day), day + ONE
        now = walked(due, day)
        if now != before and (now in (7, 3, 1, 0) or (now < 0 and now % 2 == 0)):
            found.append(now)
    return found


@given(DAYS, st.integers(-40, 40), st.integers(1, 6))
def test_the_reminder_of_a_night_is_the_last_point_that_a_walk_passes(
    due: date, shift: int, nights: int
) -> None:
    on = due + timedelta(days=shift)
    since = on - timedelta(days=nights)
    passed = points(due, since, on)
    assert reminders.reminder(due, since, on) == (passed[-1] if passed else None)


@given(DAYS, st.integers(-10, 40), st.integers(1, 9))
def test_the_rungs_of_a_night_are_those_that_a_walk_climbs(
    due: date, shift: int, nights: int
) -> None:
    on = due + timedelta(days=shift)
    since = on - timedelta(days=nights)

    def rung(day: date) -> Rung:
        over = -walked(due, day)
        return Rung((over >= 3) + (over >= 7) + (over >= 15))

    assert reminders.rung(due, on) == rung(on)
    assert reminders.climbed(due, since, on) == [
        one for one in Rung if rung(since) < one <= rung(on)
    ]


@given(DAYS, st.sampled_from([Rung.LEADER, Rung.ABOVE, Rung.PUBLIC]))
def test_the_last_day_for_a_query_is_the_last_that_has_climbed_so_far(on: date, rung: Rung) -> None:
    last = reminders.due_by(rung, on)
    assert reminders.rung(last, on) >= rung
    assert reminders.rung(last + ONE, on) < rung


def test_every_night_told_once_is_every_point_told_once() -> None:
    due = date(2024, 3, 15)
    nights = [due + timedelta(days=n) for n in range(-20, 30)]
    told = [reminders.reminder(due, on - ONE, on) for on in nights]
    assert [one for one in told if one is not None] == [7, 3, 1, 0, *range(-2, -19, -2)]


@pytest.mark.parametrize(
    ("day", "late"),
    [
        (date(2024, 4, 30), False),  # given out on the 29th: one working day is the 30th
        (date(2024, 5, 1), True),
    ],
)
def test_receipt_is_late_after_one_working_day(day: date, late: bool) -> None:
    given_out = date(2024, 4, 29)
    assert reminders.is_unsigned_too_long(given_out, day) is late
    assert reminders.told_unsigned(given_out, day - ONE, day) is late


@given(DAYS)
def test_the_last_day_of_assignment_is_the_last_that_is_unsigned_too_long(on: date) -> None:
    last = reminders.assigned_by(on)
    assert reminders.is_unsigned_too_long(last, on)
    assert not reminders.is_unsigned_too_long(last + ONE, on)
