"""After changes, what is asked again gives the flags of a run from the beginning."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core.content import Content
from sunledger.screening.procurement import flags
from sunledger.screening.procurement.changes import changes
from sunledger.screening.procurement.kept import Kept
from sunledger.screening.procurement.lines import remembered
from sunledger.screening.procurement.settings import Debarment, Settings
from sunledger.screening.procurement.shelf import ALL
from tests.test_procurement_kept import lines, release


def joint(number: int) -> dict[str, Any]:
    """Return a release in which firms bid and win together, some of them alone as well."""
    found = release(number)
    firms = "abcdefghij"
    for place, bid in enumerate(found["bids"]["details"]):
        names = {firms[(number + place) % 10], firms[(3 * number + place) % 10]}
        bid["tenderers"] = [{"id": one, "name": f"Firm {one}"} for one in sorted(names)]
    winners = found["bids"]["details"][0]["tenderers"]
    items = [{"classification": {"id": f"{number % 4}{one}"}} for one in range(number % 3)]
    found["awards"] = [dict(found["awards"][0], id="1", suppliers=winners, items=items)]
    return found


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param("none", id="all is there"),
        pytest.param("tables-0/*.rows", id="no unpacked tables"),
        pytest.param("facts-0/near-*", id="no keys of this DuckDB"),
        pytest.param("left-*/*/b*.arrow", id="not all rows of what is gone"),
    ],
)
def test_what_is_kept_only_to_be_faster_may_be_missing(lost: str, tmp_path: Path) -> None:
    """Several changes, each with processes that go, come, change and change back."""
    random = Random(5)
    now = [joint(number) for number in range(60)]
    kept, whole = Kept(tmp_path / "it's kept"), Kept(tmp_path / "whole")
    kept.read(lines(now))
    settings = Settings(
        debarred=(Debarment("Firm c", 0, 1 << 62, ""),),
        least={"R025": 1.0, "R038": 1.0, "R048": 1.0},
        statuses={"bids": {"disqualified": "valid", "valid": "disqualified"}},
    )
    kept.screened(settings, ALL)
    before, removed = now[11], 0
    for step in range(2):
        now[11 + step] = before if step == 1 else joint(300 + step) | {"ocid": "p11"}
        now[random.randrange(20, 40)] = joint(400 + step)
        del now[random.randrange(20, 40)]
        now.insert(0, joint(500 + step))
        for file in kept.folder.glob(lost):
            file.unlink()
            removed += 1
        assert kept.update(lines(now))
        whole.read(lines(now))
        ours, theirs = kept.screened(settings, ALL), whole.screened(settings, ALL)
        assert ours.flags.num_rows > 60
        assert ours.flags == theirs.flags
        assert repr(ours.rates) == repr(theirs.rates)
    assert bool(removed) == (lost != "none")


@pytest.mark.parametrize("codes", [("R017",), ("R043", "R044"), ("R017", "R040"), ("R048",)])
def test_some_screens_alone_over_bids_without_any_currency(
    codes: tuple[str, ...], tmp_path: Path
) -> None:
    screens = [one for one in ALL if one.code in codes]
    now = [joint(number) for number in range(60)]
    for one in now:
        for bid in one["bids"]["details"]:
            del bid["value"]
    kept, whole = Kept(tmp_path / "kept"), Kept(tmp_path / "whole")
    kept.read(lines(now))
    kept.screened(Settings(), screens)
    now[11] = now[12] | {"ocid": "p11"}
    del now[20]
    assert kept.update(lines(now))
    whole.read(lines(now))
    ours, theirs = kept.screened(Settings(), screens), whole.screened(Settings(), screens)
    assert ours.flags == theirs.flags
    assert repr(ours.rates) == repr(theirs.rates)


@pytest.mark.parametrize("seed", range(3))
def test_sums_of_amounts_that_are_unknown_or_nothing_are_those_of_a_whole_reading(
    seed: int, tmp_path: Path
) -> None:
    random = Random(seed)

    def direct(number: int) -> dict[str, Any]:
        """Return a direct award of one of two firms on one of two days, often of no amount."""
        value = {"amount": random.choice((None, None, 0, 900_000, 1_500_000)), "currency": "CNY"}
        award = {
            "id": "1",
            "status": "active",
            "date": random.choice(("2024-03-01T08:00:00Z", "2024-03-09T08:00:00Z")),
            "suppliers": [{"id": "f"}],
            "value": value,
        }
        tender = {"procurementMethod": "direct", "mainProcurementCategory": "works"}
        return {
            "ocid": f"p{number}",
            "buyer": {"id": f"b{number % 12}"},
            "tender": tender,
            "awards": [award],
        }

    asked = [one for one in ALL if one.code in {"R002", "R011", "R040", "R049", "R055"}]
    settings = Settings(limits={"R011": 0.0}, least={"R011": 3.0})
    now = [direct(number) for number in range(40)]
    kept, whole = Kept(tmp_path / "kept"), Kept(tmp_path / "whole")
    kept.read(lines(now))
    kept.screened(settings, asked)
    flagged = set()
    for _ in range(6):
        place = random.randrange(40)
        now[place] = direct(place)
        assert kept.update(lines(now))
        whole.read(lines(now))
        ours, theirs = kept.screened(settings, asked), whole.screened(settings, asked)
        assert ours.flags == theirs.flags
        assert repr(ours.rates) == repr(theirs.rates)
        flagged |= {(one.indicator, one.value) for one in flags.listed(ours.flags)}
    assert len(flagged) > 3


def test_rows_of_all_that_was_touched_are_looked_for_in_few_tables_and_once(
    tmp_path: Path,
) -> None:
    now = [joint(number) for number in range(60)]
    kept = Kept(tmp_path / "kept")
    kept.read(lines(now))
    kept.screened(Settings(), ALL)
    looked: list[list[str]] = []
    for step in range(2):
        now[step] = joint(300 + step)
        assert kept.update(lines(now))
        kept.screened(Settings(), ALL)
        looked.append(sorted(one.name for one in kept.folder.glob("left-*")))
    assert looked == [["left-1"], ["left-1", "left-2"]]
    kept.read(lines(now))
    assert not list(kept.folder.glob("left-*"))


PARTS = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 59), st.integers(0, 59)).map(lambda cut: range(*sorted(cut))),
        st.lists(st.integers(60, 90), max_size=3),
    ),
    max_size=6,
)


@given(st.integers(1, 60), PARTS)
def test_whatever_stands_in_the_place_of_lines_each_is_found_again(
    many: int, parts: list[list[int]]
) -> None:
    """Blocks of lines moved, removed, repeated in order, with new ones between them."""
    before = [b'{"ocid": "%d"}\n' % number for number in range(many)]
    now = [b'{"ocid": "%d"}\n' % one for one in dict.fromkeys(n for part in parts for n in part)]
    known = remembered([Content(b"".join(before), "before")])
    found = changes([Content(b"".join(now) or b"\n", "now")], known, many, 1000)
    assert found is not None
    assert sorted(found.new) == sorted(set(now) - set(before))
    assert found.gone == [number for number, one in enumerate(before) if one not in now]
    numbers = {line: number for number, line in enumerate(before)}
    numbers |= {line: number for number, line in enumerate(found.new, many)}
    assert list(found.lines.numbers) == [numbers[line] for line in now]
