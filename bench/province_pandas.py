"""The questions of the screens as a user of pandas writes them, reading the columns each needs.

Each returns how many leads there are and how many payments stand behind them.
"""

from pathlib import Path
from typing import Any

import pandas as pd

Found = tuple[int, int]
Filters = list[tuple[str, str, Any]]

LEAD = ["body", "scheme", "person"]
PAID = ["code", *LEAD, "month", "amount"]


def _read(folder: Path, table: str, columns: list[str], filters: Filters | None = None) -> Any:
    place = folder / f"{table}-by-person"
    return pd.read_parquet(
        place if place.exists() else folder / table,
        columns=columns,
        filters=filters,
        to_pandas_kwargs={"date_as_object": False},
    )


def _month(day: Any) -> Any:
    return day.dt.year * 12 + day.dt.month - 1


def _of_whole_months(rows: Any) -> Any:
    began = rows.since.isna() | (_month(rows.since) < rows.month)
    return rows[began & (rows.until.isna() | (rows.month < _month(rows.until)))]


def _leads(rows: Any, same: list[str]) -> Found:
    leads = rows.groupby(same, observed=True).amount.agg(["size", "sum"])
    return len(leads), int(leads["size"].sum())


def _of_schemes(folder: Path, rule: str, value: int, columns: list[str]) -> Any:
    """Return payments of the schemes with a rule."""
    rules = _read(folder, "schemes", ["scheme", rule])
    schemes = rules.scheme[rules[rule] == value].tolist()
    return _read(folder, "benefits", columns, [("scheme", "in", schemes)])


def _undocumented(folder: Path, columns: list[str]) -> Any:
    """Return payments into accounts that no document covers."""
    paid = _read(folder, "benefits", columns)
    return paid[~paid.account.isin(_read(folder, "exceptions", ["account"]).account)]


def paid_after_death(folder: Path) -> Found:
    """Payments for months after the month of death and those of grace."""
    died = _read(folder, "deaths", ["person", "died_on"]).groupby("person").died_on.max()
    paid = _read(folder, "benefits", [*LEAD, "month", "amount"])
    rows = paid[paid.person.isin(died.index)]
    grace = _read(folder, "schemes", ["scheme", "grace"]).set_index("scheme").grace
    last = _month(rows.person.map(died)) + rows.scheme.astype(str).map(grace)
    return _leads(rows[rows.month > last], LEAD)


def official_on_support(folder: Path) -> Found:
    """Support for the needy, for months that the person spent in a salaried post."""
    kinds: Filters = [("kind", "in", ["official", "staff"])]
    posts = _read(folder, "posts", ["person", "name", "since", "until"], kinds)
    posts = posts.rename(columns={"name": "known_as"})
    paid = _of_schemes(folder, "needs_tested", 1, [*PAID, "name"])
    rows = _of_whole_months(paid.merge(posts, on="person"))
    rows = rows[rows.name.astype(str) == rows.known_as.astype(str)]
    return _leads(rows.drop_duplicates("code"), LEAD)


def official_in_household(folder: Path) -> Found:
    """Support for the needy, for those who live with the holder of a public post."""
    kinds: Filters = [("kind", "in", ["official", "staff", "cadre"])]
    posts = _read(folder, "posts", ["person", "household", "since", "until"], kinds)
    posts = posts.rename(columns={"person": "holder"})
    people = _read(folder, "people", ["person", "household"])
    homes = people[people.household.isin(posts.household)]
    homes = homes[homes.groupby("household").person.transform("size") <= 10]
    near = homes.merge(posts, on="household")
    near = near[near.person != near.holder]
    rows = _of_schemes(folder, "needs_tested", 1, PAID).merge(near, on="person")
    return _leads(_of_whole_months(rows).drop_duplicates("code"), LEAD)


def exclusive_schemes(folder: Path) -> Found:
    """Two schemes that exclude one another, in more than one month."""
    rules = _read(folder, "schemes", ["scheme", "exclusive"]).dropna()
    paid = _read(
        folder,
        "benefits",
        ["person", "scheme", "month", "amount"],
        [("scheme", "in", rules.scheme.tolist())],
    )
    rows = paid.assign(exclusive=paid.scheme.astype(str).map(rules.set_index("scheme").exclusive))
    months = rows.groupby(["person", "exclusive", "month"])
    months = months.agg(schemes=("scheme", "nunique"), rows=("scheme", "size"))
    return _pairs(months[months.schemes > 1], ["person", "exclusive"])


def two_places(folder: Path) -> Found:
    """One scheme paid in two places, in more than one month."""
    columns = ["person", "scheme", "month", "county", "village_name", "amount"]
    paid = _read(folder, "benefits", columns)
    place = paid.groupby(["county", "village_name"], observed=True).ngroup()
    months = paid.assign(place=place).groupby(["person", "scheme", "month"], observed=True)
    months = months.agg(low=("place", "min"), high=("place", "max"), rows=("place", "size"))
    return _pairs(months[months.low != months.high], ["person", "scheme"])


