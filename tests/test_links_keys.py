"""A proposed link is found, read and decided by the keyboard alone, on any screen, script or not.

`SUNLEDGER_PICTURES=FOLDER` keeps pictures of what was seen.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from sunledger.screening import samedeciding
from sunledger.screening.models import Link, LinkState
from tests.a_browser import faults
from tests.cast import at
from tests.links_story import GROUND, JIA, JIA_AGAIN, JIA_HERE, Links, make_links
from tests.links_tables import CODES, LONG, SLIP, Suppliers
from tests.story_keys import FOCUSED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What the focus shows: an outline or a shadow of some width, and a colour that is not the paper's.
SHOWN = """() => { const one = document.activeElement, how = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return { id: one.id || one.getAttribute('href') || one.value || one.textContent.trim(),
    top: box.top + scrollY, left: box.left, inside: box.top >= 0 && box.bottom <= innerHeight,
    visible: (how.outlineStyle !== 'none' && parseFloat(how.outlineWidth) >= 2)
      || how.boxShadow !== 'none' } }"""


@pytest.fixture
def links(transactional_db: None) -> Links:
    made = make_links()
    made.pay("2024-07", JIA_HERE, "宏远（北京）商贸有限公司", "宏远北京商贸有限公司")
    made.propose()
    return made


def visit(browser: Browser, links: Links, site: str, **how: object) -> BrowserContext:
    """Return a browser in which the officer is signed in."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=links.officer.pk))
    context = browser.new_context(**how)  # type: ignore[arg-type]
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    return context


def keep(page: Page, name: str) -> None:
    """Keep a picture, if somebody wants to look."""
    if folder := os.environ.get("SUNLEDGER_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def tab_to(page: Page, words: str) -> list[dict[str, object]]:
    """Press Tab until a link or button of these words has the focus; return what had it."""
    seen = []
    for _step in range(120):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(SHOWN))
        if words in page.evaluate(FOCUSED)["words"]:
            return seen
    raise AssertionError(f"the keyboard never gets to {words}")


def test_a_link_is_found_read_and_confirmed_by_the_keyboard_alone(
    chromium: Browser, live_server: LiveServer, links: Links
) -> None:
    context = visit(chromium, links, live_server.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/desk/links/")
    seen = tab_to(page, "Compare the names")
    seen += tab_to(page, f"{Link.objects.order_by('tier', '-chance', 'pk')[0].left}")
    assert all(one["visible"] and one["inside"] for one in seen), [
        one["id"] for one in seen if not (one["visible"] and one["inside"])
    ]
    tops = [float(str(one["top"])) for one in seen[-4:]]
    assert tops == sorted(tops)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    first = Link.objects.order_by("tier", "-chance", "pk")[0]
    assert first.code in page.url
    for _step in range(80):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWN)["visible"]
        if page.evaluate("document.activeElement.name") == "ground":
            break
    page.keyboard.type(GROUND)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "confirm"
    assert page.evaluate(SHOWN)["visible"]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Decided. Screens see it from the next run on." in page.content()
    held = Link.objects.get(pk=first.pk)
    assert (held.state, held.ground) == (LinkState.CONFIRMED, GROUND)
    assert page.locator("ol.list").get_by_text(GROUND).is_visible()
    context.close()


def test_a_press_without_a_ground_says_so_beside_the_field_and_by_script_or_not(
    chromium: Browser, live_server: LiveServer, links: Links
) -> None:
    code = links.one().code
    for script in (True, False):
        how = {"viewport": {"width": 390, "height": 800}, "java_script_enabled": script}
        context = visit(chromium, links, live_server.url, **how)
        page = context.new_page()
        page.goto(f"{live_server.url}/en/desk/links/{code}/")
        page.locator("button[value=refuse]").press("Enter")
        page.wait_for_load_state()
        field = page.locator("#id_ground")
        assert field.get_attribute("aria-invalid") == "true"
        assert page.locator(f"#{str(field.get_attribute('aria-describedby')).split()[0]}").count()
        field.fill("两张执照。")
        if not script:
            page.locator("button[value=refuse]").press("Enter")
            page.wait_for_load_state()
            assert "refused: two firms" in page.content().casefold()
        context.close()
    assert links.one().state == LinkState.REFUSED


SIDES = """() => [...document.querySelectorAll('.sides td')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width > 0 && (box.left < 0 || box.right > innerWidth + 1) }).length"""


