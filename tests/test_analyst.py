"""The analyst's command: any spreadsheets in, every row accounted for, one folder out."""

import csv
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import xlsxwriter
from django.utils import translation

from sunledger import __main__ as cli
from sunledger.screening.screen import Screen, shelf
from sunledger.web.analyst import pool
from sunledger.web.analyst.analyse import NothingToRead, analyse
from sunledger.web.analyst.run import Asked, Run
from sunledger.web.analyst.summary import WRITTEN
from sunledger.web.analyst.terminal import Silent

NOW = datetime(2024, 7, 1, 9, 0, tzinfo=UTC)
HEADINGS = "Date,Supplier,Transaction Number,Amount,Description\n"
TWICE = "2024-05-06,Jia Co,FP-04417,4900.00,Footpath\n2024-06-11,Jia Co,FP-04417,4900.00,Footpath\n"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared here, so their language is said."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def screens() -> dict[str, Screen]:
    """One screen is enough for what these tests promise."""
    return {"duplicate_payments": shelf()["duplicate_payments"]}


@pytest.fixture
def dahe(tmp_path: Path) -> Path:
    """The books of Dahe, as offices keep them: four kinds of files, and all that goes wrong."""
    folder = tmp_path / "dahe"
    folder.mkdir()
    lines = HEADINGS + TWICE + ",,,,\n2024-06-12,Yi Co,FP-1,10298896.31.,Bridge\nTotal,,,9800.00,\n"
    (folder / "may.csv").write_text("Payments of Dahe\n" + lines, encoding="gb18030")
    quoted = HEADINGS + '2024-03-01,"Bing,\nDing & Co",7,"1,234.56","=1+1"\n'
    (folder / "march.csv.gz").write_bytes(gzip.compress(quoted.encode("utf-16")))
    (folder / "notes.md").write_text("no table", encoding="utf-8")
    (folder / "scan.csv").write_bytes(b"%PDF-1.7 not a table")
    with xlsxwriter.Workbook(folder / "april.xlsx") as book:
        sheet = book.add_worksheet("四月")
        for column, heading in enumerate(["日期", "收款单位", "金额"]):
            sheet.write(0, column, heading)
        sheet.write_row(1, 0, ["2024-04-02", "东岭建筑工程有限公司", 0.1])
        sheet.write_row(2, 0, ["2024-04-03", "东岭建筑工程有限公司", "三百"])
        book.add_worksheet("空")
    return folder


def run(out: Path, *paths: Path, screens: Mapping[str, Screen], **asked: Any) -> Run:
    return analyse(Asked(tuple(paths), out, **asked), screens, Silent(), now=NOW)


def summary_of(out: Path) -> dict[str, Any]:
    text = (out / "summary.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_read_or_complained_about(
    dahe: Path, tmp_path: Path, screens: dict[str, Screen]
) -> None:
    out = tmp_path / "out"
    run(out, dahe, screens=screens, category="supplier-payments", currency="CNY")
    said = summary_of(out)
    problems = table(out / "problems.csv")
    assert said["files"] == 3
    assert said["rows"] == said["rows_read"] + said["rows_refused"]
    assert sum(int(row["rows"]) for row in problems) == said["rows_refused"]
    assert sum(said["rows_refused_by_reason"].values()) == said["rows_refused"]
    bad = next(row for row in problems if "10298896.31." in row["problem"])
    assert (bad["file"], bad["line"], bad["reason"]) == ("may.csv", "6", "refused")
    assert {one["file"] for one in said["skipped"]} == {"notes.md"}
    assert any(row["file"] == "scan.csv" and row["reason"] == "file" for row in problems)


def test_amounts_are_kept_to_the_smallest_coin(
    dahe: Path, tmp_path: Path, screens: dict[str, Screen]
) -> None:
    out = tmp_path / "out"
    run(out, dahe, screens=screens, category="supplier-payments", currency="CNY")
    kept = Decimal("4900.00") * 2 + Decimal("1234.56") + Decimal("0.10") + 300
    said = summary_of(out)
    assert said["rows_read"] == 5
    assert Decimal(said["sums"]["CNY"]) == kept
    assert said["totals"]["by_body"]["dahe"]["sums"] == said["sums"]


def test_a_total_is_no_record_and_is_compared_with_its_rows(
    dahe: Path, tmp_path: Path, screens: dict[str, Screen]
) -> None:
    run(tmp_path / "out", dahe / "may.csv", screens=screens)
    assert summary_of(tmp_path / "out")["totals_that_agree"] == 1


def test_the_folder_holds_what_the_summary_says_and_nothing_else(
    dahe: Path, tmp_path: Path, screens: dict[str, Screen]
) -> None:
    out = tmp_path / "out"
    run(out, dahe, screens=screens)
    assert {path.name for path in out.iterdir()} == set(WRITTEN)
    assert set(summary_of(out)["written"]) == set(WRITTEN)
    assert {path.name for path in tmp_path.iterdir()} == {"dahe", "out"}


