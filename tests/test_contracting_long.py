"""What goes out, as others read it: by the published schema, and by FollowTheMoney's library.

Both are fetched here, since no package brings the schema along and the library takes minutes.
"""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from sunledger.screening.contracting.followthemoney import Graph
from sunledger.screening.contracting.processes import processes
from sunledger.screening.contracting.releases import package
from sunledger.screening.contracting.stages import Json
from sunledger.screening.contracting.writing import compiled
from tests.disclosure_story import make_story
from tests.test_contracting import AT, BUILDER, DITCH, KNOWN, OTHER, PERSON, line, writer
from tests.test_contracting_releases import TENDER, corrected
from tests.test_contracting_round import publish_examples

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data" / "ocds" / "uk_contracts_finder.jsonl"
PLANNED, WON, _LOST, SIGNED, *_ = DITCH
# Every stage, every kind of correction, a person, a purchase in yen, and lines that stand alone.
LINES = (
    *DITCH,
    corrected(PLANNED, reason=None, amount=None),
    corrected(WON, won="未中标"),
    corrected(SIGNED, supplier=OTHER, until=None),
    *(line(f"p{n}", stage, "2024-05-01", n, title="修路", supplier=PERSON, amount=5)
      for n, stage in enumerate(("change", "settlement"))),
    line("x", "offers", "2024-05-01", title="清扫", won="废标"),
    line("y", "contract", "2024-05-01", title="  井盖\n采购 ", supplier=f" {BUILDER}", amount=1),
)  # fmt: skip


@pytest.fixture(scope="module")
def pip(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return what makes an environment of its own that holds what a lock file names."""

    def made(lock: str) -> Path:
        home = tmp_path_factory.mktemp(lock)
        run(sys.executable, "-m", "venv", home)
        python = home / "bin" / "python"
        file = ROOT / "requirements" / f"{lock}.txt"
        run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", file)
        return python

    return made


def run(*command: object) -> str:
    """Run a command, which has to succeed, and return what it printed."""
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def checked(pip: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return what holds files of OCDS against the published schema, and says what they have."""
    python, archives = pip("ocds"), tmp_path_factory.mktemp("archives")
    # The archives lie beside no wheel of the same content: only the sources have the schema.
    only_sources = ["--no-deps", "--no-build-isolation", "--no-binary", ":all:"]
    file = ROOT / "requirements" / "ocds-schema.txt"
    words = [*only_sources, "--require-hashes", "-r", file, "-d", archives]
    run(python, "-m", "pip", "download", "--quiet", *words)
    return lambda *files: run(python, ROOT / "tests" / "ocds_check.py", archives, *files)


def write(file: Path, *values: Any) -> Path:
    """Write values as JSON, one a line, and return the file."""
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in values)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.long
def test_the_published_schema_allows_every_package_and_release(
    checked: Any, tmp_path: Path
) -> None:
    found = [*processes(LINES), *processes([TENDER])]
    releases = [one for process in found for one in writer().releases(process)]
    whole = package(releases, uri="https://example.org/a", at=AT, publisher="大河村")
    package_file = write(tmp_path / "package.json", whole)
    compiled_file = write(tmp_path / "compiled.jsonl", *(compiled(writer(), one) for one in found))
    read = tmp_path / "read.jsonl"
    call_command("ocds", str(package_file), out=str(read), stdout=io.StringIO())
    said = checked(package_file, compiled_file, read)
    assert said.split("\n")[:3] == [
        "package.json: 14 releases", "compiled.jsonl: 5 releases", "read.jsonl: 5 releases",
    ]  # fmt: skip
    assert read.read_bytes() != b""


@pytest.mark.long
def test_the_published_schema_allows_all_that_a_site_hands_out(
    checked: Any, db: None, tmp_path: Path
) -> None:
    story = make_story()
    many = publish_examples(story)
    page, whole, today = (tmp_path / name for name in ("page.json", "all.json", "today.jsonl"))
    answer = Client().get(reverse("unit_contracting", args=[story.village.code]))
    page.write_bytes(b"".join(answer))
    call_command("contracting", out=whole, stdout=io.StringIO())
    call_command("contracting", form="compiled", out=today, stdout=io.StringIO())
    assert checked(page, whole, today).splitlines() == [
        f"page.json: {many} releases", f"all.json: {many} releases", "today.jsonl: 2 releases",
    ]  # fmt: skip


