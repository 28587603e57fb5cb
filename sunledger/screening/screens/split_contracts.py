"""Contracts just under the limit, one after another

Within ninety days a body signed several contracts of one kind with one firm, each under the amount
from which a tender is needed and most of them near it, and together above it.

Why it matters
    One purchase in three papers is what it takes to choose the firm oneself.

Innocent reasons
    Call-offs of a framework, which are passed over. Works on different sites. Stages of one project
    that were decided one by one. Monthly supplies.

Source
    Regulations forbid splitting a purchase to avoid a tender; village works are where it is seen.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """化整为零的合同

九十天内，同一单位与同一企业签订多份同类合同，每份都低于招标限额且多数接近限额，合计超过限额。

为什么重要
    一笔采购拆成三份，就可以自己挑企业。

清白的理由
    框架协议下的分单（已排除）；不同地点的工程；分期决定的项目；按月供货。

来源
    法规禁止化整为零规避招标；村级工程中最常见。
"""

LAW = Text(
    "Law of China on tenders and bids, article 4: no one may split what must be tendered.",
    "《招标投标法》第四条：不得将依法必须招标的项目化整为零规避招标。",
)

SENTENCE = Text(
    "{body_name} signed {times} contracts for {category} with {supplier} from {first} to {last}, "
    "{sum:money} in all; each lies under the limit of {limit:money}.",
    "{body_name}在{first}至{last}与{supplier}签订{times}份{category}合同，合计{sum:money}，"
    "每份都低于{limit:money}的限额。",
)

NEEDS = {"contracts": ["body", "supplier", "category", "value", "signed_on"]}
OPTIONAL = ["limits"]
ALONE = ["body"]
REASONS = {
    "framework": Reason(Text("It is a call-off of a framework.", "属框架协议分单。")),
    "open": Reason(Text("Anyone could offer: it was tendered.", "已公开招标。")),
    "no limit": Reason(
        Text("No limit is known for the currency and the day.", "没有该币种当日的限额。"),
        applicable=True,
    ),
}

SETTINGS = {
    "days": Setting(
        Text("days within which contracts belong together", "视为同一批的天数"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: ninety.", "实践中常用：九十天。"),
        kind="days",
    ),
    "near": Setting(
        Text("hundredths of the limit from which a contract is near it", "视为接近限额的百分比"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: eighty.", "实践中常用：八十。"),
    ),
    "least": Setting(
        Text("contracts near the limit, at least", "接近限额的最少份数"),
        since=date(2024, 1, 1),
        source=Text("Our own: two happen by chance.", "自定：两份可能是巧合。"),
    ),
}

_OPEN = ("open", "公开招标", "selective", "邀请招标")


def asides(contracts: Frame, limits: Frame) -> Frame:
    """Set aside frameworks, tenders, and currencies without a limit."""
    rows = contracts.join(_limit(contracts, limits), on="code", how="left")
    return set_aside(
        rows,
        {
            "framework": (col("framework") == 1).fill_null(value=False),
            "open": col("method").is_in(_OPEN).fill_null(value=False),
            "no limit": col("limit").is_null(),
        },
    ).drop("limit")


def flags(
    contracts: Frame, limits: Frame, *, days: int = 90, near: int = 80, least: int = 3
) -> Frame:
    """Return the contracts that belong together and stay under the limit; a lead for each run."""
    rows = contracts.join(_limit(contracts, limits), on="code")
    rows = rows.filter(col("value") > 0, col("value") < col("limit"))
    rows = rows.with_columns(
        firm=col("supplier_key"),
        day=day_number(col("signed_on")),
        coin=col("currency").fill_null(""),
    )
    rows = _runs(rows, days // 3)
    close = (col("value") * 100 >= col("limit") * near).cast(Int64)
    sums = (
        rows.with_columns(close=close)
        .group_by("lead")
        .agg(
            times=count(),
            close=col("close").sum(),
            sum=col("value").sum().cast(Int64),
            most=col("limit").max(),
            first=col("signed_on").min(),
            last=col("signed_on").max(),
        )
    )
    length = day_number(col("last")) - day_number(col("first"))
    together = (col("sum") > col("most")) & (length <= days)
    # Supplies of every size go on and on; here most lie near the limit.
    sums = sums.filter(together, col("close") >= least, col("close") * 3 >= col("times") * 2)
    return rows.join(sums, on="lead").select(
        *("code", "lead", "body_name", "supplier", "category", "times", "sum", "first", "last"),
        limit=col("most").cast(Int64),
        subject=col("supplier"),
        figure=col("value").cast(Int64),
        strength=lit(0.5),
    )


def _runs(rows: Frame, days: int) -> Frame:
    """Add the lead: contracts with one firm that follow one another within so many days."""
    one = ("body", "firm", "category", "coin")
    order = ["day", "code"]
    gap = col("day") - col("day").shift(1).over(*one, order_by=order)
    rows = keep(rows.with_columns(gap=gap))
    begins = when(col("gap") <= days).then(lit(0)).otherwise(lit(1))
    rows = rows.with_columns(begins=begins)
    rows = rows.with_columns(run=col("begins").cum_sum().over(*one, order_by=order))
    return keep(rows.with_columns(lead=key(*one, "run")))


def _limit(contracts: Frame, limits: Frame) -> Frame:
    """Return for each contract the lowest limit above it that held when it was signed."""
    known = limits.select("currency", "since", "until", limit="amount")
    found = contracts.select("code", "currency", "value", "signed_on").join(known, on="currency")
    ended = (col("until") <= col("signed_on")).fill_null(value=False)
    found = found.filter(col("since") <= col("signed_on"), ~ended)
    over = when(col("limit") > col("value")).then(col("limit")).otherwise(lit(None))
    return (
        found.with_columns(over=over)
        .group_by("code")
        .agg(limit=coalesce(col("over").min(), col("limit").max()))
    )


_LIMITS = """
    currency | amount  | since      | what     | source
    CNY      | 100,000 | 2020-01-01 | 招标限额 | 县规定
