"""What belongs to all, let cheaply

A lease of a village's land or rooms brings less than half of what leases of the same use in the
same town bring, signed in the same years; or it runs beyond twenty years and brings less than seven
tenths.

Why it matters
    Low rents for long years are how what belongs to all passes into few hands. Nobody sees it in
    one contract; beside the neighbours' it is plain.

Innocent reasons
    Poor or remote soil. A lessee who has to build or to improve. A long lease that was paid in
    advance. An area written in square metres for mu. An open offer that brought no more.

Source
    Low price and long term are what reviews of village contracts look for first.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.rounding import whole
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """集体资产低价、长期出租

村集体土地或房屋的租金，不到同乡镇、同用途、同期签订合同租金中位数的一半；
或租期超过二十年且不到七成。

为什么重要
    租金低、租期长，集体的东西就这样到了少数人手里。单看一份合同看不出来，与邻村一比便知。

清白的理由
    地力差、位置偏；约定由承租方投资改良；长期合同一次性预付；面积单位误用平方米；公开竞租只到此价。

来源
    农村合同清理首先看的就是低价和长期。
"""

SENTENCE = {
    "cheap": Text(
        "{body_name} lets {what} to {lessee} at {own_rent:money} for a mu or square metre a year; "
        "half of the {peers} like leases in the town bring {usual:money} or more.",
        "{body_name}将{what}租给{lessee}，每亩（平方米）每年{own_rent:money}；"
        "同乡镇{peers}份同类合同的中位数为{usual:money}。",
    ),
    "long": Text(
        "{body_name} lets {what} to {lessee} for {years} years at {own_rent:money} for a mu or "
        "square metre a year; half of the {peers} like leases in the town bring {usual:money} or "
        "more.",
        "{body_name}将{what}租给{lessee}{years}年，每亩（平方米）每年{own_rent:money}；"
        "同乡镇{peers}份同类合同的中位数为{usual:money}。",
    ),
}

NEEDS = {"leases": ["body", "town", "use", "area", "rent", "signed_on"]}
APART = ["town"]
REASONS = {
    "improves": Reason(
        Text("The lessee has to invest in what is let.", "合同约定由承租方投资改良。")
    ),
    "nought": Reason(Text("The area is nought.", "面积为零。"), applicable=True),
    "few": Reason(
        Text(
            "Fewer than five like leases of those years in the town are known.",
            "同乡镇同期同用途合同不足五份。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "half": Setting(
        Text("hundredths of the usual rent below which a lease is cheap", "视为低价的百分比"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: half.", "实践中常用：一半。"),
    ),
    "low": Setting(
        Text("hundredths of it for a long lease", "长期合同视为低价的百分比"),
        since=date(2024, 1, 1),
        source=Text("Our own: seven tenths.", "自定：七成。"),
    ),
    "long": Setting(
        Text("years beyond which a lease is long", "视为长期的年数"),
        since=date(2021, 1, 1),
        source=Text(
            "Civil Code of China, article 705: a lease beyond twenty years does not hold for the "
            "time beyond; land rights have rules of their own.",
            "《民法典》第七百零五条：租赁期限超过二十年的部分无效（土地承包经营权另有规定）。",
        ),
    ),
    "peers": Setting(
        Text("leases to compare with, at least", "可比合同的最少份数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_ALIKE = ("town", "use", "era")


def asides(leases: Frame, *, peers: int = 5) -> Frame:
    """Set aside leases with a duty to invest, and those without neighbours."""
    rows = _each(leases).with_columns(alike=count().over(*_ALIKE))
    return set_aside(
        rows,
        {
            "improves": (col("improves") == 1).fill_null(value=False),
            "nought": col("area") <= 0,
            "few": col("alike") < peers,
        },
    ).drop("alike", "era", "own_rent")


def flags(leases: Frame, *, half: int = 50, low: int = 70, long: int = 20) -> Frame:
    """Return the leases far below what is usual; what is lost in a year is at stake."""
    rows = keep(_each(leases))
    usual = rows.group_by(*_ALIKE).agg(peers=count(), usual=col("own_rent").median())
    usual = usual.with_columns(usual=whole(col("usual")))
    rows = rows.join(usual, on=list(_ALIKE))
    days = day_number(col("until")) - day_number(coalesce(col("since"), col("signed_on")))
    rows = rows.with_columns(years=((days + 1) // 365).fill_null(0))
    cheap = col("own_rent") * 100 < col("usual") * half
    lasting = (days > long * 366) & (col("own_rent") * 100 < col("usual") * low)
    rows = rows.filter(cheap | lasting.fill_null(value=False))
    lost = (col("usual") - col("own_rent")) * col("area") // 1000
    return rows.select(
        *("code", "body_name", "own_rent", "usual", "peers", "years"),
        kind=when(lasting.fill_null(value=False)).then(lit("long")).otherwise(lit("cheap")),
        what=coalesce(col("title"), col("asset"), col("use")),
        lessee=coalesce(col("lessee"), lit("—")),
        lead="code",
        subject=coalesce(col("title"), col("asset"), col("use")),
        figure=lost.cast(Int64),
        strength=when(col("tendered") == 1).then(lit(0.2)).otherwise(lit(0.45)),
    )


def _each(leases: Frame) -> Frame:
    """Add the rent for one mu or square metre, and the five years of signing."""
    area = when(col("area") > 0).then(col("area")).otherwise(lit(1))
    return leases.with_columns(
        own_rent=(col("rent") * 1000 // area).cast(Int64),
        era=(col("signed_on").dt.year().cast(Int64) // 5).cast(Int64),
    )


EXAMPLES = [
    Example(
        "a pond at a fifth of what others bring; thirty years at three fifths",
        flagged=["北塘", "西塘"],
        tables={
            "leases": """
                body   | title | town | use  | area | rent  | signed_on  | until      | lessee
                柳树村 | 东塘  | t1   | 养殖 | 10   | 5,000 | 2021-01-04 | 2026-02-01 | 甲
                柳树村 | 南塘  | t1   | 养殖 | 10   | 5,200 | 2021-03-04 | 2026-04-01 | 乙
                石桥村 | 中塘  | t1   | 养殖 | 20   | 9,800 | 2022-01-04 | 2027-02-01 | 丙
                石桥村 | 上塘  | t1   | 养殖 | 20   | 9,900 | 2022-01-04 | 2027-02-01 | 丁
                白石村 | 下塘  | t1   | 养殖 | 10   | 5,000 | 2022-01-04 | 2027-02-01 | 丁
                大河村 | 北塘  | t1   | 养殖 | 10   | 1,000 | 2023-01-04 | 2028-02-01 | 戊
                大河村 | 西塘  | t1   | 养殖 | 10   | 3,000 | 2023-01-04 | 2053-02-01 | 戊
            """,
        },
    ),
    Example(
        "a lessee who has to dig the pond first; a long lease at the usual rent",
        tables={
            "leases": """
                body   | title | town | use  | area | rent  | signed_on  | until      | improves
                柳树村 | 东塘  | t1   | 养殖 | 10   | 5,000 | 2021-01-04 | 2026-02-01 |
                柳树村 | 南塘  | t1   | 养殖 | 10   | 5,200 | 2021-03-04 | 2051-04-01 |
                石桥村 | 中塘  | t1   | 养殖 | 20   | 9,800 | 2022-01-04 | 2027-02-01 |
                石桥村 | 上塘  | t1   | 养殖 | 20   | 9,900 | 2022-01-04 | 2027-02-01 |
                白石村 | 下塘  | t1   | 养殖 | 10   | 4,000 | 2022-01-04 | 2027-02-01 |
                大河村 | 北塘  | t1   | 养殖 | 10   | 1,000 | 2023-01-04 | 2028-02-01 | yes
            """,
        },
    ),
    Example(
        "no area, an area of nought, and no neighbours",
        cannot=["no area", "few", "nought"],
        tables={
            "leases": """
                body   | title | town | use  | area | rent  | signed_on
                柳树村 | 东塘  | t1   | 养殖 |      | 5,000 | 2021-01-04
                柳树村 | 南塘  | t1   | 养殖 | 10   | 5,200 | 2021-03-04
                柳树村 | 西塘  | t1   | 养殖 | 0    | 5,200 | 2021-03-04
            """,
        },
    ),
]
