"""Links on the desk, as a person decides them; and by the command, as a file."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job
from sunledger.screening import samedeciding
from sunledger.screening.models import Link, LinkState
from sunledger.web.pages import link_words
from tests.cast import at
from tests.links_story import GROUND, JIA, JIA_AGAIN, JIA_HERE, Links, make_links
from tests.test_stack_pages import path, read, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def links(db: None) -> Links:
    return make_links()


def press(client: Client, link: Link, do: str, ground: str = GROUND) -> str:
    """Press a button on the page of a link, and return the page that comes."""
    answer = client.post(path("desk_link", link.code), {"do": do, "ground": ground}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_person_has_the_names_compared_and_finds_them_in_the_list(links: Links) -> None:
    officer = signed_in(links.officer)
    county = links.story.sheets.cast.county
    officer.post(path("desk_link_look"), {"unit": county.code})
    job = Job.objects.get(work="link-names")
    assert jobs.run_here(job).state == "done", job.failure
    page = read(officer, "desk_job", job.code)
    assert "1 pairs wait for a decision on the desk, 1 of them new" in page
    assert f'href="{path("desk_links")}"' in page
    page = read(officer, "desk_links")
    assert f"{JIA} · {JIA_AGAIN}" in page or f"{JIA_AGAIN} · {JIA}" in page
    assert "may be one firm: " in page
    assert "张德海" not in page


def test_the_list_is_narrowed_by_unit_table_and_tier(links: Links) -> None:
    links.propose()
    officer = signed_in(links.officer)
    for asked, found in (
        ({"unit": links.story.sheets.cast.county.code}, True),
        ({"unit": "nowhere"}, False),
        ({"table": "payments"}, True),
        ({"table": "bids"}, False),
        ({"tier": "2"}, True),
        ({"tier": "3"}, False),
        ({"state": "refused"}, False),
        ({"state": "?", "tier": "²"}, True),
    ):
        assert ("may be one firm: " in read(officer, "desk_links", **asked)) is found, asked


def test_a_page_shows_both_sides_and_what_differs_in_words(links: Links) -> None:
    links.propose()
    page = read(signed_in(links.officer), "desk_link", links.one().code)
    assert "<mark>责任</mark>" in page
    assert "Only here" in page
    assert ">责任</td>" in page
    assert "payments: 1 row<" in page
    assert "the names are the same" in page or "the name is the same" in page


def test_it_is_confirmed_refused_and_withdrawn_with_a_ground_by_plain_buttons(
    links: Links,
) -> None:
    links.propose()
    officer, link = signed_in(links.officer), links.one()
    press(officer, link, "confirm", " ")
    assert links.one().state == LinkState.PROPOSED
    assert "Press one of the buttons." in press(officer, link, "?")
    page = press(officer, link, "confirm")
    assert links.one().state == LinkState.CONFIRMED
    assert GROUND in page
    assert 'value="withdraw"' in page
    press(officer, link, "withdraw", "再查。")
    page = press(officer, link, "refuse", "两张执照。")
    assert links.one().state == LinkState.REFUSED
    assert page.count("<li><p><strong>") == 3


def test_what_takes_no_effect_says_so_and_leads_to_what_is_in_its_way(links: Links) -> None:
    links.pay("2024-07", JIA_HERE)
    links.propose()
    by = links.officer
    samedeciding.confirm(link=links.of(JIA, JIA_HERE), at=at(), by=by, ground=GROUND)
    third = links.of(JIA_AGAIN, JIA_HERE)
    later = samedeciding.confirm(link=third, at=at(1), by=by, ground=GROUND)
    refused = samedeciding.refuse(link=links.one(), at=at(2), by=by, ground=GROUND)
    officer = signed_in(links.officer)
    assert path("desk_link", refused.code) in read(officer, "desk_link", later.code)
    page = read(officer, "desk_links", state="confirmed")
    assert page.count("takes no effect") == 1


def test_who_does_not_screen_there_finds_no_link(links: Links) -> None:
    links.propose()
    outsider = signed_in(links.story.outsider)
    assert "may be one firm: " not in read(outsider, "desk_links")
    assert outsider.get(path("desk_link", links.one().code)).status_code == 404
    clerk = signed_in(links.story.sheets.clerk)
    assert clerk.get(path("desk_links")).status_code == 404


def test_the_sentence_is_plain_in_both_languages_and_a_number_in_a_name_is_masked(
    links: Links,
) -> None:
    links.propose()
    with translation.override("zh-hans"):
        told = link_words.sentence(links.one())
    assert "可能是同一家" in told
    assert "名称相同" in told
    assert "13800138000" not in link_words.shown("青泉商贸 13800138000")


def command(*words: object) -> str:
    """Return what `sunledger link` says."""
    out = io.StringIO()
    with translation.override("en"):
        call_command("link", *map(str, words), stdout=out)
    return out.getvalue()


def test_the_command_compares_hands_out_and_takes_in_what_was_decided(
    links: Links, tmp_path: Path
) -> None:
    county, by = links.story.sheets.cast.county.code, links.officer.username
    assert "1 pairs wait for a decision on the desk, 1 of them new" in command(
        "--site", county, "--by", by
    )
    samedeciding.refuse(link=links.one(), ground="两张执照。", by=links.officer, at=at())
    file, lists, out = (tmp_path / name for name in ("decisions.csv", "a.csv", "links.csv"))
    assert command("--site", county, "--by", by, "--hand-out", file).startswith("1 decisions")
    told = command("--site", county, "--by", by, "--take-in", file)
    assert told.startswith("0 decisions taken in, 1 known already, 0 refused.")
    # What was refused on the site stays refused in lists that are joined without it.
    lists.write_text(f"name\n{JIA}\n{JIA_AGAIN}\n", encoding="utf-8")
    command(lists, "--kind", "firm", "--out", out, "--decisions", file)
    assert JIA not in out.read_text(encoding="utf-8-sig")


def test_what_a_file_says_is_decided_by_its_names_and_refused_line_by_line(
    links: Links, tmp_path: Path
) -> None:
    county, by = links.story.sheets.cast.county.code, links.officer.username
    file = tmp_path / "decisions.csv"
    rows = [
        ("", "same", JIA, JIA_AGAIN),
        ("", "different", JIA_AGAIN, JIA_HERE),
        ("", "same", JIA, JIA_HERE),
        ("nowhere", "same", "", ""),
        ("", "maybe", JIA, JIA_HERE),
    ]
    lines = ["pair,verdict,left,right", *(",".join(row) for row in rows)]
    file.write_text("\n".join(lines), encoding="utf-8")
    told = command("--site", county, "--by", by, "--take-in", file)
    assert "2 decisions taken in, 0 known already, 3 refused." in told
    assert "Line 4: “" in told
    assert "Line 5: There is no such pair here." in told
    assert "Line 6: A verdict is" in told
    assert links.one().state == LinkState.CONFIRMED
    outsider = links.story.outsider.username
    for who in (outsider, "nobody-at-all"):
        with pytest.raises(CommandError):
            command("--site", county, "--by", who)
    with pytest.raises(CommandError, match="Name a list"):
        command()
