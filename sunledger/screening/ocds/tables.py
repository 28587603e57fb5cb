"""Releases as flat tables: what each holds, and how its columns are taken from many releases.

Every row names its process by `process`, a whole number that counts the processes of a run; bids,
awards and contracts are counted likewise, over all processes, in the order in which they were
published: a process of several releases stands where its first one stood. Texts are as written.
Instants (`…_at`) are microseconds since 1970 in UTC, and `…_says` tells what was written of them:
instant, midnight (24:00:00, the end of a day), local (a time without a zone, taken as UTC), day.
Amounts are as published, and two currencies are never added. `end` of a process and `date` of a bid
are those dates as written. `who` of a bid or an award is all its tenderers or suppliers, sorted and
joined by " + ", so that a consortium is one bidder; `parties` is how many they are, and `lot` the
lots that it is about, likewise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

# The columns of every table, each with the part of a release that it is taken from: "#" marks whole
# numbers, "." other numbers, the rest is text; "@" is the instant of a date, "?" what was written
# of it.
_COLUMNS = {
    "processes": """
        process#=number ocid=release.ocid date_at#=@release.date date_says=?release.date
        buyer=buyer.id buyer_name=buyer.name procuring_entity=entity.id
        procuring_entity_name=entity.name title=tender.title status=tender.status
        method=tender.procurement_method method_details=tender.procurement_method_details
        rationale=tender.procurement_method_rationale category=tender.main_procurement_category
        award_criteria=tender.award_criteria number_of_tenderers.=tender.number_of_tenderers
        amount.=value.amount currency=value.currency start_at#=@period.start_date
        start_says=?period.start_date end_at#=@period.end_date end_says=?period.end_date
        end=period.end_date award_start_at#=@decided.start_date award_start_says=?decided.start_date
        award_end_at#=@decided.end_date award_end_says=?decided.end_date
    """,
    "parties": """
        process#=process id=party.id name=party.name roles=roles scheme=identifier.scheme
        identifier=identifier.id street=address.street_address locality=address.locality
        postal_code=address.postal_code telephone=contact.telephone email=contact.email
    """,
    "tenderers": "process#=process id=party.id name=party.name",
    "lots": """
        process#=process id=lot.id status=lot.status amount.=value.amount currency=value.currency
    """,
    "bids": """
        bid#=number process#=process id=bid.id status=bid.status at#=@bid.date says=?bid.date
        date=bid.date amount.=value.amount currency=value.currency who=who parties#=parties lot=lot
    """,
    "bidders": "bid#=row process#=process id=party.id name=party.name",
    "bid_lots": "bid#=row process#=process lot=lot",
    "awards": """
        award#=number process#=process id=award.id status=award.status at#=@award.date
        says=?award.date amount.=value.amount currency=value.currency who=who parties#=parties
        lot=lot
    """,
    "suppliers": "award#=row process#=process id=party.id name=party.name",
    "award_lots": "award#=row process#=process lot=lot",
    "award_bids": "award#=row process#=process id=bid",
    "contracts": """
        contract#=number process#=process id=contract.id award_id=contract.award_id
        status=contract.status amount.=value.amount currency=value.currency
        signed_at#=@contract.date_signed signed_says=?contract.date_signed
        start_at#=@period.start_date start_says=?period.start_date
        end_at#=@period.end_date end_says=?period.end_date
    """,
    "transactions": """
        contract#=row process#=process id=transaction.id at#=@transaction.date
        says=?transaction.date amount.=value.amount currency=value.currency payee=payee.id
        payee_name=payee.name
    """,
    "items": """
        process#=process of=of number#=row scheme=code.scheme code=code.id quantity.=item.quantity
        unit_amount.=value.amount unit_currency=value.currency
    """,
    "amendments": """
        process#=process of=of number#=row id=change.id at#=@change.date says=?change.date
    """,
}
# What the eleven indicators ask for as Cardinal computes them, and nothing else.
_ELEVEN = {
    "processes": """
        process ocid buyer procuring_entity status method method_details number_of_tenderers
        start_at start_says end_at end_says end
    """,
    "bids": "bid process status date amount currency who parties",
    "bidders": "bid process id",
    "awards": "award process status who parties",
    "suppliers": "award process id",
    "items": "process of number code",
}
# What no screen asks for.
_UNASKED = {
    "processes": """
        date_says buyer_name procuring_entity_name award_criteria award_start_at award_start_says
        award_end_at award_end_says
    """,
    "parties": "name roles scheme identifier postal_code",
    "bids": "says",
    "bidders": "name",
    "awards": "says",
    "contracts": "signed_says start_at start_says end_at end_says",
    "transactions": "id at says payee payee_name",
    "items": "scheme",
    "amendments": "id at says",
}
_UNASKED_TABLES = frozenset({"tenderers", "lots", "bid_lots", "award_lots"})
# Columns of few different texts; a dictionary of the others costs more than it saves.
_REPEATED = """
    status currency method method_details category award_criteria procuring_entity buyer of says
    date_says start_says end_says award_start_says award_end_says signed_says scheme roles locality
    unit_currency buyer_name procuring_entity_name lot
"""
REPEATED = frozenset(_REPEATED.split())
_KINDS = {"#": "int64", ".": "float64"}


class Column(NamedTuple):
    """A column: its name, its type, and the part of a release that it is taken from."""

    name: str
    kind: str
    source: str


def _column(written: str) -> Column:
    name, _, source = written.partition("=")
    return Column(name.rstrip("#."), _KINDS.get(name[-1], "string"), source)


COLUMNS = {
    table: tuple(_column(one) for one in written.split()) for table, written in _COLUMNS.items()
}
ELEVEN = {
    table: tuple(one for one in COLUMNS[table] if one.name in names.split())
    for table, names in _ELEVEN.items()
}
# What screens ask for. Of bidders only those of consortia are there, of a tender's items the first,
# of a contract's none, of amendments those of contracts.
SCREENS = {
    table: tuple(one for one in columns if one.name not in _UNASKED.get(table, "").split())
    for table, columns in COLUMNS.items()
    if table not in _UNASKED_TABLES
}
TABLES = {table: {one.name: one.kind for one in columns} for table, columns in COLUMNS.items()}
Shape = dict[str, tuple[Column, ...]]


class Counts(NamedTuple):
    """How many processes, bids, awards and contracts there were before."""

    processes: int = 0
    bids: int = 0
    awards: int = 0
    contracts: int = 0


NO_COUNTS = Counts()


def schema(table: str, shape: Shape | None = None) -> pa.Schema:
    """Return the Arrow schema of a table, whole or in another shape."""
    import pyarrow as pa

    columns = (shape or COLUMNS)[table]
    return pa.schema([(one.name, getattr(pa, one.kind)()) for one in columns])


def written(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return what has to be taken of releases for some columns: of dates their texts, once."""
    found: dict[str, Column] = {}
    for one in columns:
        source = one.source.lstrip("@?")
        kind = one.kind if source == one.source else "string"
        found.setdefault(source, Column(one.name, kind, source))
    return tuple(found.values())
