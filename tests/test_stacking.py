"""Leads about one cause are one stack, its signs weigh what they are worth, the order is total."""

import resource
from dataclasses import replace
from itertools import permutations

import pyarrow as pa
import pytest

from sunledger.screening import examples
from sunledger.screening.outcome import Lead
from sunledger.screening.stacking import Stack, chance, stacked
from tests.made_outcomes import SHELF, lead, outcome

DUPLICATE, TWO_PLACES, ACCOUNT = "duplicate_payments", "two_places", "shared_account"


def names(stacks: list[Stack]) -> list[set[str]]:
    """Return the names of the leads of each stack, in the order of the names."""
    return sorted(({one.fingerprint for one in stack.leads} for stack in stacks), key=sorted)


def test_two_screens_that_flag_the_same_rows_raise_one_stack_with_both_reasons() -> None:
    first = outcome(DUPLICATE, {lead(DUPLICATE, "d"): "a b", lead(DUPLICATE, "e"): "x y"})
    second = outcome(TWO_PLACES, {lead(TWO_PLACES, "t"): "a b c"})
    stacks = stacked([first, second])
    assert names(stacks) == [{"d", "t"}, {"e"}]
    assert set(stacks[0].reasons) == {DUPLICATE, TWO_PLACES}
    assert stacks[0].weight > stacks[1].weight


def test_one_row_among_many_in_common_makes_no_stack() -> None:
    wide = outcome("benford", {lead("benford", "book"): " ".join("abcdefghij")})
    assert len(stacked([wide, outcome(DUPLICATE, {lead(DUPLICATE, "d"): "a b"})])) == 2


def test_the_same_payee_at_one_body_is_one_stack_and_at_another_is_not() -> None:
    here = lead(DUPLICATE, "d", payee="JIA")
    also = lead("new_firm_paid", "n", payee="JIA")
    there = lead("one_payee", "p", payee="JIA", body="Xiaohe")
    found = stacked(
        [
            outcome(DUPLICATE, {here: "a b"}),
            outcome("new_firm_paid", {also: "c"}),
            outcome("one_payee", {there: "d e"}),
        ]
    )
    assert names(found) == [{"d", "n"}, {"p"}]


def test_small_leads_within_a_care_homes_account_are_one_cause() -> None:
    residents = " ".join(f"r{n}" for n in range(40))
    account = outcome(ACCOUNT, {lead(ACCOUNT, "home", payee="account 7"): residents})
    pairs = {lead("two_spellings", f"pair {n}"): f"r{n} r{n + 20}" for n in range(20)}
    persons = {lead("paid_after_death", "張＊＊", payee="person 1"): "r1 r2 r3 r4 elsewhere"}
    stacks = stacked(
        [account, outcome("two_spellings", pairs), outcome("paid_after_death", persons)]
    )
    (one,) = stacks
    assert len(one.leads) == 22
    assert len(one.reasons) == 3


def test_what_lies_within_two_accounts_does_not_glue_them() -> None:
    homes = {
        lead(ACCOUNT, "one", payee="account 1"): "a b c d e f g h",
        lead(ACCOUNT, "two", payee="account 2"): "p q r s t u v w",
    }
    moved = {
        lead("paid_after_death", "before", payee="w"): "a b c",
        lead("outside_age", "after", payee="w"): "p q",
    }
    given = [outcome(ACCOUNT, homes)]
    given += [outcome(one.screen, {one: rows}) for one, rows in moved.items()]
    assert names(stacked(given)) == [{"one", "before", "after"}, {"two"}]


def test_one_subject_in_words_joins_screens_but_never_masked_names() -> None:
    given = [
        (lead("kin_over_share", "k", subject="Dahe east"), "a b"),
        (lead("jump_in_village", "j", subject="Dahe east"), "c d"),
        (lead("paid_after_death", "1", subject="王＊＊", payee="p1"), "e"),
        (lead("paid_in_custody", "2", subject="王＊＊", payee="p2"), "f"),
    ]
    stacks = stacked([outcome(one.screen, {one: rows}) for one, rows in given])
    assert names(stacks) == [{"1"}, {"2"}, {"j", "k"}]


def test_a_screen_that_tells_apart_within_a_subject_is_not_joined_by_it() -> None:
    collectors = {
        lead("one_collector", "first", subject="Dahe east"): "a b",
        lead("one_collector", "second", subject="Dahe east"): "c d",
    }
    other = {lead("kin_over_share", "k", subject="Dahe east"): "e f"}
    assert (
        len(stacked([outcome("one_collector", collectors), outcome("kin_over_share", other)])) == 3
    )


def pair(first: str, second: str) -> Stack:
    """Return the stack of two screens on one payee, with these rows behind them."""
    one, other = lead(DUPLICATE, "d", payee="JIA"), lead("new_firm_paid", "n", payee="JIA")
    given = [outcome(DUPLICATE, {one: first}), outcome("new_firm_paid", {other: second})]
    (stack,) = stacked(given)
    return stack


