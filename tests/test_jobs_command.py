"""Those at the machine see the long work, stop it, and take it up again."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from pytest_django import Settings

from sunledger.jobs import actions
from sunledger.jobs.models import Job, State
from tests.job_settings import SUNLEDGER_WORK

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(settings: Settings) -> Job:
    """A job that will fail when it is done."""
    settings.SUNLEDGER_WORK = SUNLEDGER_WORK
    return actions.start(work="refuse", args={})


def jobs(*words: str) -> str:
    """Run the command and return what it said."""
    said = io.StringIO()
    with translation.override("en"):
        call_command("jobs", *words, stdout=said)
    return said.getvalue()


def test_jobs_are_shown_a_line_each(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(done=7, total=20, note="at 7")
    assert jobs() == f"{job.code}  refuse  waiting  7/20  at 7\n"


def test_a_job_that_failed_says_why(job: Job) -> None:
    actions.run_here(job)
    assert jobs(job.code).endswith("failed  Line 7 cannot be read.\n")
    assert "waiting" in jobs(job.code, "--take-up")


def test_a_job_is_stopped(job: Job) -> None:
    assert "stopped" in jobs(job.code, "--stop")
    job.refresh_from_db()
    assert job.state == State.STOPPED


def test_a_job_that_ended_is_not_waited_for(job: Job) -> None:
    actions.run_here(job)
    assert "failed" in jobs(job.code, "--watch")


def test_an_unknown_job_is_refused(job: Job) -> None:
    with pytest.raises(CommandError, match="nothing"):
        jobs("nothing")
