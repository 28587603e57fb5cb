"""Tables as files: every line once, every value as it is, whatever the program that opens it."""

import csv
import json
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from unittest.mock import patch

import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sunledger.disclosure import actions
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.files import arrow, others, package
from sunledger.disclosure.files.portions import Portion, portions
from sunledger.disclosure.lines.asked import read
from sunledger.disclosure.models import Record
from tests.answers import hand_on
from tests.disclosure_story import Story, make_story

SHAPE = CATEGORIES["village-payments"]
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", "－1", "＠x", "|x", "%x"]
NUMBERS = ["-12.5", "+3", "-.5"]


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def body(client: Client, name: str, **given: str) -> bytes:
    answer = client.get(reverse("table_file", args=[SHAPE.code, name]), given)
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def published(story: Story, **values: Any) -> Record:
    batch = story.draft(1)
    whole = {
        "payee": "青泉商贸有限公司",
        "purpose": "水泥",
        "amount": 490_000,
        "paid_on": "2024-03-04",
    }
    Record.objects.filter(batch=batch).update(values=whole | values)
    actions.publish(batch=hand_on(batch=batch, by=story.clerk), by=story.reviewer)
    return batch.records.get()


def test_the_raw_file_has_every_line_once_with_every_value_as_it_is(
    story: Story, client: Client
) -> None:
    batch = story.published(25)
    with patch("sunledger.disclosure.files.portions.PORTION", 7):
        found = lines(body(client, "raw.csv"))
    records = {one.code: one for one in batch.records.all()}
    assert len(found) == len({row["code"] for row in found}) == 25
    for row in found:
        record = records[row["code"]]
        assert row["unit"] == story.village.code
        assert row["sheet"] == batch.code
        assert Decimal(row["amount"]) * 100 == record.values["amount"]
        assert row["amount"] == f"{record.values['amount'] / 100:.2f}"
        assert (row["payee"], row["paid_on"]) == (record.values["payee"], record.values["paid_on"])
        assert (row["leaf"], row["currency"]) == (str(record.leaf), "CNY")


@pytest.mark.parametrize("size", [1, 3, 25, 26])
def test_portions_of_any_size_are_the_whole(story: Story, size: int) -> None:
    batch = story.published(25)
    for given in ({}, {"q": "维修"}, {"amount_from": "3"}):
        for sheet in (None, batch):
            found = [
                code for one in portions(read(given, SHAPE, batch=sheet), size) for code in one.code
            ]
            wanted = batch.records.filter(amount__gte=300 if given == {"amount_from": "3"} else 0)
            assert sorted(found) == sorted(wanted.values_list("code", flat=True))


def test_a_file_holds_what_the_filter_asks_for(story: Story, client: Client) -> None:
    story.published(9)
    assert {row["payee"] for row in lines(body(client, "raw.csv", q="青泉"))} == {
        "青泉商贸有限公司"
    }
    assert len(lines(body(client, "raw.csv", unit=story.village.code))) == 9
    assert lines(body(client, "raw.csv", unit=story.cast.hamlet.code)) == []
    refused = client.get(reverse("table_file", args=[SHAPE.code, "raw.csv"]), {"amount_to": "x"})
    assert refused.status_code == 400


def test_corrections_are_in_the_file_and_withdrawn_sheets_are_not(
    story: Story, client: Client
) -> None:
    batch = story.published(2)
    asking = actions.ask_correction(
        record=batch.records.get(number=1),
        field="amount",
        new="7.77",
        reason="抄错",
        by=story.clerk,
    )
    actions.correct(correction=asking, by=story.reviewer)
    assert sorted(row["amount"] for row in lines(body(client, "raw.csv"))) == ["2.00", "7.77"]
    actions.withdraw(batch=batch, reason="重复公开", by=story.reviewer)
    assert lines(body(client, "raw.csv")) == []


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_file_for_spreadsheets_begins_like_a_formula(
    story: Story, client: Client, text: str
) -> None:
    published(story, purpose=text)
    [safe] = list(csv.reader(StringIO(body(client, "spreadsheet.csv").decode("utf-8-sig"))))[1:]
    assert f"'{text}" in safe
    assert text not in safe
    [raw] = lines(body(client, "raw.csv"))
    assert raw["purpose"] == text


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_stay_numbers_in_the_file_for_spreadsheets(
    story: Story, client: Client, text: str
) -> None:
    published(story, purpose=text, amount=-1250)
    [safe] = list(csv.reader(StringIO(body(client, "spreadsheet.csv").decode("utf-8-sig"))))[1:]
    assert text in safe
    assert "-12.50" in safe


