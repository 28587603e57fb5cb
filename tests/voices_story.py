"""Ways through the life of a suggestion, for the tests of the voices and of the pages over them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.units.models import Post, Power, Unit, User
from sunledger.voices import actions as voices
from sunledger.voices import limits
from sunledger.voices.actions import Heard
from sunledger.voices.figures import figures
from sunledger.voices.models import Voice
from tests import ledger_story
from tests.cast import Cast, at, day, person

TITLE = "村口装路灯"
TEXT = "村口到学校的路晚上很黑，建议在小桥两头各装一盏路灯。"
ANSWER = "路段已查看，今年装两盏。"


def town_clerk(cast: Cast) -> User:
    """Return the town's clerk for suggestions, who answers and opens items for the town."""
    return person("townclerk", "镇办事员", cast.town, Power.ANSWER, Power.ASSIGN)


def words(unit: Unit | None, **more: Any) -> dict[str, Any]:
    """Return a suggestion as its author writes it."""
    given: dict[str, Any] = {
        "unit": unit,
        "known": unit is not None,
        "about": None,
        "theme": "roads",
        "title": TITLE,
        "text": TEXT,
        "may_publish": True,
    }
    return given | more


def heard(unit: Unit | None, days: int = 0, **more: Any) -> Heard:
    """Return a suggestion that was received, with its code."""
    giver = more.pop("giver", "public")
    return voices.hear(giver=giver, at=at(days), **words(unit, **more))


def received(unit: Unit | None, days: int = 0, **more: Any) -> Voice:
    """Return a suggestion that was received."""
    return heard(unit, days, **more).voice


def answered(cast: Cast, **more: Any) -> Voice:
    """Return one that the town has answered."""
    voice = received(cast.town, **more)
    return voices.answer(voice=voice, answer=ANSWER, by=cast.worker, on=day(2))


def work(cast: Cast, **more: Any) -> dict[str, Any]:
    """Return what is to be done about it: the town does it, the county checks it."""
    what: dict[str, Any] = {
        "title": "小桥照明",
        "problem": "桥头一段没有照明。",
        "target": "两盏灯",
        "doer": cast.town,
        "checker": cast.county,
        "due": day(20),
        "needs": [],
    }
    return what | more


def adopted(cast: Cast, voice: Voice, by: User | None = None, **more: Any) -> Item:
    """Return the item that it became."""
    what = work(cast, **more)
    return voices.adopt(voice=voice, answer=ANSWER, by=by or cast.lead, at=at(2), **what)


def worked_out(cast: Cast, item: Item, outcome: str = "put_right") -> Item:
    """Return the item done, checked and closed."""
    item = ledger.answer(item=item, note="两盏灯已装好。", by=cast.worker, at=at(5))
    item = ledger.verify(item=item, note="现场看过，灯亮。", by=cast.checker, at=at(6))
    item = ledger_story.heard(item, cast.lead, 6)
    closing = {"result": "小桥两头各装了一盏灯。", "outcome": outcome, "exemption": "小额事项。"}
    return ledger.close(item=item, by=cast.lead, at=at(7), **closing)


def member(cast: Cast) -> tuple[User, Post]:
    """Return a deputy of the county's congress, with the post."""
    deputy = person("deputy", "代表", cast.county)
    return deputy, deputy.holdings.get().post


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin each test of a module that takes this in with no flood counted, and in English."""
    limits.forget()
    with translation.override("en"):
        yield


def figure(unit: Any, key: str, on: int = 0) -> tuple[int, int | None]:
    """Return a figure and its denominator."""
    found = next(one for one in figures(unit, day(on)) if one.key == key)
    assert found.value == found.rows.count()
    return found.value, found.of
