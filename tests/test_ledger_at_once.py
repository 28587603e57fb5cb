"""Two people, in two processes, act on the same item at the same moment: one wins, one is told."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.a_site import Site

ITEMS = 12
MAKE = f"""
from django.db import transaction
from tests.cast import make_cast
from tests.ledger_story import answered
with transaction.atomic():
    cast = make_cast()
    answer = [answered(cast).code for _ in range({ITEMS})]
"""
# Each process has seen every item as answered before either acts; then both act in step.
ACT = """
import time
from django.conf import settings
from django.contrib.auth import get_user_model
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Conflict
from tests.cast import at
by = get_user_model().objects.get(username="checker")
items = list(Item.objects.order_by("pk"))
answer = []
(settings.HOME / "ready-{name}").touch()
while not (go := settings.HOME / "go").exists():
    time.sleep(0.01)
start = go.stat().st_mtime + 0.2
for number, item in enumerate(items):
    time.sleep(max(0, start + number * 0.05 - time.time()))
    try:
        {act}
        answer.append("done")
    except Conflict:
        answer.append("told")
"""
ACTS = {
    "verify": 'ledger.verify(item=item, note="属实。", by=by, at=at(3))',
    "return": 'ledger.send_back(item=item, reason="不行。", by=by, at=at(3))',
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(Path(tmp_path_factory.mktemp("at_once")))
    site.run("migrate")
    yield site
    site.drop()


def test_of_two_who_judge_at_once_one_wins_and_the_other_is_told(site: Site) -> None:
    assert len(site.ask(MAKE)) == ITEMS
    with ThreadPoolExecutor(2) as pool:
        people = [pool.submit(site.ask, ACT.format(name=name, act=ACTS[name])) for name in ACTS]
        while not all((site.home / f"ready-{name}").exists() for name in ACTS):
            assert not any(person.done() for person in people)
            time.sleep(0.01)
        (site.home / "go").touch()
    outcomes = list(zip(*(person.result() for person in people), strict=True))
    assert set(outcomes) <= {("done", "told"), ("told", "done")}
    steps = site.rows("SELECT count(*) FROM ledger_step WHERE move IN ('verify', 'send_back')")
    assert steps == [(ITEMS,)]
    states = dict(site.rows("SELECT state, count(*) FROM ledger_item GROUP BY state"))
    won = sum(outcome[0] == "done" for outcome in outcomes)
    assert (states.get("verified", 0), states.get("working", 0)) == (won, ITEMS - won)
