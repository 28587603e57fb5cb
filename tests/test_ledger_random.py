"""Random people do random things, and the ledger never stands where its table does not lead."""

from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sunledger.drives.drive import DRIVES
from sunledger.drives.figures import figures
from sunledger.ledger import actions as ledger
from sunledger.ledger import clock, gate, lookback, proofs, restate, steps
from sunledger.ledger.models import Item, Kind, Move, Outcome, State, Step
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow, Refused
from sunledger.seal.verify import check_facts
from sunledger.units.models import User
from tests import random_life, slow_ledger
from tests.cast import at, day, make_cast
from tests.slow_ledger import DONE, Told

SEEDS = st.integers(0, 2**40)
DRIVE = DRIVES["micro-corruption"]
JUDGED_BY = ("verify", "close", "uphold", "dismiss", "give_up", "confirm", "expose")
# Refused for what is given with the move, such as the other item: the gate does not know that.
SEEN_LATER = (
    Move.CLOSE,
    Move.MERGE,
    Move.TRANSFER,
    Move.ALLOT,
    Move.ASSIGN,
    Move.START,
    Move.CHARGE,
    Move.ASK_REPLY,
)


class Life(RuleBasedStateMachine):
    """The life of some items, with the cast behaving as it likes."""

    begins_with, acts = 3, 5

    def __init__(self) -> None:
        super().__init__()
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.cast = make_cast()
        self.days = 0
        self.found: dict[int, int] = {}  # with how much money each was opened
        self.touched: set[int] = set()
        self.hand: int | None = None

    def teardown(self) -> None:
        """See that all holds of all, and that what was said is what the rows say."""
        self.touched = set(Item.objects.values_list("pk", flat=True))
        found = list(check_facts(restate.restated()))
        try:
            self._look_at_all()
        finally:
            transaction.set_rollback(True)
            self.rolled_back.__exit__(None, None, None)
        assert not found

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        """The county opens some items."""
        for number in range(self.begins_with):
            self.open(seed + number)

    def open(self, seed: int) -> None:
        """The county opens an item, with some needs and some money found."""
        draw = Random(seed)
        item = ledger.open_item(
            source="lead:x",
            title="事项",
            problem="问题",
            unit=self.cast.village,
            by=self.cast.lead,
            at=at(self.days),
            needs=draw.sample(Kind.values, draw.choice([0, 0, 0, 1])),
            found_amount=draw.choice([0, 0, 500]),
            drive=draw.choice([DRIVE.code, DRIVE.code, ""]),
            kind=draw.choice(["", "lead", "petition"]),
        )
        self._meet(item)

    @rule(seed=SEEDS)
    def act(self, seed: int) -> None:
        """Someone does something with some item, and so on for a while."""
        draw = Random(seed)
        if draw.random() < 0.2:
            self.open(seed)
        for _ in range(self.acts):
            self.days += random_life.passed(draw).days
            item = self._some_item(draw)
            if move := random_life.some_move(draw, item):
                who = getattr(self.cast, random_life.someone(draw, move, item))
                random_life.hear(item, move, self.cast.lead, self.days, draw)
                self._try(item, move, who, draw)

    def _some_item(self, draw: Random) -> Item:
        """Return an item: mostly the one that was in hand before, so that long lives are lived."""
        if self.hand is None or draw.random() < 0.15:
            self.hand = draw.choice(list(Item.objects.values_list("pk", flat=True)))
        return Item.objects.get(pk=self.hand)

    def _try(self, item: Item, move: Move, by: User, draw: Random) -> None:
        """Do it; a refusal changes nothing and is the one that the gate foretold."""
        foretold = gate.why_not(item, move, by, day(self.days))
        before = (Step.objects.count(), item.evidence.count(), item.turn)
        refusal: Refused | None = None
        try:
            with transaction.atomic():
                random_life.do(move, random_life.Attempt(self.cast, item, by, self.days, draw))
        except Refused as refused:
            refusal = refused
            item.refresh_from_db()
            assert (Step.objects.count(), item.evidence.count(), item.turn) == before
        if foretold and not (refusal is None and move in (Move.UPHOLD, Move.DISMISS)):
            assert isinstance(refusal, NotAllowed | NotNow)
        elif refusal:  # it is about what was given, not about who or when
            assert isinstance(refusal, Incomplete) or move in SEEN_LATER
        self.touched.add(item.pk)
        for made in Item.objects.exclude(pk__in=self.found):
            self._meet(made)

    def _meet(self, item: Item) -> None:
        """Remember with how much money an item began."""
        self.found[item.pk] = item.found_amount
        self.touched.add(item.pk)

    @invariant()
    def all_holds_of_what_was_touched(self) -> None:
        seen = Item.objects.filter(pk__in=self.touched).prefetch_related("steps__post__unit")
        told = {item: slow_ledger.tell(item, self.found[item.pk]) for item in seen}
        self.touched = set()
        for item, one in told.items():
            the_path_is_in_the_table(item)
            nobody_judges_their_own_work(item)
            what_is_closed_has_its_proofs(item)
            whoever_is_named_was_heard(item)
            the_item_is_what_its_steps_tell(item, one)
        on = day(self.days)
        for item in clock.lit(Item.objects.filter(pk__in=[item.pk for item in told]), on):
            slow = slow_ledger.light(told[item], item, on)
            assert (item.light, clock.light(item, on)) == (slow, slow)

    def _look_at_all(self) -> None:
        """See that all holds of every item, and that the drive counts no other than its items."""
        self.all_holds_of_what_was_touched()
        told = {
            item: slow_ledger.tell(item, self.found[item.pk])
            for item in Item.objects.filter(drive=DRIVE.code).prefetch_related("steps")
        } | {
            item: slow_ledger.tell(item, self.found[item.pk])
            for item in Item.objects.filter(drive="", kind="lead").prefetch_related("steps")
        }
        on = day(self.days)
        shown = {one.key: one for one in figures(DRIVE, on)}
        slow = slow_ledger.counts(told, on)
        assert {key: shown[key].value for key in slow} == slow
        money = {key: one.value for key, one in shown.items() if one.unit == "money"}
        assert money.get("found", 0) == sum(item.found_amount for item in told)
        back = [part.amount for item in told for part in item.recoveries.all()]
        assert money.get("recovered", 0) == sum(back)
        assert money.get("future", 0) == sum(item.future_amount for item in told)


