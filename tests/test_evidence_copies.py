"""A file of evidence is published as a copy: made by a leading post, sealed, and taken back."""

from hashlib import sha256

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from sunledger.core.cleancopy import NoCopy
from sunledger.ledger import actions as ledger
from sunledger.ledger import copies, restate
from sunledger.ledger.models import Evidence, EvidenceCopy, Item
from sunledger.ledger.refusals import Conflict, Incomplete, NotAllowed, NotNow, Refused
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from tests import copy_files, ledger_story
from tests.cast import Cast, at
from tests.copy_files import PLANTED, everything_in
from tests.pages_world import at as address
from tests.unguarded import unguarded

NAME = "张三 13812345678.jpg"


def photographed(cast: Cast, **more: object) -> Evidence:
    """Return a photograph that the town attached to an item that everyone may follow."""
    item = ledger_story.assigned(cast, **({"public": True, "source": "hand:1"} | more))
    content = copy_files.photograph()
    return ledger_story.paper(cast, item, "document", file_name=NAME, content=content)


def published(cast: Cast) -> EvidenceCopy:
    """Return its public copy."""
    return ledger.publish_copy(evidence=photographed(cast), looked=True, by=cast.lead, at=at(2))


def test_evidence_says_when_it_was_taken_as_a_claim_beside_when_it_was_attached(cast: Cast) -> None:
    paper = photographed(cast)
    assert paper.taken == "2024-03-05 14:22:10 +08:00"
    assert paper.at == at(1)
    assert paper.by == cast.worker
    assert ledger_story.paper(cast, paper.item).taken == ""


def test_the_copy_holds_nothing_that_was_planted_and_the_original_stays(cast: Cast) -> None:
    copy = published(cast)
    assert PLANTED.encode() not in everything_in(bytes(copy.content))
    kept = Evidence.objects.get(pk=copy.evidence_id)
    assert sha256(bytes(kept.content)).hexdigest() == kept.sha256
    assert PLANTED.encode() in bytes(kept.content)
    assert kept.sha256 != copy.sha256
    assert copy.kind == "JPEG"
    assert "the place where it was taken" in copy.removed


def test_nobody_publishes_a_copy_but_a_leading_post_that_looked(cast: Cast) -> None:
    paper = photographed(cast)
    for person in (cast.worker, cast.checker, cast.clerk):
        with pytest.raises(NotAllowed):
            ledger.publish_copy(evidence=paper, looked=True, by=person, at=at(2))
    with pytest.raises(Incomplete):
        ledger.publish_copy(evidence=paper, looked=False, by=cast.lead, at=at(2))
    with pytest.raises(Conflict):
        ledger.publish_copy(evidence=paper, looked=True, seen="0" * 64, by=cast.lead, at=at(2))
    assert not EvidenceCopy.objects.exists()


def test_nothing_is_published_of_an_item_that_is_not_public(cast: Cast) -> None:
    paper = photographed(cast, public=False)
    with pytest.raises(NotNow):
        ledger.publish_copy(evidence=paper, looked=True, by=cast.lead, at=at(2))


def test_a_file_of_which_no_clean_copy_can_be_made_is_refused(cast: Cast) -> None:
    item = photographed(cast).item
    page = ledger_story.paper(cast, item, file_name="a.svg", content=b"<svg><script/></svg>")
    note = ledger_story.paper(cast, item, file_name="", content=b"", text="看过了。")
    with pytest.raises(NoCopy):
        ledger.publish_copy(evidence=page, looked=True, by=cast.lead, at=at(2))
    with pytest.raises(Refused):
        ledger.publish_copy(evidence=note, looked=True, by=cast.lead, at=at(2))


