"""The database itself refuses to change or to forget what was said."""

from typing import Any

from django.db import migrations

from sunledger.core.guards import Guard

SENTENCE = "What has been said in public stays as it was said."
GUARDS = [
    Guard(f"{table}_no_{event.lower()}", table, event, SENTENCE)
    for table in ("seal_leaf", "seal_node", "seal_fact")
    for event in ("UPDATE", "DELETE", "TRUNCATE")
]


def set_guards(apps: Any, schema_editor: Any) -> None:
    """Set every guard."""
    for guard in GUARDS:
        for statement in guard.create(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


def lift_guards(apps: Any, schema_editor: Any) -> None:
    """Take every guard away."""
    for guard in GUARDS:
        for statement in guard.drop(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The guards of the log."""

    dependencies = [("seal", "0001_initial")]
    operations = [migrations.RunPython(set_guards, lift_guards)]
