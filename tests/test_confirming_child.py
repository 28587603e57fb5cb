"""Reading a large file: it says how far it is, and ends at once when it is asked to."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sunledger.decisions import intake, intake_child, readprogram
from sunledger.decisions.models import SourceState
from sunledger.jobs import actions as jobs
from sunledger.jobs import progress as watching
from sunledger.jobs.models import Job, State
from tests import readout_files as files
from tests.cast import Cast, at

Reading = Callable[[bytes, str, intake_child.Tell], dict[str, Any]]
LINES = ["The Dahe Board met on 4 March 2024.", "The clerk must publish the accounts by 1 May."]


def test_each_page_is_a_step() -> None:
    told: list[tuple[int, int]] = []
    readprogram.found(files.pdf(LINES), "minutes.pdf", lambda *steps: told.append(steps))
    assert told == [(0, 2), (1, 2)]


def test_the_process_tells_its_steps_and_gives_what_it_found() -> None:
    told: set[tuple[int, int]] = set()
    found = intake_child.found(files.pdf(LINES), "minutes.pdf", lambda *steps: told.add(steps))
    assert found["text"].startswith("The Dahe Board met")
    assert told <= {(0, 1), (0, 2), (1, 2)}
    assert told


def test_only_whole_lines_count_as_steps(tmp_path: Path) -> None:
    told = tmp_path / "told"
    told.write_bytes(b"0 12\nCropBox missing\n3 12\n4 1")
    assert intake_child._steps(told) == (3, 12)


def test_whoever_stops_it_ends_the_process_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[Any] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            began.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)

    def stop(done: int, of: int) -> None:
        raise watching.Stopped

    with pytest.raises(watching.Stopped):
        intake_child.found(files.pdf(LINES * 20), "minutes.pdf", stop)
    (child,) = began
    assert child.poll() not in (None, 0)


def test_a_reading_that_was_stopped_is_taken_up_anew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SUNLEDGER_READOUT_AT_ONCE = 0
    monkeypatch.setattr(watching, "BEAT_EVERY", 0.0)
    source = intake.give(
        unit=cast.county, content=files.pdf(LINES), file_name="minutes.pdf", by=cast.lead, at=at()
    )
    reading: Reading = intake._found  # type: ignore[attr-defined]

    def asked_to_stop(content: bytes, name: str, tell: intake_child.Tell) -> dict[str, Any]:
        Job.objects.filter(pk__in=[source.job_id]).update(stop_asked=True)
        return reading(content, name, tell)

    monkeypatch.setattr(intake, "_found", asked_to_stop)
    assert source.job is not None
    assert jobs.run_here(source.job).state == State.STOPPED
    source.refresh_from_db()
    assert source.state == SourceState.WAITING
    monkeypatch.setattr(intake, "_found", reading)
    jobs.take_up(job=source.job)
    assert jobs.run_here(source.job).state == State.DONE
    source.refresh_from_db()
    assert source.state == SourceState.READ
    assert source.text.startswith("The Dahe Board met")