"""

EXAMPLES = [
    Example(
        "three roads in six weeks, each for ninety thousand",
        flagged=["甲公司"],
        tables={
            "contracts": """
                body   | supplier | category | value  | signed_on
                大河村 | 甲公司   | 道路     | 95,000 | 2024-03-01
                大河村 | 甲公司   | 道路     | 92,000 | 2024-03-20
                大河村 | 甲公司   | 道路     | 98,000 | 2024-04-10
                大河村 | 甲公司   | 办公     | 9,000  | 2024-04-10
            """,
            "limits": _LIMITS,
        },
    ),
    Example(
        "call-offs; tendered; half a year apart; small and large supplies",
        tables={
            "contracts": """
                body   | supplier | category | value   | signed_on  | framework | method
                大河村 | 甲公司   | 道路     | 95,000  | 2024-03-01 | yes       |
                大河村 | 甲公司   | 道路     | 92,000  | 2024-03-20 | yes       |
                大河村 | 甲公司   | 道路     | 98,000  | 2024-04-10 | yes       |
                大河村 | 乙公司   | 水渠     | 95,000  | 2024-03-01 |           | 公开招标
                大河村 | 乙公司   | 水渠     | 95,000  | 2024-03-02 |           | 公开招标
                大河村 | 乙公司   | 水渠     | 95,000  | 2024-03-03 |           | 公开招标
                大河村 | 丙公司   | 苗木     | 95,000  | 2024-01-03 |           |
                大河村 | 丙公司   | 苗木     | 95,000  | 2024-06-03 |           |
                大河村 | 丙公司   | 苗木     | 95,000  | 2024-11-03 |           |
                大河村 | 丁公司   | 水泥     | 95,000  | 2024-01-03 |           |
                大河村 | 丁公司   | 水泥     | 15,000  | 2024-01-13 |           |
                大河村 | 丁公司   | 水泥     | 25,000  | 2024-01-23 |           |
                大河村 | 丁公司   | 水泥     | 85,000  | 2024-02-03 |           |
                大河村 | 丁公司   | 水泥     | 5,000   | 2024-02-13 |           |
            """,
            "limits": _LIMITS,
        },
    ),
    Example(
        "a currency without a limit; no value",
        cannot=["no limit", "no value"],
        tables={
            "contracts": """
                body   | supplier | category | value  | signed_on  | currency
                大河村 | 甲公司   | 道路     | 95,000 | 2024-03-01 | USD
                大河村 | 甲公司   | 道路     |        | 2024-03-01 | CNY
            """,
            "limits": _LIMITS,
        },
    ),
]
