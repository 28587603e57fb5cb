"""What is for residents or for staff: strangers find nothing of it, and cannot say it never was."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from sunledger.disclosure import actions, residents, restate
from sunledger.disclosure.models import Batch, Correction, ResidentsCode, Visibility
from sunledger.disclosure.refusals import NotAllowed
from sunledger.disclosure.visibility import STRANGER, Reader, may_read, reader, seen, withheld
from sunledger.seal import log
from sunledger.seal.verify import check_facts
from tests.disclosure_story import Story, make_story
from tests.pages_world import at

pytestmark = pytest.mark.django_db
PAYEE = "青泉商贸有限公司"


@pytest.fixture
def story() -> Story:
    return make_story()


def restricted(story: Story, to: Visibility) -> Batch:
    """Return a published sheet that is not for everyone."""
    batch = story.submitted()
    Batch.objects.filter(pk=batch.pk).update(visibility=to)
    return actions.publish(batch=batch, by=story.reviewer)


def readers(story: Story) -> dict[str, Reader]:
    """Return everybody who may come by."""
    today = timezone.localdate()
    return {
        "stranger": STRANGER,
        "resident": Reader(homes=(story.village.path,)),
        "neighbour": Reader(homes=(story.cast.hamlet.path,)),
        "clerk": reader(story.clerk, today),
        "town": reader(story.cast.second_worker, today),
        "other village": reader(story.stranger, today),
    }


@pytest.mark.parametrize(
    ("to", "who"),
    [
        (Visibility.PUBLIC, "stranger resident neighbour clerk town other village"),
        (Visibility.RESIDENTS, "resident clerk town"),
        (Visibility.STAFF, "clerk town"),
    ],
)
def test_each_sees_what_is_meant_for_them_and_no_more(
    story: Story, to: Visibility, who: str
) -> None:
    batch = restricted(story, to)
    for name, one in readers(story).items():
        assert may_read(one, batch) is (name in who), name
        assert Batch.objects.filter(seen(one)).exists() is (name in who), name


def test_a_town_s_sheet_for_residents_is_for_those_of_its_villages(story: Story) -> None:
    batch = Batch(unit=story.cast.town, visibility=Visibility.RESIDENTS)
    assert may_read(Reader(homes=(story.village.path,)), batch)
    assert not may_read(Reader(homes=(story.cast.county.path,)), batch)


def test_no_page_file_or_proof_gives_a_stranger_a_word_of_it(story: Story) -> None:
    batch = restricted(story, Visibility.RESIDENTS)
    record = batch.records.get(number=1)
    asked = actions.ask_correction(
        record=record, field="payee", new="白溪水务有限公司", reason="名称有误", by=story.clerk
    )
    actions.correct(correction=asked, by=story.reviewer)
    client = Client()
    pages = ("sheet", "sheet_csv", "sheet_spreadsheet", "sheet_json")
    for name in pages:
        assert client.get(at(name, batch.code)).status_code == 404, name
    assert client.get(at("record", record.code)).status_code == 404
    for place in range(log.size()):
        for name in ("seal_entry", "seal_proof"):
            shown = client.get(at(name, place))
            assert shown.status_code == 200
            said = shown.content.decode()
            assert not any(word in said for word in (PAYEE, "白溪", "名称有误")), (name, place)
    facts = b"".join(client.get(at("seal_file", "facts.jsonl")))
    assert PAYEE.encode() not in facts
    assert "名称有误".encode() not in facts
    entries = b"".join(client.get(at("seal_file", "entries.txt"))).split()
    assert len(entries) == log.size()
    for name in ("home", "units", "categories"):
        assert batch.code not in client.get(at(name)).content.decode()
    for name, code in (("unit", batch.unit.code), ("category", batch.category)):
        assert batch.code not in client.get(at(name, code)).content.decode()


def test_those_for_whom_it_is_read_it_as_any_other(story: Story) -> None:
    batch = restricted(story, Visibility.STAFF)
    client = Client()
    client.force_login(story.cast.second_worker)
    answer = client.get(at("sheet", batch.code))
    assert answer.status_code == 200
    assert PAYEE in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert client.get(at("sheet_json", batch.code)).status_code == 200


def test_what_is_withheld_is_exactly_what_was_said_of_it(story: Story) -> None:
    story.published(rows=2)
    batch = restricted(story, Visibility.RESIDENTS)
    actions.withdraw(batch=batch, reason="金额有误", by=story.reviewer)
    hides = withheld()
    batch.refresh_from_db()
    expected = {batch.leaf, batch.withdrawn_leaf, *batch.records.values_list("leaf", flat=True)}
    assert {place for place in range(log.size()) if hides(place)} == expected
    assert not Correction.objects.exists()
    assert check_facts(restate.restated(), restate.WHATS) == []


def test_nobody_opens_a_published_sheet_to_everyone_afterwards(story: Story) -> None:
    batch = restricted(story, Visibility.STAFF)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(visibility=Visibility.PUBLIC)


# --- the residents' code ------------------------------------------------------------------------


def test_a_residents_code_opens_for_a_year_and_the_next_one_ends_it(story: Story) -> None:
    on = date(2024, 3, 4)
    first = residents.make(unit=story.village, by=story.clerk, on=on)
    assert residents.opened(first.lower().replace("-", " "), on)
    assert residents.opened(first, on + timedelta(365))
    assert residents.opened(first, on + timedelta(366)) is None
    second = residents.make(unit=story.village, by=story.clerk, on=on + timedelta(30))
    assert residents.opened(first, on + timedelta(30)) is None
    assert residents.opened(second, on + timedelta(30))


def test_the_table_of_codes_opens_nothing(story: Story) -> None:
    code = residents.make(unit=story.village, by=story.clerk)
    kept = ResidentsCode.objects.get()
    assert code.replace("-", "") not in str(vars(kept))
    assert residents.opened(kept.digest, timezone.localdate()) is None


def test_only_the_unit_s_own_posts_make_its_code(story: Story) -> None:
    with pytest.raises(NotAllowed):
        residents.make(unit=story.village, by=story.stranger)
