"""Whether the log is whole, and whether today's rows still say what was said.

Two questions, two functions. `check_log` computes the whole tree again from its entries, and every
entry from its fact. `check_facts` takes the rows of the rooms, restated as facts, and compares.
Neither stops other people's work: what is added while they run is not held against anyone.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sunledger.core.problem import gettext_noop, shorten
from sunledger.seal import fact, log
from sunledger.seal.finding import LIMIT, Finding, finding
from sunledger.seal.models import Fact
from sunledger.seal.whole import check_log

__all__ = ["LIMIT", "Finding", "Restated", "check_facts", "check_log", "is_as_said"]

_BATCH = 500


@dataclass(frozen=True)
class Restated:
    """What a row of a room says today, in the very names in which it was said.

    A row that is public and has no leaf is restated with `leaf=None`: it was never said.
    """

    leaf: int | None
    what: str
    facts: Mapping[str, Any]
    label: str  # how people call the row


def check_facts(
    restated: Iterable[Restated], whats: Collection[str] | None = None
) -> list[Finding]:
    """Return the rows that say another thing than was said, the lost rows and the invented ones.

    Every leaf of the kinds in `whats` has to be restated exactly once; without `whats`, of the
    kinds that are restated at all.
    """
    return list(islice(_Comparison(whats).findings(restated), LIMIT))


def is_as_said(row: Restated) -> bool:
    """Whether one row says today what was said at its leaf; an erased fact contradicts nobody."""
    said = Fact.objects.filter(leaf=row.leaf).first()
    return said is None or not _difference(row, said)


class _Comparison:
    """The log on one side, the rows on the other."""

    def __init__(self, whats: Collection[str] | None) -> None:
        self.size = log.size()  # before the rows are read: a later leaf may have a row not seen
        self.seen: set[int] = set()
        self.whats = set(whats or ())
        self.open = whats is None

    def findings(self, restated: Iterable[Restated]) -> Iterator[Finding]:
        """Give every difference."""
        rows = iter(restated)
        while batch := list(islice(rows, _BATCH)):
            leaves = [row.leaf for row in batch if row.leaf is not None]
            said = Fact.objects.in_bulk(leaves)
            for row in batch:
                yield from self._row(row, said.get(row.leaf) if row.leaf is not None else None)
        yield from self._lost()

    def _row(self, row: Restated, said: Fact | None) -> Iterator[Finding]:
        """Give what is wrong with one row."""
        if self.open:
            self.whats.add(row.what)
        if row.leaf is None or said is None:
            sentence = gettext_noop("%(label)s was never said: it is not in the log.")
            yield finding(row.leaf, sentence, label=row.label)
            return
        if row.leaf in self.seen:
            sentence = gettext_noop("%(label)s leans on entry %(leaf)s, which is another row's.")
            yield finding(row.leaf, sentence, label=row.label)
        self.seen.add(row.leaf)
        if difference := _difference(row, said):
            sentence = gettext_noop("%(label)s is not as it was said (entry %(leaf)s): %(what)s.")
            yield finding(row.leaf, sentence, label=row.label, what=difference)

    def _lost(self) -> Iterator[Finding]:
        """Give the facts whose rows are gone."""
        said = Fact.objects.filter(what__in=self.whats, leaf__lt=self.size).order_by("leaf")
        for leaf, what, body in said.values_list("leaf_id", "what", "body").iterator(_BATCH):
            if leaf not in self.seen:
                sentence = gettext_noop(
                    "What was said at entry %(leaf)s has no row any more: %(what)s %(body)s."
                )
                yield finding(leaf, sentence, what=what, body=shorten(_facts(body), 200))


def _difference(row: Restated, said: Fact) -> str:
    """Return in which names the row and the fact differ, or nothing; of an erased one, the kind."""
    if not said.body:
        return "" if row.what == said.what else f"{said.what} → {row.what}"
    try:
        today = fact.body(row.what, row.facts, said.said_at)
    except fact.NotSayable as error:
        return str(error)
    if today == said.body:
        return ""
    if row.what != said.what:
        return f"{said.what} → {row.what}"
    then, now = _facts(said.body), json.loads(today)["facts"]
    names = [name for name in {**then, **now} if then.get(name, ...) != now.get(name, ...)]
    return ", ".join(
        f"{name} {shorten(then.get(name, '–'))} → {shorten(now.get(name, '–'))}"
        for name in sorted(names)
    )


def _facts(body: str) -> dict[str, Any]:
    """Return the facts of a body; one that was spoilt behind our back is shown as it is."""
    try:
        facts: dict[str, Any] = dict(json.loads(body)["facts"])
    except (ValueError, TypeError, KeyError):
        return {"body": body}
    return facts
