"""What the database itself refuses, on SQLite and on PostgreSQL."""

from typing import Any

from django.db import migrations

from sunledger.core.guards import Guard

CLOSED = "EXISTS (SELECT 1 FROM ledger_item i WHERE i.id = {row}.item_id AND i.state = 'closed')"
ONLY_ADDED = {
    "ledger_step": "Steps are only ever added.",
    "ledger_evidence": "Evidence is only ever added.",
    "ledger_recovery": "Money that came back is only ever added.",
}
# The pairs of sunledger.ledger.steps.MOVES, as they are when this migration is written.
PAIRS = (
    "opened>assigned",
    "assigned>answered",
    "answered>assigned",
    "answered>verified",
    "verified>assigned",
    "verified>closed",
)

GUARDS = [
    Guard(
        "ledger_item_begins_opened",
        "ledger_item",
        "INSERT",
        "An item begins as opened.",
        "NEW.state <> 'opened'",
    ),
    Guard(
        "ledger_item_moves_by_the_table",
        "ledger_item",
        "UPDATE",
        "An item moves only as the table of moves says.",
        "OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({})".format(
            ", ".join(f"'{pair}'" for pair in PAIRS)
        ),
    ),
    Guard(
        "ledger_item_closed_is_final",
        "ledger_item",
        "UPDATE",
        "A closed item cannot be changed.",
        "OLD.state = 'closed'",
    ),
    Guard("ledger_item_stays", "ledger_item", "DELETE", "An item cannot be deleted."),
    *(
        Guard(f"{table}_is_not_{what}", table, event, sentence)
        for table, sentence in ONLY_ADDED.items()
        for event, what in (("UPDATE", "changed"), ("DELETE", "deleted"))
    ),
    *(
        Guard(
            f"{table}_after_closing_{event.lower()}",
            table,
            event,
            "A closed item cannot be changed.",
            CLOSED.format(row="OLD" if event == "DELETE" else "NEW"),
        )
        for table, events in {
            "ledger_step": ["INSERT"],
            "ledger_evidence": ["INSERT"],
            "ledger_recovery": ["INSERT"],
            "ledger_duty": ["INSERT", "UPDATE", "DELETE"],
            "ledger_milestone": ["INSERT", "UPDATE", "DELETE"],
        }.items()
        for event in events
    ),
    Guard(
        "ledger_step_answerer_judges",
        "ledger_step",
        "INSERT",
        "Whoever has answered an item neither verifies nor closes it.",
        "NEW.move IN ('verify', 'close') AND EXISTS (SELECT 1 FROM ledger_step s "
        "WHERE s.item_id = NEW.item_id AND s.move = 'answer' AND s.by_id = NEW.by_id)",
    ),
    Guard(
        "ledger_step_post_fits",
        "ledger_step",
        "INSERT",
        "The doer answers and the checker verifies, each by a post of its own.",
        "NEW.move IN ('answer', 'verify') AND NOT EXISTS (SELECT 1 FROM ledger_item i "
        "JOIN units_post p ON p.id = NEW.post_id WHERE i.id = NEW.item_id AND p.unit_id = "
        "CASE NEW.move WHEN 'answer' THEN i.doer_id ELSE i.checker_id END)",
    ),
    Guard(
        "ledger_recovery_is_within_found",
        "ledger_recovery",
        "INSERT",
        "No more can come back than was found.",
        "NOT EXISTS (SELECT 1 FROM ledger_item i WHERE i.id = NEW.item_id "
        "AND i.currency = NEW.currency AND i.found_amount >= NEW.amount + (SELECT "
        "COALESCE(SUM(r.amount), 0) FROM ledger_recovery r WHERE r.item_id = NEW.item_id))",
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
    """The guards of the ledger."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(set_guards, lift_guards)]
