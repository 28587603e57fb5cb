"""What the database itself refuses of adoptions and exemptions."""

from importlib import import_module

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

changed = import_module("sunledger.disclosure.migrations.0002_guards").changed
ADOPTED = "code unit_id pack categories kinds since by_id by_post_id at leaf".split()
ASKED = (
    "code unit_id category first_period last_period reason words until asked_by_id "
    "asked_post_id asked_at"
).split()
# The post that decides lies in a unit over the one that asks.
FROM_ABOVE = (
    "EXISTS (SELECT 1 FROM units_post p JOIN units_unit a ON a.id = p.unit_id "
    "JOIN units_unit u ON u.id = NEW.unit_id WHERE p.id = NEW.decided_post_id "
    "AND a.id <> u.id AND substr(u.path, 1, length(a.path)) = a.path)"
)
GUARDS = [
    Guard(
        "disclosure_adoption_is_ended_once",
        "disclosure_adoption",
        "UPDATE",
        "What was adopted stays as it was said; it can be ended, once.",
        f"OLD.until IS NOT NULL OR {changed(ADOPTED)}",
    ),
    Guard(
        "disclosure_adoption_stays",
        "disclosure_adoption",
        "DELETE",
        "What was adopted cannot be deleted. End it.",
    ),
    Guard(
        "disclosure_exemption_begins_asked",
        "disclosure_exemption",
        "INSERT",
        "An exemption is asked for before it is decided.",
        "NEW.state <> 'asked'",
    ),
    Guard(
        "disclosure_exemption_is_decided_once",
        "disclosure_exemption",
        "UPDATE",
        "An exemption is decided once, as it was asked for.",
        f"OLD.state <> 'asked' OR {changed(ASKED)}",
    ),
    Guard(
        "disclosure_exemption_is_granted_from_above",
        "disclosure_exemption",
        "UPDATE",
        "An exemption is granted by a post of a unit above.",
        f"NEW.state = 'granted' AND NOT {FROM_ABOVE}",
    ),
    Guard(
        "disclosure_exemption_stays",
        "disclosure_exemption",
        "DELETE",
        "An exemption that was decided stays in the register.",
        "OLD.state <> 'asked'",
    ),
]


class Migration(migrations.Migration):
    """The guards of what is owed."""

    dependencies = [("disclosure", "0013_owed")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
