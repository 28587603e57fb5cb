"""What the database itself refuses of explanations."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

SAID = ("screen", "unit_id", "key", "covers", "words", "source", "reference", "sha256", "until")
CHANGED = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in SAID)
GUARDS = [
    Guard(
        "screening_explanation_stays_as_given",
        "screening_explanation",
        "UPDATE",
        "What an explanation says stays as it was given. End it, and give another.",
        f"{CHANGED} OR COALESCE(OLD.at_most, -1) <> COALESCE(NEW.at_most, -1)",
    ),
    Guard(
        "screening_explanation_stays",
        "screening_explanation",
        "DELETE",
        "An explanation cannot be deleted. End it.",
    ),
]


class Migration(migrations.Migration):
    """The guards of explanations."""

    dependencies = [("screening", "0004_stacks_and_explanations")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
