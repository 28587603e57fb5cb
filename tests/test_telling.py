"""What is told of a sheet: every figure against a slow recount, and no person by name."""

import string
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.telling import count, peers
from sunledger.disclosure.telling.count import Came, Grouped, Row, is_body, told
from sunledger.disclosure.telling.outline import MONTHS, outline

PAYMENTS = CATEGORIES["village-payments"]
BODIES = ["青泉商贸有限公司", "白溪建材有限公司", "双台农机合作社", "Acme Ltd", "长溪镇财政所"]
PERSONS = ["张*", "王小明", "李红", "欧阳*", "刘某", "Mr John Smith", "张*、李*"]
DAYS = ["2024-03-01", "2024-03-31", "2024-04-02", "2023-12-31"]
AMOUNTS = st.integers(-(10**6), 10**12)


def value_of(kind: str, choices: list[str]) -> st.SearchStrategy[Any]:
    """Return what a field of a kind may hold; nothing among it."""
    by_kind: dict[str, st.SearchStrategy[Any]] = {
        "money": AMOUNTS,
        "whole": st.integers(0, 100),
        "number": st.sampled_from(["1.5", "20"]),
        "day": st.sampled_from(DAYS),
        "choice": st.sampled_from(choices or ["-"]),
        "person": st.sampled_from([*BODIES, *PERSONS, ""]),
        "text": st.sampled_from(["办公用品", "水泥", "沙子", " 水泥 ", ""]),
    }
    return st.none() | by_kind[kind]


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Category, list[Row]]:
    """Return lines of any category of any pack."""
    shape = CATEGORIES[draw(st.sampled_from(sorted(CATEGORIES)))]
    fields = {
        one.name: value_of(one.kind, [choice.code for choice in one.choices])
        for one in shape.fields
    }
    lines = draw(st.lists(st.fixed_dictionaries(fields), max_size=25))
    currency = st.sampled_from(["CNY", "CNY", "USD"])
    rows = [Row(f"c{n}", n, values, draw(currency)) for n, values in enumerate(lines, 1)]
    return shape, rows


def amount_of(shape: Category, row: Row) -> int | None:
    """Return a line's amount, the plain way."""
    field = shape.role("amount")
    return row.values[field.name] if field else None


@settings(max_examples=200, deadline=None)
@given(sheets())
def test_every_sum_is_that_of_a_slow_recount(sheet: tuple[Category, list[Row]]) -> None:
    shape, rows = sheet
    found = told(rows, outline(shape))
    assert found.lines == len(rows) == sum(one.lines for one in found.came)
    for came in found.came:
        mine = [row for row in rows if row.currency == came.currency]
        amounts = [one for row in mine if (one := amount_of(shape, row)) is not None]
        assert (came.lines, came.known) == (len(mine), len(amounts))
        assert came.amount == (sum(amounts) if outline(shape).adds_up else 0)
        assert (came.least, came.most) == (min(amounts, default=0), max(amounts, default=0))
        for role, total in came.balance.items():
            field = next(one for one in shape.fields if one.role == role)
            assert total == sum(row.values[field.name] or 0 for row in mine)
        if came.largest:
            assert [one.amount for one in came.largest] == sorted(amounts, reverse=True)[:3]


@settings(max_examples=200, deadline=None)
@given(sheets())
def test_groups_are_always_the_whole_and_name_no_person(
    sheet: tuple[Category, list[Row]],
) -> None:
    shape, rows = sheet
    what = outline(shape)
    for came in told(rows, what).came:
        mine = [row for row in rows if row.currency == came.currency]
        for one in came.groups:
            parts = [*one.parts, one.rest, one.persons, one.blank]
            assert sum(part.lines for part in parts) == came.lines
            assert sum(part.amount for part in parts) == came.amount
            recount(shape, mine, one)
            if one.persons.lines:
                assert what.party
                assert one.by in (what.party.name, what.purpose and what.purpose.name)
        party = came.grouped(what.party.name) if what.party else None
        said = [*(part.key for part in party.parts)] if party else []
        said += [text for large in came.largest for text in (large.party, large.purpose)]
        assert not set(said) & set(PERSONS)


