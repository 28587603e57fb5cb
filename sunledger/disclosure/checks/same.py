"""The same lines as last time, or as another unit's, with other days: copied and not counted."""

import json
from collections.abc import Iterator
from hashlib import sha256

from sunledger.core.problem import gettext_noop
from sunledger.disclosure.checks.finding import Finding, Severity
from sunledger.disclosure.models import TO_REVIEW, Batch, Content, Record, State

_AS_BEFORE = gettext_noop(
    "Apart from days and vouchers, these are the very lines of %(period)s. Say why that is right, "
    "or hand in those of this period."
)
_AS_ANOTHER = gettext_noop(
    "Apart from days and vouchers, these are the very lines that %(unit)s handed in for "
    "%(period)s. Say why that is right, or hand in your own."
)
_FEW = 3  # lines: a rent and a salary may well be the same every month
_SIZE = 1 << 256
_SEEN = (*TO_REVIEW, State.WAITING, State.PUBLISHED)


class Same:
    """Makes a digest of the lines, whatever their order."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        changing = ("reference", "day", "month")
        self._own = {
            one.name for one in batch.shape.fields if one.kind == "day" or one.role in changing
        }
        self._sum = 0

    def see(self, line: Record) -> None:
        """Add the line to the digest."""
        said = {name: value for name, value in line.values.items() if name not in self._own}
        told = json.dumps(said, sort_keys=True, ensure_ascii=False).encode()
        self._sum = (self._sum + int.from_bytes(sha256(told).digest(), "big")) % _SIZE

    def findings(self) -> Iterator[Finding]:
        """Say of which other sheet this is the copy."""
        batch = self._batch
        if not batch.rows:
            return
        digest = f"{self._sum:064x}"
        if not Content.objects.filter(batch=batch, digest=digest).exists():
            Content.objects.update_or_create(batch=batch, defaults={"digest": digest})
        alike = Batch.objects.filter(content__digest=digest, category=batch.category)
        alike = alike.filter(state__in=_SEEN, rows=batch.rows).exclude(pk=batch.pk)
        weight: Severity = "ask" if batch.rows >= _FEW else "note"
        before = alike.filter(unit=batch.unit).exclude(period=batch.period).order_by("-period")
        if earlier := before.first():
            yield Finding("same", weight, _AS_BEFORE, {"period": earlier.period})
        others = alike.exclude(unit=batch.unit).select_related("unit").order_by("-period", "pk")
        if other := others.first():
            said = {"unit": str(other.unit), "period": other.period}
            yield Finding("copied", weight, _AS_ANOTHER, said)
