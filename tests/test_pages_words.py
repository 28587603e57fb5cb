"""Nothing on a page is told by its code: the kinds of facts, the units and days of a step."""

import pytest
from django.test import Client
from django.utils import translation

from sunledger.decisions.conveying.sealing import SAYINGS
from sunledger.disclosure import restate
from sunledger.ledger import announced, fairface, standing
from sunledger.ledger.models import Move
from sunledger.voices import face
from sunledger.web.pages.public_seal import WHAT
from tests import ledger_story
from tests.cast import Cast
from tests.pages_world import at


def test_every_kind_of_fact_has_words_on_the_page_of_the_seal() -> None:
    said = {*restate.WHATS, *announced.KINDS, face.DECIDED, face.SHOWN, "result", "decided"}
    said |= {one.what for one in SAYINGS}
    said |= {f"fairness-{name}" for name in fairface.SAID.values()}
    assert said <= set(WHAT)


@pytest.mark.parametrize(("language", "due"), [("zh-hans", "年"), ("en", " 20")])
def test_a_step_names_its_units_and_its_day_in_words(cast: Cast, language: str, due: str) -> None:
    item = ledger_story.assigned(cast)
    with translation.override(language):
        doer, checker, day = standing.told(item.steps.get(move=Move.ASSIGN))
        assert str(item.doer) in doer
        assert str(item.checker) in checker
    assert due in day
    assert str(item.due) not in day


def test_the_wall_names_its_months_in_words(cast: Cast) -> None:
    ledger_story.assigned(cast, public=True)
    page = Client().get(at("wall"), {"from": "2024-03"}).content.decode()
    assert "2024年3月" in page
