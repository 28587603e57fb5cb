"""Amount that is not a rate

A payment is neither a listed rate of its scheme in that month, nor one rate for several months.

Why it matters
    Where the rates are public, any other amount wants a reason: a deduction that stays with
    somebody, an increase for somebody, or a rate that was never published.

Innocent reasons
    Arrears with a change of the rate between. A deduction that was ordered. A top-up by the town or
    county that the table of rates leaves out; then the table wants completing. Part of a month.

Source
    Rates are published by law in most schemes; auditors recompute them.
"""

from datetime import date

from narwhals import Int64, col, lit
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import scheme_named, with_rules
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """金额不在标准之内

发放金额既不是该补助当月公布的标准，也不是某一标准的若干个月之和。

为什么重要
    标准是公开的，任何别的金额都要有说法：扣下的归了谁，多出的给了谁，还是另有未公布的标准。

清白的理由
    补发期间标准调整过；依决定抵扣；乡镇或县里的加发没有列入标准表（应补齐该表）；不足一月。

来源
    多数补助依规公布标准，审计时逐笔复算。
"""

SENTENCE = Text(
    "{body_name} paid {scheme_name} {times:times} with an amount, {amount:money}, that is neither "
    "a rate on the list nor one for several months.",
    "{body_name}以{amount:money}发放{scheme_name}{times:times}，该金额既不在公布的标准内，"
    "也不是若干个月的标准之和。",
)

NEEDS = {"benefits": ["body", "scheme", "month", "amount"]}
OPTIONAL = ["schemes"]
APART = ["scheme"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "reckoned": Reason(
        Text(
            "The amount is reckoned for each case, by land or by income.",
            "该补助按面积或按收入逐户计算。",
        ),
    ),
    "no rates": Reason(
        Text(
            "No rate of the scheme for that month is on the list.",
            "标准表中没有该补助当月的标准。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "months": Setting(
        Text("months of one rate that a payment may add up, at most", "一次最多可合发的月数"),
        since=date(2024, 1, 1),
        source=Text("Our own: a year.", "自定：一年。"),
    ),
}

_KIND = ("scheme", "month")


def asides(benefits: Frame, rates: Frame, schemes: Frame) -> Frame:
    """Set aside what came back, what is paid by area, and months without a rate."""
    asked = benefits.group_by(*_KIND).agg(payments=count())
    listed = _in_force(asked, rates).group_by(*_KIND).agg(rates=count())
    rows = with_rules(benefits, schemes, "by_area", "needs_tested", "flat")
    rows = rows.join(listed, on=list(_KIND), how="left")
    by_income = (col("needs_tested") == 1) & (col("flat").fill_null(0) == 0)
    reckoned = (col("by_area") == 1).fill_null(value=False) | by_income.fill_null(value=False)
    return set_aside(
        rows,
        {
            "came back": col("amount") <= 0,
            "reckoned": reckoned,
            "no rates": col("rates").is_null(),
        },
    ).drop("by_area", "needs_tested", "flat", "rates")


def flags(benefits: Frame, rates: Frame, schemes: Frame, *, months: int = 12) -> Frame:
    """Return the payments that no rate explains, a lead for each list and amount."""
    # The grade narrows the rates where a list gives both; amounts are few, payments many.
    kinds = benefits.group_by("scheme", "month", "grade", "amount").agg(payments=count())
    found = _in_force(kinds, rates)
    fits = (col("grade") == col("of_grade")).fill_null(value=True)
    whole = (col("amount") % col("rate") == 0) & (col("amount") <= col("rate") * months)
    found = found.filter(fits, whole)
    good = found.select("scheme", "month", "amount", grade=col("grade").fill_null(""))
    good = good.group_by("scheme", "month", "amount", "grade").agg(n=count()).drop("n")
    rows = benefits.with_columns(grade=col("grade").fill_null(""))
    rows = rows.join(good, on=["scheme", "month", "amount", "grade"], how="anti")
    rows = keep(rows.with_columns(lead=key("body", "scheme", "amount")))
    sums = rows.group_by("lead").agg(times=count())
    return rows.join(sums, on="lead").select(
        *("code", "lead", "body_name", "times", "amount"),
        scheme_name=scheme_named(),
        subject=scheme_named(),
        figure=col("amount").cast(Int64),
        strength=lit(0.35),
    )


def _in_force(rows: Frame, rates: Frame) -> Frame:
    """Return rows with each rate of their scheme that held in the month."""
    listed = rates.filter(col("amount") > 0).select(
        "scheme",
        rate="amount",
        of_grade="grade",
        begins=month_number(col("since")).fill_null(0),
        ends=month_number(col("until")).fill_null(10**6),
    )
    found = rows.join(listed, on="scheme")
    return found.filter(col("begins") <= col("month"), col("month") < col("ends"))


_RATES = """
    scheme   | grade | amount | since      | until
    残疾补贴 | 一级  | 110    | 2023-01-01 | 2024-07-01
    残疾补贴 | 一级  | 120    | 2024-07-01 |
    残疾补贴 | 二级  | 80     | 2023-01-01 |
"""

EXAMPLES = [
    Example(
        "ten yuan less than the rate, for two persons: one lead",
        flagged=["残疾补贴"],
        tables={
            "benefits": """
                body   | scheme   | person | grade | month   | amount
                大河镇 | 残疾补贴 | a      | 一级  | 2024-03 | 100
                大河镇 | 残疾补贴 | b      | 一级  | 2024-03 | 100
                大河镇 | 残疾补贴 | c      | 一级  | 2024-03 | 110
            """,
            "rates": _RATES,
        },
    ),
    Example(
        "the other grade's rate under the wrong grade, and what is no rate at all",
        flagged=["残疾补贴", "残疾补贴"],
        tables={
            "benefits": """
                body   | scheme   | person | grade | month   | amount
                大河镇 | 残疾补贴 | a      | 二级  | 2024-03 | 110
                大河镇 | 残疾补贴 | b      | 一级  | 2024-08 | 113
            """,
            "rates": _RATES,
        },
    ),
    Example(
        "arrears of three months, a row without a grade, the new rate, and land",
        tables={
            "benefits": """
                body   | scheme   | person | grade | month   | amount
                大河镇 | 残疾补贴 | a      | 一级  | 2024-03 | 330
                大河镇 | 残疾补贴 | b      |       | 2024-03 | 80
                大河镇 | 残疾补贴 | c      | 一级  | 2024-07 | 120
                大河镇 | 地力     | d      |       | 2024-07 | 123.45
                大河镇 | 低保     | e      |       | 2024-07 | 377
            """,
            "rates": _RATES,
            "schemes": """
                scheme | by_area | needs_tested
                地力   | yes     | no
                低保   | no      | yes
            """,
        },
    ),
    Example(
        "a scheme without rates",
        cannot=["no rates"],
        tables={
            "benefits": """
                body   | scheme | person | month   | amount
                大河镇 | 慰问   | a      | 2024-03 | 123
            """,
            "rates": _RATES,
        },
    ),
]
