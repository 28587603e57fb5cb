"""Amounts crowd under a limit

A body's payments crowd just under a limit from which a heavier procedure begins, more than the
amounts around them let expect.

Why it matters
    Where a limit is in the way, invoices are written to stay under it.

Innocent reasons
    A price list at that level; offers that are made to fit a budget; a limit that also caps what is
    paid, so that nothing lies above it.

Source
    Bunching under thresholds is known from tax and procurement research; the test is binomial,
    against the bands of the same width below and above. A payee's same amount counts once, so that
    a fee does not make a crowd.
"""

from datetime import date

from narwhals import Int64, col, lit, when
from narwhals import len as count

from sunledger.screening.bursts import limited
from sunledger.screening.chance import least, surprise
from sunledger.screening.keeping import keep
from sunledger.screening.rounding import whole
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import PASSED_OVER, key, passed_over, set_aside

CHINESE = """金额扎堆在限额之下

某单位的付款密集地落在限额之下一点点，多于其周围金额所应有的密度。

为什么重要
    限额碍事时，发票就会开得刚好低于限额。

清白的理由
    价目恰在该水平；按预算报价；限额同时也是支付上限，其上自然没有付款。

来源
    限额之下扎堆，见于税收和采购研究；检验为二项检验，与上下相邻的同宽区间比较。
    同一收款方的同一金额只计一次，固定费用不致成堆。
"""

SENTENCE = Text(
    "{body} made {near} different payments from {floor:money} to the limit of {limit:money}, but "
    "{below} in the band of the same width below it and {above} in the one above; {sum:money} "
    "in all.",
    "{body}有{near}笔不同付款落在{floor:money}至限额{limit:money}之间，"
    "而下方同宽区间仅{below}笔，上方仅{above}笔；合计{sum:money}。",
)

NEEDS = {"payments": ["body", "amount", "payee"]}
ALONE = ["body"]

REASONS = {
    **{
        name: PASSED_OVER[name] for name in ("copied", "money back", "withheld", "person", "public")
    },
    "no day": Reason(
        Text(
            "The row gives no day, so that one cannot know which limit held.",
            "该行没有日期，无从知道当时的限额。",
        ),
        applicable=True,
    ),
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
    "width": Setting(
        Text(
            "width of the bands under and over the limit, as a share of it", "区间宽度占限额的比例"
        ),
        since=date(2024, 1, 1),
        source=Text(
            "Our own; lists of red flags have 1 to 10 in a hundred.",
            "自定；各风险清单为百分之一至十。",
        ),
        kind="share",
    ),
    "few": Setting(
        Text("fewer payments than this near under the limit are no crowd", "少于此数不成其为扎堆"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "chance": Setting(
        Text("chance below which a crowd is no accident", "视为并非偶然的概率上限"),
        since=date(2024, 1, 1),
        source=Text(
            "The usual one in a thousand, by a bound that is never too small.",
            "通常的千分之一，所用界限不会偏小。",
        ),
        kind="share",
    ),
}


def asides(payments: Frame, limits: Frame, *, limit: int = 0) -> Frame:
    """Set aside rows that no limit applies to, or whose payee cannot be told from others."""
    reasons = passed_over("copied", "money back", "withheld", "person", "public")
    if limit:
        return set_aside(payments, reasons)
    earliest = limits.group_by("currency").agg(earliest=col("since").min())
    rows = payments.join(earliest, on="currency", how="left")
    unlimited = col("earliest").is_null() | (col("paid_on") < col("earliest"))
    reasons["no day"] = col("paid_on").is_null()
    reasons["no limit"] = unlimited
    return set_aside(rows, reasons).drop("earliest")


def flags(
    payments: Frame,
    limits: Frame,
    *,
    limit: int = 0,
    width: float = 0.05,
    few: int = 10,
    chance: float = 0.001,
) -> Frame:
    """Return the payments of a crowd a little under a limit."""
    banded = keep(_banded(payments, limits, limit, width))
    near = banded.filter(col("band") == "near")
    return _leads(near.join(_crowded(banded, few, chance), on=["body", "limit"]), width)


def _banded(payments: Frame, limits: Frame, limit: int, width: float) -> Frame:
    """Return payments in the band under a limit and in its neighbours on either side."""
    rows = limited(payments, limits, limit).filter(
        col("amount") >= col("limit") * (1 - 2 * width), col("amount") < col("limit") * (1 + width)
    )
    band = (
        when(col("amount") >= col("limit"))
        .then(lit("above"))
        .when(col("amount") >= col("limit") * (1 - width))
        .then(lit("near"))
        .otherwise(lit("below"))
    )
    return rows.with_columns(band=band)


def _crowded(banded: Frame, few: int, chance: float) -> Frame:
    """Return the limits under which a body's payments crowd; a payee's same amount counts once."""
    once = banded.group_by("body", "limit", "band", "payee_key", "amount").agg(n=count())
    counted = once.with_columns(
        *(
            when(col("band") == band).then(lit(1)).otherwise(lit(0)).alias(band)
            for band in ("near", "below", "above")
        )
    )
    bands = counted.group_by("body", "limit").agg(
        *(col(band).sum().cast(Int64) for band in ("near", "below", "above"))
    )
    half = lit(0.5)
    beyond = (
        surprise(col("near"), col("near") + col("below"), half),
        surprise(col("near"), col("near") + col("above"), half),
    )
    return bands.filter(col("near") >= few, *(one > least(chance) for one in beyond))


def _leads(rows: Frame, width: float) -> Frame:
    """Return the rows of crowds with their lead: a body and a limit."""
    rows = rows.with_columns(lead=key("body", "limit"))
    return rows.select(
        *("code", "lead", "limit", "near", "below", "above"),
        floor=whole(col("limit") * (1 - width)),
        sum=col("amount").sum().over("lead").cast(Int64),
        body="body_name",
        subject="body_name",
        figure=col("amount").cast(Int64),
        strength=lit(0.6),
    )


EXAMPLES = [
    Example(
        "two dozen payments a few hundred under the limit, hardly any beside them",
        flagged=["Dahe Works"],
        payments="\n".join(
            [
                "code | body       | payee   | paid_on    | amount",
                *(
                    f"p{n}  | Dahe Works | Firm {n % 4} | 2024-05-06 | {49_950 - n * 17}"
                    for n in range(24)
                ),
                *(
                    f"q{n}  | Dahe Works | Firm {n % 4} | 2024-05-06 | {46_900 - n * 170}"
                    for n in range(4)
                ),
                *(
                    f"r{n}  | Dahe Works | Firm {n % 4} | 2024-05-06 | {50_900 + n * 170}"
                    for n in range(3)
                ),
            ]
        ),
    ),
    Example(
        "amounts that thin out evenly across the limit",
        payments="\n".join(
            [
                "code | body       | payee | paid_on    | amount",
                *(
                    f"p{n}  | Dahe Works | Firm  | 2024-05-06 | {45_050 + n * 190}"
                    for n in range(40)
                ),
            ]
        ),
    ),
    Example(
        "a monthly fee a little under the limit, to one firm",
        payments="""
            code    | body       | payee  | paid_on    | amount
            p1..p36 | Dahe Works | Jia Co | 2024-05-06 | 49,000
        """,
    ),
    Example(
        "a land without a limit, and names withheld",
        cannot=["no limit"],
        payments="""
            code    | body       | payee    | paid_on    | amount | currency
            p1..p60 | Dahe Works | REDACTED | 2024-05-06 | 49,800 | CNY
            q1..q60 | Dahe Works | Jia Co   | 2024-05-06 | 49,800 | USD
        """,
    ),
]
