"""Releases as flat tables: what each holds, and how its columns are taken from many releases.

Every row names its process by `process`, a whole number that counts the processes of a run; bids,
awards and contracts are counted likewise, over all processes. Rows stand in the order in which they
were published. Texts are as written. Instants (`…_at`) are microseconds since 1970 in UTC, and
`…_says` tells what was written of them: instant, local (a time without a zone, taken as UTC), day.
Amounts are as published, and two currencies are never added. `end` of a process and `date` of a bid
are those dates as written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

# The columns of every table: "#" marks whole numbers, "." other numbers, the rest is text.
_COLUMNS = {
    "processes": """
        process# ocid date_at# date_says buyer buyer_name procuring_entity procuring_entity_name
        title status method method_details rationale category award_criteria number_of_tenderers.
        amount. currency start_at# start_says end_at# end_says end award_start_at# award_start_says
        award_end_at# award_end_says
    """,
    "parties": """
        process# id name roles scheme identifier street locality postal_code telephone email
    """,
    "tenderers": "process# id name",
    "lots": "process# id status amount. currency",
    "bids": "bid# process# id status at# says date amount. currency",
    "bidders": "bid# process# id name",
    "bid_lots": "bid# process# lot",
    "awards": "award# process# id status at# says amount. currency",
    "suppliers": "award# process# id name",
    "award_lots": "award# process# lot",
    "award_bids": "award# process# id",
    "contracts": """
        contract# process# id award_id status amount. currency signed_at# signed_says
        start_at# start_says end_at# end_says
    """,
    "transactions": "contract# process# id at# says amount. currency payee payee_name",
    "items": "process# of number# scheme code quantity. unit_amount. unit_currency",
    "amendments": "process# of number# id at# says",
}
_KINDS = {"#": "int64", ".": "float64"}
TABLES = {
    name: {one.rstrip("#."): _KINDS.get(one[-1], "string") for one in columns.split()}
    for name, columns in _COLUMNS.items()
}


class Counts(NamedTuple):
    """How many processes, bids, awards and contracts there were before."""

    processes: int = 0
    bids: int = 0
    awards: int = 0
    contracts: int = 0


def schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a table."""
    import pyarrow as pa

    return pa.schema([(name, getattr(pa, kind)()) for name, kind in TABLES[table].items()])
