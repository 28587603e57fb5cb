"""`sunledger link`: what it writes, what it tells, and how it refuses."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from sunledger.screening.door import Door, site_key

HEAD = "姓名,出生日期,村\n"
LINES = HEAD + "王炜民,1972-03-04,清河县大河镇东沟村\n赵四,1960-01-01,清河县大河镇西沟村\n"
REGISTER = HEAD + "王伟民,1972-03-04,清河县大河镇东沟村\n张建国,1980-06-01,清河县太平镇南岭村\n"


def said(*words: object, language: str = "en") -> str:
    out = io.StringIO()
    with override(language):
        call_command("link", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Lines, a register, and where the links go."""
    (tmp_path / "a.csv").write_text(LINES, encoding="utf-8")
    (tmp_path / "b.csv").write_text(REGISTER, encoding="utf-8")
    return tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "links.csv"


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as held:
        return list(csv.DictReader(held))


def test_it_writes_each_link_with_its_lines_and_its_reasons(lists: tuple[Path, Path, Path]) -> None:
    left, right, out = lists
    told = said(left, right, "--out", out)
    assert "1 links in" in told
    [found] = rows(out)
    assert (found["left_line"], found["right_line"], found["stands"]) == ("2", "2", "yes")
    assert "the names sound alike" in found["why"]
    assert float(found["others"]) < 0.1


def test_it_tells_of_each_tier_how_many_of_its_links_are_likely_wrong(tmp_path: Path) -> None:
    left, right, out = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "links.csv"
    lines = "".join(f"王伟民,19{year}-03-04,清河县大河镇{year}村\n" for year in range(50, 70))
    left.write_text(HEAD + lines, encoding="utf-8")
    right.write_text(HEAD + lines.replace("伟民,1969", "炜民,1969"), encoding="utf-8")
    told = said(left, right, "--out", out).splitlines()
    chances = [float(row["chance"]) for row in rows(out) if row["tier"] == "2"]
    wrong = f"{sum(1 - one for one in chances):.1f}"
    assert told[1] == (
        f"  all that is given agrees: 19; by their chances about {wrong} of them are wrong."
    )
    assert told[2].startswith("  all agrees but for one slip: 1;")


def test_the_reasons_are_chinese_in_a_chinese_terminal(lists: tuple[Path, Path, Path]) -> None:
    left, right, out = lists
    said(left, right, "--out", out, language="zh-hans")
    assert rows(out)[0]["why"] == "出生日期相同，村居相同，姓名音同"


def test_a_refused_pair_never_comes_back(lists: tuple[Path, Path, Path]) -> None:
    left, right, out = lists
    said(left, right, "--out", out, "--key", "k")
    pair = rows(out)[0]["pair"]
    decided = out.with_name("decisions.csv")
    decided.write_text(f"pair,verdict\n{pair},different\n", encoding="utf-8")
    said(left, right, "--out", out, "--key", "k", "--decisions", decided)
    assert rows(out) == []


def test_a_confirmed_pair_stays_whatever_the_limit(lists: tuple[Path, Path, Path]) -> None:
    left, right, out = lists
    said(left, right, "--out", out)
    decided = out.with_name("decisions.csv")
    decided.write_text(f"pair,verdict\n{rows(out)[0]['pair']},same\n", encoding="utf-8")
    said(left, right, "--out", out, "--decisions", decided, "--least", "1")
    assert [(row["stands"], row["said_by"]) for row in rows(out)] == [("yes", "person")]


def test_one_list_is_joined_with_itself_into_clusters(tmp_path: Path) -> None:
    file, out = tmp_path / "firms.csv", tmp_path / "links.csv"
    names = ["FERRETERIA EUROPA S A", '"Ferretería Europa, S.A. . ."', "CLECE SA"]
    file.write_text("Vendor\n" + "\n".join(names) + "\n", encoding="utf-8")
    said(file, "--kind", "firm", "--map", "Vendor=name", "--out", out)
    assert [(row["left_line"], row["right_line"], row["cluster"]) for row in rows(out)] == [
        ("2", "3", "2")
    ]


