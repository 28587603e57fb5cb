"""Pages on the quality of data: numbers with their meaning; on the desk, the cells to put right."""

from typing import Any

import pytest
from django.test import Client

from sunledger.ledger.models import Item
from sunledger.screening import actions as screening
from sunledger.screening import dataerrors
from sunledger.screening.models import HeldLead, Reason, TableQuality
from sunledger.units.models import User
from tests.pages_world import at
from tests.screening_story import JIA, Story, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db: None) -> Story:
    story = make_story()
    story.publish("2024-07", [("2024-07-02", "FP-1", JIA, "N/A", 100_00)])
    story.run()
    return story


def english(name: str, *args: str, by: User | None = None) -> str:
    """Return a page in English, as somebody sees it."""
    client: Any = Client()
    if by is not None:
        client.force_login(by)
    page = client.get(f"/en{at(name, *args)}")
    assert page.status_code == 200
    return str(page.content.decode())


def test_everyone_reads_how_good_each_category_is_and_what_that_means(story: Story) -> None:
    page = english("quality")
    assert at("quality_of", "village-payments") in page
    assert "Counted of: all rows that came" in page
    assert "It is no mean of the columns" in page
    assert "Leads are held back above 20%" in page


def test_a_category_is_shown_by_column_and_unit_with_its_denominator(story: Story) -> None:
    page = english("quality_of", "village-payments")
    assert "Of 6 rows that came, 6 can be trusted in all that is needed" in page
    assert at("unit", story.sheets.village.code) in page
    assert JIA not in page


def test_of_a_register_that_is_held_no_small_number_of_a_unit_is_told(story: Story) -> None:
    day = TableQuality.objects.get().counted_on
    for unit, rows in ((story.sheets.cast.town, 300), (story.sheets.village, 3)):
        TableQuality.objects.create(
            unit=unit, table="custody", source="prison", published=False, counted_on=day,
            rows=rows, trusted=rows, columns={"person": {}},
        )  # fmt: skip
    page = english("quality_of", "prison")
    assert at("unit", story.sheets.cast.town.code) in page
    assert at("unit", story.sheets.village.code) not in page
    units = page[page.index("This is held and not published") :]
    assert "300" not in units


def test_a_category_of_which_nothing_was_counted_has_no_page(story: Story) -> None:
    assert Client().get(at("quality_of", "service-fees")).status_code == 404


def test_the_clerk_sees_the_cells_to_put_right_and_how(story: Story) -> None:
    sheets = story.sheets
    first = english("desk_quality", by=sheets.clerk)
    assert at("desk_quality_of", sheets.village.code, "village-payments") in first
    page = english("desk_quality_of", sheets.village.code, "village-payments", by=sheets.clerk)
    record = story.batches["2024-07"].records.get()
    assert at("desk_correction_ask", record.code) in page
    assert "Stands in for nothing: “N/A”. Write the true value" in page


def test_a_sheet_withdrawn_since_leaves_no_cell_to_put_right(story: Story) -> None:
    TableQuality.objects.update(cells=[{"row": "gone", "column": "purpose", "fault": "filler"}])
    village = story.sheets.village.code
    page = english("desk_quality_of", village, "village-payments", by=story.sheets.clerk)
    assert "No cell has to be put right." in page


def test_what_is_held_back_is_shown_to_those_who_screen_and_to_nobody_else(story: Story) -> None:
    lead = story.lead()
    HeldLead.objects.create(
        run=lead.run, unit=lead.unit, screen=lead.screen, version=lead.version, key="k",
        figure=1, rows=2, held_at=lead.seen_at, seen_at=lead.seen_at,
        because=[{"table": "deaths", "en": "deaths: 31% are missing.", "zh": "死亡登记：缺31%。"}],
    )  # fmt: skip
    assert "Held back: deaths: 31% are missing." in english("desk_quality", by=story.officer)
    assert "deaths: 31%" not in english("desk_quality", by=story.sheets.clerk)
    assert "1 lead is held back now." in english("quality")


def test_the_form_asks_which_table_is_wrong_where_there_are_several(story: Story) -> None:
    lead = story.lead()
    assert "in which table?" not in english("desk_lead_dismiss", lead.code, by=story.officer)
    lead.screen = "paid_after_death"
    lead.save()
    client = Client()
    client.force_login(story.officer)
    path = at("desk_lead_dismiss", lead.code)
    assert "in which table?" in english("desk_lead_dismiss", lead.code, by=story.officer)
    given = {"reason": "data_error", "note": "死亡登记有误。", "table": "deaths"}
    assert client.post(path, given).status_code == 302
    item = Item.objects.get(kind=dataerrors.KIND)
    assert item.title == "数据更正：死亡登记（大河村）"
    assert item.title in english("desk_lead", lead.code, by=story.officer)


def test_a_data_error_stands_on_the_desk_of_who_published(story: Story) -> None:
    screening.dismiss(
        lead=story.lead(), reason=Reason.DATA_ERROR, note="收款方录错。", by=story.officer
    )
    item = Item.objects.get(kind=dataerrors.KIND)
    assert item.title in english("desk_quality", by=story.sheets.clerk)
