"""A tree comes from sheets: every problem named with its place, all or nothing, again and again."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core.problem import Refused
from sunledger.units import planting, tree, treefile
from sunledger.units.models import Holding, Unit, User
from sunledger.units.planting import Wishes
from sunledger.units.treefile import Entry, TreeRefused
from tests.cast import Cast

SHEET = """
    code   | name   | parent
    2101   | 沈河市 | 21
    21     | 辽河省 |
    210102 | 和乐区 | 2101
    210103 | 平乐区 | 2101
"""


def sheet(text: str, file: str = "units.csv", **named: str) -> list[Entry]:
    """Return a table written as text as the entries of a file."""
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [(n, [cell.strip() for cell in line.split("|")]) for n, line in enumerate(lines, 1)]
    return list(treefile.entries(file, rows, named))


def wrong(rows: Sequence[Entry], wishes: Wishes | None = None) -> list[str]:
    """Return the sentences with which the entries are refused."""
    with pytest.raises(TreeRefused) as caught:
        planting.plan(rows, {}, wishes or Wishes())
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.django_db
def test_a_sheet_becomes_a_tree_whatever_the_order_of_its_rows() -> None:
    assert tree.load(sheet(SHEET)) == (4, 0, 0)
    district = Unit.objects.get(code="210103")
    assert (district.path, district.depth) == ("21/2101/210103/", 2)
    assert district.parent == Unit.objects.get(code="2101")


@pytest.mark.django_db
def test_loading_the_same_again_changes_nothing() -> None:
    tree.load(sheet(SHEET))
    before = list(Unit.objects.values())
    assert tree.load(sheet(SHEET)) == (0, 0, 4)
    assert list(Unit.objects.values()) == before


@pytest.mark.django_db
def test_loading_updates_names_and_kinds_and_moves_units() -> None:
    tree.load(sheet(SHEET + "\n210199 | 村 | 210102"))
    loaded = tree.load(
        sheet("""
            code   | name   | parent | kind
            210102 | 和美区 | 21     | district
            2102   | 大河市 | 21     | city
            210103 | 平乐区 | 2102   |
        """)
    )
    assert loaded == (1, 3, 0)  # the village that nobody named moved along
    assert Unit.objects.get(code="210199").path == "21/210102/210199/"
    assert Unit.objects.get(code="210103").path == "21/2102/210103/"
    assert Unit.objects.get(code="210102").name == "和美区"
    assert Unit.objects.get(code="210102").kind == "district"


@pytest.mark.django_db
def test_a_sheet_that_says_nothing_of_parents_moves_nobody() -> None:
    tree.load(sheet(SHEET))
    assert tree.load(sheet("code | name\n210102 | 和美区")) == (0, 1, 0)
    assert Unit.objects.get(code="210102").path == "21/2101/210102/"


@pytest.mark.django_db
def test_what_is_refused_leaves_the_tree_as_it_was() -> None:
    tree.load(sheet(SHEET))
    with pytest.raises(TreeRefused):
        tree.load(sheet("code | name | parent\n21 | 新名 |\nx | 孤儿 | nowhere"))
    assert Unit.objects.get(code="21").name == "辽河省"


@pytest.mark.django_db
def test_a_unit_cannot_be_loaded_under_one_that_lies_below_it() -> None:
    tree.load(sheet(SHEET))
    with pytest.raises(TreeRefused, match="2101 lies under itself"):
        tree.load(sheet("code | name | parent\n2101 | 沈河市 | 210102"))


def test_an_orphan_is_named_with_its_place() -> None:
    [sentence] = wrong(sheet("code | name | parent\n1 | 甲 |\n2 | 乙 | 9"))
    assert sentence.startswith("units.csv, line 3: 2 lies under 9, which is in no sheet")


def test_a_code_that_comes_twice_is_named_with_both_places() -> None:
    rows = sheet("code | name | parent\n1 | 甲 |") + sheet("code | name\n1 | 乙", "more.csv")
    [sentence] = wrong(rows)
    assert sentence == "more.csv, line 2: the code 1 was there before, in units.csv:2."


def test_a_circle_is_shown_as_it_runs() -> None:
    rows = (
        "code | name | parent\n0 | 顶 |\na | 甲 | c\nb | 乙 | a\nc | 丙 | b\nd | 丁 | c\ne | 戊 | e"
    )
    first, second = wrong(sheet(rows))
    assert "lies under itself: a < c < b < a." in first
    assert "lies under itself: e < e." in second


def test_blank_and_impossible_codes_and_names_are_refused() -> None:
    rows = "code | name | parent\n | 甲 |\n大河 | 乙 | 1\n1 |  |\n" + "x" * 33 + " | 丁 | 1"
    sentences = wrong(sheet(rows))
    assert [sentence[:17] for sentence in sentences[:4]] == [
        f"units.csv, line {line}" for line in (2, 3, 4, 5)
    ]


def test_many_units_at_the_top_are_a_column_that_was_missed() -> None:
    rows = sheet("code | name | boss\n1 | 甲 |\n2 | 乙 | 1")
    [sentence] = wrong(rows)
    assert "2 units, of which 1 is the first, lie under no other" in sentence
    assert len(planting.plan(rows, {}, Wishes(many_roots=True)).order) == 2


def test_the_parent_is_the_longest_of_the_codes_above() -> None:
    rows = sheet("code | name | provinceCode | cityCode\n210102 | 区 | 21 | 2101")
    assert rows[0].parent == "2101"
    rows = sheet("代码 | 名称 | 省代码 | 市代码\n210102 | 区 | 21 | 2101")
    assert rows[0].parent == "2101"


def test_the_parent_can_be_taken_from_the_code() -> None:
    rows = sheet("code | name\n21 | 省\n210102 | 区\n2101 | 市\n210102001 | 街道")
    planted = planting.plan(rows, {}, Wishes(by_prefix=True))
    assert planted.parents == {"21": "", "2101": "21", "210102": "2101", "210102001": "210102"}


def test_only_what_lies_under_one_unit_is_taken() -> None:
    """Whatever is wrong elsewhere does not matter then."""
    rows = sheet(SHEET + "\n11 | 别省 |\n1101 | 别市 | 11\n9 | 孤儿 | 8")
    planted = planting.plan(rows, {}, Wishes(under="2101"))
    assert planted.parents == {"2101": "", "210102": "2101", "210103": "2101"}
    planted = planting.plan(rows, {"21": ""}, Wishes(under="2101"))
    assert planted.parents["2101"] == "21"
    with pytest.raises(TreeRefused, match="No sheet has a unit with the code 77"):
        planting.plan(rows, {}, Wishes(under="77"))


def test_headings_in_chinese_and_in_any_style_are_known() -> None:
    for headings in ("Unit Code | UNIT_NAME | Parent-Code", "单位代码 | 单位名称 | 上级代码"):
        [entry] = sheet(f"{headings}\n1 | 甲 | 0")
        assert (entry.code, entry.name, entry.parent) == ("1", "甲", "0")


def test_a_heading_can_be_named_by_hand() -> None:
    [entry] = sheet("nr | label | boss\n1 | 甲 | 0", code="nr", name="label", parent="boss")
    assert (entry.code, entry.name, entry.parent) == ("1", "甲", "0")


def test_a_sheet_without_codes_or_with_two_is_refused() -> None:
    with pytest.raises(Refused, match=r"no column is the code; the headings are: a, name"):
        sheet("a | name\n1 | 甲")
    with pytest.raises(Refused, match="more than one column looks like the code"):
        sheet("code | id | name\n1 | 1 | 甲")


def test_a_code_that_a_spreadsheet_took_for_a_number_is_a_code_again() -> None:
    rows: list[tuple[int, list[Any]]] = [
        (1, ["code", "name"]),
        (2, [210102.0, "区"]),
        (3, [7, "七"]),
    ]
    assert [entry.code for entry in treefile.entries("x.xlsx", rows, {})] == ["210102", "7"]


@given(st.lists(st.integers(0, 7), min_size=1, max_size=8))
def test_any_list_of_parents_is_a_tree_or_is_refused(parents: list[int]) -> None:
    """Every unit has its place after its parent, or a sentence says why it has none."""
    rows = [
        Entry("f", n, str(n), "x", str(parent) if parent != n else "")
        for n, parent in enumerate(parents)
    ]
    ways = {row.code: row.parent or "" for row in rows}
    if not all(is_sound(code, ways) for code in ways):
        assert wrong(rows, Wishes(many_roots=True))
        return
    order = list(planting.plan(rows, {}, Wishes(many_roots=True)).order)
    assert sorted(order) == sorted(ways)
    assert all(order.index(ways[code]) < order.index(code) for code in order if ways[code])


def is_sound(code: str, ways: dict[str, str]) -> bool:
    """Whether the way up from a code ends at the top."""
    for _step in ways:
        code = ways.get(code, "nowhere") if code else ""
    return code == ""


# --- the command -------------------------------------------------------------------------------


def units(*words: str) -> str:
    """Run the command and return what it said."""
    said = io.StringIO()
    call_command("units", *words, stdout=said, stderr=said)
    return said.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small province as a CSV file."""
    path = tmp_path / "units.csv"
    path.write_text("code,name,parent\n21,辽河省,\n2101,沈河市,21\n210102,和乐区,2101\n", "utf-8")
    return path


