"""Board sheets, large type and speech in a real browser: on paper, on a phone, by ear."""

import io
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from sunledger.disclosure import actions
from sunledger.disclosure.models import Batch, Record
from tests.a_browser import faults
from tests.disclosure_story import Story, make_story
from tests.own_story import codes_of, shown
from tests.pages_world import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PURPOSE = "二〇二四年春季村内道路及排水沟渠维修养护工程（第二标段）人工费、材料费和机械台班费"
LONG = "a purpose in many words, with longwordswithoutanyspaceinsidethemwhatsoever and 长短不一的字"


@pytest.fixture(autouse=True)
def outside(settings: Any) -> None:
    settings.SUNLEDGER_ADDRESS = "https://open.example.org"
    cheap = {"memory_kib": 64, "rounds": 1, "answer_ms": 0}
    settings.SUNLEDGER_OWN_LINES = {**settings.SUNLEDGER_OWN_LINES, **cheap}


@pytest.fixture
def story(transactional_db: None) -> Story:
    return make_story()


def crowded(story: Story) -> Batch:
    """Return a published sheet of many lines, some of them with very long cells."""
    batch = story.submitted(rows=80)
    for number, record in enumerate(Record.objects.filter(batch=batch)):
        purpose = (PURPOSE, LONG, "维修", PURPOSE * 6, "")[number % 5]
        record.values = {**record.values, "purpose": purpose}
        record.save()
    batch = actions.publish(batch=batch, by=story.reviewer)
    return actions.withdraw(batch=batch, reason=PURPOSE, by=story.reviewer)


def pages_of(page: Page, address: str) -> list[str]:
    """Return the text of each page that a browser prints; blank ones count as well."""
    page.goto(address)
    content = page.pdf(prefer_css_page_size=True)
    printed = PdfReader(io.BytesIO(content)).pages
    sizes = {(round(one.mediabox.width), round(one.mediabox.height)) for one in printed}
    assert sizes == {(595, 842)}, "A4, upright"
    return [one.extract_text() for one in printed]


def test_a_board_sheet_is_one_page_of_paper(
    chromium: Browser, live_server: LiveServer, story: Story
) -> None:
    """Small or crowded, of a sheet or of a unit, in both languages."""
    few, many = story.published(), crowded(story)
    story.village.kind = "village"
    story.village.save()
    actions.adopt(unit=story.cast.town, pack="village", since=date(2024, 1, 1), by=story.reviewer)
    unit = story.village.code
    paths = [at("sheet_board", few.code), at("sheet_board", many.code)]
    paths += [at("unit_board", unit, word) for word in ("2024-03", "2024-12", "2024")]
    page = chromium.new_page()
    for path in paths:
        for language in ("", "/en"):
            printed = pages_of(page, f"{live_server.url}{language}{path}")
            assert len(printed) == 1, (path, language, printed[1:])
            assert "open.example.org" in printed[0].replace("\n", "")
            assert "127.0.0.1" not in printed[0]
    page.close()


def test_the_pages_hold_in_large_type_at_every_width(
    chromium: Browser, live_server: LiveServer, story: Story
) -> None:
    """Large type on a phone and on a screen, and at twice the size of that; axe finds no fault."""
    batch = shown(story)
    found: list[str] = []
    names: list[tuple[str, ...]] = [
        ("sheet", batch.code),
        ("sheet_board", batch.code),
        ("sheet_aloud", batch.code),
    ]
    names += [("own", story.village.code), ("unit", story.village.code), ("home",), ("units",)]
    names += [("not_published",), ("search",), ("suggestion_new",)]
    for width, scale in ((390, 1), (640, 2), (1280, 1)):
        context = large(chromium, live_server, width, scale)
        page = context.new_page()
        for name, *codes in names:
            page.goto(f"{live_server.url}{'/en' if width == 640 else ''}{at(name, *codes)}")
            assert (
                page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
                > 25
            )
            found += faults(page, f"{name} {width}")
        context.close()
    assert not found, "\n".join(found)


def large(browser: Browser, site: LiveServer, width: int, scale: int) -> BrowserContext:
    """Return a browser in which somebody has asked for large type, by the link of the page."""
    how: dict[str, Any] = {"viewport": {"width": width, "height": 900}}
    context = browser.new_context(**how, device_scale_factor=scale, java_script_enabled=True)
    page = context.new_page()
    page.goto(site.url + "/en/units/?page=1")
    page.get_by_role("link", name="Large type").click()
    assert page.url == site.url + "/en/units/?page=1"
    page.close()
    return context


SPY = """
window.said = [];
Object.defineProperty(window, "speechSynthesis", {value: {
  cancel() { window.said.push("stop"); },
  getVoices() { return []; },
  speak(one) { window.said.push([one.lang, one.text]); window.last = one; },
}});
"""
MUTE = 'Object.defineProperty(window, "speechSynthesis", {value: undefined});'


def test_a_section_is_read_aloud_and_stopped_again(
    chromium: Browser, live_server: LiveServer, story: Story
) -> None:
    batch = shown(story)
    page = chromium.new_page()
    page.add_init_script(SPY)
    page.goto(f"{live_server.url}/en{at('sheet_aloud', batch.code)}")
    page.get_by_role("button", name="Read aloud").nth(1).click()
    said = page.evaluate("window.said.filter(one => one !== 'stop')")
    assert ["zh-CN", "王某"] in said
    assert ["en", "Line two."] in said
    assert any("two hundred yuan" in text for _language, text in said)
    assert not any("*" in text or "200.00" in text for _language, text in said)
    assert page.get_by_role("button", name="Stop").count() == 1
    page.get_by_role("button", name="Stop").click()
    assert page.evaluate("window.said.at(-1)") == "stop"
    assert page.get_by_role("button", name="Stop").count() == 0
    page.close()


@pytest.mark.parametrize("without", ["script", "speech"])
def test_nothing_is_lost_where_a_browser_cannot_speak(
    chromium: Browser, live_server: LiveServer, story: Story, without: str
) -> None:
    batch = shown(story)
    context = chromium.new_context(java_script_enabled=without != "script")
    page = context.new_page()
    page.add_init_script(MUTE)
    page.goto(f"{live_server.url}/en{at('sheet_aloud', batch.code)}")
    assert page.get_by_role("button", name="Read aloud").count() == 0
    assert "two hundred yuan" in page.inner_text("main")
    context.close()


def test_own_lines_are_looked_up_in_a_browser_that_keeps_nothing(
    chromium: Browser, live_server: LiveServer, story: Story
) -> None:
    """Without a script, on a phone; the code stands in no address and in no storage."""
    shown(story)
    code = codes_of(story)["王小明"]
    context = chromium.new_context(java_script_enabled=True, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/en{at('own', story.village.code)}")
    page.get_by_label("Code on your slip").fill(code)
    page.get_by_role("button", name="Look").click()
    assert "1 line is yours." in page.inner_text("main")
    assert page.url == f"{live_server.url}/en{at('own', story.village.code)}"
    assert faults(page, "own, found") == []
    kept = str(context.cookies()) + str(
        page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    )
    assert code not in kept
    context.close()
