"""The labelled texts of shared/: what the scorer that comes with them must print at least."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sunledger.decisions.reading.reader import read
from sunledger.decisions.readout.propose import propose

SHARED = Path(__file__).resolve().parents[2] / "shared" / "readouts"
LEAST = {"zh": 0.90, "en-mt": 0.85, "en": 0.88, "ALL": 0.95}

pytestmark = pytest.mark.skipif(
    not (SHARED / "score_preds.py").exists(), reason="The labelled readouts are not here."
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the lines of the scorer by their first word."""
    folder = tmp_path_factory.mktemp("proposed")
    for file in sorted((SHARED / "files").glob("*.txt")):
        found = propose(read(file.read_bytes(), file.name)).as_json()
        (folder / f"{file.stem}.json").write_text(json.dumps(found), encoding="utf-8")
    command = [sys.executable, str(SHARED / "score_preds.py"), str(SHARED / "gold"), str(folder)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {line.split()[0]: line for line in lines}


def _part(line: str, pattern: str) -> float:
    found = re.search(pattern, line)
    assert found, line
    numbers = [float(number) for number in found.groups()]
    return numbers[0] if len(numbers) == 1 else numbers[0] / numbers[1]


@pytest.mark.parametrize("stratum", LEAST)
def test_directives_are_found_in_every_kind_of_text(said: dict[str, str], stratum: str) -> None:
    assert _part(said[stratum], r"span .*? F=([\d.]+)") >= LEAST[stratum]


@pytest.mark.parametrize(
    ("what", "pattern", "least"),
    [
        ("owner", r"responsible (\d+)/(\d+)", 0.90),
        ("table", r"table (\d+)/(\d+)", 0.98),
        ("deadline", r"deadline .*? F=([\d.]+)", 0.85),
        ("day", r"iso (\d+)/(\d+)", 0.95),
        ("target", r"target .*? F=([\d.]+)", 0.75),
    ],
)
def test_owner_day_and_measure_are_found(
    said: dict[str, str], what: str, pattern: str, least: float
) -> None:
    assert _part(said["ALL"], pattern) >= least, what


def test_news_and_commentary_give_nothing(said: dict[str, str]) -> None:
    assert said["negatives"].endswith("false directives=0")


@pytest.mark.parametrize("name", ["03.html", "06.html", "14.html", "18.html", "22.html", "40.odt"])
def test_the_same_words_are_found_in_the_file_as_it_came(name: str) -> None:
    gold = json.loads((SHARED / "gold" / f"{name[:2]}.json").read_text(encoding="utf-8"))
    found = propose(read((SHARED / "raw" / name).read_bytes(), name))
    ours = ["".join(one.quotation.split()) for one in found.directives]
    assert ours == ["".join(one["quote"].split()) for one in gold["directives"]]
