"""What the database itself refuses about questions, on SQLite and on PostgreSQL."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

# The pairs and lists of sunledger.voices.questions.steps, as they are when this is written.
OPEN = "'asked', 'acknowledged'"
PAIRS = (
    "asked>acknowledged", "acknowledged>asked", "asked>answered", "acknowledged>answered",
    "asked>joined", "acknowledged>joined", "answered>asked", "joined>asked",
)  # fmt: skip
KEPT = (
    "code", "kind", "subject", "unit_id", "batch_id", "record_id", "exemption_id", "category",
    "period", "pinned", "may_show", "asked_on", "answer_by",
)  # fmt: skip
ANSWERED = ("answered_on", "outcome", "correction_id", "item", "into_id", "at_id", "rises")
WRITTEN = (
    "question_id", "number", "move", "state", "unit_id", "to_id", "until", "outcome", "link",
    "by_id", "post_id", '"on"', "shown_text", "shown_answer",
)  # fmt: skip


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


def step(condition: str) -> str:
    """Return the condition that no step of the question fits."""
    return f"NOT EXISTS (SELECT 1 FROM voices_step s WHERE s.question_id = NEW.id AND {condition})"


FILLED, SET = "NEW.{} <> ''", "NEW.{} IS NOT NULL"

GUARDS = [
    Guard(
        "voices_question_begins_asked", "voices_question", "INSERT",
        "A question begins as asked.",
        "NEW.state <> 'asked' OR NEW.shown_on IS NOT NULL OR NEW.first_on IS NOT NULL "
        "OR NEW.disputed_on IS NOT NULL OR NEW.rises <> 0",
    ),
    Guard(
        "voices_question_moves_by_the_table", "voices_question", "UPDATE",
        "A question moves only as the table of moves says.",
        "OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({})".format(
            ", ".join(f"'{pair}'" for pair in PAIRS)
        ),
    ),
    Guard(
        "voices_question_is_disputed_once", "voices_question", "UPDATE",
        "An answer is disputed once.",
        f"(OLD.state NOT IN ({OPEN}) AND NEW.state IN ({OPEN}) "
        "AND (OLD.disputed_on IS NOT NULL OR NEW.disputed_on IS NULL)) "
        f"OR (OLD.disputed_on IS NOT NULL AND {differs('disputed_on')})",
    ),
    Guard(
        "voices_question_keeps_what_it_is", "voices_question", "UPDATE",
        "What was asked stays as it was asked.", changed(*KEPT),
    ),
    Guard(
        "voices_question_words_only_go", "voices_question", "UPDATE",
        "Who asked wrote these words: they can be forgotten, and never changed.",
        other_than(FILLED, "text") + " OR " + other_than(SET, "receipt", "once"),
    ),
    Guard(
        "voices_question_answered_stays", "voices_question", "UPDATE",
        "What was answered stays answered.",
        f"(OLD.state NOT IN ({OPEN}) AND NEW.state NOT IN ({OPEN}) "
        f"AND ({changed(*ANSWERED)} OR {other_than(FILLED, 'answer')})) "
        f"OR (OLD.first_on IS NOT NULL AND {differs('first_on')})",
    ),
    Guard(
        "voices_question_shown_stays", "voices_question", "UPDATE",
        "What was published stays as it was published.",
        f"(OLD.shown_on IS NOT NULL AND ({changed('shown_text', 'shown_on')})) "
        f"OR (OLD.shown_answer <> '' AND NEW.state NOT IN ({OPEN}) "
        f"AND {differs('shown_answer')})",
    ),
    Guard(
        "voices_question_forgotten_stays", "voices_question", "UPDATE",
        "What was forgotten does not come back.", "OLD.forgotten_on IS NOT NULL",
    ),
    Guard(
        "voices_question_is_answered_by_a_post", "voices_question", "UPDATE",
        "A post answers, and writes it down.",
        f"OLD.state IN ({OPEN}) AND NEW.state NOT IN ({OPEN}) AND "
        + step("s.state = NEW.state AND s.post_id IS NOT NULL"),
    ),
    Guard(
        "voices_question_goes_by_a_step", "voices_question", "UPDATE",
        "A question goes to another unit by a step that says so.",
        "OLD.at_id <> NEW.at_id AND "
        + step("s.to_id = NEW.at_id AND s.move IN ('rise', 'pass_on', 'dispute')"),
    ),
    Guard("voices_question_stays", "voices_question", "DELETE", "A question cannot be deleted."),
    Guard(
        "voices_step_is_not_changed", "voices_step", "UPDATE",
        "Steps are only ever added; their words can be forgotten.",
        changed(*WRITTEN) + " OR " + other_than(FILLED, "text")
        + f" OR (OLD.leaf IS NOT NULL AND {differs('leaf')})",
    ),
    Guard("voices_step_stays", "voices_step", "DELETE", "Steps are only ever added."),
    Guard(
        "voices_step_post_fits", "voices_step", "INSERT",
        "A post of the unit that must answer, of one above it, or of the one that let its time "
        "pass, deals with a question.",
        "NEW.post_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM voices_question q "
        "JOIN units_unit u ON u.id = q.at_id JOIN units_post p ON p.id = NEW.post_id "
        "JOIN units_unit h ON h.id = p.unit_id WHERE q.id = NEW.question_id "
        "AND q.at_id = NEW.unit_id AND (substr(u.path, 1, length(h.path)) = h.path "
        "OR h.id = q.below_id))",
    ),
    Guard(
        "voices_step_answers_by_another", "voices_step", "INSERT",
        "Who gave a disputed answer does not give the next one.",
        "NEW.move IN ('answer', 'join') AND EXISTS (SELECT 1 FROM voices_step s "
        "WHERE s.question_id = NEW.question_id AND s.move IN ('answer', 'join') "
        "AND s.by_id = NEW.by_id)",
    ),
    Guard(
        "voices_step_not_by_whom_it_is_about", "voices_step", "INSERT",
        "Whoever entered a sheet does not deal with an objection to it.",
        "NEW.by_id IS NOT NULL AND EXISTS (SELECT 1 FROM voices_question q "
        "JOIN disclosure_batch b ON b.id = q.batch_id WHERE q.id = NEW.question_id "
        "AND q.kind = 'objection' AND (b.entered_by_id = NEW.by_id "
        "OR b.submitted_by_id = NEW.by_id))",
    ),
    Guard(
        "voices_step_after_forgetting", "voices_step", "INSERT",
        "What was forgotten does not come back.",
        "EXISTS (SELECT 1 FROM voices_question q "
        "WHERE q.id = NEW.question_id AND q.forgotten_on IS NOT NULL)",
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    """The guards of the questions."""

    dependencies = [("voices", "0003_questions")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
