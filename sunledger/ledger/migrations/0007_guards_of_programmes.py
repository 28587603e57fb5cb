"""What the database itself refuses of programmes, of what repeats, and of lists."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

# Whatever waits, at first or second hand, for the item that is to wait.
CIRCLE = (
    "EXISTS (WITH RECURSIVE before(id) AS (SELECT NEW.after_id UNION SELECT d.after_id "
    "FROM ledger_dependency d JOIN before b ON d.item_id = b.id WHERE d.lifted_id IS NULL) "
    "SELECT 1 FROM before WHERE id = NEW.item_id)"
)
STEP_OF = (
    "EXISTS (SELECT 1 FROM ledger_step s WHERE s.id = NEW.{step} AND s.item_id <> NEW.item_id)"
)

GUARDS = [
    Guard(
        "ledger_item_stays_under_its_whole",
        "ledger_item",
        "UPDATE",
        "A part stays where it was put when it was opened.",
        "COALESCE(OLD.parent_id, 0) <> COALESCE(NEW.parent_id, 0)",
    ),
    Guard(
        "ledger_item_whole_is_open",
        "ledger_item",
        "INSERT",
        "What is closed gets no new parts.",
        "NEW.parent_id IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_item w "
        "WHERE w.id = NEW.parent_id AND w.state IN "
        "('closed', 'confirmed', 'sham', 'merged', 'referred'))",
    ),
    Guard(
        "ledger_item_parts_close_first",
        "ledger_item",
        "UPDATE",
        "An item closes after its parts.",
        "OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL AND EXISTS (SELECT 1 "
        "FROM ledger_item p WHERE p.parent_id = NEW.id AND p.closed_at IS NULL "
        "AND p.state NOT IN ('merged', 'referred'))",
    ),
    Guard(
        "ledger_dependency_is_no_circle",
        "ledger_dependency",
        "INSERT",
        "Items cannot wait for each other in a circle.",
        CIRCLE,
    ),
    Guard(
        "ledger_dependency_step_fits",
        "ledger_dependency",
        "INSERT",
        "A step of the item itself says what it waits for.",
        "NEW.lifted_id IS NOT NULL OR " + STEP_OF.format(step="step_id"),
    ),
    Guard(
        "ledger_dependency_is_lifted_once",
        "ledger_dependency",
        "UPDATE",
        "What an item waits for is lifted once, by a step, and never changed.",
        "OLD.lifted_id IS NOT NULL OR NEW.lifted_id IS NULL OR OLD.item_id <> NEW.item_id "
        "OR OLD.after_id <> NEW.after_id OR OLD.upon <> NEW.upon OR OLD.step_id <> NEW.step_id "
        "OR " + STEP_OF.format(step="lifted_id"),
    ),
    Guard(
        "ledger_dependency_stays",
        "ledger_dependency",
        "DELETE",
        "What an item waits for is lifted, never deleted.",
    ),
    Guard(
        "ledger_gate_is_passed_once",
        "ledger_gate",
        "UPDATE",
        "A gate is passed once, and what it asks stays.",
        "OLD.passed_id IS NOT NULL OR NEW.passed_id IS NULL OR OLD.item_id <> NEW.item_id "
        "OR OLD.number <> NEW.number OR OLD.title <> NEW.title OR OLD.asks <> NEW.asks "
        "OR OLD.step_id <> NEW.step_id OR " + STEP_OF.format(step="passed_id"),
    ),
    Guard("ledger_gate_stays", "ledger_gate", "DELETE", "A gate cannot be deleted."),
    *(
        Guard(f"ledger_{table}_is_not_{what}", f"ledger_{table}", event, sentence)
        for table, sentence in {
            "repeat": "What an item repeats is only ever added.",
            "listline": "Which line an item comes from is only ever added.",
        }.items()
        for event, what in (("UPDATE", "changed"), ("DELETE", "deleted"))
    ),
]


class Migration(migrations.Migration):
    """The guards of programmes."""

    dependencies = [("ledger", "0006_programmes")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
