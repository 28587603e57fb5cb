"""The story: one sheet of a village goes the whole way round, before the eyes of everyone.

It is walked twice, each time on a site of its own, with its server and its worker as real
processes: in Chinese on a phone, and in English at a desk with JavaScript switched off.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser

from tests import story_loop as story
from tests import story_meeting, story_reply, story_site
from tests.a_site import Server, Site
from tests.story_loop import Loop

pytestmark = pytest.mark.browser


@pytest.fixture(
    scope="module",
    params=[("zh", True), ("en", False)],
    ids=["chinese-phone", "english-without-javascript"],
)
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, str, Any]]:
    """A county's own site, served and worked, its address, and how it is looked at."""
    home: Path = tmp_path_factory.mktemp("site")
    site = story_site.set_up(home)
    try:
        with Server(site) as server:
            yield site, f"http://127.0.0.1:{server.port}", request.param
    finally:
        site.drop()


@pytest.fixture
def loop(served: tuple[Site, str, Any], chromium: Browser, tmp_path: Path) -> Loop:
    """The people of the story, none of whom has come yet."""
    site, address, (language, script) = served
    return Loop(site, address, chromium, language, script, tmp_path)


def test_the_story_from_a_sheet_to_the_money_back(loop: Loop) -> None:
    story.a_sheet_with_a_person_is_refused(loop)
    story.a_sheet_with_a_bad_cell_is_refused(loop)
    code = story.the_right_sheet_is_handed_on(loop, "三月（对）.xlsx", "2024-03")
    story.the_clerk_cannot_publish_it(loop, code)
    story.another_person_publishes_it(loop)
    story.anyone_reads_it(loop)
    kept = story.anyone_computes_the_root(loop)

    story.the_screens_raise_a_lead(loop)
    story.the_lead_says_what_and_why_not(loop)
    story.the_officer_takes_it_up(loop)
    story.the_town_answers(loop)
    story.the_town_cannot_verify_its_own_answer(loop)
    story.the_checker_sends_it_back_and_then_finds_it_true(loop)
    story_reply.the_village_is_heard_before_anything_is_said_of_it(loop)

    story.the_right_sheet_is_handed_on(loop, "四月.xlsx", "2024-04")
    story.another_person_publishes_it(loop)
    story.the_money_that_came_back_is_recorded(loop)
    story.the_screen_is_clean_and_the_item_closes(loop)
    story.anyone_reads_the_result(loop)
    story_reply.anyone_reads_the_reply(loop)
    story.the_drive_counts_it(loop)

    nothing_was_rewritten(loop, kept)
    what_is_rewritten_is_found(loop)
    story.anyone_sees_that_it_was_rewritten(loop)
    loop.all_leave()


def nothing_was_rewritten(loop: Loop, kept: str) -> None:
    """The log still begins with what the reader kept, and every row says what was said."""
    file = loop.folder / "root.txt"
    assert kept in file.read_text()
    assert "ok" in loop.site.run("verify", "--kept", str(file))


def what_is_rewritten_is_found(loop: Loop) -> None:
    """The database refuses; its owner can lift the guard, and is found out."""
    record = loop.codes["record"]
    with pytest.raises((sqlite3.Error, psycopg.Error)):
        story_site.change_past_the_program(loop.site, record)
    assert "ok" in loop.site.run("verify")
    story_site.change_behind_its_back(loop.site, record)
    done = loop.site.attempt("verify")
    assert done.returncode == 1
    assert "village-payments 2024-03" in done.stdout


def test_the_story_of_a_meeting_and_what_it_asked_for(loop: Loop) -> None:
    story_meeting.the_officer_types_it_in(loop)
    story_meeting.two_directives_are_adopted(loop)
    story_meeting.it_is_made_public(loop)
    story_meeting.those_who_must_act_find_it_on_their_desk(loop)
    story_meeting.anyone_reads_how_far_each_is(loop)
    loop.all_leave()
