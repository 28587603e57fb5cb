"""A changed limit is tried on past outcomes: what it would lose and spare; nothing is stored."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from sunledger import __main__ as cli
from sunledger.disclosure import actions as disclosure
from sunledger.jobs import actions as jobs
from sunledger.screening import heldtables, trial, trying
from sunledger.screening.models import Lead, Run, ScreenRun
from sunledger.screening.refusals import Incomplete, NotNow
from sunledger.screening.screen import ScreenError
from sunledger.units.access import NotAllowed
from sunledger.units.models import Unit
from sunledger.web.analyst.asking import NotUnderstood
from tests.pilot_story import TWICE, Pilot, make_pilot

pytestmark = pytest.mark.django_db
LONGER = {"reference_length": "6"}  # as it stands: numbers of four signs and more


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def pilot(db: None) -> Pilot:
    """Eight leads from 3,000.00 on, 0.17 apart, and the story's own of 4,900.00."""
    pilot = make_pilot()
    pilot.pairs(8)
    pilot.run()
    return pilot


def tried(pilot: Pilot, **more: Any) -> trial.Trial:
    given = {"units": Unit.objects.all()} | more
    asked = given.pop("asked", LONGER)
    return trial.tried(pilot.screen, asked, **given)


def by_figure(pilot: Pilot) -> list[Lead]:
    return sorted(pilot.open(), key=lambda lead: lead.figure)


def test_two_sets_of_leads_are_told_apart_by_what_is_known() -> None:
    found = trial.compared(
        before=set("abcdef"),
        after=set("abdgxy"),
        outcomes={"a": True, "b": False, "c": True, "d": True, "e": False, "g": True, "x": False,
                  "p": True, "q": False},
        known=set("abcdefgxpq"),
    )  # fmt: skip
    assert found["before"] == trial.Side(6, confirmed=3, wrong=2, unchecked=1, unseen=0)
    assert found["after"] == trial.Side(6, confirmed=3, wrong=2, unchecked=0, unseen=1)
    moved = ("found", "lost", "dropped", "added", "gone_confirmed", "gone_wrong")
    assert [found[name] for name in moved] == [1, 1, 1, 1, 1, 1]


def test_a_longer_number_is_tried_on_what_was_found_out(pilot: Pilot) -> None:
    leads = by_figure(pilot)
    assert len(leads) == 9
    confirmed, wrong = [leads[0], leads[8]], [leads[1], leads[2], leads[4]]
    for lead in confirmed:
        pilot.found_so(pilot.take_up(lead))
    for lead in wrong:
        pilot.dismissed(lead)
    found = tried(pilot)
    assert found.changed == {"reference_length": (4, 6)}
    assert found.before == trial.Side(9, confirmed=2, wrong=3, unchecked=4, unseen=0)
    assert found.after == trial.Side(5, confirmed=1, wrong=1, unchecked=3, unseen=0)
    assert (found.lost, found.found, found.dropped, found.added) == (1, 0, 2, 0)
    assert found.before.share is not None
    assert found.before.share[0] == 0.4
    recall = found.recall(found.after)
    assert recall is not None
    assert recall[0] == 0.5


def test_what_was_put_right_since_judges_neither_side(pilot: Pilot) -> None:
    pilot.wrong(9)
    batch = pilot.story.batches["2024-08"]
    disclosure.withdraw(batch=batch, reason="误报", by=pilot.story.sheets.second_reviewer)
    found = tried(pilot)
    assert (found.before.raised, found.before.wrong, found.gone_wrong) == (1, 1, 8)


def test_only_what_was_found_out_since_a_day_counts(pilot: Pilot) -> None:
    pilot.wrong(3)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert tried(pilot, since=timezone.localdate()).before.wrong == 3
    assert tried(pilot, since=tomorrow).before.wrong == 0


def test_a_trial_of_a_branch_looks_at_that_branch_alone(pilot: Pilot) -> None:
    hamlet = pilot.story.sheets.cast.hamlet
    found = tried(pilot, units=Unit.objects.below(hamlet))
    assert (found.rows, found.before.raised) == (0, 0)


def test_a_trial_stores_nothing(pilot: Pilot) -> None:
    before = (Lead.objects.count(), Run.objects.count(), ScreenRun.objects.count())
    seen = Lead.objects.values_list("seen_at", "version", "settings")
    first = list(seen)
    tried(pilot)
    assert (Lead.objects.count(), Run.objects.count(), ScreenRun.objects.count()) == before
    assert list(seen) == first


def test_a_trial_of_no_change_or_of_an_unknown_setting_is_refused(pilot: Pilot) -> None:
    with pytest.raises(Incomplete):
        tried(pilot, asked={"reference_length": "4"})
    with pytest.raises(ScreenError):
        tried(pilot, asked={"nothing": 3})


def test_tables_of_persons_are_tried_only_by_whom_they_are_held_for(
    pilot: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = heldtables.Readable(withheld={"payments"})
    monkeypatch.setattr(heldtables, "readable", lambda *_: held)
    with pytest.raises(NotNow):
        tried(pilot)


def test_the_work_of_a_trial_ends_with_its_figures_or_with_a_sentence(pilot: Pilot) -> None:
    officer, county = pilot.story.officer, pilot.story.sheets.cast.county
    asked: dict[str, Any] = {"screen": pilot.screen, "asked": LONGER, "unit": county}
    job = jobs.run_here(trying.start(**asked, by=officer))
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert trial.from_plain(job.result) == tried(pilot)
    lost = trying.start(**asked, by=officer)
    lost.args = lost.args | {"screen": "gone"}
    lost.save()
    assert "gone" in jobs.run_here(lost).result["trouble"]
    with pytest.raises(NotAllowed):
        trying.start(**asked, by=pilot.story.outsider)


def test_the_command_prints_both_sides(pilot: Pilot, capsys: pytest.CaptureFixture[str]) -> None:
    pilot.wrong(4)
    call_command("screen_try", TWICE, "--set", "reference_length=6")
    told = capsys.readouterr().out
    assert "as it stands" in told.splitlines()[0]
    assert any(line.split() == ["Leads", "raised", "9", "5"] for line in told.splitlines())
    assert "Wrong leads dropped" in told
    for words in (["no_such", "--set", "a=1"], [TWICE, "--set", "a=1"], [TWICE, "--set", "a"]):
        with pytest.raises(NotUnderstood):
            call_command("screen_try", *words)
    with pytest.raises(CommandError, match="nowhere"):
        call_command("screen_try", TWICE, "--set", "occasions=4", "--unit", "nowhere")


def test_the_command_has_two_words() -> None:
    assert cli.named(["screen", "try", "x"]) == ("screen try", ["x"])
    assert cli.named(["screen", "./try"]) == ("screen", ["./try"])
    assert cli.named(["screen"]) == ("screen", [])
    assert "screen try" in cli.commands()
