"""What the database itself refuses of public copies: they are made once, and only of public items."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

SAME = "code evidence_id kind size sha256 by_id post_id at leaf".split()

GUARDS = [
    Guard(
        "ledger_evidencecopy_is_of_something_public",
        "ledger_evidencecopy",
        "INSERT",
        "A public copy is made of a file of an item that is public.",
        "NOT EXISTS (SELECT 1 FROM ledger_evidence e JOIN ledger_item i ON i.id = e.item_id "
        "WHERE e.id = NEW.evidence_id AND e.size > 0 AND i.state <> 'referred' "
        "AND (i.public OR i.state IN ('closed', 'confirmed', 'sham')))",
    ),
    Guard(
        "ledger_evidencecopy_is_not_changed",
        "ledger_evidencecopy",
        "UPDATE",
        "A public copy is never changed; it is withdrawn once.",
        "OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL "
        "OR OLD.content <> NEW.content OR "
        + " OR ".join(f"OLD.{name} <> NEW.{name}" for name in SAME),
    ),
    Guard(
        "ledger_evidencecopy_stays",
        "ledger_evidencecopy",
        "DELETE",
        "A public copy cannot be deleted.",
    ),
]


class Migration(migrations.Migration):
    """The guards of public copies."""

    dependencies = [("ledger", "0015_evidence_copies")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