def test_a_lead_stands_in_every_table_with_its_rows(
    dahe: Path, tmp_path: Path, screens: dict[str, Screen]
) -> None:
    out = tmp_path / "out"
    run(out, dahe / "may.csv", screens=screens, currency="CNY")
    (lead,) = table(out / "leads.csv")
    assert (lead["number"], lead["amount"], lead["subject"]) == ("1", "4900.00", "Jia Co")
    assert pq.read_table(out / "leads.parquet").to_pylist()[0]["amount_minor"] == 490_000
    rows = table(out / "lead_rows.csv")
    assert [(row["lead"], row["batch"], row["line"]) for row in rows] == [
        ("1", "may.csv", "3"),
        ("1", "may.csv", "4"),
    ]
    assert {row["amount"] for row in rows} == {"4900.00"}
    assert "Jia Co" in (out / "report.html").read_text(encoding="utf-8")


def test_formulas_are_harmless_for_spreadsheets_and_raw_for_programs(
    tmp_path: Path, screens: dict[str, Screen]
) -> None:
    sheet = HEADINGS + TWICE.replace("Footpath", "=HYPERLINK(1)")
    (tmp_path / "dahe.csv").write_text(sheet, encoding="utf-8")
    run(tmp_path / "out", tmp_path / "dahe.csv", screens=screens)
    shown = {row["purpose"] for row in table(tmp_path / "out" / "lead_rows.csv")}
    raw = set(pq.read_table(tmp_path / "out" / "lead_rows.parquet")["purpose"].to_pylist())
    assert (shown, raw) == ({"'=HYPERLINK(1)"}, {"=HYPERLINK(1)"})


def test_a_sheet_without_headings_is_read_by_the_places_of_its_columns(
    tmp_path: Path, screens: dict[str, Screen]
) -> None:
    (tmp_path / "book.csv").write_text("x,Jia Co,4900.00\ny,Yi Co,12.5\n", encoding="utf-8")
    out = tmp_path / "out"
    run(out, tmp_path / "book.csv", screens=screens, mapping={"2": "payee", "C": "amount"})
    said = summary_of(out)
    assert (said["rows_read"], said["rows_refused"]) == (2, 0)


def test_the_amount_alone_is_enough_where_somebody_named_it(
    tmp_path: Path, screens: dict[str, Screen]
) -> None:
    (tmp_path / "book.csv").write_text("what,cost\na,5\nb,7\n", encoding="utf-8")
    out = tmp_path / "out"
    run(out, tmp_path / "book.csv", screens=screens, mapping={"cost": "amount"})
    assert summary_of(out)["rows_read"] == 2


def test_a_mapping_that_fits_no_sheet_is_refused_and_one_that_fits_one_of_them_is_noted(
    tmp_path: Path, screens: dict[str, Screen]
) -> None:
    (tmp_path / "one.csv").write_text(HEADINGS + TWICE, encoding="utf-8")
    (tmp_path / "two.csv").write_text("what,cost\na,5\nb,7\n", encoding="utf-8")
    with pytest.raises(NothingToRead, match=r"price.*headings are"):
        run(tmp_path / "out", tmp_path, screens=screens, mapping={"price": "amount"})
    assert not (tmp_path / "out").exists()
    run(tmp_path / "out", tmp_path, screens=screens, mapping={"cost": "amount"})
    assert summary_of(tmp_path / "out")["rows_read"] >= 2


def test_a_stopped_run_leaves_nothing_behind(
    dahe: Path, tmp_path: Path, screens: dict[str, Screen]
) -> None:
    class Impatient(Silent):
        def step(self, words: str) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyse(Asked((dahe,), tmp_path / "out"), screens, Impatient(), now=NOW)
    assert {path.name for path in tmp_path.iterdir()} == {"dahe"}


