"""Which category a sheet is of, by its headings, and what a mapping means in that category."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from sunledger.core.workbook import Row, Sheet
from sunledger.disclosure.category import Category, guessed
from sunledger.disclosure.table.layout import LOOK, find_heading, headless
from sunledger.disclosure.table.mapping import Mapping as Named
from sunledger.disclosure.table.mapping import UnknownField


def best_category(sheet: Sheet, mapping: Mapping[str, str]) -> Category:
    """Return the category with fewest needed headings missing, and then with most that fit."""
    top = list(islice(sheet.rows, LOOK))
    known = [one for one in guessed() if has_all(one, mapping)]
    if not known:  # let one of them say which name it does not know
        known = guessed()[:1]

    # Where headings fit alike, the category that asks least wins, by its own file: a mapping makes
    # all ask alike, and the alphabet would then choose a country's category, and its currency.
    def fits(one: Category) -> tuple[object, ...]:
        return _fit(top, as_mapped(one, mapping), mapping), -_needed(one), one.code

    return as_mapped(max(known, key=fits), mapping)


def as_mapped(category: Category, mapping: Mapping[str, str]) -> Category:
    """Return the category with what a sheet needs: where the amount was named, only the amount.

    Whoever says which column is the amount knows the sheet; what else it lacks, the screens that
    need it will count as not judged.
    """
    amount = category.role("amount")
    if amount is None or amount.name not in mapping_for(category, mapping).values():
        return category
    fields = tuple(replace(one, required=one == amount) for one in category.fields)
    return replace(category, fields=fields)


def mapping_for(category: Category, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the mapping in the category's own words; the screens' words are understood too."""
    return {heading: field_for(category, column) for heading, column in mapping.items()}


def field_for(category: Category, column: str) -> str:
    """Return the category's field that is called so, or that feeds the screens' column of it."""
    if any(column in (one.name, one.title.zh, one.title.en) for one in category.fields):
        return column
    for feed in category.feeds.values():
        if column in feed:
            return feed[column]
    return column


def has_all(category: Category, mapping: Mapping[str, str]) -> bool:
    """Whether the category has every field that the mapping names."""
    try:
        Named(mapping_for(category, mapping), category)
    except UnknownField:
        return False
    return True


def _needed(category: Category) -> int:
    return sum(field.required for field in category.fields)


def _fit(top: list[Row], category: Category, mapping: Mapping[str, str]) -> tuple[int, ...]:
    """Return how well the headings fit the category."""
    named = Named(mapping_for(category, mapping), category)
    heading = find_heading(top, category, named)
    placed = headless(top, category, named)
    scores = [one.score for one in (heading, placed) if one is not None]
    return max(scores, default=(-100, 0, 0))