def test_quotation_marks_commas_and_line_breaks_come_back_as_they_were(
    story: Story, client: Client
) -> None:
    text = 'a "b", c\nd；e'
    published(story, purpose=text)
    assert lines(body(client, "raw.csv"))[0]["purpose"] == text
    assert json.loads(body(client, "lines.json"))["records"][0]["values"]["purpose"] == text
    assert pq.read_table(BytesIO(body(client, "lines.parquet")))["purpose"].to_pylist() == [text]


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers(
    story: Story, client: Client
) -> None:
    published(story, purpose="=1+1", note="http://x.example/")
    book = CalamineWorkbook.from_filelike(BytesIO(body(client, "lines.xlsx")))
    _head, row = book.get_sheet_by_index(0).to_python()
    assert "=1+1" in row
    assert 4900.0 in row
    assert "http://x.example/" in row


def test_a_workbook_of_too_many_lines_is_refused_with_a_sentence(
    story: Story, client: Client
) -> None:
    story.published(3)
    with patch.object(others, "EXCEL_ROWS", 2):
        answer = client.get("/en" + reverse("table_file", args=[SHAPE.code, "lines.xlsx"]))
    assert answer.status_code == 400
    assert "at most 2 lines" in answer.content.decode()


def test_parquet_knows_amounts_and_days(story: Story, client: Client) -> None:
    record = published(story)
    table = pq.read_table(BytesIO(body(client, "lines.parquet")))
    assert table["amount"].to_pylist() == [Decimal("4900.0000")]
    assert [str(day) for day in table["paid_on"].to_pylist()] == ["2024-03-04"]
    assert table["leaf"].to_pylist() == [record.leaf]
    assert table.column_names == arrow.names_of(SHAPE)


def test_an_empty_table_is_a_file_with_its_headings(story: Story, client: Client) -> None:
    for name in package.KINDS:
        assert body(client, name)
    assert pq.read_table(BytesIO(body(client, "lines.parquet"))).num_rows == 0
    assert json.loads(body(client, "lines.json"))["records"] == []


def _portion(currency: tuple[str, ...], values: list[dict[str, Any]]) -> Portion:
    count = len(values)
    texts = tuple(json.dumps(one) for one in values)
    one = ("x",) * count
    return Portion(one, one, one, one, one, (1,) * count, currency, (None,) * count, texts)


def test_each_currency_keeps_its_own_decimals() -> None:
    portion = _portion(("CNY", "JPY", "KWD"), [{"amount": 1234}, {"amount": -1234}, {"amount": 5}])
    rows = arrow.with_decimals(arrow.table(portion, SHAPE), SHAPE, portion)
    assert rows["amount"].to_pylist() == ["12.34", "-1234", "0.005"]
    fixed = arrow.in_fixed_decimals(arrow.table(portion, SHAPE)["amount"], portion)
    assert fixed.to_pylist() == [Decimal("12.3400"), Decimal("-1234.0000"), Decimal("0.0050")]


def test_a_value_of_another_kind_than_today_breaks_no_file() -> None:
    portion = _portion(("CNY",) * 2, [{"amount": "soon", "payee": 7, "gone": [1]}, {"amount": 1}])
    rows = arrow.table(portion, SHAPE)
    assert rows["amount"].to_pylist() == [None, 1]
    assert rows["payee"].to_pylist() == ["7", None]


def test_the_data_package_describes_the_very_columns_of_the_raw_file(
    story: Story, client: Client
) -> None:
    story.published(1)
    described = json.loads(body(client, "datapackage.json"))
    resource = described["resources"][0]
    names = [field["name"] for field in resource["schema"]["fields"]]
    assert names == next(csv.reader(StringIO(body(client, "raw.csv").decode())))
    assert resource["path"] == "raw.csv"
    assert {field["type"] for field in resource["schema"]["fields"]} <= {
        "string", "number", "integer", "date",
    }  # fmt: skip


def test_every_file_of_the_catalogue_is_there(story: Story, client: Client) -> None:
    story.published(1)
    found = json.loads(client.get(reverse("data_catalogue")).content)
    datasets = {one["dct:identifier"]: one for one in found["dcat:dataset"]}
    assert SHAPE.code in datasets
    for one in datasets[SHAPE.code]["dcat:distribution"]:
        path = one["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
        assert client.get(path).status_code == 200, path


def test_what_has_not_changed_is_not_sent_again_and_what_has_is(
    story: Story, client: Client
) -> None:
    batch = story.published(2)
    path = reverse("table_file", args=[SHAPE.code, "raw.csv"])
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"if-none-match": tag}).status_code == 304
    actions.withdraw(batch=batch, reason="重复公开", by=story.reviewer)
    assert client.get(path, headers={"if-none-match": tag}).status_code == 200


def test_a_sheet_that_was_withdrawn_is_still_there_as_a_file(story: Story, client: Client) -> None:
    batch = story.published(2)
    actions.withdraw(batch=batch, reason="重复公开", by=story.reviewer)
    answer = client.get(reverse("sheet_file", args=[batch.code, "raw.csv"]))
    assert len(lines(b"".join(answer))) == 2
    assert client.get(reverse("sheet_file", args=[batch.code, "x.csv"])).status_code == 404
