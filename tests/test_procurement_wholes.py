"""Shares of a whole are kept as each one's own sum: what changes the whole changes all shares."""

import json
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sunledger.core.content import Content
from sunledger.screening.procurement import facts, flags, run
from sunledger.screening.procurement.kept import Kept
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf import ALL

SHARES = [one for one in ALL if any(question.share for question in one.questions)]
CODES = [one.code for one in SHARES]
# Every share is flagged, so that every figure is seen.
EVERY = Settings(limits=dict.fromkeys(CODES, 0.0), least=dict.fromkeys(CODES, 1.0))
BUYERS = ("b", "b · CNY", "局", "6 b", None)
FIRMS = ("f", "f · g", "g", "b · f")


def release(number: int, random: Random) -> dict[str, Any]:
    """Return a release with two awards, of which each may say no currency or another one."""
    awards = [
        {
            "id": str(place),
            "status": "active",
            "date": "2024-02-11T08:00:00Z",
            "suppliers": [{"id": random.choice(FIRMS)}],
            "value": {
                "amount": random.choice((random.randrange(1, 99999) / 100, 9e15, 0, -5)),
                "currency": random.choice((None, "CNY", "CNY", "$")),
            },
        }
        for place in range(2)
    ]
    buyer = random.choice(BUYERS)
    return {
        "ocid": f"p{number}",
        **({"buyer": {"id": buyer}} if buyer else {}),
        "tender": {"mainProcurementCategory": random.choice(("works", "goods", "goods · $"))},
        "awards": awards,
    }


def lines(releases: list[dict[str, Any]]) -> list[Content]:
    return [Content(b"\n".join(json.dumps(one).encode() for one in releases), "releases")]


def found(kept: Kept, settings: Settings = EVERY) -> tuple[list[flags.Flag], str]:
    held = kept.screened(settings, SHARES)
    return list(flags.listed(held.flags)), repr(held.rates)


@pytest.mark.parametrize("seed", range(4))
def test_shares_after_many_changes_are_those_of_one_statement_over_all(
    seed: int, tmp_path: Path
) -> None:
    random = Random(seed)
    now = [release(number, random) for number in range(150)]
    kept, whole = Kept(tmp_path / "kept"), Kept(tmp_path / "whole")
    kept.read(lines(now))
    found(kept)
    for step in range(4):
        for place in random.sample(range(len(now)), 3):
            now[place] = release(int(now[place]["ocid"][1:]), random)
        del now[random.randrange(len(now))]
        now.append(release(500 + step, random))
        assert kept.update(lines(now))
        whole.read(lines(now))
        one = run.screened(whole.tables, EVERY, SHARES)
        assert found(kept) == (list(flags.listed(one.flags)), repr(one.rates))
        assert one.flags.num_rows > 15
        assert not one.flags["subject"].null_count  # without a currency there is no market


def test_shares_of_buyers_are_what_a_slow_count_says(tmp_path: Path) -> None:
    random = Random(9)
    now = [release(number, random) for number in range(80)]
    kept = Kept(tmp_path / "kept")
    kept.read(lines(now))
    now[0] = release(0, random)
    assert kept.update(lines(now))
    own: dict[tuple[str, str, str | None], int] = defaultdict(int)
    of: dict[tuple[str, str | None], int] = defaultdict(int)
    for one in now:
        for award in one["awards"]:
            cents = round(award["value"]["amount"] * 100)
            if "buyer" in one and cents > 0:
                key = (one["buyer"]["id"], award["value"].get("currency"))
                own[key[0], award["suppliers"][0]["id"], key[1]] += cents
                of[key] += cents
    pairs = [(buyer, firm) for buyer, firm, _ in own]
    shares = [
        (f"{buyer} · {firm}", float(cents) / float(of[buyer, currency]))
        for (buyer, firm, currency), cents in own.items()
        if pairs.count((buyer, firm)) == 1
    ]
    ours = [(one.subject, one.value) for one in found(kept)[0] if one.indicator == "R040"]
    assert sorted(ours) == sorted(shares)
    assert shares


def test_a_change_of_one_award_writes_few_rows_and_changes_all_shares(tmp_path: Path) -> None:
    releases = [
        {
            "ocid": f"p{number}",
            "buyer": {"id": "b"},
            "awards": [
                {
                    "status": "active",
                    "suppliers": [{"id": f"f{number}"}],
                    "value": {"amount": 10, "currency": "CNY"},
                }
            ],
        }
        for number in range(50)
    ]
    kept = Kept(tmp_path / "kept")
    kept.read(lines(releases))
    before = found(kept)[0]
    releases[7]["awards"][0]["value"]["amount"] = 510  # type: ignore[index]
    assert kept.update(lines(releases))
    after = found(kept)[0]
    assert {one.value for one in before} == {10 / 500}
    assert sorted({one.value for one in after}) == [10 / 1000, 510 / 1000]
    (file,) = kept.facts.glob("R040-*.arrow")
    assert facts.load(file).num_rows == 1
