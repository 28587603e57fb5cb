"""Who has not published: lights are computed, figures add up, exemptions end by themselves."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from sunledger.disclosure import actions, restate
from sunledger.disclosure.actions.exemption import Wish
from sunledger.disclosure.models import Batch, Below, Exemption, Headcount, Published
from sunledger.disclosure.owed import counted
from sunledger.disclosure.owed.figures import Figures
from sunledger.disclosure.owed.lights import Light
from sunledger.disclosure.owed.walk import behind, page
from sunledger.disclosure.refusals import Incomplete, NotAllowed, NotNow
from sunledger.seal.verify import check_facts
from sunledger.units import actions as units
from tests.disclosure_story import Story
from tests.owed_story import LOG, ON, OwedStory, asked, make_owed, of, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed() -> OwedStory:
    return make_owed()


def test_nothing_is_owed_where_nothing_is_adopted(owed: OwedStory) -> None:
    assert row(owed.village) == {}
    assert of(owed.county) == Figures(0, 0, 0, 0, 0)
    owed.nil("2024-01", date(2024, 2, 5))
    assert of(owed.county) == Figures(0, 0, 0, 0, 0)


def test_a_cell_is_green_in_time_green_late_red_amber_or_not_due_yet(owed: OwedStory) -> None:
    owed.adopt()
    owed.nil("2024-01", date(2024, 2, 10))
    owed.nil("2024-02", date(2024, 3, 12))
    seen = row(owed.village, date(2024, 5, 9))
    assert seen["2024-01"].light == Light.IN_TIME
    assert seen["2024-02"].light == Light.LATE
    assert seen["2024-03"].light == Light.MISSING
    assert seen["2024-04"].due == date(2024, 5, 10)
    assert seen["2024-04"].light == Light.SOON
    assert seen["2024-05"].light == Light.AHEAD


def test_a_due_day_on_which_nobody_works_moves_on(owed: OwedStory) -> None:
    owed.adopt()
    assert row(owed.village)["2024-01"].due == date(2024, 2, 18)  # after the Spring Festival
    owed.nil("2024-01", date(2024, 2, 18))
    assert row(owed.village)["2024-01"].light == Light.IN_TIME


def test_it_is_in_time_until_the_midnight_of_the_site(owed: OwedStory) -> None:
    last = counted.moment_after(date(2024, 3, 11))
    assert last.utcoffset() == timedelta(hours=8)
    assert last.isoformat().startswith("2024-03-12T00:00:00")


def test_filling_in_a_past_period_is_late_and_no_longer_missing(owed: OwedStory) -> None:
    owed.adopt()
    assert of(owed.village).missing == 3
    owed.nil("2024-01", date(2024, 4, 19))
    assert of(owed.village) == Figures(1, 3, 0, 1, 0)
    assert of(owed.village).missing == 2


def test_the_figures_of_every_level_are_those_of_the_villages(owed: OwedStory) -> None:
    owed.adopt()
    owed.nil("2024-01", date(2024, 2, 10))
    owed.nil("2024-02", date(2024, 3, 20))
    for unit in (owed.county, owed.town):
        assert of(unit) == Figures(2, 6, 1, 1, 0)
    assert of(owed.village) == Figures(1, 3, 1, 1, 0)
    assert of(owed.hamlet) == Figures(1, 3, 0, 0, 0)


def test_a_withdrawn_sheet_leaves_its_cell_red_again(owed: OwedStory) -> None:
    owed.adopt()
    sheet = owed.nil("2024-01", date(2024, 2, 10))
    assert of(owed.county).in_time == 1
    actions.withdraw(batch=sheet, reason="金额有误", by=owed.story.reviewer)
    assert of(owed.county) == Figures(2, 6, 0, 0, 0)
    assert row(owed.village)["2024-01"].light == Light.MISSING


def test_two_sheets_of_one_cell_count_once_from_the_first_day(owed: OwedStory) -> None:
    owed.adopt()
    first = owed.nil("2024-01", date(2024, 2, 10))
    second = owed.story.draft(period="2024-01")
    second.records.update(category=LOG)
    handed_on = {"category": LOG, "state": "submitted", "submitted_by": owed.story.clerk}
    Batch.objects.filter(pk=second.pk).update(**handed_on)
    actions.publish(batch=second, by=owed.story.reviewer)
    assert of(owed.county) == Figures(2, 6, 1, 0, 0)
    actions.withdraw(batch=first, reason="重复", by=owed.story.reviewer)
    assert of(owed.county) == Figures(2, 6, 0, 1, 0)


def test_a_recount_changes_nothing_that_was_counted_as_it_happened(owed: OwedStory) -> None:
    owed.adopt()
    owed.nil("2024-01", date(2024, 2, 10))
    owed.nil("2024-02", date(2024, 3, 20))
    owed.nil("2024-02", date(2024, 3, 20), owed.hamlet)
    actions.withdraw(batch=owed.nil("2024-03", ON), reason="有误", by=owed.story.reviewer)
    before = counts()
    counted.recount()
    assert counts() == before


def counts() -> list[list[object]]:
    """Return all that is counted."""
    below = Below.objects.exclude(in_time=0, late=0).order_by("unit", "period")
    return [
        list(Published.objects.order_by("unit", "period").values("unit", "period", "in_time")),
        list(below.values_list("unit", "category", "period", "in_time", "late")),
        list(Headcount.objects.order_by("unit", "kind").values_list("unit", "kind", "units")),
    ]


def test_what_is_published_before_it_is_adopted_counts_from_the_adoption_on(
    owed: OwedStory,
) -> None:
    owed.nil("2024-01", date(2024, 2, 10))
    owed.adopt()
    assert of(owed.county) == Figures(2, 6, 1, 0, 0)


def test_an_adoption_is_owed_from_its_day_until_its_end(owed: OwedStory) -> None:
    adoption = owed.adopt(since=date(2024, 2, 15))
    assert min(row(owed.village)) == "2024-02"  # in force on its last day
    actions.end_adoption(adoption=adoption, until=date(2024, 3, 31), by=owed.publisher)
    assert sorted(row(owed.village)) == ["2024-02"]
    assert of(owed.county) == Figures(2, 2, 0, 0, 0)


def test_two_adoptions_that_overlap_owe_a_sheet_once(owed: OwedStory) -> None:
    owed.adopt()
    owed.adopt(unit=owed.town)
    assert of(owed.county) == Figures(2, 6, 0, 0, 0)
    assert of(owed.town) == Figures(2, 6, 0, 0, 0)


def test_only_the_branch_and_the_kinds_that_were_named_owe(owed: OwedStory) -> None:
    owed.adopt(unit=owed.village)
    assert of(owed.county) == Figures(1, 3, 0, 0, 0)
    assert of(owed.hamlet) == Figures(0, 0, 0, 0, 0)


def test_nobody_adopts_for_a_branch_that_is_not_theirs(owed: OwedStory) -> None:
    with pytest.raises(NotAllowed):
        actions.adopt(
            unit=owed.county, pack="village", since=ON, by=owed.story.reviewer, kinds=["village"]
        )
    owed.adopt()
    with pytest.raises(NotNow):
        owed.adopt()
    with pytest.raises(Incomplete):
        actions.adopt(unit=owed.county, pack="nothing", since=ON, by=owed.publisher)


def test_a_unit_that_is_founded_or_moved_counts_where_it_is_after_the_night(
    owed: OwedStory,
) -> None:
    owed.adopt()
    owed.nil("2024-01", date(2024, 2, 10))
    new = units.found(code="q-n", name="新镇", parent=owed.county, by=None)
    units.move(unit=owed.village, parent=new, by=None)
    counted.recount()
    assert of(owed.town) == Figures(1, 3, 0, 0, 0)
    assert of(new) == Figures(1, 3, 1, 0, 0)
    assert of(owed.county) == Figures(2, 6, 1, 0, 0)


# --- the cells behind a figure ------------------------------------------------------------------


def test_behind_each_figure_stand_as_many_cells_as_it_says(owed: OwedStory) -> None:
    owed.adopt()
    owed.nil("2024-01", date(2024, 2, 10))
    owed.nil("2024-02", date(2024, 3, 20), owed.hamlet)
    owed.grant(owed.exemption())
    counted_ = of(owed.county)
    assert counted_ == Figures(2, 6, 1, 1, 1)
    for key in ("owed", "in_time", "late", "exempt", "missing"):
        cells = list(behind(owed.county, key, asked()))
        assert len(cells) == getattr(counted_, key), key


def test_a_long_list_goes_on_after_the_unit_where_a_page_ended(owed: OwedStory) -> None:
    owed.adopt()
    first, after = page(owed.county, "missing", asked(), size=1)
    assert {cell.unit for cell in first} == {owed.village}
    assert len(first) == 3  # a unit is not torn apart
    second, end = page(owed.county, "missing", asked(), after, size=1)
    assert {cell.unit for cell in second} == {owed.hamlet}
    assert end == ""


# --- exemptions ---------------------------------------------------------------------------------


def test_an_exemption_is_grey_until_its_end_and_then_red_by_itself(owed: OwedStory) -> None:
    owed.adopt()
    exemption = owed.exemption()
    assert row(owed.village)["2024-02"].light == Light.MISSING  # asked for is not granted
    owed.grant(exemption)
    assert row(owed.village)["2024-02"].light == Light.EXEMPT
    assert of(owed.county) == Figures(2, 6, 0, 0, 1)
    assert row(owed.village, date(2024, 6, 1))["2024-02"].light == Light.MISSING
    assert of(owed.county, date(2024, 6, 1)).exempt == 0


def test_what_is_published_in_spite_of_an_exemption_is_published(owed: OwedStory) -> None:
    owed.adopt()
    owed.grant(owed.exemption())
    owed.nil("2024-02", date(2024, 3, 9))
    assert row(owed.village)["2024-02"].light == Light.IN_TIME
    assert of(owed.county) == Figures(2, 6, 1, 0, 0)


def test_an_exemption_is_granted_by_another_post_of_a_unit_above(owed: OwedStory) -> None:
    exemption = owed.exemption()
    with pytest.raises(NotAllowed):
        actions.grant_exemption(exemption=exemption, by=owed.story.clerk, on=ON)
    with pytest.raises(NotAllowed):
        actions.grant_exemption(exemption=exemption, by=owed.story.stranger, on=ON)
    granted = actions.grant_exemption(exemption=exemption, by=owed.story.reviewer, on=ON)
    with pytest.raises(NotNow):
        actions.refuse_exemption(exemption=granted, answer="不成立", by=owed.publisher)


def test_not_even_by_hand_is_an_exemption_granted_by_the_unit_itself(owed: OwedStory) -> None:
    exemption = owed.exemption()
    own = owed.story.stranger.holdings.get().post
    for post, user in (
        (own.pk, owed.story.stranger.pk),  # beside it
        (exemption.asked_post_id, owed.publisher.pk),  # the post that asked
        (owed.publisher.holdings.get().post.pk, owed.story.clerk.pk),  # the person who asked
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE disclosure_exemption SET state = 'granted', leaf = 1, "
                "decided_by_id = %s, decided_post_id = %s",
                [user, post],
            )
    owed.grant(exemption)
    changes: list[dict[str, object]] = [
        {"words": "另一个理由"},
        {"until": None},
        {"state": "refused"},
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            Exemption.objects.update(**change)


def test_an_exemption_names_an_allowed_reason_and_an_end(owed: OwedStory) -> None:
    def asking(reason: str, until: date | None) -> Exemption:
        wish = Wish(LOG, "2024-02", reason, "案件未结", until=until)
        return actions.ask_exemption(unit=owed.village, wish=wish, by=owed.story.clerk, on=ON)

    for reason, until in (
        ("because", None),
        ("investigation", None),
        ("investigation", ON),
        ("investigation", date(2099, 1, 1)),
    ):
        with pytest.raises(Incomplete):
            asking(reason, until)
    assert asking("not-applicable", None).until is None


def test_adoptions_and_exemptions_are_as_they_were_said(owed: OwedStory) -> None:
    adoption = owed.adopt()
    owed.grant(owed.exemption())
    actions.end_adoption(adoption=adoption, until=date(2024, 12, 31), by=owed.publisher)
    assert check_facts(restate.restated(), restate.WHATS) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        type(adoption).objects.update(since=date(2025, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        adoption.delete()


def test_the_story_of_disclosure_owes_nothing(owed: OwedStory) -> None:
    assert isinstance(owed.story, Story)
    owed.story.published()
    assert Published.objects.get().owed is False
