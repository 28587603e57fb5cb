"""The graph against the same rules told slowly: every pair, every ring and every circle tried."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations, pairwise, permutations
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from sunledger.screening.engine import Engine
from sunledger.screening.graph.bounds import Bounds
from sunledger.screening.graph.graph import Graph, graph
from sunledger.screening.graph.rings import all_know_all, shortest_through
from sunledger.screening.shapes import SHAPES

BOUNDS = Bounds(most=3, least=1, met=2, won=1)
FIRST = date(2024, 1, 1)


def found(**tables: list[dict[str, Any]]) -> Graph:
    with Engine(memory="128MB", threads=1) as engine:
        for name, rows in tables.items():
            coded = [{"code": f"{name}-{n:03}", **row} for n, row in enumerate(rows)]
            engine.table(name, pa.Table.from_pylist(coded, schema=SHAPES[name].schema()))
        return graph(engine, FIRST, BOUNDS)


things = st.integers(0, 4)
firms = st.lists(
    st.fixed_dictionaries(
        {"company": st.sampled_from("abcdefg"), "phone": things, "account": things}
    ),
    max_size=9,
)


@settings(max_examples=15, deadline=None)
@given(firms)
def test_parts_are_those_of_all_pairs(rows: list[dict[str, Any]]) -> None:
    having: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for row in rows:
        for kind in ("phone", "account"):
            having[kind, row[kind]].add(f"f:{row['company']}")
    shared = {thing: all_of for thing, all_of in having.items() if 2 <= len(all_of) <= BOUNDS.most}
    part = {firm: {firm} for all_of in shared.values() for firm in all_of}
    for _ in part:
        for one, two in combinations(part, 2):
            tied = any({one, two} <= all_of for all_of in shared.values())
            if tied or part[one] & part[two]:
                part[one] = part[two] = part[one] | part[two]
    seen = found(companies=rows)
    assert sorted(one.parties for one in seen.parts) == sorted(
        {tuple(sorted(one)): sorted(one) for one in part.values()}.values()
    )
    ties = {(line.kind, line.sign, line.party) for one in seen.parts for line in one.lines}
    assert ties == {
        (kind, str(sign), firm) for (kind, sign), all_of in shared.items() for firm in all_of
    }


edges = st.sets(st.tuples(things, st.integers(0, 6)).filter(lambda e: e[0] < e[1]), max_size=14)


def _near(pairs: set[tuple[int, int]]) -> Mapping[str, list[str]]:
    near: defaultdict[str, list[str]] = defaultdict(list)
    for one, two in pairs:
        near[str(one)].append(str(two))
        near[str(two)].append(str(one))
    return near


@settings(max_examples=150, deadline=None)
@given(edges, st.integers(3, 7))
def test_the_shortest_ring_through_a_node_is_one_and_none_is_shorter(
    pairs: set[tuple[int, int]], most: int
) -> None:
    near = _near(pairs)
    for start in sorted(near):
        others = [one for one in near if one != start]
        sizes = [
            n + 1
            for n in range(2, most)
            for way in permutations(others, n)
            if all(b in near[a] for a, b in zip((start, *way), (*way, start), strict=True))
        ]
        ring = shortest_through(start, near, most)
        assert len(ring) == min(sizes, default=0)
        if ring:
            assert start in ring
            assert len(set(ring)) == len(ring)
            assert all(b in near[a] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))


@settings(max_examples=150, deadline=None)
@given(edges)
def test_groups_are_those_that_nobody_can_join(pairs: set[tuple[int, int]]) -> None:
    near = _near(pairs)
    groups = [
        set(some)
        for n in range(2, len(near) + 1)
        for some in combinations(sorted(near), n)
        if all(two in near[one] for one, two in combinations(some, 2))
    ]
    widest = [one for one in groups if not any(one < other for other in groups)]
    wanted = sorted(tuple(sorted(one)) for one in widest if len(one) <= 3)
    assert all_know_all(near, 3) == wanted


flows = st.lists(
    st.fixed_dictionaries(
        {
            "from_firm": st.sampled_from("abcde"),
            "to_firm": st.sampled_from("abcde"),
            "on": st.integers(0, 90).map(lambda n: FIRST + timedelta(days=n)),
            "amount": st.sampled_from([40, 50, 79, 80, 100]),
        }
    ),
    max_size=9,
)


def _goes_round(run: tuple[dict[str, Any], ...]) -> bool:
    """Whether payments in this order are a circle."""
    givers = [one["from_firm"] for one in run]
    takers = [one["to_firm"] for one in run]
    if len(set(givers)) < len(run) or takers != [*givers[1:], givers[0]]:
        return False
    soon = run[-1]["on"] - run[0]["on"] <= timedelta(days=BOUNDS.days)
    return soon and all(
        a["on"] <= b["on"] and b["amount"] <= a["amount"] <= 2 * b["amount"]
        for a, b in pairwise(run)
    )


@settings(max_examples=20, deadline=None)
@given(flows)
def test_circles_are_those_of_all_orders_of_payments(rows: list[dict[str, Any]]) -> None:
    coded = [{"code": f"flows-{n:03}", **row} for n, row in enumerate(rows)]
    wanted = {
        frozenset(one["code"] for one in run)
        for n in (2, 3, 4)
        for run in permutations(coded, n)
        if _goes_round(run)
    }
    runs = [run for one in found(flows=rows).circles for run in one.runs]
    told = [frozenset(step.code for step in run) for run in runs]
    assert len(told) == len(set(told))
    assert set(told) == wanted
    by_code = {one["code"]: one for one in coded}
    assert all(_goes_round(tuple(by_code[step.code] for step in run)) for run in runs)


bids = st.lists(
    st.fixed_dictionaries(
        {
            "lot": st.sampled_from(["l1", "l2", "l3", "l4"]),
            "bidder_id": st.sampled_from("abcd"),
            "won": st.integers(0, 1),
        }
    ),
    max_size=14,
)


@settings(max_examples=15, deadline=None)
@given(bids)
def test_meetings_are_those_of_all_pairs_in_all_lots(rows: list[dict[str, Any]]) -> None:
    won: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        lot = won[row["lot"]]
        lot[row["bidder_id"]] = max(lot.get(row["bidder_id"], 0), row["won"])
    wanted = set()
    for one, two in combinations("abcd", 2):
        both = [lot for lot in won.values() if one in lot and two in lot]
        wins = sum(lot[one] for lot in both), sum(lot[two] for lot in both)
        if len(both) >= BOUNDS.met and min(wins) >= BOUNDS.won:
            wanted.add((f"f:{one}", f"f:{two}", len(both), *wins))
    told = {
        (m.firm, m.other, m.met, m.mine, m.theirs)
        for ring in found(bids=rows).turns
        for m in ring.meetings
    }
    assert told == wanted
