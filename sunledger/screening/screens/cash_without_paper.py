"""Cash without a paper behind it

A body paid in cash again and again, in large round sums, on vouchers without an invoice.

Why it matters
    Cash leaves no trace, a round sum was not reckoned, and without an invoice nobody can ask the
    other side. One of the three is common; all three, again and again, are not.

Innocent reasons
    Markets and day labour, where no invoices are written. Condolence money and help in need that
    was decided. An invoice that is in the file and was not entered.

Source
    "White slips" and round cash are what reviews of village books look for.
"""

from datetime import date

from narwhals import Int64, String, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """无票现金整数支出

某单位一年内多次以现金支付大额整数，凭证后没有发票。

为什么重要
    现金不留痕，整数不是算出来的，没有发票就无从向对方核实。三样中一样常见，三样反复凑在一起就不寻常。

清白的理由
    集市采购、零工开不出发票；经决定的慰问、临时救助；发票在档案里但未录入。

来源
    检查村级账目都要查“白条”和现金整数支出。
"""

SENTENCE = Text(
    "{body_name} paid round sums in cash {times:times} in {year} on vouchers without an invoice: "
    "{sum:money} in all, the largest {most:money}.",
    "{body_name}{year}年有{times}笔无发票的现金整数支出，合计{sum:money}，最大一笔{most:money}。",
)

NEEDS = {"vouchers": ["body", "amount", "cash", "posted_on"]}
APART = ["body"]
REASONS = {
    "void": Reason(Text("The voucher was voided.", "凭证已作废。")),
    "not entered": Reason(
        Text("The body enters no numbers of invoices at all.", "该单位的凭证一律没有录入票据号。"),
        applicable=True,
    ),
    "not cash": Reason(Text("It was not paid in cash, or came in.", "非现金支付，或为收入。")),
}

SETTINGS = {
    "floor": Setting(
        Text("least amount of a cash payment", "现金支出的最低金额"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: five thousand.", "实践中常用：五千元。"),
        kind="money",
    ),
    "round_to": Setting(
        Text("an amount is round if it is a whole number of these", "整数的单位"),
        since=date(2024, 1, 1),
        source=Text("Our own: a thousand.", "自定：一千元。"),
        kind="money",
    ),
    "least": Setting(
        Text("such vouchers in a year, at least", "一年最少张数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}


def asides(vouchers: Frame) -> Frame:
    """Set aside what was voided or not paid in cash, and bodies that enter no invoices."""
    entered = (~col("invoice").is_null()).cast(Int64).max().over("body")
    return set_aside(
        vouchers.with_columns(entered=entered),
        {
            "void": (col("void") == 1).fill_null(value=False),
            "not cash": (col("cash") != 1) | (col("amount") <= 0),
            "not entered": col("entered") == 0,
        },
    ).drop("entered")


def flags(
    vouchers: Frame, *, floor: int = 5_000_00, round_to: int = 1_000_00, least: int = 3
) -> Frame:
    """Return the large round cash payments without an invoice, a lead for each body and year."""
    rows = vouchers.filter(col("invoice").is_null(), col("amount") >= floor)
    rows = rows.filter(col("amount") % round_to == 0)
    year = col("posted_on").dt.year().cast(Int64).cast(String)
    rows = rows.with_columns(year=year, coin=col("currency").fill_null(""))
    rows = keep(rows.with_columns(lead=key("body", "year", "coin")))
    sums = rows.group_by("lead").agg(
        times=count(), sum=col("amount").sum().cast(Int64), most=col("amount").max()
    )
    sums = sums.filter(col("times") >= least)
    return rows.join(sums, on="lead").select(
        *("code", "lead", "body_name", "year", "times", "sum", "most"),
        subject=coalesce(col("body_name"), col("body")),
        figure=col("amount").cast(Int64),
        strength=when(col("times") > 10).then(lit(0.45)).otherwise(lit(0.35)),
    )


EXAMPLES = [
    Example(
        "three times ten thousand in cash, and no paper",
        flagged=["大河村"],
        tables={
            "vouchers": """
                body   | posted_on  | amount | cash | invoice | purpose
                大河村 | 2024-02-01 | 10,000 | yes  |         | 工作经费
                大河村 | 2024-04-01 | 10,000 | yes  |         | 工作经费
                大河村 | 2024-07-01 | 20,000 | yes  |         | 工作经费
                大河村 | 2024-07-01 | 20,000 | no   | FP77    | 水渠
            """,
        },
    ),
    Example(
        "with invoices; small sums for labour; a reckoned sum; by transfer",
        tables={
            "vouchers": """
                body   | posted_on  | amount | cash | invoice | purpose
                大河村 | 2024-02-01 | 10,000 | yes  | FP1     | 水泥
                大河村 | 2024-04-01 | 10,000 | yes  | FP2     | 水泥
                大河村 | 2024-07-01 | 20,000 | yes  | FP3     | 水泥
                大河村 | 2024-02-01 | 1,000  | yes  |         | 零工
                大河村 | 2024-02-02 | 1,000  | yes  |         | 零工
                大河村 | 2024-02-03 | 1,000  | yes  |         | 零工
                大河村 | 2024-02-01 | 8,317  | yes  |         | 水电
                大河村 | 2024-02-02 | 7,512  | yes  |         | 水电
                大河村 | 2024-02-03 | 6,281  | yes  |         | 水电
                大河村 | 2024-02-03 | 10,000 | no   |         | 拨款
            """,
        },
    ),
    Example(
        "books without any numbers of invoices; nobody knows whether it was cash",
        cannot=["not entered", "no cash"],
        tables={
            "vouchers": """
                body   | posted_on  | amount | cash | invoice
                柳树村 | 2024-02-01 | 10,000 | yes  |
                柳树村 | 2024-02-02 | 10,000 | yes  |
                柳树村 | 2024-02-03 | 10,000 | yes  |
                柳树村 | 2024-02-03 | 10,000 |      |
            """,
        },
    ),
]
