"""Every category file is whole, its examples run, and a new one is one file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from sunledger.core.catalogue import CatalogueError, load
from sunledger.core.currencies import MINOR
from sunledger.core.money import read_money
from sunledger.core.texttable import read as read_table
from sunledger.disclosure.category import CATEGORIES, Category, Example, Field
from sunledger.disclosure.period import read_period
from sunledger.screening.shapes import SHAPES
from sunledger.units.models import Power
from tests.reading import Read, read_text

PERIODS = {
    "once": "once",
    "each time": "2024-03-04",
    "month": "2024-03",
    "quarter": "2024-Q1",
    "half-year": "2024-H1",
    "year": "2024",
}
EXAMPLES = [
    pytest.param(category, example, id=f"{category.code}: {example.title}")
    for category in CATEGORIES.values()
    for example in category.examples
]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def shown(result: Read, category: Category, name: str, line: int) -> str:
    """Return a value as an example writes it."""
    row = next(row for row in result.kept if row.line == line)
    value = row.values.get(name)
    if value is None:
        return ""
    if isinstance(value, int) and category.field(name).kind == "money":
        places = MINOR.get(str(row.values.get("currency") or ""), 2)
        return f"{value / 10**places:.{places}f}"
    return str(value)


@pytest.mark.parametrize(("category", "example"), EXAMPLES)
def test_an_example_is_read_as_it_says(category: Category, example: Example) -> None:
    result = read_text(example.sheet.lstrip("\n"), category)
    if not example.kept:
        whole_and_known(result, example)
        return
    expected = read_table(example.kept)
    assert result.lines == [int(row["line"]) for row in expected]
    for row in expected:
        line = int(row.pop("line"))
        assert {name: shown(result, category, name, line) for name in row} == row
    for fragment in example.said:
        assert any(fragment in said for said in result.said), (fragment, result.said)


def whole_and_known(result: Read, example: Example) -> None:
    """See that every line is kept, every heading has its field, and nothing needs to be said."""
    assert len(result.lines) == example.sheet.strip().count("\n")
    assert all(column.field for column in result.reading.columns), result.reading.columns
    assert [one for one in result.said if not one.startswith("header")] == []
    for row in result.kept:
        assert all(row.values.get(one.name) is not None for one in result.reading.category.figures)


@pytest.mark.parametrize("category", CATEGORIES.values(), ids=CATEGORIES.keys())
def test_a_category_feeds_only_tables_and_columns_that_screens_know(category: Category) -> None:
    for table, columns in category.feeds.items():
        known = {column.name for column in SHAPES[table].columns}
        assert set(columns) <= known


@pytest.mark.parametrize("category", CATEGORIES.values(), ids=CATEGORIES.keys())
def test_a_category_is_complete(category: Category) -> None:
    assert {category.entered_by, category.reviewed_by} <= set(Power.values)
    assert category.examples
    assert category.role("amount") or not category.feeds
    for field in category.fields:
        assert field.title.zh
        assert field.title.en
        assert field.personal or field.kind != "person"
    assert read_period(PERIODS[category.period], category) == PERIODS[category.period]


NEW = """
pack = "village"
version = "2024-1"
currency = "CNY"
title = { zh = "资产登记", en = "Register of assets" }
basis = { zh = "规定", en = "Rules" }

[[fields]]
name = "thing"
title = { zh = "资产名称", en = "Asset" }
required = true

[[fields]]
name = "worth"
title = { zh = "原值", en = "Worth" }
kind = "money"
role = "amount"
aliases = ["价值"]

[feeds.payments]
amount = "worth"
"""


def test_a_new_category_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "village-assets.toml").write_text(NEW, encoding="utf-8")
    shelf = load(tmp_path, Category)
    result = read_text("资产名称,价值（万元）\n拖拉机,1.5\n", shelf["village-assets"])
    assert result.column("worth") == [1_500_000]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('pack = "village"', 'pak = "village"', "pack: Field required"),
        ('pack = "village"', 'pack = "village"\nseason = 1', "“season” is not a word"),
        ('kind = "money"', 'kind = "monney"', "fields.1.kind"),
        ('name = "worth"', 'name = "thing"', "two fields are called “thing”"),
        ('aliases = ["价值"]', 'aliases = ["Asset"]', "“asset” fits both thing and worth"),
        ('amount = "worth"', 'amount = "weight"', "no field is called “weight”"),
        ('currency = "CNY"', 'currency = "RMB"', "“RMB” is not a currency"),
        ('required = true', 'role = "amount"', "two fields have the role “amount”"),
        ('required = true', 'role = "day"', "the role day needs the kind day"),
        ('required = true', 'kind = "choice"', "has choices exactly if its kind is choice"),
        ('name = "thing"', 'name = "the thing"', "is not one word"),
        ('required = true', 'stand_in = "nobody"', "no field is called “nobody”"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_is_named_with_the_file(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    (tmp_path / "oops.toml").write_text(NEW.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"oops\.toml") as refusal:
        load(tmp_path, Category)
    assert sentence in str(refusal.value)


def test_a_heading_that_is_trusted_more_stands_earlier() -> None:
    category = CATEGORIES["supplier-payments"]
    field: Field = category.field("amount")
    ranks = field.spellings()
    assert ranks["net amount"] < ranks["amount"] < ranks["total"]
    assert read_money("1.00") == 100
