"""Figures over time and beside others: only what stands for everyone, and as it was corrected."""

from datetime import date
from random import Random

import pytest

from sunledger.disclosure import actions
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.lines import keeping
from sunledger.disclosure.models import Batch, Record, Telling, Visibility
from sunledger.disclosure.telling import kept
from sunledger.disclosure.telling.figures import Measure, figures
from sunledger.disclosure.telling.peers import Compared, compare
from sunledger.disclosure.telling.series import series
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job
from sunledger.units.models import Power, Reach
from tests.cast import person
from tests.disclosure_story import Story, make_story
from tests.telling_story import paid, stand, villages

pytestmark = pytest.mark.django_db
PAYMENTS = CATEGORIES["village-payments"]
CASH = CATEGORIES["village-cash"]
MONEY = Measure("amount", "CNY")
ON = date(2024, 8, 1)


@pytest.fixture
def story() -> Story:
    return make_story()


def told(story: Story) -> list[tuple[str, str, int | None]]:
    """Return the village's periods: what stands, and how much."""
    return [
        (one.period, one.standing, one.figures.of(MONEY) if one.figures else None)
        for one in series(PAYMENTS, story.village, ON)
    ]


def correct(story: Story, record: Record, field: str, new: str) -> None:
    """Correct a field of a record."""
    asked = actions.ask_correction(
        record=record, field=field, new=new, reason="凭证写错", by=story.clerk
    )
    actions.correct(correction=asked, by=story.reviewer)


def test_a_gap_is_a_gap_and_nothing_to_report_is_zero(story: Story) -> None:
    stand(story, story.village, paid(100, 200), "2024-01")
    stand(story, story.village, [], "2024-02")
    gone = stand(story, story.village, paid(7), "2024-03")
    stand(story, story.village, paid(5), "2024-05")
    actions.withdraw(batch=gone, reason="填错了期间", by=story.reviewer)
    assert told(story) == [
        ("2024-01", "published", 300),
        ("2024-02", "nothing", 0),
        ("2024-03", "withdrawn", None),
        ("2024-04", "missing", None),
        ("2024-05", "published", 5),
    ]


def test_two_sheets_of_a_period_are_added_up(story: Story) -> None:
    stand(story, story.village, paid(100), "2024-01")
    stand(story, story.village, paid(20), "2024-01")
    assert told(story) == [("2024-01", "published", 120)]


def test_a_corrected_value_counts_as_corrected(story: Story) -> None:
    batch = story.published()
    before = told(story)
    record = Record.objects.filter(batch=batch).order_by("number")[0]
    correct(story, record, "amount", "90.00")
    ((period, standing, amount),) = told(story)
    assert before == [("2024-03", "published", 600)]
    assert (period, standing, amount) == ("2024-03", "published", 600 - 100 + 9000)


@pytest.mark.parametrize("to", [Visibility.RESIDENTS, Visibility.STAFF])
def test_what_is_not_for_everyone_is_in_no_public_figure(story: Story, to: Visibility) -> None:
    peers = villages(story, 6)
    stand(story, story.village, paid(100))
    for one in peers:
        stand(story, one, paid(999_999), visibility=to)
    stand(story, story.village, paid(999_999), "2024-04", visibility=to)
    assert [one.period for one in series(PAYMENTS, story.village, ON)] == ["2024-03"]
    found = compare(PAYMENTS, story.village, "2024-03")
    assert found is not None
    assert (found.published, found.silent, found.quartiles) == (0, len(found.circle.units), None)


def test_a_balance_is_followed_by_its_parts(story: Story) -> None:
    lines = [
        {"book": "基本户", "opening": 100, "income": 50, "spent": 30, "closing": 120},
        {"book": "现金", "opening": 10, "income": 5, "spent": 3, "closing": 12},
    ]
    stand(story, story.village, lines, "2024-01", "village-cash")
    one = figures(CASH, [story.village.pk], ["2024-01"])[story.village.pk, "2024-01"]
    assert {measure.name: amount for measure, amount in one.sums.items()} == {
        "opening": 110,
        "income": 55,
        "spent": 33,
        "closing": 132,
    }


