"""What the ledger promises about what was done: it stands, and the world is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from sunledger.core.days import add_working_days
from sunledger.ledger import actions as ledger
from sunledger.ledger import chain, digest, restate
from sunledger.ledger.digest import Told
from sunledger.ledger.models import Evidence, Item, Milestone, Move, Recovery, State, Step
from sunledger.ledger.refusals import NotAllowed, NotNow
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from tests.cast import Cast, at, day
from tests.ledger_story import (
    assigned,
    closed,
    opened,
    paper,
    raw_step,
    recovered,
)
from tests.unguarded import unguarded


def test_the_result_is_said_in_public_and_the_rows_say_the_same(cast: Cast) -> None:
    item = closed(cast)
    fact = Fact.objects.get(what="result")
    assert fact.leaf_id == item.leaf
    assert "多付的货款已退回。" in fact.body
    assert "多付的钱已追回。" in fact.body  # the unit's own answer
    assert "镇干部" not in fact.body  # no person
    assert not list(check_facts(restate.restated()))


def test_a_result_changed_behind_the_back_is_noticed(cast: Cast) -> None:
    item = closed(cast)
    with unguarded():
        Item.objects.filter(pk=item.pk).update(result="无事发生。")
    assert len(list(check_facts(restate.restated()))) == 1


def test_an_answer_changed_behind_the_back_is_noticed_too(cast: Cast) -> None:
    item = closed(cast)
    with unguarded():
        item.steps.filter(move=Move.ANSWER).update(note="我们没有错。")
    assert len(list(check_facts(restate.restated()))) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"result": "无"},
        {"state": "opened"},
        {"found_amount": 1},
        {"title": "x"},
        {"leaf": 9},
    ],
)
def test_a_closed_item_cannot_be_changed_in_the_database(
    cast: Cast, change: dict[str, Any]
) -> None:
    item = closed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**change)


def test_nothing_can_be_added_to_a_closed_item(cast: Cast) -> None:
    item = closed(cast)
    for act in (
        lambda: paper(cast, item, at=at(5)),
        lambda: ledger.appraise(item=item, found=5, note="x", by=cast.lead, at=at(5)),
        lambda: ledger.answer(item=item, note="x", by=cast.worker, at=at(5)),
    ):
        with pytest.raises(NotNow):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        raw_step(item, "attach", cast.lead, cast.lead.holdings.get().post_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(item=item, number=1, title="x", due=day())


def test_steps_evidence_and_recoveries_are_only_ever_added(cast: Cast) -> None:
    item = assigned(cast, found_amount=100)
    recovered(cast, item, 100, paper(cast, item, kind="receipt"))
    for rows, change in (
        (Step.objects, {"note": "x"}),
        (Evidence.objects, {"title": "x"}),
        (Recovery.objects, {"amount": 1}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {rows.model._meta.db_table}")  # noqa: S608


def test_an_item_cannot_be_deleted_or_jump_in_the_database(cast: Cast) -> None:
    item = opened(cast)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_item")
    for state in ("answered", "verified", "closed"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.filter(pk=item.pk).update(
                state=state, doer=cast.town, checker=cast.county, due=day(), assigned_on=day()
            )


def test_what_is_not_right_after_closing_is_opened_anew_and_the_old_result_stands(
    cast: Cast,
) -> None:
    item = closed(cast, found_amount=0, drive="micro")
    again = ledger.reopen(item=item, reason="钱没有退到户。", by=cast.lead, at=at(30))
    assert (again.reopens, again.state, again.drive) == (item, State.OPENED, "micro")
    assert list(Item.objects.reopened()) == [item]
    assert not list(check_facts(restate.restated()))
    with pytest.raises(NotNow):
        ledger.reopen(item=item, reason="再一次。", by=cast.lead, at=at(31))


def test_the_chain_says_where_a_link_is_missing(cast: Cast) -> None:
    item = assigned(cast)
    assert [link.missing for link in chain.links(item)] == [True, False, True, False, True]
    post = cast.lead.holdings.get().post
    ledger.charge(item=item, role="leader", post=post, business="追款", by=cast.lead, at=at(1))
    assert chain.links(item)[0].unit == cast.county
    with pytest.raises(NotNow):
        ledger.charge(item=item, role="leader", post=post, by=cast.lead, at=at(1))


def test_the_sentences_of_the_constraints_are_for_people(cast: Cast) -> None:
    item = assigned(cast)
    item.checker = item.doer
    with pytest.raises(ValidationError) as caught:
        item.validate_constraints()
    assert "item_doer_is_not_checker" not in str(caught.value)


def test_a_supervising_unit_stands_apart_from_the_doer_and_is_not_chosen_by_it(cast: Cast) -> None:
    item = assigned(cast)
    above, below = (one.holdings.get().post for one in (cast.inspector, cast.clerk))
    with translation.override("en"), pytest.raises(NotAllowed, match="lies below"):
        ledger.charge(item=item, role="overseer", post=below, by=cast.lead, at=at(1))
    with translation.override("en"), pytest.raises(NotAllowed, match="does not choose"):
        ledger.charge(item=item, role="overseer", post=above, by=cast.worker, at=at(1))
    ledger.charge(item=item, role="overseer", post=above, by=cast.lead, at=at(1))
    last = chain.links(item)[-1]
    assert (last.unit, last.post) == (cast.bureau, above)


def test_what_is_long_overdue_goes_up_to_the_supervising_unit_where_there_is_one(
    cast: Cast,
) -> None:
    bare, seen = assigned(cast), assigned(cast)
    post = cast.inspector.holdings.get().post
    ledger.charge(item=seen, role="overseer", post=post, by=cast.lead, at=at(1))
    assert bare.due
    on = add_working_days(bare.due, 7)
    told = digest.gather(on, on - timedelta(days=1))
    up = {user: [pk for pk, _ in news.items[Told.ABOVE]] for user, news in told.items()}
    assert up[cast.lead.pk] == [bare.pk]
    assert up[cast.inspector.pk] == [seen.pk]
