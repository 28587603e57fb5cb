"""What the database itself refuses of what was passed down, and of what was said to it."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

# Rows that never change at all, and rows of which only the leaf is written, once.
STANDS = "What was passed down, and what was said to it, stands as it is."
FIXED = ("matter", "receipt", "sending", "made")
LATER_IN_THE_LOG = {
    "conveyance": ("matter_id", "unit_id", "level", "post_id", "by_id", "at", '"on"', "code",
                   "acknowledge_by", "answer_by", "whom", '"group"', "note"),
    "acknowledgement": ("receipt_id", "post_id", "by_id", "at", '"on"'),
    "reply": ("receipt_id", "number", "kind", "note", "post_id", "by_id", "at", '"on"', "code"),
    "ruling": ("reply_id", "accepted", "reason", "post_id", "by_id", "at", '"on"'),
    "above": ("meeting_id", "name", "by_id", "at"),
}  # fmt: skip
WHICH = {
    "conveyance": " OR COALESCE(OLD.received_id, 0) <> COALESCE(NEW.received_id, 0)",
    "above": " OR COALESCE(OLD.above_id, 0) <> COALESCE(NEW.above_id, 0)",
}


def _only_the_leaf(table: str, columns: tuple[str, ...]) -> Guard:
    """Return the guard that lets the leaf be written where there is none, and nothing else."""
    differs = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
    when = f"OLD.leaf IS NOT NULL OR NEW.leaf IS NULL OR {differs}{WHICH.get(table, '')}"
    return Guard(f"decisions_{table}_stands", f"decisions_{table}", "UPDATE", STANDS, when)


GUARDS = [
    *(
        Guard(f"decisions_{table}_stands", f"decisions_{table}", "UPDATE", STANDS)
        for table in FIXED
    ),
    *(_only_the_leaf(table, columns) for table, columns in LATER_IN_THE_LOG.items()),
    *(
        Guard(f"decisions_{table}_stays", f"decisions_{table}", "DELETE", STANDS)
        for table in (*FIXED, *LATER_IN_THE_LOG)
    ),
    Guard(
        "decisions_matter_of_its_meeting",
        "decisions_matter",
        "INSERT",
        "A decision goes down as one of its own meeting.",
        "NEW.decision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions_decision d "
        "WHERE d.id = NEW.decision_id AND d.meeting_id = NEW.meeting_id)",
    ),
    Guard(
        "decisions_conveyance_begins",
        "decisions_conveyance",
        "INSERT",
        "The unit whose meeting it was begins.",
        "NEW.received_id IS NULL AND NOT EXISTS (SELECT 1 FROM decisions_matter t "
        "JOIN decisions_meeting m ON m.id = t.meeting_id "
        "WHERE t.id = NEW.matter_id AND m.unit_id = NEW.unit_id)",
    ),
    Guard(
        "decisions_conveyance_goes_on",
        "decisions_conveyance",
        "INSERT",
        "A unit passes on what it has received, and with no later day to answer.",
        "NEW.received_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions_receipt r "
        "WHERE r.id = NEW.received_id AND r.matter_id = NEW.matter_id "
        "AND r.unit_id = NEW.unit_id AND r.level = NEW.level AND r.answer_by >= NEW.answer_by)",
    ),
    Guard(
        "decisions_sending_goes_down",
        "decisions_sending",
        "INSERT",
        "What is passed on goes down, and never round.",
        "NOT EXISTS (SELECT 1 FROM decisions_conveyance c "
        "JOIN decisions_receipt r ON r.matter_id = c.matter_id "
        "WHERE c.id = NEW.conveyance_id AND r.id = NEW.receipt_id "
        "AND c.unit_id = NEW.sender_id AND c.level < r.level)",
    ),
    Guard(
        "decisions_reply_after_acknowledging",
        "decisions_reply",
        "INSERT",
        "A unit acknowledges before it answers.",
        "NOT EXISTS (SELECT 1 FROM decisions_acknowledgement a "
        "WHERE a.receipt_id = NEW.receipt_id)",
    ),
    Guard(
        "decisions_made_of_its_matter",
        "decisions_made",
        "INSERT",
        "An item belongs to the answer that names it.",
        "NOT EXISTS (SELECT 1 FROM decisions_reply p "
        "JOIN decisions_receipt r ON r.id = p.receipt_id "
        "WHERE p.id = NEW.reply_id AND r.id = NEW.receipt_id AND r.matter_id = NEW.matter_id)",
    ),
    Guard(
        "decisions_ruling_on_what_asks_for_it",
        "decisions_ruling",
        "INSERT",
        "Only “does not concern us” is decided by the sender.",
        "NOT EXISTS (SELECT 1 FROM decisions_reply p "
        "WHERE p.id = NEW.reply_id AND p.kind = 'not_ours')",
    ),
]


class Migration(migrations.Migration):
    """The guards of conveying."""

    dependencies = [("decisions", "0005_conveying")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
