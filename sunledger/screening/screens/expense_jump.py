"""Expense of one kind far above what is usual

In one month a body spent more than twice its usual month on receptions, meetings, travel or cars,
and no decided event explains it.

Why it matters
    What is not to be seen is booked where nobody looks twice: under the heading that has always
    been there.

Innocent reasons
    A festival or a meeting that was decided, passed over where it is on file. Bills of several
    months paid at once. A small base. The end of the year.

Source
    Months far above the median are what reviews of official expenses look at first.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.rounding import whole
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """公务支出陡增

某单位某月的接待、会议、差旅或用车支出超过平常月份的两倍，且没有经决定的活动说明。

为什么重要
    不想让人看见的支出，往往记在一直都有的科目下。

清白的理由
    已决定的节庆、会议（有记录的排除）；几个月的账单一次支付；基数小；年底结账。

来源
    检查公务支出时首先看远高于中位数的月份。
"""

SENTENCE = Text(
    "{body_name} spent {sum:money} on {what} in {month:month}; half of the {months} months before "
    "came to {usual:money} or less, and no decided event explains it.",
    "{body_name}{month:month}{what}支出{sum:money}，而此前{months}个月的中位数为{usual:money}，"
    "且没有活动说明。",
)

NEEDS = {"expenses": ["body", "kind", "month", "amount"]}
APART = ["body"]
REASONS = {
    "event": Reason(Text("A decided event explains it.", "有经决定的活动。")),
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "too short": Reason(
        Text("Fewer than seven months of this kind are on record.", "该类支出记录不足七个月。"),
        applicable=True,
    ),
}

SETTINGS = {
    "times": Setting(
        Text("tenths of the usual month from which it is a jump", "视为陡增的倍数（十分之一）"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: twice.", "实践中常用：两倍。"),
    ),
    "floor": Setting(
        Text("least amount above the usual month", "超出平常月份的最低金额"),
        since=date(2024, 1, 1),
        source=Text("Our own: small bodies swing.", "自定：小单位波动大。"),
        kind="money",
    ),
}

_KIND = ("body", "kind_of", "coin")
_BEFORE, _MONTHS = 6, 12


def asides(expenses: Frame) -> Frame:
    """Set aside events, what came back, and kinds without a past."""
    known = expenses.group_by("body", "kind").agg(months=col("month").n_unique())
    return set_aside(
        expenses.join(known, on=["body", "kind"], how="left"),
        {
            "came back": col("amount") <= 0,
            "event": (col("event") == 1).fill_null(value=False),
            "too short": col("months") <= _BEFORE,
        },
    ).drop("months")


def flags(expenses: Frame, *, times: int = 20, floor: int = 5_000_00) -> Frame:
    """Return the expenses of months far above the usual, a lead for each body, kind and month."""
    rows = expenses.with_columns(kind_of=col("kind"), coin=col("currency").fill_null(""))
    rows = keep(rows)
    months = rows.group_by(*_KIND, "month").agg(sum=col("amount").sum().cast(Int64))
    months = keep(months)
    earlier = months.select(*_KIND, before="sum", earlier="month")
    past = months.join(earlier, on=list(_KIND))
    past = past.filter(col("earlier") < col("month"), col("earlier") >= col("month") - _MONTHS)
    usual = past.group_by(*_KIND, "month").agg(
        months=count(), usual=whole(col("before").median()), most=col("before").max()
    )
    found = months.join(usual, on=[*_KIND, "month"]).filter(col("months") >= _BEFORE)
    above = (col("sum") * 10 > col("usual") * times) & (col("sum") - col("usual") >= floor)
    # A month that came so high before is part of how the body spends.
    found = found.filter(above, col("sum") > col("most"))
    rows = rows.join(found, on=[*_KIND, "month"])
    part = col("amount") * (col("sum") - col("usual")) // col("sum")
    return rows.select(
        *("code", "body_name", "month", "sum", "usual", "months"),
        what=col("kind_of"),
        lead=key(*_KIND, "month"),
        subject=coalesce(col("kind_of"), lit("—")),
        figure=part.cast(Int64),
        strength=when(col("sum") > col("usual") * 4).then(lit(0.35)).otherwise(lit(0.25)),
    )


def _months(kind: str, *amounts: int, event: str = "") -> str:
    """Return one expense a month from January 2023 on."""
    return "\n".join(
        f"大河镇 | {kind} | {2023 + n // 12}-{n % 12 + 1:02} | {amount} | {event}"
        for n, amount in enumerate(amounts)
    )


_HEAD = "body | kind | month | amount | event"

EXAMPLES = [
    Example(
        "thirty thousand after months of four",
        flagged=["接待"],
        tables={
            "expenses": "\n".join(
                [_HEAD, _months("接待", 4000, 4200, 3900, 4100, 4000, 4300, 3800, 30000)]
            )
        },
    ),
    Example(
        "a decided festival; a little above; every spring; a small base",
        tables={
            "expenses": "\n".join(
                [
                    *(_HEAD, _months("会议", 4000, 4200, 3900, 4100, 4000, 4300, 3800, 7000)),
                    _months("接待", 4000, 4200, 3900, 4100, 4000, 4300, 3800),
                    "大河镇 | 接待 | 2023-08 | 30000 | yes",
                    _months("差旅", 4000, 20000, 3900, 4100, 4000, 4300, 3800, 19000),
                    _months("用车", 100, 120, 90, 100, 100, 100, 100, 3000),
                ]
            )
        },
    ),
    Example(
        "one month; no kind",
        cannot=["too short", "no kind"],
        tables={
            "expenses": """
                body   | kind | month   | amount
                大河镇 | 接待 | 2024-03 | 30,000
                大河镇 |      | 2024-03 | 30,000
            """,
        },
    ),
]
