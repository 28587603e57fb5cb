"""What the ledger promises about proofs and money: nothing closes without them."""

from typing import Any

import pytest

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Evidence, Milestone, Move, State, Step
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from tests.cast import Cast, at, day
from tests.ledger_story import (
    assigned,
    heard,
    paper,
    recovered,
    rerun,
    verified,
)


def test_an_item_does_not_close_while_evidence_is_missing(cast: Cast) -> None:
    item = verified(cast, needs=["document"])
    with pytest.raises(NotNow):
        ledger.close(item=item, result="完成。", by=cast.lead, at=at(4))
    paper(cast, item, at=at(4))
    assert ledger.close(item=item, result="完成。", by=cast.lead, at=at(4)).leaf is not None


def test_papers_from_before_it_was_sent_back_do_not_count(cast: Cast) -> None:
    item = assigned(cast, needs=["document"])
    paper(cast, item)
    ledger.answer(item=item, note="完成。", by=cast.worker, at=at(2))
    ledger.send_back(item=item, reason="文件不对。", by=cast.checker, at=at(2))
    ledger.answer(item=item, note="完成了。", by=cast.worker, at=at(3))
    ledger.verify(item=item, note="属实。", by=cast.checker, at=at(3))
    heard(item, cast.lead, 3)
    with pytest.raises(NotNow):
        ledger.close(item=item, result="完成。", by=cast.lead, at=at(4))


def test_the_screen_runs_again_after_the_answer_and_comes_out_clean(cast: Cast) -> None:
    item = assigned(cast, needs=["rerun"])
    rerun(cast, item, "clean", 1)  # before the answer: says nothing about what was done
    ledger.answer(item=item, note="完成。", by=cast.worker, at=at(2))
    ledger.verify(item=item, note="属实。", by=cast.checker, at=at(3))
    heard(item, cast.lead, 3)
    with pytest.raises(NotNow):
        ledger.close(item=item, result="完成。", by=cast.lead, at=at(4))
    rerun(cast, item, "still", 4)
    with pytest.raises(NotNow):
        ledger.close(item=item, result="完成。", by=cast.lead, at=at(4))
    rerun(cast, item, "clean", 5)
    ledger.close(item=item, result="完成。", by=cast.lead, at=at(5))


def test_what_was_not_wrong_may_still_be_flagged(cast: Cast) -> None:
    item = verified(cast, needs=["rerun"])
    rerun(cast, item, "still", 4)
    ledger.close(item=item, result="两笔都真实。", outcome="unfounded", by=cast.lead, at=at(4))
    assert item.state == State.CLOSED


def test_every_milestone_needs_its_evidence(cast: Cast) -> None:
    item = assigned(cast)
    first, _second = ledger.plan(
        item=item,
        milestones=[ledger.Day("追回", day(6)), ledger.Day("核账", day(3))],
        by=cast.worker,
        at=at(),
    )
    assert first.title == "核账"  # by day
    ledger.answer(item=item, note="完成。", by=cast.worker, at=at(2))
    ledger.verify(item=item, note="属实。", by=cast.checker, at=at(3))
    heard(item, cast.lead, 3)
    for milestone in Milestone.objects.all():
        with pytest.raises(NotNow):
            ledger.close(item=item, result="完成。", by=cast.lead, at=at(4))
        paper(cast, item, milestone=milestone, at=at(4))
    ledger.close(item=item, result="完成。", by=cast.lead, at=at(4))


def test_a_file_is_kept_whole_with_its_hash_and_a_harmless_name(cast: Cast) -> None:
    item = assigned(cast)
    evidence = paper(cast, item, file_name="..\\..\\etc/回\u202e单\x00 <b>.pdf", content=b"abc")
    kept = Evidence.objects.get(pk=evidence.pk)
    assert bytes(kept.content) == b"abc"
    assert kept.sha256.startswith("ba7816bf8f01cfea")
    assert kept.file_name == "回 单 b.pdf"
    assert (kept.by, kept.post.unit) == (cast.worker, cast.town)


def test_evidence_that_shows_nothing_or_is_too_large_is_refused(cast: Cast, settings: Any) -> None:
    item = assigned(cast)
    settings.SUNLEDGER_EVIDENCE_LIMIT = 10
    for what in (
        {"content": b"x" * 11},
        {"content": b""},
        {"content": b"", "file_name": ""},
        {"outcome": "clean", "content": b"x"},
        {"title": "  ", "content": b"x"},
    ):
        with pytest.raises(Incomplete):
            paper(cast, item, **what)
    with pytest.raises(Incomplete):
        paper(cast, item, kind="rerun", content=b"")
    assert not Evidence.objects.exists()
    assert Step.objects.count() == 2


def test_money_comes_back_with_a_receipt_of_its_own_and_never_more_than_was_found(
    cast: Cast,
) -> None:
    item = assigned(cast, found_amount=490_000)
    receipt = paper(cast, item, kind="receipt")
    recovery = recovered(cast, item, 400_000, receipt)
    assert (recovery.currency, item.recovered_amount) == ("CNY", 400_000)
    with pytest.raises(Incomplete):
        recovered(cast, item, 1, receipt)  # the receipt is used
    second = paper(cast, item, kind="receipt")
    with pytest.raises(Incomplete):
        recovered(cast, item, 90_001, second)
    with pytest.raises(Incomplete):
        recovered(cast, item, 0, second)
    with pytest.raises(Incomplete):
        recovered(cast, item, 5, paper(cast, item, kind="document"))


def test_money_that_did_not_come_back_is_explained_before_closing(cast: Cast) -> None:
    item = assigned(cast, found_amount=490_000)
    recovered(cast, item, 400_000, paper(cast, item, kind="receipt"))
    ledger.answer(item=item, note="完成。", by=cast.worker, at=at(2))
    ledger.verify(item=item, note="属实。", by=cast.checker, at=at(3))
    heard(item, cast.lead, 3)
    with pytest.raises(Incomplete, match=r"4,900\.00.*4,000\.00"):
        ledger.close(item=item, result="完成。", by=cast.lead, at=at(4))
    ledger.close(item=item, result="完成。", unrecovered="商家已注销。", by=cast.lead, at=at(4))


def test_money_found_is_stated_anew_with_a_reason_and_not_by_the_doer(cast: Cast) -> None:
    item = assigned(cast, found_amount=100)
    with pytest.raises(NotAllowed):
        ledger.appraise(item=item, found=0, note="没有。", by=cast.worker, at=at(1))
    ledger.appraise(item=item, found=300, future=50, note="又查出两笔。", by=cast.lead, at=at(1))
    step = item.steps.get(move=Move.APPRAISE)
    assert step.details == {"found": 300, "future": 50, "before": {"found": 100, "future": 0}}
