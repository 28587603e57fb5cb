"""Own lines: a person finds what they were paid by the code on a slip, and nobody else does."""

import math
import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from sunledger.core.spans import months_after
from sunledger.disclosure import actions, restate
from sunledger.disclosure.actions import retention
from sunledger.disclosure.models import Batch, OwnTag, Slip, SlipHandle
from sunledger.disclosure.own import codes, slips
from sunledger.disclosure.own.lines import forget, own_lines
from sunledger.disclosure.refusals import Incomplete, NotAllowed, NotNow
from sunledger.seal import log
from sunledger.seal.verify import check_facts, check_log
from tests.beginning import begins_with
from tests.disclosure_story import Story, make_story
from tests.own_story import CARD, FIRST, HEAD, LINES, SECOND, SLIPS, THIRD, codes_of, shown, taken

pytestmark = [pytest.mark.django_db, begins_with(make_story)]
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    """What is slow on purpose need not be slow in a test."""
    cheap = {"memory_kib": 64, "rounds": 1}
    settings.SUNLEDGER_OWN_LINES = {**settings.SUNLEDGER_OWN_LINES, **cheap}


@pytest.fixture
def story(begun: Story) -> Story:
    return begun


def found(story: Story, code: str) -> list[int | None]:
    """Return the amounts that a code finds in the village."""
    return [one.amount for one in own_lines(story.village, codes.read(code), TODAY)]


def everything() -> str:
    """Return all rows of the site as one text."""
    models = [model for model in apps.get_models() if model.__module__.startswith("sunledger.")]
    rows = [row for model in models for row in model._default_manager.all()]
    return str(serializers.serialize("json", rows, ensure_ascii=False))


def test_a_slip_finds_its_household_s_lines_and_no_others(story: Story) -> None:
    shown(story)
    slip = codes_of(story)
    assert found(story, slip["王小明"]) == [200_00]
    assert found(story, slip["李红"]) == [300_00]


def test_lists_published_before_and_after_the_slip_are_found_alike(story: Story) -> None:
    shown(story)
    slip = codes_of(story)["王小明"]
    shown(story, HEAD + LINES.replace("200.00", "250.00"), "2024-04-05")
    assert found(story, slip) == [250_00, 200_00]


def test_a_list_that_knows_only_the_account_is_found_as_well(story: Story) -> None:
    slip = codes_of(story)
    text = "户主,补贴项目,补贴面积,补贴标准,补贴金额,银行卡号\n"
    shown(story, f"{text}王小明,耕地地力保护补贴,2,100.00,210.00,{CARD}\n")
    assert found(story, slip["王小明"]) == [210_00]
    assert found(story, slip["李红"]) == []


def test_an_account_that_two_share_shows_neither_the_other_s_lines(story: Story) -> None:
    """Where a line has an identity number, the account beside it counts for nothing."""
    head = HEAD.replace("身份证号", "身份证号,银行卡号")
    rows = (
        f"王小明,耕地地力保护补贴,2,100.00,200.00,{FIRST},{CARD}\n"
        f"李红,耕地地力保护补贴,3,100.00,300.00,{SECOND},{CARD}\n"
    )
    shown(story, head + rows)
    slip = codes_of(story, f"姓名,身份证号,银行卡号\n王小明,{FIRST},{CARD}\n李红,{SECOND},{CARD}\n")
    assert found(story, slip["王小明"]) == [200_00]
    assert found(story, slip["李红"]) == [300_00]


def test_a_draft_is_not_found_and_a_withdrawn_sheet_is(story: Story) -> None:
    slip = codes_of(story)["王小明"]
    batch = taken(story)
    assert found(story, slip) == []
    actions.discard(batch=batch, by=story.clerk)
    assert not OwnTag.objects.exists()
    public = shown(story)
    actions.withdraw(batch=public, reason="金额有误", by=story.reviewer)
    assert found(story, slip) == [200_00]


def test_what_is_for_staff_alone_is_not_found(story: Story) -> None:
    slip = codes_of(story)["王小明"]
    shown(story, seen_by="staff")
    assert found(story, slip) == []


def test_a_neighbour_who_knows_everything_but_the_code_finds_nothing(story: Story) -> None:
    """Name, identity number, card, parts of them, another's code: none of it opens anything."""
    shown(story)
    slip = codes_of(story)
    known = ["王小明", FIRST, CARD, FIRST[-6:], f"王小明{FIRST[-4:]}", slip["李红"][:-1] + "2"]
    for guess in known:
        assert 200_00 not in found(story, guess)
    assert all(codes.read(guess) == "" for guess in known[:5])


def test_a_code_follows_from_nothing_and_cannot_be_guessed(story: Story) -> None:
    shown(story)
    first, again = codes_of(story)["王小明"], codes_of(story)["王小明"]
    assert first != again
    assert math.log2(len(codes.SIGNS)) * (codes.LENGTH - 1) >= 80
    assert len({codes.new_code() for _ in range(2000)}) == 2000
    for _ in range(200):
        guess = "".join(secrets.choice(codes.SIGNS) for _ in range(codes.LENGTH))
        assert own_lines(story.village, guess, TODAY) == []


def test_a_new_slip_ends_the_one_before(story: Story) -> None:
    shown(story)
    lost = codes_of(story)["王小明"]
    new = codes_of(story, f"姓名,身份证号\n王小明,{FIRST}\n")["王小明"]
    assert found(story, lost) == []
    assert found(story, new) == [200_00]
    assert Slip.objects.count() == 2
    assert SlipHandle.objects.count() == 3, "the card goes over to the new slip"


