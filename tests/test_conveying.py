"""A decision goes down the tree; what counts is what was made of it, not the paper that moved."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sunledger.decisions import actions as decisions
from sunledger.decisions import restate
from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.conveying import chain, figures
from sunledger.decisions.conveying.standing import stood
from sunledger.decisions.conveying.waiting import waiting_for
from sunledger.decisions.conveying.words import Signed, Standing
from sunledger.decisions.models import (
    Acknowledgement,
    Conveyance,
    Group,
    Receipt,
    Reply,
    Sending,
)
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Conflict, Incomplete, NotAllowed, NotNow
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from sunledger.units.models import Unit
from tests.cast import at, day
from tests.conveying_story import Way, make_way, whole_story
from tests.unguarded import unguarded


@pytest.fixture
def way(db: None) -> Way:
    return make_way()


def stands(way: Way, unit: Unit, days: int) -> Any:
    """Return where a unit stands, so many days on."""
    return stood(Receipt.objects.filter(unit=unit), day(days)).get()


# --- passing it on ------------------------------------------------------------------------------


def test_what_was_decided_arrives_with_the_days_of_the_settings(way: Way) -> None:
    way.sent(way.cast.town)
    receipt = way.receipt(way.cast.town)
    assert (receipt.on, receipt.acknowledge_by, receipt.answer_by) == (day(), day(1), day(7))
    assert receipt.matter.decision == way.decision


def test_a_unit_above_may_set_earlier_days_and_nobody_later_ones(way: Way) -> None:
    cast = way.cast
    late = conveying.Wish(answer_by=day(8))
    with pytest.raises(Incomplete, match="2024"):
        conveying.convey(
            meeting=way.meeting, decisions=[way.decision], wish=late, by=cast.lead, at=at(),
            to=conveying.Whither([cast.town]),
        )  # fmt: skip
    early = conveying.Wish(acknowledge_days=0, answer_by=day(2))
    conveying.convey(
        meeting=way.meeting, decisions=[way.decision], wish=early, by=cast.lead, at=at(),
        to=conveying.Whither([cast.town]),
    )  # fmt: skip
    town = way.taken(cast.town, way.secretary)
    below: dict[str, Any] = {
        "receipt": town,
        "to": conveying.next_below(cast.town),
        "by": way.secretary,
    }
    for wish in (conveying.Wish(acknowledge_days=1), conveying.Wish(answer_by=day(3))):
        with pytest.raises(Incomplete):
            conveying.pass_on(**below, wish=wish, at=at(1))
    conveying.pass_on(**below, at=at(1))
    village = way.receipt(cast.village)
    assert (village.acknowledge_by, village.answer_by) == (day(1), day(2))


def test_the_database_refuses_a_later_day_a_circle_and_a_strangers_conveyance(way: Way) -> None:
    cast = way.cast
    first = way.sent(cast.town)
    town = way.taken(cast.town, way.secretary)
    common = {
        "matter": way.matter, "post": first.post, "by": cast.lead, "at": at(), "on": day(),
        "acknowledge_by": day(1),
    }  # fmt: skip
    wrong: list[dict[str, Any]] = [
        {"unit": cast.town, "received": town, "level": 1, "answer_by": day(9)},
        {"unit": cast.town, "received": town, "level": 0, "answer_by": day(2)},
        {"unit": cast.bureau, "received": town, "level": 1, "answer_by": day(2)},
        {"unit": cast.town, "received": None, "level": 1, "answer_by": day(2)},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Conveyance.objects.create(**common, **fields)
    on = Conveyance.objects.create(
        **common, unit=cast.town, received=town, level=1, answer_by=day(2)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Sending.objects.create(conveyance=on, receipt=town, sender=cast.town)


def test_only_what_was_adopted_goes_down_or_the_whole_meeting(way: Way) -> None:
    cast = way.cast
    proposed = decisions.propose(
        meeting=way.meeting, quotation="各村公布路灯合同", owner=cast.town, by=cast.lead
    )
    to = conveying.Whither([cast.town])
    common: dict[str, Any] = {"meeting": way.meeting, "to": to, "by": cast.lead, "at": at()}
    with pytest.raises(NotNow):
        conveying.convey(decisions=[way.decision, proposed], **common)
    assert not Conveyance.objects.exists()
    decisions.adopt(decision=proposed, by=cast.lead, at=at())
    both = conveying.convey(decisions=[way.decision, proposed], **common)
    (whole,) = conveying.convey(**common)
    assert {one.matter.decision for one in (*both, whole)} == {way.decision, proposed, None}
    assert Receipt.objects.filter(unit=cast.town).count() == 3


def test_units_are_chosen_one_by_one_all_next_below_of_a_kind_or_a_group(way: Way) -> None:
    cast = way.cast
    Unit.objects.filter(pk__in=[cast.village.pk, cast.hamlet.pk]).update(kind="village")
    group = Group.objects.create(unit=cast.county, name="试点村")
    group.members.set([cast.hamlet, cast.county])
    chosen = {
        "next": conveying.next_below(cast.county),
        "kind": conveying.of_kind(cast.county, "village"),
        "group": conveying.of_group(cast.county, group),
    }
    assert {how: set(to.units) for how, to in chosen.items()} == {
        "next": {cast.bureau, cast.town},
        "kind": {cast.village, cast.hamlet},
        "group": {cast.hamlet},
    }


def test_it_goes_down_only_and_to_each_unit_once_from_each_sender(way: Way) -> None:
    cast = way.cast
    for wrong in ([], [cast.county]):
        with pytest.raises(Incomplete):
            way.sent(*wrong)
    way.sent(cast.town)
    with pytest.raises(NotNow, match="柳河镇"):
        way.sent(cast.town)
    town = way.taken(cast.town, way.secretary)
    for wrong in ([cast.town], [cast.county], [cast.bureau]):
        with pytest.raises(Incomplete):
            conveying.pass_on(receipt=town, to=conveying.Whither(wrong), by=way.secretary, at=at())


def test_what_came_by_two_ways_is_one_receipt_with_both_senders(way: Way) -> None:
    cast = way.cast
    way.sent(cast.town)
    town = way.taken(cast.town, way.secretary)
    way.sent(cast.village, when=at(1))
    conveying.pass_on(receipt=town, to=conveying.next_below(cast.town), by=way.secretary, at=at(1))
    receipt = Receipt.objects.get(unit=cast.village)
    (row,) = chain.rows([stands(way, cast.village, 1)], Item.objects.all(), day(1))
    assert [one.unit for one in row.senders] == [cast.county, cast.town]
    assert receipt.sendings.count() == 2
    assert Receipt.objects.filter(unit=cast.hamlet).count() == 1


def test_a_unit_passes_on_what_it_has_acknowledged(way: Way) -> None:
    way.sent(way.cast.town)
    receipt = way.receipt(way.cast.town)
    with pytest.raises(NotNow):
        conveying.pass_on(
            receipt=receipt, to=conveying.next_below(way.cast.town), by=way.secretary, at=at()
        )


def test_only_a_post_of_the_unit_itself_acts_for_it(way: Way) -> None:
    cast = way.cast
    way.sent(cast.town, cast.village)
    town, village = way.receipt(cast.town), way.receipt(cast.village)
    for by in (cast.lead, way.head, cast.checker):
        with pytest.raises(NotAllowed):
            conveying.acknowledge(receipt=town, by=by, at=at())
    conveying.acknowledge(receipt=town, by=cast.worker, at=at())  # a post that answers
    with pytest.raises(NotAllowed):
        conveying.pass_on(
            receipt=way.receipt(cast.town), to=conveying.next_below(cast.town), by=cast.worker,
            at=at(),
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        conveying.acknowledge(receipt=village, by=cast.clerk, at=at())


# --- what was made of it ------------------------------------------------------------------------


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
    from tests.conveying_story import work_off

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


# --- the whole story ----------------------------------------------------------------------------


def test_the_whole_story_is_on_the_page_as_it_was(db: None) -> None:
    way = whole_story()
    cast = way.cast
    first, second = figures.levels(way.matter.receipts.all(), day(8))
    assert (first.reached, first.acknowledged, first.asked, first.nothing) == (2, 2, 1, 1)
    assert (first.passed, first.stopped, first.items) == (1, 0, 0)
    assert (second.reached, second.acknowledged, second.overdue) == (2, 1, 1)
    assert (second.items, second.done, second.stopped) == (1, 1, 1)
    assert first.signing == (0, 1, 2)
    assert second.signing == (1, 1, 1)
    assert first.passing == (1, 1, 1)
    found = chain.rows(
        chain.shown(chain.on_the_way(way.matter), day(8)), Item.objects.in_public(), day(8)
    )
    assert [(row.receipt.unit, row.standing) for row in found] == [
        (cast.bureau, Standing.ASKED),
        (cast.town, Standing.PASSED),
        (cast.village, Standing.ITEMS),
        (cast.hamlet, Standing.SILENT),
    ]
    (stopped,) = [row for row in found if row.receipt.stopped]
    assert stopped.signed == Signed.OVERDUE
    assert [str(post) for post in stopped.posts] == ["neighbour 岗"]
    assert [row.done for row in found] == [0, 0, 1, 0]
    assert found[1].onward[0].units == 2


def test_what_waits_is_on_the_desk_of_the_unit_and_what_is_overdue_on_the_senders(
    db: None,
) -> None:
    way = whole_story()
    cast = way.cast

    def units(rows: Any) -> list[Unit]:
        return [one.unit for one in rows]

    neighbour = waiting_for(way.neighbour, day(8))
    assert units(neighbour.to_acknowledge) == [cast.hamlet]
    town = waiting_for(way.secretary, day(8))
    assert units(town.to_answer) == [cast.town]
    assert units(town.overdue_below) == [cast.hamlet]
    county = waiting_for(cast.lead, day(8))
    assert [one.receipt.unit for one in county.to_rule] == [cast.bureau]
    assert units(county.overdue_below) == [cast.town]
    assert waiting_for(way.head, day(8)).count() == 0
    assert waiting_for(cast.clerk, day(8)).count() == 0


# --- what stands, and what is said in public ----------------------------------------------------


def test_everything_on_the_way_of_a_public_meeting_is_said_and_said_again(db: None) -> None:
    way = whole_story()
    reply = Reply.objects.get(kind="not_ours")
    conveying.rule(reply=reply, accepted=True, by=way.cast.lead, at=at(9))
    whats = ["conveyed", "acknowledged", "made of it", "ruled"]
    assert [Fact.objects.filter(what=what).count() for what in whats] == [2, 3, 2, 1]
    assert not check_facts(restate.restated())
    for model in (Conveyance, Acknowledgement, Reply):
        assert not model.objects.filter(leaf=None).exists()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Acknowledgement, {"at": at(-9)}),
        (Reply, {"note": "从未说过。"}),
        (Conveyance, {"note": "从未说过。"}),
        (Sending, {"receipt": "other"}),
    ],
)
def test_what_is_rewritten_is_refused_and_past_the_guards_it_is_found(
    db: None, model: Any, change: dict[str, Any]
) -> None:
    way = whole_story()
    one = model.objects.earliest("pk")
    if "receipt" in change:
        change = {"receipt": way.receipt(way.cast.hamlet)}
    for attack in (lambda: model.objects.filter(pk=one.pk).update(**change), one.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()
    with unguarded():
        model.objects.filter(pk=one.pk).update(**change)
    assert check_facts(restate.restated())


def test_what_came_before_the_meeting_was_public_is_said_when_it_opens(db: None) -> None:
    way = whole_story(public=False)
    assert not Fact.objects.filter(what="conveyed").exists()
    decisions.make_public(meeting=way.meeting, by=way.cast.lead, at=at(9))
    assert Fact.objects.filter(what="conveyed").count() == 2
    assert not check_facts(restate.restated())
    conveying.acknowledge(receipt=way.receipt(way.cast.hamlet), by=way.neighbour, at=at(9))
    assert Fact.objects.filter(what="acknowledged").count() == 4
    assert not check_facts(restate.restated())


def test_a_meeting_that_conveys_one_from_above_says_which(way: Way) -> None:
    cast = way.cast
    meeting = decisions.record_meeting(
        unit=cast.town, title="镇传达会", held_on=day(1), text="传达县常务会精神。",
        by=way.secretary, at=at(1),
    )  # fmt: skip
    common: dict[str, Any] = {"meeting": meeting, "by": way.secretary, "at": at(1)}
    with pytest.raises(Incomplete):
        conveying.name_above(above=meeting, **common)
    with pytest.raises(Incomplete):
        conveying.name_above(**common)
    named = conveying.name_above(above=way.meeting, **common)
    assert (named.above, named.name) == (way.meeting, "常务会")
    with pytest.raises(NotNow):
        conveying.name_above(name="别的会", **common)
    decisions.make_public(meeting=meeting, by=way.secretary, at=at(1))
    assert Fact.objects.filter(what="conveys").count() == 1
    assert not check_facts(restate.restated())


def test_the_questions_to_the_database_do_not_grow_with_the_tree(db: None) -> None:
    way = make_way(public=True)
    few = questions(way, 3)
    many = questions(way, 400)
    assert Receipt.objects.count() == 403
    assert many <= few + 2  # parts of a statement with many values


def questions(way: Way, count: int) -> int:
    """Send it to so many new villages; return how many questions the page asks."""
    names = [f"q-l-{count}-{number}" for number in range(count)]
    town = way.cast.town
    Unit.objects.bulk_create(
        Unit(code=name, name=name, parent=town, path=f"{town.path}{name}/", depth=2)
        for name in names
    )
    way.sent(*Unit.objects.filter(code__in=names))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        figures.levels(way.matter.receipts.all(), day())
        chain.rows(
            chain.shown(chain.on_the_way(way.matter), day())[:50], Item.objects.in_public(), day()
        )
    return len(asked)
