"""Paid while in custody

Support that stops in prison was paid for months that lie wholly within a time of custody.

Why it matters
    Whoever is in prison is kept there and cannot draw money; somebody else draws it, or it heaps
    up to be paid back later by those who have nothing.

Innocent reasons
    Acquitted in the end. A suspended sentence, or custody that is not served in prison. A scheme
    that the law does not stop. The months of arrest and release, which do not count here.

Source
    Prison lists are compared with pensions and support in several provinces.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit

from sunledger.screening.derive import day_number
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import (
    NO_RULES,
    READ,
    added_up,
    every_rule,
    one_each,
    scheme_named,
    whole_month,
    with_rules,
)
from sunledger.screening.vocabulary import CAME_BACK, came_back, masked, set_aside

CHINESE = """服刑羁押期间仍发放

服刑期间应停发的补助，在整月羁押的月份里仍然发放。

为什么重要
    在押人员由国家供养，也无法取钱；不是别人在领，就是越积越多，日后要由没有钱的人退还。

清白的理由
    最终无罪；缓刑或监外执行；法律不停发的待遇；收押和释放的当月（此处不计）。

来源
    若干省份将服刑人员名单与养老金、补助名册比对。
"""

SENTENCE = Text(
    "{body_name} paid {scheme_name} {times:times} for {name}, {sum:money} in all, for months from "
    "{first:month} to {last:month} that lie wholly within a time of custody.",
    "{first:month}至{last:month}，{body_name}为{name}发放{scheme_name}{times:times}，"
    "合计{sum:money}；这些月份本人全月在押。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
APART = ["person"]
REASONS = {
    "came back": CAME_BACK,
    "no rules": NO_RULES,
    "goes on": Reason(
        Text("The scheme goes on in custody.", "这项补助在押期间不停发。"),
    ),
}

SETTINGS = {
    "days": Setting(
        Text("days of custody from which it counts", "计入的最少羁押天数"),
        since=date(2024, 1, 1),
        source=Text("Our own: shorter times stop no scheme.", "自定：更短的羁押一般不影响待遇。"),
        kind="days",
    ),
}


def asides(benefits: Frame, schemes: Frame) -> Frame:
    """Set aside what came back and what goes on in custody."""
    return set_aside(
        with_rules(benefits, every_rule(schemes), "in_custody", "known"),
        {
            "came back": came_back("person", "scheme", "month"),
            "no rules": col("known").is_null() | col("in_custody").is_null(),
            "goes on": col("in_custody") == 1,
        },
    ).drop("in_custody", "known")


def narrow(benefits: Frame, custody: Frame) -> Frame:
    """Return the persons who are paid anything and were in custody at any time."""
    return benefits.select("person").join(custody.select("person"), on="person", how="semi")


def flags(benefits: Frame, custody: Frame, schemes: Frame, *, days: int = 30) -> Frame:
    """Return payments for months that lie wholly within custody."""
    length = day_number(col("until")) - day_number(col("since"))
    times = custody.filter(
        col("acquitted").fill_null(0) == 0,
        ~col("since").is_null(),
        coalesce(length, lit(10**6)) >= days,
    )
    times = times.select("person", "since", "until", beside_custody="code")
    rows = benefits.select(*READ).join(times, on="person").filter(whole_month())
    rows = one_each(rows, "beside_custody")
    return added_up(rows, "body", "scheme", "person").select(
        *("code", "lead", "body_name", "times", "sum", "first", "last", "beside_custody"),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=lit(0.6),
    )


_SCHEMES = """
    scheme | in_custody
    低保   | no
    养老金 | yes
"""

EXAMPLES = [
    Example(
        "two whole months in prison",
        flagged=["赵＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 低保   | z      | 赵国强 | 2024-03 | 400
                大河镇 | 低保   | z      | 赵国强 | 2024-04 | 400
                大河镇 | 低保   | z      | 赵国强 | 2024-05 | 400
            """,
            "schemes": _SCHEMES,
            "custody": """
                person | since      | until
                z      | 2024-03-11 | 2025-03-10
            """,
        },
    ),
    Example(
        "acquitted; the month of arrest; a scheme that goes on; a week",
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 低保   | z      | 赵国强 | 2024-04 | 400
                大河镇 | 低保   | w      | 王建国 | 2024-04 | 400
                大河镇 | 养老金 | l      | 李大山 | 2024-05 | 1,900
                大河镇 | 低保   | s      | 孙德福 | 2024-04 | 400
            """,
            "schemes": _SCHEMES,
            "custody": """
                person | since      | until      | acquitted
                z      | 2024-03-11 | 2024-09-10 | yes
                w      | 2024-04-02 | 2024-09-10 |
                l      | 2024-03-11 | 2024-09-10 |
                s      | 2024-04-02 | 2024-04-09 |
            """,
        },
    ),
    Example(
        "a scheme of which nobody knows whether custody stops it",
        cannot=["no rules"],
        tables={
            "benefits": """
                body   | scheme | person | month   | amount
                大河镇 | 慰问   | z      | 2024-04 | 400
            """,
            "schemes": _SCHEMES,
            "custody": """
                person | since
                z      | 2024-03-11
            """,
        },
    ),
]
