"""Random people do random things, and no suggestion stands where its table does not lead."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow, Refused
from sunledger.seal.verify import check_facts
from sunledger.units.models import User
from sunledger.voices import actions as voices
from sunledger.voices import clock, gate, limits, receipt, restate, steps
from sunledger.voices.actions.showing import is_covered
from sunledger.voices.figures import figures
from sunledger.voices.models import Voice
from sunledger.voices.steps import BY_THE_AUTHOR, Move, State
from tests.cast import at, day, make_cast
from tests.voices_story import heard, town_clerk, work

PEOPLE = ("lead", "worker", "second_worker", "inspector", "checker", "clerk")
SEEDS = st.integers(0, 2**40)
ACTS = [move for move in Move if move != Move.HEAR]


class Life(RuleBasedStateMachine):
    """The life of a few suggestions, with authors and posts behaving as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        limits.forget()
        self.cast = make_cast()
        self.town = town_clerk(self.cast)
        self.days = 0

    def teardown(self) -> None:
        """See that what was said is what the rows say, and forget all of it."""
        found = list(check_facts(restate.restated()))
        transaction.set_rollback(True)
        self.rolled_back.__exit__(None, None, None)
        assert not found

    @initialize()
    def begin(self) -> None:
        """Three are given: to the town, to the bureau, to nobody in particular."""
        for unit in (self.cast.town, self.cast.bureau, None):
            heard(unit)

    @rule(seed=SEEDS)
    def hear(self, seed: int) -> None:
        """Another one comes."""
        draw = Random(seed)
        if Voice.objects.count() < 8:
            heard(self.cast.town, self.days, may_publish=draw.random() < 0.7)

    @rule(seed=SEEDS)
    def act(self, seed: int) -> None:
        """Someone does something, mostly what the state allows, mostly by the town."""
        draw = Random(seed)
        self.days += draw.choice([0, 0, 1, 5])
        voice = draw.choice(list(Voice.objects.order_by("pk")))
        move = draw.choice([draw.choice(ACTS), draw.choice(steps.moves_from(voice.state))])
        person = draw.choice([self.town, getattr(self.cast, draw.choice(PEOPLE))])
        self._try(voice, move, person, draw)

    @rule(seed=SEEDS)
    def forget(self, seed: int) -> None:
        """A night passes, mostly soon, seldom after a year."""
        voices.forget(on=day(self.days + Random(seed).choice([0, 1, 1, 200])))

    @invariant()
    def every_path_is_in_the_table(self) -> None:
        for voice in Voice.objects.prefetch_related("messages"):
            here: State | None = None
            for number, one in enumerate(voice.messages.all(), start=1):
                way = steps.way(here, one.move)
                assert way is not None
                assert (one.number, one.state) == (number, way.to)
                assert (one.by is None) == (one.move in BY_THE_AUTHOR)
                here = way.to
            assert voice.state == here
            assert not voice.shown_on or voice.may_publish
            assert voice.passes == sum(one.move == "pass_on" for one in voice.messages.all()) <= 2

    @invariant()
    def figures_count_their_rows(self) -> None:
        found = {one.key: one for one in figures(None, day(self.days))}
        for one in found.values():
            assert one.value == one.rows.count()
            assert one.of is None or 0 <= one.value <= one.of
        late = {voice for voice in Voice.objects.all() if clock.is_late(voice, day(self.days))}
        assert set(found["late"].rows) == late

    def _try(self, voice: Voice, move: Move, by: User, draw: Random) -> None:
        """Do it; a refusal changes nothing, and is the one that the gate foretold."""
        author = move in BY_THE_AUTHOR
        on = day(self.days)
        foretold = gate.why_author_not(voice, move) if author else gate.why_not(voice, move, by, on)
        before = (voice.messages.count(), voice.state, voice.unit)
        refusal: Refused | None = None
        try:
            with transaction.atomic():
                self._acts(voice, by, draw)[move]()
        except Refused as refused:
            refusal = refused
            voice.refresh_from_db()
        if refusal is not None:
            assert (voice.messages.count(), voice.state, voice.unit) == before
        if foretold:
            assert str(refusal) == foretold
        elif refusal:  # it is about what was given, not about who or when
            assert isinstance(refusal, Incomplete | NotNow | NotAllowed)

    def _acts(self, voice: Voice, by: User, draw: Random) -> dict[Move, Callable[[], object]]:
        """Return what each move does."""
        on, units = day(self.days), [self.cast.town, self.cast.bureau, self.cast.village]
        who: dict[str, Any] = {"voice": voice, "by": by, "on": on}
        moment = at(self.days)
        item = work(self.cast, due=day(self.days + 9))
        other = draw.choice(list(Voice.objects.order_by("pk")))
        view = draw.choice(["satisfied", "not_satisfied"])
        return {
            Move.ACKNOWLEDGE: lambda: voices.acknowledge(**who),
            Move.ASK: lambda: voices.ask(**who, question="何处？"),
            Move.REPLY: lambda: voices.reply(voice=voice, text="桥头。", on=on),
            Move.ANSWER: lambda: voices.answer(**who, answer="好。"),
            Move.NOT_ADOPT: lambda: voices.not_adopt(**who, reason="不可。"),
            Move.ADOPT: lambda: voices.adopt(voice=voice, by=by, at=moment, answer="好。", **item),
            Move.ADOPT_PARTLY: lambda: voices.adopt(
                voice=voice, by=by, at=moment, answer="部分。", partly=True, **item
            ),
            Move.PASS_ON: lambda: voices.pass_on(**who, unit=draw.choice(units), reason="归口。"),
            Move.MERGE: lambda: voices.merge(**who, into=other),
            Move.SHOW: lambda: voices.show(**who, title=voice.title, text=voice.text),
            Move.KEEP_IN: lambda: voices.keep_in(**who, reason="涉及住户。"),
            Move.VIEW: lambda: voices.say_view(voice=voice, view=view, on=on),
        }


