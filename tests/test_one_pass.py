"""One pass over the releases finds what the tables find, and ends where it cannot."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sunledger.core.content import Content
from sunledger.screening.ocds import flat
from sunledger.screening.ocds.tables import ELEVEN as COLUMNS
from sunledger.screening.ocds.writing import Flat
from sunledger.screening.procurement import flags, judging, one_pass, run
from sunledger.screening.procurement.one_pass import Passed
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf.cardinal import ELEVEN
from tests import slow_cardinal
from tests.test_eleven import COMPATIBLE, RELEASE, bid, missing_or, process, some

Json = dict[str, Any]


def lines(releases: Sequence[Json]) -> bytes:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in releases).encode() or b" "


def passed(releases: Sequence[Json], setting: Settings = COMPATIBLE) -> Passed:
    """Return what one pass finds in lines."""
    found = one_pass.screened([Content(lines(releases), "releases.jsonl")], setting)
    assert found
    return found


def by_tables(releases: Sequence[Json], setting: Settings) -> tuple[judging.Found, Flat, Any]:
    """Return what the tables find, what was read, and the codes that nobody knows."""
    with tempfile.TemporaryDirectory() as name:
        content = Content(lines(releases), "releases.jsonl")
        read = flat.write([content], Path(name), COLUMNS)
        with run.opened(Path(name), setting) as asked:
            unknown = {kind: sorted(codes) for kind, codes in run.unknown_codes(asked).items()}
        return run.screened(Path(name), setting), read, unknown


def same(releases: Sequence[Json], setting: Settings = COMPATIBLE) -> Passed:
    """Hold one pass against the tables: flags, rates, what was read, codes."""
    ours, (theirs, read, unknown) = passed(releases, setting), by_tables(releases, setting)
    assert ours.found.flags.to_pylist() == theirs.flags.to_pylist()
    assert repr(ours.found.rates) == repr(theirs.rates)  # a limit may be no number
    assert (ours.flat.report, ours.flat.lost, ours.unknown) == (read.report, read.lost, unknown)
    return ours


# Whatever a publisher may write: parties with numbers for ids, codes of its own, a single object
# where an array belongs, numbers as text.
ODD = some(
    tender=some(
        status=missing_or(["complete", "cancelled", "awarded"]),
        procurementMethod=missing_or(["open", "direct", "open call"]),
        procurementMethodDetails=missing_or(["lot", "auction"]),
        numberOfTenderers=missing_or([1, "2", "nan"]),
    ),
    bids=some(
        details=st.lists(
            some(
                status=missing_or(["valid", "valid", "disqualified", "rejected"]),
                tenderers=st.lists(some(id=missing_or([1, "1", 2, "a"])), max_size=3),
                value=some(amount=missing_or([100, 90.5, "90.5"]), currency=missing_or(["CNY"])),
            ),
            max_size=4,
        )
    ),
    awards=st.lists(
        some(
            status=missing_or(["active", "active", "given"]),
            suppliers=st.lists(some(id=missing_or([1, "1", 2, "a"])), max_size=2),
            items=st.lists(some(classification=some(id=missing_or([45, "331", "九一二"])))),
        ),
        max_size=2,
    ),
)
CHOSEN = st.sampled_from(
    [
        COMPATIBLE,
        replace(COMPATIBLE, currency="USD", least_supplied=1),
        replace(COMPATIBLE, least_supplied=1, digits=1, methods_with_bids=frozenset()),
        replace(COMPATIBLE, methods_with_days=frozenset({"open"}), days_of={"lot": 30}),
        replace(COMPATIBLE, no_price_comparison=frozenset({"lot"})),
        replace(COMPATIBLE, price_comparison=frozenset({"lot"}), close=0.2, success=0.5),
        replace(COMPATIBLE, excluded=frozenset({"auction"}), discount=0.1, kinds=1.0),
    ]
)


@settings(max_examples=20, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(RELEASE | ODD, min_size=1, max_size=10), CHOSEN)
def test_one_pass_finds_what_the_tables_find(releases: list[Json], setting: Settings) -> None:
    same([{"ocid": f"p{number}", **one} for number, one in enumerate(releases)], setting)


@settings(max_examples=60, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(RELEASE, min_size=1, max_size=14),
    st.sampled_from(["", "CNY", "USD"]),
    st.sampled_from([1, 2]),
)
def test_and_what_a_slow_reading_of_the_rules_finds(
    releases: list[Json], currency: str, least: int
) -> None:
    numbered = [{"ocid": f"p{number}", **one} for number, one in enumerate(releases)]
    setting = replace(COMPATIBLE, currency=currency, least_supplied=least)
    ours = {tuple(one) for one in flags.listed(passed(numbered, setting).found.flags)}
    assert ours == slow_cardinal.flags(numbered, currency, least)


def test_each_indicator_is_flagged_by_both() -> None:
    """Enough processes of a few firms that all eleven find something."""
    days = {"startDate": "2024-01-01T00:00:00Z", "endDate": "2024-01-10T00:00:00Z"}
    made = []
    for number in range(60):
        tender = {"procurementMethod": "open", "numberOfTenderers": 1, "tenderPeriod": days}
        entity = {"procuringEntity": {"id": number % 3}}
        both = bid("a") | {"tenderers": [{"id": "b"}, {"id": "c"}]}
        offers = [
            bid("a", 100, date="2024-01-11T00:00:00Z"),
            bid("b", 100.2 if number == 7 else 300 if number == 8 else 120 + number / 10),
            bid("c", 90, "disqualified"),
            bid("d", 120 + number / 10, "disqualified" if number % 2 else "valid"),
            both,
        ]
        one = process(f"p{number}", *offers[: 2 + number % 4], tender=tender | entity)
        one["awards"][0]["items"] = [{"classification": {"id": f"{number}1"}}]
        made.append(one | {"buyer": {"id": f"B{number % 4}"}})
    alone = process("x", bid("f"), bid("e", 120, "disqualified"), suppliers="f")
    setting = replace(COMPATIBLE, disqualified_share=0.1, success=0.9, kinds=5.0)
    found = same([*made, alone], setting)
    codes = {one.indicator for one in flags.listed(found.found.flags)}
    assert codes == {one.code for one in ELEVEN}


def test_what_was_not_read_is_reported_as_by_the_tables() -> None:
    """Packages, records, broken lines, cancelled processes, codes of a publisher's own."""
    held = [
        process("a", bid("a", status="admitida"), tender={"status": "cancelled"}),
        {"releases": [process("b", bid("a"), bid("b", 101))], "version": "1.1"},
        {"ocid": "c", "compiledRelease": process("c", bid("a"))},
        {"nothing": 1},
        process("d", bid("a", amount=float(10**9)), tender="no object"),
        process("e", bid("a") | {"value": {"amount": "nan", "currency": "CNY"}}),
    ]
    found = same(held)
    assert found.unknown == {"bids": ["admitida"]}
    assert len(found.flat.report.refused) == 1
    assert found.flat.lost == {"tender": 1, "bids/details/value/amount": 1}


