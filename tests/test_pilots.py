"""A screen new to a site is tried on a sample; one below its level goes off; a person decides."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from sunledger.ledger import actions as ledger
from sunledger.ledger.refusals import Incomplete
from sunledger.screening import actions as screening
from sunledger.screening import course, precision, restate
from sunledger.screening.models import Course, Lead, Reason, State, Switch
from sunledger.screening.refusals import NotNow
from sunledger.seal import verify
from sunledger.units.access import NotAllowed
from tests.pilot_story import TWICE, Pilot, make_pilot
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small numbers: a pilot of six, of which four are enough."""
    numbers: dict[str, Any] = {**settings.SUNLEDGER_PRECISION, "pilot_leads": 6, "enough": 4}
    numbers["levels"] = [
        {"since": "2020-01-01", "of": "", "share": 0.5},
        {"since": "2999-01-01", "of": "", "share": 0.9},
    ]
    monkeypatch.setattr(settings, "SUNLEDGER_PRECISION", numbers)


@pytest.fixture
def pilot(db: None) -> Pilot:
    return make_pilot()


def test_a_new_screen_raises_a_sample_and_keeps_the_rest_back(pilot: Pilot) -> None:
    pilot.pairs(20)
    done = pilot.run()
    assert (done.course, done.raised, done.opened, done.kept_back) == ("pilot", 21, 6, 15)
    first = [lead.key for lead in pilot.open()]
    assert len(first) == 6
    again = pilot.run()
    assert (again.opened, again.kept_back) == (0, 15)
    assert [lead.key for lead in pilot.open()] == first


def test_the_sample_is_drawn_by_lot_and_not_by_weight(pilot: Pilot) -> None:
    now = pilot.standing()
    keys = [f"{number:032x}" for number in range(40)]
    drawn = course.drawn(now, keys)
    assert drawn == course.drawn(now, reversed(keys)), "everybody draws the same"
    assert drawn != keys
    other = replace(now, version="another")
    assert course.drawn(other, keys) != drawn, "another version draws anew"


def test_a_lead_that_teaches_nothing_leaves_its_place_to_another(pilot: Pilot) -> None:
    pilot.pairs(20)
    pilot.run()
    small = pilot.open()[0]
    screening.dismiss(lead=small, reason=Reason.SMALL, note="小额。", by=pilot.story.officer)
    pilot.wrong(1)
    done = pilot.run()
    assert (done.opened, len(pilot.open())) == (1, 5), "what was checked keeps its place"


def test_a_pilot_goes_on_by_the_decision_of_a_person_once_enough_is_known(pilot: Pilot) -> None:
    pilot.pairs(20)
    pilot.run()
    pilot.right(3)
    with pytest.raises(NotNow, match=r"3\D+4"):
        pilot.switch("full")
    pilot.right(1)
    pilot.switch("full")
    done = pilot.run()
    assert (done.course, done.kept_back, len(pilot.open())) == ("full", 0, 17)
    (decided,) = Switch.objects.all()
    assert (decided.confirmed, decided.checked, decided.level) == (4, 4, 500)
    assert (decided.by, decided.by_itself) == (pilot.story.officer, False)


def test_a_screen_below_its_level_cannot_go_on_and_switches_itself_off(pilot: Pilot) -> None:
    pilot.pairs(20)
    pilot.run()
    pilot.wrong(4)
    assert pilot.standing().high == 490
    with pytest.raises(NotNow):
        pilot.switch("full")
    done = pilot.run()
    assert (done.course, done.raised, done.opened, done.kept_back) == ("off", 21, 0, 17)
    assert not pilot.open(), "nobody is asked about what a screen raises that is off"
    assert Lead.objects.filter(state=State.DISMISSED).count() == 4
    (off,) = Switch.objects.all()
    assert off.by_itself
    assert (off.confirmed, off.checked, off.low, off.high) == (0, 4, 0, 490)


def test_few_cases_switch_nothing_off(pilot: Pilot) -> None:
    pilot.pairs(20)
    pilot.run()
    pilot.wrong(3)
    assert pilot.run().course == "pilot", "three of three may be chance: at most 56 %"


def test_a_screen_in_full_use_is_switched_off_as_well(pilot: Pilot) -> None:
    pilot.pairs(20)
    pilot.run()
    pilot.right(4)
    pilot.switch("full")
    pilot.run()
    pilot.wrong(17)
    assert pilot.run().course == "off"


