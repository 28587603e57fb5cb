"""What we say in our own log of what we took in, and what our rows say of it today."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sunledger.disclosure.models import Batch, Exemption, Origin, Taken
from sunledger.disclosure.rowfacts import correction_facts, record_facts
from sunledger.seal import fact
from sunledger.seal.verify import Restated

TRUSTED, TAKEN_IN = "log trusted", "taken in"
_PORTION = 500
_OTHERWISE = "not as it was said there"


def trusted_facts(origin: Origin) -> dict[str, Any]:
    """Return what is said when another log is trusted for the first time."""
    return {"origin": origin.name, "key": origin.key}


def taken_facts(taken: Taken, code: str, digest: str, held: int = 0) -> dict[str, Any]:
    """Return what is said of something that was taken in.

    `digest` stands for the entries there, which are salted digests: so it tells nobody the words.
    """
    said = {
        "origin": taken.origin.name,
        "entry": taken.entry,
        "size": taken.head.size,
        "root": taken.head.root,
        "kind": taken.what,
        "unit": taken.unit.code if taken.unit else "",
        "code": code,
        "digest": digest,
    }
    return said | ({"held": held} if held else {})


def restated() -> Iterator[Restated]:
    """Give what every row that was taken in says today."""
    for origin in Origin.objects.order_by("pk"):
        label = f"log {origin.name}"
        yield Restated(origin.leaf, TRUSTED, trusted_facts(origin), label)
    acts = Taken.objects.exclude(leaf=None).select_related(
        "origin", "head", "unit", "batch__unit", "correction__record", "exemption__unit"
    )
    for taken in acts.order_by("pk").iterator(_PORTION):
        label = f"{taken.what} {taken.entry} of {taken.origin.name}"
        yield Restated(taken.leaf, TAKEN_IN, _today(taken), label)


def _today(taken: Taken) -> dict[str, Any]:
    """Return what is to be said today of one thing that was taken in."""
    if taken.what == "batch" and taken.batch:
        digest, held = _sheet(taken, taken.batch)
        return taken_facts(taken, taken.batch.code, digest, held)
    code, rows = "", {}
    if taken.correction:
        code, rows = taken.correction.code, correction_facts(taken.correction)
    elif taken.exemption:
        code, rows = taken.exemption.code, _exemption(taken.exemption)
    elif taken.batch:
        code = taken.batch.code
    return taken_facts(taken, code, _digest(taken, rows))


def _sheet(taken: Taken, batch: Batch) -> tuple[str, int]:
    """Return the digest of a sheet with all its lines, and how many of these were held back."""
    whole, held = sha256(), 0
    parts = Taken.objects.filter(batch=batch, what__in=("batch", "published"))
    for part in parts.select_related("record").order_by("entry").iterator(_PORTION):
        rows: dict[str, Any] = {}
        if part.record:
            rows = {k: v for k, v in record_facts(part.record, batch).items() if k != "unit"}
        elif part.what == "batch":
            rows = _batch(batch)
        whole.update(_digest(part, rows).encode())
        held += bool(part.held)
    if batch.records.count() != batch.rows:
        return _OTHERWISE, held
    return whole.hexdigest(), held


def _digest(part: Taken, rows: dict[str, Any]) -> str:
    """Return what stands for an entry, unless its text or our row says something else today."""
    digest = bytes(part.digest).hex()
    if not part.body:
        return digest
    said = json.loads(part.body)["facts"]
    today = json.loads(fact.canonical(rows))
    if fact.digest(bytes(part.salt), part.body).hex() != digest:
        return _OTHERWISE
    return digest if all(said.get(name) == value for name, value in today.items()) else _OTHERWISE


def _batch(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.code,
        "category": batch.category,
        "version": batch.category_version,
        "period": batch.period,
        "totals": batch.totals,
        "counts": batch.counts,
        "file_sha256": batch.file_sha256,
    }


def _exemption(exemption: Exemption) -> dict[str, Any]:
    return {
        "exemption": exemption.code,
        "category": exemption.category,
        "first_period": exemption.first_period,
        "last_period": exemption.last_period,
        "reason": exemption.reason,
        "words": exemption.words,
        "until": exemption.until,
    }
