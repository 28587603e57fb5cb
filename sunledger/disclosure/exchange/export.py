"""A unit's published books as one file, each fact with its proof, for another site or for anyone.

Only what was said in public goes in, in the very words in which it was said: so there is nothing
in the file that the log does not prove. What is for residents or for staff, and what came from
another site, stays out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from sunledger.core import note
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.exchange import form, pipe
from sunledger.disclosure.models import (
    PUBLIC,
    Batch,
    Correction,
    CorrectionState,
    Exemption,
    Shape,
    Taken,
    Visibility,
)
from sunledger.disclosure.models.shape import content_of, digest_of
from sunledger.disclosure.owed.counted import moment_after
from sunledger.seal import log, signing
from sunledger.seal.models import Fact, Leaf
from sunledger.units.models import Unit

_AT_ONCE = 200
_ROWS = 2000


@dataclass(frozen=True)
class Wish:
    """Whose books, with the units below or not, since when, and what the receiver saw last."""

    unit: Unit
    below: bool = False
    since: date | None = None
    seen: int = 0  # so many entries of our log


def export(wish: Wish) -> Iterator[bytes]:
    """Give the bytes of the file, as our log is at this moment."""
    signer = signing.signer()
    head = signing.checkpoint(log.size())
    first = _first_since(wish.since, head.size) if wish.since else 0
    books = _Books(wish, first, head.size)
    writer = pipe.Writer()
    yield from writer.write(form.CHECKPOINT, [note.sign(str(head), signer)])
    yield from writer.write(form.LOG, [_line(_log(wish, head, signer.key))])
    yield from writer.write(form.PACKAGE, [_line(_package(wish.unit))])
    yield from writer.write(form.UNITS, map(_line, books.units()))
    yield from writer.write(form.SHAPES, map(_line, books.shapes()))
    yield from writer.write(form.FACTS, map(_line, _facts(books.entries(), head.size)))
    manifest = form.Manifest(
        log=head.name,
        unit=wish.unit.code,
        below=wish.below,
        first=first,
        size=head.size,
        parts=tuple(writer.parts),
    )
    yield from writer.write(form.MANIFEST, [note.sign(str(manifest), signer)])
    yield from writer.end()


class _Books:
    """What belongs to the books: the places of the log at which anything was said of them."""

    def __init__(self, wish: Wish, first: int, size: int) -> None:
        self.root, self.first, self.size = wish.unit, first, size
        found = (
            Unit.objects.below(wish.unit) if wish.below else Unit.objects.filter(pk=wish.unit.pk)
        )
        self._units = found.order_by("path")
        taken = Taken.objects.filter(batch=OuterRef("pk"))
        self._batches = Batch.objects.filter(
            ~Exists(taken), unit__in=found, state__in=PUBLIC, visibility=Visibility.PUBLIC
        )

    def units(self) -> Iterator[dict[str, str]]:
        """Give the units, each after the one above it."""
        for unit in self._units.select_related("parent").iterator(_ROWS):
            parent = unit.parent.code if unit.parent and unit.pk != self.root.pk else ""
            yield {
                "code": unit.code,
                "name": unit.name,
                "name_en": unit.name_en,
                "kind": unit.kind,
                "parent": parent,
            }

    def shapes(self) -> Iterator[dict[str, Any]]:
        """Give the shapes against which the sheets were read."""
        said = self._within(self._batches, "leaf").order_by()
        digests = said.exclude(read_against=None).values("read_against").distinct()
        for shape in Shape.objects.filter(pk__in=digests).order_by("digest"):
            yield {"digest": shape.digest, "content": shape.content}
        older = said.filter(read_against=None).values_list("category", flat=True).distinct()
        for code in sorted(set(older) & set(CATEGORIES)):  # from before shapes were kept
            content = content_of(CATEGORIES[code])
            if not said.filter(read_against=digest_of(content)).exists():
                yield {"digest": digest_of(content), "content": content}

    def entries(self) -> Iterator[int]:
        """Give every place of the log at which something was said of these books, in order."""
        corrections = Correction.objects.filter(
            record__batch__in=self._batches, state=CorrectionState.MADE
        )
        exemptions = Exemption.objects.public().filter(unit__in=self._units, taken=None)
        sheets = self._readable().values_list("leaf", F("leaf") + F("rows"))
        single = [
            self._within(self._batches, "withdrawn_leaf"),
            self._within(self._batches, "forgotten_leaf"),
            self._within(corrections, "leaf"),
            self._within(exemptions, "leaf"),
        ]
        spans = merge(sheets.order_by("leaf").iterator(_ROWS), *map(_alone, single))
        for start, end in spans:
            yield from range(start, end + 1)

    def _readable(self) -> QuerySet[Batch]:
        """Return the sheets whose category can be told with them."""
        said = self._within(self._batches, "leaf")
        return said.exclude(read_against=None) | said.filter(category__in=CATEGORIES)

    def _within(self, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
        """Return what was said in the stretch of the log that is asked for."""
        stretch = {f"{column}__gte": self.first, f"{column}__lt": self.size}
        found: QuerySet[Any] = rows.filter(**stretch).annotate(place=F(column))
        return found


def _alone(rows: QuerySet[Any]) -> Iterator[tuple[int, int]]:
    for place in rows.order_by("place").values_list("place", flat=True).iterator(_ROWS):
        yield place, place


def _facts(entries: Iterable[int], size: int) -> Iterator[dict[str, Any]]:
    """Give each fact with its proof; of an erased one, what stands for it in the log."""
    waiting = iter(entries)
    while chunk := list(islice(waiting, _AT_ONCE)):
        facts = Fact.objects.in_bulk(chunk)
        paths = log.inclusions(chunk, size)
        for entry, path in zip(chunk, paths, strict=True):
            steps = [step.hex() for step in path]
            fact = facts[entry]
            if fact.body:
                salt = bytes(fact.salt).hex()
                yield {"entry": entry, "salt": salt, "body": fact.body, "path": steps}
            else:
                digest = bytes(Leaf.objects.get(pk=entry).entry).hex()
                yield {"entry": entry, "erased": digest, "path": steps}


def _log(wish: Wish, head: note.Checkpoint, key: note.Key) -> dict[str, Any]:
    """Return by what the log is known, and that it goes on from what the receiver saw."""
    said: dict[str, Any] = {"key": str(key)}
    if 0 < wish.seen <= head.size:
        steps = log.consistency(wish.seen, head.size)
        said |= {"seen": wish.seen, "consistency": [step.hex() for step in steps]}
    return said


def _package(unit: Unit) -> dict[str, Any]:
    """Return the description of the file by the Frictionless data package standard."""
    return {
        "name": f"books-{unit.code}".lower(),
        "title": unit.name,
        "sunledger-exchange": form.VERSION,
        "resources": [
            {
                "name": name.removesuffix(".jsonl"),
                "path": name,
                "format": "jsonl",
                "mediatype": "application/x-ndjson",
                "encoding": "utf-8",
            }
            for name in (form.UNITS, form.SHAPES, form.FACTS)
        ],
    }


def _first_since(day: date, size: int) -> int:
    """Return the place of the first fact that was said on a day or later: facts stand in time."""
    moment = moment_after(day - timedelta(days=1))
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if Fact.objects.values_list("said_at", flat=True).get(leaf=middle) < moment:
            low = middle + 1
        else:
            high = middle
    return low


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
