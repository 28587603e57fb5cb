"""What the options of `sunledger ocds` say holds, or is refused in a sentence."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from sunledger.screening.procurement import lists

MONEY = {"currency": "EUR"}


def said(*words: object) -> str:
    out = io.StringIO()
    with override("en"):
        call_command("ocds", *map(str, words), stdout=out)
    return out.getvalue()


def process(ocid: str = "a", **more: Any) -> dict[str, Any]:
    """Return a process with one bid and one award of ten euros, open for three days."""
    value = MONEY | {"amount": 10}
    supplier = {"id": "s", "name": "Straße & Söhne"}
    days = {"startDate": "2024-01-01", "endDate": "2024-01-04"}
    return {
        "ocid": ocid,
        "buyer": {"id": "b"},
        "tender": {"tenderPeriod": days, "procurementMethod": "open", "numberOfTenderers": 1},
        "awards": [
            {"status": "active", "date": "2024-01-05", "value": value, "suppliers": [supplier]}
        ],
        **more,
    }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "a.jsonl"
    found.write_text(json.dumps(process()), "utf-8")
    return found


def flagged(file: Path, *words: object) -> list[dict[str, str]]:
    """Return the flags that the command writes."""
    to = file.with_name("flags.csv")
    said(file, "--flags", to, *words)
    return list(csv.DictReader(to.read_text("utf-8-sig").splitlines()))


@pytest.mark.parametrize("mode", [[], ["--compatible"]])
@pytest.mark.parametrize(
    ("code", "few", "many"),
    [("R003", 3, 4), ("R024", 0.001, 0.2), ("R025", 0.1, 0.4), ("R035", 3, 2), ("R038", 1.1, 0.3),
     ("R058", 0.9, 0.001)],
)  # fmt: skip
def test_limits_of_cardinals_own_indicators_can_be_set(
    tmp_path: Path, code: str, few: float, many: float, mode: list[str]
) -> None:
    """One limit under which nothing is flagged, one under which something is."""

    def bid(who: str, amount: float, status: str = "valid") -> dict[str, Any]:
        value = MONEY | {"amount": amount}
        return {"status": status, "tenderers": [{"id": who}], "value": value}

    days = {"startDate": "2024-01-01T00:00:00Z", "endDate": "2024-01-04T00:00:00Z"}
    bids = [bid("s", 10), bid("t", 11)]
    rejected = [bid("s", 10), *(bid(who, 12, "disqualified") for who in "tu")]
    open_to = {"tender": {"tenderPeriod": days}}
    made = [process("a", bids={"details": bids}, **open_to)]
    made += [process("b", bids={"details": [*bids, bid("u", 12)]}, **open_to)]
    if code in ("R035", "R038"):
        made = [process("c", bids={"details": rejected}, **open_to)]
        made += [process("d", bids={"details": rejected}, **open_to)]
    if code == "R025":
        lost = [{"status": "active", "suppliers": [{"id": "u"}]}]
        made += [
            process("e", bids={"details": [bid("s", 10), bid("u", 9)]}, awards=lost, **open_to)
        ]
        made += [process("f", bids={"details": [bid("t", 10), bid("s", 9)]}, **open_to)]
        few, many = -1, 0.8
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(map(json.dumps, made)), "utf-8")
    asked = ["--screens", code, *mode]
    assert not flagged(file, *asked, "--limit", f"{code}={few}")
    assert flagged(file, *asked, "--limit", f"{code}={many}")


@pytest.mark.parametrize("code", ["R018", "R028", "R030", "R036", "R010"])
def test_a_limit_where_there_is_none_is_refused(file: Path, code: str) -> None:
    with pytest.raises(CommandError, match=f"{code} has no limit"):
        flagged(file, "--limit", f"{code}=2")


@pytest.mark.parametrize("limit", ["R031=nan", "R031=inf", "R031=", "R031"])
def test_what_is_no_number_is_no_limit(file: Path, limit: str) -> None:
    with pytest.raises(CommandError, match="is no limit"):
        flagged(file, "--limit", limit)


def test_a_screen_that_is_named_twice_is_asked_once(file: Path) -> None:
    assert len(flagged(file, "--screens", "R003, R003")) == 1


@pytest.mark.parametrize("option", ["thresholds", "statuses"])
@pytest.mark.parametrize("held", [b"x = [", b"\xff\xfe", b"threshold = 5\nbids = 5\n",
                                  b"[threshold]\na = 1\n[bids]\nx = 5\n"])  # fmt: skip
def test_a_list_that_cannot_be_read_is_refused_by_its_name(
    file: Path, option: str, held: bytes
) -> None:
    given = file.with_name("given.toml")
    given.write_bytes(held)
    with pytest.raises(CommandError, match=r"^given\.toml: "):
        flagged(file, f"--{option}", given)


def test_a_threshold_with_a_date_that_is_none_is_refused(file: Path) -> None:
    """It would hold for ever, or never."""
    given = file.with_name("given.toml")
    row = '[[threshold]]\ncurrency = "EUR"\nsince = "soon"\namount = 5\nlaw = "x"\n'
    given.write_text(row, "utf-8")
    with pytest.raises(CommandError, match=r"given\.toml: “soon” is no date"):
        flagged(file, "--thresholds", given)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_debarred_firms_are_read_in_any_encoding(file: Path, encoding: str) -> None:
    given = file.with_name("debarred.csv")
    given.write_bytes(
        "name,from,to\nSTRASSE Sohne,2024-01-01,\nStraße Söhne,2024-01-01,\n".encode(encoding)
    )
    assert len(flagged(file, "--screens", "R046", "--debarred", given)) == 1


@pytest.mark.parametrize(
    ("row", "many"),
    [
        ("2024-01-01,2024-01-05", 1),
        ("2024-01-05,2024-01-05", 1),
        ("2024-01-01,2024-01-04", 0),
        ("2024-01-06,", 0),
        (",2024-02-01", 1),
        ("2024-01-01T00:00:00Z,2024-01-05T00:00:00Z", 0),
    ],
)
def test_a_debarment_holds_on_its_last_day(file: Path, row: str, many: int) -> None:
    given = file.with_name("debarred.csv")
    given.write_text(f"name,from,to\nStraße & Söhne,{row}\n", "utf-8")
    assert len(flagged(file, "--screens", "R046", "--debarred", given)) == many


@pytest.mark.parametrize("row", ["soon,2024-01-01", "2024-01-01,later", "2024-01-32,"])
def test_a_debarment_with_a_date_that_is_none_is_refused(file: Path, row: str) -> None:
    given = file.with_name("debarred.csv")
    given.write_text(f"name,from,to\nX,{row}\n", "utf-8")
    with pytest.raises(CommandError, match=r"debarred\.csv: “.*” is no date"):
        flagged(file, "--debarred", given)


def test_no_name_becomes_a_formula(tmp_path: Path) -> None:
    """A spreadsheet runs what begins with these signs."""
    file = tmp_path / "a.jsonl"
    names = ["=HYPERLINK(1)", "+cmd|x", "-2+3", "@SUM(1)", "\tx", "＝1+1"]
    file.write_text("\n".join(json.dumps(process(name)) for name in [*names, "-12.5"]), "utf-8")
    subjects = {one["subject"] for one in flagged(file, "--screens", "R003")}
    assert subjects == {f"'{name}" for name in names} | {"-12.5"}


def test_a_full_disk_is_told_without_a_name_that_nobody_knows(file: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("There is no full disk here.")
    with pytest.raises(CommandError, match=r"^No space left"):
        said(file, "--out", "/dev/full")


def test_the_thresholds_that_come_along_can_be_read() -> None:
    assert all(one.since < one.until and one.amount > 0 for one in lists.known_thresholds())
