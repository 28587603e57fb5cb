"""Two people, in two processes, each let one item wait for the other: no circle comes about."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.a_site import Site

PAIRS = 8
MAKE = f"""
from django.db import transaction
from tests.cast import make_cast
from tests.programme_story import root
with transaction.atomic():
    cast = make_cast()
    answer = [root(cast).code for _ in range({2 * PAIRS})]
"""
ACT = """
import time
from django.conf import settings
from django.contrib.auth import get_user_model
from sunledger.ledger.models import Item
from sunledger.ledger.programme import actions as programme
from sunledger.ledger.refusals import NotNow
from tests.cast import at
by = get_user_model().objects.get(username="lead")
items = list(Item.objects.order_by("pk"))
answer = []
(settings.HOME / "ready-{name}").touch()
while not (go := settings.HOME / "go").exists():
    time.sleep(0.01)
start = go.stat().st_mtime + 0.2
for number in range(0, len(items), 2):
    time.sleep(max(0, start + number * 0.05 - time.time()))
    pair = items[number], items[number + 1]
    item, after = pair if "{name}" == "there" else pair[::-1]
    try:
        programme.tie(item=item, after=after, by=by, at=at(1))
        answer.append("tied")
    except NotNow:
        answer.append("refused")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(Path(tmp_path_factory.mktemp("ties")))
    yield site
    site.drop()


def test_of_two_ties_that_would_make_a_circle_one_is_refused(site: Site) -> None:
    assert len(site.ask(MAKE)) == 2 * PAIRS
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(site.ask, ACT.format(name=name)) for name in ("there", "back")]
        while not all((site.home / f"ready-{name}").exists() for name in ("there", "back")):
            if any(one.done() for one in asked):
                break
            time.sleep(0.05)
        (site.home / "go").touch()
        there, back = (one.result() for one in asked)
    both = [sorted(pair) for pair in zip(there, back, strict=True)]
    assert both == [["refused", "tied"]] * PAIRS
