"""Take a picture of every page of the demonstration, for people to look at.

    python -m tests.look FOLDER [HOME]

The province is made in HOME, or in a folder that is thrown away. Everyone of its cast signs in and
goes where their pages lead them, one page of each kind; each is photographed in both languages, as
wide as a phone and as a desk's screen, and put into FOLDER with an index.html. It is also said
where a page is wider than the screen, where axe finds a fault, and what the browser complains of.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunledger.settings")

import django
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.a_browser import faults, launch
from tests.a_site import Server, Site

SIGN_IN = "demo-sign-in.txt"
WIDTHS = (390, 1280)
LANGUAGES = {"zh": "", "en": "/en"}
CAST = ("", "clerk", "reviewer", "officer", "mayor", "auditor", "chief")
LEAVE_OUT = ("account_logout", "account_login")


class Looker:
    """One of the cast, or a reader, before the pages."""

    def __init__(self, browser: Browser, address: str, username: str, password: str) -> None:
        self.address, self.username = address, username
        self.context: BrowserContext = browser.new_context()
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.here = ""
        self.page.on("console", lambda said: self.faults.append(f"{self.here}: {said.text}"))
        if username:
            self.page.goto(f"{address}/account/login/")
            self.page.fill("main [name=login]", username)
            self.page.fill("main [name=password]", password)
            self.page.locator("main form button").first.click()
            self.page.wait_for_url("**/desk/")

    def kinds(self) -> Iterator[tuple[str, str]]:
        """Give the name and the path of one page of each kind that links lead to."""
        ahead, known = ["/desk/" if self.username else "/"], set()
        while ahead:
            path = ahead.pop(0)
            name = name_of(path)
            if name is None or name in known:
                continue
            answer = self.page.goto(self.address + path)
            if answer and answer.ok and "text/html" in answer.headers.get("content-type", ""):
                known.add(name)
                yield name, path
                links = self.page.eval_on_selector_all(
                    "a[href]:not([download])", "all => all.map(a => a.href)"
                )
                ahead += [urlsplit(link).path for link in links if link.startswith(self.address)]

    def photograph(self, name: str, path: str, folder: Path) -> None:
        """Take the page's pictures, and look for what is wrong with it."""
        for language, prefix in LANGUAGES.items():
            for width in WIDTHS:
                self.here = f"{name} {language} {width}"
                self.page.set_viewport_size({"width": width, "height": 900})
                self.page.goto(self.address + prefix + path)
                file = folder / f"{name}-{language}-{width}.png"
                self.page.screenshot(path=file, full_page=True)
                self.faults += faults(self.page, self.here)


def name_of(path: str) -> str | None:
    """Return the name of the page at a Chinese address, or None for what is no page."""
    if path.startswith("/en/"):
        return None
    try:
        name = resolve(path).url_name
    except Resolver404:
        return None
    return None if name in LEAVE_OUT else name


@contextmanager
def province(home: Path) -> Iterator[tuple[str, str]]:
    """Serve the made-up province; give its address and its password."""
    site = Site(home, empty=True)
    if not (home / SIGN_IN).exists():
        site.run("demo", "--no-serve")
    password = re.search(r"password (\S+)", (home / SIGN_IN).read_text(encoding="utf-8"))
    assert password, "the province says no password"
    with Server(site) as server:
        yield f"http://127.0.0.1:{server.port}", password[1]


def look(folder: Path, home: Path) -> list[str]:
    """Photograph everything; return what is wrong, a line each."""
    found: list[str] = []
    known: set[str] = set()
    with province(home) as (address, password), sync_playwright() as playwright:
        browser = launch(playwright)
        for username in CAST:
            looker = Looker(browser, address, username, password)
            for name, path in list(looker.kinds()):
                if name not in known:
                    known.add(name)
                    looker.photograph(name, path, folder)
            looker.context.close()
            found += looker.faults
        browser.close()
    write_index(folder, sorted(known))
    return found


def write_index(folder: Path, names: list[str]) -> None:
    """Write a page on which all pictures stand side by side."""
    rows = []
    for name in names:
        files = [f"{name}-{language}-{width}.png" for language in LANGUAGES for width in WIDTHS]
        pictures = "".join(
            f'<a href="{file}"><img src="{file}" height="700"></a>' for file in files
        )
        rows.append(f"<h2>{name}</h2><p>{pictures}</p>")
    (folder / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Every page</title>{''.join(rows)}"
    )


def main() -> int:
    """Do it, and say what was found."""
    if len(sys.argv) not in (2, 3):
        sys.stdout.write(__doc__ or "")
        return 2
    django.setup()
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as thrown_away:
        home = Path(sys.argv[2] if len(sys.argv) == 3 else thrown_away)
        wrong = look(folder, home)
    sys.stdout.write("\n".join(wrong or ["Nothing is wrong."]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
