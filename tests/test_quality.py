"""Quality first: what is wrong with a table is counted by its definition, on both engines alike."""

from datetime import date

import pytest

from sunledger.screening import examples
from sunledger.screening.engine import Engine, Kind
from sunledger.screening.quality import rules
from sunledger.screening.quality.counting import Counting, qualities
from sunledger.screening.quality.faults import DEFAULT, Fault, LevelError, levels_of
from sunledger.screening.quality.result import Quality
from sunledger.screening.screen import Example
from sunledger.screening.shapes import SHAPES

TODAY = date(2024, 12, 31)
DEATHS = """
    code | body | person | name   | born       | died_on    | registered_on | register
    d1   | q    | a      | 王秀英 | 1940-01-01 | 2024-01-02 | 2024-01-05    | health
    d2   | q    | b      | 李桂兰 | 1900-01-01 |            | 2024-01-05    | health
    d3   | q    | c      | 不详   | 1950-01-01 | 2025-03-01 | 2025-03-02    | health
    d4   | q    | d      | 张三   | 2000-01-01 | 1999-01-01 |               | health
    d5   | q    | e      | 赵四   | 1940-01-01 | 2024-03-02 | 2024-09-05    | health
    d6   | q    | e      | 赵四   | 1940-01-01 | 2024-03-02 | 2024-09-05    | health
    d7   | w    | f      | 钱五   | 1940-01-01 | 2024-05-02 | 2024-05-05    | police
"""


def quality(table: str, text: str, kind: Kind = "duckdb", on: date = TODAY) -> Quality:
    with engine(table, text, kind) as tables:
        return qualities(tables, [table], on)[table]


def engine(table: str, text: str, kind: Kind = "duckdb") -> Engine:
    return examples.engine(Example("", tables={table: text}), kind)


def test_every_cell_counts_once_under_the_first_fault_that_it_has() -> None:
    part = quality("deaths", DEATHS).of("q")
    assert part is not None
    assert part.rows == 6
    assert part.faults("died_on") == {Fault.MISSING: 1, Fault.RANGE: 2}
    assert part.faults("name") == {Fault.FILLER: 1}
    assert part.faults("born") == {Fault.FILLER: 1}
    assert part.faults("registered_on") == {Fault.MISSING: 1, Fault.RANGE: 1}
    assert part.faults("person") == {}


def test_a_column_that_nobody_gave_is_not_missing() -> None:
    part = quality("deaths", DEATHS).whole
    assert "village" not in part.columns


def test_the_score_of_a_column_is_the_share_of_its_cells_that_can_be_trusted() -> None:
    part = quality("deaths", DEATHS).whole
    assert part.column_score("person") == 1
    assert part.column_score("died_on") == pytest.approx(4 / 7)


def test_the_score_of_a_table_counts_rows_good_in_all_that_is_essential_and_each_once() -> None:
    assert rules.essential(SHAPES["deaths"]) == ("died_on",)
    whole = quality("deaths", DEATHS)
    mine, other = whole.of("q"), whole.of("w")
    assert mine is not None
    assert other is not None
    assert (mine.trusted, mine.copies) == (2, 1)
    assert mine.score == pytest.approx(2 / 6)
    assert other.score == 1


def test_a_key_that_stands_twice_and_what_was_registered_late_are_counted() -> None:
    part = quality("deaths", DEATHS).of("q")
    assert part is not None
    assert part.twice == 1
    assert (part.late, part.dated) == (2, 4)


def test_a_row_that_does_not_say_when_it_was_is_no_copy_of_its_like() -> None:
    text = """
        code | body | payee | amount | paid_on
        a    | q    | 房东  | 100    |
        b    | q    | 房东  | 100    |
        c    | q    | 房东  | 100    | 2024-01-05
        d    | q    | 房东  | 100    | 2024-01-05
    """
    assert quality("payments", text).whole.copies == 1


def test_a_month_without_rows_between_others_lacks() -> None:
    text = "code | body | amount | paid_on\n" + "\n".join(
        f"p{month} | 大河镇 | 10 | 2024-{month:02}-04" for month in (1, 2, 4, 7)
    )
    part = quality("payments", text).whole
    assert (part.months, part.lacking) == ((4, 7), 3)


def test_one_account_for_a_third_of_all_rows_stands_in_for_nothing() -> None:
    lines = [f"b{n} | 大河镇 | p{n} | {(n % 3 and f'a{n}') or 'same'} | 2024-03 | 400"
             for n in range(120)]  # fmt: skip
    text = "\n".join(["code | body | person | account | month | amount", *lines])
    part = quality("benefits", text).whole
    assert part.faults("account") == {Fault.FILLER: 40}
    assert part.faults("person") == {}


def test_what_a_wrong_encoding_left_behind_is_odd_and_honest_names_are_not() -> None:
    text = "code | body | payee | amount\n" + "\n".join(
        f"p{n} | 大河镇 | {name} | 10"
        for n, name in enumerate(
            [
                "ESPAÐA S.A.",
                "RIVERE¿A",
                "东岭锟斤拷公司",
                "a\u200bb",
                "Peña & Söhne",
                "王*",
                "¿Qué?",
            ]
        )
    )
    part = quality("payments", text).whole
    assert part.faults("payee") == {Fault.ODD: 4}


