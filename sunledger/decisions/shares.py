"""What became of the program's proposals, counted: so that anyone sees how far it can be trusted.

Every proposal is counted once, under what its entries are now; what people added by hand stands
beside, since the program did not propose it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from sunledger.decisions.models import Entry, EntryState, Proposal

# In the order in which a page shows them.
FATES = {
    "as_is": gettext_noop("taken as proposed"),
    "edited": gettext_noop("edited"),
    "split": gettext_noop("split"),
    "merged": gettext_noop("joined with others"),
    "exhortation": gettext_noop("only an exhortation"),
    "same": gettext_noop("in the ledger already"),
    "rejected": gettext_noop("rejected"),
    "open": gettext_noop("still to be confirmed"),
}


@dataclass(frozen=True)
class Shares:
    """How many proposals met which fate, of how many, and how many entries people added."""

    counts: dict[str, int]
    proposed: int
    by_hand: int

    @property
    def decided(self) -> int:
        """Return how many are no longer open: the share is one of these."""
        return self.proposed - self.counts["open"]

    @property
    def as_is(self) -> float:
        """Return the share that was taken as it was proposed, of those decided."""
        return self.counts["as_is"] / self.decided if self.decided else 0.0

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Return the fates that occurred, in order."""
        return [(FATES[fate], count) for fate, count in self.counts.items() if count]


def shares(proposals: QuerySet[Proposal], entries: QuerySet[Entry]) -> Shares:
    """Return what became of some proposals, and how many entries came without any."""
    rows = list(proposals.prefetch_related("entries__proposals", "entries__owners"))
    fates = Counter(fate(row, row.entries.all()) for row in rows)
    counts = {name: fates.get(name, 0) for name in FATES}
    by_hand = entries.exclude(state=EntryState.GONE).filter(proposals=None).count()
    return Shares(counts, len(rows), by_hand)


def fate(proposal: Proposal, entries: Iterable[Entry]) -> str:
    """Return what became of one proposal."""
    live = [entry for entry in entries if entry.state != EntryState.GONE]
    if any(entry.state == EntryState.OPEN for entry in live):
        return "open"
    if len(live) > 1:
        return "split"
    entry = live[0]
    if len(entry.proposals.all()) > 1:
        return "merged"
    if entry.state in (EntryState.REJECTED, EntryState.SAME):
        return str(entry.state)
    if entry.state == EntryState.EXHORTATION and proposal.fields["kind"] != "exhortation":
        return "exhortation"
    return "as_is" if _made(entry) == _proposed(proposal, entry) else "edited"


def _made(entry: Entry) -> tuple[Any, ...]:
    owners = tuple(sorted(unit.code for unit in entry.owners.all()))
    return entry.start, entry.end, entry.kind, _day(entry), owners


def _proposed(proposal: Proposal, entry: Entry) -> tuple[Any, ...]:
    """Return what was proposed; an owner that the program could not name is no edit."""
    fields = proposal.fields
    suggested = tuple(fields["suggested"]) or _made(entry)[-1]
    due = fields["due"] if entry.kind == "task" else _day(entry)
    return proposal.start, proposal.end, fields["kind"], due, suggested


def _day(entry: Entry) -> str | None:
    return entry.due.isoformat() if entry.due else None
