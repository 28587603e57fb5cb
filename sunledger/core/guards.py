"""Rules that the database itself holds: triggers, as text, for SQLite and for PostgreSQL.

A guard says when it bites as one condition over OLD and NEW that both databases read alike, so a
rule is written once. Both report it as a broken integrity rule, with the guard's sentence.
A migration on SQLite that alters a table makes the table anew and loses its guards: such a
migration has to put them back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Way = Callable[[Any, Any], None]  # of a migration: it is given the apps and the schema's editor


@dataclass(frozen=True)
class Guard:
    """What must never happen to a row of a table."""

    name: str
    table: str
    event: Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]
    sentence: str
    when: str = "1 = 1"

    def create(self, vendor: str) -> list[str]:
        """Return the statements that set the guard."""
        sentence = self.sentence.replace("'", "''")
        if vendor == "sqlite":
            if self.event == "TRUNCATE":
                return []  # SQLite has no such statement
            return [
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
                f"FOR EACH ROW WHEN {self.when} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            ]
        body = (
            f"BEGIN IF {self.when} THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', "
            f"MESSAGE = '{sentence}'; END IF; "
            f"RETURN {'OLD' if self.event == 'DELETE' else 'NEW'}; END"
        )
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return [
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $guard$ {body} $guard$",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        ]

    def drop(self, vendor: str) -> list[str]:
        """Return the statements that lift the guard."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return [f"DROP FUNCTION IF EXISTS {self.name}() CASCADE"]


def both_ways(guards: Sequence[Guard]) -> tuple[Way, Way]:
    """Return what sets the guards and what lifts them, for the two ways of a migration."""

    def set_guards(_apps: Any, editor: Any) -> None:
        _run(editor, (line for guard in guards for line in guard.create(editor.connection.vendor)))

    def lift_guards(_apps: Any, editor: Any) -> None:
        _run(editor, (line for guard in guards for line in guard.drop(editor.connection.vendor)))

    return set_guards, lift_guards


def _run(editor: Any, statements: Iterable[str]) -> None:
    """Run statements as they are: a percent sign in them stands for itself."""
    for statement in statements:
        editor.execute(statement, params=None)
