"""Some releases as rows of every table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sunledger.screening.ocds.columns import (
    NO_ADDRESS,
    NO_CODE,
    NO_CONTACT,
    NO_IDENTIFIER,
    NO_PARTY,
    NO_PERIOD,
    NO_TENDER,
    NO_WORK,
    Sources,
    arrays,
    lots,
    prices,
    text,
    together,
    values,
)
from sunledger.screening.ocds.tables import COLUMNS, Counts, Shape
from sunledger.screening.ocds.wanted import Award, Bid, Contract, Release

if TYPE_CHECKING:
    import pyarrow as pa


class Portion:
    """Some releases, and the rows they make in every table of a shape."""

    def __init__(self, releases: Sequence[Release], before: Counts, shape: Shape = COLUMNS) -> None:
        self.releases = releases
        self.before = before
        self.shape = shape
        self.whole = shape is COLUMNS
        self.tenders = [one.tender or NO_TENDER for one in releases]

    def after(self) -> Counts:
        """Return the counts for the next portion."""
        before = self.before
        return Counts(
            before.processes + len(self.releases),
            before.bids + len(self._bids[0]),
            before.awards + len(self._awards[0]),
            before.contracts + (len(self._contracts[0]) if self.whole else 0),
        )

    def rows(self, table: str, schema: pa.Schema) -> pa.Table | None:
        """Return the rows of one table, if there are any."""
        import pyarrow as pa

        sources: Sources = getattr(self, f"_of_{table}")()
        if not any(map(len, sources.values())):
            return None
        columns = list(arrays(self.shape[table], sources))
        return pa.Table.from_arrays(columns, schema=schema)

    @property
    def _numbered(self) -> Iterable[tuple[int, Release]]:
        return enumerate(self.releases, self.before.processes)

    @cached_property
    def _bids(self) -> tuple[list[int], list[Bid]]:
        """The bids, beside the process of each."""
        processes, bids = [], []
        for number, one in self._numbered:
            if one.bids and (found := one.bids.details):
                bids += found
                processes += [number] * len(found)
        return processes, bids

    @cached_property
    def _awards(self) -> tuple[list[int], list[Award]]:
        """The awards, beside the process of each."""
        processes, awards = [], []
        for number, one in self._numbered:
            if found := one.awards:
                awards += found
                processes += [number] * len(found)
        return processes, awards

    @cached_property
    def _contracts(self) -> tuple[list[int], list[Contract]]:
        """The contracts, beside the process of each."""
        processes, contracts = [], []
        for number, one in self._numbered:
            if found := one.contracts:
                contracts += found
                processes += [number] * len(found)
        return processes, contracts

    def _of_processes(self) -> Sources:
        tenders, first = self.tenders, self.before.processes
        found: Sources = {
            "number": range(first, first + len(tenders)),
            "release": self.releases,
            "buyer": [one.buyer or NO_PARTY for one in self.releases],
            "tender": tenders,
            "entity": [one.procuring_entity or NO_PARTY for one in tenders],
            "period": [one.tender_period or NO_PERIOD for one in tenders],
        }
        if self.whole:
            found["value"] = values(tenders)
            found["decided"] = [one.award_period or NO_PERIOD for one in tenders]
        return found

    def _of_parties(self) -> Sources:
        rows = [(n, one) for n, release in self._numbered for one in release.parties or ()]
        parties = [one for _, one in rows]
        return {
            "process": [number for number, _ in rows],
            "party": parties,
            "roles": [" ".join(one.roles) if one.roles else None for one in parties],
            "identifier": [one.identifier or NO_IDENTIFIER for one in parties],
            "address": [one.address or NO_ADDRESS for one in parties],
            "contact": [one.contact_point or NO_CONTACT for one in parties],
        }

    def _of_tenderers(self) -> Sources:
        tenders = enumerate(self.tenders, self.before.processes)
        rows = [(number, one) for number, tender in tenders for one in tender.tenderers or ()]
        return {"process": [number for number, _ in rows], "party": [one for _, one in rows]}

    def _of_lots(self) -> Sources:
        tenders = enumerate(self.tenders, self.before.processes)
        rows = [(number, one) for number, tender in tenders for one in tender.lots or ()]
        found = [one for _, one in rows]
        return {"process": [number for number, _ in rows], "lot": found, "value": values(found)}

    def _of_bids(self) -> Sources:
        processes, bids = self._bids
        return self._offers("bid", self.before.bids, processes, bids) | {
            "value": values(bids),
            "who": together(one.tenderers for one in bids),
            "parties": [len(one.tenderers or ()) for one in bids],
        }

    def _of_awards(self) -> Sources:
        processes, awards = self._awards
        found = self._offers("award", self.before.awards, processes, awards)
        if self.whole:
            found["value"] = values(awards)
        found["who"] = together(one.suppliers for one in awards)
        found["parties"] = [len(one.suppliers or ()) for one in awards]
        return found

    def _offers(
        self, name: str, first: int, processes: Sequence[int], rows: Sequence[Bid | Award]
    ) -> Sources:
        """Return what bids and awards have in common."""
        found: Sources = {
            "number": range(first, first + len(rows)),
            "process": processes,
            name: rows,
        }
        return found | {"lot": lots(rows)} if self.whole else found

    def _of_bidders(self) -> Sources:
        return self._parties(*self._bids, "tenderers", self.before.bids)

    def _of_suppliers(self) -> Sources:
        return self._parties(*self._awards, "suppliers", self.before.awards)

    def _parties(
        self, processes: Sequence[int], rows: Sequence[Any], name: str, first: int
    ) -> Sources:
        """Return who bids or supplies, a row each; without the whole, consortia alone."""
        least = 1 if self.whole else 2
        found = [
            (row, number, parties)
            for row, (number, parties) in enumerate(
                zip(processes, map(attrgetter(name), rows), strict=True), first
            )
            if parties and len(parties) >= least
        ]
        return {
            "row": [row for row, _, parties in found for _ in parties],
            "process": [number for _, number, parties in found for _ in parties],
            "party": [party for _, _, parties in found for party in parties],
        }

    def _of_bid_lots(self) -> Sources:
        return _lots(*self._bids, self.before.bids)

    def _of_award_lots(self) -> Sources:
        return _lots(*self._awards, self.before.awards)

    def _of_award_bids(self) -> Sources:
        rows = [
            (row, number, bid)
            for row, (number, award) in enumerate(
                zip(*self._awards, strict=True), self.before.awards
            )
            for bid in award.related_bids or ([award.related_bid] if award.related_bid else ())
        ]
        return {
            "row": [row for row, _, _ in rows],
            "process": [number for _, number, _ in rows],
            "bid": [text(bid) for _, _, bid in rows],
        }

    def _of_contracts(self) -> Sources:
        processes, contracts = self._contracts
        first = self.before.contracts
        return {
            "number": range(first, first + len(contracts)),
            "process": processes,
            "contract": contracts,
            "value": values(contracts),
            "period": [one.period or NO_PERIOD for one in contracts],
        }

    def _of_transactions(self) -> Sources:
        rows = [
            (row, number, one)
            for row, (number, contract) in enumerate(
                zip(*self._contracts, strict=True), self.before.contracts
            )
            for one in (contract.implementation or NO_WORK).transactions or ()
        ]
        paid = [one for _, _, one in rows]
        return {
            "row": [row for row, _, _ in rows],
            "process": [number for _, number, _ in rows],
            "transaction": paid,
            "value": values(paid),
            "payee": [one.payee or NO_PARTY for one in paid],
        }

    def _of_items(self) -> Sources:
        rows = [
            (number, of, row, item)
            for number, of, row, one in self._holders()
            if one.items
            for item in one.items
        ]
        items = [item for _, _, _, item in rows]
        found: Sources = {
            "process": [number for number, _, _, _ in rows],
            "of": [of for _, of, _, _ in rows],
            "row": [row for _, _, row, _ in rows],
            "code": [item.classification or NO_CODE for item in items],
        }
        return found | {"item": items, "value": prices(items)} if self.whole else found

    def _of_amendments(self) -> Sources:
        rows = [
            (number, of, row, change)
            for number, of, row, one in self._holders()
            if not isinstance(one, Award) and one.amendments
            for change in one.amendments
        ]
        return {
            "process": [number for number, _, _, _ in rows],
            "of": [of for _, of, _, _ in rows],
            "row": [row for _, _, row, _ in rows],
            "change": [one for _, _, _, one in rows],
        }

    def _holders(self) -> Iterable[tuple[int, str, int, Any]]:
        """Give tenders, awards and contracts: process, what it is, its number, itself."""
        before = self.before
        if self.whole:
            for number, tender in enumerate(self.tenders, before.processes):
                yield number, "tender", number, tender
        for row, (number, award) in enumerate(zip(*self._awards, strict=True), before.awards):
            yield number, "award", row, award
        if self.whole:
            numbered = enumerate(zip(*self._contracts, strict=True), before.contracts)
            for row, (number, contract) in numbered:
                yield number, "contract", row, contract


def _lots(processes: Sequence[int], rows: Sequence[Any], first: int) -> Sources:
    """Return which lots bids or awards are about, a row each."""
    found = [
        (row, number, text(lot))
        for row, (number, one) in enumerate(zip(processes, rows, strict=True), first)
        if one.related_lots
        for lot in one.related_lots
    ]
    return {
        "row": [row for row, _, _ in found],
        "process": [number for _, number, _ in found],
        "lot": [lot for _, _, lot in found],
    }
