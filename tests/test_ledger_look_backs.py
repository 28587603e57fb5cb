"""Looking back: what was drawn is kept, is due to those who stand apart, and is made once."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sunledger.ledger import actions as ledger
from sunledger.ledger import digest, lookback
from sunledger.ledger.digest import Told
from sunledger.ledger.models import About, Item, LookBack, State
from sunledger.units.models import Power, Reach
from tests.cast import TODAY, Cast, at, day, person
from tests.ledger_story import assigned, closed, heard, verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(cast: Cast) -> Item:
    """A closed item that is to be looked at again."""
    return next(item for item in (closed(cast) for _ in range(99)) if lookback.days(item))


def first_day(item: Item) -> int:
    """Return after how many days the first look back at an item is due."""
    return (lookback.days(item)[0] - TODAY).days


def test_what_was_drawn_is_kept_at_closing_as_the_code_says(cast: Cast) -> None:
    items = [closed(cast) for _ in range(20)]
    for item in items:
        assert [one.day for one in item.look_backs.all()] == lookback.days(item)
    told = heard(assigned(cast), cast.lead, 2, About.NOT_DONE)
    given_up = ledger.give_up(item=told, reason="取消。", by=cast.lead, at=at(3))
    assert not given_up.look_backs.exists()


def test_an_item_waits_once_however_many_of_its_days_have_passed(cast: Cast) -> None:
    many = (closed(cast) for _ in range(999))
    item = next(item for item in many if len(lookback.days(item)) > 1)
    waiting = lookback.waiting_for(cast.checker, day(4 + 180)).filter(item=item)
    assert [one.day for one in waiting] == lookback.days(item)[:1]


def test_what_is_due_is_one_question_however_much_was_closed(cast: Cast, drawn: Item) -> None:
    on = day(first_day(drawn))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = lookback.waiting_for(cast.checker, on)
        assert drawn in [one.item for one in found]
        assert lookback.waiting_for(cast.checker, day(5)).count() == 0
    assert len([one for one in asked if "ledger_lookback" in one["sql"]]) == 2


def test_a_look_back_waits_for_those_who_verify_and_not_for_those_who_did_the_work(
    cast: Cast, drawn: Item
) -> None:
    on = day(first_day(drawn))
    near = person("near", "镇核查", cast.town, Power.VERIFY, reach=Reach.BELOW)
    over = person("over", "县回访", cast.county, Power.VERIFY, reach=Reach.BELOW)
    waits = {
        user.username: lookback.waiting_for(user, on).filter(item=drawn).exists()
        for user in (cast.checker, over, near, cast.worker, cast.lead, cast.inspector)
    }
    assert [name for name, does in waits.items() if does] == ["checker", "over"]


def test_the_figure_counts_what_was_due_and_what_came_of_it(cast: Cast) -> None:
    several = [item for item in (closed(cast) for _ in range(40)) if lookback.days(item)][:3]
    assert lookback.counts(day(5)) == (0, 0, 0, 0)
    last = day(4 + 180)
    for item, look in zip(several, (ledger.confirm, ledger.expose), strict=False):
        heard(item, cast.lead, 4 + 180, About.SHAM)
        look(item=item, finding="回访。", by=cast.checker, at=at(4 + 180))
    due = LookBack.objects.count()
    made = [len(lookback.days(item)) for item in several[:2]]
    assert lookback.counts(last) == (due, sum(made), *made)
    assert lookback.counts(last, cast.village) == lookback.counts(last)
    assert lookback.counts(last, cast.hamlet) == (0, 0, 0, 0)


def test_what_is_exposed_early_is_looked_at_no_more(cast: Cast, drawn: Item) -> None:
    heard(drawn, cast.lead, 6, About.SHAM)
    ledger.expose(item=drawn, finding="账实不符。", by=cast.checker, at=at(6))
    assert drawn.state == State.SHAM
    assert not lookback.all_due(day(400)).filter(item=drawn).exists()
    assert not LookBack.objects.filter(item=drawn).exclude(step=None).exists()


def test_the_night_tells_the_checker_that_a_look_back_is_due(cast: Cast, drawn: Item) -> None:
    after = first_day(drawn)
    told = digest.gather(day(after), day(after - 1))
    assert (drawn.pk, 0) in told[cast.checker.pk].items[Told.LOOK]
    assert cast.worker.pk not in told
    later = digest.gather(day(after + 1), day(after))
    assert drawn.pk not in [pk for news in later.values() for pk, _ in news.items[Told.LOOK]]


def test_what_was_drawn_cannot_be_taken_back_moved_or_added(cast: Cast, drawn: Item) -> None:
    rows = LookBack.objects.filter(item=drawn)
    opening = drawn.steps.order_by("number")[0]
    for change in (
        rows.delete,
        lambda: rows.update(day=day(999)),
        lambda: rows.update(step=opening),
        lambda: LookBack.objects.create(item=drawn, day=day(999)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    ledger.confirm(item=drawn, finding="属实。", by=cast.checker, at=at(first_day(drawn)))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.exclude(step=None).update(step=None)


def test_who_may_look_back_finds_it_on_their_desk_and_everyone_reads_how_many_are_made(
    cast: Cast, drawn: Item
) -> None:
    over = person("over", "县回访", cast.county, Power.VERIFY, reach=Reach.BELOW)
    desk = Client()
    desk.force_login(over)
    page = desk.get(reverse("desk_today"))
    assert [one.item for one in page.context["looks"]] == [drawn]
    inside = desk.get(reverse("desk_item", args=[drawn.code]))
    # What it is called in public waits until whoever is named was asked.
    assert {"confirm", "ask_reply"} <= set(inside.context["offered"])
    looks = Client().get(reverse("results")).context["looks"]
    assert (looks.due, looks.made) == (LookBack.objects.filter(item=drawn).count(), 0)


def test_closing_what_everyone_follows_offers_a_notice_or_a_reason(cast: Cast) -> None:
    item = verified(cast, public=True)
    desk = Client()
    desk.force_login(cast.lead)
    page = desk.get(reverse("desk_item_move", args=[item.code, "close"])).content.decode()
    assert reverse("desk_item_move", args=[item.code, "notify"]) in page
    assert 'name="exemption"' in page
