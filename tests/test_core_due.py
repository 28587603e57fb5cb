"""A rule and a period give one day, on which people work."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core.days import is_working_day
from sunledger.core.due import NotDueRule, due, kind_of
from sunledger.core.periods import Kind, NotPeriod, period_of, periods, read_period

KINDS: list[Kind] = ["yearly", "half-yearly", "quarterly", "monthly", "weekly", "daily"]
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(DAYS, st.sampled_from(KINDS))
def test_the_word_of_a_period_names_it_again(day: date, kind: Kind) -> None:
    period = period_of(day, kind)
    assert day in period
    assert read_period(str(period)) == period
    assert period.next().start == period.end + timedelta(days=1)


@pytest.mark.parametrize(
    ("word", "start", "end", "kind"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "yearly"),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31), "half-yearly"),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31), "quarterly"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "monthly"),
        ("2024-W10", date(2024, 3, 4), date(2024, 3, 10), "weekly"),
        ("2024-03-04", date(2024, 3, 4), date(2024, 3, 4), "daily"),
    ],
)
def test_a_period_is_a_word(word: str, start: date, end: date, kind: Kind) -> None:
    period = read_period(word)
    assert (period.start, period.end, period.kind) == (start, end, kind)


@pytest.mark.parametrize(
    "word", ["", "24", "2024-Q5", "2024-13", "2024-00", "2024-W60", "2023-02-29", "0000", "2024/03"]
)
def test_what_is_no_period_is_refused(word: str) -> None:
    with pytest.raises(NotPeriod, match="is not a period"):
        read_period(word)


def test_the_periods_between_two_days_are_those_that_ended() -> None:
    months = periods("monthly", date(2024, 1, 15), date(2024, 5, 30))
    assert [str(month) for month in months] == ["2024-02", "2024-03", "2024-04"]
    assert list(periods("yearly", date(2024, 1, 1), date(2024, 12, 30))) == []


@pytest.mark.parametrize(
    ("rule", "period", "day"),
    [
        ("monthly, by day 10", "2024-03", date(2024, 4, 10)),
        ("monthly, by day 10", "2024-12", date(2025, 1, 10)),
        ("monthly, by day 1", "2024-09", date(2024, 10, 8)),  # the National Day's week
        ("monthly, by day 31", "2024-01", date(2024, 2, 29)),
        ("quarterly, by day 15", "2024-Q1", date(2024, 4, 15)),
        ("half-yearly, by day 20", "2024-H1", date(2024, 7, 22)),  # the 20th was a Saturday
        ("yearly, by 03-31", "2023", date(2024, 4, 1)),  # a Sunday
        ("yearly, by 02-30", "2023", date(2024, 2, 29)),
        ("quarterly, within 15 days", "2024-Q1", date(2024, 4, 15)),
        ("daily, within 3 working days", "2024-09-30", date(2024, 10, 10)),
        ("daily, within 1 working day", "2024-03-08", date(2024, 3, 11)),
    ],
)
def test_a_rule_and_a_period_give_a_day(rule: str, period: str, day: date) -> None:
    assert due(rule, period) == day
    assert due(rule, read_period(period)) == day


def test_the_calendar_of_another_country_gives_another_day() -> None:
    assert due("monthly, by day 1", "2024-09", "GB-ENG") == date(2024, 10, 1)


@given(DAYS.filter(lambda day: 2015 < day.year < 2030), st.integers(1, 31))
def test_a_due_day_lies_after_its_period_and_is_a_working_day(day: date, number: int) -> None:
    period = period_of(day, "monthly")
    on = due(f"monthly, by day {number}", period)
    assert on > period.end
    assert is_working_day(on)


@pytest.mark.parametrize(
    "rule",
    ["", "monthly", "by day 10", "monthly, by day 0", "monthly, by day 32", "often, by day 1",
     "yearly, by 13-01", "monthly by day 10", "monthly, within days"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(NotDueRule, match="Write one like: monthly, by day 10"):
        kind_of(rule)


def test_a_rule_says_how_often() -> None:
    assert kind_of("half-yearly, by day 10") == "half-yearly"


def test_a_rule_for_other_periods_is_refused() -> None:
    with pytest.raises(NotDueRule, match="says nothing of 2024-Q1, which is quarterly"):
        due("monthly, by day 10", "2024-Q1")
