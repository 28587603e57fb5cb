"""Who shares what, who wins in turn, what money goes round: the graph over an engine's tables."""

from collections.abc import Mapping
from datetime import date

from sunledger.screening.engine import Engine, Kind
from sunledger.screening.examples import key_of, table
from sunledger.screening.graph.bounds import Bounds
from sunledger.screening.graph.graph import Graph, graph
from sunledger.screening.shapes import SHAPES

ON = date(2024, 12, 31)


def found(bounds: Bounds | None = None, **tables: str) -> Graph:
    """Return the graph of tables written as text."""
    return graph_of(tables, bounds)


def graph_of(
    tables: Mapping[str, str], bounds: Bounds | None = None, kind: Kind = "duckdb"
) -> Graph:
    """Return the graph of tables written as text, by one of the engines."""
    with Engine(memory="256MB", threads=1, kind=kind) as engine:
        for name, text in tables.items():
            engine.table(name, table(text, SHAPES[name]))
        return graph(engine, ON, bounds)


COMPANIES = """
    company | title  | phone | account | address
    c1      | 甲公司 | t1    | k1      | 建设路1号
    c2      | 乙公司 | t1    | k2      | 建设路2号
    c3      | 丙公司 | t3    | k2      | 建设路3号
    c4      | 丁公司 | t4    | k4      | 建设路3号
    c5      | 戊公司 | t5    | k5      | 建设路5号
"""


def test_what_hangs_together_is_one_part_with_the_rows_behind_every_tie() -> None:
    (part,) = found(companies=COMPANIES).parts
    assert part.parties == ["f:c1", "f:c2", "f:c3", "f:c4"]
    ties = {(one.kind, one.party, one.source, one.code, one.rows) for one in part.lines}
    assert ties == {
        ("phone", "f:c1", "companies", "companies-1", 1),
        ("phone", "f:c2", "companies", "companies-2", 1),
        ("account", "f:c2", "companies", "companies-2", 1),
        ("account", "f:c3", "companies", "companies-3", 1),
        ("address", "f:c3", "companies", "companies-3", 1),
        ("address", "f:c4", "companies", "companies-4", 1),
    }
    assert part.rings == ()


def test_a_ring_closes_by_another_thing() -> None:
    officers = """
        company | title  | person | name   | role
        c1      | 甲公司 | w      | 王建国 | director
        c4      | 丁公司 | w      | 王建国 | shareholder
    """
    (part,) = found(companies=COMPANIES, officers=officers).parts
    (ring,) = part.rings
    assert ring.parties[0] == "f:c1"
    assert ring.parties[2] == "f:c3"
    assert set(ring.parties) == {"f:c1", "f:c2", "f:c3", "f:c4"}
    assert sorted(one.partition("\N{SYMBOL FOR UNIT SEPARATOR}")[0] for one in ring.things) == [
        *("account", "address", "person", "phone"),
    ]
    assert {one.how for one in part.lines if one.kind == "person"} == {"officer", "owner"}


def test_one_row_less_and_the_tie_is_gone() -> None:
    less = COMPANIES.replace("乙公司 | t1 ", "乙公司 | t2 ")
    (part,) = found(companies=less).parts
    assert part.parties == ["f:c2", "f:c3", "f:c4"]


def test_what_eleven_share_says_nothing_and_what_ten_share_is_told() -> None:
    heading = "company | title | phone\n"
    ten = heading + "\n".join(f"c{n} | 公司{n} | agent" for n in range(10))
    assert len(found(companies=ten).parts[0].parties) == 10
    assert found(companies=ten + "\nc10 | 公司10 | agent").parts == ()


def test_a_firm_that_bid_under_its_name_alone_shares_nothing_with_itself() -> None:
    bids = "lot | bidder | phone\nl1 | 戊公司 | t5\nl1 | 己公司 | t4"
    (part,) = found(companies=COMPANIES, bids=bids).parts
    assert "f:己公司" in part.parties
    assert "f:c4" in part.parties
    assert not any("戊公司" in one for one in part.parties)
    alone = found(companies=COMPANIES, bids=bids.replace("己公司", "丁公司")).parts
    assert [one.parties for one in alone] == [["f:c1", "f:c2", "f:c3", "f:c4"]]


def test_a_documented_telephone_says_nothing_while_its_document_holds() -> None:
    papers = "phone | document | since | until\nt1 | 文〔2022〕1号 | 2022-01-01 |"
    (part,) = found(companies=COMPANIES, exceptions=papers).parts
    assert part.parties == ["f:c2", "f:c3", "f:c4"]
    lapsed = papers.removesuffix("|") + "| 2023-01-01"
    assert "f:c1" in found(companies=COMPANIES, exceptions=lapsed).parts[0].parties


POSTS = """
    body   | person | name   | title | household | phone | account | since      | until
    县医院 | o1     | 张卫东 | 科长  | h1        | t5    |         | 2020-01-01 |
    县医院 | o2     | 李明霞 | 出纳  | h2        |       |         | 2020-01-01 |
    县医院 | o3     | 赵国强 | 司机  | h2        |       |         | 2020-01-01 |
    县医院 | o4     | 钱爱民 | 会计  | h4        | t4    |         | 2020-01-01 | 2022-01-01
"""
OFFICERS = """
    company | title  | person | name   | role
    c2      | 乙公司 | w      | 王建国 | director
"""
KIN = """
    person | relative | relation | recused
    o2     | w        | spouse   |
    o3     | w        | sibling  | yes
"""


