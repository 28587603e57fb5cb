"""The browser of the tests: the one that `./run test` names, or the system's own."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect

# Without these a headless Chromium asks for hosts it has no business with.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What is expected is waited for on a loaded machine too; a wait ends as soon as it is there.
expect.set_options(timeout=20_000)

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def launch(playwright: Playwright) -> Browser:
    """Start it."""
    path = os.environ.get("SUNLEDGER_BROWSER") or None
    if path is None and Path("/usr/bin/chromium").exists():
        path = "/usr/bin/chromium"
    return playwright.chromium.launch(executable_path=path, args=QUIET)


def faults(page: Page, name: str) -> list[str]:
    """Return what axe finds on a page, and whether it is wider than the screen."""
    found = Axe().run(page, options=RULES).response["violations"]
    faults = [f"{name}: {rule['id']} {rule['nodes'][0]['html'][:120]}" for rule in found]
    if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        faults.append(f"{name}: wider than the screen")
    return faults
