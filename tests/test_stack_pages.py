"""Stacks, queues and explanations on the desk, as a person uses them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from sunledger.screening.models import Explanation, Lead, Stack, Stage
from sunledger.units.models import User
from tests.queue_story import ACCOUNT, DUPLICATE, Story, make_story, up
from tests.test_pages_desk import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def path(name: str, *args: Any) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def read(client: Client, name: str, *args: Any, **query: str) -> str:
    """Return the page in English."""
    answer = client.get(path(name, *args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def both(story: Story) -> Stack:
    """Return the stack of two screens on the same rows."""
    story.run({story.raised(DUPLICATE, "d"): "a b", story.raised(ACCOUNT, "t"): "a b c"})
    return Stack.objects.get()


def test_the_list_shows_what_is_up_and_says_how_many_wait(story: Story) -> None:
    story.run(story.many(12))
    officer = signed_in(story.cast.lead)
    page = read(officer, "desk_leads")
    assert page.count('<h2 class="h3">') == 10
    assert "2 more wait and come up when one is decided." in page
    assert "the 10 stacks of leads most worth a look are up" in page
    assert "November 2026" in page or "22 Nov 2026" in page
    assert read(officer, "desk_leads", state="waiting").count('<h2 class="h3">') == 2


def test_the_list_is_narrowed_to_the_stacks_of_a_screen(story: Story) -> None:
    story.run(story.many(2) | story.many(3, ACCOUNT))
    page = read(signed_in(story.cast.lead), "desk_leads", screen=ACCOUNT)
    assert page.count('<h2 class="h3">') == 3


def test_a_stack_shows_its_leads_and_each_says_what_else_is_asked(story: Story) -> None:
    stack = both(story)
    officer = signed_in(story.cast.lead)
    page = read(officer, "desk_stack", stack.code)
    assert "duplicate_payments asks about d." in page
    assert "shared_account asks about t." in page
    assert "2 open leads about one cause" in page
    lead = stack.leads.get(screen=DUPLICATE)
    assert "1 other open lead asks about the same cause" in read(officer, "desk_lead", lead.code)


def test_a_stack_is_taken_up_or_dismissed_with_one_press(story: Story) -> None:
    stack = both(story)
    officer = signed_in(story.cast.lead)
    send(officer, path("desk_stack_take_up", stack.code), note="一并核查")
    assert set(stack.leads.values_list("state", flat=True)) == {"taken_up"}
    assert officer.get(path("desk_stack_dismiss", stack.code)).status_code == 404


def test_each_lead_of_a_dismissed_stack_may_have_its_own_reason(story: Story) -> None:
    stack = both(story)
    other = stack.leads.get(screen=ACCOUNT)
    fields = {"reason": "explained", "note": "分期付款。"}
    fields |= {f"reason_{other.code}": "data_error", f"note_{other.code}": "账号录错。"}
    send(signed_in(story.cast.lead), path("desk_stack_dismiss", stack.code), **fields)
    found = set(stack.leads.values_list("screen", "reason", "note"))
    assert found == {
        (DUPLICATE, "explained", "分期付款。"),
        (ACCOUNT, "data_error", "账号录错。"),
    }


def test_how_many_are_up_is_decided_for_a_branch_with_a_reason(story: Story) -> None:
    story.run(story.many(12))
    officer = signed_in(story.cast.lead)
    page = send(officer, path("desk_queue_limit"), unit="q-l", most="12", reason="专班两周")
    assert "专班两周" in page
    assert len(up()) == 12
    assert signed_in(story.cast.clerk).get(path("desk_queue_limit")).status_code == 404


REMEMBERED = {"reason": "explained", "note": "敬老院统一账户，有托管协议。", "remember": "on"}
REMEMBERED |= {"source": "县民政局", "reference": "民政〔2024〕12号", "covers": "party"}


def explained(story: Story, **fields: Any) -> str:
    """Dismiss the one lead as explained, and remember it in the same press."""
    lead = story.raised(ACCOUNT, "home", payee="7")
    story.run({lead: "a b"}, timezone.now())
    until = timezone.localdate() + timedelta(100)
    given = REMEMBERED | {"until": until.isoformat()} | fields
    code = Lead.objects.get().code
    return send(signed_in(story.cast.lead), path("desk_lead_dismiss", code), **given)


def test_an_explanation_is_remembered_in_the_press_that_dismisses(story: Story) -> None:
    explained(story, file=SimpleUploadedFile("托管.pdf", b"%PDF-1.4"))
    one = Explanation.objects.get()
    assert (one.covers, one.key, one.source) == ("party", "7", "县民政局")
    assert (Lead.objects.get().state, one.stage) == ("dismissed", Stage.GIVEN)
    second = signed_in(story.second)
    assert "1 waits to be verified" in read(second, "desk_leads")
    answer = second.get(path("desk_explanation_paper", one.code))
    assert answer.content == b"%PDF-1.4"
    assert "attachment" in answer["Content-Disposition"]


def test_another_person_verifies_it_and_then_it_keeps_the_question_away(story: Story) -> None:
    explained(story)
    one = Explanation.objects.get()
    own = read(signed_in(story.cast.lead), "desk_explanation", one.code)
    assert "It waits for another person" in own
    send(signed_in(story.second), path("desk_explanation", one.code), do="verify")
    one.refresh_from_db()
    assert one.stage == Stage.VERIFIED
    again = story.raised(ACCOUNT, "home", payee="7", fingerprint="other rows")
    story.run({again: "a b c"}, timezone.now())
    page = read(signed_in(story.second), "desk_explanations")
    assert "1 lead kept back in the latest run" in page
    assert "explained until" in page


def test_it_is_refused_or_ended_with_a_reason_only(story: Story) -> None:
    explained(story)
    one = Explanation.objects.get()
    second = signed_in(story.second)
    assert "Something needs another look" in send(
        second, path("desk_explanation", one.code), do="refuse"
    )
    send(second, path("desk_explanation", one.code), do="refuse", note="协议已过期。")
    assert Explanation.objects.get().stage == Stage.REFUSED
    assert Lead.objects.get().state == "open"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": "small"}, "Only an innocent explanation is remembered."),
        ({"reference": ""}, "Attach the document, or write where it lies."),
        ({"until": "2020-01-01"}, "An explanation holds until a day from"),
        ({"note": "联系 13800138000"}, "13800138000"),
    ],
)
def test_what_cannot_be_remembered_dismisses_nothing_and_says_why(
    story: Story, fields: dict[str, str], sentence: str
) -> None:
    page = explained(story, **fields)
    assert "Something needs another look" in page
    if sentence != "13800138000":
        assert sentence in page
    assert Lead.objects.get().state == "open"
    assert not Explanation.objects.exists()


def test_what_was_dismissed_as_explained_before_can_be_remembered_later(story: Story) -> None:
    explained(story, remember="")
    lead = Lead.objects.get()
    officer = signed_in(story.cast.lead)
    assert "Remember this explanation" in read(officer, "desk_lead", lead.code)
    until = timezone.localdate() + timedelta(100)
    fields = {"words": lead.note, "source": "县民政局", "reference": "12号", "covers": "question"}
    send(officer, path("desk_lead_explain", lead.code), **fields, until=until.isoformat())
    assert Explanation.objects.get().key == lead.key
    assert "Explained until" in read(officer, "desk_lead", lead.code)


def test_who_screens_elsewhere_sees_none_of_it(story: Story) -> None:
    stack = both(story)
    other = signed_in(story.cast.worker)
    for name in ("desk_stack", "desk_stack_take_up", "desk_stack_dismiss"):
        assert other.get(path(name, stack.code)).status_code == 404
