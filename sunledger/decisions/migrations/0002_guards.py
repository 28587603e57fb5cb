"""What the database itself refuses, on SQLite and on PostgreSQL."""

from typing import Any

from django.db import migrations

from sunledger.core.guards import Guard

PUBLIC = (
    "EXISTS (SELECT 1 FROM decisions_meeting m "
    "WHERE m.id = {row}.meeting_id AND m.public_at IS NOT NULL)"
)
NOT_QUOTED = (
    "NOT EXISTS (SELECT 1 FROM decisions_meeting m WHERE m.id = NEW.meeting_id "
    'AND substr(m.text, NEW.start + 1, NEW."end" - NEW.start) = NEW.quotation)'
)

GUARDS = [
    *(
        Guard(
            f"decisions_decision_quotes_{event.lower()}",
            "decisions_decision",
            event,
            "A directive quotes the words of its meeting exactly.",
            NOT_QUOTED,
        )
        for event in ("INSERT", "UPDATE")
    ),
    *(
        Guard(
            f"decisions_decision_of_public_{event.lower()}",
            "decisions_decision",
            event,
            "A meeting that is public stands as it is.",
            PUBLIC.format(row="NEW" if event == "INSERT" else "OLD"),
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
    Guard(
        "decisions_decision_decided_stays",
        "decisions_decision",
        "UPDATE",
        "What was decided stays decided.",
        "OLD.state <> 'proposed'",
    ),
    Guard(
        "decisions_meeting_keeps_its_words",
        "decisions_meeting",
        "UPDATE",
        "The words of a meeting never change.",
        "OLD.text <> NEW.text OR OLD.unit_id <> NEW.unit_id OR OLD.held_on <> NEW.held_on",
    ),
    Guard(
        "decisions_meeting_public_stays",
        "decisions_meeting",
        "UPDATE",
        "A meeting that is public stands as it is.",
        "OLD.public_at IS NOT NULL",
    ),
    Guard(
        "decisions_meeting_stays",
        "decisions_meeting",
        "DELETE",
        "A meeting that is public cannot be deleted.",
        "OLD.public_at IS NOT NULL",
    ),
]


def set_guards(apps: Any, schema_editor: Any) -> None:
    """Set every guard."""
    for guard in GUARDS:
        for statement in guard.create(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


def lift_guards(apps: Any, schema_editor: Any) -> None:
    """Lift every guard."""
    for guard in GUARDS:
        for statement in guard.drop(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The guards of the decisions."""

    dependencies = [("decisions", "0001_initial")]
    operations = [migrations.RunPython(set_guards, lift_guards)]
