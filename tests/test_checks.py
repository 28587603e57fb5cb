"""What is looked at before a sheet is handed on: what stops it, what asks for a reason."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from sunledger.disclosure import actions, checks
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.checks import balances, bank, few, figures, lumps, same
from sunledger.disclosure.checks.finding import Check, Finding
from sunledger.disclosure.models import Batch, Record, State
from sunledger.disclosure.refusals import Incomplete, TooPersonal
from sunledger.disclosure.shape import Category, Field, Role, Text
from sunledger.units.models import Unit
from tests.disclosure_story import PERIOD, Story, make_story
from tests.pages_world import at as page_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def story() -> Story:
    return make_story()


def draft(
    story: Story, lines: list[dict[str, Any]], period: str = PERIOD, unit: Unit | None = None
) -> Batch:
    """Return a draft with those values."""
    batch = Batch.objects.create(
        unit=unit or story.village,
        category="village-payments",
        category_version="1",
        period=period,
        file_sha256=f"{len(lines)}{period}{unit}",
        rows=len(lines),
        totals={"CNY": sum(line.get("amount") or 0 for line in lines)},
        entered_by=story.clerk,
    )
    Record.objects.bulk_create(record(batch, line, at + 1) for at, line in enumerate(lines))
    return batch


def record(batch: Batch, values: dict[str, Any], number: int = 1) -> Record:
    return Record(
        batch=batch, unit=batch.unit, category=batch.category, number=number, line=number + 1,
        values=values, amount=values.get("amount"), currency="CNY", day=date(2024, 3, 4),
        party=values.get("payee", ""),
    )  # fmt: skip


def paid(amount: int | None, purpose: str = "道路维修", number: int = 1) -> dict[str, Any]:
    values = {"paid_on": f"2024-03-{number:02}", "voucher": f"记-{number}", "payee": "青泉商贸"}
    more: dict[str, Any] = {"purpose": purpose} | ({} if amount is None else {"amount": amount})
    return {**values, **more}


def found(batch: Batch) -> list[tuple[str, str]]:
    return [(one.check, one.severity) for one in checks.found_in(batch)]


def test_a_sheet_in_order_is_handed_on_without_a_question(story: Story) -> None:
    batch = draft(story, [paid(100_00, number=n) for n in range(1, 5)])
    assert found(batch) == []
    assert actions.submit(batch=batch, by=story.clerk).state == State.SUBMITTED


def test_a_line_without_its_required_figure_stops_the_sheet(story: Story) -> None:
    batch = draft(story, [paid(100_00), paid(None, number=2)])
    with pytest.raises(Incomplete) as refusal:
        actions.submit(batch=batch, by=story.clerk)
    assert str(refusal.value) == (
        "1 lines have nothing under “Amount”, the first of them line 3. Fill it in; write 0 where "
        "there was nothing."
    )


def shape(**more: Any) -> Category:
    """Return a category with a balance."""
    fields = [Field("account", Text("账户", "Account"), required=True)]
    roles: tuple[Role, ...] = ("opening", "income", "spent", "closing")
    fields += [Field(one, Text(one, one), kind="money", role=one) for one in roles]
    about = Text("余额", "Balances")
    due = "monthly, by day 10"
    return Category("balances", about, "village", "1", about, tuple(fields), due=due, **more)


def run(check: Check, lines: list[Record]) -> list[Finding]:
    for line in lines:
        check.see(line)
    return list(check.findings())


def test_what_was_there_and_came_and_went_makes_what_is_left(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CATEGORIES, "balances", shape())
    batch = Batch(unit=story.village, category="balances", period=PERIOD)
    right = {"account": "基本户", "opening": 100_00, "income": 50_00, "spent": 20_00}
    good = record(batch, right | {"closing": 130_00})
    bad = record(batch, right | {"closing": 131_00}, 2)
    assert run(balances.Balances(batch), [good]) == []
    (finding,) = run(balances.Balances(batch), [good, bad])
    assert finding.severity == "block"
    assert finding.sentence().startswith(
        "Line 3: 100.00 at the beginning, 50.00 in and 20.00 out make 130.00; the sheet says 131.00"
    )


def test_a_period_begins_where_the_one_before_ended(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CATEGORIES, "balances", shape())
    before = draft(story, [], "2024-02")
    Batch.objects.filter(pk=before.pk).update(category="balances", rows=1)
    before.refresh_from_db()
    ended = {"account": "基本户", "opening": 0, "income": 90_00, "spent": 0, "closing": 90_00}
    record(before, ended).save()
    actions.publish(batch=actions.submit(batch=before, by=story.clerk), by=story.reviewer)
    batch = Batch(unit=story.village, category="balances", period=PERIOD)
    line = {"account": "基本户", "opening": 100_00, "income": 0, "spent": 0, "closing": 100_00}
    (finding,) = run(balances.Balances(batch), [record(batch, line)])
    assert (finding.check, finding.severity) == ("carried", "ask")
    assert "begins with 100.00, but 2024-02 ended with 90.00" in finding.sentence()


@pytest.mark.parametrize(
    ("purpose", "nothing"),
    [
        ("其他", True), ("办公费一批", True), ("购买办公用品一批", True), ("日常支出", True),
        ("各项费用", True), ("Other expenses", True), ("", True), ("3月费用", True),
        ("道路维修", False), ("办公楼屋顶防水", False), ("打印纸20箱", False),
        ("Repair of the school roof", False), ("误工补助", False),
    ],
)  # fmt: skip
def test_a_purpose_says_what_the_money_was_for_or_nothing(purpose: str, nothing: bool) -> None:
    assert lumps.says_nothing(purpose) is nothing


def test_a_lump_sum_asks_for_a_reason_that_the_reviewer_reads(story: Story) -> None:
    batch = draft(story, [paid(900_000, "办公费一批"), paid(100_000, number=2)])
    assert found(batch) == [("lump", "ask")]
    with pytest.raises(Incomplete) as refusal:
        actions.submit(batch=batch, by=story.clerk)
    assert "9,000.00, 90 % of all, for “办公费一批”" in str(refusal.value)
    with pytest.raises(TooPersonal):
        actions.submit(batch=batch, by=story.clerk, answers={"lump": "问13800138000"})
    batch = actions.submit(batch=batch, by=story.clerk, answers={"lump": "换届搬迁，明细见凭证"})
    assert [one.reason for one in batch.answers.all()] == ["换届搬迁，明细见凭证"]


def test_a_small_or_a_small_part_is_no_lump(story: Story) -> None:
    few_yuan = draft(story, [paid(50_00, "其他"), paid(10_00, number=2)])
    small_part = draft(story, [paid(3_000_00, "其他"), paid(90_000_00, number=2)], "2024-04")
    assert found(few_yuan) == []
    assert found(small_part) == []


def test_the_lines_of_last_month_with_other_days_ask(story: Story) -> None:
    lines = [paid(100_00 * n, number=n) for n in range(1, 5)]
    before = actions.submit(batch=draft(story, lines, "2024-02"), by=story.clerk)
    actions.publish(batch=before, by=story.reviewer)
    again = [{**one, "paid_on": "2024-03-30", "voucher": "记-9"} for one in reversed(lines)]
    assert found(draft(story, again)) == [("same", "ask")]
    other = draft(story, [*again[:-1], paid(7_00)], "2024-05")
    assert found(other) == []


def test_the_lines_of_another_village_ask(story: Story) -> None:
    lines = [paid(100_00 * n, number=n) for n in range(1, 5)]
    actions.submit(batch=draft(story, lines), by=story.clerk)
    (finding,) = checks.found_in(draft(story, lines, "2024-04", story.cast.hamlet))
    assert (finding.check, finding.severity) == ("copied", "ask")
    assert "Dahe Village" in finding.sentence()


def test_one_rent_that_is_the_same_every_month_is_only_pointed_out(story: Story) -> None:
    actions.submit(batch=draft(story, [paid(100_00)], "2024-02"), by=story.clerk)
    assert found(draft(story, [paid(100_00)])) == [("same", "note")]


def test_a_copy_of_a_draft_that_nobody_has_handed_on_is_no_copy(story: Story) -> None:
    lines = [paid(100_00 * n, number=n) for n in range(1, 5)]
    checks.found_in(draft(story, lines, "2024-02"))
    assert found(draft(story, lines)) == []


@pytest.fixture
def statement(monkeypatch: pytest.MonkeyPatch) -> Category:
    """A category that holds the bank's statement."""
    about = Text("银行流水", "Bank")
    fields = (Field("amount", about, kind="money", role="amount", required=True),)
    one = Category("bank", about, "village", "1", about, fields, proves="bank")
    monkeypatch.setitem(CATEGORIES, "bank", one)
    return one


