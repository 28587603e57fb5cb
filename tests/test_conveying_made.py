"""What counts of a decision is what was made of it, not the paper that moved."""

import pytest

from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.conveying import figures
from sunledger.decisions.conveying.words import Standing
from sunledger.decisions.models import (
    Acknowledgement,
    Reply,
)
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Conflict, Incomplete, NotAllowed, NotNow
from tests.cast import at, day
from tests.conveying_story import Way, stands, way, work_off

__all__ = ["way"]


def test_it_is_acknowledged_once_and_before_anything_is_said(way: Way) -> None:
    way.sent(way.cast.town)
    receipt = way.receipt(way.cast.town)
    with pytest.raises(NotNow):
        conveying.words_only(receipt=receipt, note="已学习。", by=way.secretary)
    conveying.acknowledge(receipt=receipt, by=way.secretary, at=at())
    with pytest.raises(NotNow, match="secretary"):
        conveying.acknowledge(receipt=receipt, by=way.cast.worker, at=at())
    assert Acknowledgement.objects.count() == 1


def test_an_item_of_the_list_is_the_units_own_in_the_ledger(way: Way) -> None:
    cast = way.cast
    way.sent(cast.village)
    receipt = way.taken(cast.village, way.head)
    reply = conveying.list_up(
        receipt=receipt, title="核对凭证", checker=cast.town, due=day(9), by=way.head,
        look={"at": at()},
    )  # fmt: skip
    item = reply.items.get().item
    assert (item.source, item.unit, item.doer) == (
        f"conveyance:{receipt.code}",
        cast.village,
        cast.village,
    )
    assert item.problem == way.decision.quotation
    assert stands(way, cast.village, 1).standing == Standing.ITEMS


def test_an_item_becomes_a_project_of_several(way: Way) -> None:
    cast = way.cast
    way.sent(cast.village)
    receipt = way.taken(cast.village, way.head)
    item = conveying.list_up(
        receipt=receipt, title="核对", by=way.head, look={"at": at()}
    ).items.get().item  # fmt: skip
    parts = [conveying.Part("一季度"), conveying.Part("二季度", None, cast.town, day(9))]
    with pytest.raises(Incomplete):
        conveying.break_down(receipt=receipt, item=item, parts=parts[:1], by=way.head)
    reply = conveying.break_down(
        receipt=receipt, item=item, parts=parts, by=way.head, look={"at": at()}
    )
    assert [made.part_of for made in reply.items.all()] == [item, item]
    (level,) = figures.levels(way.matter.receipts.all(), day())
    assert (level.items, level.done, level.with_items) == (3, 0, 1)


def test_words_alone_are_written_down_and_count_nothing(way: Way) -> None:
    cast = way.cast
    way.sent(cast.town)
    receipt = way.taken(cast.town, way.secretary)
    conveying.words_only(
        receipt=receipt, note="已召开会议传达学习。", by=way.secretary, look={"at": at()}
    )
    one = stands(way, cast.town, 2)
    assert (one.standing, one.late, one.stopped) == (Standing.WORDS, False, False)
    (level,) = figures.levels(way.matter.receipts.all(), day(8))
    assert (level.nothing, level.late, level.stopped, level.items) == (1, 1, 1, 0)


def test_passing_on_is_no_achievement_but_it_stopped_elsewhere(way: Way) -> None:
    cast = way.cast
    way.sent(cast.town)
    town = way.taken(cast.town, way.secretary)
    conveying.pass_on(receipt=town, to=conveying.next_below(cast.town), by=way.secretary, at=at())
    one = stands(way, cast.town, 20)
    assert (one.standing, one.late, one.stopped) == (Standing.PASSED, True, False)
    assert stands(way, cast.village, 20).stopped


