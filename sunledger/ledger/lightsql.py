"""The light of an item as the database works it out: the rules of `clock`, as one expression.

It is written as text. Put together from forty conditions of Django's, it would take longer to
build, for every page that shows a list, than the database takes to answer. All that is filled in
comes from the code and the settings: states, numbers and days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Field, Func

from sunledger.ledger import steps
from sunledger.ledger.steps import State

COLUMNS = (
    *("state", "due", "due_first", "assigned_on", "review_on"),
    *("returns", "flagged", "milestone_due"),
)
RULES = """CASE
WHEN {state} IN ({ended}) THEN {grey}
WHEN {state} IN ({running}) AND {due} < {on} OR {state} = {long_term} AND {review_on} < {on}
  OR {returns} >= {red_returns} OR {flagged} THEN {red}
WHEN {state} = {paused} OR {due} > {due_first} THEN {purple}
WHEN {returns} >= {yellow_returns} OR {milestone_due} < {on} THEN {yellow}
WHEN {state} IN ({running}) AND ({due} <= {few} OR {left} * {part} <= {all}) THEN {blue}
ELSE {clear} END"""


@dataclass(frozen=True)
class Rules:
    """What the rules are on a day: the last day that counts as soon, and the settings."""

    on: date
    few: date
    part: int
    red_returns: int
    yellow_returns: int


class LightSql(Func):
    """What an item's light is on a day, in some words for each light."""

    def __init__(
        self, rules: Rules, words: Mapping[str, str], output_field: Field[Any, Any]
    ) -> None:
        super().__init__(*COLUMNS, output_field=output_field)
        self._rules, self._words = rules, words

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the rules as SQLite reads them."""
        return self._text(compiler, "CAST(julianday({until}) - julianday({since}) AS INTEGER)")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the rules as PostgreSQL reads them."""
        return self._text(compiler, "(CAST({until} AS date) - CAST({since} AS date))")

    def _text(self, compiler: Any, days: str) -> tuple[str, list[Any]]:
        """Return the rules, with the days from one to another as a database counts them."""
        sources = self.get_source_expressions()
        columns = {
            name: compiler.compile(one)[0] for name, one in zip(COLUMNS, sources, strict=True)
        }
        on = _text(self._rules.on)
        facts = {
            "on": on,
            "few": _text(self._rules.few),
            "part": self._rules.part,
            "red_returns": self._rules.red_returns,
            "yellow_returns": self._rules.yellow_returns,
            "left": days.format(until=columns["due"], since=on),
            "all": days.format(until=columns["due"], since=columns["assigned_on"]),
        }
        return RULES.format(**columns, **facts, **_STATES, **self._words), []


def _text(value: object) -> str:
    """Return a day or a word of ours as it stands in a statement."""
    return f"'{value}'"


def _texts(states: tuple[State, ...]) -> str:
    return ", ".join(_text(state.value) for state in states)


_STATES = {
    "ended": _texts(steps.ENDED),
    "running": _texts(steps.RUNNING),
    "long_term": _texts((State.LONG_TERM,)),
    "paused": _texts((State.PAUSED,)),
}
