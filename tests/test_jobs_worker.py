"""Real workers, really killed: what was saved is kept, and nothing is done twice."""

import json
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.a_site import Site

LOST_AFTER = 1.5


class Seen(NamedTuple):
    """A job as the database holds it, with what it wrote."""

    state: str
    attempts: int
    losses: int
    next: int
    tally: list[int]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A migrated site whose worker is taken for dead after a second and a half."""
    home = tmp_path_factory.mktemp("site")
    site = Site(home, "tests.job_settings", SUNLEDGER_LOST_AFTER=str(LOST_AFTER))
    site.ask(
        "from django.db import connection as c\n"
        "c.cursor().execute('CREATE TABLE tally (job varchar(26), number integer)')"
    )
    yield site
    site.drop()


def start(site: Site, work: str, count: int = 1, **args: Any) -> list[str]:
    """Queue work and return the codes of its jobs."""
    codes: list[str] = site.ask(
        "from sunledger.jobs import actions\n"
        f"answer = [actions.start(work={work!r}, args={args!r}).code for _ in range({count})]"
    )
    return codes


def look(site: Site, code: str) -> Seen:
    """Return what the job says of itself, and what it wrote, at one moment."""
    query = "SELECT state, attempts, losses, point, (SELECT {} FROM tally WHERE job = code) "
    query += "FROM jobs_job WHERE code = %s"
    [(state, attempts, losses, point, numbers)] = site.rows(query.format(site.listing), code)
    point = json.loads(point) if isinstance(point, str) else point
    tally = sorted(map(int, filter(None, (numbers or "").split(","))))
    return Seen(state, attempts, losses, point.get("next", 0), tally)


def wait_for_numbers(site: Site, code: str, count: int) -> None:
    """Wait, at most half a minute, until the work has written so many numbers."""
    for _attempt in range(300):
        if len(look(site, code).tally) >= count:
            return
        time.sleep(0.1)
    raise AssertionError("the work did not come so far")


def end(worker: "subprocess.Popen[str]", number: signal.Signals) -> str:
    """Send a signal, wait for the end, and return what the worker complained about."""
    worker.send_signal(number)
    _out, complaints = worker.communicate(timeout=60)
    return complaints


def kill_and_go_on(site: Site, upto: int, kills: int) -> None:
    """Kill workers in the midst of the same work, and let a last one finish it."""
    [code] = start(site, "count", upto=upto, portion=5, nap=0.005)
    chance = random.Random(20240304)
    for time_ in range(kills):
        goal = upto * time_ // kills + chance.randrange(1, upto // kills)
        worker = site.start("worker", "--interval", "0.1")
        wait_for_numbers(site, code, goal)
        time.sleep(chance.random() * 0.05)
        end(worker, signal.SIGKILL)
        seen = look(site, code)
        assert seen.tally == list(range(seen.next))
        assert seen.state == "running"
    site.run("worker", "--drain", "--interval", "0.1")
    seen = look(site, code)
    assert seen.state == "done"
    assert seen.attempts == kills + 1
    assert seen.tally == list(range(upto))


def test_a_worker_that_is_killed_loses_and_doubles_nothing(site: Site) -> None:
    kill_and_go_on(site, upto=100, kills=1)


@pytest.mark.long
def test_a_worker_that_is_killed_again_and_again_loses_and_doubles_nothing(site: Site) -> None:
    kill_and_go_on(site, upto=2000, kills=20)


def test_a_worker_that_is_asked_to_end_ends_at_the_next_step(site: Site) -> None:
    [code] = start(site, "count", upto=5000, portion=5, nap=0.01)
    worker = site.start("worker", "--interval", "0.1")
    wait_for_numbers(site, code, 1)
    began = time.monotonic()
    assert "Traceback" not in end(worker, signal.SIGTERM)
    assert worker.returncode == 0
    assert time.monotonic() - began < 5
    seen = look(site, code)
    assert seen.state == "queued"
    assert 0 < len(seen.tally) < 5000
    assert seen.tally == list(range(seen.next))
    site.ask(
        "from sunledger.jobs import actions; from sunledger.jobs.models import Job\n"
        f"actions.stop(job=Job.objects.get(code={code!r}))"
    )


def test_two_workers_share_the_work_and_do_each_job_once(site: Site) -> None:
    codes = start(site, "count", count=12, upto=20, portion=10)
    drain(site, 2)
    for code in codes:
        seen = look(site, code)
        assert (seen.state, seen.attempts) == ("done", 1)
        assert seen.tally == list(range(20))


def drain(site: Site, workers: int) -> None:
    """Let several workers empty the queue side by side."""
    running = [site.start("worker", "--drain", "--interval", "0.1") for _ in range(workers)]
    for worker in running:
        _out, complaints = worker.communicate(timeout=90)
        assert worker.returncode == 0, complaints


@pytest.mark.long
def test_an_idle_worker_ends_when_it_is_asked(site: Site) -> None:
    worker = site.start("worker")
    time.sleep(4)
    assert "Traceback" not in end(worker, signal.SIGTERM)
    assert worker.returncode == 0


@pytest.mark.long
def test_one_long_step_is_not_taken_for_death(site: Site) -> None:
    [code] = start(site, "sleep", seconds=LOST_AFTER * 2.5)
    drain(site, 2)
    seen = look(site, code)
    assert (seen.state, seen.attempts) == ("done", 1)


@pytest.mark.long
def test_work_that_kills_its_workers_is_given_up_and_the_queue_goes_on(site: Site) -> None:
    [deadly] = start(site, "kill_itself")
    for _time in range(4):
        worker = site.start("worker", "--drain", "--interval", "0.1")
        worker.communicate(timeout=90)
        assert worker.returncode == -signal.SIGKILL
    drain(site, 1)
    seen = look(site, deadly)
    assert (seen.state, seen.losses) == ("failed", 4)
