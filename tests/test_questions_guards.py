"""What the database itself refuses about questions, also to a shell."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sunledger.seal.verify import check_facts
from sunledger.voices import limits, restate
from sunledger.voices.questions import actions as questions
from sunledger.voices.questions import steps
from sunledger.voices.questions.models import Question, Step
from sunledger.voices.questions.steps import BY_NOBODY
from tests.cast import day
from tests.questions_story import WORDS, Asked, make_asked
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Asked:
    limits.forget()
    return make_asked()


def refused(question: Question, **changes: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**changes)


def step(question: Question, by: Any, move: str = "answer", **more: Any) -> Step:
    """Write a step past the actions, as a shell could."""
    given = {"number": 99, "move": move, "state": question.state, "unit": question.at, "leaf": 9999}
    post = by.holdings.get().post if by else None
    return Step.objects.create(
        question=question, on=day(), **(given | {"by": by, "post": post} | more)
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "别的话"},
        {"receipt": "0" * 64},
        {"may_show": False},
        {"asked_on": day(9)},
        {"answer_by": day(99)},
        {"kind": "objection"},
        {"pinned": 3},
        {"code": "other"},
        {"state": "joined"},
        {"state": "answered", "answered_on": day(), "outcome": "explained"},
        {"outcome": "explained"},
        {"item": "x"},
        {"shown_text": WORDS},
        {"subject": "missing"},
    ],
)
def test_a_question_stays_what_it_is(site: Asked, changes: dict[str, Any]) -> None:
    refused(site.asked(), **changes)


def test_a_question_goes_to_another_unit_by_a_step_alone(site: Asked) -> None:
    refused(site.asked(), at=site.story.cast.town)


def test_what_was_answered_and_shown_stays(site: Asked) -> None:
    question = site.answered(site.asked())
    questions.show(question=question, text=WORDS, by=site.elder, on=day(2))
    for changes in ({"outcome": "refused"}, {"answer": "别的"}, {"answered_on": day(9)},
                    {"first_on": day(9)}, {"state": "asked", "outcome": "", "answered_on": None},
                    {"shown_text": "别的"}, {"shown_answer": "别的"}, {"rises": 1}):  # fmt: skip
        refused(question, **changes)
    questions.dispute(question=question, on=day(3))
    refused(question, disputed_on=None)


def test_nothing_is_deleted_and_steps_are_only_added(site: Asked) -> None:
    question = site.answered(site.asked())
    last = question.steps.get(move="answer")
    acts: tuple[Callable[[], object], ...] = (
        lambda: Question.objects.filter(pk=question.pk)._raw_delete("default"),
        lambda: Step.objects.filter(pk=last.pk)._raw_delete("default"),
        lambda: Step.objects.filter(pk=last.pk).update(text="别的"),
        lambda: Step.objects.filter(pk=last.pk).update(outcome="refused"),
        lambda: Step.objects.filter(pk=last.pk).update(leaf=77),
    )
    for act in acts:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_only_posts_that_fit_deal_with_a_question(site: Asked) -> None:
    objection = site.asked(kind="objection")
    for by in (site.story.stranger, site.story.clerk, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            step(objection, by)
    step(objection, site.mayor)  # of the unit above


def test_who_gave_a_disputed_answer_does_not_give_the_next(site: Asked) -> None:
    question = site.answered(site.asked())
    questions.dispute(question=question, on=day(3))
    with pytest.raises(IntegrityError), transaction.atomic():
        step(question, site.elder)


def test_what_was_forgotten_does_not_come_back(site: Asked) -> None:
    question = site.answered(site.asked())
    questions.forget(on=day(300))
    refused(question, text=WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        step(question, site.mayor, "keep_in")


def test_a_row_changed_behind_the_guards_is_noticed(site: Asked) -> None:
    question = site.answered(site.asked())
    assert not list(check_facts(restate.restated()))
    with unguarded():
        Step.objects.filter(question=question, move="answer").update(outcome="refused")
    assert len(list(check_facts(restate.restated()))) == 1


def test_the_guards_hold_the_pairs_of_the_table() -> None:
    """A new way in the table needs a migration that lets it through."""
    pairs = {
        (str(start), str(way.to))
        for (start, _move), way in steps.WAYS.items()
        if start and start != way.to
    }
    assert pairs == {
        ("asked", "acknowledged"), ("acknowledged", "asked"), ("asked", "answered"),
        ("acknowledged", "answered"), ("asked", "joined"), ("acknowledged", "joined"),
        ("answered", "asked"), ("joined", "asked"),
    }  # fmt: skip
    assert set(BY_NOBODY) == {"ask", "dispute", "rise"}