@pytest.mark.django_db
def test_random_people_never_bring_a_suggestion_where_it_must_not_be() -> None:
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


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 9)), max_size=4))
def test_any_stretch_can_be_covered(text: str, stretches: list[tuple[int, int]]) -> None:
    signs = list(text)
    for start, length in stretches:
        for place in range(start, min(start + length, len(signs))):
            signs[place] = "■"
    assert is_covered(text, "".join(signs))


@given(st.text(alphabet="ab■", max_size=8), st.text(alphabet="ab■", max_size=8))
def test_what_counts_as_covered_is_what_the_definition_says(whole: str, shown: str) -> None:
    """Against the plain definition: some way to put words for each run of ■, at least a sign."""
    assert is_covered(whole, shown) == _by_definition(whole, shown)


def _by_definition(whole: str, shown: str) -> bool:
    if not shown or not whole:
        return shown == whole
    if shown[0] != "■":
        return whole[0] == shown[0] and _by_definition(whole[1:], shown[1:])
    rest = shown.lstrip("■")
    return any(_by_definition(whole[end:], rest) for end in range(1, len(whole) + 1))


@given(st.text(max_size=400))
def test_no_text_is_taken_for_a_code_unless_it_holds_one(text: str) -> None:
    if receipt.stands_in(text):
        assert any(sign.isdigit() for sign in text)


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["-", "", " ", "·"]))
def test_a_code_is_found_wherever_it_stands(before: str, after: str, between: str) -> None:
    code = "3F7K-2MPW-9TQA-X8ZD-5HVN-6R2"
    signs = receipt.read(code)
    signs += next(s for s in receipt.SIGNS if receipt.is_well_formed(signs + s))
    groups = [signs[start : start + 4] for start in range(0, 24, 4)]
    assert receipt.stands_in(f"{before}\n我：{between.join(groups)}。\n{after}")
