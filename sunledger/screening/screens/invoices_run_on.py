"""Invoices whose numbers run on

A supplier's invoices to one body have numbers that follow one another without a gap over months, as
if the supplier had no other customer.

Why it matters
    A firm that writes invoices for one office only was perhaps founded for it, or exists on paper.

Innocent reasons
    A book of invoices kept for this customer. A small farm or a cooperative that sells only here.
    Numbers that the tax office gave out for a market. A supplier owned by the body.

Source
    A test of forensic accountants for suppliers that exist on paper.
"""

from datetime import date

from narwhals import Expr, Int64, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """供应商发票连号

某供应商数月内开给同一单位的发票号码首尾相接，好像没有别的客户。

为什么重要
    只给一家单位开票的企业，也许就是为它而设，或只存在于纸上。

清白的理由
    为该客户单备一本发票；只在本地销售的农户、合作社；集市由税务代开；本单位所属企业。

来源
    财务审查中识别纸面供应商的常用检查。
"""

SENTENCE = Text(
    "{times} invoices of {supplier} to {body_name}, over {days} days and {sum:money} in all, have "
    "numbers that run on from {first} to {last}.",
    "{supplier}在{days}天内开给{body_name}的{times}张发票号码连续（{first}至{last}），合计{sum:money}。",
)

NEEDS = {"invoices": ["body", "supplier", "number", "issued_on", "amount"]}
APART = ["body"]
REASONS = {
    "market": Reason(Text("Written for a market by the tax office.", "集市由税务代开。")),
    "no digits": Reason(
        Text(
            "The number does not end in digits that can be counted on.",
            "发票号末尾没有可比较的数字。",
        ),
        applicable=True,
    ),
    "credit": Reason(Text("The row is a credit note.", "该行是红字冲销。")),
}

SETTINGS = {
    "least": Setting(
        Text("invoices that run on, at least", "连号最少张数"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: four.", "实践中常用：四张。"),
    ),
    "days": Setting(
        Text("days from the first to the last, at least", "首尾最少天数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: on one day they may be one delivery.", "自定：同日连号可能是一次供货。"
        ),
        kind="days",
    ),
}


def asides(invoices: Frame) -> Frame:
    """Set aside credit notes, markets, and numbers that cannot be counted on."""
    tail = _tail()
    return set_aside(
        invoices,
        {
            "credit": col("amount") <= 0,
            "market": (col("market") == 1).fill_null(value=False),
            "no digits": tail.str.len_chars() < 3,
        },
    )


def flags(invoices: Frame, *, least: int = 4, days: int = 60) -> Frame:
    """Return the invoices whose numbers run on in time, a lead for each run."""
    rows = invoices.with_columns(
        firm=col("supplier_key"),
        stem=col("number").str.replace_all("[0-9]{1,8}$", ""),
        nth=_tail().cast(Int64),
        coin=col("currency").fill_null(""),
        day=day_number(col("issued_on")),
    )
    first = _runs(rows)
    sums = first.group_by("lead").agg(
        times=count(),
        sum=col("amount").sum().cast(Int64),
        low=col("nth").min(),
        high=col("nth").max(),
        days=(col("day").max() - col("day").min()).cast(Int64),
    )
    sums = sums.filter(col("times") >= least, col("days") >= days)
    found = keep(first.join(sums, on="lead"))
    ends = found.filter(col("nth") == col("low")).select("lead", first="number")
    last = found.filter(col("nth") == col("high")).select("lead", last="number")
    return (
        found.join(ends, on="lead")
        .join(last, on="lead")
        .select(
            *("code", "lead", "body_name", "supplier", "times", "sum", "days", "first", "last"),
            subject=col("supplier"),
            figure=col("amount").cast(Int64),
            strength=when(col("times") > 6).then(lit(0.4)).otherwise(lit(0.3)),
        )
    )


def _runs(rows: Frame) -> Frame:
    """Add the lead: invoices of one firm whose numbers and days follow one another."""
    one = ("body", "firm", "stem", "coin")
    # One invoice may stand in several lines; its first speaks for the number.
    first = keep(rows.filter(col("code") == col("code").min().over(*one, "nth")))
    order = ["nth"]
    step = col("nth") - col("nth").shift(1).over(*one, order_by=order)
    later = col("day") - col("day").shift(1).over(*one, order_by=order)
    first = first.with_columns(step=step, later=later)
    on = (col("step") == 1) & (col("later") >= 0)
    first = first.with_columns(begins=when(on).then(lit(0)).otherwise(lit(1)))
    first = first.with_columns(run=col("begins").cum_sum().over(*one, order_by=order))
    return keep(first.with_columns(lead=key(*one, "run")))


def _tail() -> Expr:
    """Return the last digits of a number, eight at most."""
    digits = col("number").str.replace_all("^.*[^0-9]", "")
    return when(digits.str.len_chars() > 8).then(digits.str.slice(-8)).otherwise(digits)


EXAMPLES = [
    Example(
        "four invoices in four months, one after another",
        flagged=["甲公司"],
        tables={
            "invoices": """
                body   | supplier | number   | issued_on  | amount
                大河镇 | 甲公司   | FP-00101 | 2024-01-10 | 5,000
                大河镇 | 甲公司   | FP-00102 | 2024-02-10 | 6,000
                大河镇 | 甲公司   | FP-00103 | 2024-03-10 | 7,000
                大河镇 | 甲公司   | FP-00104 | 2024-04-10 | 8,000
                大河镇 | 乙公司   | FP-00501 | 2024-04-10 | 8,000
            """,
        },
    ),
    Example(
        "numbers with gaps; four on one day; from the market",
        tables={
            "invoices": """
                body   | supplier | number   | issued_on  | amount | market
                大河镇 | 甲公司   | FP-00101 | 2024-01-10 | 5,000  |
                大河镇 | 甲公司   | FP-00112 | 2024-02-10 | 6,000  |
                大河镇 | 甲公司   | FP-00143 | 2024-03-10 | 7,000  |
                大河镇 | 甲公司   | FP-00184 | 2024-04-10 | 8,000  |
                大河镇 | 乙公司   | 501      | 2024-04-10 | 8,000  |
                大河镇 | 乙公司   | 502      | 2024-04-10 | 8,000  |
                大河镇 | 乙公司   | 503      | 2024-04-10 | 8,000  |
                大河镇 | 乙公司   | 504      | 2024-04-10 | 8,000  |
                大河镇 | 丙农户   | 601      | 2024-01-10 | 8,000  | yes
                大河镇 | 丙农户   | 602      | 2024-02-10 | 8,000  | yes
                大河镇 | 丙农户   | 603      | 2024-03-10 | 8,000  | yes
                大河镇 | 丙农户   | 604      | 2024-04-10 | 8,000  | yes
            """,
        },
    ),
    Example(
        "a number without digits; no number",
        cannot=["no digits", "no number"],
        tables={
            "invoices": """
                body   | supplier | number | issued_on  | amount
                大河镇 | 甲公司   | FP-A   | 2024-01-10 | 5,000
                大河镇 | 甲公司   |        | 2024-01-10 | 5,000
            """,
        },
    ),
]
