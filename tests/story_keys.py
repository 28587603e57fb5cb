"""A person who has a keyboard and nothing else: what they press, and how often."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.story_person import SLOW
from tests.story_site import PASSWORD

FOCUSED = """() => { const one = document.activeElement; return {
  tag: one.tagName, id: one.id, name: one.getAttribute('name') || '',
  href: one.getAttribute('href') || '', words: (one.textContent || '').trim() } }"""


class Keys:
    """Somebody who never touches a mouse."""

    def __init__(self, browser: Browser, site: str, username: str) -> None:
        self.site, self.pressed = site, 0
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(SLOW)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._hear)
        self.page.goto(f"{site}/en/account/login/")
        self.to(lambda one: one["name"] == "login")
        self.type(username)
        self.press("Tab")
        self.type(PASSWORD)
        with self.going():
            self.press("Enter")

    def _hear(self, said: ConsoleMessage) -> None:
        if "404" not in said.text:
            self.faults.append(said.text)

    def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        for _time in range(times):
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, words: str) -> None:
        """Type words, letter by letter."""
        self.page.keyboard.type(words)
        self.pressed += len(words)

    def paste(self, words: str) -> None:
        """Paste what was copied elsewhere."""
        self.page.evaluate("words => navigator.clipboard.writeText(words)", words)
        self.press("Control+V")

    def to(self, fits: Callable[[dict[str, str]], bool], key: str = "Tab") -> None:
        """Press Tab until something has the focus; nowhere on the way is a trap."""
        for _step in range(200):
            if fits(self.page.evaluate(FOCUSED)):
                return
            self.press(key)
        raise AssertionError("the keyboard never gets there")

    def to_words(self, words: str) -> None:
        """Press Tab until a link or a button with these words has the focus."""
        self.to(lambda one: one["tag"] in ("A", "BUTTON") and one["words"] == words)

    @contextmanager
    def going(self) -> Iterator[None]:
        """Wait for the next page."""
        with self.page.expect_navigation():
            yield

    def act(self, key: str) -> str:
        """Press a key that does something; return what the page says of it."""
        self.page.evaluate("document.getElementById('work').dataset.seen = 'yes'")
        self.press(key)
        expect(self.page.locator("#work[data-seen]")).to_have_count(0, timeout=SLOW)
        expect(self.page.locator("#said")).not_to_be_empty()
        return self.page.locator("#said").inner_text()

    def focused(self) -> str:
        """Return the id of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))

    def leave(self) -> None:
        """Close the browser; nothing was wrong behind the pages."""
        self.context.close()
        assert self.faults == []


@contextmanager
def timed() -> Iterator[Callable[[], float]]:
    """Give the seconds since the beginning."""
    begun = time.monotonic()
    yield lambda: time.monotonic() - begun
