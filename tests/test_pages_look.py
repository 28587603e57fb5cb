"""Every page, looked at: by axe, for its width, for the browser's complaints, by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import translate_url
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.pages_world import World, address, make_world
from tests.test_pages_access import ROLES, ROWS

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FILES = {
    "sheet_csv",
    "sheet_spreadsheet",
    "sheet_json",
    "not_published_csv",
    "precision_csv",
    "screen_csv",
    "sheet_file",
    "table_file",
    "data_catalogue",
    "unit_feed",
    "unit_books",
    "unit_contracting",
    "category_feed",
    "exemptions_feed",
    "seal_file",
    "seal_proof",
    "desk_evidence",
    "evidence_copy",
    "attachment",
    "desk_upload_mask",
    "desk_copy_file",
    "desk_lead_file",
    "desk_explanation_paper",
    "programme_file",
    "desk_programme_file",
    "calendar",
    "desk_work_calendar",
    "desk_unit_calendar",
    "desk_item_calendar",
}

# What a page fetches to put into itself; no page of its own.
PARTS = {"desk_meeting_units"}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def seen_by() -> dict[str, list[str]]:
    """Return the pages by the first role that sees each."""
    pages: dict[str, list[str]] = {}
    for name, row in ROWS.items():
        role = next((role for role in ROLES if row[role] == "200"), None)
        if role and name not in FILES | PARTS and not name.startswith(("account", "mfa")):
            pages.setdefault(role, []).append(name)
    return pages


def visit(browser: Browser, world: World, role: str, site: str, **how: object) -> BrowserContext:
    """Return a browser in which somebody is signed in."""
    context = browser.new_context(**how)  # type: ignore[arg-type]
    if role != "anonymous":
        cookie = world.client(role).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    return context


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("zh-hans", 390, "dark"), ("en", 1280, "light")]
)
def test_every_page_is_fit_for_everyone(
    chromium: Browser, live_server: LiveServer, world: World, language: str, width: int, scheme: str
) -> None:
    """No fault of axe, nothing wider than the screen, no complaint of the browser."""
    faults: list[str] = []
    heard: list[str] = []
    for role, names in seen_by().items():
        how = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
        context = visit(chromium, world, role, live_server.url, **how)
        page = context.new_page()
        page.on("console", lambda message: heard.append(message.text))
        for name in names:
            path = address(name, world)
            faults += look(page, live_server.url + translate_url(path, language), name)
            faults += [f"{name}: {words}" for words in heard]
            heard.clear()
        context.close()
    assert not faults, "\n".join(faults)


def look(page: Page, address: str, name: str) -> list[str]:
    """Return what is wrong with a page."""
    answer = page.goto(address)
    faults = [] if answer and answer.ok else [f"{name}: not shown"]
    found = Axe().run(page, options=RULES).response["violations"]
    faults += [f"{name}: {rule['id']} {rule['nodes'][0]['html'][:120]}" for rule in found]
    if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        faults.append(f"{name}: wider than the screen")
    return faults


def test_the_first_tab_skips_to_the_content(
    chromium: Browser, live_server: LiveServer, world: World
) -> None:
    page = chromium.new_page()
    page.goto(live_server.url + "/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_nothing_is_cut_off_at_twice_the_size(
    chromium: Browser, live_server: LiveServer, world: World
) -> None:
    """200 % on a desk's screen is half as many pixels; no page scrolls sideways then."""
    how = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}
    for role in ("anonymous", "officer"):
        context = visit(chromium, world, role, live_server.url, **how)
        page = context.new_page()
        for name in seen_by()["anonymous"] if role == "anonymous" else ["desk_item", "desk_leads"]:
            path = address(name, world)
            page.goto(live_server.url + translate_url(path, "en"))
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        context.close()
