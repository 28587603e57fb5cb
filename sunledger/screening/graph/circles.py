"""Payments that go in a circle of two to four within weeks, each a part of the one before.

A circle also closes where the last payment reaches somebody who holds a post in the body that paid
first, or a relative whom such a person declared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from narwhals import Expr, Int64, String, col, concat, concat_str, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.graph.bounds import Bounds
from sunledger.screening.graph.incidence import BODY, FIRM, PERSON
from sunledger.screening.graph.tables import Tables
from sunledger.screening.shapes import Frame
from sunledger.screening.vocabulary import holds, masked

MARKED = ("wage", "deposit", "refund", "dividend", "工资", "押金", "退款", "分红")
_STEP = ("giver", "taker", "via", "via_code", "day", "on", "amount", "currency", "source", "code")
_TEXTS = ("giver", "via", "via_code", "source", "code")
ORDER = ("steps", "day1", "code1", "code2", "code3", "code4", "via4")


def has_flows(tables: Tables) -> bool:
    """Whether transfers are there; without them nothing is asked."""
    return "flows" in tables


def payments(tables: Tables, bounds: Bounds) -> Frame:
    """Return the payments that may be steps: of a firm, a person or a body to another."""
    flows = tables["flows"].filter(
        col("amount") >= bounds.least, ~col("kind").is_in(MARKED).fill_null(value=False)
    )
    flows = flows.select(
        giver=_either("from"),
        taker=_either("to"),
        person=when(col("to_firm").is_null()).then(col("to_person")),
        on=col("on"),
        amount=col("amount"),
        currency=col("currency").fill_null(""),
        code=col("code"),
        source=lit("flows"),
    ).filter(~col("giver").is_null(), ~col("taker").is_null())
    flows = _without_crowds(flows, bounds)
    found = [flows.with_columns(via=lit(None, String), via_code=lit(None, String))]
    if "posts" in tables:
        found.append(_inside(flows, tables))
    if "contract_payments" in tables:
        found.append(_contracts(tables["contract_payments"], bounds))
    steps = concat([one.with_columns(day=day_number(col("on"))).select(*_STEP) for one in found])
    return steps.filter(col("giver") != col("taker"))


def _either(side: str) -> Expr:
    """Return the party of a transfer: a firm, else a person."""
    firm = concat_str([lit(FIRM), col(f"{side}_firm")])
    person = concat_str([lit(PERSON), col(f"{side}_person").cast(String)])
    given = when(~col(f"{side}_person").is_null()).then(person)
    return when(~col(f"{side}_firm").is_null()).then(firm).otherwise(given)


def _without_crowds(flows: Frame, bounds: Bounds) -> Frame:
    """Pass over payers that pay hundreds of persons, or pay as market places do."""
    of = flows.group_by("giver").agg(steps=count(), heads=col("person").n_unique())
    few = of.filter(col("steps") <= bounds.steps, col("heads") <= bounds.crowd)
    return flows.join(few.select("giver"), on="giver")


def _inside(flows: Frame, tables: Tables) -> Frame:
    """Return payments to persons who hold a post, or are near to one, as payments to the body."""
    posts = tables["posts"].filter(~col("body").is_null())
    posts = posts.with_columns(via=concat_str([masked("name"), col("title").fill_null("")],
                                              separator=" "))  # fmt: skip
    columns = ("person", "body", "since", "until", "via", "code")
    near = [posts.select(*columns)]
    if "kin" in tables:
        kin = tables["kin"].select("person", "relative")
        near.append(
            posts.join(kin, on="person")
            .with_columns(person=col("relative"), via=concat_str([lit("→ "), col("via")]))
            .select(*columns)
        )
    inside = concat(near).select(*columns[:-1], via_code=col("code"))
    rows = flows.filter(~col("person").is_null()).join(inside, on="person")
    rows = rows.filter(holds(col("on")))
    rows = rows.with_columns(taker=concat_str([lit(BODY), col("body")]))
    kept = ("giver", "taker", "on", "amount", "currency", "source", "code")
    return rows.group_by(*kept).agg(via=col("via").min(), via_code=col("via_code").min())


def _contracts(paid: Frame, bounds: Bounds) -> Frame:
    """Return what bodies paid to firms on contracts."""
    whole = ~col("body").is_null() & ~col("supplier_id").is_null() & ~col("paid_on").is_null()
    rows = paid.filter(col("amount") >= bounds.least, whole)
    return rows.select(
        giver=concat_str([lit(BODY), col("body")]),
        taker=concat_str([lit(FIRM), col("supplier_id")]),
        on=col("paid_on"),
        amount=col("amount"),
        currency=col("currency").fill_null(""),
        code=col("code"),
        source=lit("contract_payments"),
        via=lit(None, String),
        via_code=lit(None, String),
    )


def circles(steps: Frame, bounds: Bounds) -> Frame:
    """Return every circle of two, three or four payments, from its first payment on.

    Payments are joined by who received and who paid; what is open after two is closed by a
    payment, or by another two, between the same ends.
    """
    one, two, three = (_nth(steps, n) for n in (1, 2, 3))
    no_body = ~col("giver2").str.starts_with(BODY)
    both = one.join(two, left_on=["taker1", "currency1"], right_on=["giver2", "currency2"])
    both = both.with_columns(giver2=col("taker1")).filter(no_body, _next(1, 2, bounds))
    closed = both.filter(col("taker2") == col("giver1"))
    both = both.filter(col("taker2") != col("giver1"), ~col("taker2").str.starts_with(BODY))
    third = both.join(
        three,
        left_on=["taker2", "giver1", "currency1"],
        right_on=["giver3", "taker3", "currency3"],
    )
    third = third.with_columns(giver3=col("taker2")).filter(_next(2, 3, bounds))
    fourth = both.join(
        _nth(_pairs(steps, bounds), 0),
        left_on=["taker2", "giver1", "currency1"],
        right_on=["giver30", "taker40", "currency30"],
    )
    fourth = fourth.rename({f"{name}{n}0": f"{name}{n}" for n in (3, 4) for name in _AFTER})
    fourth = fourth.with_columns(giver3=col("taker2"), giver4=col("between0"))
    fourth = fourth.filter(
        _next(2, 3, bounds),
        *(col("giver4") != col(name) for name in ("giver1", "giver2", "giver3")),
    )
    found = [(2, closed), (3, third), (4, fourth)]
    return concat([_told(rows, n, bounds) for n, rows in found])


_AFTER = ("via", "via_code", "day", "on", "amount", "source", "code")


def _nth(steps: Frame, n: int) -> Frame:
    return steps.rename({name: f"{name}{n}" for name in steps.columns})


def _pairs(steps: Frame, bounds: Bounds) -> Frame:
    """Return two payments on end, as the third and the fourth of a circle."""
    both = _nth(steps, 3).join(
        _nth(steps, 4), left_on=["taker3", "currency3"], right_on=["giver4", "currency4"]
    )
    both = both.with_columns(between=col("taker3"))
    both = both.filter(
        ~col("between").str.starts_with(BODY),
        ~col("giver3").str.starts_with(BODY),
        _next(3, 4, bounds),
    )
    kept = [f"{name}{n}" for n in (3, 4) for name in _AFTER]
    return both.select("giver3", "taker4", "currency3", "between", *kept)


def _next(one: int, two: int, bounds: Bounds) -> Expr:
    """Whether a payment follows another soon, and is a part of it that is large enough."""
    gap = col(f"day{two}") - col(f"day{one}")
    first, second = col(f"amount{one}"), col(f"amount{two}")
    part = (second <= first) & (second * 100 >= first * bounds.low)
    return (gap >= 0) & (gap <= bounds.days) & part & (col(f"code{one}") != col(f"code{two}"))


def _told(rows: Frame, n: int, bounds: Bounds) -> Frame:
    """Return circles with the same columns, however many steps they have."""
    rows = rows.filter(col(f"day{n}") - col("day1") <= bounds.days)
    empty = {f"{name}{m}": lit("") for m in range(n + 1, 5) for name in _TEXTS}
    empty |= {f"amount{m}": lit(0) for m in range(n + 1, 5)}
    empty |= {f"day{m}": lit(0) for m in range(n + 1, 5)}
    rows = rows.with_columns(**empty) if empty else rows
    texts = [col(f"{name}{m}").fill_null("") for m in range(1, 5) for name in _TEXTS]
    figures = [col(f"{name}{m}").cast(Int64) for m in range(1, 5) for name in ("amount", "day")]
    return rows.select(*texts, *figures, steps=lit(n), currency=col("currency1"))


@dataclass(frozen=True, order=True)
class Step:
    """One payment of a circle, and through whom it reached a body."""

    giver: str
    day: date
    amount: int
    source: str
    code: str
    via: str = ""
    via_code: str = ""


@dataclass(frozen=True)
class Circle:
    """Parties in the order in which money went round, and every time that it did."""

    parties: tuple[str, ...]
    currency: str
    runs: tuple[tuple[Step, ...], ...]


def gathered(rows: Iterable[Mapping[str, Any]]) -> list[Circle]:
    """Return circles by their parties; one told twice, from two first payments, stands once."""
    seen: set[frozenset[str]] = set()
    found: defaultdict[tuple[tuple[str, ...], str], list[tuple[Step, ...]]] = defaultdict(list)
    for row in rows:
        run = tuple(_steps(row))
        codes = frozenset(f"{one.source} {one.code}" for one in run)
        if codes not in seen:
            seen.add(codes)
            found[tuple(one.giver for one in run), row["currency"]].append(run)
    made = [Circle(parties, currency, tuple(runs)) for (parties, currency), runs in found.items()]
    return sorted(made, key=lambda one: (len(one.parties), one.parties, one.currency))


def _steps(row: Mapping[str, Any]) -> Iterator[Step]:
    for n in range(1, row["steps"] + 1):
        day = date.fromordinal(_EPOCH + row[f"day{n}"])
        texts = {name: row[f"{name}{n}"] for name in ("source", "code", "via", "via_code")}
        yield Step(row[f"giver{n}"], day, row[f"amount{n}"], **texts)


_EPOCH = date(1970, 1, 1).toordinal()
