"""What several indicators of procurement build on: bids, winners, offers, asked for once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

import narwhals as nw
from narwhals import col

from sunledger.screening.procurement.settings import Settings

Frame = nw.LazyFrame[Any]

_FINAL = ("active", "cancelled", "unsuccessful")
_NOT_SUBMITTED = ("invited", "withdrawn")


class Offer(NamedTuple):
    """The lowest bid of a winner and the lowest of the others, in one process."""

    ocid: str
    winner: str
    other: str
    ratio: float


class Facts:
    """The tables with the settings, and what is asked of them more than once."""

    def __init__(self, tables: Mapping[str, Frame], settings: Settings) -> None:
        self.settings = settings
        self.tables = tables
        known = tables["processes"].filter(unless(col("status") == "cancelled"))
        if settings.excluded:
            known = known.filter(unless(col("method_details").is_in(sorted(settings.excluded))))
        self.processes = known.select(
            *("process", "ocid", "method", "method_details", "number_of_tenderers", "end"),
            *("start_at", "start_says", "end_at", "end_says", "buyer", "procuring_entity"),
        )

    @cached_property
    def bids(self) -> Frame:
        """The submitted bids of the processes: pending, valid, disqualified."""
        bids = self.tables["bids"].filter(
            ~col("status").is_null(), ~col("status").is_in(_NOT_SUBMITTED)
        )
        return bids.join(self.processes.select("process", "ocid"), on="process")

    @cached_property
    def bidders(self) -> Frame:
        """The tenderers of submitted bids, those without an id among them."""
        bids = self.bids.select("bid", "ocid", "status", "amount", "currency", "at", "date")
        return self.tables["bidders"].select("bid", "process", "id").join(bids, on="bid")

    @cached_property
    def single(self) -> Frame:
        """The bids of one tenderer with an id."""
        return alone(self.bidders, "bid").filter(~col("id").is_null())

    @cached_property
    def compared(self) -> Frame:
        """The processes in which prices are compared."""
        details, one = col("method_details"), self.settings
        if one.price_comparison:
            return self.processes.filter(details.is_in(sorted(one.price_comparison)))
        if one.no_price_comparison:
            return self.processes.filter(unless(details.is_in(sorted(one.no_price_comparison))))
        return self.processes

    @cached_property
    def active(self) -> Frame:
        """The active awards of the processes."""
        active = self.tables["awards"].filter(col("status") == "active")
        return active.select("award", "process").join(
            self.processes.select("process"), on="process"
        )

    @cached_property
    def pending(self) -> Frame:
        """The processes of which some award is not final."""
        awards = self.tables["awards"].filter(
            ~col("status").is_null(), ~col("status").is_in(_FINAL)
        )
        return awards.select("process").unique()

    @cached_property
    def winners(self) -> Frame:
        """The processes with one active award, of one supplier with an id, and no pending award."""
        one = alone(self.active.join(self.pending, on="process", how="anti"), "process")
        suppliers = self.tables["suppliers"].select("award", "id")
        found = alone(one.join(suppliers, on="award"), "award").filter(~col("id").is_null())
        return found.select("process", winner="id")

    @cached_property
    def currency(self) -> str:
        """The currency whose amounts are compared."""
        if self.settings.currency:
            return self.settings.currency
        priced = self.tables["bids"].filter(~col("amount").is_null(), ~col("currency").is_null())
        first = rows_of(priced.select("bid", "currency").sort("bid").head(1))
        return str(first[0]["currency"]) if first else ""

    @cached_property
    def offers(self) -> list[Offer]:
        """The ratio between the lowest bid of others and that of the winner, by process."""
        valid = self.single.filter(col("status") == "valid", col("currency") == self.currency)
        valid = valid.filter(~col("amount").is_null()).join(self.winners, on="process")
        valid = valid.join(self.compared.select("process"), on="process")
        columns = ["process", "ocid", "bid", "id", "amount"]
        wins = lowest_of(valid.filter(col("id") == col("winner")).select(columns))
        others = lowest_of(valid.filter(col("id") != col("winner")).select(columns))
        both = wins.join(others, on="process", suffix="_other")
        rows = rows_of(both.select("ocid", "id", "amount", "id_other", "amount_other"))
        # Where the lowest bid did not win, something else than the price decided.
        known = [row for row in rows if row["amount_other"] >= row["amount"] > 0]
        return [
            Offer(
                row["ocid"], row["id"], row["id_other"], above(row["amount_other"], row["amount"])
            )
            for row in known
        ]


def rows_of(frame: Frame) -> list[dict[str, Any]]:
    """Return the rows of a frame, in no order."""
    found: list[dict[str, Any]] = frame.collect("pyarrow").to_native().to_pylist()
    return found


def unless(condition: nw.Expr) -> nw.Expr:
    """Return the opposite of a condition, which what is missing does not meet."""
    return ~condition.fill_null(False)


def alone(frame: Frame, key: str) -> Frame:
    """Return the rows whose key no other row has."""
    return frame.with_columns(rows=nw.len().over(key)).filter(col("rows") == 1).drop("rows")


def lowest_of(bids: Frame) -> Frame:
    """Return the lowest bid of each process, the first where several are equally low."""
    lowest = bids.with_columns(least=col("amount").min().over("process"))
    lowest = lowest.filter(col("amount") == col("least")).drop("least")
    first = lowest.with_columns(first=col("bid").min().over("process"))
    return first.filter(col("bid") == col("first")).drop("first")


def above(amount: float, least: float) -> float:
    """Return by what share one amount is above another."""
    return (amount - least) / least
