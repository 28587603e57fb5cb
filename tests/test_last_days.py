"""The last day that a table knows: one slip of a key, a century ahead, does not move it."""

from datetime import date

import pyarrow as pa
import pytest

from sunledger.screening import examples
from sunledger.screening.engine import Engine
from sunledger.screening.screen import Example, shelf
from sunledger.screening.shapes import SHAPES

# Each screen that asks how far its records reach: the table, and the day in it that was mistyped.
ASKED = {
    "late_publication": ("publications", "inspected_on"),
    "overdue_to_small_firm": ("contract_payments", "paid_on"),
    "arrears_unstated": ("contract_payments", "paid_on"),
    "broken_promise": ("commitments", "done_on"),
    "duty_expense": ("expenses", "published_on"),
    "policy_unpaid": ("eligible", "paid_on"),
    "empty_shell": ("grants", "paid_on"),
}


def flagged(code: str, example: Example, slip: date | None) -> set[str]:
    """Return the rows of an example that are flagged, with a slip in a row beside them."""
    table, column = ASKED[code]
    with Engine() as engine:
        for name, text in example.tables.items():
            rows = examples.table(text, SHAPES[name])
            engine.table(name, rows)
            if slip and name == table:
                one = rows.to_pylist()[-1] | {"code": "slip", column: slip}
                engine.table(name, pa.Table.from_pylist([one], schema=rows.schema))
        found = engine.run(shelf()[code], example.settings)
        return {str(row["code"]) for row in found.rows()} - {"slip"}


@pytest.mark.parametrize("code", ASKED)
def test_a_slip_of_a_century_moves_no_last_day(code: str) -> None:
    for example in shelf()[code].examples[:2]:
        assert flagged(code, example, date(2126, 3, 1)) == flagged(code, example, None)
