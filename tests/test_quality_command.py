"""`sunledger quality`: what is wrong with spreadsheets or a source, in one report."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.screening_story import make_story
from tests.test_sources import BENEFITS, site

__all__ = ["site"]
SHEET = """付款日期,收款方,用途,金额
2024-03-04,东岭建筑工程有限公司,修路,4900.00
2024-03-05,青泉商贸有限公司,无,310.00
2124-03-06,青泉商贸有限公司,办公用品,280.00
2024-03-07,青泉商贸有限公司,办公用品,二百
,青泉商贸有限公司,办公用品,20.00
2024-03-08,东岭建筑工程有限公司,修路,70.00
2024-03-08,东岭建筑工程有限公司,修路,70.00
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let the command speak English."""
    with translation.override("en"):
        yield


def quality(*args: str, out: Path) -> str:
    """Return what the command says."""
    said = StringIO()
    call_command("quality", *args, "--out", str(out), "--jobs", "1", "--on", "2024-12-31",
                 stdout=said)  # fmt: skip
    return said.getvalue()


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.django_db
def test_a_spreadsheet_is_counted_and_its_cells_to_put_right_are_named(tmp_path: Path) -> None:
    (tmp_path / "大河村.csv").write_text(SHEET.replace("二百", "about 200"), encoding="utf-8")
    said = quality(str(tmp_path / "大河村.csv"), out=tmp_path / "out")
    assert "7 rows came, 1 of them could not be read." in said
    assert "42.9% can be trusted in all that is needed: day of payment, amount." in said
    counts = {(row["column"], row["fault"]): row for row in rows(tmp_path / "out" / "quality.csv")}
    assert counts["amount", "malformed"]["cells"] == "1"
    assert counts["paid_on", "range"]["rows"] == "7"
    assert counts["paid_on", "missing"]["cells"] == "1"
    assert counts["purpose", "filler"]["cells"] == "1"
    assert counts["", "duplicated"]["cells"] == "1"
    cells = [(row["row"], row["column"]) for row in rows(tmp_path / "out" / "cells.csv")]
    assert cells == [("3", "purpose"), ("4", "paid_on"), ("6", "paid_on")]
    report = (tmp_path / "out" / "quality.html").read_text(encoding="utf-8")
    assert "Quality of the data" in report
    assert "It is no mean of the columns" in report
    assert "<script" not in report


@pytest.mark.django_db
def test_a_column_that_is_needed_and_that_nobody_gave_is_named(tmp_path: Path) -> None:
    text = "收款方,金额\n东岭建筑工程有限公司,4900.00\n青泉商贸有限公司,310.00\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    said = quality(str(tmp_path / "a.csv"), out=tmp_path / "out")
    assert "can be trusted in all that is needed: amount." in said
    assert "Nobody gave: day of payment." in said


@pytest.mark.django_db
def test_a_source_is_looked_at_before_it_is_loaded(site: Path) -> None:
    make_story()
    (site / "sources" / "benefits.toml").write_text(BENEFITS, encoding="utf-8")
    lines = ["身份证号,姓名,月份,金额,账号", "110101195003070013,王秀英,2024-03,约四百,6222"]
    lines += ["110101195003070013,王秀英,2024-04,400,无", "110101195003070019,王秀英,2024-05,400,1"]
    (site / "data" / "benefits.csv").write_text("\n".join(lines), encoding="utf-8")
    said = quality("--source", "benefits", out=site / "out")
    assert "3 rows came, 1 of them could not be read." in said
    counts = {(row["column"], row["fault"]) for row in rows(site / "out" / "quality.csv")}
    # The day of birth is read from the number, and this one cannot exist.
    number = {("person", "malformed"), ("born", "missing")}
    assert counts == {("amount", "malformed"), ("account", "filler"), *number}
    assert not (site / "tables").exists() or not list((site / "tables").glob("*"))
    for file in (site / "out").iterdir():
        assert "王秀英" not in file.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("args", [(), ("a.csv", "--source", "deaths")])
def test_files_or_a_source_are_named_and_not_both(tmp_path: Path, args: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="one of the two"):
        quality(*args, out=tmp_path / "out")


@pytest.mark.django_db
def test_a_source_that_there_is_not_is_refused(site: Path) -> None:
    with pytest.raises(CommandError, match="There is no source “deaths”"):
        quality("--source", "deaths", out=site / "out")
    assert not (site / "out").exists()


@pytest.mark.django_db
def test_the_small_towns_receipts_show_their_real_defects(shared: Path, tmp_path: Path) -> None:
    said = quality(str(shared / "data" / "torrelodones" / "2014"), out=tmp_path / "out")
    counts = {(row["column"], row["fault"]): row for row in rows(tmp_path / "out" / "quality.csv")}
    assert "can be trusted" in said
    assert counts["paid_on", "range"]["cells"] == "1"  # a receipt of 2041
