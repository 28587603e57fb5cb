"""A file beside the lines: written anew, saved and never shown, and never instead of lines."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from sunledger.core.cleancopy import NoCopy
from sunledger.disclosure import actions, restate
from sunledger.disclosure.face import batch_face
from sunledger.disclosure.models import Attachment, Batch
from sunledger.disclosure.refusals import GivenBefore, Incomplete, NotAllowed, NotNow, TooPersonal
from sunledger.seal.verify import check_facts
from tests import copy_files
from tests.disclosure_story import Story, make_story
from tests.pages_world import at as page_at

FILES = {
    "board.jpg": copy_files.photograph,
    "board.png": copy_files.drawing,
    "contract.pdf": copy_files.pdf,
}


@pytest.fixture
def story(db: None) -> Iterator[Story]:
    with translation.override("en"):
        yield make_story()


def attach(story: Story, batch: Batch, **more: Any) -> Attachment:
    given: dict[str, Any] = {"title": "公示栏照片", "file_name": "board.jpg", "by": story.clerk}
    given["content"] = copy_files.photograph()
    return actions.attach(batch=batch, **(given | more))


def inside(content: bytes) -> bytes:
    """Return the bytes of a file with what is folded in it."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return content + b"".join(parts.read(part) for part in parts.namelist())


def test_s44_what_a_file_tells_beside_what_is_seen_is_not_kept_at_all(story: Story) -> None:
    batch = story.draft()
    for name, make in FILES.items():
        kept = attach(story, batch, file_name=name, content=make())
        assert copy_files.PLANTED.encode() in make()
        assert copy_files.PLANTED.encode() not in inside(bytes(kept.content)), name
        assert kept.removed


def test_s43_an_attachment_is_saved_and_never_shown_once_its_sheet_is_public(story: Story) -> None:
    batch = story.draft()
    kept = attach(story, batch)
    address = page_at("attachment", kept.code)
    assert Client().get(address).status_code == 404
    actions.publish(batch=actions.submit(batch=batch, by=story.clerk), by=story.reviewer)
    answer = Client().get(address)
    assert answer.content == bytes(kept.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    batch.refresh_from_db()
    actions.withdraw(batch=batch, reason="单位选错", by=story.reviewer)
    assert Client().get(address).status_code == 404


def test_s43_what_a_browser_would_run_is_no_attachment(story: Story) -> None:
    batch = story.draft()
    for content in (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", b"<html>"):
        with pytest.raises(NoCopy):
            attach(story, batch, content=content)


def test_s46_a_picture_with_too_many_pixels_is_refused(story: Story) -> None:
    with pytest.raises(NoCopy, match="pixels"):
        attach(story, story.draft(), content=copy_files.flood())


def test_s45_no_word_of_the_name_that_a_file_came_with_is_public(story: Story) -> None:
    batch = story.draft()
    Batch.objects.filter(pk=batch.pk).update(file_name="张三低保金.csv")
    kept = attach(story, batch, file_name="../张三\u202e.jpg")
    batch.refresh_from_db()
    actions.publish(batch=actions.submit(batch=batch, by=story.clerk), by=story.reviewer)
    batch.refresh_from_db()
    assert batch_face(batch)["file_name"] == "village-payments-2024-03.csv"
    pages = [Client().get(page_at("sheet", batch.code)).content.decode()]
    pages.append(str(Client().get(page_at("attachment", kept.code)).headers))
    assert not [page for page in pages if "张三" in page]
    assert kept.title in pages[0]


def test_a_picture_never_stands_instead_of_lines(story: Story) -> None:
    nothing = actions.report_nothing(
        unit=story.village, category="village-payments", period="2024-03", by=story.clerk
    )
    with pytest.raises(Incomplete, match="never stands instead of the lines"):
        attach(story, nothing)


def test_only_who_enters_attaches_and_only_before_the_sheet_is_handed_on(story: Story) -> None:
    batch = story.draft()
    with pytest.raises(NotAllowed):
        attach(story, batch, by=story.stranger)
    photograph = copy_files.photograph()
    kept = attach(story, batch, content=photograph)
    with pytest.raises(GivenBefore):
        attach(story, batch, content=photograph)
    batch = actions.submit(batch=batch, by=story.clerk)
    with pytest.raises(NotNow):
        attach(story, batch, content=copy_files.drawing())
    with pytest.raises(NotNow):
        actions.detach(attachment=kept, by=story.clerk)


def test_a_title_names_nobody_and_no_file_is_endless(story: Story) -> None:
    batch = story.draft()
    with pytest.raises(TooPersonal):
        attach(story, batch, title="王某13800138000签字")
    for content in (b"", bytes(21 << 20)):
        with pytest.raises(Incomplete):
            attach(story, batch, content=content)


def test_what_is_attached_is_sealed_with_the_sheet_and_verified(story: Story) -> None:
    batch = story.draft()
    kept = attach(story, batch)
    away = attach(story, batch, content=copy_files.drawing())
    actions.detach(attachment=away, by=story.clerk)
    actions.publish(batch=actions.submit(batch=batch, by=story.clerk), by=story.reviewer)
    batch.refresh_from_db()
    (told,) = batch_face(batch)["attachments"]
    assert (told["sha256"], told["original_sha256"]) == (kept.sha256, kept.original_sha256)
    assert check_facts(restate.restated(), restate.WHATS) == []


def test_the_database_itself_keeps_what_lies_beside_a_public_sheet(story: Story) -> None:
    batch = story.draft()
    kept = attach(story, batch)
    actions.publish(batch=actions.submit(batch=batch, by=story.clerk), by=story.reviewer)
    one = Attachment.objects.filter(pk=kept.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        one.update(content=b"x")
    with pytest.raises(IntegrityError), transaction.atomic():
        one.delete()
    kept.pk, kept.code, kept.original_sha256 = None, "x" * 20, "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(force_insert=True)


def test_an_attachment_is_added_and_taken_away_on_its_page(story: Story) -> None:
    client, batch = Client(), story.draft()
    client.force_login(story.clerk)
    address = page_at("desk_attachments", batch.code)
    file = io.BytesIO("路面硬化合同".encode())
    file.name = "合同.txt"
    answer = client.post(address, {"title": "合同首页", "file": file}, follow=True)
    assert "合同首页" in answer.content.decode()
    kept = batch.attachments.get()
    assert client.get(page_at("attachment", kept.code)).status_code == 200
    client.post(address, {"away": kept.code})
    assert not batch.attachments.exists()
    client.force_login(story.stranger)
    assert client.get(address).status_code == 404
