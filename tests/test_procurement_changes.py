"""What has changed in lines is found wherever they stand, and only that is asked again."""

import json
import shutil
import subprocess
import sys
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from sunledger.core.content import Content
from sunledger.screening.procurement import run, sums
from sunledger.screening.procurement.changes import changes
from sunledger.screening.procurement.kept import Kept
from sunledger.screening.procurement.lines import GROUP, Lines, remembered
from sunledger.screening.procurement.opening import Tables
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf import ALL
from tests.test_procurement_kept import lines, release


def contents(now: list[bytes], random: Random) -> list[Content]:
    """Return lines as one file or two, with or without an end of the last line."""
    cut = random.randrange(len(now) + 1)
    end = random.choice((b"", b"\n", b"\n\n"))
    if random.random() < 0.7:
        return [Content(b"\n".join(now) + end, "one")]
    return [Content(b"\n\n".join(now[:cut]), "one"), Content(b"\n".join(now[cut:]) + end, "two")]


def edit(now: list[bytes], random: Random, number: int) -> None:
    """Change, add, withdraw or move a line, or turn all around."""
    what, place = random.randrange(5), random.randrange(len(now))
    if what == 0:
        now[place] = b'{"changed": %d}' % number
    elif what == 1:
        now.insert(place, b'{"new": %d}' % number)
    elif what == 2 and len(now) > 1:
        del now[place]
    elif what == 3:
        now.insert(random.randrange(len(now)), now.pop(place))
    elif random.random() < 0.1:
        now.reverse()