def recount(shape: Category, rows: list[Row], grouped: Grouped) -> None:
    """Hold each named group against its lines."""
    what = outline(shape)
    adds_up, party = what.adds_up, what.party
    if party and grouped.by == party.name:
        rows = [row for row in rows if str(row.values[party.name] or "") not in PERSONS]
    name = shape.role("day").name if grouped.by == MONTHS else grouped.by  # type: ignore[union-attr]
    for part in grouped.parts:
        mine = [
            row
            for row in rows
            if (key := str(row.values[name] or "").strip())
            and (key.startswith(part.key) if grouped.by == MONTHS else key == part.key)
        ]
        assert part.lines == len(mine)
        if party and what.purpose and grouped.by == what.purpose.name:
            assert any(str(row.values[party.name] or "") not in PERSONS for row in mine)
        total = sum(amount_of(shape, row) or 0 for row in mine)
        assert part.amount == (total if adds_up else 0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(string.ascii_letters), AMOUNTS), max_size=60))
def test_the_largest_groups_are_named_and_the_rest_is_a_sum(lines: list[tuple[str, int]]) -> None:
    rows = [
        Row(f"c{n}", n, {"payee": f"{key}{key} Ltd", "amount": amount}, "CNY")
        for n, (key, amount) in enumerate(lines)
    ]
    came = told(rows, outline(PAYMENTS)).came
    if not came:
        return
    one = came[0].grouped("payee")
    assert one is not None
    sums: dict[str, int] = {}
    for key, amount in lines:
        sums[key] = sums.get(key, 0) + amount
    assert [part.amount for part in one.parts] == sorted(sums.values(), reverse=True)[:6]
    assert one.different == len(sums)


def test_names_without_end_are_not_told_rather_than_kept() -> None:
    most, count.MOST = count.MOST, 10
    try:
        rows = [Row("c", n, {"payee": f"第{n}商贸公司", "amount": 1}, "CNY") for n in range(11)]
        came: Came = told(rows, outline(PAYMENTS)).came[0]
    finally:
        count.MOST = most
    assert came.grouped("payee") is None
    assert came.amount == 11


def test_many_months_are_told_as_years() -> None:
    days = [f"{year}-{month:02d}-05" for year in (2022, 2023) for month in range(1, 13)]
    rows = [Row("c", n, {"paid_on": day, "amount": 1}, "CNY") for n, day in enumerate(days)]
    found = told(rows, outline(PAYMENTS)).came[0].grouped(MONTHS)
    assert found is not None
    assert [(one.key, one.lines) for one in found.parts] == [("2022", 12), ("2023", 12)]


@pytest.mark.parametrize("text", PERSONS)
def test_a_person_is_no_body(text: str) -> None:
    assert not is_body(text)


@pytest.mark.parametrize("text", BODIES)
def test_a_body_may_be_named(text: str) -> None:
    assert is_body(text)


@pytest.mark.parametrize(
    ("code", "way", "adds_up"),
    [
        ("village-payments", "out", True),
        ("village-income", "in", True),
        ("enterprise-contracts", "", True),
        ("school-fees", "", False),
        ("price-list", "", False),
        ("school-food-prices", "", False),
        ("village-works-tender", "", False),
    ],
)
def test_the_shape_says_what_the_sum_means(code: str, way: str, adds_up: bool) -> None:
    what = outline(CATEGORIES[code])
    assert (what.way, what.adds_up) == (way, adds_up)


@pytest.mark.parametrize("code", ["village-low-income", "school-aid-list", "village-relief"])
def test_of_lists_of_persons_nobody_is_singled_out(code: str) -> None:
    what = outline(CATEGORIES[code])
    assert not what.names
    assert (what.party, what.purpose, what.groups) == (None, None, ())


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=40))
def test_quartiles_are_exact_between_two_figures(values: list[int]) -> None:
    found = peers.quartiles(values)
    ordered = sorted(values)
    for quarters, figure in ((1, found.low), (2, found.median), (3, found.high)):
        place = Fraction((len(ordered) - 1) * quarters, 4)
        low, part = ordered[int(place)], place - int(place)
        high = ordered[min(int(place) + 1, len(ordered) - 1)]
        assert abs(figure - (low + (high - low) * part)) <= Fraction(1, 2)
    assert found.low <= found.median <= found.high
