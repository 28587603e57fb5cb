"""What the database itself refuses of look-backs: what was drawn stays, and is made once."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

GUARDS = [
    Guard(
        "ledger_lookback_is_drawn_at_closing",
        "ledger_lookback",
        "INSERT",
        "Look-backs are drawn when an item closes.",
        "NEW.step_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM ledger_item i "
        "WHERE i.id = NEW.item_id AND i.state IN ('verified', 'notice'))",
    ),
    Guard(
        "ledger_lookback_is_made_once",
        "ledger_lookback",
        "UPDATE",
        "A look-back is made once, by a step of its item that says what was found.",
        "OLD.step_id IS NOT NULL OR NEW.step_id IS NULL OR OLD.item_id <> NEW.item_id "
        "OR OLD.day <> NEW.day OR NOT EXISTS (SELECT 1 FROM ledger_step s "
        "WHERE s.id = NEW.step_id AND s.item_id = NEW.item_id "
        "AND s.move IN ('confirm', 'expose'))",
    ),
    Guard(
        "ledger_lookback_stays",
        "ledger_lookback",
        "DELETE",
        "A look-back that was drawn cannot be deleted.",
    ),
]


class Migration(migrations.Migration):
    """The guards of look-backs."""

    dependencies = [("ledger", "0013_look_backs_drawn")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