@pytest.mark.parametrize(
    "word", ["无", "N/A", "0000", "99999", "不详", "-", "NULL", "未知", "none"]
)
def test_words_that_stand_in_for_nothing_are_fillers(word: str) -> None:
    text = f"code | body | purpose | amount\np1 | 大河镇 | {word} | 10\np2 | 大河镇 | 修路 | 10"
    assert quality("payments", text).whole.faults("purpose") == {Fault.FILLER: 1}


@pytest.mark.parametrize(
    "word", ["0001号桥维修", "无锡商行", "未来小学", "NA Ltd", "2024", "无名溪"]
)
def test_words_that_begin_like_nothing_are_none(word: str) -> None:
    text = f"code | body | purpose | amount\np1 | 大河镇 | {word} | 10"
    assert quality("payments", text).whole.faults("purpose") == {}


def test_an_end_to_come_is_no_fault_and_an_end_before_its_beginning_is() -> None:
    text = """
        code | body | person | since      | until
        a    | q    | a      | 2020-01-01 | 2030-01-01
        b    | q    | b      | 2020-01-01 | 2019-01-01
        c    | q    | c      | 2026-01-01 |
    """
    part = quality("posts", text).whole
    assert part.faults("until") == {Fault.MISSING: 1, Fault.RANGE: 1}
    assert part.faults("since") == {Fault.RANGE: 1}


def test_money_below_nothing_came_back_but_no_quantity_does() -> None:
    text = """
        code | body | item | quantity | amount | on
        a    | q    | 米   | -5       | -10    | 2024-01-01
        b    | q    | 米   | 5        | 10     | 2024-01-01
    """
    part = quality("purchases", text).whole
    assert part.faults("quantity") == {Fault.RANGE: 1}
    assert part.faults("amount") == {}


def test_nobody_is_older_than_120_years() -> None:
    text = "code | body | person | born\na | q | a | 1903-01-01\nb | q | b | 1930-01-01"
    assert quality("people", text).whole.faults("born") == {Fault.RANGE: 1}


def test_rows_that_were_left_out_as_they_came_in_are_malformed_and_lower_the_score() -> None:
    before = quality("deaths", DEATHS)
    after = before.refusing({"died_on": 3, "": 1}, "w")
    part = after.of("w")
    assert part is not None
    assert part.came == 5
    assert part.score == pytest.approx(1 / 5)
    assert part.share("died_on", Fault.MALFORMED) == pytest.approx(3 / 5)
    assert after.whole.came == before.whole.came + 4


def test_the_cells_to_put_right_are_named_by_their_rows() -> None:
    with engine("deaths", DEATHS) as tables:
        counting = Counting(tables, SHAPES["deaths"], TODAY, {})
        found, first = counting.cells(), counting.cells(most=1)
    assert [(one.row, one.column, one.fault) for one in found] == [
        ("d2", "born", Fault.FILLER),
        ("d2", "died_on", Fault.MISSING),
        ("d3", "name", Fault.FILLER),
        ("d3", "died_on", Fault.RANGE),
        ("d3", "registered_on", Fault.RANGE),
        ("d4", "died_on", Fault.RANGE),
    ]
    assert {one.row for one in first} == {"d2"}


def test_what_the_door_emptied_was_a_filler_and_is_not_missing() -> None:
    part = quality("deaths", DEATHS).emptied({"q": {"registered_on": 1}}).of("q")
    assert part is not None
    assert part.faults("registered_on") == {Fault.FILLER: 1, Fault.RANGE: 1}


def test_levels_are_dated_and_a_site_lays_its_own_over_them() -> None:
    assert DEFAULT.of(Fault.MISSING) == Fault.MISSING.about.level
    own = levels_of({"missing": 0.5, "rows": 5})
    assert (own.of(Fault.MISSING), own.of(Fault.ODD), own.rows) == (0.5, 0.1, 5)
    for wrong in ({"missing": 2.0}, {"misssing": 0.1}, {"rows": -1}):
        with pytest.raises(LevelError):
            levels_of(wrong)


@pytest.mark.parametrize("name", list(SHAPES))
def test_every_table_can_be_counted_even_without_a_row(name: str) -> None:
    with Engine(memory="128MB", threads=1) as tables:
        if SHAPES[name].has("body"):
            assert qualities(tables, [name], TODAY)[name].whole.rows == 0


@pytest.mark.long
def test_spark_counts_what_duckdb_counts() -> None:
    assert quality("deaths", DEATHS, "spark") == quality("deaths", DEATHS)
    with engine("deaths", DEATHS, "spark") as there, engine("deaths", DEATHS) as here:
        cells = [Counting(one, SHAPES["deaths"], TODAY, {}).cells() for one in (there, here)]
    assert cells[0] == cells[1]
