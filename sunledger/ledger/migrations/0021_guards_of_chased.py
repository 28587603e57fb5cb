"""What the database itself refuses: that an item was chased is only ever added."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

GUARDS = [
    Guard(
        f"ledger_chase_is_not_{what}",
        "ledger_chase",
        event,
        "That an item was chased is only ever added.",
    )
    for event, what in (("UPDATE", "changed"), ("DELETE", "deleted"))
]


class Migration(migrations.Migration):
    """The guards of what was chased."""

    dependencies = [("ledger", "0020_chased")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
