"""Some releases as rows of every table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from sunledger.screening.ocds.columns import Sources, Takers, lots, parts, taken, text
from sunledger.screening.ocds.inside import (
    Parties,
    Under,
    counted,
    first_under,
    held_by,
    inside,
    lots_of,
    under,
    who,
)
from sunledger.screening.ocds.narrow import nothing
from sunledger.screening.ocds.tables import COLUMNS, ELEVEN, Counts, Shape
from sunledger.screening.ocds.wanted import Amendment, Award, Bid, Contract, Release, Tender


class Portion:
    """Some releases, and the rows they make in every table of a shape."""

    def __init__(self, releases: Sequence[Release], before: Counts, shape: Shape = COLUMNS) -> None:
        self.releases = releases
        self.before = before
        self.whole = shape is COLUMNS  # every column there is
        self.wide = shape is not ELEVEN
        self.none = nothing(shape)
        self.tenders = parts("", "tender", releases, self.none.tender)

    def after(self) -> Counts:
        """Return the counts for the next portion."""
        before = self.before
        return Counts(
            before.processes + len(self.releases),
            before.bids + len(self._bids[0]),
            before.awards + len(self._awards[0]),
            before.contracts + (len(self._contracts[0]) if self.wide else 0),
        )

    def rows(self, table: str, takers: Takers) -> list[Sequence[Any]]:
        """Return what is `written` of the columns of one table; none if it has no rows."""
        sources: Sources = getattr(self, f"_of_{table}")()
        if not any(map(len, sources.values())):
            return []
        return [take(sources[name], None) if take else sources[name] for name, take in takers]

    @cached_property
    def _bids(self) -> tuple[list[int], list[Bid]]:
        """The bids, beside the process of each."""
        each = [one.bids.details if one.bids else None for one in self.releases]
        return inside(self.before.processes, each)

    @cached_property
    def _awards(self) -> tuple[list[int], list[Award]]:
        """The awards, beside the process of each."""
        return inside(self.before.processes, taken("", "awards", self.releases))

    @cached_property
    def _contracts(self) -> tuple[list[int], list[Contract]]:
        """The contracts, beside the process of each."""
        return inside(self.before.processes, taken("", "contracts", self.releases))

    @cached_property
    def _tenderers(self) -> Parties:
        return counted(taken("bids", "tenderers", self._bids[1]))

    @cached_property
    def _suppliers(self) -> Parties:
        return counted(taken("awards", "suppliers", self._awards[1]))

    def _of_processes(self) -> Sources:
        tenders, first, none = self.tenders, self.before.processes, self.none
        found: Sources = {
            "number": range(first, first + len(tenders)),
            "release": self.releases,
            "buyer": parts("processes", "buyer", self.releases, none.party),
            "tender": tenders,
            "entity": parts("processes", "procuring_entity", tenders, none.party),
            "period": parts("processes", "tender_period", tenders, none.period),
        }
        if self.wide:
            found["value"] = parts("processes", "value", tenders, none.value)
        if self.whole:
            found["decided"] = parts("processes", "award_period", tenders, none.period)
        return found

    def _of_parties(self) -> Sources:
        none = self.none
        processes, parties = inside(self.before.processes, taken("", "parties", self.releases))
        found: Sources = {
            "process": processes,
            "party": parties,
            "address": parts("parties", "address", parties, none.address),
            "contact": parts("parties", "contact_point", parties, none.contact),
        }
        if self.whole:
            found["roles"] = [" ".join(one.roles) if one.roles else None for one in parties]
            found["identifier"] = parts("parties", "identifier", parties, none.identifier)
        return found

    def _of_tenderers(self) -> Sources:
        processes, parties = inside(self.before.processes, taken("", "tenderers", self.tenders))
        return {"process": processes, "party": parties}

    def _of_lots(self) -> Sources:
        processes, found = inside(self.before.processes, taken("", "lots", self.tenders))
        return {
            "process": processes,
            "lot": found,
            "value": parts("lots", "value", found, self.none.value),
        }

    def _of_bids(self) -> Sources:
        processes, bids = self._bids
        found = self._offers("bid", self.before.bids, processes, bids)
        found["value"] = parts("bids", "value", bids, self.none.value)
        return found | who(self._tenderers)

    def _of_awards(self) -> Sources:
        processes, awards = self._awards
        found = self._offers("award", self.before.awards, processes, awards)
        if self.wide:
            found["value"] = parts("awards", "value", awards, self.none.value)
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
        return found | {"lot": lots(taken(name, "related_lots", rows))} if self.wide else found

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
        if parties.alone is not None:
            rows = range(first, first + len(processes))
            return {"row": rows, "process": processes, "party": parties.alone}
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
        processes, awards = self._awards
        each = [
            one.related_bids or ([one.related_bid] if one.related_bid else None) for one in awards
        ]
        found = under(self.before.awards, processes, each)
        bids = [text(one) for one in found.held]
        return {"row": found.rows, "process": found.processes, "bid": bids}

    def _of_contracts(self) -> Sources:
        processes, contracts = self._contracts
        first = self.before.contracts
        found: Sources = {
            "number": range(first, first + len(contracts)),
            "process": processes,
            "contract": contracts,
            "value": parts("contracts", "value", contracts, self.none.value),
        }
        if self.whole:
            found["period"] = parts("contracts", "period", contracts, self.none.period)
        return found

    def _of_transactions(self) -> Sources:
        processes, contracts = self._contracts
        works = parts("contracts", "implementation", contracts, self.none.work)
        held = under(self.before.contracts, processes, taken("", "transactions", works))
        paid = held.held
        found: Sources = {
            "row": held.rows,
            "process": held.processes,
            "transaction": paid,
            "value": [one.value or one.amount or self.none.value for one in paid],
        }
        if self.whole:
            found["payee"] = parts("transactions", "payee", paid, self.none.party)
        return found

    def _of_items(self) -> Sources:
        found = held_by(
            (kind, self._items(kind, first, processes, taken(kind, "items", rows)))
            for kind, first, processes, rows in self._holders()
            if self.whole or kind != "contract"
        )
        items = found.pop("held")
        found["code"] = parts("items", "classification", items, self.none.code)
        if not self.wide:
            return found
        units = parts("items", "unit", items, None)
        if units.count(None) == len(units):  # as most publishers have it
            return found | {"item": items, "value": [self.none.value] * len(items)}
        units = [one or self.none.unit for one in units]
        return found | {"item": items, "value": parts("units", "value", units, self.none.value)}

    def _items(self, kind: str, first: int, processes: Sequence[int], each: list[Any]) -> Under:
        """Return the items of each; of a tender one is enough to screens."""
        if kind == "tender" and not self.whole:
            return first_under(first, processes, each)
        return under(first, processes, each)

    def _of_amendments(self) -> Sources:
        found = held_by(
            (kind, under(first, processes, _amendments(kind, rows)))
            for kind, first, processes, rows in self._holders()
            if kind == "contract" or (self.whole and kind == "tender")
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


def _amendments(kind: str, changed: Sequence[Tender | Contract]) -> list[list[Amendment] | None]:
    """Return the amendments of tenders or contracts; version 1.0 knows only the last of each."""
    each = taken(kind, "amendments", changed)
    last = taken(kind, "amendment", changed)
    if last.count(None) == len(last):
        return each
    return [many or ([one] if one else None) for many, one in zip(each, last, strict=True)]
