"""The table of moves: whole, closed in itself, and the same one that the database holds."""

from importlib import import_module

import pytest
from django.utils import translation

from sunledger.ledger import steps
from sunledger.ledger.steps import ACTS, MOVES, WAYS, Move, State


def test_every_state_can_be_reached_and_left_until_the_item_has_ended() -> None:
    reached = {way.to for way in MOVES.values()}
    left = {state for state, _move in MOVES if state is not None}
    assert reached == set(State)
    assert left == set(State) - {State.SHAM, State.MERGED, State.REFERRED}


def test_every_state_is_open_or_ended_and_an_open_one_is_new_running_or_judged() -> None:
    assert set(steps.OPEN) | set(steps.ENDED) == set(State)
    assert set(steps.OPEN) == {State.OPENED, *steps.RUNNING, *steps.JUDGED}
    assert not set(steps.RUNNING) & set(steps.JUDGED)


def test_from_every_open_state_the_table_leads_to_an_end() -> None:
    for state in steps.OPEN:
        seen, ahead = {state}, [state]
        while ahead:
            here = ahead.pop()
            further = {way.to for (start, _move), way in MOVES.items() if start == here} - seen
            seen |= further
            ahead += further
        assert State.CLOSED in seen


def test_a_small_matter_needs_four_presses() -> None:
    short = [Move.ASSIGN, Move.ANSWER, Move.VERIFY, Move.CLOSE]
    state = State.OPENED
    for move in short:
        way = steps.way(state, move)
        assert way
        state = way.to
    assert state == State.CLOSED


def test_every_move_stands_in_the_table_with_someone_who_may_make_it() -> None:
    assert {move for _state, move in WAYS} == set(Move)
    assert all(way.who for way in WAYS.values())


def test_acts_change_no_state_and_moves_always_do() -> None:
    assert all(state == way.to for (state, _move), way in ACTS.items())
    assert all(state != way.to for (state, _move), way in MOVES.items())
    assert not MOVES.keys() & ACTS.keys()


def test_nothing_is_done_with_a_closed_item_except_looking_back_and_opening_it_anew() -> None:
    assert steps.moves_from(State.CLOSED) == [
        *(Move.CONFIRM, Move.EXPOSE, Move.REOPEN),
        *(Move.ASK_REPLY, Move.REPLY),  # before a look back finds it put right on paper only
    ]
    assert steps.moves_from(State.SHAM) == steps.moves_from(State.MERGED) == []


def test_the_database_holds_the_same_table() -> None:
    guards = import_module("sunledger.ledger.migrations.0005_guards_of_states")
    held = set(guards.PAIRS)
    assert held == {f"{state.value}>{way.to.value}" for (state, _), way in MOVES.items() if state}


def test_what_cannot_be_done_now_is_explained_with_what_can() -> None:
    with translation.override("en"):
        sentence = steps.why_not_now(State.CLOSED, Move.ANSWER)
    assert sentence == (
        "An item that is closed cannot answer. "
        "It can: confirm on looking back, reopen as sham correction, open anew, "
        "ask whoever is named for their reply, reply before it is said in public."
    )
    assert steps.why_not_now(State.ASSIGNED, Move.ANSWER) == ""


@pytest.mark.parametrize("state", State)
def test_the_moves_from_a_state_are_those_with_a_way(state: State) -> None:
    here = set(steps.moves_from(state))
    assert here == {move for move in Move if steps.way(state, move)}
