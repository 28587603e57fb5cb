"""What the database itself refuses about suggestions, also to a shell."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from sunledger.seal.verify import check_facts
from sunledger.voices import actions as voices
from sunledger.voices import restate, steps
from sunledger.voices.models import Message, Voice
from sunledger.voices.steps import BY_THE_AUTHOR, Move
from tests.cast import Cast, at, day
from tests.unguarded import unguarded
from tests.voices_story import TEXT, TITLE, adopted, answered, heard, member, received, words

pytestmark = pytest.mark.django_db


def refused(voice: Voice, **changes: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.filter(pk=voice.pk).update(**changes)


def message(voice: Voice, by: Any, move: str = "answer", **more: Any) -> Message:
    """Write a message past the actions, as a shell could."""
    given = {"number": 99, "move": move, "state": voice.state, "unit": voice.unit, "on": day()}
    post = by.holdings.get().post if by else None
    return Message.objects.create(voice=voice, **(given | {"by": by, "post": post} | more))


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "别的话"},
        {"title": "别的话"},
        {"receipt": "0" * 64},
        {"may_publish": False},
        {"received_on": day(9)},
        {"answer_by": day(99)},
        {"giver": "enterprise"},
        {"code": "other"},
        {"state": "adopted"},
        {"state": "answered", "decided_on": day(), "leaf": 7},
        {"item": "x"},
        {"view": "satisfied", "view_on": day()},
        {"shown_on": day(), "shown_text": TEXT, "shown_leaf": 7},
    ],
)
def test_a_suggestion_stays_what_it_is(cast: Cast, changes: dict[str, Any]) -> None:
    refused(received(cast.town), **changes)


def test_what_was_decided_stays(cast: Cast) -> None:
    voice = answered(cast)
    for changes in ({"state": "not_adopted"}, {"answer": "别的"}, {"decided_on": day(1)},
                    {"leaf": 99}, {"unit": cast.bureau}, {"state": "received"}):  # fmt: skip
        refused(voice, **changes)
    item = adopted(cast, received(cast.town))
    refused(Voice.objects.get(item=item.code), item="other")


def test_what_was_published_stays(cast: Cast) -> None:
    voice = answered(cast)
    voices.show(voice=voice, title=TITLE, text=TEXT, by=cast.worker, on=day(3))
    for changes in ({"shown_text": "别的"}, {"shown_on": None, "shown_leaf": None},
                    {"shown_answer": "别的"}):  # fmt: skip
        refused(voice, **changes)


def test_the_authors_wish_is_held_by_the_database(cast: Cast) -> None:
    voice = answered(cast, may_publish=False)
    refused(voice, shown_on=day(), shown_title=TITLE, shown_text=TEXT, shown_leaf=99)


def test_nothing_is_deleted_and_messages_are_only_added(cast: Cast) -> None:
    voice = answered(cast)
    last = voice.messages.get(move="answer")
    for act in (
        lambda: Voice.objects.filter(pk=voice.pk).delete(),
        lambda: Voice.objects.filter(pk=voice.pk)._raw_delete("default"),
        lambda: Message.objects.filter(pk=last.pk).delete(),
        lambda: Message.objects.filter(pk=last.pk).update(text="别的"),
        lambda: Message.objects.filter(pk=last.pk).update(by=cast.lead),
        lambda: Message.objects.filter(pk=last.pk).update(on=day(9)),
    ):
        with pytest.raises(Exception, match=r".") as refusal, transaction.atomic():
            act()
        assert isinstance(refusal.value, IntegrityError)
    Message.objects.filter(pk=last.pk).update(text="")  # forgetting is allowed


def test_only_a_post_of_the_unit_or_one_above_deals_with_it(cast: Cast) -> None:
    voice = received(cast.town)
    for other in (cast.clerk, cast.inspector):
        with pytest.raises(IntegrityError), transaction.atomic():
            message(voice, other)
    message(voice, cast.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        message(voice, None, number=100)  # the unit's move, by nobody
    with pytest.raises(IntegrityError), transaction.atomic():
        message(voice, cast.worker, move="reply", number=100)  # the author's, by a post


def test_no_decision_without_a_post_that_made_it(cast: Cast) -> None:
    voice = received(cast.town)
    refused(voice, state="answered", decided_on=day(), leaf=1000)
    message(voice, cast.worker, state="answered")
    Voice.objects.filter(pk=voice.pk).update(state="answered", decided_on=day(), leaf=1000)


def test_nobody_deals_with_what_they_gave(cast: Cast) -> None:
    post = cast.worker.holdings.get().post
    voice = voices.give(by=cast.worker, post=post, at=at(), **words(cast.town))
    with pytest.raises(IntegrityError), transaction.atomic():
        message(voice, cast.worker)


def test_a_name_stands_only_where_a_member_gave_it(cast: Cast) -> None:
    deputy, post = member(cast)
    voice = heard(cast.town).voice
    refused(voice, by=deputy)
    refused(voice, by=deputy, post=post)


def test_what_was_forgotten_does_not_come_back(cast: Cast) -> None:
    voice = answered(cast)
    assert voices.forget(on=day(400)) == 1
    refused(voice, text=TEXT)
    refused(voice, forgotten_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        message(voice, cast.worker)


def test_the_guards_know_the_same_pairs_as_the_table(cast: Cast) -> None:
    from importlib import import_module

    guards = import_module("sunledger.voices.migrations.0002_guards")
    pairs = {
        f"{start}>{way.to}"
        for (start, _move), way in steps.WAYS.items()
        if start not in (None, way.to)
    }
    assert pairs == set(guards.PAIRS)
    assert set(guards.ENDS) == set(steps.ENDED)
    theirs = {move for (_start, move), way in steps.WAYS.items() if steps.Who.AUTHOR in way.who}
    assert theirs == set(BY_THE_AUTHOR)
    assert Move.HEAR in theirs


def test_a_decision_changed_behind_the_back_is_noticed(cast: Cast) -> None:
    voice = answered(cast)
    voices.show(voice=voice, title=TITLE, text=TEXT, by=cast.worker, on=day(3))
    for changes in ({"state": "not_adopted"}, {"shown_text": "别的"}, {"decided_on": day(1)}):
        before = Voice.objects.filter(pk=voice.pk).values(*changes).get()
        with unguarded():
            Voice.objects.filter(Q(pk=voice.pk)).update(**changes)
        assert len(check_facts(restate.restated())) == 1
        with unguarded():
            Voice.objects.filter(pk=voice.pk).update(**before)
    assert not check_facts(restate.restated())
