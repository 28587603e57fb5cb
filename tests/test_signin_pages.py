"""The pages of signing in, in a real browser: walked through, and looked at by axe on the way."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sunledger.units import actions
from tests.test_signin import PASSWORD, quick_hashes

__all__ = ["quick_hashes"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Visit:
    """A walk through the pages, each of which is looked at where it is reached."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.said: list[str] = []
        self.faults: list[str] = []
        page.on("console", lambda message: self.hear(message.text))

    def hear(self, words: str) -> None:
        """Keep what the browser says to those who look under the bonnet."""
        if not words.startswith("Clear-Site-Data"):  # that it did what it was asked to
            self.said.append(words)

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.address + path)

    def look(self, name: str) -> None:
        """Let axe look at the page, and see that it is no wider than the screen."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        self.faults += [f"{name}: {rule['id']}" for rule in found]
        if not self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            self.faults.append(f"{name}: wider than the screen")

    def give(self, **fields: str) -> None:
        """Fill fields by their names, and send the form they are in."""
        for name, value in fields.items():
            self.page.fill(f"main [name={name}]", value)
        self.page.locator("main form button").first.click()


@pytest.fixture(params=[("/", 390), ("/en/", 1280)], ids=["phone-zh", "desk-en"])
def visit(request: pytest.FixtureRequest, page: Page, live_server: LiveServer) -> Visit:
    """A visit in Chinese on a phone, and one in English at a desk."""
    path, width = request.param
    page.set_viewport_size({"width": width, "height": 900})
    actions.open_account(username="clerk", name="村会计", password=PASSWORD, by=None)
    return Visit(page, live_server.url + path)


def test_the_whole_way_in_is_clean(visit: Visit, settings: Settings) -> None:
    visit.go("account/login/")
    visit.look("login")
    visit.give(login="clerk", password="a wrong one")
    visit.look("login-wrong")
    visit.give(login="clerk", password=PASSWORD)
    visit.go("account/second/")
    visit.look("account")
    visit.go("account/second/app/")
    visit.look("confirm")
    visit.give(password=PASSWORD)
    visit.look("app")
    secret = visit.page.locator("main code").first.inner_text()
    visit.give(code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    visit.look("codes")
    recovery = visit.page.locator("main code").first.inner_text()
    visit.go("account/second/")
    visit.look("account-with-app")
    visit.go("account/password/")
    visit.look("password")
    visit.go("account/second/codes/new/")
    visit.look("new-codes")
    visit.go("account/second/app/remove/")
    visit.look("remove-app")
    visit.go("account/logout/")
    visit.look("logout")
    visit.give()
    visit.go("account/login/")
    visit.give(login="clerk", password=PASSWORD)
    visit.look("second-factor")
    visit.give(code=recovery)
    visit.go("account/second/")
    assert "clerk" in visit.page.inner_text("main")
    assert visit.faults == []
    assert visit.said == []


def test_who_has_to_wait_is_told_so(visit: Visit, settings: Settings) -> None:
    settings.SUNLEDGER_SIGN_IN_LIMITS |= {"address": 0}
    visit.go("account/login/")
    visit.give(login="clerk", password=PASSWORD)
    visit.look("wait")
    assert visit.faults == []
