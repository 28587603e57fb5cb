"""A fact can be erased once its erasure was said; everything else stays as it was said."""

from importlib import import_module

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

BEFORE = import_module("sunledger.seal.migrations.0002_guards")
NAME = "seal_fact_no_update"
FORMER = [guard for guard in BEFORE.GUARDS if guard.name == NAME]
GUARDS = [
    Guard(
        NAME,
        "seal_fact",
        "UPDATE",
        BEFORE.SENTENCE,
        "NOT (NEW.body = '' AND LENGTH(NEW.salt) = 0 AND NEW.leaf_id = OLD.leaf_id "
        "AND NEW.what = OLD.what AND NEW.said_at = OLD.said_at AND OLD.what <> 'erased' "
        "AND EXISTS (SELECT 1 FROM seal_fact e "
        "WHERE e.what = 'erased' AND e.leaf_id > OLD.leaf_id))",
    ),
]
set_former, lift_former = both_ways(FORMER)
set_new, lift_new = both_ways(GUARDS)


class Migration(migrations.Migration):
    """The guard of facts, instead of that of 0002."""

    dependencies = [("seal", "0002_guards")]
    operations = [
        migrations.RunPython(lift_former, set_former),
        migrations.RunPython(set_new, lift_new),
    ]
