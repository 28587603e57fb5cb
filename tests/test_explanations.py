"""A known explanation keeps its question away while it holds, and never a different question."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sunledger.ledger.refusals import Incomplete as NotSaid
from sunledger.screening import actions as screening
from sunledger.screening import explaining
from sunledger.screening.explaining import Given
from sunledger.screening.models import Covers, Explanation, Lead, Reason, Stack, Stage, State
from sunledger.screening.refusals import Incomplete, NotNow
from sunledger.units.access import NotAllowed
from sunledger.units.models import Power
from tests.cast import at, day, person
from tests.queue_story import ACCOUNT, DUPLICATE, Story, make_story, states

pytestmark = pytest.mark.django_db

GIVEN = Given(
    words="这是敬老院的统一账户，有托管协议。",
    source="县民政局",
    until=day(300),
    reference="民政〔2024〕12号",
)


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def first(story: Story) -> Lead:
    """Return the lead on a care home's account, after a first run."""
    story.run({story.raised(ACCOUNT, "home", payee="7"): "a b"})
    return Lead.objects.get()


def explain(story: Story, **given: object) -> Explanation:
    """Return the explanation of that lead, verified."""
    changed = replace(GIVEN, **given)  # type: ignore[arg-type]
    why = explaining.explain(lead=first(story), given=changed, by=story.cast.lead, at=at())
    return explaining.verify(explanation=why, by=story.second, at=at())


def again(story: Story, days: int, screen: str = ACCOUNT, name: str = "home", **given: object):  # type: ignore[no-untyped-def]
    """Raise the question again so many days later, with other rows behind it."""
    lead = story.raised(screen, name, **{"payee": "7", "fingerprint": f"{days}", **given})
    return story.run({lead: f"a b c{days}"}, at(days))[screen]


def test_a_question_that_is_explained_is_not_raised_again_though_its_rows_change(
    story: Story,
) -> None:
    why = explain(story)
    counts = again(story, 30)
    assert (counts.raised, counts.opened, counts.explained) == (1, 0, 1)
    assert states() == {"home": State.DISMISSED}
    why.refresh_from_db()
    assert why.kept_back == 1
    assert not Stack.objects.open().exists()


def test_after_its_last_day_the_question_comes_back_with_the_same_rows_or_others(
    story: Story,
) -> None:
    explain(story)
    again(story, 300, fingerprint="home")
    assert states() == {"home": State.OPEN}
    assert Lead.objects.get().reason == ""
    assert Stack.objects.up().count() == 1


def test_it_never_hides_another_screen_another_unit_or_another_party(story: Story) -> None:
    explain(story, covers=Covers.PARTY)
    assert again(story, 1, DUPLICATE, "other screen").explained == 0
    assert again(story, 2, name="other unit", body=story.cast.hamlet.code).explained == 0
    assert again(story, 3, name="other party", payee="8").explained == 0
    assert again(story, 4, name="same party").explained == 1


def test_a_question_alone_is_covered_unless_the_whole_party_is(story: Story) -> None:
    explain(story)
    assert again(story, 1, name="another question of it").explained == 0


def test_more_money_than_was_explained_is_asked_about(story: Story) -> None:
    explain(story, at_most=2_000_00)
    assert again(story, 1, figure=2_000_00).explained == 1
    assert again(story, 2, figure=2_000_01).explained == 0


def test_until_another_has_verified_it_nothing_is_kept_away(story: Story) -> None:
    explaining.explain(lead=first(story), given=GIVEN, by=story.cast.lead, at=at())
    assert again(story, 1).explained == 0
    assert Lead.objects.open().count() == 1


def test_verified_it_dismisses_what_it_covers_and_is_open(story: Story) -> None:
    why = explaining.explain(lead=first(story), given=GIVEN, by=story.cast.lead, at=at())
    again(story, 1)
    explaining.verify(explanation=why, by=story.second, at=at(2))
    (lead,) = Lead.objects.filter(fingerprint="1")
    assert (lead.state, lead.reason, lead.note) == ("dismissed", "explained", GIVEN.words)
    assert lead.decided_by == story.second


def test_neither_who_gave_it_nor_the_unit_concerned_verifies(story: Story) -> None:
    why = explaining.explain(lead=first(story), given=GIVEN, by=story.cast.lead, at=at())
    own = person("own", "村监委", story.cast.village, Power.SCREEN)
    for by in (story.cast.lead, own):
        with pytest.raises(NotNow):
            explaining.verify(explanation=why, by=by, at=at())
    with pytest.raises(NotAllowed):
        explaining.verify(explanation=why, by=story.cast.worker, at=at())
    with pytest.raises(IntegrityError), transaction.atomic():
        Explanation.objects.update(
            stage=Stage.VERIFIED, decided_by=story.cast.lead, decided_at=at()
        )


def test_refused_or_ended_the_question_is_open_again(story: Story) -> None:
    why = explaining.explain(lead=first(story), given=GIVEN, by=story.cast.lead, at=at())
    explaining.refuse(explanation=why, note="协议已到期。", by=story.second, at=at())
    assert states() == {"home": State.OPEN}
    why = explaining.explain(lead=Lead.objects.get(), given=GIVEN, by=story.cast.lead, at=at())
    explaining.verify(explanation=why, by=story.second, at=at())
    explaining.end(explanation=why, note="账户已停用。", by=story.cast.lead, at=at(1))
    assert states() == {"home": State.OPEN}
    assert Stack.objects.up().count() == 1
    assert again(story, 2).explained == 0


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"reference": ""}, Incomplete),
        ({"until": day()}, Incomplete),
        ({"until": day(367)}, Incomplete),
        ({"at_most": 999_99}, Incomplete),
        ({"covers": "everything"}, Incomplete),
        ({"words": " "}, Incomplete),
        ({"words": "本人电话13800138000可以证明。"}, NotSaid),
        ({"source": ""}, NotSaid),
    ],
)
def test_what_explains_nothing_or_names_a_person_is_refused_and_the_lead_stays_open(
    story: Story, given: dict[str, object], refusal: type[Exception]
) -> None:
    lead = first(story)
    with pytest.raises(refusal):
        explaining.explain(lead=lead, given=replace(GIVEN, **given), by=story.cast.lead, at=at())  # type: ignore[arg-type]
    assert states() == {"home": State.OPEN}


def test_a_paper_that_is_brought_is_kept_with_its_fingerprint(story: Story) -> None:
    why = explain(story, reference="", file_name="../协议.pdf", content=b"%PDF-1.4")
    assert (why.file_name, bytes(why.content)) == ("协议.pdf", b"%PDF-1.4")
    assert len(why.sha256) == 64


def test_what_was_given_stays_as_it_was_said(story: Story) -> None:
    why = explain(story)
    for change in ({"words": "别的"}, {"until": why.until + timedelta(90)}, {"at_most": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Explanation.objects.filter(pk=why.pk).update(**change)
    why.leads.update(explanation=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        why.delete()


def test_only_what_was_dismissed_as_explained_has_an_explanation(story: Story) -> None:
    lead = first(story)
    screening.dismiss(lead=lead, reason=Reason.SMALL, note="小。", by=story.cast.lead, at=at())
    with pytest.raises(NotNow):
        explaining.remember(lead=lead, given=GIVEN, by=story.cast.lead, at=at())
