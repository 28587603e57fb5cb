"""Outside the ages of the scheme

A scheme for persons of certain ages was paid to somebody younger or older by more than a month.

Why it matters
    Support for the old that begins years early, and support for children that goes on for grown
    people, is paid for nothing; both come from a list that nobody checks against dates of birth.

Innocent reasons
    A date of birth that the police or a court corrected; where the register and the list differ,
    only what both say counts. Rules of transition for those who were in before. A disabled child
    for whom the age is higher.

Source
    The ages stand in the rules of each scheme.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, max_horizontal, min_horizontal, when

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import (
    NO_RULES,
    READ,
    added_up,
    every_rule,
    scheme_named,
    with_rules,
)
from sunledger.screening.vocabulary import CAME_BACK, came_back, masked, set_aside

CHINESE = """年龄不符

限定年龄的补助发给了未到或超过年龄（相差一个月以上）的人。

为什么重要
    老年补助早发几年，儿童补助发给成年人，钱都白发了；根子在名册没有与出生日期核对。

清白的理由
    出生日期经公安或法院更正（登记与名册不一致的，两者都不符才提问）；老人老办法的过渡规定；
    残疾儿童年龄放宽。

来源
    年龄见各项补助的规定。
"""

SENTENCE = {
    "young": Text(
        "{body_name} paid {scheme_name}, which begins at {limit}, {times:times} to {name}, who was "
        "{age} when first paid: {sum:money} in all.",
        "{scheme_name}须年满{limit}周岁，{body_name}向{name}发放{times:times}，首次发放时{age}周岁，"
        "合计{sum:money}。",
    ),
    "old": Text(
        "{body_name} paid {scheme_name}, which ends at {limit}, {times:times} to {name}, who was "
        "{age} when first paid beyond it: {sum:money} in all.",
        "{scheme_name}至{limit}周岁为止，{body_name}向{name}发放{times:times}，超龄首次发放时{age}周岁，"
        "合计{sum:money}。",
    ),
}

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
OPTIONAL = ["people"]
APART = ["person"]
REASONS = {
    "came back": CAME_BACK,
    "no rules": NO_RULES,
    "any age": Reason(Text("The scheme is for persons of any age.", "该补助不限年龄。")),
    "no birth": Reason(
        Text(
            "Neither the list nor the register gives a date of birth.",
            "名册和人口登记都没有出生日期。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "tolerance": Setting(
        Text("months by which an age may be missed", "年龄允许相差的月数"),
        since=date(2024, 1, 1),
        source=Text("Our own: lists are made a month ahead.", "自定：名册常提前一个月编制。"),
    ),
}


def asides(benefits: Frame, people: Frame, schemes: Frame) -> Frame:
    """Set aside what came back, schemes for everyone, and who has no date of birth."""
    ruled = with_rules(benefits, every_rule(schemes), "min_age", "max_age", "known")
    # The register is asked about those only whose list gives no date.
    unknown = benefits.filter(col("born").is_null()).select("person")
    asked = people.join(unknown, on="person", how="semi")
    rows = ruled.join(_births(asked), on="person", how="left")
    return set_aside(
        rows,
        {
            "came back": came_back("person", "scheme", "month"),
            "no rules": col("known").is_null(),
            "any age": col("min_age").is_null() & col("max_age").is_null(),
            "no birth": col("born").is_null() & col("registered").is_null(),
        },
    ).drop("min_age", "max_age", "known", "registered")


def narrow(benefits: Frame, schemes: Frame) -> Frame:
    """Return the persons whom their list puts outside the ages, or of whom it says no birth."""
    rows = benefits.select("person", "scheme", "month", "born")
    return _outside(with_rules(rows, schemes, "min_age", "max_age")).select("person")


def flags(benefits: Frame, people: Frame, schemes: Frame, *, tolerance: int = 1) -> Frame:
    """Return payments for months in which the person was too young or too old by either date."""
    rows = with_rules(benefits.select(*READ, "born"), schemes, "min_age", "max_age")
    # The register is asked only about those whom the list itself puts outside, or not at all.
    rows = keep(_outside(rows))
    asked = people.join(rows.select("person"), on="person", how="semi")
    rows = rows.join(_births(asked), on="person", how="left")
    listed, known = month_number(col("born")), month_number(col("registered"))
    # The date that is kinder to the person counts on either side.
    earliest = min_horizontal(coalesce(listed, known), coalesce(known, listed))
    latest = max_horizontal(coalesce(listed, known), coalesce(known, listed))
    rows = rows.with_columns(oldest=col("month") - earliest, youngest=col("month") - latest)
    young = (col("oldest") + tolerance < col("min_age") * 12).fill_null(value=False)
    old = (col("youngest") - tolerance >= (col("max_age") + 1) * 12).fill_null(value=False)
    rows = rows.filter(young | old).with_columns(
        kind=when(young).then(lit("young")).otherwise(lit("old")),
        limit=when(young).then(col("min_age")).otherwise(col("max_age")),
        months_old=when(young).then(col("oldest")).otherwise(col("youngest")),
    )
    rows = keep(added_up(rows, "kind", "body", "scheme", "person"))
    return rows.select(
        *("code", "lead", "kind", "body_name", "times", "sum", "limit"),
        age=(col("months_old").min().over("lead") // 12).cast(Int64),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=lit(0.6),
    )


def _outside(rows: Frame) -> Frame:
    """Return the payments that the date of birth on the list does not put inside the ages."""
    age = col("month") - month_number(col("born"))
    in_band = (age >= coalesce(col("min_age"), lit(0)) * 12) & (
        age < (coalesce(col("max_age"), lit(10**4)) + 1) * 12
    )
    return rows.filter(~in_band.fill_null(value=False))


def _births(people: Frame) -> Frame:
    """Return the registered date of birth of each person."""
    return people.group_by("person").agg(registered=col("born").min())


_SCHEMES = """
    scheme | min_age | max_age
    高龄   | 80      |
    孤儿   |         | 17
    低保   |         |
"""

EXAMPLES = [
    Example(
        "support for the very old at seventy-two, and for a child at twenty",
        flagged=["安＊＊", "王＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | born       | month   | amount
                大河镇 | 高龄   | w      | 王秀英 | 1951-06-01 | 2024-03 | 100
                大河镇 | 孤儿   | a      | 安小军 | 2003-06-01 | 2024-03 | 1,200
            """,
            "schemes": _SCHEMES,
        },
    ),
    Example(
        "a month early; a date that the register corrects; a scheme for everyone; just eighteen",
        tables={
            "benefits": """
                body   | scheme | person | name   | born       | month   | amount
                大河镇 | 高龄   | w      | 王秀英 | 1944-04-20 | 2024-03 | 100
                大河镇 | 高龄   | l      | 李桂兰 | 1954-04-20 | 2024-03 | 100
                大河镇 | 低保   | z      | 赵国强 | 1990-04-20 | 2024-03 | 400
                大河镇 | 孤儿   | a      | 安小军 | 2006-03-01 | 2024-03 | 1,200
            """,
            "schemes": _SCHEMES,
            "people": """
                person | born
                l      | 1941-04-20
            """,
        },
    ),
    Example(
        "no date of birth anywhere",
        cannot=["no birth"],
        tables={
            "benefits": """
                body   | scheme | person | month   | amount
                大河镇 | 高龄   | w      | 2024-03 | 100
            """,
            "schemes": _SCHEMES,
        },
    ),
]
