"""Days, numbers and headings of lists, as people write them."""

from datetime import date

import pytest

from sunledger.core.rows import Row
from sunledger.ledger.imports import columns, outline, whens


@pytest.mark.parametrize(("words", "day"), list(whens.examples()))
def test_a_day_is_read_as_the_table_of_forms_says(words: str, day: str) -> None:
    assert whens.read_when(words, 2026).last == date.fromisoformat(day)


@pytest.mark.parametrize(
    "words", ["N/A", "", "ongoing", "as soon as possible", "长期坚持", "另行通知"]
)
def test_what_names_no_day_gives_none(words: str) -> None:
    found = whens.read_when(words, 2026)
    assert found.last is None
    assert not found.year_missing


def test_several_days_come_in_order_and_the_last_is_when_all_is_done() -> None:
    found = whens.read_when("June 30, 2023 (first item), and December 2024 respectively")
    assert found.days == (date(2023, 6, 30), date(2024, 12, 31))
    assert found.last == date(2024, 12, 31)


def test_a_day_without_a_year_asks_for_it_and_guesses_none() -> None:
    found = whens.read_when("6月30日前")
    assert found.last is None
    assert found.year_missing


def test_what_could_be_two_days_is_none() -> None:
    assert whens.read_when("11/1/2021").last is None
    assert whens.read_when("11/30/2021").last == date(2021, 11, 30)


def test_chinese_numbers_are_read_in_days() -> None:
    assert whens.read_when("二〇二六年十二月二十五日").last == date(2026, 12, 25)


def test_the_level_of_a_dotted_number_is_the_count_of_its_parts() -> None:
    depths = outline.Depths()
    assert [depths.of(number) for number in ("1", "1.1", "1.1.2", "1.2", "2")] == [1, 2, 3, 2, 1]


def test_each_way_of_numbering_is_a_level() -> None:
    depths = outline.Depths()
    numbers = ("一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）")
    assert [depths.of(number) for number in numbers] == [1, 2, 3, 3, 2, 3, 1, 2]


def test_a_number_before_a_title_is_taken_off() -> None:
    assert outline.split_number("（一）修路") == ("（一）", "修路")
    assert outline.split_number("1.2 Mend the road") == ("1.2", "Mend the road")
    assert outline.split_number("2024年修路") == ("", "2024年修路")


def test_the_one_point_one_that_follows_one_point_nine_is_one_point_ten() -> None:
    assert outline.ten_after_nine("1.1", (1, 9)) == "1.10"
    assert outline.ten_after_nine("1.1", (1, 8)) == "1.1"
    assert outline.ten_after_nine("1.2", (1, 19)) == "1.20"


def test_the_headings_are_found_below_titles_and_whatever_is_added_to_them() -> None:
    rows = [
        Row(1, ["三年行动计划任务清单", "", "", ""]),
        Row(2, ["", "", "", "2026年1月"]),
        Row(3, ["序号", "任务名称（必填）", " 责任 单位 ", "完成时限"]),
        Row(4, ["1", "修路", "交通局", "2026年底"]),
    ]
    place = columns.heading_row(rows)
    assert place == 2
    found = columns.fields_of(rows[2].cells)
    assert found == {0: "number", 1: "title", 2: "unit", 3: "due"}


def test_a_heading_that_nobody_knows_can_be_said() -> None:
    assert columns.field_of("Kümmerer") == ""
    assert columns.field_of("Kümmerer", {"kümmerer": "unit"}) == "unit"
