"""Random people do random things, nights pass or do not, and no question goes where it must not."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sunledger.ledger.refusals import Refused
from sunledger.seal.verify import check_facts
from sunledger.units.models import User
from sunledger.voices import limits, restate
from sunledger.voices.questions import actions as questions
from sunledger.voices.questions import gate, rules, steps
from sunledger.voices.questions.figures import figures
from sunledger.voices.questions.models import Question, Step
from sunledger.voices.questions.steps import BY_NOBODY, Move, State
from sunledger.voices.questions.words import Light
from tests.cast import day
from tests.questions_story import ANSWER, WORDS, make_asked

SEEDS = st.integers(0, 2**40)
ACTS = [move for move in Move if move not in (Move.ASK, Move.RISE)]


class Life(RuleBasedStateMachine):
    """The life of a few questions, with villagers, posts and the clock behaving as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        limits.forget()
        self.site = make_asked()
        cast = self.site.story.cast
        self.people = [self.site.elder, self.site.mayor, self.site.chief, cast.lead,
                       cast.inspector, self.site.story.clerk]  # fmt: skip
        self.units = [self.site.village, cast.town, cast.bureau, cast.county]
        self.days = 0
        self.asked = [self.site.asked(), self.site.asked(kind="objection")]
        self.days_set = {one.pk: one.answer_by for one in self.asked}

    def teardown(self) -> None:
        """See that what was said is what the rows say, and forget all of it."""
        found = list(check_facts(restate.restated()))
        transaction.set_rollback(True)
        self.rolled_back.__exit__(None, None, None)
        assert not found

    @property
    def on(self) -> date:
        return day(self.days)

    @rule(seed=SEEDS)
    def ask(self, seed: int) -> None:
        """Another one comes."""
        if Question.objects.count() < 6:
            draw = Random(seed)
            kind = draw.choice(["question", "objection"])
            one = self.site.asked(self.days, kind=kind, may_show=draw.random() < 0.7)
            self.days_set[one.pk] = one.answer_by

    @rule(seed=SEEDS)
    def act(self, seed: int) -> None:
        """Someone does something, mostly what the state allows."""
        draw = Random(seed)
        self.days += draw.choice([0, 0, 1, 4])
        question = draw.choice(list(Question.objects.order_by("pk")))
        open_to = [move for move in steps.moves_from(question.state) if move in ACTS]
        move = draw.choice([draw.choice(ACTS), draw.choice(open_to)])
        self._try(question, move, draw.choice(self.people), draw)

    @rule(seed=SEEDS)
    def night(self, seed: int) -> None:
        """The clock goes round, mostly on its day, twice as well, or after days without it."""
        self.days += Random(seed).choice([0, 1, 1, 7, 30])
        questions.go_round(self.on)
        assert questions.go_round(self.on) == 0
        assert not Step.objects.filter(leaf=None, on__lt=self.on).exists()

    @rule(seed=SEEDS)
    def forget(self, seed: int) -> None:
        """What is old is forgotten."""
        questions.forget(on=day(self.days + Random(seed).choice([0, 0, 1, 200])))

    @invariant()
    def every_path_is_in_the_table(self) -> None:
        for question in Question.objects.prefetch_related("steps__post__unit", "steps__unit"):
            here: State | None = None
            found = list(question.steps.all())
            for number, one in enumerate(found, start=1):
                way = steps.way(here, one.move)
                assert way is not None
                assert (one.number, one.state) == (number, way.to)
                assert (one.post is None) == (one.move in BY_NOBODY)
                here = way.to
            made = [one.move for one in found]
            assert question.state == here
            assert question.passes == made.count(Move.PASS_ON) <= 1
            assert made.count(Move.DISPUTE) <= 1
            assert question.rises == made.count(Move.RISE) + made.count(Move.DISPUTE)
            assert question.answer_by == self.days_set[question.pk]
            assert not question.shown_on or question.may_show
            assert len({one.by_id for one in found if one.move == Move.ANSWER}) == made.count(
                "answer"
            )

    @invariant()
    def figures_count_their_rows_and_lights_agree(self) -> None:
        found = {one.key: one for one in figures(None, self.on)}
        for one in found.values():
            assert one.value == one.rows.count()
            assert one.of is None or 0 <= one.value <= one.of
        red = {one for one in Question.objects.all() if rules.light(one, self.on) == Light.RED}
        assert set(found["late"].rows) == red == set(Question.objects.late(self.on))

    def _try(self, question: Question, move: Move, by: User, draw: Random) -> None:
        """Do it; a refusal changes nothing, and is the one that the gate foretold."""
        foretold = (
            gate.why_asker_not(question)
            if move == Move.DISPUTE
            else gate.why_not(question, move, by, self.on)
        )
        before = (question.steps.count(), question.state, question.at_id)
        refusal: Refused | None = None
        try:
            with transaction.atomic():
                self._acts(question, by, draw)[move]()
        except Refused as refused:
            refusal = refused
            question.refresh_from_db()
        if refusal is not None:
            assert (question.steps.count(), question.state, question.at_id) == before
        if foretold:
            assert str(refusal) == foretold

    def _acts(self, question: Question, by: User, draw: Random) -> dict[Move, Callable[[], object]]:
        """Return what each move does."""
        who: dict[str, Any] = {"question": question, "by": by, "on": self.on}
        other = draw.choice(list(Question.objects.order_by("pk")))
        outcome = draw.choice(["explained", "refused", "taken_up", "corrected"])
        text = question.text or WORDS
        return {
            Move.ACKNOWLEDGE: lambda: questions.acknowledge(**who),
            Move.ANSWER: lambda: questions.answer(
                **who, outcome=outcome, answer=ANSWER, upheld=questions.Upheld(title="核查")
            ),
            Move.PASS_ON: lambda: questions.pass_on(
                **who, unit=draw.choice(self.units), reason="归口。"
            ),
            Move.ORDER: lambda: questions.order(**who, until=day(self.days + 1)),
            Move.JOIN: lambda: questions.join(**who, into=other),
            Move.SHOW: lambda: questions.show(**who, text=text),
            Move.KEEP_IN: lambda: questions.keep_in(**who, reason="涉及住户。"),
            Move.DISPUTE: lambda: questions.dispute(question=question, on=self.on),
        }


@pytest.mark.django_db
def test_random_people_never_bring_a_question_where_it_must_not_be() -> None:
    quick = settings(
        max_examples=8,
        stateful_step_count=25,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Life, settings=quick)