@pytest.mark.parametrize(
    "held",
    [
        [process("a", bid("a"), date="2024-01-01"), process("a", bid("b"), date="2024-01-02")],
        [process("a", bid("a")), process("a", bid("a"))],
    ],
    ids=["two releases", "one twice"],
)
def test_where_a_process_has_to_be_merged_the_tables_answer(held: list[Json]) -> None:
    assert one_pass.screened([Content(lines(held), "a")], COMPATIBLE) is None


def test_only_what_one_pass_can_say_is_asked_of_it() -> None:
    assert one_pass.answers_to(COMPATIBLE, ELEVEN[:3])
    assert not one_pass.answers_to(Settings(), ELEVEN)
    assert not one_pass.answers_to(replace(COMPATIBLE, statuses={"bids": {"a": "valid"}}), ELEVEN)


def test_the_command_writes_the_same_by_either_road(tmp_path: Path) -> None:
    """With a folder for tables they are made, and asked."""
    releases = [process(f"p{n}", bid("a"), bid("b", 101 + n), bid("c", 101 + n)) for n in range(9)]
    file = tmp_path / "releases.jsonl"
    file.write_bytes(lines(releases))
    for name, more in (("quick", []), ("tables", ["--tables", str(tmp_path / "made")])):
        to = [
            "--flags",
            str(tmp_path / f"{name}.flags"),
            "--rates",
            str(tmp_path / f"{name}.rates"),
        ]
        call_command("ocds", str(file), "--compatible", *to, *more)
    for kind in ("flags", "rates"):
        one, other = (tmp_path / f"{name}.{kind}" for name in ("quick", "tables"))
        assert one.read_bytes() == other.read_bytes()
    assert b"R028" in (tmp_path / "quick.flags").read_bytes()
