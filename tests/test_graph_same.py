"""Confirmed names in the graph: the same as if every table had known the firm by one number."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sunledger.screening.graph.graph import Graph
from tests.test_graph import COMPANIES, FLOWS, SAME, found, graph_of, lots_of

FIRMS = "abcdef"
_rows = st.lists(st.sampled_from("12345"), min_size=6, max_size=6)
_pairs = st.lists(st.tuples(st.sampled_from(FIRMS), st.sampled_from(FIRMS)), max_size=4)
_bids = st.lists(st.tuples(st.sampled_from(FIRMS), st.sampled_from("12345"), st.booleans()),
                 min_size=1, max_size=6)  # fmt: skip


def groups(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Return the first firm of each one's group."""
    of = {one: {one} for one in FIRMS}
    for one, two in pairs:
        whole = of[one] | of[two]
        for each in whole:
            of[each] = whole
    return {one: min(of[one]) for one in FIRMS}


def told(graph: Graph) -> list[tuple[object, ...]]:
    """Return what the graph says of its parties, whatever they are called."""
    return [
        (part.parties, part.things, [(x.kind, x.party, x.code, x.rows) for x in part.lines])
        for part in graph.parts
    ]  # fmt: skip


@settings(deadline=None, max_examples=10)
@given(_rows, _pairs, _bids)
def test_names_that_are_one_firm_give_the_graph_of_tables_with_one_number(
    phones: list[str], pairs: list[tuple[str, str]], bids: list[tuple[str, str, bool]]
) -> None:
    one = groups(pairs)
    of_firms = [(f"k{name}", name, f"c{name}", phone)
                for name, phone in zip(FIRMS, phones, strict=True)]  # fmt: skip
    of_bids = [
        (f"b{n}", name, "" if bare else f"c{name}", phone)
        for n, (name, phone, bare) in enumerate(bids)
    ]

    def written(*, joined: bool) -> dict[str, str]:
        def number(name: str, given: str) -> str:
            return f"c{one[name]}" if joined and given else given

        firms = [f"{code} | {number(name, given)} | {name}建 | t{phone}"
                 for code, name, given, phone in of_firms]  # fmt: skip
        lots = [f"{code} | l1 | {name}建 | {number(name, 'yes' if joined else given)} | t{phone}"
                for code, name, given, phone in of_bids]  # fmt: skip
        return {
            "companies": "\n".join(["code | company | title | phone", *firms]),
            "bids": "\n".join(["code | lot | bidder | bidder_id | phone", *lots]),
        }

    said = [f"{name}建 | {one[name]}建" for name in FIRMS if name in {x for p in pairs for x in p}]
    same = {"same_as": "\n".join(["name | same", *said])} if said else {}
    assert told(graph_of(written(joined=False) | same)) == told(graph_of(written(joined=True)))


def test_names_that_were_confirmed_are_one_firm_by_which_link_stands_beside() -> None:
    bids = "lot | bidder | phone\nl1 | 甲有限公司 | t4\nl1 | 己公司 | t9"
    apart = found(companies=COMPANIES, bids=bids)
    assert "f:甲有限公司" in {one for part in apart.parts for one in part.parties}
    assert apart.same == ()
    one = found(companies=COMPANIES, bids=bids, same_as=SAME)
    (part,) = one.parts
    # c1 and c4 share a telephone now: they are in a ring with c2 and c3.
    assert part.parties == ["f:c1", "f:c2", "f:c3", "f:c4"]
    assert len(part.rings[0].parties) == 4
    (same,) = one.same
    assert (same.node, same.names, same.links) == ("c1", ("甲公司", "甲有限公司"), ("01A",))
    assert one.names["f:c1"] == "甲公司"


def test_two_numbers_of_confirmed_names_are_one_firm_and_it_shares_nothing_with_itself() -> None:
    said = "name | same\n甲公司 | 甲公司\n乙公司 | 甲公司"
    (part,) = found(companies=COMPANIES, same_as=said).parts
    assert part.parties == ["f:c1", "f:c3", "f:c4"]
    assert {one.kind for one in part.lines} == {"account", "address"}


def test_two_valid_codes_stay_two_firms_whatever_was_confirmed() -> None:
    codes = "91110000600037341L", "91110000100005563R"
    firms = COMPANIES.replace("c1 ", codes[0]).replace("c2 ", codes[1])
    said = "name | same\n甲公司 | 甲公司\n乙公司 | 甲公司"
    seen = found(companies=firms, same_as=said)
    (part,) = seen.parts
    assert {f"f:{code}" for code in codes} <= {*part.parties}
    assert [one.apart for one in seen.same] == [True]


def test_a_code_typed_otherwise_or_with_a_slip_makes_no_second_firm() -> None:
    for other in ("９１１１００００６０００３７３４１ｌ", "91110000600037341M", "110000001234567"):
        firms = COMPANIES.replace("c1 ", "91110000600037341L").replace("c2 ", other)
        (one,) = found(
            companies=firms, same_as="name | same\n甲公司 | 甲公司\n乙公司 | 甲公司"
        ).same
        assert (one.apart, one.node) == (False, "91110000600037341L"), other


def test_a_name_that_two_firms_bear_is_joined_to_neither() -> None:
    firms = COMPANIES + "    c6      | 甲公司 | t6    | k6      | 建设路6号\n"
    bids = "lot | bidder | phone\nl1 | 甲有限公司 | t4\nl1 | 甲公司 | t5"
    seen = found(companies=firms, bids=bids, same_as=SAME)
    ties = {(line.kind, line.party) for part in seen.parts for line in part.lines}
    assert ("phone", "f:甲有限公司") in ties or ("phone", "f:甲公司") in ties
    assert not {"c1", "c6"} & {one.node for one in seen.same}
    assert ("phone", "f:c1") in ties  # with c2, as the register says
    assert ("phone", "f:c6") not in ties


def test_a_number_that_two_confirmed_firms_bear_puts_nothing_of_them_together() -> None:
    firms = """
        company | title | phone
        7       | 甲    | t7
        8       | 甲二  | t8
        7       | 丙    | t0
        9       | 丙二  | t9
        5       | 丁    | t8
        6       | 戊    | t9
    """
    said = "name | same\n甲 | 甲\n甲二 | 甲\n丙 | 丙\n丙二 | 丙"
    seen = found(companies=firms, same_as=said)
    assert {frozenset(part.parties) for part in seen.parts} == {
        frozenset({"f:8", "f:5"}),
        frozenset({"f:9", "f:6"}),
    }


def test_money_goes_round_through_both_numbers_of_a_confirmed_firm() -> None:
    flows = FLOWS.replace("c2        |             | c3", "c2b       |             | c3")
    assert found(flows=flows).circles == ()
    firms = "company | title\nc2 | 乙公司\nc2b | 乙有限公司"
    said = "name | same\n乙公司 | 乙公司\n乙有限公司 | 乙公司"
    (circle,) = found(flows=flows, companies=firms, same_as=said).circles
    assert circle.parties == ("f:c1", "f:c2", "f:c3")


def test_firms_that_win_in_turn_meet_under_all_their_names() -> None:
    bids = lots_of("abcabc").replace("公司a | a", "公司a | ", 1)
    assert len(found(bids=bids).turns[0].firms) == 2
    said = "name | same\n公司a | 公司a\n公司乙 | 公司a"
    assert [one.firms for one in found(bids=bids, same_as=said).turns] == [("f:a", "f:b", "f:c")]
    other = bids.replace("公司a | ", "公司乙 | ", 1)
    assert [one.firms for one in found(bids=other, same_as=said).turns] == [("f:a", "f:b", "f:c")]
