"""Firms that meet in small lots again and again, and win in turn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from narwhals import Int64, col
from narwhals import len as count

from sunledger.screening.graph.bounds import Bounds
from sunledger.screening.graph.incidence import firm_of, name_of
from sunledger.screening.graph.rings import all_know_all
from sunledger.screening.shapes import Frame

ORDER = ("firm", "other")


@dataclass(frozen=True, order=True)
class Meeting:
    """Two firms that met in so many lots, of which each won so many; their first bids there."""

    firm: str
    other: str
    met: int
    mine: int
    theirs: int
    code: str
    other_code: str


def meetings(bids: Frame, bounds: Bounds) -> Frame:
    """Return the pairs that met often in lots of few bidders, and of whom each won some.

    Lots of few are put together with themselves: a lot gives fifteen pairs at most.
    """
    rows = bids.filter((col("valid") != 0).fill_null(value=True), ~col("lot").is_null())
    rows = rows.with_columns(firm=firm_of("bids")).filter(~col("firm").is_null())
    each = rows.group_by("lot", "firm").agg(
        won=col("won").fill_null(0).max().cast(Int64), code=col("code").min()
    )
    small = each.group_by("lot").agg(firms=count())
    small = small.filter(col("firms") > 1, col("firms") <= bounds.ring).select("lot")
    each = each.join(small, on="lot")
    often = each.group_by("firm").agg(lots=count()).filter(col("lots") >= bounds.met)
    each = each.join(often.select("firm"), on="firm")
    other = each.rename({"firm": "other", "won": "lost", "code": "other_code"})
    pairs = each.join(other, on="lot").filter(col("firm") < col("other"))
    met = pairs.group_by("firm", "other").agg(
        met=count().cast(Int64),
        mine=col("won").sum().cast(Int64),
        theirs=col("lost").sum().cast(Int64),
        code=col("code").min(),
        other_code=col("other_code").min(),
    )
    return met.filter(
        col("met") >= bounds.met, col("mine") >= bounds.won, col("theirs") >= bounds.won
    )


def named(bids: Frame, firms: list[str]) -> Frame:
    """Return what the firms call themselves in their bids."""
    rows = bids.with_columns(firm=firm_of("bids"), title=name_of("bids"))
    return rows.filter(col("firm").is_in(firms)).group_by("firm").agg(title=col("title").min())


@dataclass(frozen=True)
class Turns:
    """Firms of which each met each and won, with what is known of each two."""

    firms: tuple[str, ...]
    meetings: tuple[Meeting, ...]


def turns(found: Iterable[Meeting], bounds: Bounds) -> list[Turns]:
    """Return the rings; a firm that meets too many so is a trade with few firms, and left out."""
    known = sorted(found)
    degree = Counter(one for pair in known for one in (pair.firm, pair.other))
    known = [one for one in known if max(degree[one.firm], degree[one.other]) <= bounds.most]
    near: defaultdict[str, list[str]] = defaultdict(list)
    for one in known:
        near[one.firm].append(one.other)
        near[one.other].append(one.firm)
    groups = all_know_all(near, bounds.ring)
    return [
        Turns(group, tuple(one for one in known if one.firm in group and one.other in group))
        for group in sorted(groups, key=lambda one: (-len(one), one))
    ]
