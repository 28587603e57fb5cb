"""One cause wherever it shows: explained once for a stack, drawn, told where else it is asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sunledger.screening import actions as screening
from sunledger.screening.models import Explanation, Lead, Stack, Stage
from tests.queue_story import ACCOUNT, DUPLICATE, Story, make_story
from tests.test_pages_desk import send
from tests.test_stack_pages import both, path, read, signed_in

pytestmark = pytest.mark.django_db
WORDS = {"reason": "explained", "note": "敬老院统一账户，有托管协议。", "remember": "on"}
WORDS |= {"source": "县民政局", "reference": "民政〔2024〕12号"}


@pytest.fixture
def story() -> Story:
    return make_story()


def explain(story: Story, stack: Stack, **fields: Any) -> str:
    """Dismiss a stack as explained, and remember it in the same press."""
    until = timezone.localdate() + timedelta(100)
    given = WORDS | {"until": until.isoformat()} | fields
    return send(signed_in(story.cast.lead), path("desk_stack_dismiss", stack.code), **given)


def test_a_stack_is_explained_with_one_press_and_verified_with_another(story: Story) -> None:
    stack = both(story)
    explain(story, stack, file=SimpleUploadedFile("托管.pdf", b"%PDF-1.4"))
    one, other = Explanation.objects.order_by("pk")
    assert {one.screen, other.screen} == {DUPLICATE, ACCOUNT}
    assert one.sha256 == other.sha256 != ""
    assert (one.until, one.given_at) == (other.until, other.given_at)
    assert set(stack.leads.values_list("state", flat=True)) == {"dismissed"}
    second = signed_in(story.second)
    assert "Given in the same press, for the same stack" in read(
        second, "desk_explanation", one.code
    )
    send(second, path("desk_explanation", one.code), do="verify_together")
    assert set(Explanation.objects.values_list("stage", flat=True)) == {Stage.VERIFIED}
    story.run({story.raised(DUPLICATE, "d"): "a b n", story.raised(ACCOUNT, "t"): "a b c n"})
    assert not Lead.objects.open().exists()
    assert set(Explanation.objects.values_list("kept_back", flat=True)) == {1}


def test_what_of_a_stack_has_a_reason_of_its_own_is_not_explained(story: Story) -> None:
    stack = both(story)
    other = stack.leads.get(screen=ACCOUNT)
    explain(story, stack, **{f"reason_{other.code}": "unfounded"})
    assert Explanation.objects.get().screen == DUPLICATE
    assert Lead.objects.get(screen=ACCOUNT).explanation is None


def test_one_party_is_explained_once_for_all_its_leads(story: Story) -> None:
    leads = {story.raised(DUPLICATE, f"{n}", payee="7"): f"r{n}" for n in range(3)}
    story.run(leads)
    explain(story, Stack.objects.get(), covers="party")
    one = Explanation.objects.get()
    assert (one.covers, one.key, one.leads.count()) == ("party", "7", 3)


@pytest.mark.parametrize("fields", [{"source": ""}, {"reference": ""}, {"reason": "unfounded"}])
def test_what_cannot_be_remembered_of_a_stack_dismisses_none_of_it(
    story: Story, fields: dict[str, str]
) -> None:
    stack = both(story)
    explain(story, stack, **fields)
    assert set(stack.leads.values_list("state", flat=True)) == {"open"}
    assert not Explanation.objects.exists()


def test_a_stack_draws_what_the_rows_of_each_lead_share(story: Story) -> None:
    story.run({story.raised("bidders_tied", "one"): "a b", story.raised(DUPLICATE, "d"): "a b"})
    rows = [{"code": f"b{n}", "bidder": f"firm {n}", "lot": "L1"} for n in range(2)]
    Lead.objects.filter(screen="bidders_tied").update(evidence=rows)
    page = read(signed_in(story.cast.lead), "desk_stack", Stack.objects.get().code)
    assert page.count('<figure class="ties">') == 1
    assert "firm 0" in page


def test_a_cause_that_is_in_work_is_named_where_it_is_asked_again(story: Story) -> None:
    story.run({story.raised(DUPLICATE, "d"): "a b"})
    item = screening.take_up_stack(stack=Stack.objects.get(), by=story.cast.lead)
    story.run({story.raised(DUPLICATE, "d"): "a b", story.raised(ACCOUNT, "t"): "b c"})
    [fresh] = Stack.objects.open()
    officer = signed_in(story.cast.lead)
    assert f"/desk/items/{item.code}/" in read(officer, "desk_stack", fresh.code)
    story.run({story.raised(ACCOUNT, "apart"): "x y"})
    [apart] = Stack.objects.open()
    assert f"/desk/items/{item.code}/" not in read(officer, "desk_stack", apart.code)


def test_one_party_at_two_units_is_two_stacks_that_name_each_other(story: Story) -> None:
    town = story.cast.town
    story.run(
        {
            story.raised(DUPLICATE, "here", payee="7"): "a",
            story.raised(DUPLICATE, "there", payee="7", body=town.code): "b",
            story.raised(DUPLICATE, "other", payee="8", body=town.code): "c",
        }
    )
    stack = Stack.objects.get(unit=story.cast.village)
    page = read(signed_in(story.cast.lead), "desk_stack", stack.code)
    assert "About the same party other units are asked as well" in page
    assert path("desk_stack", Stack.objects.get(subject="there").code) in page
    assert path("desk_stack", Stack.objects.get(subject="other").code) not in page
