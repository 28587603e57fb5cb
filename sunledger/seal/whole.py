"""Whether the log is whole: its tree computed anew from its entries, those from the facts."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from django.db.models import Max

from sunledger.core import merkle
from sunledger.core.problem import gettext_noop
from sunledger.seal import erasure, fact, log
from sunledger.seal.finding import LIMIT, Finding, finding
from sunledger.seal.models import Leaf, Node

_BATCH = 2000
_COLUMNS = ("index", "entry", "hash", "fact__body", "fact__salt", "fact__what", "fact__said_at")


def check_log() -> list[Finding]:
    """Return what does not fit in the log as it stands, the first bad index first."""
    found = islice(_findings(log.size()), LIMIT)
    return sorted(found, key=lambda finding: finding.leaf or 0)


def _findings(size: int) -> Iterator[Finding]:
    """Give every finding about the first so many entries, then about what should not be there."""
    peaks: dict[log.Place, bytes] = {}
    bad: list[int] = []
    rightly = erasure.erased()
    start = 0
    while start < size:
        rows = _rows(start, min(start + _BATCH, size))
        bad += [row[0] for row in rows if merkle.leaf_hash(bytes(row[1])) != bytes(row[2])]
        for row in rows:
            yield from _check_leaf(row, rightly)
        end = rows[-1][0] + 1 if rows else size
        if [row[0] for row in rows] != list(range(start, end)):
            yield _gap(start, end, {row[0] for row in rows})
            return  # over a gap no tree can be computed
        grown = merkle.grow(start, _edge(peaks, start), [bytes(row[2]) for row in rows])
        fresh = {(level, index): whole for level, index, whole in grown}
        yield from _check_nodes(fresh, bad)
        known = peaks | fresh
        peaks = {place: known[place] for place in merkle.peaks(end)}
        start = end
    yield from _too_much(size)


def _rows(start: int, end: int) -> list[tuple[Any, ...]]:
    """Return the leaves from start to end, each with its fact."""
    rows = Leaf.objects.filter(index__gte=start, index__lt=end).order_by("index")
    return list(rows.values_list(*_COLUMNS))


def _edge(peaks: dict[log.Place, bytes], size: int) -> Sequence[bytes]:
    return [peaks[place] for place in merkle.peaks(size)]


def _gap(start: int, end: int, there: set[int]) -> Finding:
    """Return the finding of the first entry that is not there."""
    first = next(index for index in range(start, end) if index not in there)
    return finding(first, gettext_noop("Entry %(leaf)s is missing: the log was cut."))


def _check_leaf(row: tuple[Any, ...], rightly: Callable[[int], bool]) -> Iterator[Finding]:
    """Give what is wrong with one entry or with its fact."""
    index, entry, whole, body, salt, what, said_at = row
    if merkle.leaf_hash(bytes(entry)) != bytes(whole):
        yield finding(
            index, gettext_noop("Entry %(leaf)s and its hash do not fit: one was changed.")
        )
    if not body:
        if body is None or not rightly(index):
            yield finding(index, gettext_noop("Entry %(leaf)s has lost its fact."))
    elif fact.digest(salt, body) != bytes(entry):
        yield finding(
            index, gettext_noop("Entry %(leaf)s is not the digest of its fact: one was changed.")
        )
    elif not _says(body, what, fact.moment(said_at)):
        yield finding(
            index, gettext_noop("The fact at entry %(leaf)s is filed under another kind or time.")
        )


def _says(body: str, what: str, moment: str) -> bool:
    """Whether a fact is filed as what it is."""
    said = json.loads(body)
    return bool(said["what"] == what and said["said_at"] == moment)


def _check_nodes(fresh: dict[log.Place, bytes], bad: Sequence[int]) -> Iterator[Finding]:
    """Give the stored nodes that are not the ones computed, save those over a leaf known as bad."""
    above = sorted(place for place in fresh if place[0])
    for level, places in groupby(above, key=lambda place: place[0]):
        indexes = [index for _, index in places]
        stored = Node.objects.filter(
            level=level, index__gte=indexes[0], index__lte=indexes[-1]
        ).values_list("index", "hash")
        there = {index: bytes(whole) for index, whole in stored}
        for index in indexes:
            if there.get(index) != fresh[level, index] and not _covers(level, index, bad):
                yield _bad_node(level, index)


def _covers(level: int, index: int, leaves: Sequence[int]) -> bool:
    return any(leaf >> level == index for leaf in leaves)


def _bad_node(level: int, index: int) -> Finding:
    """Return the finding of a node that is not there, or not as it must be."""
    return finding(
        ((index + 1) << level) - 1,  # an earlier entry of the span may well be right
        gettext_noop("The hash over entries %(first)s to %(leaf)s is not the one they give."),
        first=index << level,
    )


def _too_much(size: int) -> Iterator[Finding]:
    """Give the nodes over entries that the log does not have: its end was cut off."""
    top = Node.objects.aggregate(top=Max("level"))["top"] or 0
    for level in range(1, top + 1):
        extra = Node.objects.filter(level=level, index__gte=size >> level)
        places = list(extra.values_list("index", flat=True)[:1])
        # Read after the nodes, so that what others are adding meanwhile is no finding.
        if places and (places[0] + 1) << level > log.size():
            last = ((places[0] + 1) << level) - 1
            sentence = gettext_noop("The log had an entry %(last)s once: its end was cut off.")
            yield finding(log.size(), sentence, last=last)
            return
