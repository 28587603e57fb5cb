"""What the database itself refuses of decisions on screens."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

GUARDS = [
    Guard(
        "screening_switch_stays_as_said",
        "screening_switch",
        "UPDATE",
        "What was decided on a screen stays as it was said. Decide anew.",
    ),
    Guard(
        "screening_switch_stays",
        "screening_switch",
        "DELETE",
        "What was decided on a screen cannot be deleted. Decide anew.",
    ),
]


class Migration(migrations.Migration):
    """The guards of decisions on screens."""

    dependencies = [("screening", "0002_switches")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
