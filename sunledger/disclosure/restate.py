"""What this room has said to the seal, and what its rows say today."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef

from sunledger.disclosure.attached import attached_facts, knowing_files
from sunledger.disclosure.exchange import said
from sunledger.disclosure.models import (
    PUBLIC,
    Adoption,
    Batch,
    Correction,
    CorrectionState,
    Exemption,
    Shape,
    State,
    Taken,
    Visibility,
)
from sunledger.disclosure.models.shape import digest_of
from sunledger.disclosure.rowfacts import correction_facts, record_facts
from sunledger.seal import fact
from sunledger.seal.erasure import ERASED, facts, spans_of
from sunledger.seal.verify import Restated

BATCH, RECORD, CORRECTED, WITHDRAWN = "batch", "published", "corrected", "withdrawn"
ADOPTED, ADOPTION_ENDED, EXEMPTED = "adopted", "adoption ended", "exempted"
WHATS = (
    *(ERASED, BATCH, RECORD, CORRECTED, WITHDRAWN, ADOPTED, ADOPTION_ENDED, EXEMPTED),
    *(said.TRUSTED, said.TAKEN_IN),
)
_PORTION = 2000


def batch_facts(batch: Batch) -> dict[str, Any]:
    """Return what is said of a sheet when it is published; that all may see it is not said."""
    restricted = batch.visibility != Visibility.PUBLIC
    shape = {"shape": batch.read_against_id} if batch.read_against_id else {}
    return (
        ({"visibility": batch.visibility} if restricted else {})
        | shape
        | {
            "batch": batch.code,
            "unit": batch.unit.code,
            "category": batch.category,
            "version": batch.category_version,
            "period": batch.period,
            "rows": batch.rows,
            "totals": batch.totals,
            "file_sha256": batch.file_sha256,
            "counts": batch.counts,
        }
        | attached_facts(batch)
    )


def withdrawal_facts(batch: Batch) -> dict[str, Any]:
    """Return what is said of a sheet that was withdrawn."""
    return {"batch": batch.code, "reason": batch.withdrawn_reason}


def forgotten_leaves(batch: Batch) -> list[int]:
    """Return the entries of a sheet's forgotten records and corrections."""
    records = batch.records.exclude(forgotten_on=None).values_list("leaf", flat=True)
    made = Correction.objects.filter(record__batch=batch).exclude(forgotten_on=None)
    return [leaf for leaf in [*records, *made.values_list("leaf", flat=True)] if leaf is not None]


def forgotten_facts(batch: Batch) -> dict[str, Any]:
    """Return what is said when what a sheet held of persons is forgotten.

    A digest of what remains is said with it, so that this cannot be changed afterwards either.
    """
    remains = sha256()
    for record in batch.records.order_by("number").iterator(_PORTION):
        remains.update(fact.canonical(record_facts(record, batch)).encode())
    spans = spans_of(forgotten_leaves(batch))
    why = {"batch": batch.code, "why": "retention", "on": batch.forgotten_on}
    return facts(spans, **why, remains=remains.hexdigest())


def adoption_facts(adoption: Adoption) -> dict[str, Any]:
    """Return what is said when a pack is adopted."""
    return {
        "adoption": adoption.code,
        "unit": adoption.unit.code,
        "pack": adoption.pack,
        "categories": adoption.categories,
        "kinds": adoption.kinds,
        "since": adoption.since,
    }


def adoption_end_facts(adoption: Adoption) -> dict[str, Any]:
    """Return what is said when an adoption is ended."""
    return {"adoption": adoption.code, "until": adoption.until}


def exemption_facts(exemption: Exemption) -> dict[str, Any]:
    """Return what is said of an exemption that was granted: by a post, never by a person."""
    post = exemption.decided_post
    return {
        "exemption": exemption.code,
        "unit": exemption.unit.code,
        "category": exemption.category,
        "first_period": exemption.first_period,
        "last_period": exemption.last_period,
        "reason": exemption.reason,
        "words": exemption.words,
        "until": exemption.until,
        "granted_by": post.code if post else "",
        "granted_by_unit": post.unit.code if post else "",
    }


def restated() -> Iterator[Restated]:
    """Give what every public row says today."""
    other = _reworded()
    batches = knowing_files(Batch.objects.filter(state__in=PUBLIC).select_related("unit"))
    batches = batches.annotate(is_others=Exists(Taken.objects.filter(batch=OuterRef("pk"))))
    for batch in batches.order_by("pk").iterator(_PORTION):
        label = f"{batch.category} {batch.period} {batch.code}"
        if not batch.is_others:
            yield from _own(batch, label, other)
        if batch.forgotten_on is not None:
            yield Restated(batch.forgotten_leaf, ERASED, forgotten_facts(batch), label)
    yield from _corrections()
    yield from _owed()
    yield from said.restated()


def _own(batch: Batch, label: str, other: set[str]) -> Iterator[Restated]:
    """Give what one of our own sheets says: another site's says nothing in our log itself."""
    facts = batch_facts(batch)
    if batch.read_against_id in other:
        facts["shape"] = "not as it was"
    yield Restated(batch.leaf, BATCH, facts, label)
    if batch.state == State.WITHDRAWN:
        yield Restated(batch.withdrawn_leaf, WITHDRAWN, withdrawal_facts(batch), label)
    yield from _records(batch, label)


def _owed() -> Iterator[Restated]:
    """Give what is adopted and what is exempt."""
    for adoption in Adoption.objects.select_related("unit").order_by("pk").iterator(_PORTION):
        label = f"adoption {adoption.code}"
        yield Restated(adoption.leaf, ADOPTED, adoption_facts(adoption), label)
        if adoption.until is not None:
            facts = adoption_end_facts(adoption)
            yield Restated(adoption.ended_leaf, ADOPTION_ENDED, facts, label)
    exemptions = (
        Exemption.objects.public().filter(taken=None).select_related("unit", "decided_post__unit")
    )
    for exemption in exemptions.order_by("pk").iterator(_PORTION):
        label = f"exemption {exemption.code}"
        yield Restated(exemption.leaf, EXEMPTED, exemption_facts(exemption), label)


def _reworded() -> set[str]:
    """Return the shapes that no longer say what they are known by."""
    return {one.pk for one in Shape.objects.all() if digest_of(one.content) != one.pk}


def _records(batch: Batch, label: str) -> Iterator[Restated]:
    """Give what the records of a sheet say."""
    for record in batch.records.order_by("number").iterator(_PORTION):
        facts = record_facts(record, batch)
        if record.unit_id != batch.unit_id:
            facts["unit"] = f"#{record.unit_id}"
        yield Restated(record.leaf, RECORD, facts, f"{label}, {record.number}")


def _corrections() -> Iterator[Restated]:
    """Give what the corrections say."""
    made = Correction.objects.filter(state=CorrectionState.MADE, taken=None)
    made = made.select_related("record")
    for correction in made.order_by("pk").iterator(_PORTION):
        label = f"correction {correction.code}"
        yield Restated(correction.leaf, CORRECTED, correction_facts(correction), label)
