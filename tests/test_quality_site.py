"""Quality on a site: kept by unit with each run; leads wait where data are bad, and then come."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from sunledger.disclosure import actions as disclosure
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item, Outcome
from sunledger.ledger.models import State as ItemState
from sunledger.screening import actions as screening
from sunledger.screening import dataerrors, heldtables
from sunledger.screening.checks import quality_levels
from sunledger.screening.models import HeldLead, Lead, Reason, State, TableQuality
from sunledger.screening.refusals import Incomplete
from sunledger.units.models import Power, Unit
from tests.cast import person
from tests.screening_story import JIA, Story, make_story
from tests.test_sources import BENEFITS, site

__all__ = ["site"]
pytestmark = pytest.mark.django_db
STRICT = {"levels": {"filler": 0.1, "rows": 5}, "task_days": 15}
NOTE = "村里核对：六月一行录错了收款方。"


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def error(story: Story, **more: Any) -> Item:
    """Dismiss the story's lead as an error in the data, and return the item that it became."""
    screening.dismiss(
        lead=story.lead(), reason=Reason.DATA_ERROR, note=NOTE, by=story.officer, **more
    )
    return Item.objects.get(kind=dataerrors.KIND)


def test_a_run_keeps_the_quality_of_what_each_unit_publishes_by_category(story: Story) -> None:
    story.run()
    story.run()
    kept = TableQuality.objects.get()
    assert (kept.unit, kept.table, kept.source) == (
        story.sheets.village, "payments", "village-payments",
    )  # fmt: skip
    assert (kept.published, kept.rows, kept.part.score) == (True, 5, 1)
    assert kept.part.faults("reference") == {"missing": 1}
    assert kept.part.question_score("duplicate_payments") == 1


def test_the_cells_to_put_right_are_kept_by_the_code_of_their_record(story: Story) -> None:
    batch = story.publish("2024-07", [("2024-07-02", "FP-1", JIA, "N/A", 100_00)])
    story.run()
    code = batch.records.get().code
    assert TableQuality.objects.get().cells == [
        {"row": code, "column": "purpose", "fault": "filler"}
    ]


def test_a_lead_on_bad_inputs_is_held_back_with_its_reason_and_comes_once_they_are_mended(
    story: Story, settings: Any
) -> None:
    settings.SUNLEDGER_QUALITY = STRICT
    story.publish("2024-07", [("2024-07-02", "FP-1", "不详", "修渠", 100_00)])
    story.run()
    assert not Lead.objects.exists()
    held = HeldLead.objects.get(screen="duplicate_payments")
    assert (held.unit, held.figure, held.rows) == (story.sheets.village, 4900_00, 2)
    assert held.because[0]["en"] == (
        "payments: 17% of the cells “payee” stand in for nothing (1 of 6)."
    )
    first = held.held_at
    story.run()
    assert HeldLead.objects.get().held_at == first
    more = [("2024-07-02", f"FP-7{n}", JIA, "修渠", (n + 1) * 100_00) for n in range(10)]
    story.publish("2024-08", more)
    story.run()
    assert story.lead().figure == 4900_00
    assert not HeldLead.objects.exists()


def test_an_open_lead_whose_inputs_went_bad_is_cleared_and_held_back(
    story: Story, settings: Any
) -> None:
    story.run()
    settings.SUNLEDGER_QUALITY = STRICT
    story.publish("2024-07", [("2024-07-02", "FP-1", "不详", "修渠", 100_00)])
    story.run()
    assert story.lead().state == State.CLEARED
    assert HeldLead.objects.count() == 1


def test_a_data_error_goes_back_to_who_published_the_sheet_with_a_day_and_its_rows(
    story: Story,
) -> None:
    story.run()
    item = error(story)
    village = story.sheets.village
    assert (item.unit, item.doer, item.checker) == (village, village, village.parent)
    assert item.due == timezone.localdate() + timedelta(days=15)
    for period, batch in story.batches.items():
        assert f"{period}：第2行（{batch.code}）" in item.problem
    assert NOTE in item.problem
    assert JIA not in item.problem
    assert story.lead().state == State.DISMISSED


