"""Every item gets to know its own past, and the database holds it to that."""

from importlib import import_module
from typing import Any

from django.db import migrations
from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.utils import timezone

from sunledger.core.guards import Guard, both_ways

STATES = import_module("sunledger.ledger.migrations.0005_guards_of_states")
# It would refuse to let a closed item know its past.
FINAL = [guard for guard in STATES.GUARDS if guard.name == "ledger_item_closed_is_final"]
RETURNS = ("send_back", "uphold")
RETURNED = (
    "(SELECT COUNT(*) FROM ledger_step s WHERE s.item_id = NEW.id "
    f"AND s.move IN ('{RETURNS[0]}', '{RETURNS[1]}'))"
)
FLAGGED = (
    "(SELECT e.outcome = 'still' FROM ledger_evidence e WHERE e.item_id = NEW.id "
    "AND e.kind = 'rerun' ORDER BY e.id DESC LIMIT 1)"
)
MILESTONE_DUE = (
    "(SELECT MIN(m.due) FROM ledger_milestone m WHERE m.item_id = NEW.id AND NOT EXISTS "
    "(SELECT 1 FROM ledger_evidence e WHERE e.milestone_id = m.id))"
)
NEVER = "'9999-12-31'"
KEPT = ("returns", "flagged", "milestone_due", "days_taken")
GUARDS = [
    Guard(
        "ledger_item_knows_its_past",
        "ledger_item",
        "UPDATE",
        "An item says of its past what its steps, its papers and its milestones say.",
        f"COALESCE(NEW.returns, 0) <> {RETURNED} "
        f"OR COALESCE(NEW.flagged, FALSE) <> COALESCE({FLAGGED}, FALSE) "
        f"OR COALESCE(NEW.milestone_due, {NEVER}) <> COALESCE({MILESTONE_DUE}, {NEVER})",
    ),
    Guard(
        "ledger_item_past_is_over",
        "ledger_item",
        "UPDATE",
        "A closed item cannot be changed.",
        f"OLD.state IN {STATES.ENDED} AND ("
        + " OR ".join(
            f"OLD.{name} <> NEW.{name} OR (OLD.{name} IS NULL) <> (NEW.{name} IS NULL)"
            for name in KEPT
        )
        + ")",
    ),
]


def fill(apps: Any, _editor: Any) -> None:
    """Let every item know what its steps, papers, milestones and days say."""
    item, step, paper, mark = (
        apps.get_model("ledger", name) for name in ("Item", "Step", "Evidence", "Milestone")
    )
    mine = Q(item=OuterRef("pk"))
    back = step.objects.filter(mine, move__in=RETURNS).order_by()
    count = back.values("item").annotate(count=Count("pk")).values("count")
    item.objects.filter(Exists(back)).update(returns=Subquery(count))
    last = paper.objects.filter(mine, kind="rerun").order_by("-pk").values("outcome")[:1]
    runs = item.objects.annotate(last=Subquery(last))
    item.objects.filter(pk__in=runs.filter(last="still").values("pk")).update(flagged=True)
    item.objects.filter(pk__in=runs.filter(last="clean").values("pk")).update(flagged=False)
    left = mark.objects.filter(mine, evidence=None).order_by()
    first = left.values("item").annotate(first=Min("due")).values("first")
    item.objects.filter(Exists(left)).update(milestone_due=Subquery(first))
    closed = item.objects.filter(closed_at__isnull=False, assigned_on__isnull=False)
    some: list[Any] = []
    for one in closed.only("closed_at", "assigned_on").order_by("pk").iterator(2000):
        one.days_taken = (timezone.localdate(one.closed_at) - one.assigned_on).days
        some.append(one)
    item.objects.bulk_update(some, ["days_taken"], 500)


def forget(_apps: Any, _editor: Any) -> None:
    """Do nothing: the columns go with the migration before."""


set_final, lift_final = both_ways(FINAL)


class Migration(migrations.Migration):
    """What each item knows of its past, and the guards of it."""

    dependencies = [("ledger", "0022_past")]
    operations = [
        migrations.RunPython(lift_final, migrations.RunPython.noop),
        migrations.RunPython(fill, forget),
        migrations.RunPython(set_final, migrations.RunPython.noop),
        migrations.RunPython(*both_ways(GUARDS)),
    ]
