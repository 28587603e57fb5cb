"""More land subsidised than exists

In a year a household is paid for more land than it holds by the register of land rights, or a
village for more than its arable land, by more than five in a hundred; or the land for which a
village is paid grows by more than fifteen in a hundred from one year to the next.

Why it matters
    A subsidy by area is as right as the area. A village that adds up to more than its land has
    lines in its list that belong to nobody's field.

Innocent reasons
    Land leased from others who agreed that the farmer is paid. Land reclaimed since the survey. An
    old survey. A share registered under another member of the family, or under one who has died:
    where the list names such a plot, it counts for the one who is paid for it. Mu written as
    hectares, or the other way about: then the figures are fifteen times apart.

Source
    The register of land rights and the yearly figures of arable land, laid beside the list of the
    subsidy; many audits report it.
"""

from datetime import date

from narwhals import Int64, String, coalesce, col, concat, concat_str, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import NO_RULES, every_rule, place_named, scheme_named, with_rules
from sunledger.screening.vocabulary import CAME_BACK, key, masked, set_aside

CHINESE = """补贴面积超过土地面积

一年内，一户享受补贴的面积超过确权面积，或一村超过其耕地面积，超出百分之五以上；
或一村的补贴面积一年之间增加百分之十五以上。

为什么重要
    按面积发的补贴，面积准，钱才准。全村加起来比土地还多，名册里就一定有不属于任何一块地的行。

清白的理由
    流转来的土地，双方约定由种地人领；调查后新开垦；调查数据陈旧；确权在家里另一人名下；
    亩与公顷写混（此时相差十五倍）。

来源
    土地确权登记、年度耕地面积与补贴名册比对；许多审计报告都有。
"""

SENTENCE = {
    "household": Text(
        "For {year} {body_name} paid {scheme_name} for {claimed:quantity} mu to the household of "
        "{name} in {place}; {known:quantity} mu are registered.",
        "{year}年{body_name}按{claimed:quantity}亩向{place}{name}户发放{scheme_name}，"
        "确权面积为{known:quantity}亩。",
    ),
    "village": Text(
        "For {year} {body_name} paid {scheme_name} for {claimed:quantity} mu in {place}, where "
        "{known:quantity} mu of arable land are registered.",
        "{year}年{body_name}在{place}按{claimed:quantity}亩发放{scheme_name}，"
        "该村登记耕地为{known:quantity}亩。",
    ),
    "grown": Text(
        "For {year} {body_name} paid {scheme_name} for {claimed:quantity} mu in {place}; the year "
        "before it was {known:quantity} mu.",
        "{year}年{body_name}在{place}按{claimed:quantity}亩发放{scheme_name}，"
        "上一年为{known:quantity}亩。",
    ),
}

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
OPTIONAL = ["arable", "people"]
REASONS = {
    "came back": CAME_BACK,
    "no rules": NO_RULES,
    "not for land": Reason(Text("The scheme is not paid for land.", "该补助不按面积发放。")),
    "no area": Reason(Text("The row gives no area.", "该行没有写面积。"), applicable=True),
}

