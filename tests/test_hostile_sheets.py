"""Hostile and broken sheets are taken rightly or refused with a sentence, in bounded memory, time.

The bounds: 2 GB of memory for the reader and as much for the process that opens workbooks (the
operating system holds both to it), 180 seconds of computing for that one (`Limits`), and here two
minutes for the reader itself. What goes beyond is refused: "needs more memory or time".
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import CASES, LONG
from tests.hostile_making import Case
from tests.hostile_reader import SECONDS

ROOT = Path(__file__).resolve().parents[1]


def became_of(cases: list[Case], folder: Path) -> Iterator[tuple[Case, dict[str, Any]]]:
    """Let one bounded process read all the cases; give what became of each."""
    asked = []
    for number, case in enumerate(cases):
        file = folder / str(number)
        file.write_bytes(case.make())
        asked.append(json.dumps([number, str(file), case.file]))
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile_reader"],
        input="\n".join(asked) + "\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(cases), f"{cases[len(told)].name}: {done.stderr[-2000:]}"
    yield from zip(cases, told, strict=True)


def faults(case: Case, told: dict[str, Any]) -> list[str]:
    """Return in which ways a case went otherwise than it says."""
    said = "\n".join(told["said"])
    found = []
    if case.kept >= 0 and told["kept"] != case.kept:
        found.append(f"{told['kept']} lines were kept instead of {case.kept}")
    if case.kept < 0 and not told["kept"] and not said:
        found.append("nothing was kept, and nothing said")
    if case.amounts and tuple(told["amounts"]) != case.amounts:
        found.append(f"the amounts are {told['amounts']}")
    if case.says and not re.search(case.says, said):
        found.append(f"not said: {case.says}")
    if not told["whole"]:
        found.append("not every row is accounted for")
    if told["seconds"] > SECONDS:
        found.append(f"{told['seconds']:.0f} seconds of computing")
    return [f"{case.name}: {one}; said: {said[:300]}" for one in found]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_each_is_taken_rightly_or_refused_with_a_sentence(tmp_path: Path) -> None:
    wrong = [fault for case, told in became_of(CASES, tmp_path) for fault in faults(case, told)]
    assert not wrong, "\n".join(wrong)
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
@pytest.mark.parametrize("case", LONG, ids=lambda case: case.name)
def test_a_million_lines_are_read_within_the_bounds(case: Case, tmp_path: Path) -> None:
    ((_, told),) = became_of([case], tmp_path)
    assert not faults(case, told)
