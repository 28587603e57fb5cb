"""What the database itself refuses: changing, adding to, or forgetting what was published."""

from typing import Any

from django.db import migrations

from sunledger.core.guards import Guard

PUBLIC = (
    "EXISTS (SELECT 1 FROM disclosure_batch b WHERE b.id = {row}.batch_id "
    "AND b.state IN ('published', 'withdrawn'))"
)
STAYS = "A published record stays as it was published. Ask for a correction."
# What a withdrawal may not touch: all that was said of the sheet when it was published.
FROZEN = (
    "code unit_id category category_version period file_name file_sha256 rows rows_read "
    "rows_noted counts totals entered_by_id entered_post_id entered_at submitted_by_id "
    "submitted_at reviewed_by_id reviewed_post_id reviewed_at note leaf"
).split()
ASKED = "code record_id field old new reason asked_by_id asked_post_id asked_at".split()
MOVES = (
    "reading>draft",
    "draft>submitted",
    "submitted>returned",
    "returned>submitted",
    "submitted>published",
    "published>withdrawn",
)


def changed(columns: list[str]) -> str:
    """Return the condition that one of the columns is not as it was."""
    kept = "COALESCE(CAST({row}.{column} AS text), '')"
    return " OR ".join(
        f"{kept.format(row='NEW', column=one)} <> {kept.format(row='OLD', column=one)}"
        for one in columns
    )


GUARDS = [
    Guard(
        "disclosure_batch_begins_private",
        "disclosure_batch",
        "INSERT",
        "A sheet is entered before it is published.",
        "NEW.state NOT IN ('reading', 'draft')",
    ),
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
        f"AND (NEW.state <> 'withdrawn' OR {changed(FROZEN)}))",
    ),
    Guard(
        "disclosure_batch_is_not_deleted",
        "disclosure_batch",
        "DELETE",
        "A published sheet cannot be deleted. Withdraw it.",
        "OLD.state IN ('published', 'withdrawn')",
    ),
    Guard(
        "disclosure_record_is_not_added",
        "disclosure_record",
        "INSERT",
        "Nothing is added to a published sheet. Publish another.",
        PUBLIC.format(row="NEW"),
    ),
    Guard(
        "disclosure_record_is_not_changed",
        "disclosure_record",
        "UPDATE",
        STAYS,
        f"OLD.leaf IS NOT NULL OR {PUBLIC.format(row='OLD')} OR {PUBLIC.format(row='NEW')}",
    ),
    Guard(
        "disclosure_record_is_not_deleted",
        "disclosure_record",
        "DELETE",
        STAYS,
        f"OLD.leaf IS NOT NULL OR {PUBLIC.format(row='OLD')}",
    ),
    Guard(
        "disclosure_correction_begins_asked",
        "disclosure_correction",
        "INSERT",
        "A correction is asked for before it is decided.",
        "NEW.state <> 'asked'",
    ),
    Guard(
        "disclosure_correction_is_not_changed",
        "disclosure_correction",
        "UPDATE",
        "A correction is decided once, as it was asked for.",
        f"OLD.state <> 'asked' OR {changed(ASKED)}",
    ),
    Guard(
        "disclosure_correction_is_not_deleted",
        "disclosure_correction",
        "DELETE",
        "A decided correction stays.",
        "OLD.state <> 'asked'",
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
    """The guards of disclosure."""

    dependencies = [("disclosure", "0001_initial")]
    operations = [migrations.RunPython(set_guards, lift_guards)]
