"""Which files an analyst's run reads, whose they are, and what the tables for spreadsheets say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core.formulas import harmless
from sunledger.web.analyst.amounts import decimal
from sunledger.web.analyst.asking import NotUnderstood, known_currency, mapping_of
from sunledger.web.analyst.files import NothingThere, body_of, find


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared here, so their language is said."""
    with translation.override("en"):
        yield


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a,b\n1,2\n", encoding="utf-8")


def test_every_file_of_a_folder_is_read_or_skipped_with_a_reason(tmp_path: Path) -> None:
    put(tmp_path, "b/2.csv", "b/1.CSV.gz", "a.xlsx", "index.json", "old.zip", "scan.pdf", ".hidden")
    found = find([tmp_path])
    assert [source.name for source in found.sources] == ["a.xlsx", "b/1.CSV.gz", "b/2.csv"]
    assert {skipped.name for skipped in found.skipped} == {
        ".hidden",
        "index.json",
        "old.zip",
        "scan.pdf",
    }
    assert all(skipped.reason.endswith(".") for skipped in found.skipped)


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, "a.csv")
    found = find([tmp_path, tmp_path / "a.csv"])
    assert len(found.sources) == 1
    assert len(found.skipped) == 1


def test_a_folder_that_links_to_itself_is_entered_once(tmp_path: Path) -> None:
    put(tmp_path, "a.csv")
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(find([tmp_path]).sources) == 1


def test_an_earlier_report_is_not_read_as_if_it_were_a_record(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "report/leads.csv")
    found = find([tmp_path], leave_out=tmp_path / "report")
    assert [source.name for source in found.sources] == ["a.csv"]


def test_a_path_with_nothing_at_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(NothingThere, match="nowhere"):
        find([tmp_path / "nowhere"])


@pytest.mark.parametrize(
    ("given_path", "file", "body"),
    [
        ("spend", "spend/dahe/clean/2015-01.csv.gz", "dahe"),
        ("spend/dahe", "spend/dahe/clean/2015-01.csv.gz", "dahe"),
        ("spend/dahe/clean", "spend/dahe/clean/2015-01.csv.gz", "dahe"),
        ("town", "town/2014/pagos.csv", "town"),
        ("dahe_2015.csv", "dahe_2015.csv", "dahe_2015"),
        ("大河村", "大河村/数据/1月.xlsx", "大河村"),
    ],
)
def test_a_folder_says_whose_the_payments_are(
    tmp_path: Path, given_path: str, file: str, body: str
) -> None:
    put(tmp_path, file)
    assert body_of(tmp_path / file, tmp_path / given_path) == body


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@sum", "\t=1", "＝1", "－x"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["-12.50", "+3", "1,000", "Dahe", "a=b", ""])
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.integers(-(10**17), 10**17), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_an_amount_as_a_decimal_number_is_exact(amount: int, currency: str) -> None:
    places = {"CNY": 2, "JPY": 0, "KWD": 3}[currency]
    text = decimal(amount, currency)
    assert int(text.replace(".", "")) == amount
    assert len(text.partition(".")[2]) == places


def test_a_mapping_is_divided_at_its_last_sign_of_equality() -> None:
    assert mapping_of(["Net = paid=amount", "7=payee"]) == {"Net = paid": "amount", "7": "payee"}


@pytest.mark.parametrize("pair", ["amount", "=amount", "Net="])
def test_a_mapping_that_names_no_heading_or_no_column_is_refused(pair: str) -> None:
    with pytest.raises(NotUnderstood, match="--map"):
        mapping_of([pair])


def test_a_currency_is_three_letters_that_exist() -> None:
    assert known_currency("gbp") == "GBP"
    with pytest.raises(NotUnderstood, match="POUND"):
        known_currency("pound")
