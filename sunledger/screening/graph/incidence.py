"""Which parties stand beside which things: accounts, telephones, addresses, persons, households.

A line says that a party has a thing, by how many rows of a table, the first of them by its code.
Things that one party only has, or too many, or no firm, say nothing; they go by counts, before any
two parties are put together. What a document on file explains is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from narwhals import Expr, Int64, String, coalesce, col, concat, concat_str, lit
from narwhals import len as count

from sunledger.screening.graph.bounds import Bounds
from sunledger.screening.graph.tables import Tables
from sunledger.screening.shapes import Frame
from sunledger.screening.vocabulary import holds, masked

FIRM, PERSON, BODY = "f:", "p:", "b:"
KINDS = ("account", "phone", "address", "person", "household", "machine", "author")
ORDER = ("kind", "sign", "party", "source", "how", "code")

# Tables of firms: the columns of their number and of their name.
_FIRMS = {
    "companies": ("company", "title"),
    "suppliers": ("supplier_id", "supplier"),
    "bids": ("bidder_id", "bidder"),
    "officers": ("company", "title"),
}
_SIGNS = {
    "companies": {"account": "account", "phone": "phone", "address": "address"},
    "suppliers": {"account": "account", "phone": "phone", "address": "address"},
    "bids": {"account": "deposit", "phone": "phone", "machine": "machine", "author": "author"},
    "posts": {"account": "account", "phone": "phone", "person": "person", "household": "household"},
}
_HOUSE = "[0-9０-９]|[一二三四五六七八九十百]号"  # a village or a street alone is no address
_SAME = ("kind", "sign", "party", "person", "source", "how")


def has_lines(tables: Tables) -> bool:
    """Whether a table of firms is there; without one nothing is asked."""
    return any(name in tables for name in _FIRMS)


def incidence(tables: Tables, bounds: Bounds, on: date) -> Frame:
    """Return the lines of all things that few parties share, one of them a firm at least."""
    rows = concat(list(_all(tables, on)))
    degree = rows.group_by("kind", "sign").agg(
        parties=col("party").n_unique(), persons_only=col("person").min()
    )
    few = degree.filter(
        col("parties") > 1, col("parties") <= bounds.most, col("persons_only") == 0
    ).select("kind", "sign")
    if "exceptions" in tables:
        lawful = concat(list(_documented(tables["exceptions"], on)))
        few = few.join(lawful, on=["kind", "sign"], how="anti")
    rows = rows.join(few, on=["kind", "sign"])
    return rows.group_by(*_SAME).agg(
        code=col("code").min(), label=col("label").min(), rows=count().cast(Int64)
    )


def _all(tables: Tables, on: date) -> Iterator[Frame]:
    """Give the lines of each table, whatever their things are worth."""
    for table in ("companies", "suppliers", "bids"):
        if table in tables:
            yield from _of_firms(numbered(tables, table), table)
    if "officers" in tables:
        yield from _of_officers(tables, on)
    if "posts" in tables:
        yield from _of_posts(tables, on)


def numbered(tables: Tables, table: str) -> Frame:
    """Return a table of firms with the number of those that one firm of the register is called.

    Without it, a firm that bid under its name alone would share its telephone with itself.
    """
    number, name = _FIRMS[table]
    if table == "companies" or "companies" not in tables:
        return tables[table]
    named = tables["companies"].filter(~col("title").is_null())
    known = named.group_by("title").agg(only=col("company").min(), last=col("company").max())
    known = known.filter(col("only") == col("last")).select(col("title").alias(name), "only")
    rows = tables[table].join(known, on=name, how="left")
    return rows.with_columns(coalesce(col(number), col("only")).alias(number)).drop("only")


def firm_of(table: str) -> Expr:
    """Return the party that a row of a table of firms names: by its number, else by its name."""
    number, name = _FIRMS[table]
    return concat_str([lit(FIRM), coalesce(col(number), col(name))])


def name_of(table: str) -> Expr:
    """Return what the firm of a row is called."""
    number, name = _FIRMS[table]
    return coalesce(col(name), col(number))


def _of_firms(rows: Frame, table: str) -> Iterator[Frame]:
    """Give what stands on file for firms, and in their bids; an agency's machine is nobody's."""
    rows = rows.filter(~coalesce(*(col(one) for one in _FIRMS[table])).is_null())
    for kind, column in _SIGNS[table].items():
        own = rows
        if kind == "address":
            own = rows.filter(col("address").str.contains(_HOUSE).fill_null(value=False))
        if kind in ("machine", "author"):
            own = rows.filter((col("shared") != 1).fill_null(value=True))
        yield _lines(own, table, kind, column, _firm(table), "on file")


def _of_officers(tables: Tables, on: date) -> Iterator[Frame]:
    """Give the persons who lead or own firms on that day, and the households they live in.

    Who holds a post, or is declared kin, is tied as a person: the household would say it again.
    """
    rows = tables["officers"].filter(~col("person").is_null(), holds(lit(on)))
    owns = col("role").str.contains("shareholder|owner|股东|出资").fill_null(value=False)
    for how, some in (("owner", owns), ("officer", ~owns)):
        part = rows.filter(some)
        yield _lines(part, "officers", "person", "person", _firm("officers"), how)
    if "people" in tables and "posts" in tables:
        homes = tables["people"].filter(~col("household").is_null()).select("person", "household")
        homes = homes.group_by("person").agg(household=col("household").min())
        lives = rows.join(homes, on="person")
        lives = lives.join(
            tables["posts"].filter(holds(lit(on))).select("person"), on="person", how="anti"
        )
        if "kin" in tables:
            kin = tables["kin"].select(person=col("relative"))
            lives = lives.join(kin, on="person", how="anti")
        who = _firm("officers")
        yield _lines(lives, "officers", "household", "household", who, "household")


def _of_posts(tables: Tables, on: date) -> Iterator[Frame]:
    """Give what stands on file for those who hold a post on that day, and their declared kin."""
    rows = tables["posts"].filter(holds(lit(on)))
    holder = _holder("person")
    for kind, column in _SIGNS["posts"].items():
        yield _lines(rows, "posts", kind, column, (holder, _post()), "post", person=1)
    if "kin" in tables:
        kin = tables["kin"].filter((col("recused") != 1).fill_null(value=True))
        kin = kin.select("code", "relative", "person")
        held = rows.with_columns(shown=_post()).group_by("person").agg(shown=col("shown").min())
        near = kin.join(held, on="person")
        yield _lines(near, "kin", "person", "relative", (holder, col("shown")), "kin", person=1)


def _firm(table: str) -> tuple[Expr, Expr]:
    """Return the firm of a row, and what it is called."""
    return firm_of(table), name_of(table)


def _holder(column: str) -> Expr:
    return concat_str([lit(PERSON), col(column).cast(String)])


def _post() -> Expr:
    """Return a holder of a post as a drawing shows one: the masked name, the post, the body."""
    parts = [masked("name"), col("title").fill_null(""), col("body_name").fill_null("")]
    return concat_str(parts, separator=" ")


def _lines(
    rows: Frame,
    table: str,
    kind: str,
    column: str,
    who: tuple[Expr, Expr],
    how: str,
    *,
    person: int = 0,
) -> Frame:
    """Return a line for each row that gives the thing."""
    return rows.filter(~col(column).is_null()).select(
        kind=lit(kind),
        sign=col(column).cast(String),
        party=who[0],
        label=who[1],
        person=lit(person),
        how=lit(how),
        source=lit(table),
        code=col("code"),
    )


def _documented(exceptions: Frame, on: date) -> Iterator[Frame]:
    """Give accounts and telephones that lawfully serve many on that day, whoever is concerned."""
    rows = exceptions.filter(holds(lit(on)), col("person").is_null())
    for kind in ("account", "phone"):
        some = rows.filter(~col(kind).is_null())
        yield some.select(kind=lit(kind), sign=col(kind).cast(String)).unique()


def titles(tables: Tables, firms: list[str]) -> Frame | None:
    """Return what firms are called in the registers, for those that are asked about."""
    found = []
    for table in ("companies", "suppliers"):
        if table in tables:
            number, name = _FIRMS[table]
            rows = tables[table].filter(col(number).is_in(firms), ~col(name).is_null())
            rank = lit(0 if table == "companies" else 1)
            found.append(rows.select(firm=col(number), title=col(name), rank=rank))
    return concat(found).unique() if found else None
