"""Working days are counted quickly, and a local calendar is a file that is checked."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core import workdays
from sunledger.core.catalogue import CatalogueError
from sunledger.core.days import add_working_days, is_working_day, working_days_between
from tests.test_shelves import block

DAYS = st.dates(date(2015, 1, 1), date(2027, 12, 31))
CALENDARS = st.sampled_from(["CN", "GB-ENG", "five-day-week"])


@given(DAYS, st.integers(0, 500), CALENDARS)
def test_counting_between_two_days_is_counting_one_by_one(
    start: date, length: int, calendar: str
) -> None:
    end = start + timedelta(days=length)
    one_by_one = [start + timedelta(days=n) for n in range(1, length + 1)]
    count = sum(is_working_day(day, calendar) for day in one_by_one)
    assert working_days_between(start, end, calendar) == count
    assert working_days_between(end, start, calendar) == -count


@given(DAYS, st.integers(0, 60), CALENDARS)
def test_so_many_days_on_is_so_many_days_between(start: date, count: int, calendar: str) -> None:
    assert working_days_between(start, add_working_days(start, count, calendar), calendar) == count


def test_a_make_up_day_counts_and_a_holiday_does_not() -> None:
    assert is_working_day(date(2024, 2, 4))  # a Sunday before the Spring Festival
    assert not is_working_day(date(2024, 10, 1))
    assert working_days_between(date(2024, 9, 30), date(2024, 10, 8)) == 1


def calendar(folder: Path, text: str, name: str = "qinghe") -> workdays.LocalCalendar:
    """Return the one calendar of a folder."""
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return workdays.shelf(folder)[name]


def test_a_local_calendar_takes_days_away_and_adds_others(tmp_path: Path) -> None:
    local = calendar(
        tmp_path,
        """
        title = "Qinghe County"
        base = "CN"
        off = [{ day = 2024-03-06, why = "market day of the county" }]
        on = [{ day = 2024-03-09, why = "works for it" }]
        """,
    )
    assert not local.works(date(2024, 3, 6))
    assert local.works(date(2024, 3, 9))
    assert local.works(date(2024, 3, 7))
    assert not local.works(date(2024, 3, 10))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('title = "x"\nbase = "Atlantis"', "no calendar"),
        ('title = "x"\nholidays = []', "not a word of this catalogue"),
        ('title = "x"\noff = [{ day = 2024-03-09, why = "y" }]', "nobody works on that day anyway"),
        ('title = "x"\non = [{ day = 2024-03-06, why = "y" }]', "people work on that day anyway"),
        (
            'title = "x"\noff = [{ day = 2024-03-06, why = "y" }]\n'
            'on = [{ day = 2024-03-06, why = "z" }]',
            "twice",
        ),
        ('title = "x"\noff = [{ day = 2024-03-06 }]', "why"),
    ],
)
def test_a_broken_calendar_is_refused_with_its_name(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(CatalogueError, match=rf"qinghe\.toml.*{why}"):
        calendar(tmp_path, text)


def test_the_calendar_that_the_how_to_shows_is_taken(tmp_path: Path) -> None:
    local = calendar(tmp_path, block("keep-time.md", "toml"))
    assert not local.works(date(2026, 3, 6))
    assert local.works(date(2026, 3, 7))


def test_a_local_calendar_does_not_stand_in_a_countrys_place(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="named as a country's"):
        calendar(tmp_path, 'title = "x"', name="CN")
