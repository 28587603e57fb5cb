"""A readout becomes a ledger in the browser in under five minutes, by the keyboard alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import story_site
from tests.a_browser import faults
from tests.a_site import Server, Site
from tests.story_keys import Keys, timed

pytestmark = pytest.mark.browser

MINUTES = 5
DUE = ("06302099", "2099-06-30")
BODIES = (
    ("Audit Committee of the County Council", "March 4"),
    ("Finance Board of the County", "March 5"),
    ("General Office of the County Council", "March 6"),
    ("Procurement Committee of the County", "March 6"),
)
TOLD = (
    "the town offices must publish the list of payments above the limit, check each of them "
    "against its voucher and contract, and report by April 30, 2024 what could not be proved "
    "and who had approved it",
    "It is necessary to strengthen the sense of responsibility, keep a sober mind in every "
    "season, and let the spirit of careful accounting become the common habit of all who handle "
    "what belongs to the public, in small matters as in large ones",
    "The audit office should set up a ledger of all lamps, meters and leases, visit at least "
    "12 villages every quarter, and compare what stands in the ledger with what stands in the "
    "street, so that nothing is paid for twice",
    "It is necessary to go on removing what hinders honest bidders, listen patiently to those "
    "who complain, answer them in plain words, and carry forward the good practice of the past "
    "year without any slackening of effort",
    "The village committees must return the money that was paid twice, post the receipts where "
    "everyone can read them, and hand the registers of the last three years to the county "
    "before the end of June 2024",
)


def our_text() -> str:
    """Return a made-up readout of four meetings, as long as the real ones."""
    parts = ["Recently the bodies of the county met to put the work of the year in order.\n"]
    for body, day in BODIES:
        told = ". ".join(f"{words[:1].upper()}{words[1:]}" for words in TOLD)
        parts.append(
            f"On {day}, 2024, the {body} held a meeting to convey and study the spirit of the "
            "spring session of the County Assembly and to arrange what follows from it. "
            "The members spoke one after the other about what they had seen on their visits, "
            "and the reports of the last quarter were heard. Some had found the books in good "
            "order, others had waited long for papers that were locked away, and all had met "
            "people who asked why the same lamp was bought three winters in a row. The old "
            "store house was looked at on the way, and the new form of voucher was passed round "
            "the table, so that everyone had held it in their hands. A guest from the "
            "neighbouring county told what had been tried there over six years, which of it had "
            "lasted, and which had been given up again after the first harvest. The chair "
            "thanked the guest and recalled how the work had begun in two rooms under the roof, "
            "with one lamp and a borrowed table. The meeting emphasized that "
            f"{told}. The members thanked those who had prepared the papers.\n"
        )
    return "\n".join(parts)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """A county's own site, served and worked."""
    site = story_site.set_up(tmp_path_factory.mktemp("site"))
    try:
        with Server(site) as server:
            yield site, f"http://127.0.0.1:{server.port}"
    finally:
        site.drop()


def texts() -> Iterator[tuple[str, str]]:
    """Give our own text, and the two that are asked for where they lie beside the project."""
    yield "our own", our_text()
    folder = Path(__file__).resolve().parents[2] / "shared" / "readouts" / "files"
    for number in ("01", "02"):
        file = folder / f"{number}.txt"
        yield number, file.read_text(encoding="utf-8") if file.exists() else ""


@pytest.mark.parametrize(("name", "text"), list(texts()), ids=lambda one: one[:8].strip())
def test_a_readout_becomes_a_ledger_by_keyboard_alone(
    address: tuple[Site, str], chromium: Browser, name: str, text: str
) -> None:
    if not text:
        pytest.skip("the folder of real readouts is not beside this project")
    site, url = address
    before = len(opened(site))
    officer = Keys(chromium, url, "officer")
    with timed() as seconds:
        give(officer, text)
        meetings = confirm_the_meetings(officer)
        tasks = 0
        for number in range(meetings):
            if number:
                to_the_next_meeting(officer)
            tasks += confirm_the_entries(officer)
            open_the_items(officer)
        took = seconds()
    print(  # noqa: T201 - the figure is what the test is for
        f"\n{name}: {len(text)} signs, {meetings} meetings, {tasks} items, "
        f"{officer.pressed} keys, {took:.0f} s"
    )
    assert took < MINUTES * 60
    made = opened(site)[before:]
    assert len(made) == tasks >= meetings
    for quotation, problem, unit, due in made:
        assert quotation == problem
        assert unit == "柳河镇"
        assert due == DUE[1]
    assert faults(officer.page, name) == []
    send_down(officer)
    officer.leave()
    acknowledge(chromium, url)
    assert site.rows("SELECT count(*) FROM decisions_acknowledgement")[0][0] >= 1


