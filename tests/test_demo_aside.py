"""The made-up province shows every way that an item can go, and each is as the ledger allows."""

from datetime import date

import pytest

from sunledger.demo.aside import go_aside, look_back
from sunledger.demo.books import Book
from sunledger.demo.fair import be_fair
from sunledger.demo.fill import Filled, _found
from sunledger.demo.people import settle
from sunledger.demo.province import build
from sunledger.demo.registers import Registers
from sunledger.ledger import clock, lookback, restate
from sunledger.ledger.models import Fairness, Item, Outcome, State
from sunledger.ledger.procedures import Standing
from sunledger.seal.verify import check_facts, check_log

ON = date(2026, 11, 22)


@pytest.mark.django_db
def test_every_way_aside_has_an_item_and_fairness_its_three_ends() -> None:
    province = build(1)
    units = _found(province)
    people = settle(province, units, "none", date(2024, 1, 1))
    place = province.of("village")[0]
    book = Book(place, "2026-10", ())
    filled = Filled(province, units, people, (), "none", book, Registers(0))
    here = go_aside(filled, ON)
    be_fair(here)
    due = lookback.all_due(ON).count()
    look_back(here)
    assert due == 0 or lookback.counts(ON).made > 0
    states = set(Item.objects.values_list("state", flat=True))
    assert states >= {
        *(State.PAUSED, State.LONG_TERM, State.NOTICE, State.SIGNED, State.REFERRED),
        *(State.MERGED, State.CONFIRMED, State.SHAM, State.OPENED, State.CLOSED),
    }
    assert Item.objects.filter(outcome=Outcome.NOT_DONE).exists()
    assert any(clock.is_prolonged(item) for item in Item.objects.filter(state=State.WORKING))
    ends = dict(Fairness.objects.values_list("procedure", "standing"))
    assert ends == dict.fromkeys(["tolerance", "clearing", "recognition"], Standing.PUBLISHED)
    assert not check_log()
    assert not list(check_facts(restate.restated()))