def test_a_folder_that_is_there_keeps_its_other_files(
    dahe: Path, tmp_path: Path, screens: dict[str, Screen]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("keep", encoding="utf-8")
    (out / "summary.json").write_text("old", encoding="utf-8")
    run(out, dahe, screens=screens)
    assert (out / "mine.txt").read_text(encoding="utf-8") == "keep"
    assert summary_of(out)["rows"] > 0


def test_a_second_run_without_leads_takes_the_place_of_the_first(
    tmp_path: Path, screens: dict[str, Screen]
) -> None:
    book, out = tmp_path / "book.csv", tmp_path / "out"
    book.write_text(HEADINGS + TWICE, encoding="utf-8")
    first = run(out, book, screens=screens)
    book.write_text(HEADINGS + TWICE.partition("\n")[0] + "\n", encoding="utf-8")
    second = run(out, book, screens=screens)
    assert (first.lead_rows, second.lead_rows) == (2, 0)
    assert {file.name for file in out.iterdir()} == set(WRITTEN)
    assert pq.read_table(out / "lead_rows.parquet").num_rows == 0
    assert table(out / "lead_rows.csv") == []


def test_a_folder_in_the_way_of_a_file_is_named_and_nothing_is_lost(
    dahe: Path, tmp_path: Path, screens: dict[str, Screen]
) -> None:
    (tmp_path / "out" / "report.html").mkdir(parents=True)
    (tmp_path / "out" / "summary.json").write_text("old", encoding="utf-8")
    with pytest.raises(OSError, match=r"report\.html"):
        run(tmp_path / "out", dahe, screens=screens)
    assert (tmp_path / "out" / "summary.json").read_text(encoding="utf-8") == "old"
    assert {file.name for file in tmp_path.iterdir()} == {"dahe", "out"}


def test_a_mapping_leaves_the_choice_of_the_category_to_the_headings(
    tmp_path: Path, screens: dict[str, Screen]
) -> None:
    book = tmp_path / "book.csv"
    book.write_text("Date,Supplier,Amount\n2024-01-03,A,10.00\n", encoding="utf-8")
    run(tmp_path / "out", book, screens=screens, mapping={"3": "amount"})
    (sheet,) = summary_of(tmp_path / "out")["per_file"][0]["sheets"]
    assert sheet["category"] == "supplier-payments"
    assert summary_of(tmp_path / "out")["sums"] == {"": "10.00"}


def test_several_processes_read_what_one_reads(
    dahe: Path, tmp_path: Path, screens: dict[str, Screen], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path / "one", dahe, screens=screens)
    monkeypatch.setattr(pool, "SMALL", 0)
    run(tmp_path / "two", dahe, screens=screens, jobs=2)
    for name in ("problems.csv", "leads.csv", "lead_rows.csv"):
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert one == two
    one_said, two_said = summary_of(tmp_path / "one"), summary_of(tmp_path / "two")
    assert one_said["totals"] == two_said["totals"]


def test_a_screen_that_cannot_run_is_said_and_stops_no_other(
    dahe: Path, tmp_path: Path, screens: dict[str, Screen], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    def flags(payments: object) -> None:
        raise ValueError("the moon is full")

    monkeypatch.delenv("SUNLEDGER_DEBUG", raising=False)
    bad = replace(screens["duplicate_payments"], code="bad", flags=flags, defaults={})
    out = tmp_path / "out"
    run(out, dahe, screens={"bad": bad, **screens})
    said = summary_of(out)
    assert "the moon is full" in said["screens_not_run"]["bad"]
    assert [one["screen"] for one in said["screens"]] == ["duplicate_payments"]
    assert "the moon is full" in (out / "report.html").read_text(encoding="utf-8")


def test_a_folder_without_spreadsheets_is_refused(
    tmp_path: Path, screens: dict[str, Screen]
) -> None:
    (tmp_path / "index.json").write_text("{}", encoding="utf-8")
    with pytest.raises(NothingToRead, match="not a spreadsheet"):
        run(tmp_path / "out", tmp_path, screens=screens)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.csv"], "nowhere.csv"),
        (["book.csv", "--category", "cats"], "supplier-payments"),
        (["book.csv", "--currency", "pounds"], "three letters"),
        (["book.csv", "--map", "cost"], "--map"),
        (["book.csv", "--map", "cost=colour"], "colour"),
        (["book.csv", "--set", "duplicate_payment.habit=1"], "duplicate_payments"),
        (["book.csv", "--set", "duplicate_payments.habits=1"], "habit"),
        (["book.csv", "--set", "duplicate_payments.habit=often"], "habit"),
        (["book.csv", "--memory", "lots"], "2GB"),
        (["book.csv", "--memory", "999999999999TB"], "2GB"),
        (["book.csv"], "No row could be read"),
    ],
)
def test_what_cannot_be_meant_is_answered_in_one_line(
    words: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("SUNLEDGER_SECRET_KEY", "for this test")
    monkeypatch.delenv("SUNLEDGER_DEBUG", raising=False)
    (tmp_path / "book.csv").write_text("what,cost\na,5\n", encoding="utf-8")
    assert cli.main(["screen", *words, "--jobs", "1"]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1


def test_more_processes_than_a_machine_bears_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.csv").write_text(HEADINGS + TWICE, encoding="utf-8")
    assert cli.main(["screen", str(tmp_path / "book.csv"), "--jobs", "100000"]) == 1
    assert capsys.readouterr().err.count("--jobs") == 1


def test_no_site_is_needed_and_none_is_made(tmp_path: Path) -> None:
    (tmp_path / "book.csv").write_text(HEADINGS + TWICE, encoding="utf-8")
    dropped = ("SUNLEDGER_HOME", "SUNLEDGER_SECRET_KEY", "DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment["PYTHONPATH"] = str(Path(cli.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "sunledger", "screen", "book.csv"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {"book.csv", "sunledger-report"}


def test_commands_that_say_that_they_need_no_site_make_none() -> None:
    saying = {name for name, words in cli.commands().items() if "no site" in words}
    assert {"screen", "ocds"} <= saying <= cli.WITHOUT_SITE
