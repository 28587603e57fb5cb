"""Screening on a site: records in, leads out, each decided on once, and how often it was right."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sunledger.core.codes import new_code
from sunledger.disclosure import actions as disclosure
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import State as JobState
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Finding, Item
from sunledger.ledger.models import State as ItemState
from sunledger.screening import actions as screening
from sunledger.screening import checks, precision, storing
from sunledger.screening.models import Lead, Reason, ScreenRun, State
from sunledger.screening.refusals import Incomplete, NotNow
from sunledger.screening.screen import load
from sunledger.units.access import NotAllowed
from tests.screening_story import BACK, JIA, JUNE, MAY, Story, do, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def test_a_run_raises_one_lead_with_its_rows_its_amount_and_a_sentence(story: Story) -> None:
    run = story.run()
    lead = story.lead()
    assert (lead.screen, lead.unit, lead.figure) == (
        "duplicate_payments",
        story.sheets.village,
        4900_00,
    )
    assert lead.subject == JIA
    assert "大河村以同一凭证号、同一金额再次付给东岭建筑工程有限公司" in lead.sentence_zh
    assert "4,900.00元" in lead.sentence_zh
    assert "CNY 4,900.00" in lead.sentence_en
    assert [(row["batch"], row["line"]) for row in lead.evidence] == [
        (story.batches["2024-05"].code, 2),
        (story.batches["2024-06"].code, 2),
    ]
    assert run.rows == 5
    assert run.ended_at is not None


def test_a_run_tells_what_every_screen_could_judge(story: Story) -> None:
    run = story.run(*screening.screens())
    assert {one.screen for one in run.screens.all()} == set(screening.screens())
    for one in run.screens.all():
        set_aside = sum(one.not_applicable.values()) + sum(one.cannot.values())
        payments = screening.screens()[one.screen].tables[0] == "payments"
        assert one.seen == one.judged + set_aside == (5 if payments else 0), one.screen
    assert run.screens.get(screen="duplicate_payments").opened == 1
    assert run.screens.get(screen="benford").cannot == {"few amounts": 5}


def test_a_second_run_opens_nothing_twice(story: Story) -> None:
    story.run()
    again = story.run()
    assert story.lead().run == again
    assert again.screens.get(screen="duplicate_payments").opened == 0


def test_what_is_no_longer_raised_is_cleared_and_opens_again_when_it_returns(story: Story) -> None:
    story.run()
    story.publish("2024-07", BACK)
    story.run()
    assert story.lead().state == State.CLEARED
    disclosure.withdraw(
        batch=story.batches["2024-07"], reason="误报", by=story.sheets.second_reviewer
    )
    story.run()
    assert story.lead().state == State.OPEN


def test_a_dismissed_lead_stays_dismissed_while_its_rows_are_the_same(story: Story) -> None:
    story.run()
    note = "供货商来函：两批货，同一发票号误写。"
    screening.dismiss(lead=story.lead(), reason=Reason.EXPLAINED, note=note, by=story.officer)
    story.run()
    assert (story.lead().state, story.lead().note) == (State.DISMISSED, note)


def test_other_rows_are_a_new_lead_beside_the_dismissed_one(story: Story) -> None:
    story.run()
    screening.dismiss(lead=story.lead(), reason=Reason.KNOWN, note="已在办。", by=story.officer)
    more = [("2024-05-06", "FP-04420", JIA, "桥面维修", 700_00)]
    story.publish("2024-08", more)
    story.publish("2024-09", [("2024-06-11", *more[0][1:])])
    story.run()
    states = Lead.objects.order_by("pk").values_list("state", "figure")
    assert list(states) == [("dismissed", 4900_00), ("open", 5600_00)]


@pytest.mark.parametrize(("reason", "note"), [("", "好"), ("boring", "好"), (Reason.SMALL, "  ")])
def test_a_lead_is_dismissed_with_a_reason_and_a_note(story: Story, reason: str, note: str) -> None:
    story.run()
    with pytest.raises(Incomplete):
        screening.dismiss(lead=story.lead(), reason=reason, note=note, by=story.officer)
    assert story.lead().state == State.OPEN


def test_not_even_a_shell_can_dismiss_a_lead_without_a_word(story: Story) -> None:
    story.run()
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.update(state=State.DISMISSED, reason=Reason.SMALL, decided_by=story.officer)


def test_a_lead_becomes_an_item_that_names_it_as_its_source(story: Story) -> None:
    story.run()
    lead = story.lead()
    item = screening.take_up(
        lead=lead,
        by=story.officer,
        doer=story.sheets.cast.town,
        checker=story.sheets.cast.bureau,
        due=timezone.localdate() + timedelta(days=30),
    )
    assert (item.source, item.state) == (f"lead:{lead.code}", ItemState.ASSIGNED)
    assert item.title == "重复付款：大河村"
    assert lead.sentence_zh in item.problem
    assert (story.lead().state, story.lead().item) == (State.TAKEN_UP, item.code)
    with pytest.raises(NotNow):
        screening.take_up(lead=lead, by=story.officer)


def test_a_lead_is_taken_up_whole_or_not_at_all(story: Story) -> None:
    story.run()
    with pytest.raises(Incomplete):
        screening.take_up(lead=story.lead(), by=story.officer, doer=story.sheets.cast.town)
    assert story.lead().state == State.OPEN
    assert not Item.objects.exists()


def test_only_who_may_screen_there_runs_and_decides(story: Story) -> None:
    story.run()
    for someone in (story.sheets.clerk, story.outsider):
        with pytest.raises(NotAllowed):
            screening.start_run(unit=story.sheets.village, by=someone)
        with pytest.raises(NotAllowed):
            screening.dismiss(lead=story.lead(), reason=Reason.SMALL, note="小", by=someone)
        with pytest.raises(NotAllowed):
            screening.take_up(lead=story.lead(), by=someone)
        with pytest.raises(NotAllowed):
            screening.look_again(lead=story.lead(), by=someone)


def test_a_run_over_a_unit_leaves_the_others_leads_alone(story: Story) -> None:
    story.run()
    asked = ["duplicate_payments"]
    hamlet = story.sheets.cast.hamlet
    run = screening.start_run(unit=hamlet, by=story.outsider, asked=asked)
    do(run)
    assert story.lead().state == State.OPEN


def test_the_screen_runs_again_and_the_item_gets_the_finding(story: Story) -> None:
    story.run()
    item = screening.take_up(
        lead=story.lead(),
        by=story.officer,
        doer=story.sheets.cast.town,
        checker=story.sheets.cast.bureau,
        due=timezone.localdate() + timedelta(days=30),
    )
    ledger.answer(item=item, note="已退回。", by=story.sheets.cast.worker)
    assert screening.look_again(lead=story.lead(), by=story.officer)
    story.publish("2024-07", BACK)
    assert not screening.look_again(lead=story.lead(), by=story.officer)
    found = item.evidence.order_by("pk").values_list("outcome", flat=True)
    assert list(found) == [Finding.STILL, Finding.CLEAN]


def test_an_open_lead_is_cleared_by_looking_again(story: Story) -> None:
    story.run()
    disclosure.withdraw(
        batch=story.batches["2024-06"], reason="重复录入", by=story.sheets.second_reviewer
    )
    assert not screening.look_again(lead=story.lead(), by=story.officer)
    assert story.lead().state == State.CLEARED


def test_a_dismissed_lead_can_be_put_back(story: Story) -> None:
    story.run()
    screening.dismiss(lead=story.lead(), reason=Reason.SMALL, note="数额小。", by=story.officer)
    screening.put_back(lead=story.lead(), by=story.officer)
    assert (story.lead().state, story.lead().reason) == (State.OPEN, "")
    with pytest.raises(NotNow):
        screening.put_back(lead=story.lead(), by=story.officer)


def test_a_run_that_broke_off_goes_on_where_it_was(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["duplicate_payments", "days_off"]
    run = screening.start_run(unit=story.sheets.cast.county, by=story.officer, asked=asked)
    keep = storing.store
    kept: list[str] = []

    def break_off(*args: object) -> ScreenRun:
        if len(kept) == 1:
            raise OSError("no more disk")
        kept.append("one")
        return keep(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(storing, "store", break_off)
    job = do(run)
    assert job.state == JobState.FAILED
    assert run.screens.count() == 1
    monkeypatch.setattr(storing, "store", keep)
    job = jobs.run_here(jobs.take_up(job=job))
    assert job.state == JobState.DONE
    assert run.screens.count() == 2
    assert story.lead().state == State.OPEN


def test_a_sheet_published_twice_is_one_lead_about_the_sheet(story: Story) -> None:
    lines = [
        (f"2024-10-{day:02}", f"记-{day:04}", f"第{day}合作社", "种苗", 1000_00 + day)
        for day in range(8, 18)
    ]
    story.publish("2024-10", lines)
    story.publish("2024-11", lines)
    story.run()
    lead = Lead.objects.exclude(subject=JIA).get()
    assert lead.rows == 10
    assert "10行" in lead.sentence_zh
    assert "村级支出逐笔公开 2024-1" in lead.subject


def test_precision_is_nothing_before_anything_was_checked(story: Story) -> None:
    story.run()
    none = precision.of_screen("duplicate_payments")
    assert (none.raised, none.open, none.checked) == (1, 1, 0)
    assert none.share is None
    assert none.interval is None


def test_precision_counts_what_was_checked_to_the_end(story: Story) -> None:
    story.run()
    screening.dismiss(lead=story.lead(), reason=Reason.KNOWN, note="已在办。", by=story.officer)
    assert precision.of_screen("duplicate_payments").checked == 0
    screening.put_back(lead=story.lead(), by=story.officer)
    screening.dismiss(lead=story.lead(), reason=Reason.EXPLAINED, note="分期。", by=story.officer)
    wrong = precision.of_screen("duplicate_payments")
    assert (wrong.checked, wrong.confirmed, wrong.share) == (1, 0, 0.0)
    assert wrong.interval is not None
    assert wrong.interval[1] > 0.7, "one case says little"


def test_the_interval_is_wilsons() -> None:
    low, high = precision.wilson(76, 814)
    assert (round(low, 4), round(high, 4)) == (0.0752, 0.1153)
    assert precision.wilson(0, 3)[0] == 0.0
    assert precision.wilson(3, 3)[1] == 1.0


def test_a_broken_screen_file_stops_the_site_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "oops.py"
    file.write_text('"""A title\n\nand no more."""\n', encoding="utf-8")
    monkeypatch.setattr(checks, "shelf", lambda: load(file))
    (error,) = checks.shelf_stands()
    assert error.msg.startswith("oops.py: ")
    assert error.is_serious()


def test_days_are_days_in_what_is_kept(story: Story) -> None:
    story.run()
    assert date.fromisoformat(story.lead().evidence[0]["paid_on"]) == date(2024, 5, 6)
    assert len(MAY) + len(JUNE) == 5


def test_looking_again_at_an_item_of_a_stack_runs_the_screens_of_all_its_leads(
    story: Story,
) -> None:
    story.run()
    lead, other = story.lead(), story.lead()
    assert lead.stack
    other.pk, other.code, other.screen, other.settings = None, new_code(), "one_payee", {}
    other.save(force_insert=True)
    item = screening.take_up_stack(stack=lead.stack, by=story.officer)
    lead.refresh_from_db()
    assert screening.look_again(lead=lead, by=story.officer)
    found = item.evidence.filter(kind="rerun").order_by("pk")
    assert list(found.values_list("outcome", flat=True)) == [Finding.CLEAN, Finding.STILL]