def test_signs_add_up_as_chances_do_and_those_of_the_same_rows_count_a_quarter() -> None:
    alone = 0.3  # half of 0.6, for nobody has checked
    assert pair("a b", "c d").strength == pytest.approx(1 - (1 - alone) * (1 - alone))
    assert pair("a b", "a b").strength == pytest.approx(1 - (1 - alone) * (1 - alone / 4))
    assert pair("a b", "b c").strength == pytest.approx(1 - (1 - alone) * (1 - alone * 0.625))


def test_a_question_asked_twelve_times_is_one_sign_over_more_money() -> None:
    many = {lead(DUPLICATE, f"{n}", payee="JIA"): f"a{n} b{n}" for n in range(12)}
    (stack,) = stacked([outcome(DUPLICATE, many)])
    assert stack.strength == pytest.approx(0.3)
    assert stack.figure == 12 * 1_000_00


def test_the_money_of_two_screens_over_the_same_rows_is_not_added() -> None:
    assert pair("a b", "a b").figure == 1_000_00


def test_a_proven_screen_counts_more_than_an_unproven_and_a_disproven_less() -> None:
    one = lead(DUPLICATE, "d")
    proven, unproven, disproven = (
        chance(one, known) for known in ({DUPLICATE: (90, 100)}, {}, {DUPLICATE: (2, 100)})
    )
    assert proven > unproven > disproven
    assert unproven == pytest.approx(0.3)
    assert proven == pytest.approx((90 + 3) / 110)


def test_the_order_follows_what_was_proven() -> None:
    given = [
        outcome(DUPLICATE, {lead(DUPLICATE, "d"): "a"}),
        outcome(TWO_PLACES, {lead(TWO_PLACES, "t"): "b"}),
    ]
    for right, wrong in permutations((DUPLICATE, TWO_PLACES)):
        best = stacked(given, {right: (40, 50), wrong: (3, 50)})[0]
        assert best.reasons == (right,)


def test_other_questions_are_seen_before_the_tenth_of_one_kind() -> None:
    loud = {lead(DUPLICATE, f"{n}", figure=2_000_00): f"a{n}" for n in range(10)}
    quiet = {lead("one_payee", "quiet"): "q"}
    places = [
        stack.reasons[0]
        for stack in stacked([outcome(DUPLICATE, loud), outcome("one_payee", quiet)])
    ]
    assert 0 < places.index("one_payee") < 6


def test_neither_the_order_of_outcomes_nor_the_run_changes_the_stacks() -> None:
    given = [
        outcome(DUPLICATE, {lead(DUPLICATE, "d", payee="J"): "a b", lead(DUPLICATE, "e"): "c"}),
        outcome(TWO_PLACES, {lead(TWO_PLACES, "t"): "a b c"}),
        outcome("one_payee", {lead("one_payee", "p", payee="J"): "x"}),
    ]
    first = stacked(given)
    assert all(stacked(order) == first for order in permutations(given))
    assert stacked([]) == []


def test_a_lead_stands_in_one_stack_and_none_is_lost() -> None:
    leads: list[Lead] = []
    given = []
    for number, screen in enumerate((DUPLICATE, TWO_PLACES, ACCOUNT)):
        made = {
            lead(
                screen, f"{number} {n}", payee=f"p{n * (number + 3) % 11}" if n % 2 else ""
            ): " ".join(f"r{(n * 7 + k) % 60}" for k in range(n % 5 + 1))
            for n in range(30)
        }
        leads += made
        given.append(outcome(screen, made))
    found = [one for stack in stacked(given) for one in stack.leads]
    assert sorted(one.key for one in found) == sorted(one.key for one in leads)


@pytest.mark.parametrize("code", [DUPLICATE, ACCOUNT, "benford"])
def test_the_links_of_an_outcome_are_its_flagged_rows(code: str) -> None:
    example = next(one for one in SHELF[code].examples if one.flagged)
    with examples.engine(example) as engine:
        found = engine.run(SHELF[code], example.settings)
        links = found.links().read_all().to_pylist()
        stacks = stacked([found])
    behind = {(row["place"], row["row"]) for row in links}
    for place, one in enumerate(found.leads):
        assert sum(at == place for at, _row in behind) == one.rows
    assert len({row for _place, row in behind}) == found.flagged
    assert names(stacks)
    assert {one for stack in stacks for one in stack.leads} == set(found.leads)


@pytest.mark.long
def test_two_million_flagged_rows_are_stacked_in_little_memory() -> None:
    many = 20_000
    leads = [lead(DUPLICATE, f"{n}", body=f"b{n % 50}") for n in range(many)]
    wide = [lead(TWO_PLACES, f"{n}", body=f"b{n % 50}") for n in range(many)]
    rows = pa.table({"place": pa.array(range(many), pa.int32())})
    rows = pa.concat_tables([rows] * 50)
    codes = pa.array(range(many * 50), pa.uint64())
    table = rows.append_column("row", codes)
    given = [
        replace(outcome(made[0].screen, dict.fromkeys(made, "")), links=table.to_reader)
        for made in (leads, wide)
    ]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stacks = stacked(given)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert len(stacks) == many
    assert all(len(stack.leads) == 2 for stack in stacks)
    assert grown < 700
