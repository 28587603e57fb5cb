"""What the database itself refuses of tolerance, clearing and recognition."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

# The pairs of sunledger.ledger.procedures.COURSES, as they are when this migration is written.
PAIRS = {
    "tolerance": "applied>accepted applied>declined accepted>examined examined>granted "
    "examined>denied granted>answered denied>answered answered>published",
    "clearing": "drafted>consented drafted>withheld withheld>consented consented>published",
    "recognition": "proposed>examined examined>announced examined>denied announced>announced "
    "announced>granted announced>denied granted>published",
}
ALLOWED = ", ".join(
    f"'{procedure}:{pair}'" for procedure, pairs in PAIRS.items() for pair in pairs.split()
)
SAME = " OR ".join(
    f"OLD.{name} <> NEW.{name}"
    for name in "code procedure item_id post_id words begun_on".split()
)

GUARDS = [
    Guard(
        "ledger_fairness_moves_by_the_table",
        "ledger_fairness",
        "UPDATE",
        "A record moves only as the table of its procedure says, and what it is about stays.",
        f"{SAME} OR NEW.procedure || ':' || OLD.standing || '>' || NEW.standing "
        f"NOT IN ({ALLOWED})",
    ),
    Guard("ledger_fairness_stays", "ledger_fairness", "DELETE", "A record cannot be deleted."),
    Guard(
        "ledger_fairnessact_is_not_changed",
        "ledger_fairnessact",
        "UPDATE",
        "What was done with a record is only ever added.",
    ),
    Guard(
        "ledger_fairnessact_is_not_deleted",
        "ledger_fairnessact",
        "DELETE",
        "What was done with a record is only ever added.",
    ),
    Guard(
        "ledger_fairnessact_one_does_not_judge_oneself",
        "ledger_fairnessact",
        "INSERT",
        "Whoever asked for it does not judge it, and whoever examined it does not decide it.",
        "NEW.act IN ('accept', 'decline', 'examine', 'grant', 'deny', 'reply') AND EXISTS ("
        "SELECT 1 FROM ledger_fairnessact a WHERE a.fairness_id = NEW.fairness_id "
        "AND a.by_id = NEW.by_id AND (a.act IN ('apply', 'draft', 'propose') "
        "OR a.act = 'examine' AND NEW.act IN ('grant', 'deny')))",
    ),
    Guard(
        "ledger_fairnessobjection_is_answered_once",
        "ledger_fairnessobjection",
        "UPDATE",
        "An objection is answered once, and its words stay.",
        "OLD.reply_id IS NOT NULL OR NEW.reply_id IS NULL OR OLD.words <> NEW.words "
        "OR OLD.fairness_id <> NEW.fairness_id OR OLD.code <> NEW.code",
    ),
    Guard(
        "ledger_fairnessobjection_stays",
        "ledger_fairnessobjection",
        "DELETE",
        "An objection cannot be deleted.",
    ),
]


class Migration(migrations.Migration):
    """The guards of fairness."""

    dependencies = [("ledger", "0008_fairness")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