SCREENS = pytest.mark.parametrize(
    ("name", "how"),
    [
        ("390", {"viewport": {"width": 390, "height": 800}}),
        ("1280", {"viewport": {"width": 1280, "height": 900}}),
        # 200 per cent: half as wide, twice as fine.
        ("zoom", {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}),
        ("dark", {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"}),
        ("forced", {"viewport": {"width": 390, "height": 800}, "forced_colors": "active"}),
    ],
)


@SCREENS
def test_both_records_are_readable_on_any_screen(
    chromium: Browser, live_server: LiveServer, links: Links, name: str, how: dict[str, object]
) -> None:
    by = links.officer
    refused = links.of(JIA, JIA_HERE)
    samedeciding.refuse(link=refused, ground=GROUND, by=by, at=at())
    found: list[str] = []
    for language, prefix in (("zh", ""), ("en", "/en")):
        context = visit(chromium, links, live_server.url, **how)
        page = context.new_page()
        paths = ("", "?state=refused", "look/", f"{links.one().code}/", f"{refused.code}/")
        for path in paths:
            page.goto(f"{live_server.url}{prefix}/desk/links/{path}")
            here = f"{name}-{language}-{path.strip('/?') or 'list'}"
            keep(page, here.replace(links.one().code, "proposed").replace(refused.code, "decided"))
            found += faults(page, here)
            found += [f"{here}: a side is cut off"] * bool(page.evaluate(SIDES))
        page.goto(f"{live_server.url}{prefix}/desk/links/{links.one().code}/")
        marks = page.evaluate(
            "[...document.querySelectorAll('.sides mark')].map(one => [one.textContent,"
            " getComputedStyle(one).textDecorationLine, getComputedStyle(one).fontWeight])"
        )
        assert ["责任", "underline", "600"] in marks
        context.close()
    assert found == []


def with_codes(links: Links, suppliers: Suppliers) -> dict[str, Link]:
    """Return links with codes: one that many bear, of long names; and two that changed since."""
    many = [(f"{n:02}号综合服务有限公司", CODES[1]) for n in range(1, 13)]
    held = [(JIA, SLIP), (LONG, CODES[1]), (LONG.replace("便民", "便民利民"), CODES[1]), *many]
    suppliers.hold(*held)
    links.pay("2024-09", *[LONG] * 30)
    links.propose()
    links.pay("2024-10", JIA)
    confirmed = samedeciding.confirm(link=links.one(), ground=GROUND, by=links.officer, at=at())
    two = samedeciding.confirm(
        link=links.of(JIA, JIA_HERE), ground=GROUND, by=links.officer, at=at()
    )
    suppliers.hold((JIA, CODES[0]), (JIA_HERE, CODES[1]), *held[1:])
    links.propose(1)
    code = links.of(LONG, LONG.replace("便民", "便民利民"))
    return {"code": code, "changed": confirmed, "contradicts": two}


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("390", {"viewport": {"width": 390, "height": 800}}),
        ("1280", {"viewport": {"width": 1280, "height": 900}}),
    ],
)
def test_codes_rows_and_changes_are_readable_on_any_screen(
    chromium: Browser,
    live_server: LiveServer,
    links: Links,
    name: str,
    how: dict[str, object],
    tmp_path: Path,
    settings: Any,
) -> None:
    made = with_codes(links, Suppliers(tmp_path, settings))
    record = links.story.batches["2024-05"].records.get(party=JIA)
    back = f"records/{record.code}/?pair={made['changed'].code}"
    pages = {what: f"desk/links/{one.code}/" for what, one in made.items()}
    pages |= {"rows": f"{pages['code']}rows/", "list": "desk/links/?state=changed", "back": back}
    found: list[str] = []
    for language, prefix in (("zh", ""), ("en", "/en")):
        context = visit(chromium, links, live_server.url, **how)
        page = context.new_page()
        for what, path in pages.items():
            answer = page.goto(f"{live_server.url}{prefix}/{path}")
            assert answer is not None
            assert answer.ok, path
            here = f"{name}-{language}-{what}"
            keep(page, here)
            found += faults(page, here)
            found += [f"{here}: a side is cut off"] * bool(page.evaluate(SIDES))
        context.close()
    assert found == []


def test_a_decision_is_looked_at_again_by_the_keyboard_alone(
    chromium: Browser, live_server: LiveServer, links: Links, tmp_path: Path, settings: Any
) -> None:
    code = with_codes(links, Suppliers(tmp_path, settings))["changed"].code
    how = {"viewport": {"width": 390, "height": 800}, "java_script_enabled": False}
    context = visit(chromium, links, live_server.url, **how)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/desk/links/{code}/")
    page.locator("#id_ground").fill("登记册已更正。")
    page.locator("button[value=stand_by]").press("Enter")
    page.wait_for_load_state()
    assert "looked at again: the decision stands" in page.content().casefold()
    assert Link.objects.get(code=code).changed_at is None
    context.close()


def test_names_of_the_story_are_what_the_pages_show(links: Links) -> None:
    assert {links.one().left, links.one().right} == {JIA, JIA_AGAIN}
