"""Paid, but not as posted

For a village and month of which the list was posted, the bank's file pays persons who are not on
the list, or other amounts than the list says.

Why it matters
    The posted list is what neighbours can check. Whoever stands only in the bank's file was shown
    to nobody.

Innocent reasons
    A list posted before an objection was upheld. Names masked on the list, where the office's own
    copy does not say who it is; such lists are passed over. A supplement posted later.

Source
    The Interim Measures ask for posting before payment; a bank file that differs is an old finding.
"""

from narwhals import Int64, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import place_named, scheme_named
from sunledger.screening.vocabulary import CAME_BACK, key, set_aside

CHINESE = """发放与公示不符

已公示名单的村和月份，银行发放了名单上没有的人，或金额与公示不同。

为什么重要
    公示的名单是邻里能看到的。只出现在银行名单里的人，谁也没有见过。

清白的理由
    公示后经异议更正；公示姓名已遮蔽而单位底册未注明是谁（此类名单不比对）；后来补充公示。

来源
    救助办法要求先公示后发放；银行名单与公示不同是常见的审计发现。
"""

LAW = Text(
    "Interim Measures for Social Assistance (State Council Order 649, 2014)",
    "《社会救助暂行办法》（国务院令第649号，2014年）",
)

SENTENCE = {
    "unlisted": Text(
        "{body_name} paid {scheme_name} for {month:month} in {place}. Recipients who are not "
        "on the list that was posted: {persons}, {stake:money} in all.",
        "{body_name}在{place}发放{month:month}{scheme_name}，有{persons}人不在公示名单上，"
        "涉及{stake:money}。",
    ),
    "amount": Text(
        "{body_name} paid {scheme_name} for {month:month} in {place}. Recipients with other "
        "amounts than the posted list says: {persons}, {stake:money} apart in all.",
        "{body_name}在{place}发放{month:month}{scheme_name}，有{persons}人的金额与公示名单不同，"
        "相差{stake:money}。",
    ),
}

NEEDS = {"benefits": ["body", "scheme", "person", "village", "month", "amount"]}
APART = ["village"]
REASONS = {
    "came back": CAME_BACK,
    "no list": Reason(
        Text(
            "No list of the village, the scheme and the month is on record.",
            "没有该村该补助当月的公示名单。",
        ),
        applicable=True,
    ),
    "masked list": Reason(
        Text(
            "The list does not tell for each line who it is.",
            "公示名单没有逐行注明是谁。",
        ),
        applicable=True,
    ),
}
SETTINGS: dict[str, Setting] = {}

_LIST = ("scheme", "village", "month")


def asides(benefits: Frame, listed: Frame) -> Frame:
    """Set aside what came back in all, and what no readable list was posted for."""
    lists = listed.group_by(*_LIST).agg(lines=count(), told=col("person").count())
    return set_aside(
        benefits.join(lists, on=list(_LIST), how="left"),
        {
            "came back": col("amount").sum().over("person", *_LIST) <= 0,
            "no list": col("lines").is_null(),
            "masked list": col("told") < col("lines"),
        },
    ).drop("lines", "told")


def flags(benefits: Frame, listed: Frame) -> Frame:
    """Return payments that the list does not show, or shows otherwise."""
    posted = listed.group_by(*_LIST, "person").agg(
        lines=count(), amounts=col("amount").count(), posted=col("amount").sum().cast(Int64)
    )
    same = [*_LIST, "person"]
    rows = benefits.join(posted, on=same, how="left")
    rows = rows.with_columns(
        paid=col("amount").sum().over(*same).cast(Int64), first=col("code").min().over(*same)
    )
    unlisted = col("lines").is_null()
    # A line without an amount says only that the person is on the list.
    differs = (col("paid") != col("posted")) & (col("amounts") == col("lines"))
    rows = rows.filter(unlisted | differs.fill_null(value=False))
    first = col("code") == col("first")
    apart = when(first).then((col("paid") - col("posted")).abs()).otherwise(lit(0))
    figure = when(unlisted).then(col("amount")).otherwise(apart)
    rows = rows.with_columns(
        kind=when(unlisted).then(lit("unlisted")).otherwise(lit("amount")),
        figure=figure.cast(Int64),
    )
    rows = keep(rows.with_columns(lead=key("kind", "body", *_LIST)))
    sums = rows.group_by("lead").agg(
        persons=col("person").n_unique(), stake=col("figure").sum().cast(Int64)
    )
    return rows.join(sums, on="lead").select(
        *("code", "lead", "kind", "body_name", "month", "persons", "stake", "figure"),
        place=place_named(),
        scheme_name=scheme_named(),
        subject=place_named(),
        strength=when(col("kind") == "unlisted").then(lit(0.6)).otherwise(lit(0.4)),
    )


_LISTED = """
    scheme | village | person | month   | amount
    低保   | v1      | a      | 2024-03 | 400
    低保   | v1      | b      | 2024-03 | 400
"""

EXAMPLES = [
    Example(
        "one who is not on the list, and one with more than the list says",
        flagged=["柳树村", "柳树村"],
        tables={
            "benefits": """
                body   | scheme | person | village | village_name | month   | amount
                大河镇 | 低保   | a      | v1      | 柳树村       | 2024-03 | 400
                大河镇 | 低保   | b      | v1      | 柳树村       | 2024-03 | 600
                大河镇 | 低保   | q      | v1      | 柳树村       | 2024-03 | 400
            """,
            "listed": _LISTED,
        },
    ),
    Example(
        "in two parts, some of it back, and one whose money came back",
        tables={
            "benefits": """
                body   | scheme | person | village | month   | amount
                大河镇 | 低保   | a      | v1      | 2024-03 | 400
                大河镇 | 低保   | b      | v1      | 2024-03 | 300
                大河镇 | 低保   | b      | v1      | 2024-03 | 150
                大河镇 | 低保   | b      | v1      | 2024-03 | -50
                大河镇 | 低保   | q      | v1      | 2024-03 | 400
                大河镇 | 低保   | q      | v1      | 2024-03 | -400
            """,
            "listed": _LISTED,
        },
    ),
    Example(
        "a month without a list, and a list that hides who it is",
        cannot=["no list", "masked list"],
        tables={
            "benefits": """
                body   | scheme | person | village | month   | amount
                大河镇 | 低保   | a      | v1      | 2024-04 | 400
                大河镇 | 低保   | a      | v2      | 2024-03 | 400
            """,
            "listed": """
                scheme | village | person | name | month   | amount
                低保   | v2      |        | 王*  | 2024-03 | 400
            """,
        },
    ),
]
