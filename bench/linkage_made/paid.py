# ruff: noqa: E501 - tables stand as one reads them
"""Splink's bank payments: what left one book and came to the other, some days later, less a fee.

The rows of the second book are shuffled first: as they come, both books stand in one order, and
whoever breaks ties by rows would be told the answer. Splink is set up as its makers' own example
shows it, without the rule that blocks on the answer; its pairs are also taken one to one, as ours.
"""

import random
from collections.abc import Iterable
from typing import Any, NamedTuple

from bench.linkage_made.real import SHARED

FILES = tuple(
    SHARED / "linkage" / f"transactions_{side}.parquet" for side in ("origin", "destination")
)
WHO = {
    "Splink 5, as its makers show it": "bench.linkage_made.paid:splink",
    "sunledger": "bench.linkage_made.paid:sunledger",
    "sunledger, half of the second book": "bench.linkage_made.paid:half",
}
_MONTH = "substr(l.memo,1,3) = substr(r.memo,1,3) and l.amount/r.amount > 0.7 and l.amount/r.amount < 1.3"
_WEEK = "and yearweek(r.transaction_date) = yearweek(l.transaction_date"
_BLOCKS = (
    f"strftime(l.transaction_date, '%Y%m') = strftime(r.transaction_date, '%Y%m') and {_MONTH}",
    f"strftime(l.transaction_date + 15, '%Y%m') = strftime(r.transaction_date, '%Y%m') and {_MONTH}",
    "substr(l.memo,1,9) = substr(r.memo,1,9)",
    f"round(l.amount/2,0)*2 = round(r.amount/2,0)*2 {_WEEK})",
    f"round(l.amount/2,0)*2 = round((r.amount+1)/2,0)*2 {_WEEK} + 4)",
)


class Book(NamedTuple):
    """One book, and which payment each entry is."""

    rows: dict[str, list[Any]]
    truth: list[int]


def here() -> bool:
    """Whether the files lie beside the project."""
    return all(file.exists() for file in FILES)


def _books(share: float = 1.0) -> tuple[Book, Book]:
    import pyarrow.parquet as pq

    books = []
    for at, file in enumerate(FILES):
        held = pq.read_table(file).to_pydict()
        order = list(range(len(held["memo"])))
        if at:
            random.Random(7).shuffle(order)  # noqa: S311 - no secret
            order = order[: int(len(order) * share)]
        rows = {name: [values[row] for row in order] for name, values in held.items()}
        books.append(Book(rows, rows.pop("ground_truth")))
    return books[0], books[1]


def sunledger() -> str:
    """Join both books by the rules."""
    return _ours(*_books())


def half() -> str:
    """Join the first book with a half of the second: every second entry is nobody's."""
    return _ours(*_books(0.5))


def _ours(one: Book, two: Book) -> str:
    from sunledger.screening.linkage.entries import Side, matched

    sides = [
        Side(
            book.rows["memo"],
            [round(amount * 100) for amount in book.rows["amount"]],
            [day.toordinal() for day in book.rows["transaction_date"]],
        )
        for book in (one, two)
    ]
    found = matched(sides[0], sides[1])
    return _judged(((link.left, link.right, link.chance) for link in found), (one, two))


def splink() -> str:
    """Join both books by Splink."""
    books = _books()
    found = _pairs(books).to_pydict()
    ends = found["unique_id_l"], found["unique_id_r"], found["match_probability"]
    pairs = sorted(zip(*ends, strict=True), key=lambda pair: (-pair[2], pair[0], pair[1]))
    mine: set[int] = set()
    theirs: set[int] = set()
    once = []
    for left, right, chance in pairs:
        if left not in mine and right not in theirs:
            mine.add(left)
            theirs.add(right)
            once.append((left, right, chance))
    return f"{_judged(pairs, books)}; one to one: {_judged(once, books)}"


def _pairs(books: tuple[Book, Book]) -> Any:
    """Return the pairs that Splink finds, with how likely each is."""
    import logging

    import pyarrow as pa
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()
    sides = [
        api.register(
            pa.table(book.rows | {"unique_id": list(range(len(book.truth)))}),
            dataset_display_name=name,
        )
        for name, book in zip(("a_origin", "b_destination"), books, strict=True)
    ]
    settings = SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=1 / len(books[0].truth),
        comparisons=_comparisons(),
        blocking_rules_to_generate_predictions=list(_BLOCKS),
    )
    linker = Linker(sides, settings, log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=5)
    for column in ("memo", "amount"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
    found = linker.inference.predict(threshold_match_probability=0.001).as_duckdbpyrelation()
    return found.select("unique_id_l, unique_id_r, match_probability").to_arrow_table()


def _comparisons() -> list[Any]:
    import splink.comparison_level_library as levels
    import splink.comparison_library as library

    amount = {
        "output_column_name": "amount",
        "comparison_levels": [
            levels.NullLevel("amount"),
            levels.ExactMatchLevel("amount"),
            *(levels.PercentageDifferenceLevel("amount", part) for part in (0.01, 0.03, 0.1, 0.3)),
            levels.ElseLevel(),
        ],
    }
    later = "transaction_date_r - transaction_date_l <= {days} and transaction_date_r >= transaction_date_l"
    day = {
        "output_column_name": "transaction_date",
        "comparison_levels": [
            levels.NullLevel("transaction_date"),
            *(
                {"sql_condition": later.format(days=days), "label_for_charts": f"{days} days"}
                for days in (1, 4, 10, 30)
            ),
            levels.ElseLevel(),
        ],
    }
    return [amount, library.LevenshteinAtThresholds("memo", [2, 6, 10]), day]


def _judged(links: Iterable[tuple[int, int, float]], books: tuple[Book, ...]) -> str:
    """Return how good links are from one half on, and at the best of all limits."""
    one, two = (book.truth for book in books)
    total = len(set(one) & set(two))
    right = taken = good = 0
    best = 0.0
    for at, (left, row, chance) in enumerate(links, 1):
        right += one[left] == two[row]
        best = max(best, 2 * right / (at + total))
        if chance >= 0.5:
            taken, good = at, right
    return (
        f"F1 {2 * good / (taken + total):.4f} (precision {good / max(1, taken):.4f}, recall "
        f"{good / total:.4f}), at the best limit {best:.4f}"
    )
