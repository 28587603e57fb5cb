"""A list is read: every row has its fate, and nothing is guessed."""

from collections.abc import Sequence

import pytest

from sunledger.core.rows import Cell, Merge, Row, Sheet
from sunledger.ledger.imports.entry import Reading, kept_reading
from sunledger.ledger.imports.labels import post_of, several, without_contacts
from sunledger.ledger.imports.reading import Wishes, read


def sheet(*rows: Sequence[Cell], merged: tuple[Merge, ...] = ()) -> Sheet:
    """Return a sheet of these rows."""
    lines = [Row(number, cells) for number, cells in enumerate(rows, start=1)]
    return Sheet("list.xlsx", "list", lambda: iter(lines), merged=merged)


def sentences(reading: Reading) -> str:
    return "\n".join(
        f"{fate.line} {fate.fate}: {problem['msgid'] % problem['params']}"
        for fate in reading.fates
        for problem in fate.problems
    )


PLAN = (
    ("三年行动计划任务清单", "", "", "", "", ""),
    ("序号", "任务名称", "责任单位", "开始时间", "完成时限", "前置任务"),
    ("1", "修好出村的路", "", "", "", ""),
    ("1.1", "勘测", "交通局", "2026-01-05", "2026年一季度", ""),
    ("1.2", "施工", "交通局；水务局", "2026-04-01", "2026年底前", "1.1"),
    ("", "", "", "", "", ""),
    ("1.2.1", "打桩", "东镇", "2026-04-01", "2026年6月底", ""),
    ("2", "办好托幼", "教育局", "2026-01-05", "2027年上半年", "1；1.1"),
    ("合计", "", "", "", "", ""),
)


def test_every_row_is_kept_or_a_title_or_blank_and_hangs_under_its_number() -> None:
    reading = read([sheet(*PLAN)])
    assert [fate.fate for fate in reading.fates] == [
        "title", "title", "kept", "kept", "kept", "blank", "kept", "kept", "title",
    ]  # fmt: skip
    assert [(entry.number, entry.parent, entry.depth) for entry in reading.entries] == [
        ("1", None, 1),
        ("1.1", 0, 2),
        ("1.2", 0, 2),
        ("1.2.1", 2, 3),
        ("2", None, 1),
    ]
    assert reading.entries[1].due == "2026-03-31"
    assert reading.entries[2].after == [1]
    assert reading.entries[4].after == [0, 1]
    assert reading.entries[4].due == "2027-06-30"
    assert not sentences(reading)


def test_the_same_words_give_the_same_keys_wherever_they_stand() -> None:
    once, again = read([sheet(*PLAN)]), read([sheet(("note",), *PLAN)])
    assert [entry.key for entry in once.entries] == [entry.key for entry in again.entries]
    other = read([sheet(*PLAN)], Wishes(title="another plan"))
    assert not {entry.key for entry in once.entries} & {entry.key for entry in other.entries}


def test_levels_in_columns_with_merged_cells_become_a_tree() -> None:
    reading = read(
        [
            sheet(
                ("突破", "重点任务", "子任务", "责任单位", "完成时限"),
                ("产业", "链条", "补链", "工信局", "2026-12-31"),
                ("", "", "强链", "工信局", "2026-12-31"),
                ("", "园区", "", "开发区", "2027-12-31"),
                ("民生", "托幼", "建园", "教育局", "2026-09-01"),
                merged=(Merge(2, 4, 0, 0), Merge(2, 3, 1, 1), Merge(2, 3, 3, 3)),
            )
        ]
    )
    assert [(entry.title, entry.depth, entry.parent) for entry in reading.entries] == [
        ("产业", 1, None),
        ("链条", 2, 0),
        ("补链", 3, 1),
        ("强链", 3, 1),
        ("园区", 2, 0),
        ("民生", 1, None),
        ("托幼", 2, 5),
        ("建园", 3, 6),
    ]
    assert reading.entries[4].words("unit") == "开发区"
    assert not reading.refused