@pytest.mark.django_db
def test_the_command_loads_and_shows_a_tree(file: Path) -> None:
    assert "3 " in units("load", str(file), "--kinds", "province,city")
    shown = units("show", "2101")
    for word in ("21 辽河省", "2101 沈河市 city", "210102 和乐区"):
        assert word in shown


@pytest.mark.django_db
def test_a_trial_keeps_nothing(file: Path) -> None:
    units("load", str(file), "--dry-run")
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_the_command_names_every_problem_and_then_refuses(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("code,name,parent\n21,辽河省,\n2101,沈河市,8\n2102,大河市,9\n", "utf-8")
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("units", "load", str(file), stderr=said)
    assert said.getvalue().count("units.csv") == 2


@pytest.mark.django_db
def test_a_person_is_appointed_and_relieved_by_command(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a-long-sentence-9\n"))
    units("account", "wang", "王会计")
    assert User.objects.get(username="wang").check_password("a-long-sentence-9")
    with pytest.raises(CommandError):
        units("appoint", "wang", "q-l-d", "出纳")
    with pytest.raises(CommandError):
        units("appoint", "wang", "q-l-d", "出纳", "--powers", "fly")
    units("appoint", "wang", "q-l-d", "出纳", "--powers", "enter,review")
    assert "出纳 (enter, review; own): wang" in units("show", "q-l-d")
    units("relieve", "wang", "q-l-d", "出纳")
    assert "出纳 (enter, review; own): -" in units("show", "q-l-d")
    units("close", "wang")
    assert not User.objects.get(username="wang").is_active
    assert Holding.objects.get(user__username="wang").until is not None


@pytest.mark.django_db
def test_all_of_a_real_province_is_loaded(shared: Path) -> None:
    """Five files with five sets of headings, other provinces among them."""
    names = ["provinces", "cities", "areas", "streets", "villages_liaoning"]
    files = [str(shared / "data" / "liaoning" / f"{name}.csv") for name in names]
    levels = "province,city,county,town,village"
    assert "18248 " in units("load", *files, "--under", "21", "--kinds", levels)
    counts = [Unit.objects.filter(kind=kind).count() for kind in levels.split(",")]
    assert counts == [1, 14, 100, 1406, 16727]
    assert Unit.objects.below(Unit.objects.get(code="2102")).count() == 1995