def test_holders_of_posts_and_their_declared_kin_are_masked_and_stand_only_beside_firms() -> None:
    seen = found(companies=COMPANIES, posts=POSTS, officers=OFFICERS, kin=KIN)
    people = {one for part in seen.parts for one in part.parties if one.startswith("p:")}
    assert people == {f"p:{key_of('o1')}", f"p:{key_of('o2')}"}
    shown = {seen.names[one] for one in people}
    assert shown == {"张＊＊ 科长 县医院", "李＊＊ 出纳 县医院"}


def test_a_household_ties_an_officer_of_a_firm_to_a_holder_of_a_post() -> None:
    posts = "body | person | name | title | household\n县医院 | o1 | 张卫东 | 科长 | h1"
    people = "person | household\no1 | h1\nw | h1"
    officers = "company | title | person | role\nc5 | 戊公司 | w | director"
    (part,) = found(posts=posts, people=people, officers=officers).parts
    assert {(one.kind, one.party) for one in part.lines} == {
        ("household", "f:c5"),
        ("household", f"p:{key_of('o1')}"),
    }


def lots_of(winners: str, firms: str = "abc") -> str:
    rows = [
        f"{lot} | 公司{firm} | {firm} | 100 | {'yes' if firm == winner else 'no'}"
        for lot, winner in enumerate(winners)
        for firm in firms
    ]
    return "lot | bidder | bidder_id | amount | won\n" + "\n".join(rows)


def test_three_that_meet_and_win_in_turn_are_a_ring_of_three() -> None:
    (ring,) = found(bids=lots_of("abcabc")).turns
    assert ring.firms == ("f:a", "f:b", "f:c")
    assert {(one.met, one.mine, one.theirs) for one in ring.meetings} == {(6, 2, 2)}
    assert found(bids=lots_of("abcab")).turns == ()
    assert found(bids=lots_of("aaaabb")).turns[0].firms == ("f:a", "f:b")
    assert found(bids=lots_of("abcabc", "abcdefg")).turns == ()


FLOWS = """
    from_firm | from_person | to_firm | to_person | on         | amount
    c1        |             | c2      |           | 2024-03-01 | 100,000
    c2        |             | c3      |           | 2024-03-11 | 80,000
    c3        |             | c1      |           | 2024-03-21 | 40,000
"""


def test_payments_that_come_home_in_three_steps_are_a_circle() -> None:
    (circle,) = found(flows=FLOWS).circles
    assert circle.parties == ("f:c1", "f:c2", "f:c3")
    assert [(one.code, one.amount) for one in circle.runs[0]] == [
        ("flows-1", 100_000_00),
        ("flows-2", 80_000_00),
        ("flows-3", 40_000_00),
    ]
    assert found(flows=FLOWS.replace("40,000", "39,999")).circles == ()
    assert found(flows=FLOWS.replace("2024-03-21", "2024-05-21")).circles == ()
    assert found(flows=FLOWS.replace("2024-03-11", "2024-02-11")).circles == ()


def test_a_circle_of_four_is_told_once_for_each_time_it_went_round() -> None:
    four = """
        from_firm | to_firm | on         | amount
        a         | b       | 2024-03-01 | 100,000
        b         | c       | 2024-03-02 | 90,000
        c         | d       | 2024-03-03 | 80,000
        d         | a       | 2024-03-04 | 70,000
        d         | a       | 2024-03-05 | 60,000
        c         | b       | 2024-03-03 | 10,000
    """
    (circle,) = found(flows=four).circles
    assert circle.parties == ("f:a", "f:b", "f:c", "f:d")
    assert [run[-1].amount for run in circle.runs] == [70_000_00, 60_000_00]


def test_money_comes_back_to_the_body_through_one_who_holds_a_post_there() -> None:
    paid = """
        body | body_name | number | supplier | supplier_id | paid_on    | amount
        b1   | 县医院    | h1     | 甲公司   | c1          | 2024-03-01 | 100,000
    """
    posts = "body | person | name | title\nb1 | o1 | 张卫东 | 科长"
    flows = "from_firm | to_person | on | amount\nc1 | o1 | 2024-03-20 | 60,000"
    seen = found(contract_payments=paid, posts=posts, flows=flows)
    (circle,) = seen.circles
    assert circle.parties == ("b:b1", "f:c1")
    back = circle.runs[0][1]
    assert (back.source, back.code, back.via, back.via_code) == (
        *("flows", "flows-1", "张＊＊ 科长", "posts-1"),
    )
    assert seen.names["b:b1"] == "县医院"
    wage = flows.replace("amount\n", "amount | kind\n") + " | wage"
    assert found(contract_payments=paid, posts=posts, flows=wage).circles == ()


def test_what_is_cut_is_said_and_the_bounds_hold() -> None:
    seen = found(Bounds(lines=2), companies=COMPANIES)
    assert seen.cut == ("ties",)
    assert sum(len(part.lines) for part in seen.parts) <= 2
    assert found(companies=COMPANIES).cut == ()


def test_nothing_given_is_an_empty_graph() -> None:
    assert found() == Graph()


SAME = "name | same | link\n甲公司 | 甲公司 | 01A\n甲有限公司 | 甲公司 | 01A"