def test_lines_that_the_bank_does_not_know_ask_and_its_others_are_told(
    story: Story, statement: Category
) -> None:
    of_bank = draft(story, [{"amount": one} for one in (100_00, 200_00, 700_00)])
    Batch.objects.filter(pk=of_bank.pk).update(category=statement.code)
    batch = draft(story, [paid(100_00), paid(200_00, number=2), paid(55_00, number=3)])
    asked, told = checks.found_in(batch)
    assert (asked.check, asked.severity) == ("bank", "ask")
    assert asked.sentence().startswith("1 lines of this sheet (55.00; the first is line 4)")
    assert (told.check, told.severity) == ("bank-more", "note")
    assert "paid 1,000.00 in this period, the sheets say 355.00: 1 of the bank" in told.sentence()


def test_without_a_statement_of_the_period_nothing_is_compared(
    story: Story, statement: Category
) -> None:
    of_bank = draft(story, [{"amount": 1}], "2024-02")
    Batch.objects.filter(pk=of_bank.pk).update(category=statement.code)
    batch = draft(story, [paid(100_00)])
    assert run(bank.Bank(batch), list(batch.records.all())) == []


@pytest.fixture
def relief(monkeypatch: pytest.MonkeyPatch) -> Category:
    """A category that says of each person why."""
    about = Text("救助名单", "Relief")
    fields = (
        Field("payee", Text("姓名", "Name"), kind="person", personal="mask", mask="name"),
        Field("why", Text("困难原因", "Reason"), sensitive=True),
        Field("amount", Text("金额", "Amount"), kind="money", role="amount"),
    )
    one = Category("relief", about, "village", "1", about, fields)
    monkeypatch.setitem(CATEGORIES, "relief", one)
    return one


