"""Names that people confirmed to be one firm's, laid over every table before any screen looks.

A payee's key becomes that of the firm's one name. In tables that know firms by a number, a row that
gives a name alone gets the number; one that gives a number keeps it, for numbers go before names.
What nobody confirmed joins nothing, and what was refused never stands in the table.
"""

from narwhals import coalesce, col

from sunledger.screening import payee
from sunledger.screening.shapes import PAYMENTS, Frame, Shape

# Tables of firms: the column of their number, which may be empty, and of their name.
FIRMS = {
    "suppliers": ("supplier_id", "supplier"),
    "contracts": ("supplier_id", "supplier"),
    "contract_payments": ("supplier_id", "supplier"),
    "invoices": ("supplier_id", "supplier"),
    "purchases": ("supplier_id", "supplier"),
    "bids": ("bidder_id", "bidder"),
    "scores": ("bidder_id", "bidder"),
    "debarred": ("company", "title"),
    "grants": ("company", "firm"),
    "works": ("contractor_id", "contractor"),
    "receivables": ("debtor_id", "debtor"),
}


def concerns(shape: Shape) -> bool:
    """Whether a table names firms by what people may have said is one."""
    return shape.name == PAYMENTS.name or shape.name in FIRMS


def laid_over(whole: Frame, shape: Shape, same: Frame) -> Frame:
    """Return a table with what people confirmed."""
    keys = same.select(
        said_key=payee.spelled(col("name")), said_one=payee.spelled(col("same")), said_no="number"
    )
    keys = keys.group_by("said_key").agg(col("said_one").min(), col("said_no").min())
    if shape.name == PAYMENTS.name:
        rows = whole.join(keys, left_on="payee_key", right_on="said_key", how="left")
        return rows.with_columns(payee_key=coalesce(col("said_one"), col("payee_key")))
    number, name = FIRMS[shape.name]
    rows = whole.with_columns(said_name=payee.spelled(col(name)))
    rows = rows.join(keys, left_on="said_name", right_on="said_key", how="left")
    return rows.with_columns(coalesce(col(number), col("said_no")).alias(number))


def contradictions(same: Frame) -> Frame:
    """Return the names that are said to be two firms'."""
    keys = same.select("name", key=payee.spelled(col("name")), one=payee.spelled(col("same")))
    counted = keys.group_by("key").agg(col("one").n_unique(), col("name").min())
    return counted.filter(col("one") > 1).select("name").sort("name")
