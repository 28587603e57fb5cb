"""How a sheet differs from the one before it: what a reviewer looks at first."""

from collections import Counter
from typing import Any, NamedTuple

from sunledger.disclosure.models import Batch, Record, State

COMPARED = 20_000  # lines up to which two sheets are laid side by side
NAMED = 12  # parties that are named; more are counted


class Differences(NamedTuple):
    """A sheet beside that of the last period."""

    earlier: Batch
    sums: list[tuple[str, int, int]]  # currency, then, now
    new: list[str]  # parties that the earlier sheet has not
    gone: list[str]  # parties that only the earlier one has
    new_count: int
    gone_count: int
    equal: int  # lines that are the same but for their day and reference


def earlier_of(batch: Batch) -> Batch | None:
    """Return the last public sheet of the same unit and category from a period before."""
    public = Batch.objects.filter(
        unit=batch.unit, category=batch.category, state=State.PUBLISHED, period__lt=batch.period
    )
    return public.order_by("-period", "-pk").first()


def against(batch: Batch, earlier: Batch) -> Differences | None:
    """Return how a sheet differs from an earlier one; None where they are too long to compare."""
    if max(batch.rows, earlier.rows) > COMPARED:
        return None
    ours, theirs = _lines(batch), _lines(earlier)
    now, then = {line[0] for line in ours}, {line[0] for line in theirs}
    new, gone = sorted(now - then - {""}), sorted(then - now - {""})
    currencies = dict.fromkeys([*earlier.totals, *batch.totals])
    sums = [(one, earlier.totals.get(one, 0), batch.totals.get(one, 0)) for one in currencies]
    return Differences(
        earlier, sums, new[:NAMED], gone[:NAMED], len(new), len(gone), (ours & theirs).total()
    )


def _lines(batch: Batch) -> Counter[tuple[Any, ...]]:
    """Return the lines of a sheet without what is another one every month."""
    changing = {one.name for one in batch.shape.fields if one.role in ("day", "reference", "month")}
    rows = Record.objects.filter(batch=batch).order_by().values_list("party", "amount", "values")
    return Counter(
        (
            party,
            amount,
            *sorted((name, str(value)) for name, value in values.items() if name not in changing),
        )
        for party, amount, values in rows
    )