def _pairs(months: Any, same: list[str]) -> Found:
    pairs = months.groupby(same, observed=True).rows.agg(["size", "sum"])
    leads = pairs[pairs["size"] > 1]
    return len(leads), int(leads["sum"].sum())


def support_paid_twice(folder: Path) -> Found:
    """The same amount of one scheme for one month, more than once."""
    paid = _read(folder, "benefits", [*LEAD, "month", "village", "amount"])
    twice = paid.duplicated([*LEAD, "month", "village", "amount"], keep=False)
    return _leads(paid[twice], LEAD)


def paid_in_custody(folder: Path) -> Found:
    """Payments for months that lie wholly within a time of custody."""
    times = _read(folder, "custody", ["person", "since", "until", "acquitted"])
    long = (times.until - times.since).dt.days.fillna(10**6) >= 30
    times = times[long & (times.acquitted.fillna(0) == 0)]
    paid = _of_schemes(folder, "in_custody", 0, PAID)
    rows = paid[paid.person.isin(times.person)].merge(times, on="person")
    return _leads(_of_whole_months(rows).drop_duplicates("code"), LEAD)


def outside_age(folder: Path) -> Found:
    """Payments to those too young or too old, by the list's date of birth and the register's."""
    ages = _read(folder, "schemes", ["scheme", "min_age", "max_age"])
    ages = ages.dropna(subset=["min_age", "max_age"], how="all").set_index("scheme")
    limited: Filters = [("scheme", "in", ages.index.tolist())]
    paid = _read(folder, "benefits", [*LEAD, "born", "month", "amount"], limited)
    scheme = paid.scheme.astype(str)
    paid = paid.assign(
        least=scheme.map(ages.min_age) * 12,
        most=scheme.map(ages.max_age).astype(float) * 12 + 12,
    )
    rows = _outside(paid, paid.born)
    register = _read(folder, "people", ["person", "born"])
    register = register[register.person.isin(rows.person)].set_index("person").born
    return _leads(_outside(rows, rows.person.map(register).fillna(rows.born)), LEAD)


def _outside(rows: Any, born: Any) -> Any:
    age = rows.month - _month(born)
    return rows[(age + 1 < rows.least) | (age - 1 >= rows.most)]


def not_in_register(folder: Path) -> Found:
    """Payments of three months and more to persons in neither register, nor by name and birth."""
    people = _read(folder, "people", ["person", "name", "born"])
    deaths = _read(folder, "deaths", ["person"])
    paid = _read(folder, "benefits", [*LEAD, "name", "born", "month", "amount"])
    rows = paid[~paid.person.isin(people.person) & ~paid.person.isin(deaths.person)]
    alike = people[people.born.isin(rows.born)]
    known = pd.MultiIndex.from_frame(alike[["name", "born"]].astype({"name": str}))
    asked = pd.MultiIndex.from_frame(rows[["name", "born"]].astype({"name": str}))
    rows = rows[~asked.isin(known)]
    return _leads(rows[rows.groupby("person").month.transform("nunique") >= 3], LEAD)


def shared_account(folder: Path) -> Found:
    """Accounts without a document that serve persons of more than three households."""
    paid = _undocumented(folder, ["body", "account", "person", "household", "amount"])
    pairs = paid.drop_duplicates(["account", "person"])
    pairs = pairs[pairs.groupby("account").person.transform("size") > 3]
    register = _read(folder, "people", ["person", "household"])
    register = register[register.person.isin(pairs.person)].set_index("person").household
    register = register.astype("Int64")  # a key that is missing must not make the others inexact
    home = pairs.person.map(register).fillna(pairs.household).fillna(pairs.person)
    homes = home.groupby(pairs.account).nunique()
    return _leads(paid[paid.account.isin(homes.index[homes > 3])], ["body", "account"])


def two_spellings(folder: Path) -> Found:
    """Two identities that one account is paid the same for, of which one is in no register."""
    columns = ["code", "account", "scheme", "person", "amount", "paid_on"]
    paid = _undocumented(folder, columns)
    persons = paid.drop_duplicates(["account", "person"]).groupby("account").size()
    rows = paid[paid.account.isin(persons.index[persons.between(2, 10)])]
    people = _read(folder, "people", ["person"]).person
    rows = rows.assign(known=rows.person.isin(people))
    mine = rows[~rows.known]
    pairs = mine.merge(rows, on=["account", "scheme", "amount"], suffixes=("", "_beside"))
    apart = (pairs.paid_on - pairs.paid_on_beside).dt.days
    before = (apart > 0) | ((apart == 0) & (pairs.code_beside < pairs.code))
    other = pairs.person != pairs.person_beside
    pairs = pairs[other & (apart.abs() <= 7) & (pairs.known_beside | before)]
    lead = ["account", "scheme", "person"]
    beside = pairs[[*lead, "code_beside"]].rename(columns={"code_beside": "code"})
    both = pd.concat([pairs[[*lead, "code"]], beside]).drop_duplicates()
    return len(both[lead].drop_duplicates()), len(both)
