"""What the database itself refuses, on SQLite and on PostgreSQL."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

# The pairs and lists of sunledger.voices.steps, as they are when this migration is written.
OPEN = "'received', 'acknowledged'"
ENDS = ("answered", "adopted", "partly", "not_adopted", "merged")
PAIRS = (
    "received>acknowledged",
    "acknowledged>received",
    *(f"{start}>{end}" for start in ("received", "acknowledged") for end in ENDS),
)
KEPT = ("code", "kind", "theme", "giver", "received_on", "answer_by", "may_publish")
DECIDED = ("state", "decided_on", "item", "leaf", "unit_id", "into_id", "passes")
SHOWN = ("shown_title", "shown_text", "shown_answer", "shown_on", "shown_leaf")
WRITTEN = ("number", "move", "state", "unit_id", "by_id", "post_id", "voice_id")


def differs(column: str) -> str:
    """Return the condition that a column changes, also from or to nothing."""
    before, after = (f"COALESCE(CAST({row}.{column} AS text), '-')" for row in ("OLD", "NEW"))
    return f"{before} <> {after}"


def changed(*columns: str) -> str:
    """Return the condition that one of the columns changes."""
    return " OR ".join(map(differs, columns))


def other_than(nothing: str, *columns: str) -> str:
    """Return the condition that one of the columns changes, and not into nothing."""
    return " OR ".join(f"({differs(one)} AND {nothing.format(one)})" for one in columns)


FILLED, SET = "NEW.{} <> ''", "NEW.{} IS NOT NULL"

GUARDS = [
    Guard(
        "voices_voice_begins_received",
        "voices_voice",
        "INSERT",
        "A suggestion begins as received.",
        "NEW.state <> 'received' OR NEW.view <> '' OR NEW.shown_on IS NOT NULL",
    ),
    Guard(
        "voices_voice_moves_by_the_table",
        "voices_voice",
        "UPDATE",
        "A suggestion moves only as the table of moves says.",
        "OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({})".format(
            ", ".join(f"'{pair}'" for pair in PAIRS)
        ),
    ),
    Guard(
        "voices_voice_keeps_what_it_is",
        "voices_voice",
        "UPDATE",
        "What an author gave stays as it was given.",
        changed(*KEPT, "about_id", "by_id", "post_id"),
    ),
    Guard(
        "voices_voice_words_only_go",
        "voices_voice",
        "UPDATE",
        "An author's words can be forgotten, and never changed.",
        other_than(FILLED, "title", "text") + " OR " + other_than(SET, "receipt", "once"),
    ),
    Guard(
        "voices_voice_decided_stays",
        "voices_voice",
        "UPDATE",
        "What was decided stays decided.",
        f"OLD.state NOT IN ({OPEN}) AND ({changed(*DECIDED)} OR {other_than(FILLED, 'answer')})",
    ),
    Guard(
        "voices_voice_published_stays",
        "voices_voice",
        "UPDATE",
        "What was published stays as it was published.",
        f"OLD.shown_on IS NOT NULL AND ({changed(*SHOWN)})",
    ),
    Guard(
        "voices_voice_forgotten_stays",
        "voices_voice",
        "UPDATE",
        "What was forgotten does not come back.",
        "OLD.forgotten_on IS NOT NULL",
    ),
    Guard(
        "voices_voice_is_decided_by_a_post",
        "voices_voice",
        "UPDATE",
        "A post of the unit, or of one above it, decides, and writes it down.",
        f"OLD.state IN ({OPEN}) AND NEW.state NOT IN ({OPEN}) AND NOT EXISTS ("
        "SELECT 1 FROM voices_message m WHERE m.voice_id = NEW.id AND m.state = NEW.state "
        "AND m.post_id IS NOT NULL)",
    ),
    Guard("voices_voice_stays", "voices_voice", "DELETE", "A suggestion cannot be deleted."),
    Guard(
        "voices_message_is_not_changed",
        "voices_message",
        "UPDATE",
        "Messages are only ever added; their words can be forgotten.",
        changed(*WRITTEN, '"on"') + " OR " + other_than(FILLED, "text"),
    ),
    Guard("voices_message_stays", "voices_message", "DELETE", "Messages are only ever added."),
    Guard(
        "voices_message_post_fits",
        "voices_message",
        "INSERT",
        "A post of the unit that answers, or of one above it, deals with a suggestion.",
        "NEW.post_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM voices_voice v "
        "JOIN units_unit u ON u.id = v.unit_id JOIN units_post p ON p.id = NEW.post_id "
        "JOIN units_unit h ON h.id = p.unit_id WHERE v.id = NEW.voice_id "
        "AND v.unit_id = NEW.unit_id AND substr(u.path, 1, length(h.path)) = h.path)",
    ),
    Guard(
        "voices_message_nobody_answers_themselves",
        "voices_message",
        "INSERT",
        "Whoever gave a suggestion does not deal with it.",
        "NEW.by_id IS NOT NULL AND EXISTS (SELECT 1 FROM voices_voice v "
        "WHERE v.id = NEW.voice_id AND v.by_id = NEW.by_id)",
    ),
    Guard(
        "voices_message_after_forgetting",
        "voices_message",
        "INSERT",
        "What was forgotten does not come back.",
        "EXISTS (SELECT 1 FROM voices_voice v "
        "WHERE v.id = NEW.voice_id AND v.forgotten_on IS NOT NULL)",
    ),
]


class Migration(migrations.Migration):
    """The guards of the voices."""

    dependencies = [("voices", "0001_initial")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
