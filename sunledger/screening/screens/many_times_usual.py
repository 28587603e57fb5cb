"""Many times what the person is usually paid

Somebody who is paid about the same each month is paid five times as much and more in one month,
though none of the months before was missing.

Why it matters
    One zero more in a list is the costliest slip there is, and an old way to take money out of a
    list that is checked by its length only. The sum is soon spent, and hard to get back.

Innocent reasons
    Arrears of months that were missing, which are passed over. A yearly payment that many receive
    in one month, which is passed over too. A grant booked under the scheme. A decision on appeal.

Source
    The usual test of auditors for amounts out of line, by each person's own median.
"""

from datetime import date

from narwhals import Int64, col, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.rounding import whole
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import scheme_named
from sunledger.screening.vocabulary import key, masked, set_aside

CHINESE = """数倍于平时

一人每月领取大致相同的补助，某月却领到五倍以上，而此前各月并无缺发。

为什么重要
    多打一个零是名册里代价最大的差错，也是只核人数不核金额的名册里取钱的老办法；钱花得快，难以追回。

清白的理由
    补发此前缺发的月份（已排除）；很多人同月领取的年度性发放（已排除）；一次性补助记在该项下；复议后补发。

来源
    审计核对异常金额的常用办法，以本人各月的中位数为准。
"""

SENTENCE = Text(
    "For {month:month} {body_name} paid {name} {total:money} of {scheme_name}; in other months it "
    "is usually {usual:money}.",
    "{body_name}{month:month}向{name}发放{scheme_name}{total:money}，平时每月为{usual:money}。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
APART = ["scheme"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "too short": Reason(
        Text(
            "The person has fewer than seven months of the scheme on record.",
            "此人该补助的发放记录不足七个月。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "times": Setting(
        Text("times the usual amount", "平时金额的倍数"),
        since=date(2024, 1, 1),
        source=Text("Our own: far beyond any increase.", "自定：远高于任何一次提标。"),
    ),
    "share": Setting(
        Text(
            "hundredths of a scheme's recipients beyond which it is a payment of that month",
            "视为当月统一发放的受益人占比（百分之几）",
        ),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_WHOSE = ("scheme", "person")
_LEAST, _BEFORE = 7, 3  # months on record; months before, none of which may be missing


def asides(benefits: Frame) -> Frame:
    """Set aside what came back, and persons without a past."""
    known = benefits.group_by(*_WHOSE).agg(months=col("month").n_unique())
    return set_aside(
        benefits.join(known, on=list(_WHOSE), how="left"),
        {"came back": col("amount") <= 0, "too short": col("months") < _LEAST},
    ).drop("months")


def flags(benefits: Frame, *, times: int = 5, share: int = 5) -> Frame:
    """Return the payments of the months in which somebody was paid far more than usually."""
    months = keep(benefits.group_by(*_WHOSE, "month").agg(total=col("amount").sum().cast(Int64)))
    # Twice the median is a whole number.
    usual = months.group_by(*_WHOSE).agg(usual=whole(col("total").median() * 2))
    beyond = months.join(usual, on=list(_WHOSE))
    beyond = keep(beyond.filter(col("total") * 2 >= col("usual") * times, col("usual") > 0))
    earlier = months.select(*_WHOSE, earlier="month").join(beyond, on=list(_WHOSE))
    near = (col("earlier") < col("month")) & (col("earlier") >= col("month") - _BEFORE)
    paid = earlier.filter(near).group_by(*_WHOSE, "month").agg(paid=count())
    beyond = beyond.join(paid.filter(col("paid") == _BEFORE), on=[*_WHOSE, "month"])
    everyone = months.group_by("scheme", "month").agg(everyone=count())
    alike = beyond.group_by("scheme", "month").agg(alike=count())
    alike = alike.join(everyone, on=["scheme", "month"])
    common = alike.filter(col("alike") > 1, col("alike") * 100 > col("everyone") * share)
    beyond = beyond.join(common, on=["scheme", "month"], how="anti")
    rows = benefits.join(beyond.select(*_WHOSE, "month", "total", "usual"), on=[*_WHOSE, "month"])
    return rows.select(
        *("code", "body_name", "month", "total"),
        usual=(col("usual") // 2).cast(Int64),
        scheme_name=scheme_named(),
        name=masked("name"),
        lead=key("body", *_WHOSE, "month"),
        subject=masked("name"),
        figure=(col("amount") * (col("total") * 2 - col("usual")) // (col("total") * 2)).cast(
            Int64
        ),
        strength=lit(0.5),
    )


_HEAD = "body | scheme | person | name | month | amount"


def _paid(person: str, *amounts: str) -> str:
    """Return a payment for each month from January on; a blank is no payment."""
    return "\n".join(
        f"大河镇 | 低保 | {person} | {person}秀英 | 2024-{month:02} | {amount}"
        for month, amount in enumerate(amounts, 1)
        if amount
    )


EXAMPLES = [
    Example(
        "one zero more in August",
        flagged=["王＊＊"],
        tables={
            "benefits": "\n".join(
                [_HEAD, _paid("王", *["400"] * 7, "4,000", "400"), _paid("李", *["400"] * 9)]
            )
        },
    ),
    Example(
        "arrears of missing months; twice as much; a payment that everybody got in December",
        tables={
            "benefits": "\n".join(
                [
                    *(_HEAD, _paid("王", *["400"] * 6, "", "", "", "", "2,400")),
                    _paid("李", *["400"] * 8, "800").replace("低保", "特困"),
                    *(
                        _paid(who, *["100"] * 8, "600").replace("低保", "高龄")
                        for who in ("张", "刘")
                    ),
                ]
            )
        },
    ),
    Example(
        "five months on record",
        tables={"benefits": "\n".join([_HEAD, _paid("王", *["400"] * 4, "4,000")])},
        cannot=["too short"],
    ),
]