@pytest.mark.long
def test_the_check_sees_what_the_schema_forbids(checked: Any, tmp_path: Path) -> None:
    (good,) = writer().releases(next(processes([TENDER])))
    bad: dict[str, Json] = {
        "tag": {"tag": ["bid"]},
        "date": {"date": "2024-03-01"},
        "initiationType": {"initiationType": "offer"},
        "currency": {"tender": {"id": "1", "value": {"amount": 1, "currency": "RMB"}}},
        "amount": {"tender": {"id": "1", "value": {"amount": "1", "currency": "CNY"}}},
        "status": {"bids": {"details": [{"id": "1", "status": "won"}]}},
        "finalValue": {"contracts": [{"id": "1", "awardID": "1", "finalValue": {"amount": 1}}]},
        "awardID": {"contracts": [{"id": "1"}]},
    }
    for word, change in bad.items():
        with pytest.raises(AssertionError, match=word):
            checked(write(tmp_path / "bad.jsonl", good | change))
    for missing in ("uri", "publishedDate", "releases"):
        whole = package([good], uri="https://example.org/a", at=AT, publisher="大河村")
        del whole[missing]
        with pytest.raises(AssertionError, match=missing):
            checked(write(tmp_path / "bad.json", whole))
    empty = package([], uri="https://example.org/a", at=AT, publisher="大河村")
    with pytest.raises(AssertionError, match="releases"):
        checked(write(tmp_path / "bad.json", empty))


@pytest.mark.long
@pytest.mark.skipif(not REAL.exists(), reason="shared/data/ocds is not here")
def test_releases_of_others_stay_as_good_as_they_were(checked: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    call_command("ocds", str(REAL), out=str(out), stdout=io.StringIO())
    ours = {"sme", "vco", "supplyChain", "xClassifications"}  # their own fields, kept
    with pytest.raises(AssertionError) as refused:
        checked(out)
    said = str(refused.value)
    assert "out.jsonl: 230 releases" in said
    complaints = [one for one in said.splitlines() if ": " in one and "no such field" not in one]
    assert len(complaints) == 1, "only their own fields are not of the schema"
    assert all(any(word in one for word in ours) for one in said.splitlines() if "no such" in one)


@pytest.mark.long
def test_the_library_knows_every_schema_property_and_value(
    pip: Any, db: None, tmp_path: Path
) -> None:
    graph = Graph("https://example.org", KNOWN | {f" {BUILDER}"})
    paid = {"body": "dahe", "body_name": "大河村", "currency": "CNY", "paid_on": date(2024, 3, 4)}
    rows = [
        {**paid, "code": "x1", "payee": BUILDER, "amount": 4900_00, "purpose": "村道  维修\n一期"},
        {**paid, "code": "x2", "payee": PERSON, "amount": 300_00, "purpose": "工资"},
        {**paid, "code": "x3", "payee": None, "amount": 300_00, "purpose": "工资"},
        {**paid, "code": "x4", "payee": OTHER, "amount": -4900, "currency": "JPY"},
        {**paid, "code": "x5", "payee": OTHER, "amount": 0, "paid_on": None, "purpose": " "},
    ]
    entities = [*graph.of_processes(processes(LINES)), *graph.of_payments(rows)]
    kinds = {one["schema"] for one in entities}
    assert kinds == {"PublicBody", "Organization", "Contract", "ContractAward", "Payment"}
    python, check = pip("followthemoney"), ROOT / "tests" / "ftm_check.py"
    good = write(tmp_path / "entities.ftm.json", *entities)
    assert f"{len(entities)} entities" in run(python, check, good)
    publish_examples(make_story())
    site = tmp_path / "site.ftm.json"
    call_command("contracting", form="ftm", out=site, stdout=io.StringIO())
    assert "6 entities" in run(python, check, site)
    award = next(one for one in entities if one["schema"] == "ContractAward")
    for change, word in (
        ({"date": ["4 March"]}, "is no date"),
        ({"amount": ["4.900,00"]}, "another number"),
        ({"price": ["1"]}, "no property price"),
        ({"supplier": []}, "has no supplier"),
        ({"supplier": award["properties"]["contract"]}, "is no LegalEntity"),
        ({"currency": [" CNY"]}, "is read as"),
    ):
        bad = award | {"properties": award["properties"] | change}
        others = [one for one in entities if one is not award]
        with pytest.raises(AssertionError, match=word):
            run(python, check, write(tmp_path / "bad.ftm.json", *others, bad))
