"""A day that is past before the item is opened: nothing is refused whole, and nothing hidden."""

import importlib
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from sunledger.decisions import adopting, confirming, confirming_days, turns
from sunledger.decisions.confirming import Said
from sunledger.decisions.copies_known import known
from sunledger.decisions.models import Entry, EntryState, Meeting, Print
from sunledger.ledger.actions import assign, open_item
from sunledger.ledger.models import Item
from sunledger.ledger.models import State as ItemState
from sunledger.ledger.refusals import Incomplete, NotNow
from tests.beginning import begins_with
from tests.cast import Cast, at, day
from tests.confirming_story import ONE, Confirmed, confirmed, entry_with, make_confirmed

pytestmark = begins_with(make_confirmed)


@pytest.fixture
def two(begun: Confirmed) -> tuple[Entry, Entry]:
    """Return two confirmed entries: the day of the first is past, that of the second is not."""
    meeting, cast = begun.meeting, begun.cast
    old, new = entry_with(meeting, "追回多付"), entry_with(meeting, "账户清理")
    for entry, due in ((old, day(-5)), (new, day(40))):
        confirming.accept(entry=entry, given=Said(due=due), by=cast.lead, at=at())
    return old, new


def opened(cast: Cast, meeting: Meeting) -> adopting.Opened:
    return adopting.open_confirmed(meeting=meeting, checker=cast.county, by=cast.lead, at=at())


def test_what_is_past_waits_and_the_others_are_opened(cast: Cast, two: tuple[Entry, Entry]) -> None:
    old, new = two
    found = opened(cast, old.meeting)
    assert found.late == [old]
    assert [item.due for item in found.items] == [day(40)]
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state) == (EntryState.CONFIRMED, EntryState.ADOPTED)
    # Pressed once more it says the same, and opens nothing.
    assert opened(cast, old.meeting) == ([], [old])


def test_a_day_that_was_kept_makes_an_item_that_is_overdue_from_the_start(
    cast: Cast, two: tuple[Entry, Entry]
) -> None:
    old, _new = two
    confirming_days.keep_day(entry=old, by=cast.lead, at=at())
    found = opened(cast, old.meeting)
    assert found.late == []
    assert {item.due for item in found.items} == {day(-5), day(40)}
    assert {item.state for item in found.items} == {ItemState.ASSIGNED}
    assert [item.due for item in Item.objects.overdue(day())] == [day(-5)]


def test_or_a_new_day_is_written(cast: Cast, two: tuple[Entry, Entry]) -> None:
    old, _new = two
    confirming.settle(entry=old, given=Said(due=day(20)), by=cast.lead, at=at())
    assert {item.due for item in opened(cast, old.meeting).items} == {day(20), day(40)}


def test_another_day_that_is_past_is_asked_for_anew(cast: Cast, two: tuple[Entry, Entry]) -> None:
    old, _new = two
    confirming_days.keep_day(entry=old, by=cast.lead, at=at())
    confirming.settle(entry=old, given=Said(due=day(-2)), by=cast.lead, at=at())
    assert opened(cast, old.meeting).late == [old]


def test_a_day_to_come_is_not_kept_as_late_and_keeping_is_undone(
    cast: Cast, two: tuple[Entry, Entry]
) -> None:
    old, new = two
    with pytest.raises(NotNow):
        confirming_days.keep_day(entry=new, by=cast.lead, at=at())
    confirming_days.keep_day(entry=old, by=cast.lead, at=at())
    turns.undo(meeting=old.meeting, by=cast.lead, at=at())
    old.refresh_from_db()
    assert old.is_late is None


def test_an_act_of_an_older_version_is_undone_too(cast: Cast, two: tuple[Entry, Entry]) -> None:
    old, _new = two
    confirming.reject(entry=old, reason="重复", by=cast.lead, at=at())
    act = old.meeting.acts.latest("pk")
    del act.was[old.code]["is_late"]
    act.save()
    turns.undo(meeting=old.meeting, by=cast.lead, at=at())
    old.refresh_from_db()
    assert old.state == EntryState.CONFIRMED


def test_the_ledger_assigns_no_past_day_but_the_one_an_item_came_in_with(cast: Cast) -> None:
    late: date = day(-5)
    for due in (None, late):
        item = open_item(
            source="old:1",
            title="旧账",
            problem="旧账",
            unit=cast.town,
            due=due,
            by=cast.lead,
            at=at(),
        )
        work: dict[str, Any] = {
            "item": item,
            "doer": cast.town,
            "checker": cast.county,
            "by": cast.lead,
        }
        with pytest.raises(Incomplete, match="2024-02"):
            assign(**work, due=day(-4), at=at())
    assert assign(**work, due=late, at=at()).due == late


def test_a_meeting_of_an_earlier_version_is_known_again(cast: Cast) -> None:
    (meeting,) = confirmed(cast)
    kept = set(Print.objects.values_list("key", flat=True))
    Print.objects.all().delete()
    assert known(ONE, (), (), Meeting.objects.all()) == []
    migration = importlib.import_module("sunledger.decisions.migrations.0008_prints")
    for _again in range(2):
        migration.print_all(apps, None)
        assert kept <= set(Print.objects.values_list("key", flat=True))
    assert Print.objects.filter(meeting=meeting).count() < 2 * len(kept) + 40
    (found,) = known(ONE, (), (), Meeting.objects.all())
    assert found.is_same
