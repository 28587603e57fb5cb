"""Two schemes that exclude each other

One person is paid, for the same months, two schemes of which the rules allow only one.

Why it matters
    Offices that pay from separate lists do not see each other. What is paid twice in this way goes
    on for years, and the person often does not know that it is wrong.

Innocent reasons
    The month in which one scheme gave way to the other. A top-up of the difference, where the rules
    allow one. Arrears of an earlier time. Two rules that no longer exclude each other.

Source
    Done by every body that compares lists of support; the groups are in the rules of the schemes.
"""

from datetime import date

from narwhals import Expr, Int64, col, lit, when

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import NO_RULES, every_rule, with_rules
from sunledger.screening.vocabulary import CAME_BACK, came_back, key, masked, set_aside

CHINESE = """同时领取互斥补助

同一人在同一些月份领取两项按规定只能享受一项的补助。

为什么重要
    各管一本名册的部门互相看不见。这样的重复一发就是几年，本人往往也不知道不该领。

清白的理由
    两项政策交接的当月；规定允许补差；补发以前月份；政策已修改为可以同享。

来源
    各地补助名册互相比对的常规项目；互斥关系见各项补助的规定。
"""

SENTENCE = Text(
    "For {months} months, from {first:month} to {last:month}, {name} was paid both {one} and "
    "{two}; the rules allow one of them. The smaller comes to {stake:money}.",
    "{first:month}至{last:month}有{months}个月，{name}同时领取{one}和{two}，"
    "按规定只能享受一项；较少的一项合计{stake:money}。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
APART = ["person"]
REASONS = {
    "came back": CAME_BACK,
    "no rules": NO_RULES,
    "beside others": Reason(
        Text("The scheme excludes no other.", "该补助项目与其他项目不互斥。"),
    ),
}

SETTINGS = {
    "handover": Setting(
        Text("months of overlap that a change of scheme may take", "政策交接允许重叠的月数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: the new list often begins before the old one ends.",
            "自定：新名册往往在旧名册停发前开始。",
        ),
    ),
}

_READ = ("code", "scheme", "scheme_name", "person", "name", "month", "amount")


def asides(benefits: Frame, schemes: Frame) -> Frame:
    """Set aside what came back, and schemes that may be paid beside all others."""
    return set_aside(
        with_rules(benefits, every_rule(schemes), "exclusive", "known"),
        {
            "came back": came_back("person", "scheme", "month"),
            "no rules": col("known").is_null(),
            "beside others": col("exclusive").is_null(),
        },
    ).drop("exclusive", "known")


def narrow(benefits: Frame, schemes: Frame) -> Frame:
    """Return the persons who are paid more than one scheme that excludes another."""
    ruled = schemes.filter(~col("exclusive").is_null()).select("scheme")
    rows = benefits.select("person", "scheme").join(ruled, on="scheme", how="semi")
    several = rows.group_by("person").agg(low=col("scheme").min(), high=col("scheme").max())
    return several.filter(col("low") != col("high")).select("person")


def flags(benefits: Frame, schemes: Frame, *, handover: int = 1) -> Frame:
    """Return the payments of months in which a person had two schemes of one group."""
    # Hardly anyone has two schemes at all; the rules are asked for these only.
    several = benefits.group_by("person").agg(low=col("scheme").min(), high=col("scheme").max())
    several = several.filter(col("low") != col("high")).select("person")
    rows = keep(benefits.select(*_READ).join(several, on="person", how="semi"))
    rows = with_rules(rows, schemes, "exclusive", "title")
    same = ["person", "exclusive", "month"]
    each = rows.group_by(*same).agg(low=col("scheme").min(), high=col("scheme").max())
    rows = keep(rows.join(each.filter(col("low") != col("high")).select(*same), on=same))
    both = rows.group_by("person", "exclusive").agg(
        months=col("month").n_unique(), first=col("month").min(), last=col("month").max()
    )
    rows = rows.join(both.filter(col("months") > handover), on=["person", "exclusive"])
    rows = rows.with_columns(group=key("person", "exclusive"), called=_called())
    rows = rows.with_columns(total=col("amount").sum().over("group", "scheme"))
    rows = rows.with_columns(most=col("total").max().over("group"))
    rows = rows.with_columns(whole=when(col("total") == col("most")).then(col("scheme")))
    rows = rows.with_columns(kept=col("whole").min().over("group"))
    figure = when(col("scheme") == col("kept")).then(lit(0)).otherwise(col("amount"))
    rows = rows.with_columns(figure=figure.cast(Int64))
    return rows.select(
        *("code", "months", "first", "last", "figure"),
        lead="group",
        stake=col("figure").sum().over("group").cast(Int64),
        one=col("called").min().over("group"),
        two=col("called").max().over("group"),
        name=masked("name"),
        subject=masked("name"),
        strength=when(col("months") >= 3).then(lit(0.8)).otherwise(lit(0.6)),
    )


def _called() -> Expr:
    """Return the scheme as people read it, the rules' own title first."""
    shown = when(~col("title").is_null()).then(col("title")).otherwise(col("scheme_name"))
    return when(shown.is_null()).then(col("scheme")).otherwise(shown)


_SCHEMES = """
    scheme | title    | exclusive
    特困   | 特困供养 | 基本生活
    低保   | 农村低保 | 基本生活
    高龄   | 高龄津贴 |
"""

EXAMPLES = [
    Example(
        "two kinds of basic support for two months, from two offices",
        flagged=["王＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 特困   | w      | 王秀英 | 2024-03 | 900
                大河镇 | 特困   | w      | 王秀英 | 2024-04 | 900
                小河镇 | 低保   | w      | 王秀英 | 2024-03 | 400
                小河镇 | 低保   | w      | 王秀英 | 2024-04 | 400
            """,
            "schemes": _SCHEMES,
        },
    ),
    Example(
        "one month of handover, a scheme for the aged beside it, and money that came back",
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 低保   | w      | 王秀英 | 2024-02 | 400
                大河镇 | 低保   | w      | 王秀英 | 2024-03 | 400
                大河镇 | 特困   | w      | 王秀英 | 2024-03 | 900
                大河镇 | 特困   | w      | 王秀英 | 2024-04 | 900
                大河镇 | 高龄   | w      | 王秀英 | 2024-04 | 100
                大河镇 | 低保   | w      | 王秀英 | 2024-04 | 400
                大河镇 | 低保   | w      | 王秀英 | 2024-04 | -400
            """,
            "schemes": _SCHEMES,
        },
    ),
    Example(
        "a scheme of which no rules are known",
        cannot=["no rules"],
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 慰问   | w      | 王秀英 | 2024-02 | 400
            """,
            "schemes": _SCHEMES,
        },
    ),
]
