"""One payment split under a limit

Several payments to one organisation follow each other within days, each a little under a limit
from which a heavier procedure begins, and together over it.

Why it matters
    Splitting is the oldest way around quotations and tenders: nobody has to be asked, and the work
    goes to whom one likes.

Innocent reasons
    Parts of a contract that was tendered; regular deliveries; separate jobs that happened to fall
    together; weekly wages paid through an agency; payments for each of several persons.

Source
    In every audit handbook as contract or invoice splitting. The limits are those of the table of
    limits, each with its day and source.
"""

from datetime import date

from narwhals import Int64, col, lit, when

from sunledger.screening.bursts import banded, bursts, clustered, whole
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import PASSED_OVER, key, passed_over, set_aside, span

CHINESE = """化整为零

几天之内接连付给同一收款单位多笔款项，每笔都略低于须走更严格程序的限额，合计则超过限额。

为什么重要
    拆分是绕开询价和招标最老的办法：不必问任何人，活就给了想给的人。

清白的理由
    已招标合同的分期款；定期供货；恰好同时发生的不同事项；经机构代发的周薪；按人头逐笔支付的款项。

来源
    各审计手册所称拆分合同、拆分发票。限额取自限额表，每一限额都注明起始日期和出处。
"""

SENTENCE = Text(
    "{body} paid {payee} {times} amounts shortly after each other ({span}), each a little under "
    "the limit of {limit:money} and together over it: {sum:money}. It was seen {bursts:times}.",
    "{body}在短时间内（{span}）接连付给{payee}{times}笔，每笔都略低于限额{limit:money}，"
    "合计{sum:money}。这样的情形共{bursts:times}。",
)

NEEDS = {"payments": ["body", "paid_on", "payee", "amount"]}
ALONE = ["body"]

REASONS = {
    **{
        name: PASSED_OVER[name] for name in ("copied", "money back", "withheld", "person", "public")
    },
    "no limit": Reason(
        Text(
            "No limit is known for the row's currency on that day.",
            "该币种在该日期没有已知的限额。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "limit": Setting(
        Text("the limit; 0 takes those of the table", "限额；0 表示用限额表"),
        since=date(2024, 1, 1),
        source=Text("The table of limits says each one's source.", "限额表注明每一限额的出处。"),
        kind="money",
    ),
    "near": Setting(
        Text(
            "share of the limit from which an amount is a little under it", "视为略低于限额的下限"
        ),
        since=date(2024, 1, 1),
        source=Text(
            "Our own; lists of red flags have 70 to 95 in a hundred.",
            "自定；各风险清单为百分之七十至九十五。",
        ),
        kind="share",
    ),
    "pair": Setting(
        Text("share of the limit for two alone", "仅两笔时视为略低于限额的下限"),
        since=date(2026, 11, 22),
        source=Text("Our own: two may fall together by chance.", "自定：两笔可能只是巧合。"),
        kind="share",
    ),
    "days": Setting(
        Text("days within which the next payment follows", "前后两笔相隔的天数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own; lists of red flags have 7 to 90 days.", "自定；各风险清单为七至九十天。"
        ),
        kind="days",
    ),
    "regular": Setting(
        Text(
            "payments in a row, or months, beyond which it is a regular delivery",
            "视为定期供货的连续笔数或月数",
        ),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: what goes on for weeks is a supply contract.", "自定：连续数周的是供货合同。"
        ),
    ),
}


def asides(payments: Frame, limits: Frame, *, limit: int = 0) -> Frame:
    """Set aside rows that no limit applies to, or whose payee cannot be followed."""
    reasons = passed_over("copied", "money back", "withheld", "person", "public")
    if limit:
        return set_aside(payments, reasons)
    earliest = limits.group_by("currency").agg(earliest=col("since").min())
    rows = payments.join(earliest, on="currency", how="left")
    unlimited = col("earliest").is_null() | (col("paid_on") < col("earliest"))
    return set_aside(rows, {**reasons, "no limit": unlimited}).drop("earliest")


def flags(
    payments: Frame,
    limits: Frame,
    *,
    limit: int = 0,
    near: float = 0.7,
    pair: float = 0.9,
    days: int = 10,
    regular: int = 6,
) -> Frame:
    """Return payments that follow each other a little under a limit, over it together."""
    rows = keep(banded(whole(payments), limits, limit, near))
    under = rows.filter(col("band") == "near")
    known = clustered(rows, regular, pair)
    burst = bursts(under.join(known, on=["body", "payee_key", "limit"]), days)
    # Two may fall together by chance; then each has to be closer to the limit, or to the other.
    close = (col("least") >= col("limit") * pair) & (col("close") * 2 > col("all"))
    many = (col("times") > 2) | close | (col("lasted") <= 2)
    few = (col("times") >= 2) & (col("times") <= regular)
    return _leads(keep(burst.filter(few, many, col("sum") >= col("limit"))))


def _leads(rows: Frame) -> Frame:
    """Return the rows with their lead: a body, a payee and a limit; its largest burst speaks."""
    rows = rows.with_columns(lead=key("body", "payee_key", "limit"))
    best = (col("sum") == col("sum").max().over("lead")).cast(Int64)
    rows = rows.with_columns(best=best)
    largest = (
        rows.filter(col("best") == 1)
        .group_by("lead")
        .agg(
            sum=col("sum").min(),
            times=col("times").min(),
            first=col("first").min(),
            last=col("last").min(),
        )
    )
    bursts = rows.group_by("lead").agg(bursts=col("burst").n_unique())
    several = when(col("times") > 2).then(lit(0.7)).otherwise(lit(0.4))
    leads = largest.join(bursts, on="lead")
    found = rows.drop("sum", "times", "first", "last").join(leads, on="lead")
    return found.select(
        *("code", "lead", "payee", "limit", "times", "sum", "bursts"),
        span=span("first", "last"),
        body="body_name",
        subject="payee",
        figure=col("amount").cast(Int64),
        strength=several * col("near") / col("all"),
    )


