# ruff: noqa: E501 - tables stand as one reads them
"""Splink 5 as the examples in its own documents set it up, for each of its sets.

What is compared, what brings pairs together, what the share of matches is guessed from, and on what
it is trained, are theirs; https://moj-analytical-services.github.io/splink/demos/examples, 2026-11.
"""

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

Rules = tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True)
class Shown:
    """One example: a rule is columns that are the same, or a condition."""

    compare: tuple[tuple[str, ...], ...]  # the kind of comparison, and its columns
    blocks: Rules
    sure: Rules
    recall: float
    pairs: float
    train: tuple[tuple[str, ...], ...]
    plain: bool = True  # trained without the frequency of terms
    more: dict[str, str] = field(default_factory=dict)  # columns that are made of others


_NEAR_DAY = "levenshtein(r.dob::VARCHAR, l.dob::VARCHAR) <= 1"
_FEBRL_3 = Shown(
    compare=(
        ("name", "given_name"), ("name", "surname"), ("born 8", "date_of_birth"),
        ("edits 2", "soc_sec_id"), ("exact", "street_number"), ("exact", "postcode"),
    ),
    blocks=(("soc_sec_id",), ("given_name",), ("surname",), ("date_of_birth",), ("postcode",)),
    sure=(
        ("soc_sec_id",), ("given_name", "surname", "date_of_birth"),
        "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
    ),
    recall=0.9, pairs=1e6, train=(("date_of_birth",), ("postcode",)), plain=False,
)  # fmt: skip
_FEBRL_4 = Shown(
    compare=(
        ("name often", "given_name"), ("name often", "surname"), ("born 8", "date_of_birth"),
        ("edits 1 2", "soc_sec_id"), ("exact", "street_number"), ("edits 1 2 often", "postcode"),
    ),
    blocks=(
        ("given_name", "surname"), "l.given_name = r.surname and l.surname = r.given_name",
        ("date_of_birth",), ("soc_sec_id",), ("state", "address_1"),
        ("street_number", "address_1"), ("postcode",),
    ),
    sure=(("soc_sec_id",), ("given_name", "surname", "date_of_birth")),
    recall=0.8, pairs=1e6, train=(("date_of_birth",), ("postcode",)),
)  # fmt: skip
_FAKE = Shown(
    compare=(
        ("full name", "first_name", "surname"), ("born", "dob"), ("exact", "city"), ("email", "email"),
    ),
    blocks=(("first_name",), ("surname",), ("dob",), ("email",)),
    sure=(
        f"l.first_name = r.first_name and {_NEAR_DAY}", f"l.surname = r.surname and {_NEAR_DAY}",
        "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
        "l.email = r.email",
    ),
    recall=0.7, pairs=1e6, train=(("dob",), ("email",), ("first_name", "surname")),
)  # fmt: skip
_HISTORY = Shown(
    compare=(
        ("full name", "first_name", "surname", "whole_name"), ("born", "dob"), ("postcode", "postcode_fake"),
        ("exact", "birth_place"), ("exact", "occupation"),
    ),
    blocks=(
        ("substr(first_name,1,3)", "substr(surname,1,4)"), ("surname", "dob"), ("first_name", "dob"),
        ("postcode_fake", "first_name"), ("postcode_fake", "surname"), ("dob", "birth_place"),
        ("substr(postcode_fake,1,3)", "dob"), ("substr(postcode_fake,1,3)", "first_name"),
        ("substr(postcode_fake,1,3)", "surname"),
        ("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
    ),
    sure=(
        ("first_name", "surname", "dob"), ("dob", "postcode_fake"),
        ("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
    ),
    recall=0.6, pairs=1e7, train=(("first_name", "surname"), ("dob",)),
    more={"whole_name": "first_name || ' ' || surname"},
)  # fmt: skip


def of(name: str) -> Shown:
    """Return the example for a set; FEBRL 1 and 2 have none, and take that of the third."""
    return {"FEBRL 4": _FEBRL_4, "fake_1000": _FAKE, "historical": _HISTORY}.get(name, _FEBRL_3)


def pairs(shown: Shown, tables: list[pa.Table], least: float = 0.001) -> pa.Table:
    """Return the pairs that Splink finds, with how likely each is."""
    import logging

    from splink import Linker, SettingsCreator
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only" if len(tables) == 1 else "link_only",
        comparisons=[_comparison(*one) for one in shown.compare],
        blocking_rules_to_generate_predictions=_rules(shown.blocks),
    )
    api = DuckDBAPI()
    sides = [
        api.register(_with(shown, table), dataset_display_name=f"side_{at}")
        for at, table in enumerate(tables)
    ]
    linker = Linker(sides if len(sides) > 1 else sides[0], settings, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match(_rules(shown.sure), recall=shown.recall)
    training.estimate_u_using_random_sampling(max_pairs=shown.pairs, seed=5)
    for rule in _rules(shown.train):
        training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=shown.plain
        )
    found = linker.inference.predict(threshold_match_probability=least).as_duckdbpyrelation()
    return found.select("unique_id_l, unique_id_r, match_probability").to_arrow_table()


def _with(shown: Shown, held: pa.Table) -> pa.Table:
    """Return a table with the columns that are made of others."""
    import duckdb

    more = "".join(f", {made} AS {name}" for name, made in shown.more.items())
    return duckdb.sql(f"SELECT *{more} FROM held").to_arrow_table()  # noqa: S608 - our own words


def _rules(rules: Rules) -> list[Any]:
    from splink import block_on

    return [rule if isinstance(rule, str) else block_on(*rule) for rule in rules]


def _comparison(kind: str, *columns: str) -> Any:
    """Return how columns are compared."""
    import splink.comparison_library as cl

    column, often = columns[0], {"term_frequency_adjustments": True}
    if kind == "full name":
        both = {"forename_surname_concat_col_name": columns[2]} if len(columns) > 2 else {}
        return cl.ForenameSurnameComparison(*columns[:2], **both)
    if kind == "born 8":
        return cl.DateOfBirthComparison(
            column, input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
        )
    if kind.startswith("edits"):
        steps = [int(word) for word in kind.split() if word.isdigit()]
        found = cl.DamerauLevenshteinAtThresholds(column, steps)
        return found.configure(**often) if kind.endswith("often") else found
    if kind.startswith("name"):
        found = cl.NameComparison(column)
        return found.configure(**often) if kind.endswith("often") else found
    return {
        "born": lambda: cl.DateOfBirthComparison(column, input_is_string=True),
        "email": lambda: cl.EmailComparison(column),
        "postcode": lambda: cl.PostcodeComparison(column),
        "exact": lambda: cl.ExactMatch(column).configure(**often),
    }[kind]()
