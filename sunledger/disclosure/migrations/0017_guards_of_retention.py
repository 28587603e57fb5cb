"""A published sheet can be withdrawn, and once its time is over what it held of persons goes."""

from importlib import import_module

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

FIRST = import_module("sunledger.disclosure.migrations.0002_guards")
BEFORE = import_module("sunledger.disclosure.migrations.0006_guards_of_second_review")
NAME = "disclosure_batch_published_stays"
FORMER = [guard for guard in BEFORE.GUARDS if guard.name == NAME]
LASTING = [
    *(one for one in BEFORE.FROZEN if one != "rows_noted"),
    *("state", "withdrawn_by_id", "withdrawn_post_id", "withdrawn_at", "withdrawn_reason"),
    "withdrawn_leaf",
]
GUARDS = [
    Guard(
        NAME,
        "disclosure_batch",
        "UPDATE",
        "A published sheet can only be withdrawn, and stays visible as withdrawn.",
        "(OLD.state = 'withdrawn' OR (OLD.state = 'published' "
        f"AND (NEW.state <> 'withdrawn' OR {FIRST.changed(BEFORE.FROZEN)}))) "
        "AND NOT (OLD.forgotten_on IS NULL AND NEW.forgotten_on IS NOT NULL "
        f"AND NEW.forgotten_leaf IS NOT NULL AND NOT ({FIRST.changed(LASTING)}))",
    ),
]
set_former, lift_former = both_ways(FORMER)
set_new, lift_new = both_ways(GUARDS)


class Migration(migrations.Migration):
    """The guard of published sheets, instead of that of 0006."""

    dependencies = [("disclosure", "0016_forgotten")]
    operations = [
        migrations.RunPython(lift_former, set_former),
        migrations.RunPython(set_new, lift_new),
    ]
