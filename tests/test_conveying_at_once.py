"""Two people, in two processes, answer for the same unit at the same moment: one wins."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.a_site import Site

TURNS = 8
MAKE = f"""
from django.db import transaction
from sunledger.units.models import Unit
from tests.cast import at, person
from tests.conveying_story import WORKS, make_way
from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.models import Receipt
with transaction.atomic():
    way = make_way(public=True)
    units = [
        Unit.objects.create(code=f"n{{number}}", name=f"n{{number}}", parent=way.cast.county)
        for number in range({TURNS})
    ]
    for unit in units:
        for name in ("a", "b"):
            person(f"{{name}}-{{unit.code}}", name, unit, *WORKS)
    way.sent(*units)
    answer = list(Receipt.objects.order_by("pk").values_list("code", flat=True))
"""
# Each process has seen every receipt before either acts; then both act in step.
ACT = """
import time
from django.conf import settings
from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.models import Receipt
from sunledger.ledger.refusals import Conflict, NotNow
from sunledger.units.models import User
from tests.cast import at
receipts = list(Receipt.objects.select_related("unit", "matter").order_by("pk"))
answer = []
(settings.HOME / "ready-{step}-{name}").touch()
while not (go := settings.HOME / "go-{step}").exists():
    time.sleep(0.01)
start = go.stat().st_mtime + 0.2
for number, receipt in enumerate(receipts):
    by = User.objects.get(username=f"{name}-{{receipt.unit.code}}")
    time.sleep(max(0, start + number * 0.05 - time.time()))
    try:
        {act}
        answer.append("done")
    except (Conflict, NotNow):
        answer.append("told")
"""
TAKE = "conveying.acknowledge(receipt=receipt, by=by, at=at())"
WORDS = 'conveying.words_only(receipt=receipt, note="学了。", by=by, look={"seen": 0, "at": at()})'
REFUSE = 'conveying.not_ours(receipt=receipt, reason="无关。", by=by, look={"seen": 0, "at": at()})'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(Path(tmp_path_factory.mktemp("conveying_at_once")))
    yield site
    site.drop()


def both(site: Site, step: str, acts: dict[str, str]) -> set[tuple[str, ...]]:
    """Let two processes act in step; return how each pair of acts came out."""
    with ThreadPoolExecutor(2) as pool:
        people = [
            pool.submit(site.ask, ACT.format(step=step, name=name, act=act))
            for name, act in acts.items()
        ]
        while not all((site.home / f"ready-{step}-{name}").exists() for name in acts):
            assert not any(person.done() for person in people)
            time.sleep(0.01)
        (site.home / f"go-{step}").touch()
    return set(zip(*(person.result() for person in people), strict=True))


def test_of_two_who_act_for_a_unit_at_once_one_wins_and_the_other_is_told(site: Site) -> None:
    assert len(site.ask(MAKE)) == TURNS
    once = {("done", "told"), ("told", "done")}
    assert both(site, "take", {"a": TAKE, "b": TAKE}) <= once
    assert site.rows("SELECT count(*) FROM decisions_acknowledgement") == [(TURNS,)]
    assert both(site, "answer", {"a": WORDS, "b": REFUSE}) <= once
    assert site.rows("SELECT count(*) FROM decisions_reply") == [(TURNS,)]
    assert "ok" in site.run("verify")