SETTINGS = {
    "over": Setting(
        Text("hundredths by which a paid area may exceed the register", "允许超出登记面积的百分比"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: five to ten.", "实践中为百分之五至十。"),
    ),
    "growth": Setting(
        Text("hundredths by which a village's area may grow in a year", "一年可增加的百分比"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice.", "实践中常用。"),
    ),
}

_FARMLAND = "farmland"


def asides(benefits: Frame, schemes: Frame) -> Frame:
    """Set aside what came back, what is not paid for land, and rows without an area."""
    return set_aside(
        with_rules(benefits, every_rule(schemes), "by_area", "known"),
        {
            "came back": col("amount") <= 0,
            "no rules": col("known").is_null(),
            "not for land": (col("by_area").fill_null(0) == 0),
            "no area": col("area").is_null(),
        },
    ).drop("by_area", "known")


def flags(
    benefits: Frame,
    plots: Frame,
    schemes: Frame,
    arable: Frame,
    people: Frame,
    *,
    over: int = 5,
    growth: int = 15,
) -> Frame:
    """Return payments for more land than a household or a village has."""
    home = people.group_by("person").agg(registered=col("household").min())
    rows = with_rules(benefits, schemes, "land_use").join(home, on="person", how="left")
    rows = rows.with_columns(
        home=coalesce(col("registered"), col("person")),
        use=coalesce(col("land_use"), lit(_FARMLAND)),
        year=(col("month") // 12).cast(Int64),
    )
    rows = keep(rows.drop("registered"))
    held = plots.join(home, on="person", how="left").with_columns(
        home=coalesce(col("registered"), col("person")),
        use=coalesce(col("use"), lit(_FARMLAND)),
    )
    held = _after_a_death(rows, held, people)
    held = held.group_by("home", "use").agg(known=col("area").sum().cast(Int64))
    houses = _claimed(rows, "home").join(held, on=["home", "use"])
    land = arable.group_by("village", "year").agg(known=col("area").sum().cast(Int64))
    every = keep(_claimed(rows.filter(col("use") == _FARMLAND), "village"))
    villages = every.join(land, on=["village", "year"])
    before = every.select("village", "scheme", year=col("year") + 1, known=col("claimed"))
    later = every.join(before, on=["village", "scheme", "year"])
    return concat(
        [
            _leads("household", rows, houses, "home", over),
            _leads("village", rows, villages, "village", over),
            _leads("grown", rows, later, "village", growth),
        ]
    )


def _after_a_death(rows: Frame, held: Frame, people: Frame) -> Frame:
    """Return the plots; those of persons no longer registered go to the one house paid for them."""
    named = rows.filter(~col("plot").is_null(), ~col("home").is_null())
    heirs = named.group_by("plot").agg(heir=col("home").min(), houses=col("home").n_unique())
    heirs = heirs.filter(col("houses") == 1).select("plot", "heir")
    known = people.group_by("person").agg(living=count())
    held = held.join(known, on="person", how="left").join(heirs, on="plot", how="left")
    gone = col("living").is_null() & ~col("heir").is_null()
    return held.with_columns(home=when(gone).then(col("heir")).otherwise(col("home")))


def _claimed(rows: Frame, whose: str) -> Frame:
    """Return for what area each was paid in a year; a scheme paid in parts counts once."""
    rows = rows.filter(~col(whose).is_null())
    monthly = rows.group_by(whose, "scheme", "use", "year", "month")
    areas = monthly.agg(area=col("area").sum().cast(Int64))
    return areas.group_by(whose, "scheme", "use", "year").agg(claimed=col("area").max())


def _leads(kind: str, rows: Frame, claims: Frame, whose: str, over: int) -> Frame:
    """Return the payments to those who were paid for too much, with what is too much of each."""
    beyond = claims.filter(col("claimed") * 100 > col("known") * (100 + over))
    same = [whose, "scheme", "year"]
    found = rows.join(beyond.select(*same, "claimed", "known"), on=same)
    figure = col("amount") * (col("claimed") - col("known")) // col("claimed")
    units = when(col("claimed") >= col("known") * 14).then(lit(0.3))
    return found.select(
        *("code", "body_name", "claimed", "known"),
        kind=lit(kind, String),
        year=col("year").cast(String),
        place=place_named(),
        scheme_name=scheme_named(),
        name=masked("name"),
        lead=concat_str([lit(kind), key(*same)], separator=" "),
        subject=masked("name") if kind == "household" else place_named(),
        figure=figure.cast(Int64),
        strength=units.otherwise(lit({"village": 0.5, "household": 0.4, "grown": 0.3}[kind])),
    )


_SCHEMES = """
    scheme | by_area | land_use
    地力   | yes     | farmland
    低保   | no      |
"""
_PLOTS = """
    plot | person | village | area | use
    d1   | w      | v1      | 6    | farmland
    d2   | l      | v1      | 9    | farmland
    d3   | w      | v1      | 30   | forest
"""

EXAMPLES = [
    Example(
        "nine mu paid for six; and with it a village beyond its land",
        flagged=["王＊＊", "柳树村"],
        tables={
            "benefits": """
                body   | scheme | person | name   | village | village_name | month   | area | amount
                大河镇 | 地力   | w      | 王秀英 | v1      | 柳树村       | 2024-06 | 9    | 900
                大河镇 | 地力   | l      | 李桂兰 | v1      | 柳树村       | 2024-06 | 9    | 900
            """,
            "schemes": _SCHEMES,
            "plots": _PLOTS,
            "arable": """
                village | year | area
                v1      | 2024 | 15
            """,
        },
    ),
    Example(
        "a village that grows by half in a year",
        flagged=["柳树村"],
        tables={
            "benefits": """
                body   | scheme | person | village | village_name | month   | area | amount
                大河镇 | 地力   | l      | v1      | 柳树村       | 2023-06 | 6    | 600
                大河镇 | 地力   | l      | v1      | 柳树村       | 2024-06 | 9    | 900
            """,
            "schemes": _SCHEMES,
            "plots": _PLOTS,
        },
    ),
    Example(
        "land of the husband; a subsidy in two parts; a little more; no land at all in the scheme",
        tables={
            "benefits": """
                body   | scheme | person | name   | village | month   | area | amount
                大河镇 | 地力   | w      | 王秀英 | v1      | 2024-06 | 6.2  | 300
                大河镇 | 地力   | w      | 王秀英 | v1      | 2024-09 | 6.2  | 300
                大河镇 | 地力   | g      | 郭建国 | v1      | 2024-06 | 9    | 900
                大河镇 | 低保   | z      | 赵国强 | v1      | 2024-06 | 90   | 400
            """,
            "schemes": _SCHEMES,
            "plots": _PLOTS,
            "people": """
                person | household
                g      | h2
                l      | h2
            """,
            "arable": """
                village | year | area
                v1      | 2024 | 15
            """,
        },
    ),
    Example(
        "a plot that stands under the late mother, tilled by the son",
        tables={
            "benefits": """
                body   | scheme | person | name   | village | month   | plot | area | amount
                大河镇 | 地力   | z      | 赵国强 | v1      | 2024-06 | d1   | 6    | 600
                大河镇 | 地力   | z      | 赵国强 | v1      | 2024-06 | d4   | 2    | 200
            """,
            "schemes": _SCHEMES,
            "plots": """
                plot | person | village | area | use
                d1   | w      | v1      | 6    | farmland
                d4   | z      | v1      | 2    | farmland
            """,
            "people": """
                person | household
                z      | h3
            """,
        },
    ),
    Example(
        "a row without an area, and a scheme nobody knows",
        cannot=["no area", "no rules"],
        tables={
            "benefits": """
                body   | scheme | person | month   | area | amount
                大河镇 | 地力   | w      | 2024-06 |      | 900
                大河镇 | 其他   | w      | 2024-06 | 9    | 900
            """,
            "schemes": _SCHEMES,
            "plots": _PLOTS,
        },
    ),
]
