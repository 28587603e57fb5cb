"""Random people do random things, and the ledger never stands where its table does not lead."""

from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sunledger.ledger import actions as ledger
from sunledger.ledger import clock, gate, proofs, restate, steps
from sunledger.ledger.models import Item, Kind, Move, Outcome, State
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow, Refused
from sunledger.seal.verify import check_facts
from sunledger.units.models import User
from tests.cast import at, day, make_cast

PEOPLE = ("lead", "worker", "second_worker", "checker", "inspector", "clerk")
# Who usually makes a move; half of the time someone else tries.
USUAL = {
    Move.ASSIGN: "lead",
    Move.ANSWER: "worker",
    Move.VERIFY: "checker",
    Move.SEND_BACK: "checker",
    Move.CLOSE: "lead",
    Move.ATTACH: "worker",
    Move.RECOVER: "second_worker",
    Move.REOPEN: "lead",
}
SEEDS = st.integers(0, 2**40)


class Life(RuleBasedStateMachine):
    """The life of a few items, with the cast behaving as it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.cast = make_cast()
        self.days = 0
        self.changed = True

    def teardown(self) -> None:
        """See that what was said is what the rows say, and forget all of it."""
        found = list(check_facts(restate.restated()))
        transaction.set_rollback(True)
        self.rolled_back.__exit__(None, None, None)
        assert not found

    @initialize(seed=SEEDS)
    def open(self, seed: int) -> None:
        """The county opens an item, with some needs and some money found."""
        draw = Random(seed)
        ledger.open_item(
            source="lead:x",
            title="事项",
            problem="问题",
            unit=self.cast.village,
            by=self.cast.lead,
            at=at(),
            needs=draw.sample(Kind.values, draw.choice([0, 0, 0, 1])),
            found_amount=draw.choice([0, 0, 500]),
        )

    @rule(seed=SEEDS)
    def act(self, seed: int) -> None:
        """Someone does something with some item: mostly what its state allows, mostly by whom."""
        draw = Random(seed)
        self.days += draw.choice([0, 0, 1, 4])
        item = draw.choice(list(Item.objects.order_by("pk")))
        fitting = [move for move in steps.moves_from(item.state) if move in USUAL]
        further = [move for move in fitting if move in steps.CHANGING]
        moves = draw.choice([list(USUAL), fitting, fitting + further * 3, further or fitting])
        move = draw.choice(moves)
        who = draw.choice([USUAL[move], USUAL[move], draw.choice(PEOPLE)])
        self.changed = self._try(item, move, getattr(self.cast, who), draw.randrange(8))

    @precondition(lambda life: life.changed)
    @invariant()
    def every_path_is_in_the_table(self) -> None:
        for item in Item.objects.prefetch_related("steps"):
            here: State | None = None
            turn = 0
            for number, step in enumerate(item.steps.all(), start=1):
                way = steps.way(here, step.move)
                assert way is not None
                assert (step.number, step.state) == (number, way.to)
                turn += way.to != here
                here = way.to
            assert (item.state, item.turn) == (here, turn)

    @precondition(lambda life: life.changed)
    @invariant()
    def nobody_judges_their_own_answer(self) -> None:
        for item in Item.objects.prefetch_related("steps"):
            answered = {step.by_id for step in item.steps.all() if step.move == Move.ANSWER}
            judged = {step.by_id for step in item.steps.all() if step.move in ("verify", "close")}
            assert not answered & judged
            assert item.doer_id is None or item.doer_id != item.checker_id

    @precondition(lambda life: life.changed)
    @invariant()
    def what_is_closed_has_its_proofs(self) -> None:
        for item in Item.objects.filter(state=State.CLOSED):
            assert proofs.missing(item, Outcome(item.outcome)) == []
            assert item.recovered_amount <= item.found_amount
            assert item.unrecovered or item.recovered_amount == item.found_amount
            assert item.result
            assert item.leaf is not None

    @precondition(lambda life: life.changed)
    @invariant()
    def both_lights_are_the_same(self) -> None:
        for item in clock.lit(Item.objects.all(), day(self.days)):
            assert item.light == clock.light(item, day(self.days))

    def _try(self, item: Item, move: Move, by: User, choice: int) -> bool:
        """Do it; a refusal changes nothing and is the one that the gate foretold. Whether done."""
        foretold = gate.why_not(item, move, by, day(self.days))
        before = (item.steps.count(), item.evidence.count(), item.turn)
        refusal: Refused | None = None
        try:
            self._do(item, move, by, choice)
        except Refused as refused:
            refusal = refused
            item.refresh_from_db()
            assert (item.steps.count(), item.evidence.count(), item.turn) == before
        if foretold:
            assert isinstance(refusal, NotAllowed | NotNow)
        elif refusal:  # it is about what was given, not about who or when
            assert isinstance(refusal, Incomplete) or move in (Move.CLOSE, Move.REOPEN)
        return refusal is None

    def _do(self, item: Item, move: Move, by: User, choice: int) -> None:
        """Make the move."""
        common: dict[str, Any] = {"item": item, "by": by, "at": at(self.days)}
        cast = self.cast
        if move == Move.ASSIGN:
            due = day(self.days + 3 * choice)
            ledger.assign(**common, doer=cast.town, checker=cast.county, due=due)
        elif move == Move.ANSWER:
            ledger.answer(**common, note="完成")
        elif move == Move.SEND_BACK:
            ledger.send_back(**common, reason="不行")
        elif move == Move.VERIFY:
            ledger.verify(**common, note="属实")
        elif move == Move.CLOSE:
            outcome = Outcome.values[choice % 4]
            rest = "已说明" if choice > 3 else ""
            ledger.close(**common, result="完成", outcome=outcome, unrecovered=rest)
        elif move == Move.REOPEN:
            ledger.reopen(**common, reason="不对")
        else:
            self._prove(move, common, choice)

    def _prove(self, move: Move, common: dict[str, Any], choice: int) -> None:
        """Attach a paper, or record money."""
        kind = Kind.values[choice % 4] if move == Move.ATTACH else "receipt"
        outcome = ("clean" if choice > 3 else "still") if kind == Kind.RERUN else ""
        with transaction.atomic():
            paper = ledger.attach(**common, kind=kind, title="纸", text="字", outcome=outcome)
            if move == Move.RECOVER:
                ledger.record_recovery(
                    **common,
                    amount=100 * choice,
                    receipt=paper,
                    payer="甲",
                    paid_to="乙",
                    on=day(self.days),
                )


@pytest.mark.django_db
def test_random_people_never_bring_an_item_where_it_must_not_be() -> None:
    quick = settings(
        max_examples=12,
        stateful_step_count=30,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],  # finding smaller examples takes minutes here
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Life, settings=quick)
