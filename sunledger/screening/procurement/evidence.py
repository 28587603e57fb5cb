"""What stands behind a flag: the bids, awards, contracts and dates that made it, and the limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sunledger.screening.procurement.flags import Flag
from sunledger.screening.procurement.judging import Rate
from sunledger.screening.procurement.lists import matched
from sunledger.screening.procurement.run import Asked
from sunledger.screening.procurement.shelf import ALL

SHOWN = 20  # processes of a party
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_WORDS = {one.code: one for one in ALL}
_PARTS = {
    "bids": ("bids", ("who", "status", "amount", "currency", "at")),
    "awards": ("awards", ("who", "status", "amount", "currency", "at")),
    "contracts": ("contracts", ("id", "status", "amount", "currency", "signed_at")),
    "tender": (
        "processes",
        ("title", "method", "rationale", "amount", "currency", "start_at", "end_at", "buyer"),
    ),
}
# Rows are told in the order in which they were published.
_NUMBERED = {"bids": "bid", "awards": "award", "contracts": "contract", "processes": "process"}
# What else is told of some screens' flags.
_MORE = {
    "amendments": ("amendments", ("of", "number")),
    "transactions": ("transactions", ("contract", "amount", "currency")),
    "suppliers": ("suppliers", ("id", "name")),
    "parties": ("parties", ("id", "street", "locality", "telephone", "email")),
    "items": ("items", ("of", "code", "quantity", "unit_amount", "unit_currency")),
}
_MORE_OF = {
    "R017": "items",
    "R043": "parties",
    "R044": "parties",
    "R046": "suppliers",
    "R064": "amendments",
    "R068": "transactions",
    "R069": "amendments",
}
_PROCESSES_OF = {
    "Buyer": "SELECT buyer AS subject, process FROM processes",
    "ProcuringEntity": "SELECT procuring_entity AS subject, process FROM processes",
    "Tenderer": """
        SELECT who AS subject, process FROM bids UNION SELECT who, process FROM awards
        UNION SELECT id, process FROM bidders UNION SELECT id, process FROM suppliers
    """,
    "Category": """
        SELECT category || ' · ' || awards.currency AS subject, process
        FROM awards JOIN processes USING (process)
    """,
    "Pair": """
        SELECT buyer || ' · ' || who AS subject, process FROM awards JOIN processes USING (process)
        UNION
        SELECT category || ' · ' || awards.currency || ' · ' || who, process
            FROM awards JOIN processes USING (process)
        UNION
        SELECT one.who || ' · ' || other.who, process FROM bids AS one
            JOIN bids AS other USING (process) WHERE one.who < other.who
    """,
}


def evidence(
    asked: Asked, flags: Iterable[Flag], rates: Iterable[Rate]
) -> Iterator[dict[str, Any]]:
    """Give every flag with what it asks, its limit, and the rows that made it."""
    limits = {(one.screen, one.group): one.limit for one in rates}
    held = list(flags)
    ocids = {one.subject for one in held if one.group == "OCID"}
    parts = {name: _rows(asked, *_PARTS[name], ocids) for name in _PARTS}
    more = {name: _rows(asked, *_MORE[name], _asking(name, held)) for name in _MORE}
    behind = _behind(asked, held)
    for one in held:
        screen = _WORDS[one.indicator]
        told: dict[str, Any] = {
            **one._asdict(),
            "limit": limits.get((one.indicator, one.group)),
            "title": screen.title._asdict(),
            "figure": screen.figure._asdict(),
            "innocent": screen.innocent._asdict(),
        }
        if one.group == "OCID":
            told |= {name: parts[name].get(one.subject, []) for name in _PARTS}
            if name := _MORE_OF.get(one.indicator):
                told[name] = more[name].get(one.subject, [])
            if one.indicator == "R046":
                told["debarred"] = list(_debarred(asked, told["suppliers"]))
        else:
            told["processes"] = behind.get((one.group, one.subject), [])
        yield told


def _asking(name: str, flags: Iterable[Flag]) -> set[str]:
    """Return the processes of whose flags something more is told."""
    return {
        one.subject for one in flags if one.group == "OCID" and _MORE_OF.get(one.indicator) == name
    }


def _rows(
    asked: Asked, table: str, columns: Sequence[str], ocids: set[str]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a table by the ocid of their process."""
    import pyarrow as pa

    if not ocids:
        return {}
    wanted = asked.db.from_arrow(pa.table({"ocid": pa.array(sorted(ocids), pa.string())}))
    wanted.create_view("wanted", replace=True)
    quoted = ", ".join(f'{table}."{one}"' for one in columns)
    numbered = _NUMBERED.get(table)
    order = f"{table}.{numbered}" if numbered else "ALL"
    rows = asked.db.execute(
        f"SELECT processes.ocid, {quoted} FROM {table}"  # noqa: S608 - names of ours
        + ("" if table == "processes" else " JOIN processes USING (process)")
        + f" SEMI JOIN wanted ON wanted.ocid = processes.ocid ORDER BY {order}"
    ).fetchall()
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for ocid, *values in rows:
        named = zip(columns, values, strict=True)
        found[ocid].append({name: _said(name, value) for name, value in named if value is not None})
    return found


def _debarred(asked: Asked, suppliers: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give what the list says of the suppliers."""
    names = {one["name"] for one in suppliers if "name" in one}
    for one in dict.fromkeys(found for _, found in matched(sorted(names), asked.settings.debarred)):
        told = [_said("at", at) for at in (one.since, one.until)]
        since, until = (at if isinstance(at, str) else None for at in told)  # None: no end
        yield {"name": one.name, "since": since, "until": until, "source": one.source}


def _said(name: str, value: Any) -> Any:
    """Return a value as it is told: instants as dates."""
    if name == "at" or name.endswith("_at"):
        try:
            return (_BEGIN + timedelta(microseconds=value)).isoformat()
        except OverflowError:
            return value
    return value


def _behind(asked: Asked, flags: list[Flag]) -> dict[tuple[str, str], list[str]]:
    """Return which processes are behind the flags of parties, the first few of each."""
    import pyarrow as pa

    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for group, sql in _PROCESSES_OF.items():
        subjects = sorted({one.subject for one in flags if one.group == group})
        if not subjects:
            continue
        asked.db.from_arrow(pa.table({"subject": subjects})).create_view("wanted", replace=True)
        rows = asked.db.execute(
            f"SELECT DISTINCT subject, ocid FROM ({sql}) AS named"  # noqa: S608 - ours
            " SEMI JOIN wanted USING (subject) JOIN processes USING (process) ORDER BY ALL"
        ).fetchall()
        for subject, ocid in rows:
            if len(found[group, subject]) < SHOWN:
                found[group, subject].append(ocid)
    return found
