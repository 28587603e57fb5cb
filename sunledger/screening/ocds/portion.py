"""Some releases as rows of every table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from sunledger.screening.ocds.columns import (
    NO_ADDRESS,
    NO_CODE,
    NO_CONTACT,
    NO_IDENTIFIER,
    NO_PARTY,
    NO_PERIOD,
    NO_TENDER,
    NO_WORK,
    Columns,
    instants,
    lots,
    money,
    numbers,
    offers,
    organisations,
    price,
    text,
)
from sunledger.screening.ocds.tables import Counts, schema
from sunledger.screening.ocds.wanted import Award, Bid, Contract, Release, Tender

if TYPE_CHECKING:
    import pyarrow as pa


class Portion:
    """Some releases, and the rows they make in every table."""

    def __init__(self, releases: Sequence[Release], before: Counts) -> None:
        self.releases = releases
        self.before = before
        self.tenders = [one.tender or NO_TENDER for one in releases]

    def after(self) -> Counts:
        """Return the counts for the next portion."""
        before = self.before
        return Counts(
            before.processes + len(self.releases),
            before.bids + len(self._bids),
            before.awards + len(self._awards),
            before.contracts + len(self._contracts),
        )

    def rows(self, table: str) -> pa.Table:
        """Return the rows of one table."""
        import pyarrow as pa

        columns: Columns = getattr(self, f"_{table}_columns")()
        shape = schema(table)
        arrays = [pa.array(list(columns[field.name]), field.type) for field in shape]
        return pa.Table.from_arrays(arrays, schema=shape)

    @property
    def _numbered(self) -> Iterable[tuple[int, Release]]:
        return enumerate(self.releases, self.before.processes)

    @cached_property
    def _bids(self) -> list[tuple[int, Bid]]:
        """The bids, each with its process."""
        return [
            (number, bid)
            for number, one in self._numbered
            if one.bids and one.bids.details
            for bid in one.bids.details
        ]

    @cached_property
    def _awards(self) -> list[tuple[int, Award]]:
        """The awards, each with its process."""
        return [
            (number, award) for number, one in self._numbered if one.awards for award in one.awards
        ]

    @cached_property
    def _contracts(self) -> list[tuple[int, Contract]]:
        """The contracts, each with its process."""
        return [
            (number, contract)
            for number, one in self._numbered
            if one.contracts
            for contract in one.contracts
        ]

    def _processes_columns(self) -> Columns:
        tenders, first = self.tenders, self.before.processes
        buyers = [one.buyer or NO_PARTY for one in self.releases]
        entities = [one.procuring_entity or NO_PARTY for one in tenders]
        open_for = [one.tender_period or NO_PERIOD for one in tenders]
        decided = [one.award_period or NO_PERIOD for one in tenders]
        return {
            "process": range(first, first + len(tenders)),
            "ocid": [one.ocid for one in self.releases],
            **instants("date_", [one.date for one in self.releases]),
            "buyer": [text(one.id) for one in buyers],
            "buyer_name": [one.name for one in buyers],
            "procuring_entity": [text(one.id) for one in entities],
            "procuring_entity_name": [one.name for one in entities],
            "title": [one.title for one in tenders],
            "status": [one.status for one in tenders],
            "method": [one.procurement_method for one in tenders],
            "method_details": [one.procurement_method_details for one in tenders],
            "rationale": [one.procurement_method_rationale for one in tenders],
            "category": [one.main_procurement_category for one in tenders],
            "award_criteria": [one.award_criteria for one in tenders],
            "number_of_tenderers": [one.number_of_tenderers for one in tenders],
            **money([one.value for one in tenders]),
            **instants("start_", [one.start_date for one in open_for]),
            **instants("end_", [one.end_date for one in open_for]),
            "end": [one.end_date for one in open_for],
            **instants("award_start_", [one.start_date for one in decided]),
            **instants("award_end_", [one.end_date for one in decided]),
        }

    def _parties_columns(self) -> Columns:
        parties = [(n, one) for n, release in self._numbered for one in release.parties or ()]
        known = [one.identifier or NO_IDENTIFIER for _, one in parties]
        lives = [one.address or NO_ADDRESS for _, one in parties]
        called = [one.contact_point or NO_CONTACT for _, one in parties]
        return {
            **organisations(parties),
            "roles": [" ".join(one.roles) if one.roles else None for _, one in parties],
            "scheme": [one.scheme for one in known],
            "identifier": [text(one.id) for one in known],
            "street": [one.street_address for one in lives],
            "locality": [one.locality for one in lives],
            "postal_code": [text(one.postal_code) for one in lives],
            "telephone": [text(one.telephone) for one in called],
            "email": [one.email for one in called],
        }

    def _tenderers_columns(self) -> Columns:
        tenders = enumerate(self.tenders, self.before.processes)
        return organisations([(n, one) for n, tender in tenders for one in tender.tenderers or ()])

    def _lots_columns(self) -> Columns:
        tenders = enumerate(self.tenders, self.before.processes)
        lots = [(number, one) for number, tender in tenders for one in tender.lots or ()]
        return {
            "process": [number for number, _ in lots],
            "id": [text(one.id) for _, one in lots],
            "status": [one.status for _, one in lots],
            **money([one.value for _, one in lots]),
        }

    def _bids_columns(self) -> Columns:
        dates = [one.date for _, one in self._bids]
        return {"bid": numbers(self.before.bids, self._bids), **offers(self._bids), "date": dates}

    def _awards_columns(self) -> Columns:
        return {"award": numbers(self.before.awards, self._awards), **offers(self._awards)}

    def _bidders_columns(self) -> Columns:
        rows = [
            (row, number, one)
            for row, (number, bid) in enumerate(self._bids, self.before.bids)
            for one in bid.tenderers or ()
        ]
        return {"bid": [row for row, _, _ in rows], **organisations([one[1:] for one in rows])}

    def _suppliers_columns(self) -> Columns:
        rows = [
            (row, number, one)
            for row, (number, award) in enumerate(self._awards, self.before.awards)
            for one in award.suppliers or ()
        ]
        return {"award": [row for row, _, _ in rows], **organisations([one[1:] for one in rows])}

    def _bid_lots_columns(self) -> Columns:
        return lots("bid", self.before.bids, self._bids)

    def _award_lots_columns(self) -> Columns:
        return lots("award", self.before.awards, self._awards)

    def _award_bids_columns(self) -> Columns:
        rows = [
            (row, number, bid)
            for row, (number, award) in enumerate(self._awards, self.before.awards)
            for bid in award.related_bids or ([award.related_bid] if award.related_bid else ())
        ]
        return {
            "award": [row for row, _, _ in rows],
            "process": [number for _, number, _ in rows],
            "id": [text(bid) for _, _, bid in rows],
        }

    def _contracts_columns(self) -> Columns:
        contracts = self._contracts
        lasts = [one.period or NO_PERIOD for _, one in contracts]
        return {
            "contract": numbers(self.before.contracts, contracts),
            "process": [number for number, _ in contracts],
            "id": [text(one.id) for _, one in contracts],
            "award_id": [text(one.award_id) for _, one in contracts],
            "status": [one.status for _, one in contracts],
            **money([one.value for _, one in contracts]),
            **instants("signed_", [one.date_signed for _, one in contracts]),
            **instants("start_", [one.start_date for one in lasts]),
            **instants("end_", [one.end_date for one in lasts]),
        }

    def _transactions_columns(self) -> Columns:
        rows = [
            (row, number, one)
            for row, (number, contract) in enumerate(self._contracts, self.before.contracts)
            for one in (contract.implementation or NO_WORK).transactions or ()
        ]
        payees = [one.payee or NO_PARTY for _, _, one in rows]
        return {
            "contract": [row for row, _, _ in rows],
            "process": [number for _, number, _ in rows],
            "id": [text(one.id) for _, _, one in rows],
            **instants("", [one.date for _, _, one in rows]),
            **money([one.value for _, _, one in rows]),
            "payee": [text(one.id) for one in payees],
            "payee_name": [one.name for one in payees],
        }

    def _items_columns(self) -> Columns:
        rows = [
            (number, of, row, item)
            for number, of, row, one in self._holders()
            for item in one.items or ()
        ]
        codes = [item.classification or NO_CODE for _, _, _, item in rows]
        prices = [price(item) for _, _, _, item in rows]
        return {
            "process": [number for number, _, _, _ in rows],
            "of": [of for _, of, _, _ in rows],
            "number": [row for _, _, row, _ in rows],
            "scheme": [one.scheme for one in codes],
            "code": [text(one.id) for one in codes],
            "quantity": [item.quantity for _, _, _, item in rows],
            "unit_amount": [one.amount for one in prices],
            "unit_currency": [one.currency for one in prices],
        }

    def _amendments_columns(self) -> Columns:
        rows = [
            (number, of, row, change)
            for number, of, row, one in self._holders()
            if not isinstance(one, Award)
            for change in one.amendments or ()
        ]
        return {
            "process": [number for number, _, _, _ in rows],
            "of": [of for _, of, _, _ in rows],
            "number": [row for _, _, row, _ in rows],
            "id": [text(one.id) for _, _, _, one in rows],
            **instants("", [one.date for _, _, _, one in rows]),
        }

    def _holders(self) -> Iterable[tuple[int, str, int, Tender | Award | Contract]]:
        """Give tenders, awards and contracts: process, what it is, its number, itself."""
        for number, tender in enumerate(self.tenders, self.before.processes):
            yield number, "tender", number, tender
        for row, (number, award) in enumerate(self._awards, self.before.awards):
            yield number, "award", row, award
        for row, (number, contract) in enumerate(self._contracts, self.before.contracts):
            yield number, "contract", row, contract
