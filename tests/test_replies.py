"""The right of reply: before something is said of a unit, it is asked, and waited for."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from sunledger.core.days import add_working_days
from sunledger.ledger import actions as ledger
from sunledger.ledger import face, gate, listing, lists, replies, restate
from sunledger.ledger.models import About, Evidence, Item, Listing, Move, Reply
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from sunledger.units.models import Unit
from tests.cast import Cast, at, day, make_cast, person
from tests.ledger_story import answered, assigned, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    with translation.override("en"):
        return make_cast()


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def unheard(cast: Cast, **more: Any) -> Item:
    """Return an item that is found true, of which the village was not asked."""
    item = answered(cast, **more)
    return ledger.verify(item=item, note="已查银行回单。", by=cast.checker, at=at(3))


def asked(cast: Cast, item: Item, about: About = About.RESULT, days: int = 3, **more: Any) -> Reply:
    """Return the one reply that the county asks for."""
    (one,) = ledger.ask_replies(item=item, about=about, by=cast.lead, at=at(days), **more)
    return one


def test_nothing_is_said_of_a_unit_that_was_not_asked(cast: Cast) -> None:
    item = unheard(cast)
    for move in (Move.NOTIFY, Move.CLOSE):
        assert "Dahe Village is named and has not been asked" in gate.why_not(
            item, move, cast.lead, day(3)
        )
    with pytest.raises(NotNow, match="has not been asked"):
        ledger.close(item=item, result="已退回。", by=cast.lead, at=at(3))
    with pytest.raises(NotNow, match="has not been asked"):
        ledger.give_up(item=assigned(cast), reason="不办了。", by=cast.lead, at=at(3))


def test_it_waits_for_the_reply_and_publishes_it_beside_the_result(cast: Cast) -> None:
    item = unheard(cast)
    one = asked(cast, item)
    assert one.until == add_working_days(day(3), 5)
    assert "may reply until" in gate.why_not(item, Move.CLOSE, cast.lead, day(4))
    ledger.give_reply(reply=one, words="钱已退，账已改。", by=cast.clerk, at=at(4))
    item.refresh_from_db()
    ledger.close(item=item, result="已退回。", by=cast.lead, at=at(4))
    (told,) = replies.ending(Item.objects.get(pk=item.pk))
    assert (told.unit, told.words, told.on) == (cast.village, "钱已退，账已改。", day(4))
    body = Fact.objects.get(what="result").body
    assert "钱已退，账已改。" in str(body)
    assert not list(check_facts(restate.restated()))


def test_after_its_days_it_goes_on_and_says_that_no_reply_was_given(cast: Cast) -> None:
    item = unheard(cast)
    one = asked(cast, item)
    late = (one.until - day()).days + 1
    assert gate.why_not(item, Move.CLOSE, cast.lead, one.until)
    ledger.close(item=item, result="已退回。", by=cast.lead, at=at(late))
    (fact,) = face.result(Item.objects.get(pk=item.pk))["replies"]
    assert fact["unit"] == "q-l-d"
    assert fact["reply"] is None
    with pytest.raises((NotNow, NotAllowed)):
        ledger.give_reply(reply=one, words="太晚。", by=cast.clerk, at=at(late + 1))
    assert not list(check_facts(restate.restated()))


def test_a_reply_is_given_once_by_a_post_of_the_unit_and_without_personal_data(cast: Cast) -> None:
    one = asked(cast, unheard(cast))
    for other in (cast.worker, cast.lead, cast.inspector):
        with pytest.raises(NotAllowed):
            ledger.give_reply(reply=one, words="属实。", by=other, at=at(4))
    with pytest.raises(Incomplete):
        ledger.give_reply(reply=one, words="请打13812345678。", by=cast.clerk, at=at(4))
    assert list(replies.waiting_for(cast.clerk, day(4))) == [one]
    ledger.give_reply(reply=one, words="属实。", by=cast.clerk, at=at(4))
    assert not replies.waiting_for(cast.clerk, day(4)).exists()
    with pytest.raises((NotNow, NotAllowed)):
        ledger.give_reply(reply=one, words="再说一次。", by=cast.clerk, at=at(4))


def test_a_doer_that_is_the_unit_concerned_has_replied_by_its_answer(cast: Cast) -> None:
    item = ledger.open_item(
        source="desk:", title="路灯", problem="不亮。", unit=cast.town, by=cast.lead, at=at()
    )
    ledger.assign(item=item, doer=cast.town, checker=cast.county, due=day(9), by=cast.lead, at=at())
    ledger.answer(item=item, note="已修。", by=cast.worker, at=at(1))
    ledger.verify(item=item, note="亮了。", by=cast.checker, at=at(2))
    closed = ledger.close(item=item, result="亮了。", by=cast.lead, at=at(2))
    assert "replies" not in face.result(closed)


def test_a_named_post_of_another_unit_is_asked_and_whoever_speaks_is_not(cast: Cast) -> None:
    item = answered(cast)
    for user in (cast.inspector, cast.lead, cast.worker):
        post = user.holdings.get().post
        ledger.charge(item=item, role="handler", post=post, by=cast.lead, at=at(2))
    item = ledger.verify(item=item, note="属实。", by=cast.checker, at=at(3))
    many = ledger.ask_replies(item=item, about="result", by=cast.lead, at=at(3))
    assert {one.unit for one in many} == {cast.village, cast.bureau}
    assert next(one for one in many if one.unit == cast.bureau).post is not None


def test_a_new_answer_is_a_new_matter_and_everyone_is_asked_again(cast: Cast) -> None:
    item = unheard(cast)
    one = asked(cast, item)
    ledger.give_reply(reply=one, words="属实。", by=cast.clerk, at=at(4))
    item.refresh_from_db()
    ledger.send_back(item=item, reason="缺单据。", by=cast.lead, at=at(4))
    ledger.answer(item=item, note="补了。", by=cast.worker, at=at(5))
    ledger.verify(item=item, note="属实。", by=cast.checker, at=at(6))
    assert "has not been asked" in gate.why_not(item, Move.CLOSE, cast.lead, day(6))


def test_before_it_is_called_a_sham_the_doer_is_told_of_what_and_asked(cast: Cast) -> None:
    item = closed_heard(cast)
    expose = partial(ledger.expose, item=item, finding="只补了单据。", by=cast.checker)
    with pytest.raises(NotNow, match="has not been asked"):
        expose(at=at(40))
    with pytest.raises(Incomplete):
        ledger.ask_replies(item=item, about="sham", by=cast.checker, at=at(40))
    many = ledger.ask_replies(
        item=item, about="sham", matter="单据是后补的。", by=cast.checker, at=at(40)
    )
    assert {one.unit for one in many} == {cast.village, cast.town}
    shown = face.face(item, day(41))
    assert shown
    assert not [one for one in shown.replies if one.about == About.SHAM]
    for one, user in zip(many, (cast.clerk, cast.worker), strict=True):
        ledger.give_reply(reply=one, words="当时没有单据。", by=user, at=at(41))
    item.refresh_from_db()
    ledger.expose(item=item, finding="只补了单据。", by=cast.checker, at=at(42))
    shown = face.face(item, day(43))
    assert shown
    assert len([one for one in shown.replies if one.about == About.SHAM]) == 2
    assert "当时没有单据。" in str(Fact.objects.get(what="sham").body)
    assert not list(check_facts(restate.restated()))


def closed_heard(cast: Cast) -> Item:
    """Return an item closed after the village replied."""
    item = unheard(cast)
    ledger.give_reply(reply=asked(cast, item), words="属实。", by=cast.clerk, at=at(3))
    item.refresh_from_db()
    return ledger.close(item=item, result="已退回。", by=cast.lead, at=at(4))


def test_the_database_holds_that_a_reply_is_given_once_and_stays(cast: Cast) -> None:
    one = asked(cast, unheard(cast))
    ledger.give_reply(reply=one, words="属实。", by=cast.clerk, at=at(4))
    for change in (
        lambda: Reply.objects.update(words="改"),
        lambda: Reply.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()  # type: ignore[no-untyped-call]
    closed = Item.objects.get()
    ledger.close(item=closed, result="已退回。", by=cast.lead, at=at(5))
    with pytest.raises(DatabaseError), transaction.atomic():
        closed.steps.create(
            number=99, move="attach", state="closed", by=cast.lead, at=at(6),
            post=cast.lead.holdings.get().post,
        )  # fmt: skip
    assert not Evidence.objects.exists()


def late_item(cast: Cast, unit: Unit | None = None) -> Item:
    """Return an item that everyone can follow, due in ten days, which nobody does."""
    return assigned(cast, public=True)


def over(item: Item, days: int) -> date:
    """Return the day on which an item is so many working days over."""
    assert item.due
    return add_working_days(item.due, days)


def test_the_clock_asks_before_it_lists_and_says_both_ends_once(cast: Cast) -> None:
    item = late_item(cast)
    for days in range(1, 15):
        listing.go_round(over(item, days))
    assert {one.unit for one in Reply.objects.all()} == {cast.village, cast.town}
    assert not lists.public_late(over(item, 14)).exists()
    town = Reply.objects.get(unit=cast.town)
    assert town.until < over(item, 15)
    ledger.give_reply(
        reply=town, words="等汛期过去。", by=cast.worker, at=at((town.until - day()).days)
    )
    for days in (15, 15, 16):
        listing.go_round(over(item, days))
    assert list(lists.public_late(over(item, 16))) == [item]
    said = Fact.objects.get(what="listed").body
    assert "等汛期过去。" in str(said)
    item.refresh_from_db()
    ledger.answer(item=item, note="已办。", by=cast.worker, at=at((over(item, 17) - day()).days))
    assert not lists.public_late(over(item, 17)).exists()
    for days in (18, 19):
        listing.go_round(over(item, days))
    assert Fact.objects.filter(what="unlisted").count() == Listing.objects.count() == 1
    assert not list(check_facts(restate.restated()))


def test_what_was_never_asked_is_not_listed_however_late(cast: Cast) -> None:
    item = late_item(cast)
    on = over(item, 60)
    listing.go_round(on)
    assert not lists.public_late(on).exists()
    listing.go_round(on + timedelta(8))
    assert list(lists.public_late(on + timedelta(8))) == [item]


def test_what_nobody_may_follow_is_neither_asked_about_nor_listed(cast: Cast) -> None:
    item = assigned(cast)
    for days in (10, 30):
        listing.go_round(over(item, days))
    assert not Reply.objects.exists()
    assert not Listing.objects.exists()


def test_whoever_is_asked_is_told_at_night(cast: Cast) -> None:
    from sunledger.ledger import digest

    clerk2 = person("clerk2", "村委", cast.village)
    asked(cast, unheard(cast), days=3)
    news = digest.gather(day(4), day(3))
    for user in (cast.clerk, clerk2):
        assert news[user.pk].counts[digest.Told.REPLY] == 1
    assert digest.Told.REPLY not in news[cast.worker.pk].counts
    assert opened(cast)
