"""What was taken in from another site is changed by what that site says, and by nothing else."""

from importlib import import_module

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

changed = import_module("sunledger.disclosure.migrations.0002_guards").changed
OWED = import_module("sunledger.disclosure.migrations.0014_guards_of_owed")
ABOVE = "disclosure_exemption_is_granted_from_above"
FORMER = [guard for guard in OWED.GUARDS if guard.name == ABOVE]
THERE = "This stands in the books of another site. Only there it can be changed."
# A leaf at which we said that another site said it.
SAID_THERE = (
    "EXISTS (SELECT 1 FROM seal_fact f WHERE f.leaf_id = NEW.{leaf} AND f.what = 'taken in')"
)
LASTING = ["origin_id", "entry", "what", "head_id", "held", "unit_id", "leaf"]
LINKS = ["batch_id", "record_id", "correction_id", "exemption_id"]
TAKEN = "EXISTS (SELECT 1 FROM disclosure_taken t WHERE t.{link} = OLD.{column})"
GUARDS = [
    Guard(
        "disclosure_taken_stays",
        "disclosure_taken",
        "DELETE",
        "What was taken in from another site stays as it was said there.",
    ),
    Guard(
        "disclosure_taken_is_only_forgotten",
        "disclosure_taken",
        "UPDATE",
        "What was taken in from another site stays as it was said there.",
        f"NEW.body <> '' OR LENGTH(NEW.salt) <> 0 OR "
        f"{changed([*LASTING, *LINKS])} "
        "OR NEW.digest <> OLD.digest OR NEW.path <> OLD.path",
    ),
    Guard(
        "disclosure_origin_stays",
        "disclosure_origin",
        "DELETE",
        "A log that was trusted stays known.",
    ),
    Guard(
        "disclosure_origin_keeps_its_key",
        "disclosure_origin",
        "UPDATE",
        "The key of a log that is trusted stays, and its log only grows.",
        f"{changed(['name', 'key', 'leaf'])} OR NEW.size < OLD.size",
    ),
    Guard(
        "disclosure_head_stays",
        "disclosure_head",
        "UPDATE",
        "The head of a log stays as it was seen.",
    ),
    Guard(
        "disclosure_batch_of_others_is_withdrawn_there",
        "disclosure_batch",
        "UPDATE",
        THERE,
        "NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn' "
        f"AND {TAKEN.format(link='batch_id', column='id')} "
        f"AND NOT {SAID_THERE.format(leaf='withdrawn_leaf')}",
    ),
    Guard(
        "disclosure_record_of_others_is_corrected_there",
        "disclosure_correction",
        "UPDATE",
        THERE,
        "NEW.state = 'made' AND OLD.state <> 'made' "
        f"AND {TAKEN.format(link='record_id', column='record_id')} "
        f"AND NOT {SAID_THERE.format(leaf='leaf')}",
    ),
    Guard(
        ABOVE,
        "disclosure_exemption",
        "UPDATE",
        "An exemption is granted by a post of a unit above.",
        f"NEW.state = 'granted' AND NOT {OWED.FROM_ABOVE} AND NOT {SAID_THERE.format(leaf='leaf')}",
    ),
]
set_former, lift_former = both_ways(FORMER)
set_new, lift_new = both_ways(GUARDS)


class Migration(migrations.Migration):
    """The guards of what was taken in."""

    dependencies = [("disclosure", "0021_taken"), ("seal", "0001_initial")]
    operations = [
        migrations.RunPython(lift_former, set_former),
        migrations.RunPython(set_new, lift_new),
    ]
