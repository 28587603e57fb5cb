"""`sunledger reconcile`: a statement and a book, what is in both and why, and what is left over."""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from sunledger.screening.linkage import entries, twobooks
from sunledger.screening.linkage.twobooks import Bounds, Side, TooMany, paired
from sunledger.web import bookfiles

STATEMENT = """某某银行 对公账户明细,,,,,
账号：6200000000000000000,,,,,
交易日期,借方发生额,贷方发生额,余额,对方户名,摘要
2024-03-01,"4,900.00",,95100.00,东岭建筑工程有限公司,材料款
2024-03-04,,"20,000.00",115100.00,清河县财政局,转移支付
2024-03-05,260.00,,114840.00,,网银支出
2024-03-05,260.00,,114580.00,,网银支出
2024-03-08,12.50,,114567.50,,手续费
2024-03-29,7777.77,,106789.73,,对公转账
合计,"13,210.27","20,000.00",,,
"""
BOOK = """日期,凭证号,摘要,借方,贷方
2024-02-28,记-1,付东岭建筑公司三月材料款,,4900
2024-03-05,记-2,收财政局转移支付资金,20000,
2024-03-05,记-3,张德海公益岗补助,,260
2024-03-06,记-4,李桂兰公益岗补助,,260
2024-03-27,记-5,购办公桌,,7777.77
2024-03-30,记-6,付水电费,,333.30
本月合计,,,20000,13531.07
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let the command speak English."""
    with translation.override("en"):
        yield


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Return a statement, a book, and where the entries go."""
    (tmp_path / "bank.csv").write_text(STATEMENT, encoding="utf-8")
    (tmp_path / "book.csv").write_text(BOOK, encoding="gb18030")
    return tmp_path / "bank.csv", tmp_path / "book.csv", tmp_path / "entries.csv"


def said(*words: object) -> str:
    out = io.StringIO()
    call_command("reconcile", *map(str, words), stdout=out)
    return out.getvalue()


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as held:
        return list(csv.DictReader(held))


def both(file: Path) -> set[tuple[str, str]]:
    found = [row for row in rows(file) if row["where"].startswith("both")]
    return {(row["statement_line"], row["book_line"]) for row in found}


def test_a_statement_is_found_in_the_book_though_no_word_is_the_same(
    files: tuple[Path, Path, Path],
) -> None:
    bank, book, out = files
    told = said(bank, book, "--out", out)
    assert both(out) == {("4", "2"), ("5", "3"), ("6", "4"), ("7", "5"), ("9", "6")}
    assert "In both: 5, 0 of them to look at." in told
    assert "In the statement alone: 1, -12.50 in all." in told
    assert "In the book alone: 1, -333.30 in all." in told
    assert "Statement 6,789.73, book 6,468.93; they differ by -320.80, of which 0.00 in" in told
    assert "bank.csv: 1 line is no entry (a total, or without day or sum): 10" in told


def test_each_pair_says_why_and_what_is_left_stands_with_its_line(
    files: tuple[Path, Path, Path],
) -> None:
    bank, book, out = files
    said(bank, book, "--out", out)
    why = {row["statement_line"]: row["why"] for row in rows(out)}
    assert why["9"] == (
        "the same sum; in the book 2 days earlier; no word is the same; "
        "no other entry of that sum is so near"
    )
    assert "2 other entries of that sum are as near" in why["6"]
    assert "both say: " in why["4"]
    assert "东岭" in why["4"]
    alone = {row["where"]: row for row in rows(out) if "alone" in row["where"]}
    assert alone["in the statement alone"]["statement_line"] == "8"
    assert alone["in the book alone"]["book_amount"] == "-333.30"


def test_a_fee_is_a_pair_with_its_difference_and_none_where_no_difference_is_allowed(
    tmp_path: Path,
) -> None:
    memos = [f"{name} invoice {n}" for n, name in enumerate(("Alder", "Birch", "Cedar", "Elm") * 9)]
    lines = [("2024-05-0" + str(1 + n % 9), 1000 + 37.11 * n, memo) for n, memo in enumerate(memos)]
    for name, fee in (("a.csv", 0), ("b.csv", 3)):
        text = "".join(f"{day},{amount - fee:.2f},{memo}\n" for day, amount, memo in lines)
        (tmp_path / name).write_text("date,amount,memo\n" + text, encoding="utf-8")
    one, two, out = (tmp_path / name for name in ("a.csv", "b.csv", "out.csv"))
    told = said(one, two, "--out", out)
    assert "In both: 36, 0 of them to look at." in told
    assert "they differ by -108.00, of which -108.00 in pairs." in told
    assert {row["difference"] for row in rows(out)} == {"-3.00"}
    assert "In both: 0, 0" in said(one, two, "--out", out, "--share", 0)


def test_numbers_of_persons_are_masked_and_two_runs_write_the_same_bytes(
    files: tuple[Path, Path, Path],
) -> None:
    bank, book, out = files
    bank.write_text(STATEMENT.replace("手续费", "退 11010519491231002X 13912345678"))
    said(bank, book, "--out", out)
    first = out.read_bytes()
    assert "11010519491231002X" not in first.decode("utf-8")
    assert "13912345678" not in first.decode("utf-8")
    said(bank, book, "--out", out)
    assert out.read_bytes() == first


def test_all_sheets_and_a_mark_of_the_direction_are_read(tmp_path: Path) -> None:
    head = "日期,金额,借贷标志,摘要\n"
    (tmp_path / "a.csv").write_text(head + "20240301,100.5,借,甲\n20240302,7.25,贷,乙\n")
    (tmp_path / "b.csv").write_text("day,in,out,memo\n2024-03-01,,100.50,甲\n2024-03-02,7.25,,乙\n")
    one, two, out = (tmp_path / name for name in ("a.csv", "b.csv", "out.csv"))
    assert "In both: 2" in said(one, two, "--out", out)
    (tmp_path / "a.csv").write_text(head + "20240301,100.5,丙,甲\n")
    with pytest.raises(CommandError, match=r"a.csv, 2: “丙” says neither that money came nor"):
        said(one, two, "--out", out)


def test_books_written_from_the_other_side_are_told_and_turned(tmp_path: Path) -> None:
    lines = [f"2024-03-{n:02},{n * 11.07:.2f}" for n in range(1, 20)]
    turned = [line.replace(",", ",-") for line in lines]
    for name, held in (("a.csv", lines), ("b.csv", turned)):
        (tmp_path / name).write_text("date,amount\n" + "\n".join(held))
    one, two, out = (tmp_path / name for name in ("a.csv", "b.csv", "out.csv"))
    assert "give --turned" in said(one, two, "--out", out)
    told = said(one, two, "--out", out, "--turned")
    assert "In both: 19" in told
    assert "give --turned" not in told


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "no row of headings names a day and a sum"),
        ("x,y\n1,2\n", "no row of headings names a day and a sum"),
        ("date,amount\n2024-03-01,about ten\n", "b.csv, 2: “about ten” is not an amount"),
        ("date,amount\n2024-13-01,10\n", "b.csv, 2: “2024-13-01”"),
        ("date,amount\n03/04/2024,10\n", "b.csv, 2: “03/04/2024”"),
        ("date,amount\n2024-03-01,1.234.56\n", "b.csv, 2: "),
        ("date,amount\n2024-03-01,2024-03-01\n", "b.csv, 2: "),
    ],
)
def test_bad_input_is_refused_with_the_file_the_line_and_what_to_do(
    files: tuple[Path, Path, Path], content: str, sentence: str
) -> None:
    bank, _book, out = files
    bad = bank.with_name("b.csv")
    bad.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError) as told:
        said(bank, bad, "--out", out)
    assert sentence in str(told.value)
    assert not out.exists()


def test_what_cannot_be_meant_is_refused(files: tuple[Path, Path, Path]) -> None:
    bank, book, out = files
    for words, sentence in (
        (("--map", "日期"), "--map is written"),
        (("--days", "-1"), "--days is a number"),
        (("--share", "0.9"), "--share is a part"),
        (("--least", "0"), "--least is a number"),
    ):
        with pytest.raises(CommandError, match=sentence):
            said(bank, book, "--out", out, *words)
    with pytest.raises(CommandError, match="No such file"):
        said(bank.with_name("gone.csv"), book, "--out", out)
    bank.write_bytes(b"%PDF-1.4 no sheet")
    with pytest.raises(CommandError, match=r"bank\.csv"):
        said(bank, book, "--out", out)


def test_no_more_is_read_or_compared_than_memory_is_bounded_for(
    files: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    side = Side(["rent"] * 40, [100_00] * 40, [1] * 40)
    with pytest.raises(TooMany, match="allow fewer days"):
        entries.matched(side, side, Bounds(pairs=1000))
    other = Side([f"b{n}" for n in range(40)], side.amounts, side.days)
    with pytest.raises(TooMany, match="allow fewer days"):
        paired(side, other, Bounds(pairs=1000))
    monkeypatch.setattr(bookfiles, "MOST", 3)
    with pytest.raises(CommandError, match="has more than 3 entries"):
        said(files[0], files[1], "--out", files[2])


def test_portions_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    left, right = books(9)[:2]
    whole = entries.matched(left, right)
    monkeypatch.setattr(entries, "_AT_ONCE", 7)
    assert entries.matched(left, right) == whole


def books(seed: int, size: int = 300) -> tuple[Side, Side, set[tuple[int, int]]]:
    """Return a bank's statement, a book that hardly shares a word with it, and the truth."""
    draw = random.Random(seed)
    firms = [a + b + "有限公司" for a in ("东岭", "青泉", "大河", "柳河") for b in ("建筑", "商贸")]
    left: list[tuple[str, int, int]] = []
    right: list[tuple[int, str, int, int]] = []
    begin = date(2024, 1, 1).toordinal()
    for row in range(size):
        amount = -draw.choice((260_00, 500_00, draw.randrange(1000, 900_000)))
        day = begin + draw.randrange(360)
        left.append((draw.choice(("网银转账", "对公支付", draw.choice(firms))), amount, day))
        if draw.random() < 0.8:
            memo = draw.choice(("付材料款", "补助", "办公费", "水电费"))
            right.append((row, memo, amount, day - draw.choice((0, 0, 1, 2))))
        else:
            fake = -draw.randrange(1000, 900_000)
            right.append((-1, "付材料款", fake, day))
    draw.shuffle(right)
    truth = {(one[0], at) for at, one in enumerate(right) if one[0] >= 0}
    one = Side([x[0] for x in left], [x[1] for x in left], [x[2] for x in left])
    two = Side([x[1] for x in right], [x[2] for x in right], [x[3] for x in right])
    return one, two, truth


