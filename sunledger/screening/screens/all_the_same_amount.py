"""Everyone gets the same

All households of a village, ten or more, are paid exactly one amount of a scheme in which the
amount depends on the household's income.

Why it matters
    Where nobody reckons, need is not looked at: what is meant for the poorest is handed out by the
    head, or the list was filled in at a desk.

Innocent reasons
    A scheme with a flat rate that is entered otherwise. A local rule with a few steps, of which one
    fits all. A small increase paid to everyone as a row of its own.

Source
    Found by several audits of support that depends on income.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import (
    NO_RULES,
    added_up,
    every_rule,
    place_named,
    scheme_named,
    with_distinct,
    with_rules,
)
from sunledger.screening.vocabulary import set_aside

CHINESE = """人人一样多

某补助的金额应随家庭收入而不同，一个村十户以上却全部领取同一金额。

为什么重要
    不算账，就是不看困难程度：给最困难的人的钱被平均分掉，或名册是坐在办公室里填的。

清白的理由
    本为定额而登记有误；当地只分几档而恰好同档；普遍加发的一小笔单列一行。

来源
    多次救助资金审计中发现过这种情况。
"""

SENTENCE = Text(
    "All {homes} households of {place} that {body_name} pays {scheme_name} get exactly "
    "{each:money}, though the amount should depend on income. Months of which it is so: {months}.",
    "{body_name}在{place}发放{scheme_name}的{homes}户全部是{each:money}，"
    "而金额本应随收入不同；有{months}个月如此。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "village", "month", "amount"]}
APART = ["village"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "no rules": NO_RULES,
    "flat": Reason(
        Text(
            "The scheme pays a flat rate, or does not look at income.",
            "该补助为定额，或不看收入。",
        ),
    ),
}

SETTINGS = {
    "homes": Setting(
        Text("households of a village from which on it is asked about", "一村达到几户起提问"),
        since=date(2024, 1, 1),
        source=Text("Our own: fewer may be alike by chance.", "自定：户数少可能碰巧相同。"),
    ),
}

_PLACE = ("body", "scheme", "village", "month")


def asides(benefits: Frame, schemes: Frame) -> Frame:
    """Set aside what came back, and schemes in which all get the same by right."""
    return set_aside(
        with_rules(benefits, every_rule(schemes), "flat", "needs_tested", "known"),
        {
            "came back": col("amount") <= 0,
            "no rules": col("known").is_null() | col("needs_tested").is_null(),
            "flat": (col("flat") == 1).fill_null(value=False) | (col("needs_tested") == 0),
        },
    ).drop("flat", "needs_tested", "known")


def flags(benefits: Frame, schemes: Frame, *, homes: int = 10) -> Frame:
    """Return the payments of villages and months in which all households got one amount."""
    home = coalesce(col("household"), col("person"))
    homely = benefits.with_columns(home=home).group_by(*_PLACE, "home")
    each = homely.agg(got=col("amount").sum().cast(Int64))
    even = each.group_by(*_PLACE).agg(homes=count(), each=col("got").min(), most=col("got").max())
    even = keep(even.filter(col("homes") >= homes, col("each") == col("most")))
    rows = added_up(
        benefits.join(even.select(*_PLACE, "homes", "each"), on=list(_PLACE)),
        *("body", "scheme", "village"),
    )
    rows = with_distinct(rows, "months", "month", "lead")
    rows = rows.with_columns(most=col("homes").max().over("lead"))
    return rows.select(
        *("code", "lead", "body_name", "months"),
        homes=col("most").cast(Int64),
        each=col("each").min().over("lead"),
        place=place_named(),
        scheme_name=scheme_named(),
        subject=place_named(),
        figure=col("amount").cast(Int64),
        strength=lit(0.4),
    )


def _village(place: str, homes: int, amount: str) -> str:
    """Return the payments of a month to so many households."""
    return "\n".join(
        f"大河镇 | 低保 | {place}{n} | {place} | 2024-03 | {amount}" for n in range(homes)
    )


_HEAD = "body | scheme | person | village | month | amount\n"
_SCHEMES = """
    scheme | needs_tested | flat
    低保   | yes          | no
    慰问   | yes          | yes
"""

EXAMPLES = [
    Example(
        "ten households with four hundred each",
        flagged=["v1"],
        tables={"benefits": _HEAD + _village("v1", 10, "400"), "schemes": _SCHEMES},
    ),
    Example(
        "nine; ten of which one differs; a flat rate",
        tables={
            "benefits": "\n".join(
                [
                    _HEAD + _village("v1", 9, "400"),
                    _village("v2", 10, "400"),
                    "大河镇 | 低保 | v2-other | v2 | 2024-03 | 380",
                    _village("v3", 12, "200").replace("低保", "慰问"),
                ]
            ),
            "schemes": _SCHEMES,
        },
    ),
    Example(
        "a scheme nobody knows",
        cannot=["no rules"],
        tables={
            "benefits": _HEAD + _village("v1", 10, "400").replace("低保", "临补"),
            "schemes": _SCHEMES,
        },
    ),
]
