"""A lead is held back where what it rests on is not good enough, and comes when that is mended."""

from datetime import date

import pytest

from sunledger.screening import examples
from sunledger.screening.quality.counting import qualities
from sunledger.screening.quality.faults import Fault, Levels
from sunledger.screening.quality.holding import HeldBack, held_back
from sunledger.screening.quality.resting import may_not_lack, questions, rests_on
from sunledger.screening.screen import Example, shelf

SHELF = shelf()
SCREEN = SHELF["paid_after_death"]
TODAY = date(2024, 12, 31)
BENEFITS = "code | body | person | name | scheme | month | amount\n" + "\n".join(
    f"b{person}{month} | 大河镇 | p{person} | 王秀英 | 低保 | 2024-{month:02} | 400"
    for person in range(5)
    for month in range(1, 9)
)


def deaths(missing: int, all_of_them: int = 100, body: str = "民政局") -> str:
    """Return a register in which so many have no day; p0 and p1 died in February."""
    lines = [
        f"d{n} | {body} | {f'p{n}' if n < 2 else f'x{n}'} |"
        f" {'' if n >= all_of_them - missing else '2024-02-03'}"
        for n in range(all_of_them)
    ]
    return "\n".join(["code | body | person | died_on", *lines])


def weighed(
    register: str, benefits: str = BENEFITS, levels: Levels | None = None, drawn: date | None = None
) -> tuple[int, tuple[HeldBack, ...]]:
    """Return how many leads are raised, and what is held back."""
    tables = {"benefits": benefits, "deaths": register}
    with examples.engine(Example("", tables=tables)) as engine:
        found = qualities(engine, tables, TODAY)
        outcome = engine.run(SCREEN)
        kept, held = held_back(
            outcome, found, levels or Levels({}), {"deaths": drawn} if drawn else None
        )
        assert {*kept, *(one.lead for one in held)} == set(outcome.leads)
        return len(kept), held


def test_with_a_good_register_all_leads_are_raised() -> None:
    assert weighed(deaths(0)) == (2, ())


def test_leads_that_rest_on_a_register_with_many_days_missing_are_held_back_with_the_reason() -> (
    None
):
    kept, held = weighed(deaths(31))
    assert kept == 0
    assert len(held) == 2
    (because,) = held[0].because
    assert (because.table, because.column, because.fault) == ("deaths", "died_on", Fault.MISSING)
    assert because.words.en == "deaths: 31% of the cells “day of death” are missing (31 of 100)."
    assert because.words.zh == "死亡登记：“死亡日期”有31%缺失（100行中31行）。"


def test_at_the_level_a_lead_is_raised_and_above_it_is_not() -> None:
    assert weighed(deaths(20))[0] == 2
    assert weighed(deaths(21))[0] == 0
    assert weighed(deaths(31), levels=Levels({Fault.MISSING: 0.5}))[0] == 2


def test_few_rows_say_nothing_about_a_share() -> None:
    assert weighed(deaths(10, 19))[0] == 2


def test_rows_of_the_judged_table_that_lack_something_are_not_judged_and_hold_little_back() -> None:
    lines = "\n".join(f"m{n} | 大河镇 |  | 王秀英 | 低保 | 2024-03 | 400" for n in range(20))
    assert weighed(deaths(0), f"{BENEFITS}\n{lines}")[0] == 2
    many = "\n".join(f"n{n} | 大河镇 |  | 王秀英 | 低保 | 2024-03 | 400" for n in range(30))
    kept, held = weighed(deaths(0), f"{BENEFITS}\n{lines}\n{many}")
    assert kept == 0
    assert {one.column for each in held for one in each.because} == {"person"}


def test_a_unit_whose_own_rows_are_good_is_not_held_back_for_another() -> None:
    good = BENEFITS
    bad = BENEFITS.replace("大河镇", "小河镇").replace("code | ", "code | ").replace("b", "c")
    bad = bad.split("\n", 1)[1].replace("| 400", "| 99999999999999")
    kept, held = weighed(deaths(0), f"{good}\n{bad}")
    assert kept == 2
    assert {one.lead.body for one in held} == {"小河镇"}


def test_a_register_that_is_there_twice_or_was_drawn_long_ago_holds_back() -> None:
    twice = deaths(0).split("\n")
    again = [line.replace("d", "e", 1) for line in twice[1:31]]
    kept, held = weighed("\n".join([*twice, *again]))
    assert kept == 0
    assert {one.fault for each in held for one in each.because} == {Fault.DUPLICATED}
    assert weighed(deaths(0), drawn=date(2024, 6, 1))[0] == 2
    kept, held = weighed(deaths(0), drawn=date(2024, 3, 1))
    assert kept == 0
    assert held[0].because[0].words.en == (
        "deaths: it was drawn 153 days before the month that is judged."
    )


def test_months_may_lack_in_a_register_of_events_and_not_in_a_series() -> None:
    register = deaths(0).replace("d9 | 民政局 | x9 | 2024-02-03", "d9 | 民政局 | x9 | 2024-12-03")
    assert weighed(register)[0] == 2
    text = "code | body | scheme | person | month\n" + "\n".join(
        f"l{n} | 大河镇 | 低保 | p{n} | 2024-{1 if n < 11 else 12:02}" for n in range(22)
    )
    with examples.engine(Example("", tables={"listed": text})) as engine:
        assert qualities(engine, ["listed"], TODAY)["listed"].whole.lacking == 10


def test_what_a_screen_rests_on_is_read_from_its_file() -> None:
    assert rests_on(SCREEN) == {
        "benefits": ("person", "month", "amount"),
        "deaths": ("person", "died_on"),
    }
    assert may_not_lack(SCREEN, "deaths") >= {"person", "died_on"}
    # A firm that still trades has no day on which it closed.
    assert "closed_on" not in may_not_lack(SHELF["suppliers_of_one_owner"], "companies")


@pytest.mark.parametrize("code", list(SHELF))
def test_every_screen_rests_on_columns_that_its_tables_have(code: str) -> None:
    for names in rests_on(SHELF[code]).values():
        assert all(isinstance(name, str) for name in names)
    judged = SHELF[code].tables[0]
    if columns := questions({code: SHELF[code]}):
        assert set(columns[judged][code]) <= set(SHELF[code].needs[judged])
