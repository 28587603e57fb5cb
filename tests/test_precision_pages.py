"""Anyone reads how often a screen was right, by version and place; of too few nobody is told."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.screening import places, precision, results
from sunledger.screening.precision import Precision
from sunledger.units.models import Unit
from tests.pilot_story import TWICE, Pilot, make_pilot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def pilot(db: None) -> Pilot:
    return make_pilot()


def counted(confirmed: int, checked: int) -> Precision:
    wrong = {"unfounded": checked - confirmed}
    return Precision("s", checked, 0, 0, confirmed, wrong, 0, 0)


def page(path: str) -> str:
    answer = Client().get(f"/en{path}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("checked", "untold"),
    [
        ({"a": 9, "b": 7}, set()),
        ({"a": 9, "b": 4}, {"a", "b"}),  # b would be the difference to the whole
        ({"a": 9, "b": 7, "c": 1}, {"b", "c"}),
        ({"a": 9, "b": 3, "c": 2}, {"b", "c"}),
        ({"a": 9, "b": 0}, {"b"}),
        ({"a": 3}, {"a"}),
    ],
)
def test_too_few_are_not_told_nor_to_be_reckoned(checked: dict[str, int], untold: set[str]) -> None:
    told = places.told({part: counted(0, count) for part, count in checked.items()})
    assert set(told.untold) == untold
    assert {part for part, _ in told.parts} == set(checked) - untold


def test_a_place_is_a_county_with_all_below_it_and_never_smaller(pilot: Pilot) -> None:
    county = pilot.story.sheets.cast.county
    pilot.pairs(8)
    pilot.run()
    pilot.right(2)
    pilot.wrong(4)
    told = places.of_places(TWICE)
    assert told.parts == ((None, precision.of_screen(TWICE)),), "no unit is a county yet"
    Unit.objects.filter(pk=county.pk).update(kind="county")
    ((place, counts),) = places.of_places(TWICE).parts
    assert (place, counts.confirmed, counts.checked) == (county, 2, 6)
    Unit.objects.filter(pk=pilot.story.sheets.village.pk).update(kind="county")
    ((place, _),) = places.of_places(TWICE).parts
    assert place == county, "a county in a county is a part of it"


def test_the_page_of_a_screen_tells_versions_places_and_what_counts(pilot: Pilot) -> None:
    Unit.objects.filter(pk=pilot.story.sheets.cast.county.pk).update(kind="county")
    pilot.pairs(8)
    pilot.run()
    pilot.right(2)
    few = page(f"/screens/{TWICE}/")
    assert "too few to say" in few
    assert "2 of 2 leads" in few
    assert "Qinghe County</a></th>" not in few
    pilot.wrong(4)
    told = page(f"/screens/{TWICE}/")
    assert "2 of 6 leads" in told
    assert "between 10% and 70%" in told
    assert "Qinghe County</a></th>" in told
    assert f"Version {pilot.screen.version}" in told
    assert "This version is in pilot" in told
    assert "Its level: 20% confirmed" in told
    assert "Not counted: what is open or in work" in told
    assert told.count("not done</a>") == 0
    assert told.count("· not done ·") == 2, "what its leads became, with the unit's answers"


def test_what_was_decided_is_read_by_everyone_without_the_person(pilot: Pilot) -> None:
    pilot.switch("off", "等候新版名册。")
    told = page(f"/screens/{TWICE}/")
    assert "This version is switched off" in told
    assert "等候新版名册。" in told
    assert "Qinghe County, lead" in told
    assert pilot.story.officer.name not in told
    assert "/seal/" in told


def test_money_stands_in_three_columns_and_each_item_is_counted_once(pilot: Pilot) -> None:
    pilot.pairs(3)
    pilot.run()
    first, second, third = (pilot.take_up(lead) for lead in pilot.open()[:3])
    for item, found in ((first, 500_00), (second, 70_00), (third, 9_00)):
        Item.objects.filter(pk=item.pk).update(found_amount=found, future_amount=found // 10)
        item.refresh_from_db()
    ledger.merge(item=second, into=first, reason="同一合同。", by=pilot.story.officer)
    first.refresh_from_db()
    pilot.found_so(first)
    (money,) = results.money(TWICE)
    assert (money.currency, money.found, money.recovered, money.future) == ("CNY", 500_00, 0, 50_00)
    assert [item.pk for item in results.closed_items(TWICE)] == [first.pk]
    told = page(f"/screens/{TWICE}/")
    assert "¥500.00" in told
    assert "¥550.00" not in told


def test_all_screens_stand_on_one_page_with_as_many_questions_as_one(
    pilot: Pilot, django_assert_max_num_queries: Any
) -> None:
    pilot.pairs(40)
    pilot.story.run(TWICE, "split_payments", "benford", "days_off")
    pilot.wrong(5)
    with django_assert_max_num_queries(8):
        told = page("/screens/precision/")
    assert "In pilot" in told
    assert f"/en/screens/{TWICE}/" in told
    kept = pilot.story.run(TWICE).screens.get().kept_back
    assert kept == 41 - 30 - 0
    assert f'data-label="Kept back">{kept}<' in page("/screens/precision/")


def test_the_files_say_what_the_pages_say(pilot: Pilot) -> None:
    pilot.pairs(8)
    pilot.run()
    pilot.right(2)
    rows = Client().get(f"/en/screens/{TWICE}/precision.csv").content.decode().splitlines()
    assert rows[0].startswith("\ufeffscreen,part,course,confirmed,checked,share")
    assert rows[1].startswith(f"{TWICE},all,in pilot,2,2,,,,0.2")
    assert f"{TWICE},version {pilot.screen.version},,,too few (<5)" in rows[2]
    pilot.wrong(4)
    rows = Client().get("/en/screens/precision/all.csv").content.decode().splitlines()
    assert rows[1].startswith(f"{TWICE},all,in pilot,2,6,0.333,0.097,0.7,0.2")
    assert Client().get("/en/screens/nothing/precision.csv").status_code == 404
    assert settings.SUNLEDGER_PRECISION["few"] == 5


def test_of_screens_over_registers_of_persons_only_numbers_are_told(
    pilot: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot.pairs(3)
    pilot.run()
    pilot.right(2)
    monkeypatch.setattr("sunledger.web.pages.public_precision.stays_inside", lambda _screen: True)
    told = page(f"/screens/{TWICE}/")
    assert "told in numbers only" in told
    assert "· not done ·" not in told
