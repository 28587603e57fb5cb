"""From a figure to the items behind it, and from an item to what happened: a press each.

Read without signing in and without JavaScript, over every figure of every drive's page.
"""

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from sunledger.drives.drive import DRIVES


def walk(chromium: Browser, address: str) -> tuple[int, int]:
    """Press every figure of every drive; return how many there were, and how many items."""
    context = chromium.new_context(java_script_enabled=False, locale="en")
    context.route("**/*.{css,js,svg,woff2,png}", _nothing)  # what is read needs no looks
    try:
        return _walk(context, address)
    finally:
        context.close()


def _walk(context: BrowserContext, address: str) -> tuple[int, int]:
    page, seen = context.new_page(), set[str]()
    pressed = 0
    for code in DRIVES:
        page.goto(f"{address}/en/drives/{code}/")
        figures = page.locator(".figure dt a")
        paths = [one.get_attribute("href") or "" for one in figures.all()]
        assert len(paths) == page.locator(".figure").count() > 10, f"{code}: a figure without rows"
        for number, path in enumerate(paths):
            rows = _press_figure(context, page, number)
            assert rows.url.endswith(path)
            pressed += 1
            _press_item(rows, seen)
            rows.close()
    return pressed, len(seen)


def _press_figure(context: BrowserContext, drive: Page, number: int) -> Page:
    """The first press: it leads to the items, or says how many of them are not public."""
    with context.expect_page() as opened:  # in a tab of its own, so that the drive stays open
        drive.locator(".figure dt a").nth(number).click(modifiers=["Control"])
    rows = opened.value
    rows.wait_for_load_state("domcontentloaded")
    expect(rows.locator("main .lead")).not_to_be_empty()
    return rows


def _press_item(page: Page, seen: set[str]) -> None:
    """The second press, on the first item: it says what happened, step by step."""
    first = page.locator("main ul.list h2 a").first
    if not first.count():
        said = page.locator("main").inner_text()
        assert "0 items" in said or "not public" in said or "sealed" in said, page.url
        return
    path = first.get_attribute("href") or ""
    if path in seen:
        return
    seen.add(path)
    first.click()
    assert page.url.endswith(path)
    expect(page.locator("main .steps").last.locator("li").first).to_be_visible()


def _nothing(route: Route) -> None:
    """Give nothing for what only makes a page look well."""
    route.abort()
