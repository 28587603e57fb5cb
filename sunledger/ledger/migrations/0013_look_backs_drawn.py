"""What was closed before look-backs were kept gets the days that its code draws."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import migrations
from django.utils import timezone


def draw(apps: Any, schema_editor: Any) -> None:
    """Keep the days of every closed item; those before a look that was made were made by it."""
    item, look_back = apps.get_model("ledger", "Item"), apps.get_model("ledger", "LookBack")
    closed = item.objects.filter(state__in=["closed", "confirmed", "sham"])
    found = closed.exclude(outcome="not_done").order_by("pk")
    rows = []
    for one in found.only("code", "closed_at").iterator(2000):
        days = drawn(one.code, timezone.localdate(one.closed_at))
        looks = list(one.steps.filter(move__in=["confirm", "expose"]).order_by("number"))
        for day in days:
            after = (look for look in looks if timezone.localdate(look.at) >= day)
            rows.append(look_back(item=one, day=day, step=next(after, None)))
    look_back.objects.bulk_create(rows, 500)


def drawn(code: str, closed_on: date) -> list[date]:
    """Return the days, as sunledger.ledger.lookback drew them when this was written."""
    rules = settings.SUNLEDGER_STATES
    share = int(rules["look_back_share"] * (1 << 32))
    return [
        closed_on + timedelta(after)
        for after in rules["look_back_days"]
        if int(sha256(f"{code} {after}".encode()).hexdigest()[:8], 16) < share
    ]


def forget(apps: Any, schema_editor: Any) -> None:
    """Do nothing: the table goes with the migration before."""


class Migration(migrations.Migration):
    """The days that were drawn."""

    dependencies = [("ledger", "0012_look_backs")]
    operations = [migrations.RunPython(draw, forget)]
