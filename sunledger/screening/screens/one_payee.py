"""One payee takes most of the money

Over a year, one organisation receives more than half of all that an office pays.

Why it matters
    A captive supplier is a common way to steer public money to a friend, and an office that buys
    from one hand does not know what things cost.

Innocent reasons
    A small village with one large project, a sole utility, a central purchasing body, an agency
    through which wages are paid, a grant that one organisation passes on to many.

Source
    Supplier concentration appears in most published lists of red flags.
"""

from datetime import date

from narwhals import Float64, Int64, String, col, lit, when
from narwhals import len as count

from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import (
    PASSED_OVER,
    key,
    passed_over,
    set_aside,
    span,
)

CHINESE = """款项多归一家

一年之内，一个收款单位所得超过某部门全部支出的一半。

为什么重要
    专吃一家公款的供应商，是把公家的钱引向熟人的常见做法；只向一家买，也就不知道行情。

清白的理由
    小村当年只有一个大项目；独家经营的水电气；统一采购机构；代发工资的机构；由一家单位转拨给多家的补助。

来源
    供应商过于集中，见于多数公开的风险指标清单。
"""

SENTENCE = Text(
    "In {span}, {payee} received {share:share} of all that {payer} paid: {sum:money} of "
    "{total:money}, in {times} payments.",
    "{span}年，{payee}收到{payer}全部支出的{share:share}：{times}笔，{sum:money}，总支出{total:money}。",
)

NEEDS = {"payments": ["body", "paid_on", "amount"]}
APART = ["body"]

REASONS = {
    **{name: PASSED_OVER[name] for name in ("copied", "withheld", "person", "public")},
    "no payee named": Reason(
        Text("The row names no payee.", "该行没有写收款方。"),
        applicable=True,
    ),
    "few payments": Reason(
        Text(
            "The office made too few payments in the year to speak of most of them.",
            "该部门当年付款笔数太少，谈不上集中。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "share": Setting(
        Text("share of an office's year that is most of it", "占部门全年支出的份额"),
        since=date(2024, 1, 1),
        source=Text("Our own: most is more than half.", "自定：超过一半即为多数。"),
        kind="share",
    ),
    "at_least": Setting(
        Text("least amount that the payee received in the year", "当年所得最低金额"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
        kind="money",
    ),
    "times": Setting(
        Text("least number of payments to the payee in the year", "当年付给该方的最少笔数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: a few payments are a project, not a habit.", "自定：三五笔是项目，不是习惯。"
        ),
    ),
    "few": Setting(
        Text("fewer payments than this in a year cannot be judged", "全年少于此数则无从判断"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}


def asides(payments: Frame, *, few: int = 20) -> Frame:
    """Set aside payees that cannot be added up; their money still counts in the office's year."""
    single = col("copy_of").is_null()
    rows = payments.with_columns(
        year=col("paid_on").dt.year().cast(Int64),
        counted=when(single).then(col("amount")).otherwise(lit(0)),
        one=when(single).then(lit(1)).otherwise(lit(0)),
    )
    office = ("body", "payer", "year")
    rows = rows.with_columns(
        total=col("counted").sum().over(*office).cast(Int64), rows=col("one").sum().over(*office)
    )
    reasons = passed_over("copied", "withheld", "person", "public")
    reasons["no payee named"] = col("payee").is_null()
    reasons["few payments"] = col("rows") < few
    return set_aside(rows, reasons)


def flags(
    payments: Frame,
    *,
    share: float = 0.5,
    at_least: int = 10_000_00,
    times: int = 6,
) -> Frame:
    """Return the payments to payees that received more than `share` of an office's year."""
    one = ("body", "payer", "payee_key", "year")
    years = payments.with_columns(
        sum=col("amount").sum().over(*one).cast(Int64), times=count().over(*one)
    )
    most = years.filter(
        col("sum") > col("total") * share, col("sum") >= at_least, col("times") >= times
    )
    return _leads(most)


def _leads(most: Frame) -> Frame:
    """Return the rows with their lead: an office and a payee, over all the years."""
    most = most.with_columns(lead=key("body", "payer", "payee_key"))
    years = most.group_by("lead", "year").agg(total=col("total").max(), sum=col("sum").max())
    leads = years.group_by("lead").agg(
        total=col("total").sum().cast(Int64),
        sum=col("sum").sum().cast(Int64),
        first=col("year").min().cast(String),
        last=col("year").max().cast(String),
    )
    rows = most.drop("total", "sum", "times").join(leads, on="lead")
    rows = rows.with_columns(
        span=span("first", "last"), share=col("sum").cast(Float64) / col("total").cast(Float64)
    )
    return rows.select(
        *("code", "lead", "payee", "payer", "span", "total", "sum", "share"),
        times=count().over("lead"),
        subject="payee",
        figure=col("amount").cast(Int64),
        strength=col("share") * 0.4,
    )


EXAMPLES = [
    Example(
        "nine tenths to one company",
        flagged=["Jia Co"],
        payments="""
            code    | body | payee  | paid_on    | amount
            a1..a12 | Dahe | Jia Co | 2024-03-04 |  7,500
            b1..b4  | Dahe | Yi Co  | 2024-05-05 |  1,250
            c1..c4  | Dahe | Bing   | 2024-06-05 |  1,250
        """,
    ),
    Example(
        "two years with the same company are one lead",
        flagged=["Jia Co"],
        payments="""
            code    | body | payee  | paid_on    | amount
            a1..a12 | Dahe | Jia Co | 2023-03-04 |  7,500
            b1..b8  | Dahe | Yi Co  | 2023-05-05 |  1,250
            c1..c12 | Dahe | Jia Co | 2024-03-04 |  7,500
            d1..d8  | Dahe | Yi Co  | 2024-05-05 |  1,250
        """,
    ),
    Example(
        "one large project, paid in two parts",
        payments="""
            code    | body | payee  | paid_on    | amount
            a1..a2  | Dahe | Jia Co | 2024-03-04 | 75,000
            b1..b18 | Dahe | Yi Co  | 2024-05-05 |    250
        """,
    ),
    Example(
        "half is not most, and what came back is taken off",
        payments="""
            code    | body | payee  | paid_on    | amount
            a1..a9  | Dahe | Jia Co | 2024-03-04 |   9,000
            a10     | Dahe | Jia Co | 2024-03-09 | -31,000
            b1..b10 | Dahe | Yi Co  | 2024-05-05 |   5,000
        """,
        settings={"few": 20},
    ),
    Example(
        "wages under masked names, and too few payments to speak of most",
        cannot=["few payments"],
        payments="""
            code    | body  | payee  | paid_on    | amount
            a1..a30 | Dahe  | 王*    | 2024-03-04 |  3,000
            b1..b4  | Dahe  | Yi Co  | 2024-05-05 |  1,250
            c1..c9  | Xihe  | Jia Co | 2024-03-04 | 30,000
        """,
    ),
    Example(
        "a sheet published twice does not double the share",
        payments="""
            code    | body | payee  | paid_on    | amount | batch
            a1..a10 | Dahe | Jia Co | 2024-03-04 |  3,000 | march
            b1..b9  | Dahe | Yi Co  | 2024-04-04 |  2,800 | april
            d1..d4  | Dahe | Bing   | 2024-04-05 |  2,500 | april
            c1..c10 | Dahe | Jia Co | 2024-03-04 |  3,000 | march again
        """,
        settings={"few": 10},
    ),
]