def test_a_refused_pair_is_not_joined_over_a_third(tmp_path: Path) -> None:
    file, out = tmp_path / "firms.csv", tmp_path / "links.csv"
    names = ["FERRETERIA EUROPA S A", "FERRETERIA EUROPA SA", "FERRETERÍA EUROPA"]
    file.write_text("name\n" + "\n".join(names) + "\n", encoding="utf-8")
    said(file, "--kind", "firm", "--out", out)
    pair = next(row["pair"] for row in rows(out) if row["right_line"] == "4")
    decided = out.with_name("decisions.csv")
    decided.write_text(f"pair,verdict\n{pair},different\n", encoding="utf-8")
    said(file, "--kind", "firm", "--out", out, "--decisions", decided)
    found = rows(out)
    assert pair not in {row["pair"] for row in found}
    assert sum(row["cluster"] != "" for row in found) == 1


IDENTITY = "110105194912310021"
NUMBERED = f"姓名,身份证号,电话\n王伟民,{IDENTITY},13912345678\n"


def test_numbers_of_persons_are_masked_in_what_is_written(tmp_path: Path) -> None:
    file, out = tmp_path / "a.csv", tmp_path / "links.csv"
    file.write_text(NUMBERED, encoding="utf-8")
    said(file, file, "--out", out)
    [found] = rows(out)
    assert found["left"] == "王伟民 | ****21 | ****78"
    assert IDENTITY not in out.read_text(encoding="utf-8-sig")


def test_numbers_of_persons_are_hashed_as_the_tables_of_a_site_have_them(tmp_path: Path) -> None:
    file, out, key = tmp_path / "a.csv", tmp_path / "links.csv", tmp_path / "key"
    file.write_text(NUMBERED, encoding="utf-8")
    said(file, file, "--out", out, "--hash-key", key)
    door = Door(site_key(key))
    [found] = rows(out)
    hashes = door.person(IDENTITY).key, door.key("13912345678", "telephone")
    assert found["left"] == f"王伟民 | {hashes[0]} | {hashes[1]}"
    assert found["pair"] != ""


def test_the_code_of_a_firm_is_public_and_stays(tmp_path: Path) -> None:
    file, out = tmp_path / "a.csv", tmp_path / "links.csv"
    file.write_text("名称,信用代码\n宏达建材有限公司,91110000600037341L\n", encoding="utf-8")
    said(file, file, "--kind", "firm", "--out", out)
    assert "91110000600037341L" in rows(out)[0]["left"]


def test_a_file_that_is_no_key_is_refused(lists: tuple[Path, Path, Path]) -> None:
    wrong = lists[2].with_name("wrong")
    wrong.write_bytes(b"short")
    with pytest.raises(CommandError, match="is no key"):
        said(lists[0], lists[1], "--out", lists[2], "--hash-key", wrong)


def test_two_runs_write_the_same_bytes(lists: tuple[Path, Path, Path]) -> None:
    left, right, out = lists
    said(left, right, "--out", out)
    first = out.read_bytes()
    said(left, right, "--out", out)
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--map", "姓名=nom"), "--map is written"),
        (("--least", "2"), "--least is a number"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    lists: tuple[Path, Path, Path], words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        said(lists[0], lists[1], *words)


def test_a_list_without_a_known_heading_says_how_to_name_one(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="no heading says which column"):
        said(file)


@pytest.mark.parametrize("heading", ["收款单位（人）", "收款单位", "收款人", "中标单位", "payee"])
def test_who_is_paid_is_a_name_as_a_published_sheet_heads_it(tmp_path: Path, heading: str) -> None:
    paid, register, out = (tmp_path / name for name in ("paid.csv", "register.csv", "links.csv"))
    paid.write_text(f"日期,{heading},金额\n2024-05-06,宏远（北京）商贸有限公司,4900.00\n")
    register.write_text("企业名称,统一社会信用代码\n宏远北京商贸有限公司,91110000600037341L\n")
    assert said(paid, register, "--kind", "firm", "--out", out).startswith("1 links in ")


def test_decisions_that_contradict_each_other_are_refused(lists: tuple[Path, Path, Path]) -> None:
    decided = lists[2].with_name("decisions.csv")
    decided.write_text("pair,verdict\nab,same\nab,different\n", encoding="utf-8")
    with pytest.raises(CommandError, match="same and to be different"):
        said(lists[0], lists[1], "--decisions", decided, "--out", lists[2])
