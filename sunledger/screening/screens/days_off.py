"""Paid when nobody works

A body that hardly ever pays on weekends and holidays pays one organisation on such days, again and
again.

Why it matters
    Payments on days off pass by the colleagues who would check them.

Innocent reasons
    An emergency; the close of the year; a bank that books by itself; a day of posting and not of
    payment; standing orders; a local holiday or make-up working day that the calendar lacks.

Source
    Audit handbooks name entries on days off; the working days are those of the public calendar,
    make-up working days included.
"""

from datetime import date

from narwhals import Float64, Int64, String, col, lit, max_horizontal, when
from narwhals import len as count

from sunledger.screening.chance import least, surprise
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import PASSED_OVER, key, passed_over, set_aside, span

CHINESE = """休息日付款

一个几乎从不在周末和节假日付款的单位，却多次在这样的日子付给同一收款单位。

为什么重要
    休息日付款，容易绕开本应把关的同事。

清白的理由
    抢险等紧急情况；年终结账；银行自动入账；日期是记账日而非付款日；定期自动扣款；当地节日或调休未列入日历。

来源
    审计手册列有休息日记账一项；工作日按公布的放假安排计算，含调休上班日。
"""

SENTENCE = Text(
    "{body} paid {payee} {times:times} on {days} days on which offices are closed ({span}), "
    "{sum:money} in all; of its other payments, {others:share} fall on such days.",
    "{body}在{days}个休息日（{span}）向{payee}付款{times:times}，合计{sum:money}；"
    "其他付款中只有{others:share}落在休息日。",
)

NEEDS = {"payments": ["body", "paid_on", "payee", "amount"]}
ALONE = ["body"]

REASONS = {
    **{name: PASSED_OVER[name] for name in ("copied", "money back", "withheld", "person")},
    "no calendar": Reason(
        Text(
            "There is no calendar of days off for the row's currency.",
            "没有该币种所在地的放假日历。",
        ),
        applicable=True,
    ),
    "few payments": Reason(
        Text(
            "The body made too few payments in the year to know its habit.",
            "该单位当年付款太少，看不出惯例。",
        ),
        applicable=True,
    ),
    "habit": Reason(
        Text(
            "The body often pays on days off, so that such a day says nothing.",
            "该单位常在休息日付款，日期说明不了问题。",
        ),
    ),
}