def the_path_is_in_the_table(item: Item) -> None:
    """See that each step is a way of the table, from where the one before led."""
    here: State | None = None
    for number, step in enumerate(item.steps.all(), start=1):
        way = steps.way(here, step.move)
        assert way is not None
        assert (step.number, step.state) == (number, way.to)
        here = way.to
    assert item.state == here


def nobody_judges_their_own_work(item: Item) -> None:
    """See that no person and no unit judges what it did."""
    taken = list(item.steps.all())
    answered = {step.by_id for step in taken if step.move == "answer"}
    assert not answered & {step.by_id for step in taken if step.move in JUDGED_BY}
    doer = ""
    for step in taken:
        doer = step.details.get("doer", doer)
        assert step.move not in JUDGED_BY or step.post.unit.code != doer
        assert step.move != "answer" or step.post.unit.code == doer
    assert item.doer_id is None or item.doer_id != item.checker_id


def what_is_closed_has_its_proofs(item: Item) -> None:
    """See that nothing closed lacks a proof, a verifier, its money or its place in the log."""
    if item.state not in DONE:
        return
    moves = [step.move for step in item.steps.all()]
    assert item.result
    assert item.leaf is not None
    assert [look.day for look in item.look_backs.all()] == lookback.days(item)
    assert item.recovered_amount <= item.found_amount
    assert item.unrecovered or item.recovered_amount == item.found_amount
    if "give_up" in moves:
        assert item.outcome == Outcome.NOT_DONE
        return
    assert proofs.missing(item, Outcome(item.outcome)) == []
    assert moves.index("close") > moves.index("verify")
    assert not item.objections.filter(decided=None).exists()
    assert not item.public or item.exemption or "notify" in moves


def whoever_is_named_was_heard(item: Item) -> None:
    """See that nothing was said of a unit that was not asked, or that had time to reply."""
    ends = [step for step in item.steps.all() if step.move in ("close", "give_up")]
    if not ends:
        return
    given_up = ends[0].move == "give_up"
    named: set[int | None] = {item.unit_id, *item.duties.values_list("post__unit", flat=True)}
    named = named | {item.doer_id} if given_up else named - {item.doer_id}
    about = "not_done" if given_up else "result"
    asked = list(item.replies.filter(about=about, number__lt=ends[0].number))
    assert named - {ends[0].post.unit_id, None} <= {one.unit_id for one in asked}
    assert item.closed_on
    waited = {one.unit_id for one in asked if one.given_id or one.until < item.closed_on}
    assert named - {ends[0].post.unit_id, None} <= waited


def the_item_is_what_its_steps_tell(item: Item, told: Told) -> None:
    """See that the item stands where its steps have brought it."""
    assert (item.state, item.turn) == (told.state, told.turn)
    assert (item.doer.code if item.doer else "") == told.doer
    assert (item.due, item.due_first) == (told.due, told.due_first)
    assert item.found_amount == told.found
    assert (item.returns or 0) == told.returns
    assert (item.flagged, item.milestone_due) == slow_ledger.past_of(item)
    if item.state in DONE:
        assert item.days_taken == told.days
    if item.state == State.LONG_TERM:
        assert item.review_on == told.review_on


def live(life: type[Life], examples: int, length: int) -> None:
    """Let so many lives be lived, each so many steps long."""
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=length,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],  # finding smaller examples takes minutes here
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_random_people_never_bring_an_item_where_it_must_not_be() -> None:
    live(Life, examples=10, length=20)


class ManyLives(Life):
    """The lives of hundreds of items side by side."""

    begins_with, acts = 150, 10


@pytest.mark.long
@pytest.mark.django_db
def test_random_people_never_bring_any_of_thousands_of_items_where_it_must_not_be() -> None:
    live(ManyLives, examples=20, length=60)
