"""Rent not collected

A rent or fee for what belongs to all is two months overdue, and neither a payment nor a deferral is
on record.

Why it matters
    Rent that nobody asks for is a present from all to one. It is often the friends of those who
    ought to ask.

Innocent reasons
    A deferral that was granted and not filed. Paid in kind or in work. Booked under another
    contract. A lessee who has gone, or is before the court.

Source
    Overdue fees are the first thing reviews of village contracts look for.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.recent import up_to
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """租金、承包费逾期未收

集体资产的租金或承包费逾期两个月，既无收款，也无缓缴记录。

为什么重要
    没人去催的租金，等于拿大家的钱送人；受惠的往往是该去催的人的熟人。

清白的理由
    已同意缓缴但未登记；以物或以工抵付；收款记到别的合同名下；承租人已离开或正在诉讼。

来源
    清理农村合同时首先查逾期未收。
"""

SENTENCE = Text(
    "{lessee} owes {body_name} {sum:money} for {what} by contract {contract}: {times} rents, the "
    "oldest due on {first}. No payment and no deferral is on record.",
    "{lessee}按合同{contract}欠{body_name}的{what}租金{sum:money}，共{times}期，最早一期应于{first}交纳；"
    "没有收款或缓缴记录。",
)

NEEDS = {"rents": ["body", "due_on", "due"]}
OPTIONAL = ["income"]
REASONS = {
    "deferred": Reason(Text("A deferral is on file.", "已准予缓缴。")),
    "not due": Reason(
        Text("It fell due less than two months before the books end.", "距账目截止日不足两个月。")
    ),
}

SETTINGS = {
    "days": Setting(
        Text("days after the due day from which a rent is overdue", "逾期天数"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: sixty.", "实践中常用：六十天。"),
        kind="days",
    ),
}


def asides(rents: Frame, income: Frame, *, days: int = 60) -> Frame:
    """Set aside deferrals, and what fell due shortly before the books end."""
    rows = up_to(rents, (rents, "paid_on"), (income, "booked_on"))
    late = day_number(col("due_on")) + days < day_number(col("reached"))
    reasons = {
        "deferred": (col("deferred") == 1).fill_null(value=False),
        "not due": ~late.fill_null(value=False),
    }
    return set_aside(rows, reasons).drop("reached")


def flags(rents: Frame, income: Frame) -> Frame:
    """Return the overdue rents, a lead for each contract; what is open is at stake."""
    # What the books have under the contract since then counts, though the list does not know it.
    booked = income.filter(~col("contract").is_null(), ~col("booked_on").is_null())
    booked = booked.group_by("body", "contract").agg(latest=col("booked_on").max())
    rows = rents.with_columns(own=col("due") - col("paid").fill_null(0)).filter(col("own") > 0)
    rows = rows.join(booked, on=["body", "contract"], how="left")
    known = (col("latest") >= col("due_on")).fill_null(value=False)
    rows = keep(rows.filter(~known).with_columns(lead=key("body", "contract")))
    sums = rows.group_by("lead").agg(
        times=count(), sum=col("own").sum().cast(Int64), first=col("due_on").min()
    )
    return rows.join(sums, on="lead").select(
        *("code", "lead", "body_name", "contract", "times", "sum", "first"),
        lessee=coalesce(col("lessee"), lit("—")),
        what=coalesce(col("title"), lit("—")),
        subject=coalesce(col("title"), col("contract")),
        figure=col("own").cast(Int64),
        strength=lit(0.5),
    )


EXAMPLES = [
    Example(
        "two years open",
        flagged=["北塘"],
        tables={
            "rents": """
                body   | contract | title | lessee | due_on     | due   | paid_on    | paid
                大河村 | h1       | 北塘  | 戊     | 2022-01-10 | 5,000 | 2022-01-09 | 5,000
                大河村 | h1       | 北塘  | 戊     | 2023-01-10 | 5,000 |            |
                大河村 | h1       | 北塘  | 戊     | 2024-01-10 | 5,000 |            |
                大河村 | h2       | 南塘  | 甲     | 2024-05-10 | 5,000 | 2024-05-10 | 5,000
            """,
        },
    ),
    Example(
        "deferred; due a month ago; booked as income under the contract",
        tables={
            "rents": """
                body   | contract | title | due_on     | due   | paid_on    | paid  | deferred
                大河村 | h1       | 北塘  | 2024-01-10 | 5,000 |            |       | yes
                大河村 | h2       | 南塘  | 2024-05-10 | 5,000 |            |       |
                大河村 | h3       | 西塘  | 2024-01-10 | 5,000 |            |       |
                大河村 | h4       | 东塘  | 2024-06-01 | 5,000 | 2024-06-01 | 5,000 |
            """,
            "income": """
                body   | contract | booked_on  | amount
                大河村 | h3       | 2024-02-10 | 5,000
            """,
        },
    ),
    Example(
        "no day on which it is due",
        cannot=["no due_on"],
        tables={
            "rents": """
                body   | contract | due   | paid_on    | paid
                大河村 | h1       | 5,000 |            |
                大河村 | h1       | 5,000 | 2024-06-01 | 5,000
            """,
        },
    ),
]
