"""A programme on a day: what is done, what is late, what that delays, what decides the end."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from runpy import run_path

import pytest
from django.utils import translation

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import About, Item
from sunledger.ledger.programme import actions as programme
from sunledger.ledger.programme import tree
from sunledger.ledger.programme.export import rows
from sunledger.ledger.programme.tree import Programme
from sunledger.ledger.programme.workdays import WorkDays
from tests import programme_story as story
from tests.cast import Cast, at, day, make_cast
from tests.ledger_story import heard

RECOUNT = Path(__file__).parents[1] / "docs" / "how-to" / "recount_programme.py"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def seen(whole: Item, on: date) -> Programme:
    return tree.programme(Item.objects.filter(pk=whole.pk), Item.objects.all(), on)


def test_working_days_are_numbered_over_weekends_and_holidays() -> None:
    days = WorkDays(date(2024, 4, 1))
    friday_before_make_up = days.at_or_after(date(2024, 4, 3))
    assert days.day(friday_before_make_up + 1) == date(2024, 4, 7)  # a Sunday worked for Qingming
    assert days.at_or_before(date(2024, 4, 6)) == friday_before_make_up
    assert days.day(days.at_or_after(date(2027, 6, 1))) == date(2027, 6, 1)


def test_the_tree_is_numbered_and_progress_counts_items_that_are_done_only(cast: Cast) -> None:
    whole, (survey, build, sign) = story.parted(cast)
    programme.break_down(
        item=build,
        parts=[story.part(cast, "打桩"), story.part(cast, "铺面")],
        by=cast.lead,
        at=at(),
    )
    story.over(cast, survey)
    story.found_true(cast, sign)  # verified, and nothing more: not done yet
    shown = seen(whole, day(3))
    assert [node.number for node in shown.nodes] == ["1", "1.1", "1.2", "1.2.1", "1.2.2", "1.3"]
    assert (shown.done, shown.leaves) == (1, 4)
    assert (shown.nodes[0].done, shown.nodes[0].leaves) == (1, 4)


def test_what_was_closed_as_not_done_is_not_done(cast: Cast) -> None:
    whole, (survey, _build, _sign) = story.parted(cast)
    heard(survey, cast.lead, 1, About.NOT_DONE)
    ledger.give_up(item=survey, reason="不测了。", by=cast.lead, at=at(1))
    assert seen(whole, day(3)).done == 0


def test_what_is_opened_anew_is_a_part_again_and_counts_once(cast: Cast) -> None:
    whole, (survey, _build, _sign) = story.parted(cast)
    story.over(cast, survey)
    again = ledger.reopen(item=survey, reason="测错了。", by=cast.lead, at=at(4))
    assert again.parent == whole
    shown = seen(whole, day(5))
    assert (shown.done, shown.leaves) == (0, 3)
    assert len(shown.nodes) == 5


def test_what_is_merged_is_counted_where_it_goes_on_here_and_in_the_recount(cast: Cast) -> None:
    whole, (survey, build, sign) = story.parted(cast)
    story.over(cast, survey)
    ledger.merge(item=sign, into=build, reason="一并施工。", by=cast.lead, at=at(4))
    shown = seen(whole, day(5))
    told = json.loads(json.dumps({"on": day(5).isoformat(), "items": list(rows(shown))}))
    counted = run_path(str(RECOUNT))["recount"](told)
    assert (shown.done, shown.leaves) == (counted["done"], counted["leaves"]) == (1, 2)
    assert counted["items"] == 3  # the whole, and two parts
    assert counted["closed"] + counted["open"] == counted["items"]


def test_a_late_part_names_what_it_delays(cast: Cast) -> None:
    whole, (survey, build, _sign) = story.parted(cast)
    programme.tie(item=build, after=survey, by=cast.lead, at=at())
    shown = seen(whole, day(21))  # nine days were planned for the survey, nobody has begun it
    nodes = {node.item.pk: node for node in shown.nodes}
    late = nodes[survey.pk]
    assert late.late > 0
    assert build.pk in [node.item.pk for node, _days in late.delays]
    assert [node.item.pk for node in shown.path][:2] == [survey.pk, build.pk]
    assert shown.late[0].item.pk == survey.pk
    begins = nodes[build.pk].begins
    assert begins is not None
    assert late.ends is not None
    assert begins > late.ends >= day(21)


def test_work_that_was_done_no_longer_moves(cast: Cast) -> None:
    whole, (survey, build, _sign) = story.parted(cast)
    programme.tie(item=build, after=survey, by=cast.lead, at=at())
    story.over(cast, survey, 7)
    before, after = seen(whole, day(8)), seen(whole, day(9))
    ends = [
        next(n.ends for n in shown.nodes if n.item.pk == survey.pk) for shown in (before, after)
    ]
    assert ends == [day(7), day(7)]
    assert not [node for node in before.nodes if node.item.pk == survey.pk and node.critical]


def test_the_same_day_gives_the_same_programme(cast: Cast) -> None:
    whole, _parts = story.parted(cast)
    once, again = seen(whole, day(21)), seen(whole, day(21))
    assert [(n.begins, n.ends, n.slack) for n in once.nodes] == [
        (n.begins, n.ends, n.slack) for n in again.nodes
    ]


def test_whoever_may_not_see_a_part_sees_that_there_is_one(cast: Cast) -> None:
    whole, (survey, _build, _sign) = story.parted(cast)
    ledger.show(item=whole, by=cast.lead, at=at(1))
    ledger.show(item=survey, by=cast.lead, at=at(1))
    public = Item.objects.in_public()
    shown = tree.programme(public.filter(pk=whole.pk), public, day(2))
    assert [node.item.pk for node in shown.nodes] == [whole.pk, survey.pk]
    assert shown.hidden == 2


def test_a_programme_needs_few_questions_however_many_parts(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    whole, parts = story.parted(cast)
    for part in parts:
        programme.break_down(
            item=part, parts=[story.part(cast, f"第{n}步") for n in range(8)], by=cast.lead, at=at()
        )
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert len(seen(whole, day(3)).nodes) == 28