def test_what_is_off_is_put_on_again_as_a_new_pilot_that_counts_from_nothing(pilot: Pilot) -> None:
    pilot.pairs(20)
    pilot.run()
    pilot.wrong(4)
    pilot.run()
    with pytest.raises(NotNow):
        pilot.switch("full")
    pilot.switch("pilot", "村账已改为按合同登记。")
    assert pilot.standing().figures.checked == 0
    done = pilot.run()
    assert (done.course, len(pilot.open())) == ("pilot", 6)
    pilot.wrong(1)
    assert pilot.standing().figures.checked == 1
    assert precision.of_screen(TWICE).checked == 5, "what was seen before stays told"


def test_another_version_is_new_to_the_site_and_leaves_open_leads_open(
    pilot: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot.pairs(20)
    pilot.run()
    pilot.right(4)
    pilot.switch("full")
    pilot.run()
    changed = {TWICE: replace(pilot.screen, version="0123456789ab")}
    monkeypatch.setattr(screening, "screens", lambda: changed)
    pilot.pairs(5, "2024-09", first=500)
    done = pilot.run()
    assert (done.course, done.opened, done.kept_back) == ("pilot", 0, 5)
    assert len(pilot.open()) == 17
    assert {lead.version for lead in pilot.open()} == {"0123456789ab"}


def test_a_decision_needs_a_reason_without_personal_data_and_power_over_the_whole_tree(
    pilot: Pilot,
) -> None:
    for reason in (" ", "王某 110101199003078515 来电"):
        with pytest.raises(Incomplete):
            pilot.switch("off", reason)
    for someone in (pilot.story.outsider, pilot.story.sheets.clerk):
        with pytest.raises(NotAllowed):
            Pilot(replace(pilot.story, officer=someone)).switch("off")
    assert not Switch.objects.exists()


def test_what_was_decided_stands_in_the_seal_and_cannot_be_changed(pilot: Pilot) -> None:
    pilot.switch("off", "等候新版名册。")
    assert not verify.check_facts(restate.restated(), {restate.SWITCHED})
    for change in (
        lambda: Switch.objects.update(reason="别的"),
        lambda: Switch.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with unguarded():
        Switch.objects.update(course=Course.FULL)
    (found,) = verify.check_facts(restate.restated(), {restate.SWITCHED})
    assert "duplicate_payments" in str(found.problem.params)


def test_figures_alone_can_only_switch_off_below_the_level(pilot: Pilot) -> None:
    facts = {"screen": TWICE, "version": "v", "at": timezone.now(), "confirmed": 0, "leaf": 10**9}
    for wrong in (
        {"course": "full", "checked": 9, "low": 0, "high": 100, "level": 500},
        {"course": "off", "checked": 9, "low": 0, "high": 500, "level": 500},
        {"course": "off", "checked": 0, "low": None, "high": None, "level": 500},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Switch.objects.create(**facts, **wrong)


def test_a_level_holds_from_its_day_and_a_screens_own_comes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        {"since": "2024-01-01", "of": "", "share": 0.2},
        {"since": "2024-06-01", "of": "", "share": 0.3},
        {"since": "2024-03-01", "of": TWICE, "share": 0.05},
    ]
    monkeypatch.setitem(settings.SUNLEDGER_PRECISION, "levels", rows)
    on = date(2024, 7, 1)
    assert course.level_of("benford", on) == 300
    assert course.level_of("benford", on - timedelta(days=60)) == 200
    assert course.level_of(TWICE, on) == 50
    assert course.level_of("benford", on.replace(year=2020)) == 0


def test_what_was_given_up_unseen_says_nothing_and_what_was_merged_ends_elsewhere(
    pilot: Pilot,
) -> None:
    pilot.pairs(3)
    pilot.run()
    unseen, into, merged = (pilot.take_up(lead) for lead in pilot.open()[:3])
    pilot.give_up(unseen)
    ledger.merge(item=merged, into=into, reason="同一合同。", by=pilot.story.officer)
    assert pilot.standing().figures.checked == 0
    into.refresh_from_db()
    pilot.found_so(into)
    now = pilot.standing().figures
    assert (now.confirmed, now.checked, now.in_work) == (2, 2, 0)
