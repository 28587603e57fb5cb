"""What the tests of telling begin with: villages of a town that publish what they are told to."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from django.utils import timezone

from sunledger.disclosure import actions
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Batch, Record, State, Visibility
from sunledger.units.models import Unit
from tests.disclosure_story import Story

_FILES = count(1)


def villages(story: Story, many: int) -> list[Unit]:
    """Return new villages of the story's town, of the kind that its village becomes."""
    Unit.objects.filter(pk=story.village.pk).update(kind="village")
    story.village.refresh_from_db()
    return [
        Unit.objects.create(
            code=f"peer{n}", name=f"邻{n}村", kind="village", parent=story.cast.town
        )
        for n in range(many)
    ]


def stand(
    story: Story,
    unit: Unit,
    lines: Sequence[dict[str, Any]],
    period: str = "2024-03",
    category: str = "village-payments",
    **more: Any,
) -> Batch:
    """Return a sheet that stands in public, with lines of whatever a category holds."""
    shape = CATEGORIES[category]
    amount, party = shape.role("amount"), shape.role("party")
    currency = more.pop("currency", "CNY")
    batch = Batch.objects.create(
        unit=unit,
        category=category,
        category_version=shape.version,
        period=period,
        rows=len(lines),
        totals={currency: sum(one.get(amount.name) or 0 for one in lines)} if amount else {},
        file_sha256=f"{next(_FILES):064x}",
        entered_by=story.clerk,
        visibility=more.pop("visibility", Visibility.PUBLIC),
    )
    Record.objects.bulk_create(
        Record(
            batch=batch,
            unit=unit,
            category=category,
            number=number,
            line=number + 1,
            values=values,
            currency=currency,
            amount=values.get(amount.name) if amount else None,
            party=str(values.get(party.name) or "") if party else "",
        )
        for number, values in enumerate(lines, 1)
    )
    return _published(story, batch)


def _published(story: Story, batch: Batch) -> Batch:
    """Return the sheet as it stands once it was handed on and reviewed."""
    Batch.objects.filter(pk=batch.pk).update(
        state=State.SUBMITTED, submitted_by=story.clerk, submitted_at=timezone.now()
    )
    batch.refresh_from_db()
    return actions.publish(batch=batch, by=story.reviewer)


def paid(*amounts: int, payee: str = "青泉商贸有限公司") -> list[dict[str, Any]]:
    """Return lines of payments."""
    return [
        {"paid_on": "2024-03-04", "payee": payee, "purpose": "水泥", "amount": amount}
        for amount in amounts
    ]
