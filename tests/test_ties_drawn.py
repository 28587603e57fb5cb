"""`sunledger ties` and its drawings: the same for the same ties, no key and no name shown whole."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Literal

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from sunledger.screening import samedeciding
from sunledger.web.analyst.analyse import NothingToRead
from sunledger.web.analyst.ties import TableTrouble
from sunledger.web.drawings.ties import WIDTH, Node, Wire, columns, fitted, wheel
from tests import a_browser
from tests.cast import at
from tests.screening_story import make_story
from tests.test_sources import BENEFITS, site

__all__ = ["site"]

TABLES = {
    "companies": """
code,company,title,phone,account,address
r1,c1,甲建筑工程有限公司,13900001111,620001,建设路1号
r2,c2,乙商贸有限公司,13900001111,620002,建设路2号
r3,c3,丙建材有限公司,13900003333,620002,建设路3号
r4,c4,丁劳务有限公司,13900004444,620004,建设路3号
""",
    "officers": """
code,company,title,person,name,role
o1,c1,甲建筑工程有限公司,770077,王建国,director
o2,c4,丁劳务有限公司,770077,王建国,股东
""",
    "posts": """
code,body,body_name,person,name,title,account
s1,b1,大河县人民医院,880088,张卫东,基建科科长,620004
""",
    "contract_payments": """
code,body,body_name,number,supplier_id,supplier,paid_on,amount,currency
p1,b1,大河县人民医院,h1,c1,甲建筑工程有限公司,2024-03-01,50000000,CNY
""",
    "flows": """
