"""Some releases as rows of every table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from sunledger.screening.ocds.columns import (
    NO_ADDRESS,
    NO_CODE,
    NO_CONTACT,
    NO_IDENTIFIER,
    NO_PARTY,
    NO_PERIOD,
    NO_TENDER,
    NO_VALUE,
    NO_WORK,
    Sources,
    lists,
    lots,
    prices,
    text,
    values,
)
from sunledger.screening.ocds.inside import Parties, counted, held_by, inside, lots_of, who
from sunledger.screening.ocds.tables import COLUMNS, ELEVEN, Counts, Shape
from sunledger.screening.ocds.wanted import Amendment, Award, Bid, Contract, Release, Tender


class Portion:
    """Some releases, and the rows they make in every table of a shape."""

    def __init__(self, releases: Sequence[Release], before: Counts, shape: Shape = COLUMNS) -> None:
        self.releases = releases
        self.before = before
        self.shape = shape
        self.whole = shape is COLUMNS  # every column there is
        self.wide = shape is not ELEVEN
        self.tenders = [one.tender or NO_TENDER for one in releases]

    def after(self) -> Counts:
        """Return the counts for the next portion."""
        before = self.before
        return Counts(
            before.processes + len(self.releases),
            before.bids + len(self._bids[0]),
            before.awards + len(self._awards[0]),
            before.contracts + (len(self._contracts[0]) if self.wide else 0),
        )

    def rows(self, table: str) -> list[Sequence[Any]]:
        """Return the columns of one table; none if it has no rows."""
        sources: Sources = getattr(self, f"_of_{table}")()
        if not any(map(len, sources.values())):
            return []
        return list(lists(self.shape[table], sources))

    @property
    def _numbered(self) -> Iterator[tuple[int, Release]]:
        return enumerate(self.releases, self.before.processes)

    @cached_property
    def _bids(self) -> tuple[list[int], list[Bid]]:
        """The bids, beside the process of each."""
        return inside(
            (number, one.bids.details) for number, one in self._numbered if one.bids is not None
        )

    @cached_property
    def _awards(self) -> tuple[list[int], list[Award]]:
        """The awards, beside the process of each."""
        return inside((number, one.awards) for number, one in self._numbered)

    @cached_property
    def _contracts(self) -> tuple[list[int], list[Contract]]:
        """The contracts, beside the process of each."""
        return inside((number, one.contracts) for number, one in self._numbered)

    @cached_property
    def _tenderers(self) -> Parties:
        return counted([one.tenderers for one in self._bids[1]])

    @cached_property
    def _suppliers(self) -> Parties:
        return counted([one.suppliers for one in self._awards[1]])

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
        if self.wide:
            found["value"] = values(tenders)
        if self.whole:
            found["decided"] = [one.award_period or NO_PERIOD for one in tenders]
        return found

    def _of_parties(self) -> Sources:
        processes, parties = inside((number, one.parties) for number, one in self._numbered)
        found: Sources = {
            "process": processes,
            "party": parties,
            "address": [one.address or NO_ADDRESS for one in parties],
            "contact": [one.contact_point or NO_CONTACT for one in parties],
        }
        if self.whole:
            found["roles"] = [" ".join(one.roles) if one.roles else None for one in parties]
            found["identifier"] = [one.identifier or NO_IDENTIFIER for one in parties]
        return found

    def _of_tenderers(self) -> Sources:
        tenders = enumerate(self.tenders, self.before.processes)
        processes, parties = inside((number, one.tenderers) for number, one in tenders)
        return {"process": processes, "party": parties}

    def _of_lots(self) -> Sources:
        tenders = enumerate(self.tenders, self.before.processes)
        processes, found = inside((number, one.lots) for number, one in tenders)
        return {"process": processes, "lot": found, "value": values(found)}

    def _of_bids(self) -> Sources:
        processes, bids = self._bids
        found = self._offers("bid", self.before.bids, processes, bids)
        found["value"] = values(bids)
        return found | who(self._tenderers)

    def _of_awards(self) -> Sources:
        processes, awards = self._awards
        found = self._offers("award", self.before.awards, processes, awards)
        if self.wide:
            found["value"] = values(awards)
        return found | who(self._suppliers)

    def _offers(
        self, name: str, first: int, processes: Sequence[int], rows: Sequence[Bid | Award]
    ) -> Sources:
        """Return what bids and awards have in common."""
        found: Sources = {
            "number": range(first, first + len(rows)),
            "process": processes,
            name: rows,
        }
        return found | {"lot": lots(rows)} if self.wide else found

    def _of_bidders(self) -> Sources:
        least = 1 if self.whole else 2
        return self._members(self._bids[0], self._tenderers, self.before.bids, least)

    def _of_suppliers(self) -> Sources:
        least = 1 if self.wide else 2
        return self._members(self._awards[0], self._suppliers, self.before.awards, least)

    def _members(
        self, processes: Sequence[int], parties: Parties, first: int, least: int
    ) -> Sources:
        """Return who bids or supplies, a row each, where they are not fewer."""
        if parties.most < least:
            return {}
        numbered = zip(range(first, first + len(processes)), processes, parties.each, strict=True)
        held = [
            (row, number, members)
            for row, number, members in numbered
            if members and len(members) >= least
        ]
        return {
            "row": [row for row, _, members in held for _ in members],
            "process": [number for _, number, members in held for _ in members],
            "party": [one for _, _, members in held for one in members],
        }

    def _of_bid_lots(self) -> Sources:
        return lots_of(*self._bids, self.before.bids)

    def _of_award_lots(self) -> Sources:
        return lots_of(*self._awards, self.before.awards)

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
        found: Sources = {
            "number": range(first, first + len(contracts)),
            "process": processes,
            "contract": contracts,
            "value": values(contracts),
        }
        if self.whole:
            found["period"] = [one.period or NO_PERIOD for one in contracts]
        return found

    def _of_transactions(self) -> Sources:
        rows = [
            (row, number, one)
            for row, (number, contract) in enumerate(
                zip(*self._contracts, strict=True), self.before.contracts
            )
            for one in (contract.implementation or NO_WORK).transactions or ()
        ]
        paid = [one for _, _, one in rows]
        found: Sources = {
            "row": [row for row, _, _ in rows],
            "process": [number for _, number, _ in rows],
            "transaction": paid,
            "value": [one.value or one.amount or NO_VALUE for one in paid],
        }
        if self.whole:
            found["payee"] = [one.payee or NO_PARTY for one in paid]
        return found

    def _of_items(self) -> Sources:
        found = held_by(
            (*one, self._items(one[0], one[-1]))
            for one in self._holders()
            if self.whole or one[0] != "contract"
        )
        items = found.pop("held")
        found["code"] = [one.classification or NO_CODE for one in items]
        return found | {"item": items, "value": prices(items)} if self.wide else found

    def _items(self, kind: str, rows: Sequence[Any]) -> list[Any]:
        """Return the items of each; of a tender one is enough to screens."""
        most = None if self.whole or kind != "tender" else 1
        return [one.items and one.items[:most] for one in rows]

    def _of_amendments(self) -> Sources:
        found = held_by(
            (*one, [_amendments(each) for each in one[-1]])
            for one in self._holders()
            if one[0] == "contract" or (self.whole and one[0] == "tender")
        )
        found["change"] = found.pop("held")
        return found

    def _holders(self) -> Iterable[tuple[str, int, Sequence[int], Sequence[Any]]]:
        """Give tenders, awards and contracts: what they are, the first number, processes, all."""
        before = self.before
        if self.wide:
            many = range(before.processes, before.processes + len(self.tenders))
            yield "tender", before.processes, many, self.tenders
        yield "award", before.awards, *self._awards
        if self.wide:
            yield "contract", before.contracts, *self._contracts


def _amendments(changed: Tender | Contract) -> list[Amendment] | None:
    """Return the amendments of a tender or contract; version 1.0 knows only the last."""
    return changed.amendments or ([changed.amendment] if changed.amendment else None)
