"""What is kept of procurement data gives the flags of a run from the beginning."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sunledger.core.content import Content
from sunledger.core.problem import Refused
from sunledger.screening.procurement import flags, run
from sunledger.screening.procurement.kept import Kept
from sunledger.screening.procurement.opening import Tables
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf import ALL
from sunledger.screening.procurement.shelf.cardinal import ELEVEN


def release(number: int) -> dict[str, Any]:
    firms = "abcdefg"[number % 4 : number % 4 + 3]
    bids = [
        {
            "status": "disqualified" if number % 5 == place else "valid",
            "tenderers": [{"id": one}],
            "value": {"amount": 100 + number % 7 * place, "currency": "CNY"},
        }
        for place, one in enumerate(firms)
    ]
    award = {"status": "active", "suppliers": [{"id": firms[0]}], "date": "2024-02-11"}
    return {
        "ocid": f"p{number}",
        "buyer": {"id": f"b{number % 3}"},
        "tender": {
            "procurementMethod": "open" if number % 3 else "direct",
            "numberOfTenderers": 1 + number % 2,
            "tenderPeriod": {"startDate": "2024-01-01", "endDate": f"2024-01-{10 + number % 15}"},
        },
        "bids": {"details": bids},
        "awards": [award],
    }


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    lines = "\n".join(json.dumps(release(number)) for number in range(60)).encode()
    found = Kept(tmp_path / "kept")
    found.read([Content(lines, "releases.jsonl")])
    return found


def same(kept: Kept, settings: Settings, screens: Any = ALL) -> bool:
    """Whether what is kept gives the flags and rates of a run from the beginning."""
    ours, whole = kept.screened(settings, screens), run.screened(kept.tables, settings, screens)
    assert whole.flags.num_rows > 0
    return ours.flags == whole.flags and repr(ours.rates) == repr(whole.rates)


def test_new_screens_and_new_limits_give_what_a_whole_run_gives(kept: Kept) -> None:
    assert same(kept, Settings(), ELEVEN)
    assert same(kept, Settings())
    assert same(kept, Settings(days=12, limits={"R022": 1.2}))
    assert same(kept, Settings(compatible=True), ELEVEN)


def test_a_new_limit_asks_nothing_of_the_tables(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept.screened(Settings(), ALL)

    def opened(*_args: object, **_more: object) -> None:
        raise AssertionError("the tables were opened")

    monkeypatch.setattr(Tables, "opened", opened)
    assert kept.screened(Settings(), ALL).flags == first.flags
    more = kept.screened(Settings(days=30), ALL)
    assert more.flags.num_rows > first.flags.num_rows
    with pytest.raises(AssertionError, match="opened"):
        kept.screened(replace(Settings(), digits=3), ALL)


def test_two_runs_keep_the_same_bytes(kept: Kept, tmp_path: Path) -> None:
    kept.screened(Settings(), ALL)
    before = {one.name: one.read_bytes() for one in kept.facts.iterdir()}
    for one in kept.facts.iterdir():
        one.unlink()
    found = kept.screened(Settings(), ALL)
    assert {one.name: one.read_bytes() for one in kept.facts.iterdir()} == before
    flags.write(found.flags, tmp_path / "flags.csv")
    first = (tmp_path / "flags.csv").read_bytes()
    flags.write(kept.screened(Settings(), ALL).flags, tmp_path / "flags.csv")
    assert (tmp_path / "flags.csv").read_bytes() == first


def test_what_broke_off_is_no_fact(kept: Kept) -> None:
    whole = kept.screened(Settings(), ELEVEN)
    broken = next(kept.facts.glob("R028-OCID-*"))
    broken.rename(broken.with_suffix(".part"))
    assert kept.screened(Settings(), ELEVEN).flags == whole.flags


def test_a_folder_of_another_version_or_of_nothing_is_refused(kept: Kept, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds no tables"):
        Kept(tmp_path / "none").screened(Settings(), ELEVEN)
    kept.file.write_text('{"version": 0}', "utf-8")
    with pytest.raises(Refused, match="another version"):
        kept.screened(Settings(), ELEVEN)


def lines(releases: list[dict[str, Any]]) -> list[Content]:
    return [Content("\n".join(map(json.dumps, releases)).encode(), "releases.jsonl")]


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_it_is_as_if_all_had_been_read_anew(seed: int, tmp_path: Path) -> None:
    """Changed, new, removed and moved lines, several times; flags and rates to the last bit."""
    random = Random(seed)
    now = [release(number) for number in range(80)]
    kept = Kept(tmp_path / "kept")
    kept.read(lines(now))
    kept.screened(Settings(), ALL)
    for step in range(2):
        for _ in range(random.randint(1, 2)):
            changed = random.randrange(len(now))
            ocid = now[changed]["ocid"]
            now[changed] = release(random.randrange(1000)) | {
                "ocid": ocid,
                "date": f"2024-0{step + 1}-01",
            }
        del now[random.randrange(len(now))]
        now.insert(random.randrange(len(now)), release(100 + 10 * seed + step))
        moved = now.pop(random.randrange(len(now)))
        now.insert(random.randrange(len(now)), moved)
        assert kept.update(lines(now))
        whole = Kept(tmp_path / f"whole{step}")
        whole.read(lines(now))
        for settings in (Settings(), Settings(days=12)):
            ours, theirs = kept.screened(settings, ALL), whole.screened(settings, ALL)
            assert ours.flags == theirs.flags
            assert repr(ours.rates) == repr(theirs.rates)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param([{"ocid": "p1"}], id="a process twice"),
        pytest.param([{"no": "ocid"}], id="no release"),
        pytest.param([{"ocid": "q", "buyer": "Office"}], id="another type"),
        pytest.param([release(200 + number) for number in range(40)], id="too many"),
        pytest.param(
            [{"ocid": "q", "bids": {"details": [{"value": {"amount": 1, "currency": "USD"}}]}}],
            id="another currency",
        ),
    ],
)
def test_what_cannot_be_read_by_its_lines_is_left_for_a_whole_reading(
    kept: Kept, changed: list[dict[str, Any]]
) -> None:
    before = kept.screened(Settings(), ELEVEN)
    assert not kept.update(lines([release(number) for number in range(60)] + changed))
    assert kept.screened(Settings(), ELEVEN).flags == before.flags