def test_until_the_data_are_mended_the_same_question_is_not_raised_again(story: Story) -> None:
    story.run()
    error(story)
    more = [("2024-05-06", "FP-04420", JIA, "桥面维修", 700_00)]
    story.publish("2024-08", more)
    story.publish("2024-09", [("2024-06-11", *more[0][1:])])
    story.run()
    assert story.lead().state == State.DISMISSED


def test_once_a_row_was_corrected_the_next_run_judges_anew(story: Story) -> None:
    story.run()
    error(story)
    record = story.batches["2024-06"].records.get(number=1)
    asked = disclosure.ask_correction(
        record=record, field="purpose", new="桥梁维修", reason="录错", by=story.sheets.clerk
    )
    story.run("duplicate_payments")
    assert story.lead().state == State.DISMISSED
    disclosure.correct(correction=asked, by=story.sheets.reviewer)
    story.run("duplicate_payments")
    assert (story.lead().state, story.lead().reason) == (State.OPEN, "")


def test_a_correction_after_which_nothing_is_raised_leaves_nothing_open(story: Story) -> None:
    story.run()
    error(story)
    record = story.batches["2024-06"].records.get(number=1)
    asked = disclosure.ask_correction(
        record=record, field="voucher", new="FP-09999", reason="录错", by=story.sheets.clerk
    )
    disclosure.correct(correction=asked, by=story.sheets.reviewer)
    story.run("duplicate_payments")
    assert not Lead.objects.open().exists()


def test_an_answer_that_the_data_are_right_lets_the_question_be_asked_again(story: Story) -> None:
    story.run()
    item = error(story)
    worker = person("village_answers", "村文书", story.sheets.village, Power.ANSWER)
    checker = person("town_checks", "镇核查", story.sheets.cast.town, Power.VERIFY)
    ledger.answer(item=item, note="数据无误，确付两次。", by=worker)
    ledger.verify(item=item, by=checker, note="已核对原始凭证。")
    ledger.close(item=item, outcome=Outcome.UNFOUNDED, result="数据无误。", by=story.officer,
                 exemption="不涉及他人权益。")  # fmt: skip
    assert item.state == ItemState.CLOSED
    story.run("duplicate_payments")
    assert story.lead().state == State.OPEN


def test_a_table_that_the_lead_does_not_rest_on_cannot_be_the_wrong_one(story: Story) -> None:
    story.run()
    with pytest.raises(Incomplete):
        error(story, table="deaths")
    assert story.lead().state == State.OPEN
    assert not Item.objects.exists()


def test_what_a_source_holds_goes_back_to_its_steward(story: Story, site: Path) -> None:
    (site / "sources" / "benefits.toml").write_text(BENEFITS, encoding="utf-8")
    lines = ["身份证号,姓名,月份,金额,账号", "110101195003070013,王秀英,2024-03,约四百,无"]
    lines += [f"110101195003070013,王秀英,2024-{month:02},400,无" for month in range(4, 8)]
    (site / "data" / "benefits.csv").write_text("\n".join(lines), encoding="utf-8")
    heldtables.load("benefits", timezone.localdate())
    (about,) = heldtables.held()
    assert (about.refused, about.fillers) == ({"amount": 1}, {"q-l-d": {"account": 4}})
    story.run("shared_account")
    kept = TableQuality.objects.filter(source="benefits")
    village = kept.get(unit__code="q-l-d")
    assert village.part.faults("account") == {"filler": 4}
    county = kept.get(unit__code="q")
    assert (county.rows, county.refused) == (0, {"amount": 1})
    story.run("duplicate_payments")
    lead = story.lead()
    lead.screen = "shared_account"
    lead.evidence = [{"code": "benefits:2"}, {"code": "benefits:3"}]
    lead.save()
    item = error(story)
    assert item.unit == Unit.objects.get(code="q")
    assert "benefits:2\nbenefits:3" in item.problem
    assert "王" not in item.problem


def test_a_level_that_is_none_is_refused_at_the_start(settings: Any) -> None:
    settings.SUNLEDGER_QUALITY = {"levels": {"mising": 0.1}, "task_days": 15}
    assert [one.id for one in quality_levels()] == ["screening.E002"]
    settings.SUNLEDGER_QUALITY = {"levels": {"missing": 0.1}, "task_days": 15}
    assert quality_levels() == []
