"""A person of the story, in a browser of their own: what they press, fill in and read.

The story is told in the English words of the pages; whoever reads Chinese presses the Chinese ones.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, Locator, expect

from tests.a_browser import faults
from tests.story_site import PASSWORD

SLOW = 60_000  # milliseconds that a page and the worker are given, on a machine with much to do


class Person:
    """Somebody before a screen, in one of the languages, with or without JavaScript."""

    def __init__(self, browser: Browser, site: str, language: str, *, script: bool) -> None:
        self.site, self.language, self.script = site, language, script
        width = 390 if script else 1280  # a phone, and a desk's screen
        self.context = browser.new_context(
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            accept_downloads=True,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(SLOW)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda message: self._hear(message.text))

    def _hear(self, words: str) -> None:
        """Keep what the browser complains of; that a page is not there is part of the story."""
        if "404" not in words and not words.startswith("Clear-Site-Data"):
            self.faults.append(words)

    def words(self, english: str, **values: object) -> str:
        """Return words of the pages in this person's language."""
        with translation.override("zh-hans" if self.language == "zh" else "en"):
            said = gettext(english)
        return said % values if values else said

    def either(self, chinese: str, english: str) -> str:
        """Return a name in this person's language."""
        return chinese if self.language == "zh" else english

    def address(self, path: str) -> str:
        """Return the address of a page in this person's language."""
        return f"{self.site}{'' if self.language == 'zh' else '/en'}{path}"

    def open(self, path: str) -> int:
        """Open a page; return the status of the answer."""
        answer = self.page.goto(self.address(path))
        assert answer is not None
        return answer.status

    @property
    def main(self) -> Locator:
        """What stands on the page itself, without the menus."""
        return self.page.locator("main")

    def sign_in(self, username: str) -> "Person":
        """Come in by the door."""
        self.open("/account/login/")
        self.fill(login=username, password=PASSWORD)
        self.main.locator("form button").first.click()
        expect(self.page.locator(".desk")).to_be_visible()
        return self

    def menu(self, *english: str) -> None:
        """Go to a part of the site by the menus at the top; a group first, where there are many."""
        menus = self.page.locator("header nav, .desk nav")
        for words in english:
            menus.get_by_role("link", name=self.words(words), exact=True).last.click()

    def press(self, english: str, **values: object) -> None:
        """Press a button or a link of the page by its words."""
        self.press_on(self.words(english, **values))

    def press_on(self, words: str) -> None:
        """Press what bears these very words, in whatever language they are."""
        link = self.main.get_by_role("link", name=words, exact=True)
        button = self.main.get_by_role("button", name=words, exact=True)
        link.or_(button).first.click()

    def follow(self, part: str) -> None:
        """Follow the first link that has these words in it."""
        self.main.get_by_role("link", name=part).first.click()

    def fill(self, **fields: str) -> None:
        """Fill in fields of a form by their names."""
        for name, value in fields.items():
            self.main.locator(f"[name={name}]").fill(value)

    def choose(self, **fields: str) -> None:
        """Choose from lists by their values."""
        for name, value in fields.items():
            self.main.locator(f"select[name={name}]").select_option(value)

    def tick(self, name: str, *values: str) -> None:
        """Tick boxes."""
        for value in values:
            self.main.locator(f"[name={name}][value={value}]").check()

    def hand(self, name: str, file: Path) -> None:
        """Choose a file."""
        self.main.locator(f"input[type=file][name={name}]").set_input_files(file)

    def sees(self, english: str, **values: object) -> None:
        """Read words of the pages; long work is waited for."""
        self.reads(self.words(english, **values))

    def reads(self, *texts: str) -> None:
        """Read texts on the page, whatever language they are in."""
        for text in texts:
            expect(self.main).to_contain_text(text, timeout=SLOW)

    def look(self, name: str) -> None:
        """Let axe look at a page that has come about on the way; it needs JavaScript itself."""
        if self.script:
            self.faults += faults(self.page, name)

    def does_not_read(self, *texts: str) -> None:
        """Find that texts are nowhere on the page, its source included."""
        for text in texts:
            assert text not in self.page.content()

    @contextmanager
    def in_the_other_language(self) -> Iterator[None]:
        """Press the name of the other language, read on, and come back."""
        here, address = self.language, self.page.url
        self.page.locator("header .aside a[hreflang]").first.click()
        self.language = "en" if here == "zh" else "zh"
        yield
        self.language = here
        self.page.goto(address)

    def download(self, words: str, folder: Path) -> Path:
        """Press a link to a file and keep it."""
        with self.page.expect_download() as kept:
            self.main.get_by_role("link", name=words, exact=True).first.click()
        file = folder / kept.value.suggested_filename
        kept.value.save_as(file)
        return file

    def code(self) -> str:
        """Return the code at the end of the address."""
        return self.page.url.partition("?")[0].rstrip("/").rpartition("/")[2]

    def leave(self) -> None:
        """Close the browser; nothing was wrong behind the pages."""
        self.context.close()
        assert self.faults == []
