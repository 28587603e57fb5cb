"""What the database itself refuses of sources, proposals and entries."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

PUBLIC = (
    "EXISTS (SELECT 1 FROM decisions_meeting m "
    "WHERE m.id = {row}.meeting_id AND m.public_at IS NOT NULL)"
)
NOT_QUOTED = (
    "NOT EXISTS (SELECT 1 FROM decisions_meeting m WHERE m.id = NEW.meeting_id "
    'AND substr(m.text, NEW.start + 1, NEW."end" - NEW.start) = NEW.quotation)'
)
USED = "EXISTS (SELECT 1 FROM decisions_part p WHERE p.source_id = OLD.id)"

GUARDS = [
    *(
        Guard(
            f"decisions_{table}_quotes_{event.lower()}",
            f"decisions_{table}",
            event,
            "A directive quotes the words of its meeting exactly.",
            NOT_QUOTED,
        )
        for table in ("proposal", "entry")
        for event in ("INSERT", "UPDATE")
    ),
    *(
        Guard(
            f"decisions_proposal_stays_{event.lower()}",
            "decisions_proposal",
            event,
            "What the program proposed stays as it was.",
        )
        for event in ("UPDATE", "DELETE")
    ),
    *(
        Guard(
            f"decisions_entry_of_public_{event.lower()}",
            "decisions_entry",
            event,
            "A meeting that is public stands as it is.",
            PUBLIC.format(row="NEW" if event == "INSERT" else "OLD"),
        )
        for event in ("INSERT", "UPDATE")
    ),
    Guard(
        "decisions_entry_adopted_stays",
        "decisions_entry",
        "UPDATE",
        "What was decided stays decided.",
        "OLD.state = 'adopted'",
    ),
    Guard(
        "decisions_entry_stays",
        "decisions_entry",
        "DELETE",
        "An entry is never deleted.",
    ),
    Guard(
        "decisions_source_keeps_its_words",
        "decisions_source",
        "UPDATE",
        "A source that a meeting stands on never changes.",
        f"{USED} AND (OLD.text <> NEW.text OR OLD.sha256 <> NEW.sha256 "
        "OR NEW.content IS NULL OR OLD.content <> NEW.content)",
    ),
    Guard(
        "decisions_source_stays",
        "decisions_source",
        "DELETE",
        "A source that a meeting stands on never changes.",
        USED,
    ),
    *(
        Guard(
            f"decisions_part_stays_{event.lower()}",
            "decisions_part",
            event,
            "Which source a meeting stands on never changes.",
        )
        for event in ("UPDATE", "DELETE")
    ),
]


class Migration(migrations.Migration):
    """The guards of the confirming."""

    dependencies = [("decisions", "0003_confirming")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
