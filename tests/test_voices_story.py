"""A suggestion in a real browser: given without scripts, answered, adopted, worked, and judged."""

import re

import pytest
from django.test import Client
from django.urls import reverse, translate_url
from django.utils import translation
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.units.models import User
from sunledger.voices import limits
from sunledger.voices.models import Voice
from tests.a_browser import faults
from tests.cast import Cast, make_cast
from tests.ledger_story import heard
from tests.voices_story import TEXT, TITLE, town_clerk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GROUPS = re.compile(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    limits.forget()
    return make_cast()


def path(name: str, language: str = "en") -> str:
    with translation.override("zh-hans"):
        chinese = reverse(name)
    return translate_url(chinese, language)


def staff(browser: Browser, site: str, user: User) -> Page:
    """Return a page in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    context = browser.new_context()
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    return context.new_page()


def write(page: Page, site: str, language: str = "en") -> str:
    """Give a suggestion as a villager does; return the code on the page."""
    page.goto(site + path("suggestion_new", language))
    page.fill("[name=unit]", "柳河镇")
    page.select_option("[name=theme]", "roads")
    page.check("[name=giver][value=public]")
    page.fill("[name=title]", TITLE)
    page.fill("[name=text]", TEXT)
    page.locator("main form button").click()
    found = GROUPS.search(page.locator("main .code").inner_text())
    assert found
    return found[0]


def look(page: Page, site: str, code: str, language: str = "en") -> None:
    page.goto(site + path("suggestion_mine", language))
    page.fill("[name=receipt]", code.lower().replace("-", " "))
    page.locator("main form button").click()


def test_a_villager_suggests_and_reads_how_it_ended(
    chromium: Browser, live_server: LiveServer, cast: Cast
) -> None:
    site = live_server.url
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    villager = context.new_page()
    addresses: list[str] = []
    villager.on("framenavigated", lambda frame: addresses.append(frame.url))
    code = write(villager, site)
    clerk = staff(chromium, site, town_clerk(cast))
    _the_clerk_asks(clerk, site)
    look(villager, site, code)
    expect(villager.locator("main")).to_contain_text("哪座桥？")
    villager.fill("main form [name=text]", "学校边上那座。")
    villager.get_by_role("button", name="Reply", exact=True).click()
    expect(villager.locator("main")).to_contain_text("学校边上那座。")
    _the_clerk_adopts(clerk)
    _it_is_worked_out(cast)
    look(villager, site, code)
    expect(villager.locator("main")).to_contain_text("两盏灯亮了。")
    villager.get_by_label("not satisfied", exact=True).check()
    villager.get_by_role("button", name="Say it", exact=True).click()
    expect(villager.locator("main")).to_contain_text(re.compile("Your view of .*: not satisfied"))
    assert Voice.objects.get().view == "not_satisfied"
    assert {cookie["name"] for cookie in context.cookies()} <= {"csrftoken"}
    assert not any(GROUPS.search(one) or "?" in one for one in addresses)


def _the_clerk_asks(clerk: Page, site: str) -> None:
    clerk.goto(site + path("desk_suggestions"))
    clerk.get_by_role("link", name=TITLE).click()
    clerk.get_by_role("link", name="Ask the author", exact=True).click()
    clerk.fill("[name=question]", "哪座桥？")
    clerk.get_by_role("button", name="Ask the author", exact=True).click()
    expect(clerk.locator("main")).to_contain_text("Done: ask the author.")


def _the_clerk_adopts(clerk: Page) -> None:
    clerk.reload()
    clerk.get_by_role("link", name="Adopt", exact=True).click()
    clerk.fill("[name=answer]", "今年装两盏。")
    clerk.fill("[name=title]", "桥头照明")
    clerk.fill("[name=problem]", "桥头没有灯。")
    clerk.fill("[name=doer]", "柳河镇")
    clerk.fill("[name=checker]", "清河县")
    clerk.get_by_role("button", name="Adopt", exact=True).click()
    expect(clerk.locator("main")).to_contain_text("Done: adopt.")


def _it_is_worked_out(cast: Cast) -> None:
    item = Item.objects.get()
    item = ledger.answer(item=item, note="装好了。", by=cast.worker)
    item = ledger.verify(item=item, note="看过，亮。", by=cast.checker)
    item = heard(item, cast.lead)
    ledger.close(item=item, result="两盏灯亮了。", exemption="小额。", by=cast.lead)


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("zh-hans", 390, "light"), ("en", 1280, "dark")]
)
def test_what_comes_about_on_the_way_is_fit_for_everyone(
    chromium: Browser, live_server: LiveServer, cast: Cast, language: str, width: int, scheme: str
) -> None:
    """The pages that are answers to a form, which no link leads to."""
    size = {"width": width, "height": 900}
    context = chromium.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page, site = context.new_page(), live_server.url
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(site + path("suggestion_new", language))
    page.locator("main form button").click()
    found = faults(page, "errors")
    code = write(page, site, language)
    found += faults(page, "received")
    look(page, site, "wrong", language)
    found += faults(page, "wrong code")
    look(page, site, code, language)
    found += faults(page, "mine")
    assert not found + heard
