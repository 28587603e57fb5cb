"""What statements of procurement compute with, in both engines: numbers of any size, any texts."""

from pathlib import Path
from random import Random

import pytest

from sunledger.screening.procurement import run
from sunledger.screening.procurement.settings import Settings
from tests.both_engines import rows_of, spark, tables

pytestmark = pytest.mark.long

NUMBERS = [
    *(0.0, -0.0, 0.005, 1.005, 2.675, 0.015, 0.1, 1 / 3, 99.995, -2.5, 1e15 / 3, 2.0**53),
    *(9.007199254740993e13, 123456789012345.67, 9.2e16, 9.3e16, 1.2345678901234567e20),
    *(9.999999999999999e27, 1e28, 1.7e308, 2.5, 3.5, -7e13),
]
TEXTS = [
    *("İstanbul ΟΔΟΣ", "ὈΔΥΣΣΕΎΣ", "ẞ Ǆ ǅ K Å", "\u3000 两边 \u2003", "\xa0x\t", "𐐀𝒳", "ＡＢＣ"),
    *("", " ", "a'b\\n", "é".upper()),
]


CENTS = "(SELECT *, TRY_CAST(round(number * 100) AS DECIMAL(30, 0)) AS cents FROM odd) AS c"
ASKED = (
    "SELECT * FROM $cents",
    "SELECT place, CAST(cents AS DOUBLE) AS it FROM $cents WHERE cents > -1000",
    "SELECT place, CAST(cents * 1000000 AS DOUBLE) / 7 AS it FROM $cents"
    " WHERE cents > -1000 AND abs(number) < 1e24",
    "SELECT kind, CAST(sum(cents) AS DOUBLE) AS it FROM $cents WHERE cents > 0 GROUP BY kind",
    "SELECT kind, median(number) AS it FROM odd GROUP BY kind",
    "SELECT place, CAST(number AS BIGINT) AS it FROM odd WHERE abs(number) < 1e18",
    "SELECT place, trunc(number / 7) + 0 AS it FROM odd WHERE abs(number) < 1e18",
    "SELECT place, number / (place - place) AS it, place / 7 AS other FROM odd",
    "SELECT place, CAST(number > 1 AND NOT text = '' AS INTEGER) AS it FROM odd",
    "SELECT place, lower(text) AS it, trim(text) AS other, length(text) AS more FROM odd",
    "SELECT kind, min_by(text, (number, place)) AS it, any_value(kind) AS other"
    " FROM odd GROUP BY kind",
    "SELECT place, row_number() OVER (ORDER BY few, text, place) AS it"
    " FROM (SELECT *, CASE WHEN kind > 4 THEN kind END AS few FROM odd) AS held",
)


def test_numbers_and_letters_are_the_same_to_the_last_bit(tmp_path: Path) -> None:
    """Roundings, sums, quotients and medians of any size; large letters and spaces of any kind."""
    import pyarrow as pa

    random = Random(1)
    numbers = [*NUMBERS, *(random.lognormvariate(9, 12) for _ in range(300))]
    places = list(range(len(numbers)))
    texts = [*TEXTS, *("".join(map(chr, random.choices(range(1, 0xD800), k=9))) for _ in places)]
    held = pa.table(
        {"place": places, "kind": [one % 9 for one in places], "number": numbers}
        | {"text": texts[: len(places)]}
    )
    folder = tables(tmp_path / "t", [])
    with run.opened(folder, Settings()) as here, spark(folder, Settings()) as there:
        here.db.from_arrow(held).create("odd")
        there.give("odd", held)
        for sql in (one.replace("$cents", CENTS) for one in ASKED):
            theirs = rows_of(there.answer(sql))
            assert theirs == rows_of(here.answer(sql)), sql
            assert theirs
