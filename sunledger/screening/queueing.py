"""Stacks in the database, and the queue of each unit: some stacks are up, the others wait.

A unit is shown at most so many stacks at once (SUNLEDGER_QUEUE, or what was decided for a branch of
the tree). Which is up stays up until it is decided; then the best that waits comes up. Nothing is
lost: what waits is counted, can be seen, and is weighed anew after every run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.problem import shorten
from sunledger.ledger.said import said
from sunledger.screening import causes, precision, stacking
from sunledger.screening.models import Lead, QueueLimit, Stack
from sunledger.screening.outcome import Lead as Raised
from sunledger.screening.screen import Screen
from sunledger.units import access
from sunledger.units.models import Power, Unit, User

if TYPE_CHECKING:
    import pyarrow as pa

PORTION = 5000  # leads that are compared at a time; a unit's are never parted
# What a lead's place depends on; its evidence and its sentences are left where they are.
_NEEDED = (
    *("code", "screen", "version", "key", "fingerprint", "subject", "payee", "figure"),
    *("currency", "rows", "strength", "behind", "stack", "unit", "unit__code"),
)


@dataclass(frozen=True)
class Limits:
    """How many stacks of a unit are up at once: as decided nearest above it, else for the site."""

    of_units: Mapping[str, QueueLimit]  # by the unit's path

    @classmethod
    def today(cls) -> Limits:
        """Return what was decided last for each unit."""
        rows = QueueLimit.objects.select_related("unit").order_by("pk")
        return cls({row.unit.path: row for row in rows})

    def of(self, path: str) -> tuple[int, QueueLimit | None]:
        """Return how many of a unit are up at once, and the decision where there was one."""
        while path:
            if row := self.of_units.get(path):
                return row.most, row
            path = path.rstrip("/").rpartition("/")[0]
            path = f"{path}/" if path else ""
        return int(settings.SUNLEDGER_QUEUE["most"]), None


def restack(branch: Unit, screens: Mapping[str, Screen], at: datetime) -> None:
    """Put the open leads of a unit and all below it into stacks, and fill the queues."""
    proven = {code: (one.confirmed, one.checked) for code, one in precision.of_screens().items()}
    tables = {code: screen.tables[0] for code, screen in screens.items()}
    # Two runs over the same units at once would make the same stack twice.
    Unit.objects.select_for_update().get(pk=branch.pk)
    rows = Lead.objects.open().filter(unit__in=Unit.objects.below(branch))
    for units in _portions(rows):
        leads = rows.filter(unit__in=units).select_related("unit").only(*_NEEDED)
        portion = list(leads.order_by("unit_id", "pk"))
        _keep(portion, _stacks_of(portion, tables, proven), at)
    Stack.objects.filter(unit__in=Unit.objects.below(branch), leads=None).delete()
    fill(branch, at)


def _portions(leads: QuerySet[Lead]) -> Iterator[list[int]]:
    """Give the units of leads in portions, so that not too many leads are compared at a time."""
    portion: list[int] = []
    held = 0
    for unit, count in leads.order_by("unit_id").values_list("unit_id").annotate(n=Count("pk")):
        if portion and held + count > PORTION:
            yield portion
            portion, held = [], 0
        portion.append(unit)
        held += count
    if portion:
        yield portion


def _stacks_of(
    leads: Sequence[Lead], tables: Mapping[str, str], proven: stacking.Proven
) -> list[tuple[float, stacking.Stack]]:
    """Return the stacks that leads make, with their ranks; what was together stays together."""
    source = causes.Source([lead.unit.code for lead in leads], lambda: _links(leads))
    with causes.Rows([source]) as rows:
        found = stacking.piled(
            [_raised(lead) for lead in leads],
            [tables.get(lead.screen, "") for lead in leads],
            rows,
            proven,
            [lead.stack_id for lead in leads],
        )
    return stacking.ranked(found)


def _links(leads: Sequence[Lead]) -> Iterator[pa.RecordBatch]:
    """Give the rows behind leads, by their places."""
    import numpy as np
    import pyarrow as pa

    for place, lead in enumerate(leads):
        rows = np.frombuffer(bytes(lead.behind), dtype="<u8")
        if len(rows):
            places = np.full(len(rows), place, dtype=np.int32)
            yield pa.record_batch({"place": pa.array(places), "row": pa.array(rows)})


def _raised(lead: Lead) -> Raised:
    """Return a lead as its screen raised it, without its sentences."""
    return Raised(
        screen=lead.screen,
        version=lead.version,
        key=lead.key,
        fingerprint=lead.fingerprint,
        subject=lead.subject,
        body=lead.unit.code,
        payee=lead.payee,
        currency=lead.currency,
        figure=lead.figure,
        rows=lead.rows,
        strength=lead.strength,
        sentence_en="",
        sentence_zh="",
    )


def _keep(
    leads: Sequence[Lead], found: Sequence[tuple[float, stacking.Stack]], at: datetime
) -> None:
    """Write stacks: one that was there before keeps its code and its place in the queue."""
    by_question = {(lead.screen, lead.key): lead for lead in leads}
    members = [[by_question[one.screen, one.key] for one in stack.leads] for _rank, stack in found]
    known = Stack.objects.in_bulk({lead.stack_id for lead in leads if lead.stack_id})
    kept = [_stack_before(of_one, known) or Stack(made_at=at) for of_one in members]
    for row, of_one, (rank, stack) in zip(kept, members, found, strict=True):
        row.unit_id = of_one[0].unit_id
        row.subject, row.reasons = shorten(stack.subject, 300), list(stack.reasons)
        row.figure, row.currency = stack.figure, stack.currency
        row.strength, row.weight, row.rank = stack.strength, stack.weight, rank
    Stack.objects.bulk_create([row for row in kept if row.pk is None], 500)
    columns = ["unit", "subject", "reasons", "figure", "currency", "strength", "weight", "rank"]
    Stack.objects.bulk_update([row for row in kept if row.pk in known], columns, 500)
    moved = []
    for row, of_one in zip(kept, members, strict=True):
        for lead in of_one:
            if lead.stack_id != row.pk:
                lead.stack_id = row.pk
                moved.append(lead)
    Lead.objects.bulk_update(moved, ["stack"], 500)


def _stack_before(leads: Sequence[Lead], known: Mapping[int, Stack]) -> Stack | None:
    """Return the stack in which most of these leads were; of several, the oldest."""
    counted = Counter(lead.stack_id for lead in leads if lead.stack_id)
    best = min(counted, key=lambda pk: (-counted[pk], pk), default=None)
    return known.get(best) if best else None


def fill(branch: Unit, at: datetime) -> None:
    """Let the best that wait come up, unit by unit, where there is room."""
    below = Stack.objects.filter(unit__in=Unit.objects.below(branch))
    open_ones = below.open()
    below.exclude(up_at=None).exclude(pk__in=open_ones.values("pk")).update(up_at=None)
    counted = open_ones.order_by().values_list("unit_id", "unit__path")
    waiting = {(unit, path) for unit, path in counted.filter(up_at=None).distinct()}
    up = dict(
        open_ones.up().order_by().values_list("unit_id").annotate(n=Count("pk", distinct=True))
    )
    limits = Limits.today()
    room = {unit: limits.of(path)[0] - up.get(unit, 0) for unit, path in waiting}
    for start in range(0, len(waiting), 500):
        part = [unit for unit, _path in sorted(waiting)[start : start + 500] if room[unit] > 0]
        Stack.objects.filter(pk__in=_next(open_ones, part, room)).update(up_at=at)


def _next(stacks: Any, units: Collection[int], room: Mapping[int, int]) -> list[int]:
    """Return the waiting stacks of units for which there is room, the best first."""
    by_unit: dict[int, list[int]] = defaultdict(list)
    rows = stacks.filter(unit__in=units, up_at=None).best_first().values_list("unit_id", "pk")
    for unit, pk in rows:
        by_unit[unit].append(pk)
    return [pk for unit, found in by_unit.items() for pk in islice(found, room[unit])]


@transaction.atomic
def limit(
    *, unit: Unit, most: int, reason: str, by: User, at: datetime | None = None
) -> QueueLimit:
    """Decide how many stacks of each unit of a branch are up at once; what is up stays up."""
    at = at or timezone.now()
    access.need(by, Power.SCREEN, unit, timezone.localdate(at))
    words = said(reason, _("reason"), limit=2000)
    decided = QueueLimit(unit=unit, most=most, reason=words, by=by, at=at)
    decided.full_clean()
    decided.save()
    fill(unit, at)
    return decided
