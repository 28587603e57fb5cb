"""Support paid twice for one month

One person is paid the same amount of one scheme for one month more than once, in one village.

Why it matters
    A list that is sent to the bank twice, or a line that is copied, pays twice; it is the simplest
    overpayment to show and to get back.

Innocent reasons
    A transfer that failed and was sent again, where the bank's return is not in the records. A
    booking back that stands in another extract. Arrears written under the current month. Two
    children under the number of their mother. Equal parts of one approval; where the approval is
    at hand, what it covers is passed over.

Source
    An old test of every auditor. The same facts in two villages are asked about elsewhere.
"""

from narwhals import Int64, String, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import scheme_named
from sunledger.screening.vocabulary import key, masked, set_aside

CHINESE = """同月补助重复发放

同一村同一人的同一项补助，同一所属月份以相同金额发放不止一次。

为什么重要
    名册送两次银行，或一行复制两遍，就会发两次；这是最容易说清、也最容易追回的多付。

清白的理由
    转账失败后重发，而银行退回未列入记录；冲销在另一份数据里；补发写成了当月；
    两个孩子都登记在母亲的号码下；一次批准分几笔等额发放（有审批记录且未超出的不列）。

来源
    审计的老办法。同样的事发生在两个村的，另有一项提问。
"""

SENTENCE = Text(
    "{body_name} paid {name} the same amount of {scheme_name} more than once for the same months, "
    "between {first:month} and {last:month}. Too many: {extra}, {stake:money} in all.",
    "{first:month}至{last:month}，{body_name}以相同金额向{name}重复发放同月{scheme_name}，"
    "疑多发{extra}笔，合计{stake:money}。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
OPTIONAL = ["awards"]
APART = ["person"]
REASONS = {"nothing moved": Reason(Text("The amount is zero.", "金额为零。"))}
SETTINGS: dict[str, Setting] = {}

_MONTH = ("person", "scheme", "month")
_SAME = (*_MONTH, "village", "grade", "plot", "amount")


def asides(benefits: Frame) -> Frame:
    """Set aside what moved nothing; what came back is judged, for it takes a payment away."""
    return set_aside(benefits, {"nothing moved": col("amount") == 0})


def narrow(benefits: Frame) -> Frame:
    """Return the persons who are paid a scheme for a month more than once."""
    often = benefits.group_by(*_MONTH).agg(rows=count())
    return often.filter(col("rows") > 1).select("person")


def flags(benefits: Frame, awards: Frame) -> Frame:
    """Return the payments alike of which there are more than one, less what came back."""
    rows = keep(benefits.join(_often(benefits, awards), on=list(_MONTH)))
    # The bank's list of what came back says nothing of grades, plots and villages.
    back = rows.filter(col("amount") < 0).with_columns(amount=-col("amount"))
    back = back.group_by(*_MONTH, "amount").agg(back=count())
    rows = rows.filter(col("amount") > 0).with_columns(
        **{name: col(name).fill_null("") for name in ("village", "grade", "plot")}
    )
    rows = rows.join(back, on=[*_MONTH, "amount"], how="left")
    counted = rows.with_columns(
        too_many=count().over(*_SAME) - col("back").fill_null(0) - 1,
        day=day_number(col("paid_on")).fill_null(0),
        one=lit(1),
    )
    paid = keep(counted.filter(col("too_many") > 0))
    nth = col("one").cum_sum().over(*_SAME, order_by=["day", "code"])
    extra = (nth > 1) & (nth <= col("too_many") + 1)
    paid = paid.with_columns(
        lead=key("body", "scheme", "person"),
        figure=when(extra).then(col("amount")).otherwise(lit(0)).cast(Int64),
    )
    paid = keep(paid)
    sums = paid.group_by("lead").agg(
        stake=col("figure").sum().cast(Int64),
        extra=(col("figure") > 0).cast(Int64).sum().cast(Int64),
        first=col("month").min(),
        last=col("month").max(),
        rows=count(),
    )
    return paid.join(sums, on="lead").select(
        *("code", "lead", "body_name", "stake", "extra", "first", "last", "figure"),
        scheme_name=scheme_named().cast(String),
        name=masked("name"),
        subject=masked("name"),
        strength=lit(0.7),
    )


def _often(benefits: Frame, awards: Frame) -> Frame:
    """Return the months for which persons were paid a scheme again, and more than was granted."""
    # Hardly anybody is paid twice for a month; only those who are, are looked at closely.
    often = benefits.group_by(*_MONTH).agg(rows=count(), paid=col("amount").sum().cast(Int64))
    often = keep(often.filter(col("rows") > 1))
    granted = awards.filter(~col("amount").is_null()).join(often, on=list(_MONTH), how="semi")
    granted = granted.group_by(*_MONTH).agg(granted=col("amount").sum().cast(Int64))
    often = often.join(granted, on=list(_MONTH), how="left")
    often = often.filter(~(col("paid") <= col("granted")).fill_null(value=False))
    return often.select(*_MONTH)


EXAMPLES = [
    Example(
        "March paid on the fifth and on the twentieth",
        flagged=["王＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | paid_on    | amount
                大河镇 | 低保   | w      | 王秀英 | 2024-03 | 2024-03-05 | 400
                大河镇 | 低保   | w      | 王秀英 | 2024-03 | 2024-03-20 | 400
                大河镇 | 低保   | w      | 王秀英 | 2024-04 | 2024-04-05 | 400
            """,
        },
    ),
    Example(
        "one came back and was sent again; two plots of one size; another amount for the month",
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | paid_on    | amount | plot
                大河镇 | 低保   | w      | 王秀英 | 2024-03 | 2024-03-05 | 400    |
                大河镇 | 低保   | w      | 王秀英 | 2024-03 | 2024-03-09 | -400   |
                大河镇 | 低保   | w      | 王秀英 | 2024-03 | 2024-03-20 | 400    |
                大河镇 | 地力   | l      | 李桂兰 | 2024-03 | 2024-03-20 | 120    | d1
                大河镇 | 地力   | l      | 李桂兰 | 2024-03 | 2024-03-20 | 120    | d2
                大河镇 | 低保   | z      | 赵国强 | 2024-03 | 2024-03-05 | 400    |
                大河镇 | 低保   | z      | 赵国强 | 2024-03 | 2024-03-20 | 35     |
            """,
        },
    ),
    Example(
        "the bank's list of what came back has no grade; two halves of one approval",
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | paid_on    | amount | grade
                大河镇 | 高龄   | w      | 王秀英 | 2024-03 | 2024-03-05 | 100    | 80
                大河镇 | 高龄   | w      | 王秀英 | 2024-03 | 2024-03-09 | -100   |
                大河镇 | 高龄   | w      | 王秀英 | 2024-03 | 2024-03-20 | 100    | 80
                大河镇 | 临时   | z      | 赵国强 | 2024-03 | 2024-03-05 | 900    |
                大河镇 | 临时   | z      | 赵国强 | 2024-03 | 2024-03-20 | 900    |
            """,
            "awards": """
                scheme | person | month   | amount
                临时   | z      | 2024-03 | 1,800
            """,
        },
    ),
    Example(
        "payments without a month or a person cannot be compared",
        cannot=["no month", "no person"],
        tables={
            "benefits": """
                body   | scheme | person | month   | amount
                大河镇 | 低保   | w      |         | 400
                大河镇 | 低保   |        | 2024-03 | 400
            """,
        },
    ),
]