def test_levels_by_indent_and_by_a_column_of_levels() -> None:
    by_indent = read([sheet(("task", "owner"), ("Roads", "A"), ("  Base", "B"), ("    Dig", "C"))])
    assert [entry.parent for entry in by_indent.entries] == [None, 0, 1]
    rows = (("突破", "甲"), ("任务", "乙"), ("子任务", "丙"), ("任务", "丁"))
    by_word = read([sheet(("级别", "任务名称"), *rows)])
    assert [entry.parent for entry in by_word.entries] == [None, 0, 1, 0]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("3.1", "无父", "甲", "2026-01-01", "2026-02-01", ""), "No row has the number 3"),
        (("2", "时间倒置", "甲", "2026-03-01", "2026-02-01", ""), "before it starts"),
        (("2", "等谁", "甲", "", "2026-02-01", "9.9"), "no row has that number"),
        (("2", "没有年份", "甲", "", "6月30日前", ""), "names no year"),
        (("2", "等自己", "甲", "", "", "2"), "wait for each other"),
        (("2", "给 13912345678 打电话", "甲", "", "", ""), "mobile number"),
        (("2", "长" * 201, "甲", "", "", ""), "write at most 200"),
        (("2", "", "甲", "", "2026-02-01", ""), "names no task"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line_and_reason(
    row: Sequence[Cell], words: str
) -> None:
    reading = read([sheet(PLAN[1], PLAN[2], row)])
    assert [fate.line for fate in reading.refused] == [3]
    assert words in sentences(reading)


def test_a_circle_over_several_rows_names_them() -> None:
    rows = (
        ("1", "甲", "", "", "", "3"),
        ("2", "乙", "", "", "", "1"),
        ("3", "丙", "", "", "", "2"),
    )
    reading = read([sheet(PLAN[1], *rows)])
    assert len(reading.refused) == 3
    assert "1 甲" in sentences(reading)
    assert "→" in sentences(reading)


def test_a_plan_without_a_day_says_so_and_is_kept() -> None:
    reading = read([sheet(("task", "due"), ("Mend", "N/A"), ("Paint", "Spring 2025"))])
    assert [entry.due for entry in reading.entries] == ["", "2025-05-31"]
    assert "No day is named (“N/A”)" in sentences(reading)
    assert not reading.refused


def test_a_sheet_without_known_headings_is_refused_and_one_with_a_remark_is_not() -> None:
    reading = read([sheet(("a", "b"), ("1", "2")), sheet(("see the other sheet",))])
    assert len(reading.refused) == 1
    assert "No row of the sheet names columns" in sentences(reading)


def test_rows_with_one_reference_are_one_finding_and_the_report_is_read_by_its_labels() -> None:
    plan = (
        "Department:EducationTitle:Control needs improvementQuestioned Costs:None"
        "Corrective Action:Rules will be written.Completion Date:June 30, 2023 and May 1, 2024"
        "Agency Contact:Ann Example, Director of Meals, DOE, 207-555-0100"
    )
    reading = read(
        [
            sheet(("report", "reference_number", "award_reference", "prior_references"),
                  ("77-22", "2022-001", "A-1", "2021-004,2021-009"),
                  ("77-22", "2022-001", "A-2", "2021-004,2021-009"),
                  ("77-22", "2022-002", "A-1", "")),
            sheet(("report", "reference_number", "planned_action"),
                  ("77-22", "2022-001", plan)),
        ]
    )  # fmt: skip
    first, second = reading.entries
    assert (first.title, first.due) == ("2022-001 Control needs improvement", "2024-05-01")
    assert [day for day, _title in first.milestones] == ["2023-06-30", "2024-05-01"]
    assert first.words("unit") == "Education"
    assert first.words("basis") == "A-1; A-2"
    assert first.repeats == ["2021-004", "2021-009"]
    assert "Ann Example" not in str(reading.kept())
    assert "Director of Meals, DOE" in first.words("measures")
    assert second.title == "2022-002"
    assert reading.counts == {"kept": 2, "joined": 2, "title": 2, "blank": 0, "refused": 0}


def test_contacts_lose_their_names_and_keep_their_posts() -> None:
    assert post_of("Ann Example, Bo Test") == "—"
    assert post_of("Ann Example, CIO; Bo Test, Deputy Director, DOE") == "CIO; Deputy Director, DOE"
    assert post_of("Director, Federal Funds") == "Director, Federal Funds"
    assert "张三" not in without_contacts("整改措施：建制度。责任人：张三，财务科科长")


def test_names_run_together_or_listed_are_several() -> None:
    assert several("发改局、财政局，教育局") == ["发改局", "财政局", "教育局"]
    assert several("EducationLabor (DOL)") == ["Education", "Labor"]
    assert several("Defense, Veterans and Emergency Management") == [
        "Defense, Veterans and Emergency Management"
    ]


def test_a_reading_can_be_kept_and_taken_up_again() -> None:
    reading = read([sheet(*PLAN)])
    again = kept_reading(reading.kept())
    assert again.entries[1].title == reading.entries[1].title
    assert again.counts == reading.counts


def test_thousands_of_rows_are_read_in_seconds() -> None:
    rows = [(str(n), f"问题{n}", "甲镇", "", "2026-06-30", "") for n in range(1, 6001)]
    reading = read([sheet(PLAN[1], *rows)])
    assert reading.counts["kept"] == 6000
