"""What the database itself refuses, now that a sheet may wait and its records grow old."""

from importlib import import_module

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

BEFORE = import_module("sunledger.disclosure.migrations.0002_guards")
FROZEN = [
    *BEFORE.FROZEN,
    *("visibility", "second_review", "second_by_id", "second_post_id", "second_at"),
    *("publish_at", "published_at"),
]
MOVES = (
    *BEFORE.MOVES,
    "submitted>reviewed",  # the first of two reviews
    "submitted>waiting",
    "reviewed>waiting",
    "reviewed>published",
    "waiting>published",
    "reviewed>returned",
    "waiting>returned",
)
# All that is said of a record but its values and the other party: the same when it is forgotten.
LASTING = "code batch_id unit_id category number sheet line amount currency day leaf".split()
LASTING_OF_CORRECTION = (
    "code record_id field asked_by_id asked_post_id asked_at state decided_by_id decided_post_id "
    "decided_at leaf"
).split()


def forgotten(lasting: list[str]) -> str:
    """Return the condition that a row is forgotten now, and nothing else happens to it."""
    return (
        "(OLD.forgotten_on IS NULL AND NEW.forgotten_on IS NOT NULL "
        f"AND NOT ({BEFORE.changed(lasting)}))"
    )


NEW = [
    Guard(
        "disclosure_batch_moves_by_the_table",
        "disclosure_batch",
        "UPDATE",
        "A sheet is entered, submitted, reviewed and published, in this order.",
        "OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({})".format(
            ", ".join(f"'{move}'" for move in MOVES)
        ),
    ),
    Guard(
        "disclosure_batch_published_stays",
        "disclosure_batch",
        "UPDATE",
        "A published sheet can only be withdrawn, and stays visible as withdrawn.",
        f"OLD.state = 'withdrawn' OR (OLD.state = 'published' "
        f"AND (NEW.state <> 'withdrawn' OR {BEFORE.changed(FROZEN)}))",
    ),
    Guard(
        "disclosure_batch_reviewed_by_another_post",
        "disclosure_batch",
        "UPDATE",
        "A sheet is reviewed by another post than the one that entered it.",
        "OLD.state <> NEW.state AND NEW.state IN ('reviewed', 'waiting', 'published') "
        "AND NEW.reviewed_post_id = NEW.entered_post_id",
    ),
    Guard(
        "disclosure_record_is_not_changed",
        "disclosure_record",
        "UPDATE",
        BEFORE.STAYS,
        f"(OLD.leaf IS NOT NULL OR {BEFORE.PUBLIC.format(row='OLD')} "
        f"OR {BEFORE.PUBLIC.format(row='NEW')}) AND NOT {forgotten(LASTING)}",
    ),
    Guard(
        "disclosure_correction_is_not_changed",
        "disclosure_correction",
        "UPDATE",
        "A correction is decided once, as it was asked for.",
        f"(OLD.state <> 'asked' OR {BEFORE.changed(BEFORE.ASKED)}) "
        f"AND NOT {forgotten(LASTING_OF_CORRECTION)}",
    ),
]
NAMES = {guard.name for guard in NEW}
GUARDS = [*(guard for guard in BEFORE.GUARDS if guard.name not in NAMES), *NEW]


class Migration(migrations.Migration):
    """The guards of disclosure, instead of those of 0002, which 0005 has lifted."""

    dependencies = [("disclosure", "0005_second_review")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
