"""Long work is kept with what it belongs to, tells how far it is, and is never done twice."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from sunledger.jobs import actions, progress, queue, runner
from sunledger.jobs.models import Job, State
from sunledger.jobs.progress import Progress
from tests import job_work
from tests.job_settings import SUNLEDGER_WORK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def work(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A site that knows the tests' work, and whose steps all tell."""
    settings.SUNLEDGER_WORK = SUNLEDGER_WORK
    monkeypatch.setattr(progress, "BEAT_EVERY", 0.0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE tally (job varchar(26), number integer)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE tally")


def tally() -> list[int]:
    """Return every number that was written, as often as it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM tally ORDER BY number")
        return [row[0] for row in cursor.fetchall()]


def counting(upto: int = 20, **args: Any) -> Job:
    return actions.start(work="count", args={"upto": upto, **args})


def claimed(job: Job) -> Progress:
    """Return the progress of a worker that has just taken the job."""
    assert runner.claim(job)
    return Progress(job)


def lost(job: Job) -> Job:
    """Make the job one whose worker has been silent for a minute."""
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - timedelta(minutes=1))
    job.refresh_from_db()
    return job


def test_work_is_done_and_its_result_kept() -> None:
    job = actions.run_here(counting(20))
    assert (job.state, job.done, job.total, job.percent) == (State.DONE, 20, 20, 100)
    assert job.result == {"counted": 20}
    assert tally() == list(range(20))


def test_work_that_was_done_here_is_not_left_in_the_queue() -> None:
    actions.run_here(counting())
    assert not DBTaskResult.objects.ready().exists()


def test_a_job_is_done_once_however_often_it_is_taken() -> None:
    job = counting(5)
    queue.put(job)
    for task in DBTaskResult.objects.ready():
        task.task.call(*task.args_kwargs["args"])
    assert tally() == list(range(5))
    with pytest.raises(actions.NotNow):
        actions.run_here(job)


def test_unknown_work_is_refused() -> None:
    with pytest.raises(LookupError, match="fly"):
        actions.start(work="fly", args={})


def test_a_job_is_kept_or_dropped_with_what_it_belongs_to() -> None:
    with transaction.atomic():
        counting()
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_what_the_work_refuses_is_said_in_the_readers_language() -> None:
    job = actions.run_here(actions.start(work="refuse", args={}))
    assert job.state == State.FAILED
    with translation.override("en"):
        assert job.error == "Line 7 cannot be read."


def test_an_unforeseen_failure_gives_nothing_away(caplog: pytest.LogCaptureFixture) -> None:
    job = actions.run_here(actions.start(work="break_down", args={"secret": "210102199003071234"}))
    assert job.state == State.FAILED
    assert job.code in job.error
    assert "210102199003071234" not in job.error
    assert job.code in caplog.text


def test_waiting_work_stops_at_once() -> None:
    job = actions.stop(job=counting())
    assert job.state == State.STOPPED
    with pytest.raises(actions.NotNow):
        actions.run_here(job)


def test_running_work_stops_at_its_next_step() -> None:
    job = counting()
    mine = claimed(job)
    mine.step(1)
    actions.stop(job=job)
    with pytest.raises(progress.Stopped):
        mine.step(2)


def test_work_that_ended_cannot_be_stopped() -> None:
    job = actions.run_here(counting())
    with pytest.raises(actions.NotNow):
        actions.stop(job=job)


def test_work_that_was_finished_when_the_stop_came_is_done() -> None:
    job = counting(0)
    assert runner.claim(job)
    Job.objects.filter(pk=job.pk).update(stop_asked=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress, "BEAT_EVERY", 60.0)
        patch.setattr(Progress, "total", lambda self, total: None)
        patch.setattr(job_work, "count", lambda progress, **args: {"counted": 0})
        assert runner.run(job).state == State.DONE


def test_stopped_work_goes_on_from_its_saved_point() -> None:
    job = counting(20)
    mine = claimed(job)
    with transaction.atomic(), connection.cursor() as cursor:
        for number in range(10):
            cursor.execute(job_work.ADD, [job.code, number])
        mine.save({"next": 10})
    Job.objects.filter(pk=job.pk).update(state=State.STOPPED, ended_at=timezone.now())
    job = actions.run_here(actions.take_up(job=job))
    assert job.result == {"counted": 10}
    assert tally() == list(range(20))


def test_work_that_is_done_cannot_be_taken_up_again() -> None:
    job = actions.run_here(counting())
    with pytest.raises(actions.NotNow):
        actions.take_up(job=job)


def test_work_of_a_silent_worker_is_taken_up_again() -> None:
    job = counting()
    claimed(job)
    assert queue.take_up_lost(timezone.now()) == []
    lost(job)
    assert queue.take_up_lost(timezone.now()) == [job.code]
    job.refresh_from_db()
    assert (job.state, job.losses) == (State.QUEUED, 1)
    assert DBTaskResult.objects.ready().filter(pk=job.task).exists()
    assert queue.take_up_lost(timezone.now()) == []


def test_work_that_waits_long_for_a_worker_keeps_its_one_place() -> None:
    job = lost(counting())
    assert queue.take_up_lost(timezone.now()) == []
    assert DBTaskResult.objects.filter(pk=job.task).count() == 1


def test_work_whose_worker_died_before_it_began_is_taken_up_again() -> None:
    job = lost(counting())
    DBTaskResult.objects.get(pk=job.task).claim("a worker that dies here")
    assert queue.take_up_lost(timezone.now()) == [job.code]
    job.refresh_from_db()
    assert DBTaskResult.objects.ready().filter(pk=job.task).exists()


def test_a_worker_that_wakes_up_too_late_can_write_nothing() -> None:
    job = counting()
    late = claimed(job)
    queue.take_up_lost(timezone.now() + timedelta(minutes=1))
    with pytest.raises(progress.TakenOver):
        late.step(3)
    assert runner.claim(Job.objects.get(pk=job.pk))
    with pytest.raises(progress.TakenOver), transaction.atomic():
        late.save({"next": 3})
    job.refresh_from_db()
    assert job.point == {}


def test_a_late_worker_does_not_end_the_job_of_another() -> None:
    job = counting()
    assert runner.claim(job)
    Job.objects.filter(pk=job.pk).update(attempts=2)
    assert runner.run(job).state == State.RUNNING


def test_a_point_is_saved_only_with_the_rows_it_speaks_of(
    transactional_db: None, settings: Settings
) -> None:
    mine = claimed(counting())
    with pytest.raises(RuntimeError, match="in the transaction"):
        mine.save({"next": 1})


def test_work_that_kills_every_worker_is_given_up(settings: Settings) -> None:
    job = counting()
    for _time in range(settings.SUNLEDGER_LOSSES + 1):
        job.refresh_from_db()
        assert runner.claim(job)
        lost(job)
        queue.take_up_lost(timezone.now())
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.has_ended
    with translation.override("en"):
        assert job.error == "The worker ended 4 times at the same point of this work."


def test_work_that_moves_on_between_losses_is_not_given_up(settings: Settings) -> None:
    job = counting()
    for number in range(settings.SUNLEDGER_LOSSES + 3):
        job.refresh_from_db()
        mine = claimed(job)
        with transaction.atomic():
            mine.save({"next": number})
        lost(job)
        queue.take_up_lost(timezone.now())
    job.refresh_from_db()
    assert job.state == State.QUEUED


def test_an_ending_process_puts_its_work_back(monkeypatch: pytest.MonkeyPatch) -> None:
    job = counting()
    monkeypatch.setattr(progress.halt, "is_set", lambda: True)
    job = actions.run_here(job)
    assert job.state == State.QUEUED
    assert DBTaskResult.objects.ready().filter(pk=job.task).exists()


def test_a_job_that_ended_says_when() -> None:
    job = counting()
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=State.DONE)
