"""Two people, in two processes, act on the same item at the same moment: one wins, one is told."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.a_site import Site

ITEMS = 12
MAKE = f"""
from django.contrib.auth import get_user_model
from django.db import transaction
from tests import ledger_story
from tests.cast import make_cast
with transaction.atomic():
    cast = make_cast()
    answer = [ledger_story.{{make}}(cast).code for _ in range({ITEMS})]
"""
# Each process has seen every item as it was before either acts; then both act in step.
ACT = """
import time
from django.conf import settings
from django.contrib.auth import get_user_model
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Conflict
from tests.cast import at, day
by = get_user_model().objects.get(username="{by}")
items = list(Item.objects.select_related("doer", "receiver").order_by("pk"))
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


class Person(NamedTuple):
    """Somebody of two who act at once: the move, who makes it, and the state it leads to."""

    move: str
    by: str
    act: str
    to: str


# How the items stand, and the two who act on each of them.
RACES: dict[str, tuple[str, tuple[Person, Person]]] = {
    "judging": (
        "answered",
        (
            Person("verify", "checker", 'verify(item=item, note="属实。", {w})', "verified"),
            Person("send_back", "checker", 'send_back(item=item, reason="不行。", {w})', "working"),
        ),
    ),
    "transfer": (
        "passed_on",
        (
            Person("accept", "inspector", "accept(item=item, {w})", "signed"),
            Person(
                "allot", "lead", 'allot(item=item, to=item.doer, reason="镇办。", {w})', "assigned"
            ),
        ),
    ),
    "time": (
        "assigned",
        (
            Person("pause", "lead", 'pause(item=item, reason="雨", until=day(9), {w})', "paused"),
            Person("answer", "worker", 'answer(item=item, note="完成。", {w})', "answered"),
        ),
    ),
}


@pytest.fixture(params=RACES)
def race(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, tuple[Person, Person]]]:
    """A site whose items all stand where two people are about to act on them."""
    site = Site(Path(tmp_path_factory.mktemp("at_once")))
    make, people = RACES[request.param]
    assert len(site.ask(MAKE.format(make=make))) == ITEMS
    yield site, people
    site.drop()


def test_of_two_who_act_at_once_one_wins_and_the_other_is_told(
    race: tuple[Site, tuple[Person, Person]],
) -> None:
    site, two = race
    scripts = [
        ACT.format(name=one.move, by=one.by, act="ledger." + one.act.format(w="by=by, at=at(3)"))
        for one in two
    ]
    with ThreadPoolExecutor(2) as pool:
        people = [pool.submit(site.ask, script) for script in scripts]
        while not all((site.home / f"ready-{one.move}").exists() for one in two):
            assert not any(person.done() for person in people)
            time.sleep(0.01)
        (site.home / "go").touch()
    outcomes = list(zip(*(person.result() for person in people), strict=True))
    assert set(outcomes) <= {("done", "told"), ("told", "done")}
    taken = site.rows("SELECT move FROM ledger_step")
    assert sum(taken.count((one.move,)) for one in two) == ITEMS
    states = dict(site.rows("SELECT state, count(*) FROM ledger_item GROUP BY state"))
    won = sum(outcome[0] == "done" for outcome in outcomes)
    assert tuple(states.get(one.to, 0) for one in two) == (won, ITEMS - won)