SETTINGS = {
    "habit": Setting(
        Text("share of a year's payments on days off that makes it a habit", "视为惯例的占比"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: seen in open records are bodies near none and bodies beyond a third.",
            "自定：公开数据中，有的单位几乎没有，有的超过三分之一。",
        ),
        kind="share",
    ),
    "few": Setting(
        Text("fewer payments than this in a year show no habit", "少于此数看不出惯例"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "hardly": Setting(
        Text("share of days off among payments to others, at most", "付给他人时休息日占比上限"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: where it is more, days off are no exception.",
            "自定：再多，休息日付款就不算例外了。",
        ),
        kind="share",
    ),
    "days": Setting(
        Text("least number of days off on which the payee was paid", "最少的休息日天数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: one Sunday is an emergency, three are a question.",
            "自定：一个星期天可能是急事，三个就值得一问。",
        ),
    ),
    "chance": Setting(
        Text("chance below which so many days off are no accident", "视为并非偶然的概率上限"),
        since=date(2024, 1, 1),
        source=Text("The usual one in a thousand.", "通常的千分之一。"),
        kind="share",
    ),
}


def asides(payments: Frame, days_off: Frame, *, habit: float = 0.1, few: int = 30) -> Frame:
    """Set aside bodies that pay on days off as a rule; withheld names count in the rule."""
    known = days_off.group_by("currency").agg(calendar=count())
    closed = days_off.select("currency", paid_on="on").with_columns(closed=lit(1))
    rows = payments.join(known, on="currency", how="left")
    rows = rows.join(closed, on=["currency", "paid_on"], how="left")
    rows = rows.with_columns(
        year=col("paid_on").dt.year(),
        off=when(col("copy_of").is_null()).then(col("closed").fill_null(0)).otherwise(lit(0)),
        one=when(col("copy_of").is_null()).then(lit(1)).otherwise(lit(0)),
    )
    rows = rows.with_columns(
        year_off=col("off").sum().over("body", "year"),
        year_all=col("one").sum().over("body", "year"),
    )
    reasons = {"no calendar": col("calendar").is_null()}
    reasons |= passed_over("copied", "money back", "withheld", "person")
    reasons["few payments"] = col("year_all") < few
    reasons["habit"] = col("year_off") > col("year_all") * habit
    return set_aside(rows, reasons)


def flags(
    payments: Frame,
    days_off: Frame,
    *,
    hardly: float = 0.02,
    days: int = 3,
    chance: float = 0.001,
) -> Frame:
    """Return the payments on days off to payees that have more such days than chance gives."""
    # Many payments on one day are one occasion; days are counted, not payments.
    occasions = payments.group_by("body", "payee_key", "paid_on").agg(off=col("off").max())
    payees = occasions.group_by("body", "payee_key").agg(own_off=col("off").sum(), own=count())
    bodies = occasions.group_by("body").agg(all_off=col("off").sum(), all=count())
    rates = payees.filter(col("own_off") >= days).join(bodies, on="body")
    rest = max_horizontal(col("all") - col("own"), lit(1)).cast(Float64)
    others = (col("all_off") - col("own_off")).cast(Float64) / rest
    rates = rates.with_columns(others=others).filter(col("others") <= hardly)
    # Where the others never are paid on days off, one in two hundred is taken for the rule.
    rule = when(col("others") > 0.005).then(col("others")).otherwise(lit(0.005))
    rates = rates.with_columns(surprise=surprise(col("own_off"), col("own"), rule))
    odd = rates.filter(col("surprise") > least(chance))
    odd = odd.select("body", "payee_key", "others", "surprise")
    rows = payments.filter(col("off") > 0).join(odd, on=["body", "payee_key"])
    return _leads(rows.with_columns(lead=key("body", "payee_key")))


def _leads(rows: Frame) -> Frame:
    """Return the rows with their lead: a body and a payee."""
    rows = rows.with_columns(day=col("paid_on").cast(String))
    found = rows.group_by("lead").agg(
        days=col("day").n_unique(),
        first=col("day").min(),
        last=col("day").max(),
        sum=col("amount").sum().cast(Int64),
        times=count(),
    )
    strength = when(col("surprise") > 20).then(lit(0.6)).otherwise(lit(0.4))
    return rows.join(found, on="lead").select(
        *("code", "lead", "payee", "days", "sum", "times", "others"),
        span=span("first", "last"),
        body="body_name",
        subject="payee",
        figure=col("amount").cast(Int64),
        strength=strength,
    )


EXAMPLES = [
    Example(
        "one firm, on three Sundays and a holiday; everyone else on working days",
        flagged=["安田园林绿化有限公司"],
        payments="""
            code    | body   | payee                | paid_on    | amount
            a1      | 大河村 | 安田园林绿化有限公司 | 2024-03-03 |  3,260
            a2      | 大河村 | 安田园林绿化有限公司 | 2024-04-21 |  3,960
            a3      | 大河村 | 安田园林绿化有限公司 | 2024-05-01 |  4,660
            a4      | 大河村 | 安田园林绿化有限公司 | 2024-06-16 |  5,360
            b1..b60 | 大河村 | 红泉商贸有限公司     | 2024-05-06 |    500
        """,
    ),
    Example(
        "a flood on a Sunday, and a Saturday on which everyone works",
        payments="""
            code    | body   | payee            | paid_on    | amount
            a1      | 大河村 | 柳河运输有限公司 | 2024-06-16 |  1,850
            a2..a4  | 大河村 | 柳河运输有限公司 | 2024-05-11 |    850
            b1..b60 | 大河村 | 红泉商贸有限公司 | 2024-05-06 |    500
        """,
    ),
    Example(
        "a body whose bank books on any day",
        payments="""
            code    | body | payee  | paid_on    | amount
            a1..a3  | Dahe | Jia Co | 2024-03-03 |  3,260
            a4..a6  | Dahe | Jia Co | 2024-03-10 |  3,260
            a7..a9  | Dahe | Jia Co | 2024-03-17 |  3,260
            b1..b20 | Dahe | Yi Co  | 2024-03-10 |    500
            c1..c40 | Dahe | Yi Co  | 2024-03-11 |    500
        """,
    ),
    Example(
        "many payments to one firm, of which as few on days off as elsewhere",
        payments="""
            code     | body | payee  | paid_on    | amount
            a1       | Dahe | Jia Co | 2024-03-03 |    260
            a2       | Dahe | Jia Co | 2024-03-10 |    260
            a3       | Dahe | Jia Co | 2024-03-17 |    260
            a4..a200 | Dahe | Jia Co | 2024-03-11 |    260
            b1..b4   | Dahe | Yi Co  | 2024-03-10 |    500
            c1..c200 | Dahe | Yi Co  | 2024-03-11 |    500
        """,
    ),
    Example(
        "a land whose calendar nobody gave",
        cannot=["no calendar"],
        payments="""
            code    | body | payee | paid_on    | amount | currency
            a1..a3  | Dahe | Jia   | 2024-03-03 |    260 | EUR
            b1..b60 | Dahe | Yi    | 2024-03-11 |    500 | EUR
        """,
    ),
]
