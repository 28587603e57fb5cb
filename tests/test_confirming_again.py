"""What is due every quarter: after each closed item one press opens the next, never twice."""

from datetime import date

import pytest
from django.test import Client

from sunledger.decisions import adopting, confirming, entries_again
from sunledger.decisions.confirming import Said
from sunledger.decisions.models import Decision, Meeting, Recurs
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Conflict, NotAllowed, NotNow
from tests.beginning import begins_with
from tests.cast import Cast, at
from tests.confirming_story import Confirmed, entry_with, make_confirmed

pytestmark = begins_with(make_confirmed)


@pytest.fixture
def meeting(begun: Confirmed) -> Meeting:
    """Return a meeting with one directive that is due every quarter, opened."""
    one, cast = begun.meeting, begun.cast
    given = Said(due=date(2024, 3, 31), recurs="quarter")
    confirming.accept(entry=entry_with(one, "每季度"), given=given, by=cast.lead, at=at())
    adopting.adopt_confirmed(meeting=one, by=cast.lead, at=at())
    return one


def test_the_next_is_due_at_the_end_of_the_next_period(cast: Cast, meeting: Meeting) -> None:
    (again,) = entries_again.due_again(meeting)
    assert (again.due, again.is_next) == (date(2024, 6, 30), False)
    with pytest.raises(NotNow):
        entries_again.open_next(decision=again.decision, due=again.due, by=cast.lead, at=at())


def test_one_press_opens_the_next_and_a_second_opens_nothing(
    cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries_again.Again, "is_next", True)
    decision = Decision.objects.get()
    item = entries_again.open_next(decision=decision, due=date(2024, 6, 30), by=cast.lead, at=at())
    assert (item.source, item.due) == (f"decision:{decision.code}", date(2024, 6, 30))
    with pytest.raises(Conflict):
        entries_again.open_next(decision=decision, due=date(2024, 6, 30), by=cast.lead, at=at())
    with pytest.raises(NotAllowed):
        entries_again.open_next(decision=decision, due=date(2024, 9, 30), by=cast.clerk, at=at())
    assert [one.due for one in entries_again.due_again(meeting)] == [date(2024, 9, 30)]
    assert Item.objects.count() == 2


def test_the_page_opens_it(
    cast: Cast, meeting: Meeting, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries_again.Again, "is_next", True)
    client.force_login(cast.lead)
    address = f"/desk/meetings/{meeting.code}/"
    assert 'value="2024-06-30"' in client.get(address).content.decode()
    given = {"do": "again", "decision": Decision.objects.get().code, "day": "2024-06-30"}
    for _press in range(2):
        client.post(address, given)
    assert Item.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "is_next"),
    [("opened", False), ("answered", False), ("closed", True), ("referred", True)],
)
def test_the_next_waits_until_the_last_has_ended(state: str, is_next: bool) -> None:
    last = Item(state=state)
    assert entries_again.Again(Decision(), "", last, date(2024, 6, 30)).is_next is is_next


@pytest.mark.parametrize(
    ("due", "recurs", "times", "then"),
    [
        (date(2024, 3, 3), Recurs.WEEK, 2, date(2024, 3, 17)),
        (date(2024, 1, 31), Recurs.MONTH, 1, date(2024, 2, 29)),
        (date(2024, 2, 29), Recurs.MONTH, 1, date(2024, 3, 31)),
        (date(2024, 1, 30), Recurs.MONTH, 1, date(2024, 2, 29)),
        (date(2024, 10, 15), Recurs.QUARTER, 1, date(2025, 1, 15)),
        (date(2024, 6, 30), Recurs.HALF, 1, date(2024, 12, 31)),
        (date(2024, 2, 29), Recurs.YEAR, 1, date(2025, 2, 28)),
    ],
)
def test_periods_follow_one_another(due: date, recurs: Recurs, times: int, then: date) -> None:
    assert entries_again.later(due, recurs, times) == then