def send_down(officer: Keys) -> None:
    """Pass the first thing that was decided down to all units directly below."""
    officer.page.evaluate("document.activeElement.blur()")
    officer.to_words("Pass it down")
    with officer.going():
        officer.press("Enter")
    officer.to(lambda one: one["name"] == "what")
    officer.press("Space")
    officer.to(lambda one: one["tag"] == "BUTTON" and one["words"] == "Pass it down")
    with officer.going():
        officer.press("Enter")
    expect(officer.page.locator("main")).to_contain_text("Passed down.")


def acknowledge(browser: Browser, url: str) -> None:
    """Let the town find it on its desk, and acknowledge it."""
    mayor = Keys(browser, url, "mayor")
    mayor.to_words("Passed down")
    with mayor.going():
        mayor.press("Enter")
    mayor.to(lambda one: bool(re.search(r"/desk/conveying/\w+/$", one["href"])))
    with mayor.going():
        mayor.press("Enter")
    mayor.to_words("Acknowledge")
    with mayor.going():
        mayor.press("Enter")
    mayor.leave()


def opened(site: Site) -> list[tuple[str, str, str, str]]:
    """Return the items that came from decisions, with the quotation that each stands on."""
    rows = site.rows(
        "SELECT d.quotation, i.problem, u.name, i.due FROM decisions_decision d "
        "JOIN ledger_item i ON i.code = d.item JOIN units_unit u ON u.id = i.unit_id "
        "JOIN decisions_meeting m ON m.id = d.meeting_id "
        'WHERE substr(m.text, d.start + 1, d."end" - d.start) = d.quotation ORDER BY i.id'
    )
    return [(row[0], row[1], row[2], str(row[3])) for row in rows]


def give(officer: Keys, text: str) -> None:
    """Paste the text and let it be read; the field has the focus when the page opens."""
    officer.to_words("Meetings")
    with officer.going():
        officer.press("Enter")
    officer.to_words("Record a meeting")
    with officer.going():
        officer.press("Enter")
    officer.to(lambda one: one["name"] == "text")
    officer.paste(text)
    officer.to_words("Read it")
    with officer.going():
        officer.press("Enter")


def confirm_the_meetings(officer: Keys) -> int:
    """Look at what is known of each meeting, write the day where there is none, and go on."""
    days = officer.page.locator("input[name$=held_on]")
    meetings = days.count()
    for number in range(meetings):
        officer.to(lambda one, at=number: one["name"] == f"m{at}-title")  # type: ignore[misc]
        if not officer.page.locator(f"[name=m{number}-title]").input_value():
            officer.type("Readout")
        officer.press("Tab")
        if not days.nth(number).input_value():
            officer.type("03012024")
    officer.to(lambda one: one["words"].startswith("Record, and go on"))
    with officer.going():
        officer.press("Enter")
    return meetings


def confirm_the_entries(officer: Keys) -> int:
    """Confirm every entry; one exhortation of each meeting is found to be a task after all."""
    entries = officer.page.locator(".entry")
    assert entries.count()
    kinds = [
        "Task" if "exhortation" not in one.lower() else ""
        for one in officer.page.locator(".entry .head").all_inner_texts()
    ]
    officer.press("j")
    tasks = 0
    for number, kind in enumerate(kinds, start=1):
        expect(officer.page.locator(f"#entry-{number}")).to_be_focused()
        if not kind and not tasks:
            officer.act("t")
            kind = "Task"
        if not kind:
            officer.act("a")
            continue
        tasks += 1
        if fill_in(officer, number).startswith("The ledger has the same"):
            officer.act("w")
            assert fill_in(officer, number) == "Confirmed."
    return tasks


def fill_in(officer: Keys, number: int) -> str:
    """Write whose it is and by when, and confirm it."""
    officer.press("o")
    assert officer.focused() == f"owner-{number}"
    officer.type("柳河镇")
    officer.press("Tab")
    officer.type(DUE[0])
    return officer.act("Enter")


def open_the_items(officer: Keys) -> None:
    """Go to the button that opens the items; before it stands who checks them."""
    officer.press("p")
    officer.press("Shift+Tab")
    assert officer.focused() == "checker"
    officer.type("县审计办公室")
    officer.press("Tab")
    officer.act("Enter")


def to_the_next_meeting(officer: Keys) -> None:
    """Follow the list of the other meetings of the text to one where nothing was done yet."""
    officer.page.evaluate("document.activeElement.blur()")
    links = officer.page.locator("#work").locator("xpath=preceding-sibling::p[1]/a")
    done = getattr(officer, "done", set()) | {officer.page.url.partition("?")[0].partition("#")[0]}
    officer.done = done  # type: ignore[attr-defined]
    addresses = [officer.site + str(link.get_attribute("href")) for link in links.all()]
    ahead = next(one for one in addresses if one not in done)
    officer.to(lambda one: officer.site + one["href"] == ahead)
    with officer.going():
        officer.press("Enter")