EXAMPLES = [
    Example(
        "four parts of three quarters of the limit",
        flagged=["甲公司"],
        payments="""
            code | body   | payee  | paid_on    | amount
            p1   | 大河村 | 甲公司 | 2024-05-08 | 38,000
            p2   | 大河村 | 甲公司 | 2024-05-08 | 36,500
            p3   | 大河村 | 甲公司 | 2024-05-09 | 37,200
            p4   | 大河村 | 甲公司 | 2024-05-13 | 36,900
        """,
    ),
    Example(
        "a contract paid by the month, January with February; two that fell together once",
        payments="""
            code | body   | payee  | paid_on    | amount
            p1   | 大河镇 | 甲公司 | 2024-01-20 | 47,000
            p2   | 大河镇 | 甲公司 | 2024-03-12 | 47,000
            p3   | 大河镇 | 甲公司 | 2024-03-20 | 47,000
            p4   | 大河镇 | 甲公司 | 2024-04-20 | 47,000
            p5   | 大河镇 | 甲公司 | 2024-05-20 | 47,000
            p6   | 大河镇 | 甲公司 | 2024-06-20 | 47,000
            p7   | 大河镇 | 甲公司 | 2024-07-20 | 47,000
            q1   | 大河镇 | 乙公司 | 2024-07-20 | 41,300
            q2   | 大河镇 | 乙公司 | 2024-07-24 | 43,900
        """,
    ),
    Example(
        "one job in three parts within ten days",
        flagged=["西坪水电安装有限公司"],
        payments="""
            code | body   | payee                | paid_on    | amount | reference
            p1   | 大河村 | 西坪水电安装有限公司 | 2024-05-08 | 48,600 | 0508-11
            p2   | 大河村 | 西坪水电安装有限公司 | 2024-05-13 | 49,200 | 0513-04
            p3   | 大河村 | 西坪水电安装有限公司 | 2024-05-16 | 47,900 | 0516-09
            p4   | 大河村 | 红泉商贸有限公司     | 2024-05-16 | 47,900 | 0516-10
        """,
    ),
    Example(
        "two payments on one day, under a limit that somebody asked for",
        flagged=["Jia Co"],
        payments="""
            code | body | payee  | paid_on    | amount
            p1   | Dahe | Jia Co | 2024-05-08 |  4,900
            p2   | Dahe | Jia Co | 2024-05-08 |  4,700
        """,
        settings={"limit": 5_000_00},
    ),
    Example(
        "twice in a year is one lead",
        flagged=["Jia Co"],
        payments="""
            code | body | payee  | paid_on    | amount
            p1   | Dahe | Jia Co | 2024-03-08 | 49,000
            p2   | Dahe | Jia Co | 2024-03-12 | 47,000
            p3   | Dahe | Jia Co | 2024-09-02 | 49,900
            p4   | Dahe | Jia Co | 2024-09-05 | 48,000
        """,
    ),
    Example(
        "a job over the limit, paid openly in two parts by its contract",
        payments="""
            code | body   | payee                | paid_on    | amount
            p1   | 大河村 | 松湾建筑工程有限公司 | 2024-05-08 | 61,000
            p2   | 大河村 | 松湾建筑工程有限公司 | 2024-05-10 | 58,000
        """,
    ),
    Example(
        "a firm that is paid small and large amounts all the time",
        payments="""
            code | body | payee  | paid_on    | amount
            p1   | Dahe | Jia Co | 2024-03-08 | 49,000
            p2   | Dahe | Jia Co | 2024-03-12 | 47,000
            p3   | Dahe | Jia Co | 2024-03-02 | 69,900
            p4   | Dahe | Jia Co | 2024-04-05 | 31,000
            p5   | Dahe | Jia Co | 2024-05-05 | 38,000
        """,
    ),
    Example(
        "weekly deliveries that go on and on, and two a year apart",
        payments="""
            code | body | payee  | paid_on    | amount
            p1   | Dahe | Jia Co | 2024-03-01 | 42,000
            p2   | Dahe | Jia Co | 2024-03-08 | 43,100
            p3   | Dahe | Jia Co | 2024-03-15 | 41,700
            p4   | Dahe | Jia Co | 2024-03-22 | 42,400
            p5   | Dahe | Jia Co | 2024-03-29 | 43,900
            p6   | Dahe | Jia Co | 2024-04-05 | 42,800
            p7   | Dahe | Jia Co | 2024-04-12 | 43,300
            q1   | Dahe | Yi Co  | 2023-04-12 | 48,000
            q2   | Dahe | Yi Co  | 2024-04-12 | 48,000
        """,
    ),
    Example(
        "two lines of one invoice are one payment, and over the limit",
        payments="""
            code | body | payee  | paid_on    | amount | reference
            p1   | Dahe | Jia Co | 2024-03-08 | 49,000 | FP-77
            p2   | Dahe | Jia Co | 2024-03-08 | 47,000 | FP-77
        """,
    ),
    Example(
        "a land without a limit, and a payee nobody may know",
        cannot=["no limit"],
        payments="""
            code | body | payee  | paid_on    | amount | currency
            p1   | Dahe | Jia Co | 2024-03-08 | 49,000 | USD
            p2   | Dahe | Jia Co | 2024-03-09 | 47,000 | USD
            p3   | Dahe | 张*    | 2024-03-08 | 49,000 | CNY
            p4   | Dahe | 张*    | 2024-03-09 | 47,000 | CNY
        """,
    ),
]
