"""The worker is killed while it reads a sheet: nothing half saved is seen, and nothing doubles."""

import random
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.a_site import Site

ROWS = 5000
BEGIN = """
from sunledger.disclosure import actions
from sunledger.disclosure.models import Batch, Record, State, Upload
from tests.disclosure_story import make_story
"""
HAND_IN = (
    BEGIN
    + """
story = make_story()
lines = ["付款日期,凭证号,收款单位（人）,用途,金额"]
for n in range({rows}):
    lines.append(f"2024-03-{{1 + n % 28:02}},记-{{n}},青泉商贸有限公司,道路维修{{n}},{{n}}.50")
content = "\\n".join(lines + {more}).encode()
upload = actions.receive(
    unit=story.village, category="village-payments", period="2024-03",
    file_name="支出.csv", content=content, by=story.clerk,
)
answer = upload.code
"""
)
LOOK = (
    BEGIN
    + """
upload = Upload.objects.get(code={code!r})
batch = upload.batch
answer = {{
    "upload": upload.state, "kept": upload.content is not None,
    "batch": batch.state if batch else "", "rows": batch.rows if batch else 0,
    "numbers": list(Record.objects.order_by("number").values_list("number", flat=True)),
    "seen": Record.objects.public().count(), "batches": Batch.objects.count(),
    "job": upload.job.state, "error": upload.job.error,
    "total": batch.totals if batch else {{}},
}}
"""
)


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A migrated site whose worker is taken for dead after a second."""
    site = Site(tmp_path_factory.mktemp("site"), SUNLEDGER_LOST_AFTER="1")
    yield site
    site.drop()


def look(site: Site, code: str) -> dict[str, Any]:
    """Return what stands in the database."""
    seen: dict[str, Any] = site.ask(LOOK.format(code=code))
    return seen


def kill_a_reading(site: Site, chance: random.Random, goal: int) -> None:
    """Start a worker, wait until it has written so many records, and kill it."""
    worker = site.start("worker", "--interval", "0.1")
    for _attempt in range(600):
        if site.rows("SELECT COUNT(*) FROM disclosure_record")[0][0] >= goal:
            break
        assert worker.poll() is None
        time.sleep(0.05)
    time.sleep(chance.random() * 0.3)
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=30)


def read_with_kills(site: Site, kills: int, more: list[str]) -> dict[str, Any]:
    """Hand a sheet in, kill the worker in the midst of it, and let another one finish."""
    chance = random.Random(20240304)
    code = site.ask(HAND_IN.format(rows=ROWS, more=more))
    for time_ in range(kills):
        kill_a_reading(site, chance, ROWS * time_ // kills // 2 + 1)
        [(state,)] = site.rows("SELECT state FROM disclosure_upload WHERE code = %s", code)
        if state not in ("waiting", "reading"):
            break
        seen = look(site, code)
        assert seen["batch"] == "reading"
        assert seen["seen"] == 0
        assert seen["numbers"] == list(range(1, len(seen["numbers"]) + 1))
        assert seen["kept"]
    site.run("worker", "--drain", "--interval", "0.1")
    return look(site, code)


def test_a_reading_that_is_killed_goes_on_and_doubles_nothing(site: Site) -> None:
    seen = read_with_kills(site, kills=1, more=[])
    assert (seen["job"], seen["error"]) == ("done", "")
    assert (seen["upload"], seen["batch"], seen["rows"]) == ("taken", "draft", ROWS)
    assert seen["numbers"] == list(range(1, ROWS + 1))
    assert seen["total"] == {"CNY": sum(range(ROWS)) * 100 + ROWS * 50}
    assert (seen["batches"], seen["kept"]) == (1, False)


@pytest.mark.long
def test_a_refused_sheet_leaves_nothing_behind_though_the_worker_was_killed(site: Site) -> None:
    seen = read_with_kills(site, kills=1, more=["2024-03-04,记-x,青泉商贸有限公司,茶叶,许多"])
    assert seen["upload"] == "refused"
    assert (seen["batches"], seen["numbers"], seen["kept"]) == (0, [], False)


@pytest.mark.long
def test_a_reading_that_is_killed_again_and_again_goes_on(site: Site) -> None:
    seen = read_with_kills(site, kills=12, more=[])
    assert (seen["job"], seen["upload"], seen["batches"]) == ("done", "taken", 1)
    assert seen["numbers"] == list(range(1, ROWS + 1))
