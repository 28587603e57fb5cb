"""What the database itself refuses, now that an item has more states."""

from typing import Any

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

# The pairs of sunledger.ledger.steps.MOVES, as they are when this migration is written.
RUNNING = "assigned signed planned working transfer paused long_term".split()
LEADS_TO = {
    "opened": "assigned merged referred closed",
    "assigned": "signed planned working answered transfer paused long_term",
    "signed": "planned working answered transfer paused long_term",
    "planned": "working answered transfer paused long_term",
    "working": "answered transfer paused long_term",
    "answered": "checking working verified referred",
    "checking": "working verified referred",
    "verified": "working notice closed referred",
    "notice": "working closed referred",
    "closed": "confirmed sham",
    "confirmed": "sham",
    "transfer": "signed assigned",
    "paused": "working long_term",
    "long_term": "answered working",
}
ENDS = "merged referred closed".split()
PAIRS = sorted(
    {
        *(f"{state}>{to}" for state, tos in LEADS_TO.items() for to in tos.split()),
        *(f"{state}>{to}" for state in RUNNING for to in ENDS),
    }
)

ENDED = "('closed', 'confirmed', 'sham', 'merged', 'referred')"
OVER = f"EXISTS (SELECT 1 FROM ledger_item i WHERE i.id = {{row}}.item_id AND i.state IN {ENDED})"
ONLY_ADDED = {
    "ledger_step": "Steps are only ever added.",
    "ledger_evidence": "Evidence is only ever added.",
    "ledger_recovery": "Money that came back is only ever added.",
    "ledger_view": "What somebody thought is only ever added.",
    "ledger_announcement": "What was said in public is only ever added.",
    "ledger_takeover": "That a post was taken over is only ever added.",
}
# What looking back leaves as it was: all that an item said of itself when it ended.
LASTING = (
    "code source title problem target target_unit target_figure baseline basis measures level "
    "drive theme kind unit_id doer_id checker_id receiver_id due due_first starts_on needs "
    "reopens_id merged_into_id public single_act signed_on signed_by_id assigned_on answered_on "
    "opened_on opened_by_id answered_by_id verified_by_id closed_by_id closed_at currency "
    "found_amount future_amount unrecovered outcome result leaf exemption clearing notice_until"
).split()
CHANGED = " OR ".join(
    f"OLD.{name} <> NEW.{name} OR (OLD.{name} IS NULL) <> (NEW.{name} IS NULL)" for name in LASTING
)
JUDGING = "('verify', 'close', 'uphold', 'give_up', 'confirm', 'expose')"

GUARDS = [
    Guard(
        "ledger_item_begins_opened",
        "ledger_item",
        "INSERT",
        "An item begins as opened.",
        "NEW.state <> 'opened'",
    ),
    Guard(
        "ledger_item_moves_by_the_table",
        "ledger_item",
        "UPDATE",
        "An item moves only as the table of moves says.",
        "OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({})".format(
            ", ".join(f"'{pair}'" for pair in PAIRS)
        ),
    ),
    Guard(
        "ledger_item_closed_is_final",
        "ledger_item",
        "UPDATE",
        "A closed item cannot be changed.",
        f"OLD.state IN {ENDED} AND (OLD.state = NEW.state OR {CHANGED})",
    ),
    Guard("ledger_item_stays", "ledger_item", "DELETE", "An item cannot be deleted."),
    *(
        Guard(f"{table}_is_not_{what}", table, event, sentence)
        for table, sentence in ONLY_ADDED.items()
        for event, what in (("UPDATE", "changed"), ("DELETE", "deleted"))
    ),
    *(
        Guard(
            f"{table}_after_closing_{event.lower()}",
            table,
            event,
            "A closed item cannot be changed.",
            OVER.format(row="OLD" if event == "DELETE" else "NEW"),
        )
        for table, events in {
            "ledger_evidence": ["INSERT"],
            "ledger_recovery": ["INSERT"],
            "ledger_duty": ["INSERT", "UPDATE", "DELETE"],
            "ledger_milestone": ["INSERT", "UPDATE", "DELETE"],
        }.items()
        for event in events
    ),
    Guard(
        "ledger_step_after_closing_insert",
        "ledger_step",
        "INSERT",
        "A closed item cannot be changed.",
        "NEW.move NOT IN ('confirm', 'expose') AND " + OVER.format(row="NEW"),
    ),
    Guard(
        "ledger_step_answerer_judges",
        "ledger_step",
        "INSERT",
        "Whoever has answered an item neither verifies nor closes it.",
        f"NEW.move IN {JUDGING} AND EXISTS (SELECT 1 FROM ledger_step s "
        "WHERE s.item_id = NEW.item_id AND s.move = 'answer' AND s.by_id = NEW.by_id)",
    ),
    Guard(
        "ledger_step_post_fits",
        "ledger_step",
        "INSERT",
        "The doer answers, the checker verifies, the receiver accepts, each by a post of its own.",
        "NEW.move IN ('sign', 'start', 'answer', 'check', 'verify', 'accept', 'refuse') "
        "AND NOT EXISTS (SELECT 1 FROM ledger_item i "
        "JOIN units_post p ON p.id = NEW.post_id WHERE i.id = NEW.item_id AND p.unit_id = "
        "CASE WHEN NEW.move IN ('check', 'verify') THEN i.checker_id "
        "WHEN NEW.move IN ('accept', 'refuse') THEN i.receiver_id ELSE i.doer_id END)",
    ),
    Guard(
        "ledger_recovery_is_within_found",
        "ledger_recovery",
        "INSERT",
        "No more can come back than was found.",
        "NOT EXISTS (SELECT 1 FROM ledger_item i WHERE i.id = NEW.item_id "
        "AND i.currency = NEW.currency AND i.found_amount >= NEW.amount + (SELECT "
        "COALESCE(SUM(r.amount), 0) FROM ledger_recovery r WHERE r.item_id = NEW.item_id))",
    ),
    Guard(
        "ledger_objection_is_made_in_a_notice",
        "ledger_objection",
        "INSERT",
        "Objections are made while an item is in public notice.",
        "NOT EXISTS (SELECT 1 FROM ledger_item i WHERE i.id = NEW.item_id AND i.state = 'notice')",
    ),
    Guard(
        "ledger_objection_is_decided_once",
        "ledger_objection",
        "UPDATE",
        "An objection is decided once, and its words stay.",
        "OLD.decided_id IS NOT NULL OR OLD.words <> NEW.words OR OLD.item_id <> NEW.item_id",
    ),
    Guard(
        "ledger_objection_stays", "ledger_objection", "DELETE", "An objection cannot be deleted."
    ),
]


def keep_first_days(apps: Any, schema_editor: Any) -> None:
    """Keep the day that was set first, and the day of receipt of what was answered already."""
    schema_editor.execute(
        "UPDATE ledger_item SET due_first = due, starts_on = assigned_on WHERE due IS NOT NULL"
    )
    schema_editor.execute(
        "UPDATE ledger_item SET signed_on = answered_on, signed_by_id = answered_by_id "
        "WHERE answered_on IS NOT NULL"
    )
    if schema_editor.connection.vendor == "postgresql":  # sets no trigger while a check is due
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    """The guards of the ledger, instead of those of 0002, which 0004 has lifted."""

    dependencies = [("ledger", "0004_states")]
    operations = [
        migrations.RunPython(keep_first_days, migrations.RunPython.noop),
        migrations.RunPython(*both_ways(GUARDS)),
    ]
