"""What the database itself refuses: another attachment beside a sheet that is being reviewed."""

from importlib import import_module

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

BEFORE = import_module("sunledger.disclosure.migrations.0002_guards")
SHUT = (
    "EXISTS (SELECT 1 FROM disclosure_batch b WHERE b.id = {row}.batch_id "
    "AND b.state NOT IN ('draft', 'returned'))"
)
SENTENCE = "What lies beside a sheet stays once the sheet was handed on."
LASTING = "code batch_id title kind size sha256 original_sha256 removed by_id post_id at".split()
GUARDS = [
    Guard(
        "disclosure_attachment_is_not_added",
        "disclosure_attachment",
        "INSERT",
        SENTENCE,
        SHUT.format(row="NEW"),
    ),
    # When a sheet has grown old its files are forgotten like its lines; their hashes stay.
    Guard(
        "disclosure_attachment_is_not_changed",
        "disclosure_attachment",
        "UPDATE",
        "An attachment does not change. Attach another.",
        f"LENGTH(NEW.content) > 0 OR {BEFORE.changed(LASTING)}",
    ),
    Guard(
        "disclosure_attachment_is_not_deleted",
        "disclosure_attachment",
        "DELETE",
        SENTENCE,
        SHUT.format(row="OLD"),
    ),
]


class Migration(migrations.Migration):
    """The guards of attachments."""

    dependencies = [("disclosure", "0011_attachments")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
