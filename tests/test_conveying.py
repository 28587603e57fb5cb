"""A decision goes down the tree: to whom, by when, and who may pass it on."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sunledger.decisions import actions as decisions
from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.conveying import chain
from sunledger.decisions.models import (
    Conveyance,
    Group,
    Receipt,
    Sending,
)
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from sunledger.units.models import Unit
from tests.cast import at, day
from tests.conveying_story import Way, stands, way

__all__ = ["way"]


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
