"""Erasing what was said, in public: which entries, why, and what remains of it.

The entry stays in the log with its digest; its words and its salt go. An erasure is itself said,
so that nobody erases in silence: an empty fact that no erasure names is a finding.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from sunledger.seal import actions
from sunledger.seal.models import Fact

ERASED = "erased"
Span = tuple[int, int]  # the first and the last entry


def erase(leaves: Iterable[int], **why: Any) -> int:
    """Say that entries are erased and why, then forget their words; return where it was said."""
    spans = spans_of(leaves)
    said = actions.say(ERASED, **facts(spans, **why))
    for first, last in spans:
        Fact.objects.filter(leaf__gte=first, leaf__lte=last).update(body="", salt=b"")
    return said


def facts(spans: Sequence[Span], **why: Any) -> dict[str, Any]:
    """Return what is said of an erasure."""
    return {"leaves": [list(span) for span in spans], **why}


def spans_of(leaves: Iterable[int]) -> list[Span]:
    """Return entries as stretches that follow one another."""
    ordered = sorted(set(leaves))
    runs = groupby(enumerate(ordered), key=lambda one: one[1] - one[0])
    stretches = [[leaf for _place, leaf in run] for _key, run in runs]
    return [(one[0], one[-1]) for one in stretches]


def erased() -> Callable[[int], bool]:
    """Return the question whether an entry was erased rightly: named by one said after it."""
    spans: list[tuple[int, int, int]] = []
    said = Fact.objects.filter(what=ERASED).order_by("leaf").values_list("leaf_id", "body")
    for leaf, body in said.iterator(2000):
        named = json.loads(body)["facts"]["leaves"] if body else []
        spans += [(first, last, leaf) for first, last in named]
    known = {place for first, last, leaf in spans for place in range(first, min(last + 1, leaf))}
    return known.__contains__
