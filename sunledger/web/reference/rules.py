"""Pages about what is done by whom: the moves of an item, the powers of a post, the facts said."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, NamedTuple

from django.conf import settings

from sunledger.ledger.announced import KINDS
from sunledger.ledger.steps import ACTS, MOVES, Moves, Way, Who
from sunledger.units.models import Power, Reach
from sunledger.web.management.commands.verify import ROOMS
from sunledger.web.reference.markdown import code, codes, page, section, table

# What a room restates in a module beside its own.
BESIDE = (("voices", "sunledger.voices.questions.restate"),)
_UNITS = {
    "unit": "the unit concerned",
    "doer": "the doer",
    "checker": "the checker",
    "receiver": "the receiver",
}


def moves_page() -> str:
    """Return the page about an item's states and moves."""
    return page(
        "The moves of an item",
        "One table holds what can be done with an item, by whom, and where it leads. The pages, "
        "the refusals and the database follow it.",
        section("Moves", table(("from", "move", "to", "by a post that may"), _ways(MOVES))),
        section(
            "Acts",
            "They leave the state as it is. Opening anew opens another item that points back.",
            table(("in the states", "act", "by a post that may"), _acts()),
        ),
        section(
            "Who stands clear",
            "Whoever verifies or closes has never answered that item, and since it was assigned "
            "has held no post in the unit that did the work, in the unit concerned, or below "
            "them. Why: [who checks whom](../why/who-checks-whom.md).",
        ),
    )


def _ways(moves: Moves) -> Iterator[tuple[str, ...]]:
    """Give each move once, with all the states from which it leads to the same one."""
    starts: dict[tuple[str, ...], list[str]] = {}
    for (state, move), way in moves.items():
        line = (str(move.label), str(way.to.label), _who(way))
        starts.setdefault(line, []).append(str(state.label) if state else "(new)")
    for rest, names in starts.items():
        yield ", ".join(names), *rest


def _acts() -> Iterator[tuple[str, ...]]:
    """Give each act once, with all the states in which the same posts may do it."""
    states: dict[tuple[str, str], list[str]] = {}
    for (state, move), way in ACTS.items():
        states.setdefault((str(move.label), _who(way)), []).append(str(state and state.label))
    for (act, who), names in states.items():
        yield ", ".join(names), act, who


def _who(way: Way) -> str:
    return " or ".join(map(_post, way.who))


def _post(who: Who) -> str:
    """Return a post as the table of moves names it."""
    if who.power is None:
        return "any post in a unit that was asked for its reply"
    over = ", or above it with that reach" if who.over else " itself"
    return f"`{who.power.value}` in {_UNITS[who.unit]}{over}"


def powers_page() -> str:
    """Return the page about powers and reaches."""
    second = settings.SUNLEDGER_SECOND_FACTOR_POWERS
    powers = [(code(one.value), one.label, "yes" if one in second else "") for one in Power]
    return page(
        "Powers",
        "What a person may do comes from the posts they hold on that day, and from nothing else. "
        "Those who run the machine have no power over records.",
        table(("power", "a post with it may", "needs a second factor where required"), powers),
        section("Reach", table(("reach", "over"), [(code(one.value), one.label) for one in Reach])),
    )


class Said(NamedTuple):
    """A kind of fact: its name, the function that states it, and the names in it."""

    what: str
    room: str
    words: str
    names: tuple[str, ...]


def facts_page() -> str:
    """Return the page about the facts that are said to the seal."""
    rows = [
        (code(one.what), one.room, one.words, codes(one.names))
        for room, module in (*ROOMS.items(), *BESIDE)
        for one in _said(room, module)
    ] + [
        (code(what), "ledger", _first_line(tells), codes(_names(tells)))
        for what, tells in KINDS.items()
    ]
    return page(
        "Facts that are said in public",
        "Each is a leaf of the log, said in the same transaction as the row that it is about, and "
        "computed again from the rows by `sunledger verify`. How to check the log without this "
        "program: [check the seal](../how-to/check-the-seal.md).",
        table(("fact", "room", "what it states", "with"), rows),
    )


def _said(room: str, name: str) -> Iterator[Said]:
    """Give the kinds of fact that a room's rows can be asked for again."""
    if find_spec(name) is None:
        return
    module = import_module(name)
    for call in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Restated":
            given = dict(zip(("leaf", "what", "facts"), call.args, strict=False))
            given |= {one.arg: one.value for one in call.keywords if one.arg}
            what, states = _what(module, given["what"]), _function(module, given["facts"])
            yield Said(what, room, _first_line(states), tuple(_names(states)))


def _first_line(states: Callable[..., Any]) -> str:
    """Return what a function says of the fact that it states."""
    words = (inspect.getdoc(states) or "").partition("\n")[0]
    return words.removeprefix("Return ").removeprefix("the facts of ")


def _what(module: ModuleType, node: ast.expr) -> str:
    """Return the name of a kind, written out or by a constant of the module."""
    if isinstance(node, ast.Name):
        return str(getattr(module, node.id))
    return str(ast.literal_eval(node))


def _function(module: ModuleType, node: ast.expr) -> Callable[..., Any]:
    """Return the function whose answer is the fact: called there, or somewhere above."""
    if isinstance(node, ast.Name):
        tree = ast.parse(inspect.getsource(module))
        node = next(
            one.value
            for one in ast.walk(tree)
            if isinstance(one, ast.Assign)
            and isinstance(one.targets[0], ast.Name)
            and one.targets[0].id == node.id
        )
    if not isinstance(node, ast.Call):
        raise TypeError(f"{module.__name__}: a fact is not stated by a function")
    found: Any = module
    for part in ast.unparse(node.func).split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def _names(states: Callable[..., Any]) -> Iterator[str]:
    """Give the names in what the function returns."""
    for node in ast.walk(ast.parse(inspect.getsource(states))):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Dict):
            yield from (ast.literal_eval(key) for key in node.value.keys if key)
