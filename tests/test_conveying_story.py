"""A decision goes down before the eyes of everyone: pressed through by those whose work it is.

It is walked twice, as the other stories are: in Chinese on a phone, and in English at a desk with
JavaScript switched off.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests import story_site
from tests.a_site import Server, Site
from tests.story_loop import Loop

pytestmark = pytest.mark.browser

WORKS = ["decide", "assign", "answer"]
PEOPLE = {
    "convener": ("何宁", "q-l", "党政办主任", "Town office", WORKS, "own"),
    "secretary": ("孙洁", "q-l-d", "村支书", "Village secretary", WORKS, "own"),
    "director": ("马行", "q-a", "主任", "Director", WORKS, "own"),
}
TITLE, WORDS = "清河县督办会", "各单位于月底前核对付款凭证"
MEETING = f"""
from datetime import date
from sunledger.decisions import actions as decisions
from sunledger.units.models import Unit, User
officer, county = User.objects.get(username="officer"), Unit.objects.get(code="q")
meeting = decisions.record_meeting(
    unit=county, title="{TITLE}", held_on=date(2024, 4, 1), text="会议决定，{WORDS}。", by=officer
)
decision = decisions.propose(
    meeting=meeting, quotation="{WORDS}", owner=county, by=officer, due=date(2099, 12, 31)
)
decisions.adopt(decision=decision, by=officer)
decisions.make_public(meeting=meeting, by=officer)
answer = [meeting.code, decision.code]
"""
WORK_OFF = """
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.units.models import User
item = Item.objects.get(title="核对本村凭证")
for act, by, words in (
    (ledger.answer, "secretary", {"note": "已核对。"}),
    (ledger.verify, "auditor", {"note": "属实。"}),
    (ledger.close, "officer", {"result": "已核对。", "exemption": "只涉及一个村。"}),
):
    item.refresh_from_db()
    act(item=item, by=User.objects.get(username=by), **words)
answer = item.code
"""


@pytest.fixture(
    scope="module",
    params=[("zh", True), ("en", False)],
    ids=["chinese-phone", "english-without-javascript"],
)
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, str, Any]]:
    """A county's own site with its meeting, its address, and how it is looked at."""
    site = story_site.set_up(tmp_path_factory.mktemp("conveying"))
    site.ask(story_site.APPOINT.format(people=PEOPLE, password=story_site.PASSWORD))
    try:
        with Server(site) as server:
            yield site, f"http://127.0.0.1:{server.port}", request.param
    finally:
        site.drop()


@pytest.fixture
def loop(served: tuple[Site, str, Any], chromium: Browser, tmp_path: Path) -> Loop:
    """The people of the story, none of whom has come yet."""
    site, address, (language, script) = served
    loop = Loop(site, address, chromium, language, script, tmp_path)
    loop.codes["meeting"], loop.codes["decision"] = site.ask(MEETING)
    return loop


def test_a_decision_goes_down_and_everyone_sees_where_it_is(loop: Loop) -> None:
    the_county_passes_it_down(loop)
    the_town_acknowledges_and_passes_it_on(loop)
    the_office_says_it_does_not_concern_it(loop)
    the_village_opens_an_item_and_does_it(loop)
    everyone_reads_how_far_it_came(loop)
    loop.all_leave()
    assert "ok" in loop.site.run("verify")


def the_county_passes_it_down(loop: Loop) -> None:
    officer = loop.who("officer")
    officer.open(f"/desk/meetings/{loop.codes['meeting']}/")
    officer.press("Pass it down")
    officer.main.locator(f'[name=what][value="{loop.codes["decision"]}"]').check()
    officer.tick("whom", "next")
    officer.look("pass it down")
    officer.press("Pass it down")
    officer.sees("Passed down. Whoever has it finds it on their desk.")


def taken(loop: Loop, username: str) -> None:
    """Find it on the desk and acknowledge it."""
    person = loop.who(username)
    person.open("/desk/")
    person.follow(WORDS)
    person.press("Acknowledge")
    person.sees("Acknowledged. Now say what you make of it.")
    person.look("received")


def the_town_acknowledges_and_passes_it_on(loop: Loop) -> None:
    taken(loop, "convener")
    convener = loop.who("convener")
    convener.press("Pass it on")
    convener.tick("whom", "next")
    convener.press("Pass it on")
    convener.sees("Passed on. That alone counts as nothing made of it.")


def the_office_says_it_does_not_concern_it(loop: Loop) -> None:
    taken(loop, "director")
    director = loop.who("director")
    director.press("It does not concern us")
    director.fill(reason="本办没有村级账。")
    director.press("It does not concern us")
    director.sees("The sender will accept this or send it back.")


def the_village_opens_an_item_and_does_it(loop: Loop) -> None:
    taken(loop, "secretary")
    secretary = loop.who("secretary")
    secretary.press("Put it on our list")
    secretary.fill(title="核对本村凭证", checker="县审计办公室", due="2099-12-31")
    secretary.press("Put it on our list")
    secretary.sees("It stands in the ledger now, and counts once it is done.")
    loop.codes["item"] = loop.site.ask(WORK_OFF)


def everyone_reads_how_far_it_came(loop: Loop) -> None:
    reader = loop.who("reader")
    reader.open(f"/meetings/{loop.codes['meeting']}/")
    reader.main.locator("a[href*='/conveying/']").first.click()
    reader.sees("The way down")
    town, village = reader.either("柳河镇", "Liuhe Town"), reader.either("大河村", "Dahe Village")
    reader.reads(town, village, reader.either("小河村", "Xiaohe Village"), "本办没有村级账。")
    expect(reader.main.locator(".figure .value").first).to_contain_text("1 / 1")
    reader.does_not_read("何宁", "孙洁", "马行", "周正")
    reader.look("the way down")
    reader.follow("核对本村凭证")
    reader.reads("已核对。")
