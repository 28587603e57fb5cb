"""One scheme in two places

One person is paid the same scheme by two villages or counties for the same months.

Why it matters
    Whoever moves is entered anew, and nobody takes them off the old list; or somebody who keeps a
    list knows the names of those who left.

Innocent reasons
    Moved within the year, and the months of moving overlap. A village that was merged, or has a new
    code. A number that two persons share.

Source
    Done wherever counties put their lists together; in a made-up province more than half of all
    exact duplicates were this.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import scheme_named, with_rules
from sunledger.screening.vocabulary import CAME_BACK, came_back, key, masked, set_aside

CHINESE = """同一补助两地领取

同一人的同一项补助，在同一些月份由两个村或两个县发放。

为什么重要
    搬走的人在新地方登记，旧名册却没有人销掉；也可能是管名册的人知道谁已搬走。

清白的理由
    年中迁移，交接月份重叠；村庄合并或换了代码；两人共用一个号码。

来源
    各县名册汇总比对时都做；在一个虚构的省里，完全重复的发放有一半以上属于这一类。
"""

SENTENCE = Text(
    "For {months} months, from {first:month} to {last:month}, {name} was paid {scheme_name} in "
    "both {one} and {two}; the smaller comes to {stake:money}.",
    "{first:month}至{last:month}有{months}个月，{name}在{one}和{two}都领取{scheme_name}，"
    "较少的一处合计{stake:money}。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "month", "village", "amount"]}
OPTIONAL = ["schemes"]
APART = ["person"]
REASONS = {
    "came back": CAME_BACK,
    "for land": Reason(
        Text(
            "The scheme is paid for land, and one person may have land in two places.",
            "该补助按土地面积发放，一人可在两地有地。",
        ),
    ),
}

SETTINGS = {
    "handover": Setting(
        Text("months of overlap that moving may take", "迁移允许重叠的月数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_WHERE = ("village", "village_name", "county")
_READ = ("code", "scheme", "scheme_name", "person", "name", "month", "amount", *_WHERE)


def asides(benefits: Frame, schemes: Frame) -> Frame:
    """Set aside what came back, and what is paid for land."""
    return set_aside(
        with_rules(benefits, schemes, "by_area"),
        {
            "came back": came_back("person", "scheme", "village", "month"),
            "for land": (col("by_area") == 1).fill_null(value=False),
        },
    ).drop("by_area")


def narrow(benefits: Frame) -> Frame:
    """Return the persons who are paid in more than one place, whatever for and whenever."""
    rows = benefits.select("person", "county", place=coalesce(col("village_name"), col("village")))
    return _in_several(rows).select("person")


def _in_several(rows: Frame) -> Frame:
    """Return the persons with rows of more than one county or place."""
    known = [col(one).fill_null("") for one in ("county", "place")]
    several = rows.group_by("person").agg(
        low=known[1].min(), high=known[1].max(), from_=known[0].min(), to=known[0].max()
    )
    several = several.filter((col("low") != col("high")) | (col("from_") != col("to")))
    return several.select("person")


def flags(benefits: Frame, schemes: Frame, *, handover: int = 1) -> Frame:
    """Return the payments of months in which two places paid one person the same scheme."""
    # A village that has another code but kept its name in one county is the same village.
    place = key("county", "place")
    rows = benefits.select(*_READ).with_columns(place=coalesce(col("village_name"), col("village")))
    # Hardly anyone is paid by two places at all; months are compared for these only.
    rows = keep(rows.join(_in_several(rows), on="person", how="semi"))
    rows = rows.with_columns(where=place)
    same = ["person", "scheme", "month"]
    each = rows.group_by(*same).agg(low=col("where").min(), high=col("where").max())
    rows = keep(rows.join(each.filter(col("low") != col("high")).select(*same), on=same))
    both = rows.group_by("person", "scheme").agg(
        months=col("month").n_unique(), first=col("month").min(), last=col("month").max()
    )
    rows = rows.join(both.filter(col("months") > handover), on=["person", "scheme"])
    rows = rows.with_columns(group=key("person", "scheme"))
    rows = rows.with_columns(total=col("amount").sum().over("group", "where"))
    rows = rows.with_columns(most=col("total").max().over("group"))
    rows = rows.with_columns(whole=when(col("total") == col("most")).then(col("where")))
    rows = rows.with_columns(kept=col("whole").min().over("group"))
    figure = when(col("where") == col("kept")).then(lit(0)).otherwise(col("amount"))
    rows = rows.with_columns(figure=figure.cast(Int64))
    return rows.select(
        *("code", "months", "first", "last", "figure"),
        lead="group",
        stake=col("figure").sum().over("group").cast(Int64),
        one=col("place").min().over("group"),
        two=col("place").max().over("group"),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        strength=when(col("months") >= 3).then(lit(0.8)).otherwise(lit(0.6)),
    )


EXAMPLES = [
    Example(
        "three months in two villages of two counties",
        flagged=["王＊＊"],
        tables={
            "benefits": """
                body | scheme | person | name   | village | village_name | county | month   | amount
                甲镇 | 低保   | w      | 王秀英 | v1      | 柳树村       | c1     | 2024-03 | 400
                甲镇 | 低保   | w      | 王秀英 | v1      | 柳树村       | c1     | 2024-04 | 400
                甲镇 | 低保   | w      | 王秀英 | v1      | 柳树村       | c1     | 2024-05 | 400
                乙镇 | 低保   | w      | 王秀英 | v2      | 桃园村       | c2     | 2024-03 | 380
                乙镇 | 低保   | w      | 王秀英 | v2      | 桃园村       | c2     | 2024-04 | 380
                乙镇 | 低保   | w      | 王秀英 | v2      | 桃园村       | c2     | 2024-05 | 380
            """,
        },
    ),
    Example(
        "moved in April; a village with a new code; land in two villages",
        tables={
            "benefits": """
                body | scheme | person | name   | village | village_name | county | month   | amount
                甲镇 | 低保   | w      | 王秀英 | v1      | 柳树村       | c1     | 2024-04 | 400
                乙镇 | 低保   | w      | 王秀英 | v2      | 桃园村       | c2     | 2024-04 | 380
                乙镇 | 低保   | w      | 王秀英 | v2      | 桃园村       | c2     | 2024-05 | 380
                甲镇 | 低保   | l      | 李桂兰 | v1      | 柳树村       | c1     | 2024-03 | 400
                甲镇 | 低保   | l      | 李桂兰 | v1      | 柳树村       | c1     | 2024-04 | 400
                甲镇 | 低保   | l      | 李桂兰 | v9      | 柳树村       | c1     | 2024-03 | 400
                甲镇 | 低保   | l      | 李桂兰 | v9      | 柳树村       | c1     | 2024-04 | 400
                甲镇 | 地力   | z      | 赵国强 | v1      | 柳树村       | c1     | 2024-03 | 200
                甲镇 | 地力   | z      | 赵国强 | v1      | 柳树村       | c1     | 2024-04 | 200
                乙镇 | 地力   | z      | 赵国强 | v2      | 桃园村       | c2     | 2024-03 | 300
                乙镇 | 地力   | z      | 赵国强 | v2      | 桃园村       | c2     | 2024-04 | 300
            """,
            "schemes": """
                scheme | by_area
                地力   | yes
            """,
        },
    ),
    Example(
        "a payment that names no village",
        cannot=["no village"],
        tables={
            "benefits": """
                body | scheme | person | name   | month   | amount
                甲镇 | 低保   | w      | 王秀英 | 2024-04 | 400
            """,
        },
    ),
]
