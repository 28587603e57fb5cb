"""Names that people confirmed to be one firm's, laid over every table before any screen looks.

A payee's key becomes that of the firm's one name. In tables that know firms by a number, a row that
gives a name alone gets the number, unless another number bears that name there; one that gives a
number keeps it, for numbers go before names.
Where the firm has no number, such a row is told apart by the one name, in a column of its own: what
stands in the row stays, and screens that ask for a number still find none.
What nobody confirmed joins nothing, and what was refused never stands in the table.
"""

from narwhals import coalesce, col, when

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
    keys = said(same)
    if shape.name == PAYMENTS.name:
        rows = whole.join(keys, left_on="payee_key", right_on="said_key", how="left")
        return rows.with_columns(payee_key=coalesce(col("said_one"), col("payee_key")))
    number, name = FIRMS[shape.name]
    rows = whole.with_columns(said_name=payee.spelled(col(name)))
    rows = rows.join(keys, left_on="said_name", right_on="said_key", how="left")
    # A name that another number bears here could be either's: then the row keeps none.
    others = rows.filter(col(number) != col("said_no")).group_by("said_name")
    rows = rows.join(others.agg(said_others=col(number).min()), on="said_name", how="left")
    sure = when(col("said_others").is_null()).then(col("said_no"))
    rows = rows.with_columns(coalesce(col(number), sure).alias(number))
    key = key_of(shape)
    return rows.with_columns(coalesce(col("said_same"), col(name)).alias(key)) if key else rows


def said(same: Frame) -> Frame:
    """Return what was confirmed, by the one spelling of each name."""
    keys = same.select(
        said_key=payee.spelled(col("name")),
        said_one=payee.spelled(col("same")),
        said_same="same",
        said_no="number",
    )
    return keys.group_by("said_key").agg(
        col("said_one").min(), col("said_same").min(), col("said_no").min()
    )


def told_apart(whole: Frame, shape: Shape) -> Frame:
    """Add by what screens tell firms apart: the number, else the one name, else the name."""
    if not (key := key_of(shape)):
        return whole
    number, name = FIRMS[shape.name]
    called = col(key) if key in whole.columns else col(name)
    return whole.with_columns(coalesce(col(number), called).alias(key))


def key_of(shape: Shape) -> str:
    """Return the column of a table by which its firms are told apart, where it has one."""
    if shape.name not in FIRMS:
        return ""
    key = f"{FIRMS[shape.name][1]}_key"
    return key if shape.has(key) else ""


def contradictions(same: Frame) -> Frame:
    """Return the names that are said to be two firms'."""
    keys = same.select("name", key=payee.spelled(col("name")), one=payee.spelled(col("same")))
    counted = keys.group_by("key").agg(col("one").n_unique(), col("name").min())
    return counted.filter(col("one") > 1).select("name").sort("name")
