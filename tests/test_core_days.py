"""Days are read as people write them, and refused where they could be two."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core import days
from sunledger.core.days import (
    NotDay,
    add_working_days,
    is_working_day,
    read_day,
    working_day_from,
)
from sunledger.core.habits import day_first, decimal_sign

DAY = date(2024, 3, 4)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
ANY_ORDER = st.none() | st.booleans()


@given(
    DAYS, ANY_ORDER, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"])
)
def test_a_day_that_begins_with_its_year_is_read_whatever_the_habit(
    day: date, order: bool | None, form: str
) -> None:
    assert read_day(day.strftime(form), order) == day


@given(DAYS, st.sampled_from("/-. "))
def test_the_two_habits_are_read_when_asked_for(day: date, sign: str) -> None:
    assert read_day(day.strftime(f"%d{sign}%m{sign}%Y"), day_first=True) == day
    assert read_day(day.strftime(f"%m{sign}%d{sign}%Y"), day_first=False) == day


@given(DAYS.filter(lambda day: day.day > 12))
def test_a_day_beyond_the_twelfth_tells_its_own_order(day: date) -> None:
    assert read_day(day.strftime("%d/%m/%Y")) == day
    assert read_day(day.strftime("%m/%d/%Y")) == day


@given(DAYS.filter(lambda day: day.day <= 12 and day.day != day.month))
def test_a_day_that_could_be_two_is_refused_until_the_habit_is_known(day: date) -> None:
    with pytest.raises(NotDay, match="can be two days"):
        read_day(day.strftime("%d/%m/%Y"))


@given(st.dates(date(1954, 10, 3), date(2099, 12, 31)))
def test_the_count_of_a_spreadsheet_is_read_from_a_number_cell_only(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert read_day(serial) == read_day(serial + 0.75) == day
    with pytest.raises(NotDay):
        read_day(str(serial))


@given(
    st.text() | st.text(alphabet="0123456789-/. 年月日TZ:,aprmyJune三十二〇", max_size=20),
    ANY_ORDER,
)
def test_any_text_is_a_day_or_is_refused_in_a_sentence(text: str, order: bool | None) -> None:
    try:
        day = read_day(text, order)
    except NotDay as refusal:
        day = date(2000, 1, 1 if str(refusal) else 2)
    assert 1900 <= day.year <= 2199


@given(st.floats() | st.none() | st.booleans() | st.binary() | st.integers() | st.datetimes())
def test_any_cell_is_a_day_or_is_refused(cell: object) -> None:
    try:
        day = read_day(cell)
    except NotDay as refusal:
        day = date(2000, 1, 1 if str(refusal) else 2)
    assert type(day) is date


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-04", "2024-3-4", "2024/3/4", "2024.3.4", "2024 03 04", "20240304", "04.03.2024",
        " 2024-03-04 ", "'2024-03-04", "２０２４／３／４", "٢٠٢٤-٠٣-٠٤", "\ufeff2024-03-04",
        "2024-03-04T10:20:30Z", "2024-03-04 10:20:30.123456+08:00", "2024-03-04 00:00:00",
        "2024/3/4 下午 3:20", "2024-03-04 3:20 PM", "2024-03-04T10:20",
        "2024年3月4日", "2024年03月04日", "2024 年 3 月 4 日", "2024年3月4号", "2024年3月4日星期一",
        "二〇二四年三月四日", "二零二四年三月四日", "2024年3月4日 10时20分",
        "04-Mar-2024", "4 March 2024", "4th March 2024", "March 4, 2024", "Mar. 4 2024",
        "Monday, March 4, 2024", "Mon 4 Mar 2024", "04MAR2024", "2024-Mar-04", "4-Mar-24",
        "4 de marzo de 2024", "lundi 4 mars 2024", "4. März 2024", "4 марта 2024", "4 Mart 2024",
        datetime(2024, 3, 4, 23, 59, tzinfo=UTC), DAY, 45355, 45355.5, 20240304, 20240304.0,
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written(cell: object) -> None:
    assert read_day(cell) == DAY


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("04/03/2024", True, DAY),
        ("03/04/2024", False, DAY),
        ("04/03/24", True, DAY),
        ("4-3-24 10:20", True, DAY),
        ("3/4/2024 12:00:00 AM", False, DAY),
        ("31/12/99", True, date(1999, 12, 31)),
        ("3/3/2024", None, date(2024, 3, 3)),
        ("1er février 2024", None, date(2024, 2, 1)),
        ("二〇二四年十二月二十一日", None, date(2024, 12, 21)),
        ("二〇二四年一月卅一日", None, date(2024, 1, 31)),
        ("令和6年1月3日", None, date(2024, 1, 3)),
        ("令和元年5月1日", None, date(2019, 5, 1)),
        ("平成31年4月30日", None, date(2019, 4, 30)),
        ("民國113年3月4日", None, date(2024, 3, 4)),
        ("2024-02-29", None, date(2024, 2, 29)),
    ],
)
def test_a_habit_decides_what_the_text_leaves_open(text: str, order: bool, day: date) -> None:
    assert read_day(text, order) == day


@pytest.mark.parametrize(
    "cell",
    [
        "", " ", "-", "n/a", "today", "2024", "2024-03", "March 2024", "3月4日", "2024年3月",
        "2024-13-01", "2024-02-30", "2023-02-29", "31/04/2024", "2024/3-4", "24/03/04", "4/3/24",
        "45355", "1", "2024030", "202403041", "0024-03-04", "9999-12-31", "1899-12-31",
        "about 4 Mar 2024", "before 4 March 2024", "4 Marc 2024", "4 Foo 2024", "2024-W10-1",
        "2024-03-04 and 2024-03-05", "2024-03-04 x", "二〇二四年十三月四日", "2024-03-0４５",
        None, True, 0, 1, 2024, 19999, 73051, math.nan, math.inf, -45355, b"2024-03-04",
        date(1, 1, 1), datetime(9999, 12, 31, tzinfo=UTC), "1" * 300,
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(cell: object) -> None:
    with pytest.raises(NotDay):
        read_day(cell)


@pytest.mark.parametrize(("text", "order"), [("25/03/2024", False), ("03/25/2024", True)])
def test_a_day_against_the_habit_of_its_sheet_is_refused(text: str, order: bool) -> None:
    """A sheet in which both orders occur was mangled, and its other days may be wrong too."""
    with pytest.raises(NotDay):
        read_day(text, order)


def test_a_refusal_says_what_is_wrong_and_what_to_do() -> None:
    with pytest.raises(NotDay) as refusal:
        read_day("soon")
    assert str(refusal.value) == "“soon” is not a day. Write it like 2024-03-04."


def test_a_plain_day_takes_the_quick_road(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "read_written", lambda *_: pytest.fail("took the long road"))
    assert read_day("2031-12-30") == date(2031, 12, 30)


def test_a_day_is_taken_apart_once_however_often_it_stands_in_a_sheet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read_day("04/03/2024", True) == DAY
    monkeypatch.setattr(days, "read_written", lambda *_: pytest.fail("took the long road"))
    assert read_day("04/03/2024", True) == DAY


# --- what a column says -----------------------------------------------------------------------


@given(st.lists(DAYS, min_size=1), st.booleans())
def test_a_column_of_days_is_never_taken_for_the_other_habit(days: list[date], order: bool) -> None:
    form = "%d/%m/%Y" if order else "%m/%d/%Y"
    said = day_first(day.strftime(form) for day in days)
    assert said == (order if any(day.day > 12 for day in days) else None)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["04/03/2024", None, 12, "25/03/2024"], True),
        (["04/03/2024", "3-25-24"], False),
        (["04/03/2024"], None),
        (["25/03/2024", "03/25/2024"], None),
        (["2024-03-25"], None),
        (["99/99/2024"], None),
    ],
)
def test_a_column_says_which_stands_first(cells: list[object], order: bool | None) -> None:
    assert day_first(cells) is order


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["1.234,56", None, 3.5], ","),
        (["1,234.56"], "."),
        (["€ 1.234,50", "7"], ","),
        (["12,5"], ","),
        (["0,125"], ","),
        (["1.234.567"], ","),
        (["1,23,456"], "."),
        (["1’234.50"], "."),
        (["1 234,50"], ","),
        (["1,234"], None),
        (["1.234"], None),
        (["1234"], None),
        (["12.5", "12,5"], None),
        (["", "n/a"], None),
    ],
)
def test_a_column_says_which_sign_is_decimal(cells: list[object], sign: str | None) -> None:
    assert decimal_sign(cells) == sign


# --- working days -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 3, 4), True),  # a Monday
        (date(2024, 3, 9), False),  # a Saturday
        (date(2024, 2, 12), False),  # the Spring Festival
        (date(2024, 2, 4), True),  # the Sunday worked for it
        (date(2024, 10, 7), False),
        (date(2024, 10, 12), True),
    ],
)
def test_people_work_on_make_up_days_and_not_on_holidays(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_other_countries_have_other_days() -> None:
    assert is_working_day(date(2024, 8, 26))
    assert not is_working_day(date(2024, 8, 26), "GB-ENG")
    with pytest.raises(ValueError, match="There is no calendar “XX”"):
        is_working_day(DAY, "XX")


def test_working_days_are_counted_forwards_and_backwards() -> None:
    assert add_working_days(date(2024, 9, 30), 1) == date(2024, 10, 8)
    assert add_working_days(date(2024, 10, 8), -1) == date(2024, 9, 30)
    assert add_working_days(date(2024, 3, 9), 0) == date(2024, 3, 9)
    assert working_day_from(date(2024, 10, 1)) == date(2024, 10, 8)
    assert working_day_from(DAY) == DAY


@given(st.dates(date(2020, 1, 1), date(2026, 12, 31)), st.integers(1, 30))
def test_so_many_working_days_lie_between(day: date, count: int) -> None:
    end = add_working_days(day, count)
    assert is_working_day(end)
    between = (day + timedelta(days=ahead) for ahead in range(1, (end - day).days + 1))
    assert sum(map(is_working_day, between)) == count