def test_a_slip_of_one_unit_opens_nothing_of_another(story: Story) -> None:
    shown(story)
    slip = codes_of(story)["王小明"]
    assert own_lines(story.cast.hamlet, codes.read(slip), TODAY) == []
    other = slips.make(
        unit=story.cast.hamlet, content=SLIPS.encode(), file_name="a.csv", by=story.stranger
    )
    assert found(story, other.slips[0].code) == []


def test_nobody_makes_slips_of_a_unit_in_which_they_hold_no_post(story: Story) -> None:
    with pytest.raises(NotAllowed):
        slips.make(unit=story.village, content=SLIPS.encode(), file_name="a.csv", by=story.stranger)


def test_nothing_stands_in_the_clear_and_nothing_joins_two_lists(story: Story) -> None:
    shown(story)
    shown(story, HEAD + LINES.replace("200.00", "250.00"), "2024-04-05")
    slip = codes_of(story)
    kept = everything()
    for secret in (FIRST, SECOND, THIRD, CARD, "王小明", *slip.values()):
        assert secret not in kept
        assert secret.replace("-", "") not in kept
    tags = list(OwnTag.objects.values_list("tag", flat=True))
    assert len(tags) == 6
    assert len(set(tags)) == 6


def test_the_tables_without_the_key_say_nothing(story: Story, settings: Any) -> None:
    """Whoever has them and every identity number there is, but not the key, matches none."""
    shown(story)
    codes_of(story)
    kept = {*OwnTag.objects.values_list("tag", flat=True)}
    kept |= {*SlipHandle.objects.values_list("handle", flat=True)}
    batch = Batch.objects.get(category="village-subsidies")
    right = codes.handle(f"identity:{FIRST}", story.village, settings.SECRET_KEY)
    assert right in kept
    assert codes.tag(right, batch.code, settings.SECRET_KEY) in kept
    wrong = codes.handle(f"identity:{FIRST}", story.village, "another key")
    assert wrong not in kept
    assert codes.tag(wrong, batch.code, "another key") not in kept
    assert codes.tag(right, batch.code, "another key") not in kept


def test_a_new_key_keeps_what_was_printed_under_the_former_one(story: Story, settings: Any) -> None:
    shown(story)
    slip = codes_of(story)["王小明"]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "x" * 50
    shown(story, HEAD + LINES.replace("200.00", "250.00"), "2024-04-05")
    assert found(story, slip) == [250_00, 200_00]


def test_a_number_with_a_wrong_check_digit_is_nobody_s(story: Story) -> None:
    """A spreadsheet that spoilt it would otherwise show one person another's line."""
    heading = "身份证号\nIdentity number"
    assert codes.number_in(FIRST, heading) == f"identity:{FIRST}"
    assert codes.number_in(f"{FIRST[:-1]}5", heading) == ""
    assert codes.number_in(f"{FIRST[:15]}000", heading) == ""
    assert codes.number_in("2101********0010", heading) == ""
    assert codes.number_in(f"王小明 {FIRST}", heading) == ""
    assert codes.number_in("2101 0119 5001 0100 10".replace(" ", ""), heading) != ""


def test_a_list_of_slips_is_refused_where_it_names_nobody_or_too_many(
    story: Story, settings: Any
) -> None:
    make: dict[str, Any] = {"unit": story.village, "file_name": "a.csv", "by": story.clerk}
    with pytest.raises(Incomplete):
        slips.make(content="姓名,组别\n王小明,一组\n".encode(), **make)
    settings.SUNLEDGER_OWN_LINES = {**settings.SUNLEDGER_OWN_LINES, "slips_at_once": 1}
    with pytest.raises(Incomplete):
        slips.make(content=SLIPS.encode(), **make)
    settings.SUNLEDGER_OWN_LINES = {**settings.SUNLEDGER_OWN_LINES, "kept_months": 0}
    with pytest.raises(NotNow):
        slips.make(content=SLIPS.encode(), **make)
    shown(story)
    assert not OwnTag.objects.exists(), "a site that has it switched off keeps nothing"


def test_lines_without_a_number_are_counted_and_left_alone(story: Story) -> None:
    text = f"{SLIPS}赵大,,\n"
    made = slips.make(unit=story.village, content=text.encode(), file_name="a.csv", by=story.clerk)
    assert (len(made.slips), made.without) == (2, 1)


def test_payments_to_firms_are_not_tagged(story: Story) -> None:
    """Only lists whose every line is a person or a household."""
    story.published()
    assert not OwnTag.objects.exists()


def test_it_is_forgotten_in_time(story: Story, settings: Any) -> None:
    batch = shown(story)
    codes_of(story)
    months = settings.SUNLEDGER_OWN_LINES["kept_months"]
    last = months_after(timezone.localdate(batch.public_at), months)
    assert forget(last) > 0, "the slips end on the day"
    assert OwnTag.objects.count() == 3
    retention.forget(on=last + timedelta(1))
    assert not OwnTag.objects.exists()
    assert not Slip.objects.exists()
    assert not SlipHandle.objects.exists()


def test_what_is_forgotten_of_a_sheet_is_not_found_any_more(story: Story) -> None:
    batch = shown(story)
    slip = codes_of(story)["王小明"]
    names = retention.personal(batch.shape)
    retention._forget(batch, names, TODAY)
    assert found(story, slip) == []


def test_the_log_is_as_it_was_and_holds(story: Story) -> None:
    """Nothing of it is said, so nothing of it can be missed."""
    shown(story)
    before = log.size()
    slip = codes_of(story)["王小明"]
    found(story, slip)
    assert log.size() == before
    assert check_log() == []
    assert check_facts(restate.restated(), restate.WHATS) == []
    OwnTag.objects.all().delete()
    assert check_facts(restate.restated(), restate.WHATS) == []