@pytest.mark.parametrize("seed", range(40))
def test_each_line_keeps_its_process_wherever_it_stands(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    now = [b'{"ocid": "%d%s"}' % (one, b"-" * random.randrange(30)) for one in range(1 + seed * 3)]
    known = remembered(contents(now, random))
    processes = {line: number for number, line in enumerate(now)}
    after = len(now)
    for step in range(4):
        for turn in range(random.randrange(4)):
            edit(now, random, step * 10 + turn)
        found = changes(contents(now, random), known, after, 1000)
        assert found is not None
        processes = {line: one for line, one in processes.items() if one not in found.gone}
        new = [line.strip() for line in found.new]
        processes |= {line: number for number, line in enumerate(new, after)}
        after += len(new)
        assert [processes[line] for line in now] == list(found.lines.numbers)
        found.lines.write(tmp_path / "lines")
        known = Lines.read(tmp_path / "lines")
        assert known == found.lines


def test_a_line_that_is_there_twice_is_left_for_a_whole_reading(tmp_path: Path) -> None:
    now = [release(number) for number in range(3 * GROUP)]
    kept = Kept(tmp_path / "kept")
    kept.read(lines(now))
    for twice in (now[0], now[GROUP], now[-1]):
        assert not kept.update(lines([*now, twice]))
        assert not kept.update(lines([twice, *now]))


def test_too_many_new_lines_are_left_for_a_whole_reading_and_moved_ones_are_not_new() -> None:
    now = [b'{"ocid": "%d"}' % one for one in range(5 * GROUP)]
    known = remembered([Content(b"\n".join(now), "one")])
    found = changes([Content(b"\n".join(reversed(now)) + b"\n", "one")], known, 99, 3)
    assert found is not None
    assert len(found.new) <= 1  # what was the last line had no end
    more = [*now, *(b'{"ocid": "n%d"}' % one for one in range(4))]
    assert changes([Content(b"\n".join(more) + b"\n", "one")], known, 99, 3) is None


def test_the_mark_of_a_line_depends_on_a_key_that_no_publisher_knows() -> None:
    one = remembered([Content(b'{"ocid": "1"}', "one")])
    other = remembered([Content(b'{"ocid": "1"}', "one")])
    assert one.marks != other.marks
    assert one.numbers == other.numbers == array("q", [0])


def moved(releases: list[dict[str, Any]], random: Random, step: int) -> None:
    """Change releases as publishers do: other buyers, withdrawn, published again, other winners."""
    for _ in range(3):
        one = random.choice(releases)
        one["buyer"] = {"id": f"b{random.randrange(4)}"}
        one["awards"] = [dict(release(random.randrange(99))["awards"][0], value={"amount": step})]
    gone = releases.pop(random.randrange(len(releases)))
    releases.append(release(500 + step))
    if step % 2:
        releases.insert(0, gone)


@pytest.mark.parametrize("seed", range(3))
def test_many_changes_one_after_the_other_are_as_if_all_had_been_read_anew(
    seed: int, tmp_path: Path
) -> None:
    """Also where a screen is asked for the first time after the changes, and under other limits."""
    random = Random(seed)
    now = [release(number) for number in range(120)]
    kept = Kept(tmp_path / "kept")
    kept.read(lines(now))
    kept.screened(Settings(), [one for one in ALL if one.code not in ("R040", "R053", "R024")])
    for step in range(3):
        moved(now, random, step)
        assert kept.update(lines(now))
    whole = Kept(tmp_path / "whole")
    whole.read(lines(now))
    more = {"R019": 1.0, "R040": 1.0, "R053": 1.0, "R057": 1.0}
    for settings in (Settings(), Settings(days=12, least=more), Settings(compatible=True)):
        ours, theirs = kept.screened(settings, ALL), whole.screened(settings, ALL)
        assert ours.flags == theirs.flags
        assert repr(ours.rates) == repr(theirs.rates)


def priced(number: int, price: int, *, contract: bool = False) -> dict[str, Any]:
    """Return a release whose award has two items of codes that many others have."""
    found = release(number)
    found["awards"][0] |= {
        "id": "1",
        "items": [
            {
                "classification": {"id": str(code)},
                "unit": {"value": {"amount": price + code, "currency": "CNY"}},
            }
            for code in (number % 7, number % 3 + 10 * (number % 2))
        ],
    }
    return found | ({"contracts": [{"id": "1", "awardID": "1"}]} if contract else {})


@pytest.mark.parametrize("seed", range(2))
def test_processes_that_share_a_code_with_changed_ones_are_judged_again(
    seed: int, tmp_path: Path
) -> None:
    random = Random(seed)
    now = [priced(number, random.randrange(1, 90)) for number in range(99)]
    kept, whole = Kept(tmp_path / "kept"), Kept(tmp_path / "whole")
    kept.read(lines(now))
    asked = [one for one in ALL if one.code in ("R017", "R040", "R050", "R051")]
    kept.screened(Settings(), asked)
    settings = replace(Settings(), limits={"R017": 0.0, "R040": 0.0})
    for step in range(3):
        for _ in range(2):
            place = random.randrange(len(now))
            now[place] = priced(place, random.randrange(1, 900)) | {"ocid": now[place]["ocid"]}
        del now[random.randrange(len(now))]
        now.append(priced(200 + step, step))
        assert kept.update(lines(now))
        whole.read(lines(now))
        ours, theirs = kept.screened(settings, asked), whole.screened(settings, asked)
        assert ours.flags.num_rows > 80
        assert ours.flags == theirs.flags
        assert repr(ours.rates) == repr(theirs.rates)


def test_whether_contracts_are_published_at_all_is_seen_after_a_change(tmp_path: Path) -> None:
    now = [priced(number, 5) for number in range(40)]
    kept, whole = Kept(tmp_path / "kept"), Kept(tmp_path / "whole")
    kept.read(lines(now))
    asked = [one for one in ALL if one.code == "R063"]
    flagged = [kept.screened(Settings(), asked).flags.num_rows]
    for contract in (True, False, True):
        now[3] = priced(3, 5, contract=contract)
        assert kept.update(lines(now))
        whole.read(lines(now))
        ours, theirs = kept.screened(Settings(), asked), whole.screened(Settings(), asked)
        assert ours.flags == theirs.flags
        assert repr(ours.rates) == repr(theirs.rates)
        flagged.append(ours.flags.num_rows)
    assert flagged == [0, 39, 0, 39]


def test_after_a_change_no_question_is_asked_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [release(number) for number in range(60)]
    for number, one in enumerate(now):  # of firms that bid often together few processes are touched
        for bid in one["bids"]["details"]:
            bid["tenderers"] = [{"id": f"{bid['tenderers'][0]['id']}{number // 4}"}]
    kept = Kept(tmp_path / "kept")
    kept.read(lines(now))
    kept.screened(Settings(), ALL)
    now[7] = dict(now[7], buyer={"id": "b0"})
    assert kept.update(lines(now))
    asked: list[bool] = []  # for each question, whether of all
    of_all: list[run.Asked] = []
    opened, facts = Tables.opened, run.Asked.facts

    @contextmanager
    def noted(self: Tables, *given: Any, **more: Any) -> Iterator[run.Asked]:
        with opened(self, *given, **more) as found:
            of_all.append(found)
            yield found

    def told(self: Any, screen: Any, question: Any) -> Any:
        asked.append(self in of_all)
        return facts(self, screen, question)

    monkeypatch.setattr(Tables, "opened", noted)
    monkeypatch.setattr(run.Asked, "facts", told)
    kept.screened(Settings(), ALL)
    assert asked
    assert not any(asked)
    asked.clear()
    kept.screened(replace(Settings(), days=20), ALL)
    assert not any(asked)


def test_sums_to_which_a_change_adds_nothing_are_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [release(number) for number in range(60)]
    kept = Kept(tmp_path / "kept")
    kept.read(lines(now))
    kept.screened(Settings(), ALL)
    asked: list[int] = []
    parts = sums.having

    @contextmanager
    def noted(told: run.Asked, held: pa.Table, *given: Any) -> Iterator[None]:
        asked.append(len(held))
        with parts(told, held, *given):
            yield

    monkeypatch.setattr(sums, "having", noted)
    now[7]["tender"]["title"] = "another title"
    assert kept.update(lines(now))
    kept.screened(Settings(), ALL)
    assert asked == []
    now[7]["awards"][0]["suppliers"] = [{"id": "who sold nothing yet"}]
    assert kept.update(lines(now))
    kept.screened(Settings(), ALL)
    assert asked


def test_two_runs_keep_the_same_bytes_of_a_change(tmp_path: Path) -> None:
    now = [release(number) for number in range(60)]
    one, other = Kept(tmp_path / "one"), tmp_path / "other"
    one.read(lines(now))
    one.screened(Settings(), ALL)
    shutil.copytree(one.folder, other)
    for number in range(0, 60, 12):
        now[number] = dict(release(number + 500), ocid=now[number]["ocid"])
    found = []
    for kept in (one, Kept(other)):
        assert kept.update(lines(now))
        kept.screened(Settings(), ALL)
        files = [file for file in kept.folder.rglob("*") if file.is_file()]
        found.append({str(file.relative_to(kept.folder)): file.read_bytes() for file in files})
    assert {name.split("/")[0] for name in found[0]} >= {"facts-1", "tables-1", "left-1"}
    assert found[0] == found[1]


def test_a_changed_line_that_begins_as_gzip_does_is_left_for_a_whole_reading(
    tmp_path: Path,
) -> None:
    (content,) = lines([release(number) for number in range(30)])
    kept = Kept(tmp_path / "kept")
    kept.read([content])
    first, *others = content.whole(1 << 20).splitlines(keepends=True)
    assert not kept.update([Content(b"".join([first, b"\x1f\x8b{}\n", *others]), "releases")])


def test_new_limits_load_no_engine_and_no_reader(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept")
    kept.read(lines([release(number) for number in range(20)]))
    kept.screened(Settings(), ALL)
    program = """
import json, sys
sys.modules["numpy"] = sys.modules["pandas"] = None  # no site has them; Arrow loads them if it can
from pathlib import Path
from sunledger.screening.procurement.kept import Kept
from sunledger.screening.procurement.opening import Tables
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf import ALL
found = Kept(Path(sys.argv[1])).screened(Settings(days=30), ALL)
print(json.dumps([found.flags.num_rows, sorted(sys.modules)]))
"""
    command = [sys.executable, "-c", program, str(kept.folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows, modules = json.loads(said)
    assert rows > 0
    heavy = {
        "duckdb",
        "_duckdb",
        "msgspec",
        "django",
        "tomllib",
        "pyarrow.compute",
        "pyarrow.parquet",
    }
    assert not heavy & set(modules)


@pytest.mark.parametrize("seed", range(3))
def test_lines_that_are_only_withdrawn_are_counted_nowhere(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    now = [priced(number, random.randrange(1, 90)) for number in range(60)]
    kept, whole = Kept(tmp_path / "kept"), Kept(tmp_path / "whole")
    kept.read(lines(now))
    kept.screened(Settings(), ALL)
    for _ in range(3):
        del now[random.randrange(len(now))]
        assert kept.update(lines(now))
        whole.read(lines(now))
        ours, theirs = kept.screened(Settings(), ALL), whole.screened(Settings(), ALL)
        assert ours.flags == theirs.flags
        assert repr(ours.rates) == repr(theirs.rates)
