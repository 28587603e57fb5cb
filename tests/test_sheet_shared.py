"""Whatever bodies have published: every file is read with one mapping at most, every row accounted.

The files lie beside this project; where they are absent these tests are skipped and say so.
"""

import sys
from collections import Counter
from pathlib import Path

import pytest

from sunledger.core.workbook import BadFile, open_sheets
from sunledger.disclosure.category import guessed
from sunledger.disclosure.sheet import fitting
from tests.reading import Read, read_sheet

# One mapping a file, where a file has no headings at all; nothing is said of any other file.
MAPPINGS = {
    "2017/ejecucion_ingresos.csv": ("town-budget", {"5": "description", "6": "amount"}),
}
WORKBOOKS = (".xls", ".xlsx")


def name_of(path: Path) -> str:
    name = f"{path.parent.name}/{path.name}"
    return name if name in MAPPINGS else path.name


def read_all(path: Path) -> list[tuple[str, Read]]:
    """Read each sheet that holds a line, against the category that fits it."""
    done = []
    said = MAPPINGS.get(name_of(path))
    for sheet in open_sheets(path):
        if not any(any(cell not in ("", None) for cell in row.cells) for row in sheet.rows):
            continue
        fits = fitting(sheet, guessed())
        code, mapping = said or (fits.code if fits else "", None)
        assert code, f"{path.name}, {sheet.name}: nothing fits"
        done.append((code, read_sheet(sheet, code, mapping)))  # and every row is accounted for
    return done


def tell(path: Path, done: list[tuple[str, Read]]) -> Counter[str]:
    """Print what became of a file's rows, and return it."""
    total = Counter[str]()
    for code, result in done:
        counts = result.reading.counts
        names = ("rows", "kept", "refused", "blank", "title", "header", "total")
        total += Counter({name: getattr(counts, name) for name in names})
        shown = ", ".join(f"{name} {getattr(counts, name)}" for name in names)
        sys.stdout.write(f"{path.parent.name}/{path.name} → {code}: {shown}" + "\n")
    return total


def test_every_price_list_of_a_province_is_read_into_a_category(shared: Path) -> None:
    files = sorted((shared / "data" / "vaccine_prices" / "src").iterdir())
    books = [path for path in files if path.suffix in WORKBOOKS]
    assert len(books) == 22
    totals = Counter[str]()
    for path in books:
        done = read_all(path)
        totals += tell(path, done)
        assert {code for code, _ in done} <= {"price-list", "product-list"}
    assert not set(MAPPINGS) & {path.name for path in books}  # not one of them needs a mapping
    sys.stdout.write(f"22 workbooks: {dict(totals)}" + "\n")
    assert totals["refused"] == 1  # “元/瓶”: a price without its number
    assert (totals["rows"], totals["kept"]) == (2685, 2602)


def test_a_page_of_prices_is_read_too(shared: Path) -> None:
    folder = shared / "data" / "vaccine_prices" / "src"
    (sheet, _foot) = open_sheets(folder / "广西.html")
    assert len(read_sheet(sheet, "price-list").kept) == 19


def test_prices_say_what_they_buy(shared: Path) -> None:
    folder = shared / "data" / "vaccine_prices" / "src"
    ((_, result),) = read_all(next(folder.glob("新疆*")))
    assert result.column("price")[:2] == [4900, 18000]
    assert result.column("unit")[:2] == ["瓶", "人份（4瓶）"]


def test_a_price_in_a_merged_cell_is_that_of_every_line(shared: Path) -> None:
    folder = shared / "data" / "vaccine_prices" / "src"
    ((_, result),) = read_all(next(folder.glob("陕西*")))
    assert all(price is not None for price in result.column("price"))


def test_what_is_no_table_is_refused_with_a_sentence(shared: Path) -> None:
    files = sorted((shared / "data" / "vaccine_prices" / "src").iterdir())
    for path in files:
        if path.suffix in (".pdf", ".docx"):
            with pytest.raises(BadFile, match=r"PDF|document"):
                list(open_sheets(path))


def test_every_file_of_a_small_town_is_read_into_a_category(shared: Path) -> None:
    files = sorted((shared / "data" / "torrelodones").glob("*/*.csv"))
    totals = Counter[str]()
    for path in files:
        done = read_all(path)
        totals += tell(path, done)
        expected = "supplier-payments" if path.name == "pagos.csv" else "town-budget"
        assert [code for code, _ in done] == [expected], path
    sys.stdout.write(f"{len(files)} files: {dict(totals)}" + "\n")
    assert len(files) == 38
    assert totals["refused"] == 13
    assert sum(name_of(path) in MAPPINGS for path in files) == 1
