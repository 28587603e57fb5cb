"""The pages from a text to its entries: files, refusals, names, and every button without script."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sunledger.decisions.models import Alias, Entry, EntryState, Group, Meeting, Source, SourceState
from sunledger.jobs import actions as jobs
from sunledger.ledger.models import Item
from tests.beginning import begins_with
from tests.cast import Cast
from tests.confirming_story import ONE, Confirmed, entry_with, make_confirmed
from tests.pages_world import at
from tests.test_copies import SYNDICATED

PAGE = """<!doctype html><html><head><title>要闻</title></head><body><nav>首页</nav>
<p>3月1日，清河县委常委会召开会议。会议强调，柳河镇要在2024年4月30日前追回多付的货款。</p></body></html>"""
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"  # noqa: E501


@pytest.fixture
def officer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.lead)
    return client


pytestmark = begins_with(make_confirmed)


@pytest.fixture
def meeting(begun: Confirmed) -> Meeting:
    return begun.meeting


def read(client: Client, address: str) -> str:
    return words(client.get(address).content)


def words(content: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content.decode())).split())


def press(client: Client, meeting: Meeting, entry: Entry | None = None, **given: object) -> str:
    """Press a button; return what the page says next."""
    asked = {"entry": entry.code, "turn": entry.turn} if entry else {}
    answer = client.post(at("desk_meeting", meeting.code), asked | given)
    if answer.status_code == 302:
        assert "#" in answer["Location"]
        answer = client.get(answer["Location"])
    assert answer.status_code == 200
    return words(answer.content)


def test_a_web_page_is_read_and_kept_as_it_is(cast: Cast, officer: Client) -> None:
    file = SimpleUploadedFile("通报.html", PAGE.encode())
    answer = officer.post(at("desk_meeting_new"), {"unit": cast.county.code, "file": file})
    source = Source.objects.defer(None).get()
    assert answer["Location"].endswith(at("desk_meeting_read", source.code))
    assert bytes(source.content or b"") == PAGE.encode()
    assert "追回多付的货款" in read(officer, answer["Location"])


def test_a_scanned_file_waits_for_the_worker_and_is_then_refused_with_what_to_do(
    cast: Cast, officer: Client
) -> None:
    file = SimpleUploadedFile("扫描.pdf", SCAN)
    answer = officer.post(at("desk_meeting_new"), {"unit": cast.county.code, "file": file})
    source = Source.objects.get()
    assert source.job is not None
    assert 'hx-trigger="every 1s"' in officer.get(answer["Location"]).content.decode()
    jobs.run_here(source.job)
    source.refresh_from_db()
    assert source.state == SourceState.REFUSED
    assert "扫描.pdf" in read(officer, answer["Location"])


def test_both_or_neither_of_text_and_file_is_refused(cast: Cast, officer: Client) -> None:
    file = SimpleUploadedFile("a.txt", b"x")
    for given in ({}, {"text": "会议", "file": file}):
        answer = officer.post(at("desk_meeting_new"), {"unit": cast.county.code} | given)
        assert answer.status_code == 200
    assert not Source.objects.exists()


def test_a_copy_is_offered_as_the_same_meeting_and_opens_nothing(
    cast: Cast, officer: Client, meeting: Meeting
) -> None:
    answer = officer.post(at("desk_meeting_new"), {"unit": cast.county.code, "text": SYNDICATED})
    page = officer.get(answer["Location"]).content.decode()
    assert "6 项中已有 6 项" in words(page.encode())
    chosen = re.search(r'value="([a-z0-9]{26})" selected', page)
    assert chosen
    assert chosen[1] == meeting.code
    answer = officer.post(answer["Location"], {"m0-what": chosen[1], "do": "confirm"})
    assert answer["Location"].endswith(at("desk_meeting", meeting.code))
    assert "没有重复立项" in read(officer, answer["Location"])
    assert Meeting.objects.count() == 1


def test_a_text_can_be_given_up(cast: Cast, officer: Client) -> None:
    answer = officer.post(at("desk_meeting_new"), {"unit": cast.county.code, "text": ONE})
    officer.post(answer["Location"], {"do": "drop"})
    assert Source.objects.get().state == SourceState.DROPPED
    assert officer.get(answer["Location"]).status_code == 200


def test_every_button_works_without_script(officer: Client, meeting: Meeting) -> None:
    entry = entry_with(meeting, "约谈")
    assert "不采纳" in press(officer, meeting, entry, do="reject", reason="已约谈。")
    assert "退回" in press(officer, meeting, entry_with(meeting, "约谈"), do="take-back")
    assert "号召" in press(officer, meeting, entry_with(meeting, "约谈"), do="exhort")
    assert "撤销" in press(officer, meeting, do="undo")
    later = entry_with(meeting, "约谈")
    press(officer, meeting, later, do="respan", step="start right")
    assert entry_with(meeting, "约谈").quotation == "对重复付款的村逐一约谈负责人"
    press(officer, meeting, entry_with(meeting, "约谈"), do="respan", step="end left")
    press(officer, meeting, entry_with(meeting, "约谈"), do="respan", step="sentence")
    assert entry_with(meeting, "约谈").quotation == later.quotation
    press(officer, meeting, entry_with(meeting, "约谈"), do="respan", words="逐一约谈 负责人")
    assert entry_with(meeting, "约谈").quotation == "逐一约谈负责人"
    ledgers = entry_with(meeting, "台账")
    place = ledgers.start + ledgers.quotation.index("，") + 1
    press(officer, meeting, ledgers, do="split", at=place)
    press(officer, meeting, entry_with(meeting, "台账"), do="merge")
    assert entry_with(meeting, "台账").quotation == ledgers.quotation
    before = Entry.objects.count()
    page = officer.get(at("desk_meeting", meeting.code)).content.decode()
    sentence = re.search(r'name="place" value="(\d+-\d+)"', page)
    assert sentence
    press(officer, meeting, place=sentence[1])
    assert Entry.objects.count() == before + 1
    press(officer, meeting, do="accept-plain")
    assert "已列入台账" in press(officer, meeting, do="adopt")
    assert Item.objects.exists()


def test_a_refusal_is_a_sentence_and_what_was_typed_stays(
    officer: Client, meeting: Meeting
) -> None:
    entry = entry_with(meeting, "各镇要建立")
    said = press(officer, meeting, entry, do="accept", owner="无此单位", due="")
    assert "无此单位" in said
    assert Entry.objects.get(pk=entry.pk).state == EntryState.OPEN
    assert "其间有人改动" in press(officer, meeting, entry, do="exhort", turn="7")
    for junk in ({"do": "x"}, {}, {"place": "x"}, {"do": "split", "at": "9" * 40}):
        press(officer, meeting, entry, **junk)
    assert officer.post(at("desk_meeting", meeting.code), {"entry": "x"}).status_code == 404


def test_names_and_groups_are_kept_and_forgotten(
    cast: Cast, officer: Client, meeting: Meeting
) -> None:
    names = at("desk_meeting_names")
    group = {"unit": cast.county.code, "name": "各镇", "members": "柳河镇\n大河村"}
    assert officer.post(names, group).status_code == 302
    assert "各镇" in read(officer, names)
    options = officer.get(at("desk_meeting_units", meeting.code), {"q": "各"}).content.decode()
    assert "各镇" in options
    entry = entry_with(meeting, "各镇要建立")
    press(officer, meeting, entry, do="accept", owner="各镇", due="")
    press(officer, meeting, do="adopt")
    assert Item.objects.count() == 2
    officer.post(names, {"forget": Alias.objects.get().code})
    officer.post(names, {"forget": Group.objects.get().code})
    assert not Alias.objects.exists()
    assert not Group.objects.exists()
    assert Item.objects.count() == 2


def test_another_county_sees_neither_text_nor_meeting(cast: Cast, meeting: Meeting) -> None:
    client = Client()
    client.force_login(cast.worker)
    source = Source.objects.get()
    for address in (
        at("desk_meeting_read", source.code),
        at("desk_meeting_units", meeting.code),
        at("desk_meeting", meeting.code),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"do": "drop"}).status_code == 404
