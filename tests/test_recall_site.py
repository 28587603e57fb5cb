"""A site that remembers what its screens answered: the same leads, and less to judge."""

from pathlib import Path
from typing import Any

import pytest

from sunledger.jobs import actions as jobs
from sunledger.jobs import progress
from sunledger.jobs.models import State as JobState
from sunledger.screening import actions as screening
from sunledger.screening import recalled, storing
from sunledger.screening.models import Lead, Run, State
from tests.screening_story import BACK, Story, do, make_story

pytestmark = pytest.mark.django_db
ASKED = ("duplicate_payments", "gaps_in_numbers", "round_share", "benford")


@pytest.fixture
def story(db: None, settings: Any, tmp_path: Path) -> Story:
    settings.SUNLEDGER_RECALL = tmp_path / "recall"
    return make_story()


def again(run: Run) -> dict[str, Any]:
    """Return how much a run judged again."""
    assert run.job is not None
    run.job.refresh_from_db()
    found: dict[str, Any] = run.job.result["again"]
    return found


def told(run: Run) -> list[Any]:
    """Return what a run said of every screen, and the leads as they stand."""
    counts = ("screen", "seen", "judged", "not_applicable", "cannot", "flagged", "raised")
    leads = ("screen", "key", "fingerprint", "state", "figure", "rows", "evidence", "sentence_en")
    return [
        *run.screens.values_list(*counts, "measures"),
        *Lead.objects.order_by("pk").values_list("pk", *leads),
    ]


def test_a_run_over_what_has_not_changed_judges_nothing_and_finds_the_same(story: Story) -> None:
    first = story.run(*ASKED)
    assert (again(first)["all"], again(first)["nothing"]) == (len(ASKED), 0)
    before, lead = told(first), story.lead()
    second = story.run(*ASKED)
    assert (again(second)["all"], again(second)["nothing"]) == (0, len(ASKED))
    assert told(second) == before
    assert story.lead().pk == lead.pk
    assert story.lead().run == second
    assert bytes(story.lead().behind) == bytes(lead.behind)


def test_a_lead_that_stays_is_the_same_and_one_whose_records_changed_is_cleared(
    story: Story,
) -> None:
    story.run(*ASKED)
    lead = story.lead()
    story.publish("2024-04", [("2024-04-03", "FP-00012", "青泉商贸有限公司", "办公用品", 77_00)])
    changed = story.run(*ASKED)
    assert again(changed)["all"] + again(changed)["keys"] >= 3  # those that read payments
    assert story.lead().pk == lead.pk
    assert story.lead().state == State.OPEN
    story.publish("2024-07", BACK)
    back = story.run(*ASKED)
    assert Lead.objects.get(pk=lead.pk).state == State.CLEARED
    remembered = told(back)
    full = screening.start_run(
        unit=story.sheets.cast.county, by=story.officer, asked=ASKED, full=True
    )
    assert do(full).state == JobState.DONE
    assert again(full)["all"] == len(ASKED)
    assert told(full) == remembered


def test_a_run_that_was_stopped_goes_on_from_what_is_remembered(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = screening.start_run(unit=story.sheets.cast.county, by=story.officer, asked=ASKED)
    with monkeypatch.context() as patch:
        patch.setattr("sunledger.screening.queueing.restack", lambda *_args: 1 / 0)
        assert do(run).state == JobState.FAILED
    later = story.run(*ASKED)
    assert again(later)["nothing"] == len(ASKED)
    assert story.lead().run == later


def test_a_run_that_was_cancelled_and_taken_up_again_ends_as_a_full_run(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.run(*ASKED)
    story.publish("2024-07", BACK)
    run = screening.start_run(unit=story.sheets.cast.county, by=story.officer, asked=ASKED)
    assert run.job is not None
    store, job = storing.store, run.job

    def cancel(*args: Any) -> None:
        store(*args)
        if run.screens.count() == 2:
            jobs.stop(job=job)

    with monkeypatch.context() as patch:
        patch.setattr(storing, "store", cancel)
        patch.setattr(progress, "BEAT_EVERY", 0.0)
        assert do(run).state == JobState.STOPPED
    assert run.screens.count() == 2
    jobs.take_up(job=job)
    assert do(run).state == JobState.DONE
    # The second half was judged by this job, the first by the one that was cancelled.
    assert again(run)["all"] + again(run)["keys"] + again(run)["nothing"] == 2
    run.refresh_from_db()
    remembered = told(run)
    later = story.run(*ASKED)
    assert again(later)["nothing"] == len(ASKED)
    assert told(later) == remembered
    full = screening.start_run(
        unit=story.sheets.cast.county, by=story.officer, asked=ASKED, full=True
    )
    assert do(full).state == JobState.DONE
    assert told(full) == remembered


def test_what_is_remembered_goes_with_the_tables_it_may_rest_on(
    story: Story, settings: Any
) -> None:
    story.run(*ASKED)
    assert any(settings.SUNLEDGER_RECALL.rglob("*.page"))
    recalled.forget()
    assert not settings.SUNLEDGER_RECALL.exists()
    assert again(story.run(*ASKED))["all"] == len(ASKED)


def test_the_page_of_a_run_says_how_much_was_judged_again(story: Story, client: Any) -> None:
    story.run(*ASKED)
    run = story.run(*ASKED)
    client.force_login(story.officer)
    page = client.get(f"/en/desk/runs/{run.code}/").content.decode()
    assert "4 nothing, for nothing they read had changed" in page
