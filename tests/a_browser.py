"""The browser of the tests: the one that `./run test` names, or the system's own."""

import os
from pathlib import Path

from playwright.sync_api import Browser, Playwright

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


def launch(playwright: Playwright) -> Browser:
    """Start it."""
    path = os.environ.get("SUNLEDGER_BROWSER") or None
    if path is None and Path("/usr/bin/chromium").exists():
        path = "/usr/bin/chromium"
    return playwright.chromium.launch(executable_path=path, args=QUIET)
