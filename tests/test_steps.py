"""The table of moves: whole, closed in itself, and the same one that the database holds."""

from importlib import import_module

import pytest
from django.utils import translation

from sunledger.ledger import steps
from sunledger.ledger.steps import ACTS, MOVES, WAYS, Move, State


def test_every_state_can_be_reached_and_left_until_the_item_is_closed() -> None:
    reached = {way.to for way in MOVES.values()}
    left = {state for state, _move in MOVES if state is not None}
    assert reached == set(State)
    assert left == set(State) - {State.CLOSED}


def test_every_move_stands_in_the_table_with_someone_who_may_make_it() -> None:
    assert {move for _state, move in WAYS} == set(Move)
    assert all(way.who for way in WAYS.values())


def test_acts_change_no_state_and_moves_always_do() -> None:
    assert all(state == way.to for (state, _move), way in ACTS.items())
    assert all(state != way.to for (state, _move), way in MOVES.items())
    assert not MOVES.keys() & ACTS.keys()


def test_nothing_is_done_with_a_closed_item_except_opening_it_anew() -> None:
    assert steps.moves_from(State.CLOSED) == [Move.REOPEN]


def test_the_database_holds_the_same_table() -> None:
    guards = import_module("sunledger.ledger.migrations.0002_guards")
    held = set(guards.PAIRS)
    assert held == {f"{state.value}>{way.to.value}" for (state, _), way in MOVES.items() if state}


def test_what_cannot_be_done_now_is_explained_with_what_can() -> None:
    with translation.override("en"):
        sentence = steps.why_not_now(State.CLOSED, Move.ANSWER)
    assert sentence == "An item that is closed cannot answer. It can: open anew."
    assert steps.why_not_now(State.ASSIGNED, Move.ANSWER) == ""


@pytest.mark.parametrize("state", State)
def test_the_moves_from_a_state_are_those_with_a_way(state: State) -> None:
    here = set(steps.moves_from(state))
    assert here == {move for move in Move if steps.way(state, move)}