def of_relief(story: Story, rows: int) -> Batch:
    lines = [{"payee": "王*", "why": "因病", "amount": 100 * n} for n in range(1, rows + 1)]
    batch = draft(story, lines)
    Batch.objects.filter(pk=batch.pk).update(category="relief")
    batch.refresh_from_db()
    return batch


def test_a_short_list_is_published_in_coarser_form(story: Story, relief: Category) -> None:
    batch = of_relief(story, 3)
    assert found(batch) == [(few.CODE, "ask")]
    with pytest.raises(Incomplete):
        actions.submit(batch=batch, by=story.clerk, answers={few.CODE: "好"})
    batch = actions.submit(batch=batch, by=story.clerk, answers={few.CODE: few.COARSER})
    assert [one.values for one in batch.records.order_by("number")] == [
        {"payee": "*", "amount": 100 * n} for n in (1, 2, 3)
    ]
    assert not batch.second_review
    assert "left out" in str(batch.rows_noted)


def test_or_a_second_person_decides_about_a_short_list(story: Story, relief: Category) -> None:
    batch = of_relief(story, 4)
    batch = actions.submit(batch=batch, by=story.clerk, answers={few.CODE: few.SECOND})
    assert batch.second_review
    batch = actions.publish(batch=batch, by=story.reviewer)
    assert not batch.is_public


def test_a_longer_list_is_published_as_it_is(story: Story, relief: Category) -> None:
    assert found(of_relief(story, 5)) == []


def test_figures_and_digests_are_of_every_category() -> None:
    batch = Batch(category="village-payments", period=PERIOD, rows=0)
    for kind in (figures.Figures, lumps.Lumps, same.Same, few.Few):
        assert list(kind(batch).findings()) == []


def test_clerk_and_reviewer_read_what_was_found_and_what_was_answered(story: Story) -> None:
    batch = draft(story, [paid(900_000, "办公费一批"), paid(100_000, number=2)])
    client = Client()
    client.force_login(story.clerk)
    assert "办公费一批" in client.get(page_at("desk_batch", batch.code)).content.decode()
    address = page_at("desk_batch_do", batch.code, "submit")
    refused = client.post(address)
    assert refused.status_code == 200
    assert 'name="lump"' in refused.content.decode()
    assert client.post(address, {"lump": "换届搬迁，明细见凭证"}).status_code == 302
    client.force_login(story.reviewer)
    page = client.get(page_at("desk_batch", batch.code)).content.decode()
    assert "换届搬迁，明细见凭证" in page