code,from_firm,to_firm,to_person,on,amount,currency
f1,c1,c3,,2024-03-05,40000000,CNY
f2,c3,,880088,2024-03-20,30000000,CNY
""",
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let the command speak English."""
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the tables, and a file that is none of them."""
    place = tmp_path / "tables"
    place.mkdir()
    for name, text in TABLES.items():
        (place / f"{name}.csv").write_text(text.lstrip(), encoding="utf-8")
    (place / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return place


def ties(*args: str, out: Path) -> str:
    """Return what the command says."""
    said = StringIO()
    call_command("ties", *args, "--out", str(out), "--on", "2024-12-31", "--memory", "256MB",
                 stdout=said)  # fmt: skip
    return said.getvalue()


def test_a_folder_of_tables_is_drawn_with_the_rows_behind_every_tie(
    folder: Path, tmp_path: Path
) -> None:
    said = ties(str(folder), out=tmp_path / "out")
    assert "1 part in which parties share something." in said
    assert "1 ring in them." in said
    assert "1 circle of payments." in said
    with (tmp_path / "out" / "ties.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [tuple(row.values()) for row in csv.DictReader(lines)]
    assert ("part 1", "丁劳务有限公司", "person 1", "owns a part of the firm", "Officers", "o2",
            "1") in rows  # fmt: skip
    assert [row[5] for row in rows if row[0] == "circle 1.1"] == ["p1", "f1", "f2"]
    assert rows[-1][3] == "2024-03-20, ¥300,000.00, 张＊＊ 基建科科长 (Posts s1)"


def test_nobody_is_named_whole_and_no_key_is_shown(folder: Path, tmp_path: Path) -> None:
    ties(str(folder), out=tmp_path / "out")
    for file in ("ties.html", "ties.csv"):
        text = (tmp_path / "out" / file).read_text(encoding="utf-8-sig")
        assert "张＊＊" in text
        for secret in ("王建国", "张卫东", "880088", "770077", "620004", "13900001111"):
            assert secret not in text, (file, secret)
        assert "<script" not in text


def test_two_runs_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        ties(str(folder), out=tmp_path / name)
    for file in ("ties.html", "ties.csv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_what_cannot_be_read_is_refused_with_a_sentence(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(CommandError, match="one of the two"):
        ties(out=out)
    with pytest.raises(CommandError, match="--most 1: give 2 or more"):
        ties(str(folder), "--most", "1", out=out)
    with pytest.raises(NothingToRead, match="not called as a table is"):
        ties(str(folder / "notes.csv"), out=out)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(NothingToRead, match=re.escape("companies.csv")):
        ties(str(empty), out=out)
    (folder / "flows.csv").write_text("code,on,amount\nf1,2024-03-05,about ten\n")
    with pytest.raises(TableTrouble, match=re.escape("flows.csv: it cannot be read")):
        ties(str(folder), out=out)
    assert not out.exists()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_is_readable_at_390_pixels(
    folder: Path, tmp_path: Path, chromium: Browser, scheme: Literal["light", "dark"]
) -> None:
    ties(str(folder), out=tmp_path / "out")
    page = chromium.new_page(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    page.goto((tmp_path / "out" / "ties.html").as_uri())
    faults = a_browser.faults(page, scheme)
    sizes = page.evaluate(
        "[...document.querySelectorAll('.ties text')]"
        ".map(one => one.getBoundingClientRect().height)"
    )
    page.close()
    assert faults == []
    assert min(sizes) >= 11


COMPANIES = """
title = { zh = "企业登记", en = "Register of firms" }
table = "companies"
where = "firms.csv"
unit = "q"
body = "q-l-d"
ground = { zh = "数据共享清单", en = "The list of shared data" }
held_until = 2099-12-31
private = true
[columns]
company = "代码"
title = "名称"
phone = "电话"
"""


@pytest.mark.django_db
def test_sources_of_the_site_are_read_and_nothing_of_them_is_kept(site: Path) -> None:
    make_story()
    (site / "sources" / "firms.toml").write_text(COMPANIES, encoding="utf-8")
    (site / "sources" / "benefits.toml").write_text(BENEFITS, encoding="utf-8")
    rows = ["代码,名称,电话", "c1,甲公司,13900001111", "c2,乙公司,+86 139-0000-1111"]
    (site / "data" / "firms.csv").write_text("\n".join(rows), encoding="utf-8")
    assert "1 part in which" in ties("--source", "firms", out=site / "out")
    assert not list(site.glob("tables/*"))
    assert "139" not in (site / "out" / "ties.csv").read_text(encoding="utf-8-sig")
    with pytest.raises(NothingToRead, match="nothing is asked of a table “benefits”"):
        ties("--source", "benefits", out=site / "other")
    with pytest.raises(CommandError, match="There is no source “deaths”"):
        ties("--source", "deaths", out=site / "other")


def drawn(out: Path) -> list[dict[str, str]]:
    with (out / "ties.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_names_that_a_file_says_are_one_firm_are_one_box_and_the_decision_stands_by_it(
    folder: Path, tmp_path: Path
) -> None:
    bids = "code,lot,bidder,phone\nb1,l1,甲建工公司,13900004444\nb2,l1,戊公司,13900009999\n"
    (folder / "bids.csv").write_text(bids, encoding="utf-8")
    ties(str(folder), out=tmp_path / "apart")
    assert "甲建工公司" in {row["one"] for row in drawn(tmp_path / "apart")}
    said = "name,same,link\n甲建工公司,甲建筑工程有限公司,01J7\n"
    said += "甲建筑工程有限公司,甲建筑工程有限公司,01J7\n"
    (folder / "same_as.csv").write_text(said, encoding="utf-8")
    ties(str(folder), out=tmp_path / "one")
    rows = drawn(tmp_path / "one")
    ones = {row["one"] for row in rows if row["group"].startswith("part")}
    assert "甲建筑工程有限公司 ＝ 甲建工公司" in ones
    assert "甲建工公司" not in ones
    (same,) = [row for row in rows if row["group"] == "same 1"]
    assert (same["what"], same["row"]) == ("one firm", "01J7")
    report = (tmp_path / "one" / "ties.html").read_text(encoding="utf-8")
    words = "甲建工公司 ＝ 甲建筑工程有限公司: confirmed to be one firm&#x27;s, by decision 01J7."
    caption, table = words in report, "<h2>Names that are one firm's</h2>" in report
    assert (caption, table) == (True, True)
    (folder / "same_as.csv").write_text(said + "甲建工公司,戊公司,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="name of two firms"):
        ties(str(folder), out=tmp_path / "both")


BIDS = """
title = { zh = "投标", en = "Bids" }
table = "bids"
where = "bids.csv"
unit = "q-l"
body = "q-l-d"
ground = { zh = "数据共享清单", en = "The list of shared data" }
held_until = 2099-12-31
private = true
[columns]
lot = "标段"
bidder = "投标人"
phone = "电话"
"""


@pytest.mark.django_db
def test_links_that_were_confirmed_where_sources_are_held_are_one_firm_and_refused_ones_never(
    site: Path,
) -> None:
    story = make_story()
    (site / "sources" / "firms.toml").write_text(COMPANIES, encoding="utf-8")
    (site / "sources" / "bids.toml").write_text(BIDS, encoding="utf-8")
    (site / "data" / "firms.csv").write_text(
        "代码,名称,电话\nc1,甲公司,13900001111\nc2,乙公司,13900002222\n", encoding="utf-8"
    )
    (site / "data" / "bids.csv").write_text(
        "标段,投标人,电话\nl1,甲有限公司,13900002222\nl1,丙公司,13900003333\n", encoding="utf-8"
    )
    ones = {"甲有限公司": "p", "甲公司 ＝ 甲有限公司": "q"}

    def seen(name: str) -> set[str]:
        ties("--source", "firms", "--source", "bids", out=site / name)
        rows = drawn(site / name)
        return {ones[row["one"]] for row in rows if row["one"] in ones}

    by, county = story.officer, story.sheets.cast.county
    left, right = "甲公司", "甲有限公司"
    link = samedeciding.name_pair(unit=county, left=left, right=right, by=by, at=at())
    assert seen("proposed") == {"p"}
    samedeciding.confirm(link=link, ground="营业执照。", by=by, at=at())
    assert seen("confirmed") == {"q"}
    samedeciding.withdraw(link=link, ground="再查。", by=by, at=at(1))
    samedeciding.refuse(link=link, ground="两张执照。", by=by, at=at(2))
    assert seen("refused") == {"p"}


parties = st.integers(1, 40)


@given(parties, st.lists(st.tuples(parties, st.integers(1, 20), st.booleans()), max_size=60))
def test_a_drawing_holds_so_many_boxes_and_names_the_others(
    n: int, pairs: list[tuple[int, int, bool]]
) -> None:
    nodes = [Node(f"p{one}", f"甲{one}有限公司", "firm") for one in range(1, n + 1)]
    nodes += [Node(f"t{one}", f"telephone {one}", "thing") for one in range(1, 21)]
    wires = [Wire(f"p{a}", f"t{b}", strong=c) for a, b, c in pairs if a <= n]
    drawn = columns(nodes, wires)
    assert drawn == columns(nodes[::-1], wires[::-1])
    assert len(drawn.boxes) == min(24, len(nodes))
    shown = [box.node.label for box in drawn.boxes]
    assert sorted([*shown, *drawn.left_out]) == sorted(one.label for one in nodes)
    for box in drawn.boxes:
        assert 0 <= box.x <= box.x + box.width <= WIDTH
        assert 0 <= box.y <= box.y + 40 <= drawn.height
    keys = {box.node.key for box in drawn.boxes}
    assert len(drawn.lines) == sum(one.one in keys and one.other in keys for one in wires)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_boxes_of_a_wheel_lie_inside_and_apart(n: int) -> None:
    nodes = [Node(str(one), f"公司{one}", "firm") for one in range(n)]
    wires = [Wire(str(one), str((one + 1) % n), str(one)) for one in range(n)]
    drawn = wheel(nodes, wires, arrows=True)
    places = [(box.x, box.y, box.width) for box in drawn.boxes]
    assert all(x >= 0 and x + wide <= WIDTH and 0 <= y <= drawn.height - 40
               for x, y, wide in places)  # fmt: skip
    for i, (x, y, wide) in enumerate(places):
        for other_x, other_y, _ in places[:i]:
            assert abs(x - other_x) >= wide or abs(y - other_y) >= 40
    assert len({(line.at, line.arrow) for line in drawn.lines}) == n


def test_a_label_is_cut_with_a_sign_for_it_and_only_where_it_must_be() -> None:
    assert fitted("乙公司", 100) == ("乙公司",)
    assert fitted("三台县农业农村局", 60) == ("三台县农", "业农村局")
    assert fitted("三台县农业农村局办公室", 60) == ("三台县农", "业农村…")
