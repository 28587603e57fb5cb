"""The questions of the screens as a user of Polars writes them: lazily, on the streaming engine.

Each returns how many leads there are and how many payments stand behind them.
"""

from pathlib import Path

import polars as pl

Found = tuple[int, int]

MONTH, AMOUNT = pl.col("month"), pl.col("amount")


def _read(folder: Path, table: str) -> pl.LazyFrame:
    place = f"{table}-by-person" if (folder / f"{table}-by-person").exists() else table
    return pl.scan_parquet(f"{folder}/{place}/*/*.parquet", hive_partitioning=False)


def _rules(folder: Path) -> pl.LazyFrame:
    return _read(folder, "schemes").with_columns(pl.col("scheme").cast(pl.Categorical))


def _month(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month() - 1


def _whole_month() -> pl.Expr:
    since, until = pl.col("since"), pl.col("until")
    began = since.is_null() | (_month(since) < MONTH)
    return began & (until.is_null() | (_month(until) > MONTH))


def _leads(rows: pl.LazyFrame, *same: str) -> Found:
    leads = rows.group_by(same).agg(pl.len().alias("rows"), AMOUNT.sum())
    leads = leads.collect(engine="streaming")
    return len(leads), int(leads["rows"].sum())


def _tested(folder: Path) -> pl.LazyFrame:
    """Return payments of the schemes that look at means."""
    tested = _rules(folder).filter(pl.col("needs_tested") == 1)
    return _read(folder, "benefits").join(tested, on="scheme", how="semi")


def _undocumented(folder: Path) -> pl.LazyFrame:
    """Return payments into accounts that no document covers."""
    return _read(folder, "benefits").join(_read(folder, "exceptions"), on="account", how="anti")


def paid_after_death(folder: Path) -> Found:
    """Payments for months after the month of death and those of grace."""
    deaths = _read(folder, "deaths").group_by("person").agg(died=_month(pl.col("died_on").max()))
    rows = _read(folder, "benefits").join(deaths, on="person")
    rows = rows.join(_rules(folder).select("scheme", "grace"), on="scheme")
    rows = rows.filter(pl.col("died") + pl.col("grace") < MONTH)
    return _leads(rows, "body", "scheme", "person")


def official_on_support(folder: Path) -> Found:
    """Support for the needy, for months that the person spent in a salaried post."""
    posts = _read(folder, "posts").filter(pl.col("kind").is_in(["official", "staff"]))
    posts = posts.select("person", "since", "until", known_as="name")
    rows = _tested(folder).join(posts, on="person").filter(_whole_month())
    rows = rows.filter(pl.col("name").cast(pl.String) == pl.col("known_as").cast(pl.String))
    return _leads(rows.unique("code"), "body", "scheme", "person")


def official_in_household(folder: Path) -> Found:
    """Support for the needy, for those who live with the holder of a public post."""
    people = _read(folder, "people").select("person", "household")
    posts = _read(folder, "posts").filter(pl.col("kind").is_in(["official", "staff", "cadre"]))
    posts = posts.select("household", "since", "until", holder="person")
    homes = people.join(posts, on="household", how="semi")
    small = homes.group_by("household").len().filter(pl.col("len") <= 10)
    near = homes.join(small, on="household", how="semi").join(posts, on="household")
    near = near.filter(pl.col("person") != pl.col("holder"))
    rows = _tested(folder).join(near, on="person").filter(_whole_month())
    return _leads(rows.unique("code"), "body", "scheme", "person")


def exclusive_schemes(folder: Path) -> Found:
    """Two schemes that exclude one another, in more than one month."""
    groups = _rules(folder).filter(pl.col("exclusive").is_not_null())
    rows = _read(folder, "benefits").join(groups.select("scheme", "exclusive"), on="scheme")
    same = ["person", "exclusive", "month"]
    both = rows.group_by(same).agg(pl.col("scheme").n_unique(), pl.len(), AMOUNT.sum())
    both = both.filter(pl.col("scheme") > 1)
    pairs = both.group_by("person", "exclusive").agg(
        months=pl.len(), rows=pl.col("len").sum(), amount=AMOUNT.sum()
    )
    leads = pairs.filter(pl.col("months") > 1).collect(engine="streaming")
    return len(leads), int(leads["rows"].sum())


def two_places(folder: Path) -> Found:
    """One scheme paid in two places, in more than one month."""
    same = ["person", "scheme", "month"]
    place = pl.struct("county", "village_name")
    both = _read(folder, "benefits").group_by(same).agg(pl.len(), place.n_unique().alias("places"))
    both = both.filter(pl.col("places") > 1)
    pairs = both.group_by("person", "scheme").agg(months=pl.len(), rows=pl.col("len").sum())
    leads = pairs.filter(pl.col("months") > 1).collect(engine="streaming")
    return len(leads), int(leads["rows"].sum())


def support_paid_twice(folder: Path) -> Found:
    """The same amount of one scheme for one month, more than once."""
    same = ["body", "scheme", "person", "month", "village", "amount"]
    twice = _read(folder, "benefits").group_by(same).len().filter(pl.col("len") > 1)
    leads = twice.group_by("body", "scheme", "person").agg(pl.col("len").sum())
    leads = leads.collect(engine="streaming")
    return len(leads), int(leads["len"].sum())


def paid_in_custody(folder: Path) -> Found:
    """Payments for months that lie wholly within a time of custody."""
    stops = _rules(folder).filter(pl.col("in_custody") == 0)
    days = (pl.col("until") - pl.col("since")).dt.total_days().fill_null(10**6)
    times = _read(folder, "custody").filter(pl.col("acquitted").fill_null(0) == 0, days >= 30)
    rows = _read(folder, "benefits").join(times.select("person", "since", "until"), on="person")
    rows = rows.filter(_whole_month()).join(stops, on="scheme", how="semi")
    return _leads(rows.unique("code"), "body", "scheme", "person")


def outside_age(folder: Path) -> Found:
    """Payments to those too young or too old, by the list's date of birth and the register's."""
    ages = _rules(folder).select("scheme", "min_age", "max_age")
    ages = ages.filter(pl.col("min_age").is_not_null() | pl.col("max_age").is_not_null())
    rows = _read(folder, "benefits").join(ages, on="scheme").filter(_outside("born"))
    register = _read(folder, "people").select("person", registered="born")
    rows = rows.join(register, on="person", how="left")
    rows = rows.filter(_outside("registered").fill_null(value=True))
    return _leads(rows, "body", "scheme", "person")


def _outside(born: str) -> pl.Expr:
    age = MONTH - _month(pl.col(born))
    young, old = age + 1 < pl.col("min_age") * 12, age - 1 >= (pl.col("max_age") + 1) * 12
    return young.fill_null(value=False) | old.fill_null(value=False)


def not_in_register(folder: Path) -> Found:
    """Payments of three months and more to persons in neither register, nor by name and birth."""
    people = _read(folder, "people")
    rows = _read(folder, "benefits").join(people, on="person", how="anti")
    rows = rows.join(_read(folder, "deaths"), on="person", how="anti")
    rows = rows.join(people, on=["name", "born"], how="anti")
    rows = rows.filter(MONTH.n_unique().over("person") >= 3)
    return _leads(rows, "body", "scheme", "person")


def shared_account(folder: Path) -> Found:
    """Accounts without a document that serve persons of more than three households."""
    paid = _undocumented(folder)
    several = paid.group_by("account").agg(pl.col("person").n_unique())
    several = several.filter(pl.col("person") > 3)
    pairs = paid.join(several, on="account", how="semi").unique(["account", "person"])
    register = _read(folder, "people").select("person", registered="household")
    home = pl.coalesce("registered", "household", "person")
    pairs = pairs.join(register, on="person", how="left").select("account", home=home)
    crowded = pairs.group_by("account").agg(pl.col("home").n_unique()).filter(pl.col("home") > 3)
    return _leads(paid.join(crowded, on="account", how="semi"), "body", "account")


def two_spellings(folder: Path) -> Found:
    """Two identities that one account is paid the same for, of which one is in no register."""
    paid = _undocumented(folder).select("code", "account", "scheme", "person", "amount", "paid_on")
    several = paid.group_by("account").agg(pl.col("person").n_unique())
    rows = paid.join(several.filter(pl.col("person").is_between(2, 10)), on="account", how="semi")
    people = _read(folder, "people").select("person", known=True)
    rows = rows.join(people, on="person", how="left")
    mine = rows.filter(pl.col("known").is_null())
    pairs = mine.join(rows, on=["account", "scheme", "amount"], suffix="_beside")
    apart = (pl.col("paid_on") - pl.col("paid_on_beside")).dt.total_days()
    before = (apart > 0) | ((apart == 0) & (pl.col("code_beside") < pl.col("code")))
    pairs = pairs.filter(
        pl.col("person") != pl.col("person_beside"),
        apart.abs() <= 7,
        pl.col("known_beside").is_not_null() | before,
    )
    lead = ["account", "scheme", "person"]
    sides = [pairs.select(*lead, "code"), pairs.select(*lead, code="code_beside")]
    leads = pl.concat(sides).group_by(lead).agg(pl.col("code").n_unique())
    leads = leads.collect(engine="streaming")
    return len(leads), int(leads["code"].sum())
