"""Real records of bodies that nobody here has asked how they write: all rows accounted for.

The figures are those of the public files as they lie beside this project, counted by other means.
"""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sunledger.core.workbook import BadFile, open_sheets
from tests.reading import Read, read_sheet

PAYMENTS = "supplier-payments"


def read_file(path: Path, mapping: dict[str, str] | None = None) -> Read:
    (sheet,) = open_sheets(path)
    return read_sheet(sheet, PAYMENTS, mapping)


@pytest.fixture(scope="session")
def councils(shared: Path) -> list[Path]:
    """The spending files of nine British bodies, in the order of their names."""
    return sorted((shared / "data" / "uk_council_spend").glob("*/*/*.csv.gz"))


@pytest.fixture(scope="session")
def shapes(councils: list[Path]) -> list[Path]:
    """The smallest file for each first line that occurs among them."""
    first: dict[str, Path] = {}
    for path in sorted(councils, key=lambda path: -path.stat().st_size):
        with gzip.open(path, "rt", encoding="cp1252", errors="replace") as lines:
            first[lines.readline()] = path
    return list(first.values())


def pence_by_hand(path: Path, column: str) -> int:
    """Return what a column adds up to, read by nothing but the csv module."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return sum(round(float(row[column].replace(",", "")) * 100) for row in rows)


def test_every_shape_of_the_british_files_is_read(shapes: list[Path]) -> None:
    refused = Counter[str]()
    for path in shapes:
        result = read_file(path)
        refused[path.parts[-3]] += result.reading.counts.refused
        fields = {column.field.name for column in result.reading.columns if column.field}
        assert fields >= {"supplier", "amount"} or not result.kept, path
    assert len(shapes) >= 73
    assert +refused == Counter(salford=361)


def test_amounts_of_a_whole_body_are_exact_to_the_penny(councils: list[Path]) -> None:
    files = [path for path in councils if path.parts[-3] == "manchester"][5:20]
    for path in files:
        result = read_file(path)
        assert sum(result.reading.counts.amounts.values()) == pence_by_hand(path, "Net Amount")


def test_the_query_above_the_headings_is_no_record(councils: list[Path]) -> None:
    (path,) = [
        path for path in councils if path.name == "2013-02.csv.gz" and "darlington" in path.parts
    ]
    result = read_file(path)
    assert result.of("title") == [(1, 17)]
    assert result.of("header") == [(18, 2)]
    assert result.kept[0].values["supplier"] == "AMG CONSULTANCY SERVICES LTD"
    assert result.kept[0].values["amount"] == 88359


def test_every_receipt_of_a_small_town_is_kept_or_complained_about(shared: Path) -> None:
    totals = Counter[str]()
    for path in sorted((shared / "data" / "torrelodones").glob("*/pagos.csv")):
        counts = read_file(path).reading.counts
        totals += Counter(
            rows=counts.rows, lines=counts.lines, kept=counts.kept, refused=counts.refused
        )
    assert totals == Counter(lines=19_796, rows=19_780, kept=19_761, refused=13)


NO_HEADINGS = {"1": "office", "4": "purpose", "5": "supplier_id", "6": "supplier", "G": "amount"}


def test_payments_without_headings_are_read_by_their_places(shared: Path) -> None:
    path = shared / "data" / "madrid_payments" / "2019.csv.gz"
    counts = read_file(path, NO_HEADINGS).reading.counts
    assert (counts.rows, counts.kept) == (34_857, 34_857)


@pytest.mark.long
def test_all_payments_without_headings(shared: Path) -> None:
    files = sorted((shared / "data" / "madrid_payments").glob("*.csv.gz"))
    assert sum(read_file(path, NO_HEADINGS).reading.counts.kept for path in files) == 358_416


def test_a_ledger_with_numbers_for_names_is_read(shared: Path) -> None:
    result = read_file(shared / "data" / "benford" / "corporate_payment.csv.gz")
    assert len(result.kept) == 189_470
    assert result.column("supplier")[:2] == ["2001", "2001"]


def test_day_first_dates_and_decimal_commas_are_found(shared: Path) -> None:
    path = shared / "data" / "benford" / "purchasing_cards_2010.csv.gz"
    result = read_file(path, {"MERCHDESCRIPTION": "supplier"})
    assert result.reading.counts.kept == 95_076
    assert result.kept[0].values["amount"] == 10_689
    assert result.reading.currency == "USD"
    assert None not in result.column("paid_on")


def test_price_lists_of_provinces_open_whatever_they_are(shared: Path) -> None:
    opened, refused = 0, []
    for path in sorted((shared / "data" / "vaccine_prices" / "src").iterdir()):
        try:
            for sheet in open_sheets(path):
                rows = list(sheet.rows)
                assert [row.line for row in rows] == list(range(1, len(rows) + 1))
            opened += 1
        except BadFile as problem:
            refused.append(str(problem))
    assert opened == 26
    assert all("PDF" in sentence or "document" in sentence for sentence in refused)


def test_a_price_list_with_merged_cells_keeps_its_names(shared: Path) -> None:
    (path,) = (shared / "data" / "vaccine_prices" / "src").glob("云南*.xlsx")
    result = read_file(path, {"入围候选人名称": "supplier", "入围价（元）": "amount"})
    assert len(result.kept) == 108
    assert all(row.values["名称"] for row in result.kept)


@pytest.mark.long
def test_all_british_files_every_row(councils: list[Path]) -> None:
    totals, sums = Counter[str](), Counter[str]()
    for path in councils:
        result = read_file(path)
        counts = result.reading.counts
        for name in ("rows", "lines", "kept", "refused", "blank", "title", "header", "total"):
            totals[name] += getattr(counts, name)
        sums[path.parts[-3]] += sum(counts.amounts.values())
    # The README beside the files counts 2,349,968: every row but the first of each of 1,003 files.
    assert totals["rows"] == 2_350_971 == 2_349_968 + 1_003
    assert totals["lines"] == 2_350_973
    assert totals["kept"] == 2_290_881
    assert totals["refused"] == 422
    assert sums["manchester"] == sum(_all_by_hand(councils))


def _all_by_hand(councils: list[Path]) -> Iterator[int]:
    """Give what each file of one body adds up to."""
    for path in councils:
        if path.parts[-3] == "manchester":
            text = gzip.decompress(path.read_bytes()).decode("utf-8-sig")
            head, *rows = csv.reader(io.StringIO(text, newline=""))
            place = head.index("Net Amount" if "Net Amount" in head else "Amount")
            yield sum(round(float(row[place]) * 100) for row in rows)
