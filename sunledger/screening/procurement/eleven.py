"""The eleven indicators of Cardinal over the flat tables: which subjects each flags, and its value.

    flags = Eleven(tables, Settings()).flags()

`tables` are Narwhals frames by their names (`ocds.tables`), of DuckDB here or of Spark on a
cluster. Joins and counts are done there; quartiles and fences here, from one number a process or
party, so that they are the same to the last bit everywhere. Source of the rules: the documentation
and the behaviour of Cardinal (Open Contracting Partnership); the numbers beginning with R are those
of the partnership's guide to red flags.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import narwhals as nw
from narwhals import col

from sunledger.screening.procurement.facts import Facts, alone, lowest_of, rows_of
from sunledger.screening.procurement.fences import fences, quantile

_DAY = 86_400_000_000  # microseconds
GROUPS = ("OCID", "Buyer", "ProcuringEntity", "Tenderer")


class Flag(NamedTuple):
    """One subject that an indicator flags; `group` says what kind of subject it is."""

    group: str
    subject: str
    indicator: str
    value: float


class Eleven(Facts):
    """The facts; each method gives the flags of one indicator."""

    def flags(self) -> list[Flag]:
        """Return what all eleven flag, in an order of its own."""
        found = {flag for one in INDICATORS.values() for flag in one(self)}
        return sorted(found, key=lambda one: (GROUPS.index(one.group), *one[1:]))

    def short_period(self) -> Iterator[Flag]:
        """R003: the whole days between start and end of the tender period are too few."""
        processes = self.processes
        if self.settings.methods_with_days:
            processes = processes.filter(
                col("method").is_in(sorted(self.settings.methods_with_days))
            )
        if self.settings.compatible:
            processes = processes.filter(
                col("start_says") == "instant", col("end_says") == "instant"
            )
        known = processes.filter(~col("start_at").is_null(), ~col("end_at").is_null())
        for row in rows_of(known.select("ocid", "method_details", "start_at", "end_at")):
            days = math.trunc((row["end_at"] - row["start_at"]) / _DAY)
            limit = self.settings.days_of.get(row["method_details"] or "", self.settings.days)
            if days < limit:
                yield Flag(
                    "OCID", row["ocid"], "R003", 1.0 if self.settings.compatible else float(days)
                )

    def single_bid(self) -> Iterator[Flag]:
        """R018: one tenderer, where several could have come."""
        processes = self.processes.filter(col("number_of_tenderers") == 1)
        if methods := self.settings.methods_with_bids:
            processes = processes.filter(col("method").is_in(sorted(methods)))
        for row in rows_of(processes.select("ocid")):
            yield Flag("OCID", row["ocid"], "R018", 1.0)

    def close_price(self) -> Iterator[Flag]:
        """R024: the second price is unusually close to the winning one."""
        limit = self.settings.close
        if limit is None:
            limit = fences([one.ratio for one in self.offers]).lower
        for one in self.offers:
            if one.ratio <= limit:
                yield Flag("OCID", one.ocid, "R024", one.ratio)
                for party in sorted({one.winner, one.other}):
                    yield Flag("Tenderer", party, "R024", 0.0)

    def seldom_wins(self) -> Iterator[Flag]:
        """R025: a tenderer that bids often and wins unusually seldom."""
        valid = self.single.filter(col("status") == "valid").select("process", "id").unique()
        known = valid.join(self.winners, on="process").with_columns(
            won=nw.when(col("id") == col("winner")).then(1).otherwise(0)
        )
        rows = rows_of(
            known.group_by("id").agg(nw.len().alias("bids"), col("won").sum().cast(nw.Int64))
        )
        often = quantile([float(row["bids"]) for row in rows], self.settings.often / 100)
        limit = self.settings.success
        if limit is None:
            limit = fences([row["won"] / row["bids"] for row in rows]).lower
        for row in rows:
            ratio = row["won"] / row["bids"]
            if row["bids"] >= often and ratio <= limit:
                yield Flag("Tenderer", row["id"], "R025", ratio)

    def same_price(self) -> Iterator[Flag]:
        """R028: different tenderers bid the same amount."""
        priced = self.bidders.filter(
            ~col("amount").is_null(), ~col("currency").is_null(), ~col("id").is_null()
        ).join(self.compared.select("process"), on="process")
        price = ["process", "ocid", "amount", "currency"]
        bids = priced.group_by(price).agg(bids=col("bid").n_unique())
        mine = priced.group_by([*price, "id"]).agg(mine=col("bid").n_unique())
        both = mine.join(bids, on=price)
        # All who bid a price are one and the same set exactly if each of them is in every bid.
        odd = both.filter(col("mine") < col("bids")).select(price).unique()
        rows = rows_of(both.join(odd, on=price, how="semi").select("ocid", "id").unique())
        for ocid in {row["ocid"] for row in rows}:
            yield Flag("OCID", ocid, "R028", 1.0)
        for party in {row["id"] for row in rows}:
            yield Flag("Tenderer", party, "R028", 1.0)

    def late_bid(self) -> Iterator[Flag]:
        """R030: a bid that came after the end of the tender period was accepted, and won."""
        suppliers = self.tables["suppliers"].filter(~col("id").is_null()).select("award", "id")
        won = self.active.join(suppliers, on="award").select("process", "id").unique()
        ends = self.processes.select("process", "end", "end_at", "end_says")
        valid = self.bidders.filter(col("status") == "valid").join(won, on=["process", "id"])
        valid = valid.join(ends, on="process")
        if self.settings.compatible:
            late = valid.filter(col("date") > col("end"))
        else:
            # A day alone ends with its last moment.
            end = nw.when(col("end_says") == "day").then(col("end_at") + _DAY - 1)
            late = valid.filter(col("at") > end.otherwise(col("end_at")))
        for row in rows_of(late.select("ocid").unique()):
            yield Flag("OCID", row["ocid"], "R030", 1.0)

    def others_disqualified(self) -> Iterator[Flag]:
        """R035: all bids were disqualified but those of the tenderer that was awarded."""
        named = self.bidders.filter(~col("id").is_null()).join(
            self.pending, on="process", how="anti"
        )
        valid = named.filter(col("status") == "valid").select("process", "ocid", "id").unique()
        valid = alone(valid, "process").select("process", "ocid", winner="id")
        suppliers = self.tables["suppliers"].filter(~col("id").is_null()).select("award", "id")
        awarded = self.active.join(suppliers, on="award").select("process", "id").unique()
        awarded = alone(awarded, "process").select("process", supplier="id")
        sole = valid.join(awarded, on="process").filter(col("winner") == col("supplier"))
        out = named.filter(col("status") == "disqualified").select("process", "id").unique()
        out = out.join(sole, on="process").filter(col("id") != col("winner"))
        for row in rows_of(out.group_by("ocid").agg(n=nw.len())):
            if row["n"] >= max(self.settings.disqualified, 1):
                yield Flag("OCID", row["ocid"], "R035", float(row["n"]))

    def lowest_disqualified(self) -> Iterator[Flag]:
        """R036: the lowest bid was disqualified, and another one awarded."""
        priced = self.bids.filter(~col("amount").is_null(), col("currency") == self.currency)
        priced = priced.join(self.compared.select("process"), on="process")
        valid = priced.filter(col("status") == "valid").select("process").unique()
        awarded = self.active.select("process").unique()
        known = priced.join(valid, on="process", how="semi").join(awarded, on="process", how="semi")
        lowest = lowest_of(known.select("process", "ocid", "bid", "status", "amount"))
        for row in rows_of(lowest.filter(col("status") == "disqualified").select("ocid")):
            yield Flag("OCID", row["ocid"], "R036", 1.0)

    def many_disqualified(self) -> Iterator[Flag]:
        """R038: of a buyer's, an entity's or a tenderer's bids unusually many were disqualified."""
        out = nw.when(col("status") == "disqualified").then(1).otherwise(0)
        bids = self.bids.with_columns(out=out).select("process", "bid", "out")
        parties = self.processes.select("process", "buyer", "procuring_entity")
        for column, group in (("buyer", "Buyer"), ("procuring_entity", "ProcuringEntity")):
            whose = parties.filter(~col(column).is_null()).select("process", party=column)
            counts = (
                bids.join(whose, on="process")
                .group_by("party")
                .agg(
                    nw.len().alias("bids"),
                    col("out").sum().cast(nw.Int64),
                    processes=col("process").n_unique(),
                )
            )
            rows = rows_of(counts)
            least = "bids" if self.settings.compatible else "processes"
            known = [row for row in rows if row[least] >= self.settings.least_processes]
            yield from self._many(known, group)
        tenderers = self.bidders.filter(~col("id").is_null()).with_columns(out=out)
        named = tenderers.select("out", party="id").group_by("party")
        rows = rows_of(named.agg(nw.len().alias("bids"), col("out").sum().cast(nw.Int64)))
        known = [row for row in rows if row["bids"] >= self.settings.least_bids]
        yield from self._many(known, "Tenderer")

    def _many(self, rows: list[dict[str, Any]], group: str) -> Iterator[Flag]:
        """Give the parties of which an unusual share of bids was disqualified."""
        limit = self.settings.disqualified_share
        if limit is None:
            limit = fences([row["out"] / row["bids"] for row in rows]).upper
        for row in rows:
            if (ratio := row["out"] / row["bids"]) >= limit:
                yield Flag(group, row["party"], "R038", ratio)

    def many_kinds(self) -> Iterator[Flag]:
        """R048: a supplier of unusually many kinds of things."""
        suppliers = alone(self.tables["suppliers"].select("award", "id"), "award")
        sole = suppliers.filter(~col("id").is_null()).join(self.active, on="award")
        items = self.tables["items"].filter(col("of") == "award", ~col("code").is_null())
        kinds = items.select(award="number", kind=col("code").str.slice(0, self.settings.digits))
        counts = (
            sole.join(kinds, on="award")
            .group_by("id")
            .agg(kinds=col("kind").n_unique(), processes=col("process").n_unique())
        )
        rows = [row for row in rows_of(counts) if row["processes"] >= self.settings.least_supplied]
        limit = self.settings.kinds
        if limit is None:
            limit = fences([float(row["kinds"]) for row in rows]).upper
        for row in rows:
            if row["kinds"] >= limit:
                yield Flag("Tenderer", row["id"], "R048", float(row["kinds"]))

    def heavy_discount(self) -> Iterator[Flag]:
        """R058: the winning price is unusually far below the second one."""
        limit = self.settings.discount
        if limit is None:
            limit = fences([one.ratio for one in self.offers]).upper
        if not limit > 0:
            return
        for one in self.offers:
            if one.ratio >= limit:
                yield Flag("OCID", one.ocid, "R058", one.ratio)
                yield Flag("Tenderer", one.winner, "R058", 0.0)


INDICATORS: dict[str, Callable[[Eleven], Iterable[Flag]]] = {
    "R003": Eleven.short_period,
    "R018": Eleven.single_bid,
    "R024": Eleven.close_price,
    "R025": Eleven.seldom_wins,
    "R028": Eleven.same_price,
    "R030": Eleven.late_bid,
    "R035": Eleven.others_disqualified,
    "R036": Eleven.lowest_disqualified,
    "R038": Eleven.many_disqualified,
    "R048": Eleven.many_kinds,
    "R058": Eleven.heavy_discount,
}