def test_with_four_peers_nothing_is_compared_and_with_five_the_middle_is(story: Story) -> None:
    peers = villages(story, 5)
    stand(story, story.village, paid(1000))
    for one, amount in zip(peers[:4], (100, 200, 300, 400), strict=True):
        stand(story, one, paid(amount))
    few = compared(story)
    assert few.quartiles is None
    assert (few.published, few.silent) == (4, len(few.circle.units) - 4)
    stand(story, peers[4], [])
    found = compared(story)
    assert found.quartiles is not None
    assert (found.quartiles.low, found.quartiles.median, found.quartiles.high) == (100, 200, 300)
    assert (found.nothing, found.own) == (1, 1000)
    assert found.quartiles.place(1000) == "high"


def compared(story: Story) -> Compared:
    found = compare(PAYMENTS, story.village, "2024-03")
    assert found is not None
    return found


def test_another_kind_another_level_and_another_currency_are_no_peers(story: Story) -> None:
    peers = villages(story, 7)
    stand(story, story.village, paid(1000))
    for one in peers[:6]:
        stand(story, one, paid(50))
    stand(story, peers[6], paid(1), currency="USD")
    type(peers[0]).objects.filter(pk=peers[0].pk).update(kind="school")
    found = compared(story)
    assert (found.published, found.other, found.counted) == (6, 1, 5)


def test_the_quartiles_are_those_of_the_records(story: Story) -> None:
    draw = Random(7)
    peers = villages(story, 9)
    stand(story, story.village, paid(500))
    for one in peers:
        stand(story, one, paid(*(draw.randrange(1, 1000) for _line in range(4))))
    slow = sorted(sum(row.amount or 0 for row in Record.objects.filter(unit=one)) for one in peers)
    found = compared(story).quartiles
    assert found is not None
    assert (found.low, found.median, found.high) == (slow[2], slow[4], slow[6])


def test_a_large_sheet_is_counted_by_the_worker_and_again_after_a_correction(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "SMALL", 2)
    batch = story.published()
    assert kept.of_sheet(batch) is None
    work()
    first = kept.of_sheet(batch)
    assert first is not None
    assert first == kept.count(batch)
    record = Record.objects.filter(batch=batch).order_by("number")[0]
    correct(story, record, "amount", "90.00")
    assert kept.of_sheet(batch) is None
    work()
    again = kept.of_sheet(batch)
    assert again is not None
    assert again.came[0].amount == first.came[0].amount - 100 + 9000
    assert (again.corrected, again.first_corrected) == (1, ((record.code, record.line),))


def work() -> None:
    """Do what waits, as the worker would."""
    for job in Job.objects.filter(work=kept.WORK, state="queued"):
        assert jobs.run_here(job).state == "done", job.error


def test_on_an_older_site_every_large_sheet_is_counted_once(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = story.published()
    assert not Job.objects.filter(work=kept.WORK).exists()
    monkeypatch.setattr(kept, "SMALL", 2)
    for _time in range(2):
        kept.ask_for_all()
    assert Job.objects.filter(work=kept.WORK).count() == 1
    work()
    assert kept.of_sheet(batch) == kept.count(batch)


def test_of_a_large_sheet_that_is_not_for_everyone_nothing_is_kept(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "SMALL", 2)
    batch = stand(story, story.village, paid(1, 2, 3), visibility=Visibility.RESIDENTS)
    kept.ask([batch])
    assert not Job.objects.filter(work=kept.WORK).exists()
    assert kept.of_sheet(batch) is None


def test_what_a_sheet_came_to_goes_with_its_lines(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "SMALL", 2)
    batch = story.published()
    work()
    keeping.forget([Batch.objects.get(pk=batch.pk)])
    assert not Telling.objects.exists()


def test_periods_run_to_the_last_that_is_owed_and_whose_day_is_over(story: Story) -> None:
    villages(story, 0)
    stand(story, story.village, paid(1), "2024-01")
    assert [period for period, *_rest in told(story)] == ["2024-01"]  # nobody has adopted anything
    publisher = person("publisher", "县审核", story.cast.county, Power.REVIEW, reach=Reach.BELOW)
    owed = {"pack": "village", "categories": [PAYMENTS.code], "since": date(2024, 1, 1)}
    actions.adopt(unit=story.cast.county, by=publisher, **owed)  # type: ignore[arg-type]
    assert [one[:2] for one in told(story)] == [
        ("2024-01", "published"),
        *((f"2024-0{month}", "missing") for month in range(2, 7)),
    ]