def test_a_file_has_one_copy_at_a_time_and_another_after_a_withdrawal(cast: Cast) -> None:
    copy = published(cast)
    with pytest.raises(NotNow):
        ledger.publish_copy(evidence=copy.evidence, looked=True, by=cast.lead, at=at(3))
    with pytest.raises(NotAllowed):
        ledger.withdraw_copy(copy=copy, reason="认得出人。", by=cast.worker, at=at(3))
    ledger.withdraw_copy(copy=copy, reason="认得出人。", by=cast.lead, at=at(3))
    assert not copies.shown(copy.evidence.item)
    with pytest.raises(NotNow):
        ledger.withdraw_copy(copy=copy, reason="认得出人。", by=cast.lead, at=at(3))
    again = ledger.publish_copy(evidence=copy.evidence, looked=True, by=cast.lead, at=at(4))
    assert list(copies.shown(copy.evidence.item)) == [again]


def test_both_hashes_are_sealed_and_a_changed_byte_is_noticed(cast: Cast) -> None:
    copy = ledger.withdraw_copy(copy=published(cast), reason="重复。", by=cast.lead, at=at(3))
    sealed = {fact.what for fact in Fact.objects.all()}
    assert {copies.MADE, copies.WITHDRAWN} <= sealed
    assert not check_facts(restate.restated())
    with unguarded():
        Evidence.objects.filter(pk=copy.evidence_id).update(content=b"other")
    assert len(check_facts(restate.restated())) == 1


def test_the_database_keeps_a_copy_as_it_is(cast: Cast) -> None:
    copy = published(cast)
    rows = EvidenceCopy.objects.filter(pk=copy.pk)
    for change in ({"content": b"other"}, {"sha256": "0" * 64}, {"reason": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    hidden = photographed(cast, public=False)
    forged = EvidenceCopy(evidence=hidden, kind="JPEG", content=b"x", size=1, sha256="0" * 64)
    forged.by, forged.post, forged.at, forged.leaf = cast.lead, copy.post, at(3), 99_999
    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save()


def test_a_closed_item_shows_copies_that_are_made_later(cast: Cast) -> None:
    item: Item = ledger_story.verified(cast)
    paper = ledger_story.paper(
        cast, item, "document", file_name=NAME, content=copy_files.photograph(), at=at(3)
    )
    ledger.close(item=item, result="完成。", by=cast.lead, at=at(4))
    copy = ledger.publish_copy(evidence=paper, looked=True, by=cast.lead, at=at(5))
    assert list(copies.shown(item)) == [copy]


def test_a_copy_is_saved_under_a_name_that_tells_nothing_and_never_shown(cast: Cast) -> None:
    copy, client = published(cast), Client()
    page = client.get(address("item", copy.evidence.item.code)).content.decode()
    assert address("evidence_copy", copy.code) in page
    assert copy.sha256 in page
    assert copy.evidence.sha256 in page
    assert NAME not in page
    answer = client.get(address("evidence_copy", copy.code))
    assert answer.content == bytes(copy.content)
    assert answer["Content-Disposition"] == f'attachment; filename="document-{copy.sha256[:8]}.jpg"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    ledger.withdraw_copy(copy=copy, reason="认得出人。", by=cast.lead, at=at(3))
    assert client.get(address("evidence_copy", copy.code)).status_code == 404


def test_the_desk_shows_what_is_left_out_and_publishes_what_was_looked_at(cast: Cast) -> None:
    paper, client = photographed(cast), Client()
    client.force_login(cast.lead)
    page = client.get(address("desk_copy", paper.code)).content.decode()
    assert "拍摄地点" in page
    looked_at = client.get(address("desk_copy_file", paper.code)).content
    assert PLANTED.encode() not in looked_at
    seen = sha256(looked_at).hexdigest()
    client.post(address("desk_copy", paper.code), {"seen": seen})
    assert not EvidenceCopy.objects.exists()
    client.post(address("desk_copy", paper.code), {"seen": seen, "looked": "on"})
    assert bytes(EvidenceCopy.objects.get().content) == looked_at
    client.post(address("desk_copy", paper.code), {"reason": "认得出人。"})
    assert EvidenceCopy.objects.get().withdrawn_at
