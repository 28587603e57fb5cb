"""Entities as the library of FollowTheMoney reads them; it takes minutes to install."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sunledger.screening.contracting.followthemoney import Graph
from tests.test_contracting import BUILDER, DITCH, KNOWN, PERSON, only

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.long
def test_the_library_knows_every_schema_property_and_value(tmp_path: Path) -> None:
    graph = Graph("https://example.org", KNOWN)
    paid = {"body": "dahe", "body_name": "大河村", "currency": "CNY", "paid_on": date(2024, 3, 4)}
    rows = [
        {**paid, "code": "x1", "payee": BUILDER, "amount": 4900_00, "purpose": "村道维修"},
        {**paid, "code": "x2", "payee": PERSON, "amount": 300_00, "purpose": "工资"},
    ]
    entities = [*graph.of_processes([only(DITCH)]), *graph.of_payments(rows)]
    assert graph.left_out == {"payments": 1}
    file = tmp_path / "entities.ftm.json"
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in entities)
    file.write_text("".join(lines), encoding="utf-8")
    python = tmp_path / "library" / "bin" / "python"
    run = [
        [sys.executable, "-m", "venv", str(tmp_path / "library")],
        [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r",
         str(ROOT / "requirements" / "followthemoney.txt")],
        [str(python), str(ROOT / "tests" / "ftm_check.py"), str(file)],
    ]  # fmt: skip
    for command in run:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "5 entities" in done.stdout
