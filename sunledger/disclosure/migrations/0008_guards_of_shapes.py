"""What the database itself refuses: another wording for what was read against this one."""

from importlib import import_module

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

BEFORE = import_module("sunledger.disclosure.migrations.0002_guards")
STAYS = "A shape stays as it was: sheets were read against it."

GUARDS = [
    Guard(
        "disclosure_batch_keeps_its_shape",
        "disclosure_batch",
        "UPDATE",
        "What a published sheet was read against stays as it was.",
        f"OLD.state IN ('published', 'withdrawn') AND ({BEFORE.changed(['read_against_id'])})",
    ),
    Guard("disclosure_shape_is_not_changed", "disclosure_shape", "UPDATE", STAYS),
    Guard("disclosure_shape_is_not_deleted", "disclosure_shape", "DELETE", STAYS),
    Guard("disclosure_shape_is_not_emptied", "disclosure_shape", "TRUNCATE", STAYS),
]
SET, LIFT = both_ways(GUARDS)


class Migration(migrations.Migration):
    """The guards of shapes, and of what was read against them."""

    dependencies = [("disclosure", "0007_shapes")]
    operations = [migrations.RunPython(SET, LIFT)]
