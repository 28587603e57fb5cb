"""What is owned contradicts need

A person on a needs-tested scheme had, through the months of payment, a car above the limit, two
houses or more, or a share in a firm that trades.

Why it matters
    Assets count when need is assessed. What a register shows and the file does not was either
    hidden, or never looked for.

Innocent reasons
    A car that was sold and never registered anew, a car for a disabled person, a tractor for work.
    A house about to be pulled down, or an inherited share. A shareholder in name only; a name lent
    or used without knowledge; a firm that sleeps.

Source
    The Interim Measures ask for a check of means; one province's local cap for cars is 70,000 yuan.
"""

from datetime import date

from narwhals import Int64, String, coalesce, col, concat, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Setting, Text
from sunledger.screening.support import (
    NO_RULES,
    NOT_TESTED,
    added_up,
    scheme_named,
    whole_month,
    with_rules,
)
from sunledger.screening.vocabulary import CAME_BACK, came_back, masked, set_aside

CHINESE = """财产与困难不符

领取按家庭经济状况发放的补助期间，本人名下有超过限额的车辆、两套以上住房，或仍在经营的企业股份。

为什么重要
    认定困难要看财产。登记部门查得到而档案里没有的，不是隐瞒，就是没有查。

清白的理由
    车辆已卖未过户，残疾人代步车，生产用车；待拆的房屋，继承的份额；挂名股东，被借名、冒名；休眠企业。

来源
    救助办法要求核对家庭经济状况；某省车辆限额为七万元。
"""

LAW = Text(
    "Interim Measures for Social Assistance (State Council Order 649, 2014)",
    "《社会救助暂行办法》（国务院令第649号，2014年）",
)

SENTENCE = {
    "vehicle": Text(
        "{body_name} paid {scheme_name} to {name} {times:times}, {sum:money} in all, while a "
        "register shows a vehicle worth {value:money}.",
        "{body_name}向{name}发放{scheme_name}{times:times}，合计{sum:money}；"
        "登记显示其名下有价值{value:money}的车辆。",
    ),
    "house": Text(
        "{body_name} paid {scheme_name} to {name} {times:times}, {sum:money} in all, while a "
        "register shows {pieces} houses.",
        "{body_name}向{name}发放{scheme_name}{times:times}，合计{sum:money}；"
        "登记显示其名下有{pieces}套住房。",
    ),
    "company": Text(
        "{body_name} paid {scheme_name} to {name} {times:times}, {sum:money} in all, while a "
        "register shows a share in a firm that trades.",
        "{body_name}向{name}发放{scheme_name}{times:times}，合计{sum:money}；"
        "登记显示其持有在营企业股份。",
    ),
}

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
APART = ["person"]
REASONS = {"came back": CAME_BACK, "no rules": NO_RULES, "not tested": NOT_TESTED}

SETTINGS = {
    "car": Setting(
        Text("value of a car above which it contradicts need", "车辆价值限额"),
        since=date(2024, 1, 1),
        source=Text(
            "Seen as one local cap; the scheme's own limit goes before it.",
            "某地限额；补助项目另有规定的从其规定。",
        ),
        kind="money",
    ),
    "houses": Setting(
        Text("houses from which on they contradict need", "视为与困难不符的住房套数"),
        since=date(2024, 1, 1),
        source=Text("Common in local rules.", "各地细则的通例。"),
    ),
}


def asides(benefits: Frame, schemes: Frame) -> Frame:
    """Set aside what came back and what no means test decides."""
    return set_aside(
        with_rules(benefits, schemes, "needs_tested"),
        {
            "came back": came_back("person", "scheme", "month"),
            "no rules": col("needs_tested").is_null(),
            "not tested": col("needs_tested") == 0,
        },
    ).drop("needs_tested")


def flags(
    benefits: Frame, holdings: Frame, schemes: Frame, *, car: int = 70_000_00, houses: int = 2
) -> Frame:
    """Return payments for months through which the person owned what contradicts need."""
    owned = holdings.filter(col("active").fill_null(1) == 1).select(
        *("person", "since", "until", "value"), beside_holdings="code", asset="kind"
    )
    rows = benefits.join(owned, on="person").filter(whole_month())
    rows = keep(with_rules(rows, schemes, "asset_limit"))
    cars = rows.filter(col("asset") == "vehicle")
    cars = cars.filter(col("value") > coalesce(col("asset_limit"), lit(car)))
    homes = rows.filter(col("asset") == "house")
    homes = homes.with_columns(pieces=count().over("code")).filter(col("pieces") >= houses)
    firms = rows.filter(col("asset") == "company")
    kinds = (("vehicle", cars, 0.5), ("house", homes, 0.5), ("company", firms, 0.3))
    return concat([_leads(kind, found, strength) for kind, found, strength in kinds])


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the payments beside one kind of thing; of several things that of the most value."""
    best = {
        "value": col("value").max().over("code"),
        "pieces": count().over("code").cast(Int64),
        "first_of": col("beside_holdings").min().over("code"),
    }
    rows = rows.with_columns(**best).filter(col("beside_holdings") == col("first_of"))
    rows = rows.with_columns(kind=lit(kind, String))
    return added_up(rows, "kind", "body", "scheme", "person").select(
        *("code", "lead", "kind", "body_name", "sum", "times", "pieces", "beside_holdings"),
        value=col("value").fill_null(0),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=lit(strength),
    )


_SCHEMES = """
    scheme | needs_tested
    低保   | yes
    高龄   | no
"""

EXAMPLES = [
    Example(
        "a car of two hundred thousand; two houses; a share in a firm",
        flagged=["王＊＊", "李＊＊", "赵＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 低保   | w      | 王秀英 | 2024-03 | 400
                大河镇 | 低保   | w      | 王秀英 | 2024-04 | 400
                大河镇 | 低保   | l      | 李桂兰 | 2024-03 | 400
                大河镇 | 低保   | z      | 赵国强 | 2024-03 | 400
            """,
            "schemes": _SCHEMES,
            "holdings": """
                person | kind    | value   | since      | active
                w      | vehicle | 200,000 | 2022-01-10 | yes
                l      | house   |         | 2010-01-10 | yes
                l      | house   |         | 2018-01-10 | yes
                z      | company |         | 2018-01-10 | yes
            """,
        },
    ),
    Example(
        "a cheap car, a car sold before, one house, a firm that sleeps, a scheme for the aged",
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 低保   | w      | 王秀英 | 2024-03 | 400
                大河镇 | 低保   | l      | 李桂兰 | 2024-03 | 400
                大河镇 | 低保   | z      | 赵国强 | 2024-03 | 400
                大河镇 | 高龄   | s      | 孙德福 | 2024-03 | 100
            """,
            "schemes": _SCHEMES,
            "holdings": """
                person | kind    | value   | since      | until      | active
                w      | vehicle | 30,000  | 2022-01-10 |            | yes
                l      | vehicle | 150,000 | 2019-01-10 | 2024-03-10 | yes
                l      | house   |         | 2010-01-10 |            | yes
                l      | house   |         | 2008-01-10 |            | no
                z      | company |         | 2018-01-10 |            | no
                s      | house   |         | 2010-01-10 |            | yes
                s      | house   |         | 2012-01-10 |            | yes
            """,
        },
    ),
    Example(
        "a scheme that the rules do not know",
        cannot=["no rules"],
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 慰问   | w      | 王秀英 | 2024-03 | 400
            """,
            "schemes": _SCHEMES,
            "holdings": """
                person | kind    | value
                w      | vehicle | 200,000
            """,
        },
    ),
]
