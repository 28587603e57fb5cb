"""The analyst's report: one file that opens anywhere, for everybody, and never grows too large."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Browser

from sunledger.screening.engine import answerable
from sunledger.screening.outcome import Lead
from sunledger.screening.screen import shelf
from sunledger.screening.stacking import Stack
from sunledger.web.analyst.analyse import analyse
from sunledger.web.analyst.files import Found
from sunledger.web.analyst.firstdigits import EXPECTED
from sunledger.web.analyst.report import BESIDE, LARGEST, write_report
from sunledger.web.analyst.run import Asked, Run
from sunledger.web.analyst.terminal import Silent

NOW = datetime(2024, 7, 1, 9, 0, tzinfo=UTC)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
WICKED = '</style><script>alert(1)</script><img src="https://example.org/x">'


def fake(code: str, leads: int, word: str) -> Any:
    """An outcome with as many leads as one likes, each with ten rows of the same long text."""
    screen = shelf()[code]
    row = {
        "paid_on": date(2024, 5, 6),
        "payee": word,
        "amount": 490_000,
        "currency": "CNY",
        "reference": "FP-04417",
        "purpose": word,
        "batch": "may.csv",
        "line": 7,
    }
    made = tuple(
        Lead(code, "1", f"{code}{n}", "f", word, "dahe", f"p{n}", "CNY", n, 10, 0.5, word, word)
        for n in range(leads)
    )
    digits = {f"d{pair}": round(9000 * share) for pair, share in enumerate(EXPECTED, 10)}
    return SimpleNamespace(
        screen=screen,
        settings=screen.defaults,
        seen=100 * leads,
        judged=80 * leads,
        not_applicable={next(iter(screen.reasons)): 20 * leads},
        cannot={},
        flagged=10 * leads,
        leads=made,
        measures=({"body": "dahe", "n": 9000, "mad": 0.004, "bound": 0.0022, **digits},),
        rows=lambda key=None, limit=None: iter([row] * min(10, limit or 10)),
    )


def run_of(*outcomes: Any) -> Run:
    run = Run(Asked((Path("dahe"),), Path("out")), NOW, Found((), (), many_bodies=False))
    run.outcomes = list(outcomes)
    run.stacks = [
        Stack((lead,), 0.3, lead.figure, 1.0) for outcome in outcomes for lead in outcome.leads
    ]
    run.shelf = {outcome.screen.code: outcome.screen for outcome in outcomes}
    return run


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def report(tmp_path: Path, language: str) -> Path:
    """A report with something in each of its parts."""
    write_report(
        run_of(fake("benford", 1, "Jia Co"), fake("duplicate_payments", 4, "Jia Co")),
        tmp_path / "report.html",
    )
    return tmp_path / "report.html"


def test_it_stays_small_however_many_leads_there_are(tmp_path: Path) -> None:
    asked = [code for code, one in shelf().items() if answerable(one, {"payments"})]
    outcomes = [fake(code, 3000, "甲" * 900) for code in asked]
    with translation.override("en"):
        write_report(run_of(*outcomes), tmp_path / "report.html")
    assert (tmp_path / "report.html").stat().st_size <= LARGEST < 5_000_000
    assert "of 3,000 leads shown" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_it_asks_nothing_of_a_network_and_runs_nothing(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "url(" not in text
    assert not re.search(r"(?:src|href)=[\"'](?!#)", text)
    assert "default-src 'none'" in text


def test_what_stands_in_a_cell_is_shown_and_never_run(tmp_path: Path) -> None:
    write_report(run_of(fake("duplicate_payments", 1, WICKED)), tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_stack_among_the_first_says_all_its_reasons(tmp_path: Path, language: str) -> None:
    made = fake("benford", 1, "Jia Co"), fake("duplicate_payments", 6, "What came twice")
    run = run_of(*made)
    leads = [lead for outcome in made for lead in outcome.leads]
    run.stacks = [Stack(tuple(leads), 0.5, 1_234_56, 2.0)]
    write_report(run, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    top = text[text.index('id="top"') : text.index('id="read"')]
    words = shelf()["duplicate_payments"]
    assert (words.zh if language == "zh-hans" else words.en).title in top
    assert "1,234.56" in top
    assert top.count("What came twice") == BESIDE
    assert ("2 more leads" in top) or ("2" in top and language == "zh-hans")


def test_each_lead_among_the_first_says_its_innocent_reasons_in_both_languages(
    report: Path, language: str
) -> None:
    text = report.read_text(encoding="utf-8")
    top = text[text.index('id="top"') : text.index('id="read"')]
    words = shelf()["duplicate_payments"]
    innocent = words.zh.innocent if language == "zh-hans" else words.en.innocent
    assert innocent[:20] in top
    assert 'lang="en"' in top
    assert 'lang="zh-Hans"' in top


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_it_can_be_read_by_everybody_on_any_screen(
    report: Path, chromium: Browser, width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(report.as_uri())
    for summary in page.query_selector_all("details"):
        summary.evaluate("details => details.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options=RULES).response["violations"]
    page.close()
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert said == []


@pytest.mark.long
def test_benford_gives_what_the_book_gives(shared: Path, tmp_path: Path) -> None:
    file = shared / "data" / "benford" / "corporate_payment.csv.gz"
    if not file.exists():
        pytest.skip("the accounts payable of Nigrini's book are not beside this project")
    screens = {"benford": shelf()["benford"]}
    analyse(Asked((file,), tmp_path / "out"), screens, Silent(), now=NOW)
    text = (tmp_path / "out" / "summary.json").read_text(encoding="utf-8")
    (entry,) = json.loads(text)["screens"]
    assert entry["n"] == 185_083
    assert round(entry["mad"], 9) == 0.002336614
    assert entry["largest"][:3] == [50, 11, 10]
