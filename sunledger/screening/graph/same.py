"""One firm under all names that people confirmed, wherever the graph meets it.

A row that gives a number is of the firm that has it. The numbers that confirmed names bear in the
tables are one firm's then, and so are rows that give such a name alone. Four things stay apart: a
name that several numbers bear, which could be any of theirs; a number that names of two confirmed
firms bear; numbers besides the one that was confirmed with the names; and valid codes of one kind
that differ, for two codes are two firms whatever was said of their names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from narwhals import coalesce, col, concat, lit, when

from sunledger.screening import payee, sameas
from sunledger.screening.linkage.firmcodes import two_firms
from sunledger.screening.shapes import Frame

# Tables of firms: the columns of their number, and of their name where they have one.
FIRMS: dict[str, tuple[tuple[str, str], ...]] = {
    "companies": (("company", "title"),),
    "officers": (("company", "title"),),
    "suppliers": (("supplier_id", "supplier"),),
    "bids": (("bidder_id", "bidder"),),
    "contract_payments": (("supplier_id", "supplier"),),
    "flows": (("from_firm", ""), ("to_firm", "")),
}
# By what looks like a unified social credit code a firm of several numbers is called here.
_CODE = "^[0-9A-HJ-NPQRTUWXY]{18}$"

Keep = Callable[[str, Frame], Frame]
Ask = Callable[[Frame], list[dict[str, Any]]]


@dataclass(frozen=True)
class Same:
    """A firm with several confirmed names: what it is in the graph, and by which links."""

    node: str  # its number, else its one name
    name: str
    names: tuple[str, ...]
    links: tuple[str, ...]
    apart: bool  # whether the names have two valid codes, and so are two firms all the same


@dataclass(frozen=True)
class OneFirm:
    """The numbers and names of confirmed firms, each with what the firm is in the graph."""

    numbers: Frame
    names: Frame

    def seen(self, rows: Frame, table: str) -> Frame:
        """Return a table whose numbers are those of the graph's firms."""
        columns = rows.collect_schema().names()
        for number, name in FIRMS.get(table, ()):
            rows = rows.join(self.numbers, left_on=number, right_on="own_number", how="left")
            node = coalesce(col("number_node"), col(number))
            if name:
                rows = rows.with_columns(own_key=payee.spelled(col(name)))
                rows = rows.join(self.names, on="own_key", how="left")
                node = coalesce(node, col("name_node"))
            rows = rows.with_columns(node.alias(number)).select(*columns)
        return rows


def one_firm(
    frames: Mapping[str, Frame], same: Frame, keep: Keep, ask: Ask
) -> tuple[OneFirm, Frame]:
    """Return what is one firm in these tables by what was confirmed; and that, to be told.

    `keep` computes a small table once, under a name; `ask` returns the few rows of one.
    """
    said = keep("said to be one firm", sameas.said(same))
    named = keep("borne by names", _borne(frames, said))
    numbered = keep("numbers of one firm", _numbered(said.join(named, on="said_key", how="left")))
    whole = keep("one firm", _counted(numbered, _two_firms(ask(_several(numbered)))))
    numbers = whole.filter(col("apart") == 0, ~col("own").is_null())
    numbers = numbers.select("node", own_number="own")
    numbers = numbers.group_by("own_number").agg(number_node=col("node").min())
    name = when(col("apart") == 0).then(col("node")).otherwise(col("own"))
    names = whole.filter(col("many") == 0).select(own_key="said_key", name_node=name)
    return OneFirm(
        keep("one firm by number", numbers),
        keep("one firm by name", names.filter(~col("name_node").is_null())),
    ), whole


def _borne(frames: Mapping[str, Frame], said: Frame) -> Frame:
    """Return the number of each confirmed name in the tables; `many` where it has several."""
    found = [said.select("said_key", number="said_no")]
    for table in sorted(frames.keys() & FIRMS.keys()):
        for number, name in FIRMS[table]:
            if name:
                rows = frames[table].filter(~col(number).is_null(), ~col(name).is_null())
                found.append(rows.select(said_key=payee.spelled(col(name)), number=col(number)))
    rows = concat(found).filter(~col("number").is_null())
    rows = rows.join(said.select("said_key"), on="said_key")
    rows = rows.group_by("said_key").agg(own=col("number").min(), last=col("number").max())
    many = when(col("own") != col("last")).then(1).otherwise(0)
    own = when(col("own") == col("last")).then(col("own"))
    return rows.select("said_key", own=own, many=many)


def _numbered(names: Frame) -> Frame:
    """Add to each name the number by which its firm is told here; none where it is not sure."""
    names = names.with_columns(many=col("many").fill_null(0))
    firm = names.group_by("said_one").agg(firm_no=col("said_no").max())
    names = names.join(firm, on="said_one")
    # What two firms bear is neither's: by way of it, what somebody refused would be joined.
    bearers = names.filter(~col("own").is_null()).group_by("own")
    names = names.join(bearers.agg(bearers=col("said_one").n_unique()), on="own", how="left")
    both = (col("bearers") > 1).fill_null(value=False)
    names = names.with_columns(
        own=when(~both).then(col("own")), many=when(both).then(lit(1)).otherwise(col("many"))
    )
    # Where a number was confirmed with the names, another that one of them bears is another firm's.
    mine = col("firm_no").is_null() | (col("own") == col("firm_no"))
    return names.with_columns(own=when(mine).then(col("own")))


def _several(numbered: Frame) -> Frame:
    """Return the numbers of the firms that have several."""
    borne = numbered.filter(~col("own").is_null())
    count = borne.group_by("said_one").agg(numbers=col("own").n_unique())
    several = count.filter(col("numbers") > 1).select("said_one")
    return borne.select("said_one", "own").join(several, on="said_one")


def _two_firms(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return of rows of firms with their numbers those that their codes say to be two firms."""
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        numbers[row["said_one"]].add(row["own"])
    return sorted(one for one, borne in numbers.items() if two_firms(borne))


def _counted(names: Frame, two: list[str]) -> Frame:
    """Add to each name what its firm is, and whether its codes say that it is two firms'."""
    is_code = col("own").str.contains(_CODE).fill_null(value=False)
    names = names.with_columns(code=when(is_code).then(col("own")))
    firms = names.group_by("said_one").agg(
        first_code=col("code").min(), first_own=col("own").min(), same=col("said_same").min()
    )
    apart = col("said_one").is_in(two) if two else lit(value=False)
    node = coalesce(col("first_code"), col("first_own"), col("same"))
    firms = firms.select(
        "said_one", apart=when(apart).then(1).otherwise(0), node=when(~apart).then(node)
    )
    return names.join(firms, on="said_one").select(
        "said_key", "said_same", "own", "many", "apart", "node"
    )


def told(rows: Iterable[Mapping[str, Any]]) -> list[Same]:
    """Return the firms with several names, of rows of names with their firm, in order."""
    groups: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["said_same"]].append(row)
    found = []
    for name, group in sorted(groups.items()):
        names = sorted({str(row["name"]) for row in group})
        links = {str(row["link"]) for row in group if row["link"]}
        apart = bool(group[0]["apart"])
        node = "" if apart else str(group[0]["node"])
        if len(names) > 1:
            found.append(Same(node, name, tuple(names), tuple(sorted(links)), apart))
    return found


def asked(same: Frame, whole: Frame) -> Frame:
    """Return each confirmed name as it is written, with its link and what its firm is."""
    written = same.select("name", "link", said_key=payee.spelled(col("name")))
    return written.join(whole, on="said_key").select("name", "link", "said_same", "apart", "node")