def test_of_unlike_words_the_sums_that_are_rare_are_found_and_hardly_any_pair_is_wrong() -> None:
    for seed in (1, 2, 3):
        left, right, truth = books(seed)
        found = {(one.left, one.right) for one in paired(left, right, Bounds(0.02, 10))}
        rare = {pair for pair in truth if left.amounts[pair[0]] not in (-260_00, -500_00)}
        assert len(rare & found) >= 0.95 * len(rare)
        wrong = [pair for pair in found - truth if left.amounts[pair[0]] != right.amounts[pair[1]]]
        assert len(wrong) <= 0.03 * len(found)
        # Of sums that stand many times, none is taken from one whose sum it is not.
        assert len(found) - len(found & rare) <= 1.1 * len(truth - rare)


lines = st.tuples(
    st.sampled_from(["", "转账", "甲公司 材料", "rent May", "□"]),
    st.integers(-5, 5).map(lambda n: n * 100),
    st.integers(0, 40),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(lines, max_size=25), st.lists(lines, max_size=25))
def test_each_entry_is_taken_once_near_and_of_a_like_sum(
    one: list[tuple[str, int, int]], two: list[tuple[str, int, int]]
) -> None:
    sides = [
        Side([x[0] for x in book], [x[1] for x in book], [x[2] for x in book])
        for book in (one, two)
    ]
    found = paired(sides[0], sides[1], Bounds(0.02, 10))
    assert len({each.left for each in found}) == len({each.right for each in found}) == len(found)
    for each in found:
        mine, theirs = sides[0].amounts[each.left], sides[1].amounts[each.right]
        assert abs(sides[0].days[each.left] - sides[1].days[each.right]) <= 10
        assert abs(mine - theirs) <= 0.021 * abs(mine)
        assert 0.5 <= each.chance <= 1


def test_words_of_chinese_are_pairs_of_signs_in_one_form() -> None:
    assert twobooks.words("東嶺 3月材料款ABC") == "东岭 3 月材 材料 料款 abc"
