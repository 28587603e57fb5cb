"""What a screen says of its rows by APART or ALONE is true: keys judged by themselves add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sunledger.demo.planted import planted
from sunledger.screening.engine import Engine
from sunledger.screening.screen import Screen, shelf
from tests.apart_rows import MORE, SHUFFLES, Shuffle, differs, loaded, rows_of

SHELF = shelf()
KEYED = [one for one in SHELF.values() if (one.apart or one.alone) and not one.measures]
RESIDENTS = 3_000
each = pytest.mark.parametrize("screen", KEYED, ids=[one.code for one in KEYED])


def broken(screen: Screen, shuffles: tuple[Shuffle, ...]) -> list[tuple[str, Shuffle]]:
    """Return by which key, and over which rows, keys judged by themselves do not add up."""
    found = []
    for key in screen.apart or screen.alone:
        for how in shuffles:
            with loaded(rows_of(screen, key, how)) as engine:
                if differs(engine, screen, key, how.parts):
                    found.append((key, how))
    return found


@each
def test_keys_judged_by_themselves_give_what_all_give_at_once(screen: Screen) -> None:
    assert broken(screen, SHUFFLES) == []


@pytest.mark.long
@each
def test_the_same_holds_however_rows_are_mixed(screen: Screen) -> None:
    assert broken(screen, MORE) == []


@pytest.fixture(scope="module")
def province() -> Iterator[Engine]:
    """A small province."""
    with Engine(memory="1GB", threads=1) as engine:
        planted(RESIDENTS).load(engine)
        yield engine


@pytest.mark.long
@each
def test_the_same_holds_over_a_province(screen: Screen, province: Engine) -> None:
    for key in screen.apart or screen.alone:
        assert not differs(province, screen, key, 3), key


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("official_in_household", "person"),  # the register of whole households bears on it
        ("entitled_unpaid", "person"),  # so do the rounds in which others were paid
        ("broken_promise", "body"),  # the last day that any body knows
        ("two_hospitals", "person"),  # two patients, one invoice
        ("copied_publication", "body"),  # what several bodies published alike
        ("closed_unsatisfied", "body"),  # others are what is usual
    ],
)
def test_a_false_word_is_found_out(code: str, key: str) -> None:
    false = replace(SHELF[code], apart=(key,), alone=())
    assert any(broken(false, (how,)) for how in (*SHUFFLES, *MORE))