def test_not_ours_is_for_the_sender_to_accept_or_to_send_back(way: Way) -> None:
    cast = way.cast
    way.sent(cast.town)
    receipt = way.taken(cast.town, way.secretary)
    look = conveying.Look(at=at())
    reply = conveying.not_ours(receipt=receipt, reason="无此业务。", by=way.secretary, look=look)
    assert stands(way, cast.town, 20).standing == Standing.ASKED
    with pytest.raises(NotNow):
        conveying.not_ours(receipt=receipt, reason="再说。", by=way.secretary, look=look)
    with pytest.raises(NotAllowed):
        conveying.rule(reply=reply, accepted=True, by=way.secretary, at=at(1))
    with pytest.raises(Incomplete):
        conveying.rule(reply=reply, accepted=False, by=cast.lead, at=at(1))
    conveying.rule(reply=reply, accepted=False, reason="镇有专户。", by=cast.lead, at=at(1))
    assert stands(way, cast.town, 20).standing == Standing.HELD
    assert stands(way, cast.town, 20).stopped
    look = conveying.Look(at=at(2))
    again = conveying.not_ours(receipt=receipt, reason="专户已销。", by=way.secretary, look=look)
    conveying.rule(reply=again, accepted=True, by=cast.lead, at=at(2))
    one = stands(way, cast.town, 20)
    assert (one.standing, one.late, one.stopped) == (Standing.EXCUSED, False, False)


def test_done_already_names_an_item_of_its_own_that_is_done(way: Way) -> None:
    way = whole_done(way)
    cast = way.cast
    done = Item.objects.get(title="早已核对")
    receipt = way.receipt(cast.village)
    open_item = ledger.open_item(
        source="desk", title="没做", problem="没做", unit=cast.village, by=way.head, at=at(5)
    )
    elsewhere = ledger.open_item(
        source="desk", title="别村", problem="别村", unit=cast.hamlet, by=way.neighbour, at=at(5)
    )
    look = conveying.Look(at=at(6))
    for item in (open_item, elsewhere):
        with pytest.raises((NotNow, Incomplete)):
            conveying.done_already(receipt=receipt, item=item, by=way.head, look=look)
    conveying.done_already(receipt=receipt, item=done, by=way.head, look=look)
    with pytest.raises(NotNow, match="大河村"):
        conveying.take_items(receipt=receipt, items=[done], by=way.head, look=look)
    (level,) = figures.levels(way.matter.receipts.all(), day(6))
    assert (level.items, level.done) == (1, 1)


def whole_done(way: Way) -> Way:
    """Let Dahe have done the same thing before it was told to."""
    cast = way.cast
    item = ledger.open_item(
        source="desk", title="早已核对", problem="账", unit=cast.village, by=way.head, at=at()
    )
    ledger.assign(item=item, doer=cast.village, checker=cast.town, due=day(9), by=way.head, at=at())
    work_off(way, item, 1)
    way.sent(cast.village, when=at(2))
    way.taken(cast.village, way.head, 2)
    return way


def test_what_is_opened_anew_is_as_far_as_the_item_that_was_opened_last(way: Way) -> None:
    way = whole_done(way)
    item = Item.objects.get(title="早已核对")
    receipt = way.receipt(way.cast.village)
    conveying.done_already(receipt=receipt, item=item, by=way.head, look={"at": at(3)})
    ledger.reopen(item=item, reason="又错了。", by=way.head, at=at(4))
    (level,) = figures.levels(way.matter.receipts.all(), day(6))
    assert (level.items, level.done) == (1, 0)


def test_who_answers_an_older_page_is_told(way: Way) -> None:
    way.sent(way.cast.town)
    receipt = way.taken(way.cast.town, way.secretary)
    look = conveying.Look(seen=0, at=at())
    conveying.words_only(receipt=receipt, note="已学习。", by=way.secretary, look=look)
    with pytest.raises(Conflict):
        conveying.not_ours(receipt=receipt, reason="无关。", by=way.cast.worker, look=look)
    assert Reply.objects.count() == 1


def test_personal_numbers_are_refused_wherever_something_is_written(way: Way) -> None:
    way.sent(way.cast.town)
    receipt = way.taken(way.cast.town, way.secretary)
    secret = "联系人电话13812345678"
    with pytest.raises(Incomplete):
        conveying.words_only(receipt=receipt, note=secret, by=way.secretary)
    with pytest.raises(Incomplete):
        conveying.pass_on(
            receipt=receipt, to=conveying.next_below(way.cast.town), by=way.secretary, note=secret
        )
