"""Paid after death

Support goes on for months after the month in which a register says that the person died.

Why it matters
    Nobody tells the office that somebody died, and whoever holds the card goes on drawing; or the
    one who keeps the list does.

Innocent reasons
    The death was entered late, or under a wrong number. The last month was due. A funeral grant.
    Arrears of earlier months, paid later. Two persons under one number.

Source
    Done by every body that compares registers; one prefecture found 93 of 2,893 to be true.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Setting, Text
from sunledger.screening.support import READ
from sunledger.screening.vocabulary import CAME_BACK, came_back, key, masked, set_aside

CHINESE = """死亡后继续发放

登记死亡的月份过去之后，补助仍按月发放。

为什么重要
    无人报告死亡，持卡人便一直领取；也可能是经办名册的人在领取。

清白的理由
    死亡登记迟了，或登在别人的证件号下；当月应当发放；丧葬补助；补发以前月份；两人共用一个号码。

来源
    各地数据比对都做这一项；某市州2893条线索中查实93条。
"""

SENTENCE = Text(
    "{body_name} paid {scheme_name} for {name} {times:times} for months after {died:month}, when "
    "the person is registered as having died: {sum:money} in all, the last for {last:month}.",
    "{name}登记于{died:month}死亡，此后{body_name}仍发放{scheme_name}{times:times}，"
    "合计{sum:money}，最后一次为{last:month}。",
)

NEEDS = {"benefits": ["body", "person", "month", "amount"]}
OPTIONAL = ["schemes"]
APART = ["person"]

REASONS = {"came back": CAME_BACK}

SETTINGS = {
    "grace": Setting(
        Text("months after the month of death for which a scheme may pay", "死亡次月起的宽限月数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own, where the scheme's rules say nothing: it takes away three of five rows.",
            "自定（政策未作规定时）：可减少约六成误报。",
        ),
    ),
}


def asides(benefits: Frame) -> Frame:
    """Set aside what came back."""
    return set_aside(benefits, {"came back": came_back("person", "scheme", "month")})


def narrow(benefits: Frame, deaths: Frame, schemes: Frame, *, grace: int = 1) -> Frame:
    """Return the persons who were paid for months after that of their death and those of grace."""
    died = (
        deaths.filter(~col("person").is_null()).group_by("person").agg(died_on=col("died_on").max())
    )
    died = died.select("person", died=month_number(col("died_on")))
    kind = schemes.group_by("scheme").agg(by_rule=col("grace").max())
    rows = benefits.select("person", "scheme", "month").join(died, on="person")
    rows = rows.join(kind, on="scheme", how="left")
    late = col("month") > col("died") + coalesce(col("by_rule"), lit(grace))
    return rows.filter(late).select("person")


def flags(benefits: Frame, deaths: Frame, schemes: Frame, *, grace: int = 1) -> Frame:
    """Return the payments for months after the month of death and the months of grace."""
    # Where registers differ, the later day is the kinder one.
    known = deaths.filter(~col("person").is_null(), ~col("died_on").is_null())
    latest = col("died_on").max().over("person")
    known = known.filter(col("died_on") == latest)
    known = known.filter(col("code") == col("code").min().over("person"))
    known = known.select("person", beside_deaths="code", died=month_number(col("died_on")))
    kind = schemes.group_by("scheme").agg(by_rule=col("grace").max())
    rows = benefits.select(*READ).join(known, on="person").join(kind, on="scheme", how="left")
    late = col("month") > col("died") + coalesce(col("by_rule"), lit(grace))
    rows = keep(rows.filter(late)).with_columns(lead=key("body", "scheme", "person"))
    sums = rows.group_by("lead").agg(
        sum=col("amount").sum().cast(Int64), times=count(), last=col("month").max()
    )
    return rows.join(sums, on="lead").select(
        *("code", "lead", "body_name", "died", "sum", "times", "last", "beside_deaths"),
        scheme_name=coalesce(col("scheme_name"), col("scheme"), lit("—")),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=lit(0.6),
    )


EXAMPLES = [
    Example(
        "three months after the month of death, one of them within the grace",
        flagged=["王＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 低保   | w      | 王秀英 | 2024-03 | 400
                大河镇 | 低保   | w      | 王秀英 | 2024-04 | 400
                大河镇 | 低保   | w      | 王秀英 | 2024-05 | 400
                大河镇 | 低保   | w      | 王秀英 | 2024-06 | 400
                大河镇 | 低保   | z      | 赵国强 | 2024-06 | 400
            """,
            "deaths": """
                person | died_on
                w      | 2024-03-09
            """,
        },
    ),
    Example(
        "a scheme that pays three months more, money that came back, and a later register",
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 抚恤   | w      | 王秀英 | 2024-06 | 400
                大河镇 | 低保   | z      | 赵国强 | 2024-06 | 400
                大河镇 | 低保   | z      | 赵国强 | 2024-06 | -400
                大河镇 | 低保   | l      | 李桂兰 | 2024-06 | 400
            """,
            "deaths": """
                person | died_on
                w      | 2024-03-09
                z      | 2024-03-09
                l      | 2024-01-09
                l      | 2024-05-20
            """,
            "schemes": """
                scheme | grace
                抚恤   | 3
                低保   | 1
            """,
        },
    ),
    Example(
        "a payment to nobody known, and one for no month",
        cannot=["no person", "no month"],
        tables={
            "benefits": """
                body   | scheme | person | month   | amount
                大河镇 | 低保   |        | 2024-03 | 400
                大河镇 | 低保   | w      |         | 400
            """,
            "deaths": """
                person | died_on
                w      | 2024-01-09
            """,
        },
    ),
    Example(
        "no register of deaths at all",
        cannot=["no deaths"],
        tables={
            "benefits": """
                body   | scheme | person | month   | amount
                大河镇 | 低保   | w      | 2024-03 | 400
            """,
        },
    ),
]
