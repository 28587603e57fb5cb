"""One plot under two uses

In one year the same plot is paid for under two schemes that ask for different uses of the land,
such as farmland and forest returned from it.

Why it matters
    A field that was given back to the forest bears no grain. Two offices with two lists pay for it
    twice, for years.

Innocent reasons
    A plot that was split, of which each part has its use; where the parts together are no larger
    than the plot, nothing is asked. A code that was given again. The year of change.

Source
    The regulation on returning farmland to forest; the lists of both offices laid together.
"""

from narwhals import Int64, String, coalesce, col, lit, when

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import NO_RULES, every_rule, place_named, with_rules
from sunledger.screening.vocabulary import CAME_BACK, key, set_aside

CHINESE = """一块地两种补贴

同一年内，同一地块按两种不同用途领取补贴，例如既领耕地补贴又领退耕还林补助。

为什么重要
    退耕还林的地不再种粮。两个部门两本名册，同一块地一发就是几年的双份。

清白的理由
    地块已分割，各有用途（合计不超过地块面积的不提问）；地块编号重用；改变用途的当年。

来源
    《退耕还林条例》；两个部门的名册比对。
"""

LAW = Text(
    "Regulation on Returning Farmland to Forest (State Council Order 367, 2002)",
    "《退耕还林条例》（国务院令第367号，2002年）",
)

SENTENCE = Text(
    "In {year} the plot {plot} in {place} was paid for both as {one} and as {two}; the smaller "
    "comes to {stake:money}.",
    "{year}年{place}{plot}地块既按{one}又按{two}领取补贴，较少的一项合计{stake:money}。",
)

NEEDS = {"benefits": ["body", "scheme", "plot", "month", "amount"]}
OPTIONAL = ["plots"]
APART = ["plot"]
REASONS = {
    "came back": CAME_BACK,
    "no rules": NO_RULES,
    "any use": Reason(Text("The scheme asks for no use of the land.", "该补助不限土地用途。")),
}
SETTINGS: dict[str, Setting] = {}


def asides(benefits: Frame, schemes: Frame) -> Frame:
    """Set aside what came back, and schemes that ask for no use of the land."""
    return set_aside(
        with_rules(benefits, every_rule(schemes), "land_use", "known"),
        {
            "came back": col("amount") <= 0,
            "no rules": col("known").is_null(),
            "any use": col("land_use").is_null(),
        },
    ).drop("land_use", "known")


def flags(benefits: Frame, schemes: Frame, plots: Frame) -> Frame:
    """Return the payments for plots that were paid for under two uses in one year."""
    rows = with_rules(benefits, schemes, "land_use", "title")
    rows = rows.with_columns(
        year=(col("month") // 12).cast(String), where=col("village").fill_null("")
    )
    same = ("plot", "where", "year")
    rows = rows.with_columns(
        low=col("land_use").min().over(*same), high=col("land_use").max().over(*same)
    )
    rows = keep(rows.filter(col("low") != col("high")).with_columns(lead=key(*same)))
    parts = rows.group_by("lead", "plot", "land_use").agg(
        total=col("amount").sum().cast(Int64),
        part=col("area").max(),
        called=coalesce(col("title"), col("scheme_name"), col("scheme")).min(),
    )
    parts = keep(parts)
    rows = rows.join(_twice(parts, plots), on="lead")
    rows = rows.join(parts.select("lead", "land_use", "total"), on=["lead", "land_use"])
    rows = rows.with_columns(top=when(col("total") == col("most")).then(col("land_use")))
    rows = rows.with_columns(kept=col("top").min().over("lead"))
    figure = when(col("land_use") == col("kept")).then(lit(0)).otherwise(col("amount"))
    rows = rows.with_columns(figure=figure.cast(Int64))
    return rows.select(
        *("code", "lead", "year", "plot", "one", "two", "figure"),
        stake=col("figure").sum().over("lead").cast(Int64),
        place=place_named(),
        subject=col("plot"),
        strength=lit(0.6),
    )


def _twice(parts: Frame, plots: Frame) -> Frame:
    """Return the plots of which the same ground was paid for twice."""
    sums = parts.group_by("lead", "plot").agg(
        most=col("total").max(),
        area=col("part").sum().cast(Int64),
        one=col("called").min(),
        two=col("called").max(),
    )
    size = plots.group_by("plot").agg(size=col("area").max())
    sums = sums.join(size, on="plot", how="left")
    # Two parts that together are no larger than the plot are two parts of it.
    whole = (col("area") * 20 > col("size") * 21).fill_null(value=True)
    return sums.filter(whole).select("lead", "most", "one", "two")


_SCHEMES = """
    scheme | title        | land_use
    地力   | 耕地地力补贴 | farmland
    退耕   | 退耕还林补助 | forest
    低保   | 农村低保     |
"""

EXAMPLES = [
    Example(
        "one plot as a field and as a forest",
        flagged=["d1"],
        tables={
            "benefits": """
                body   | scheme | person | village | plot | month   | area | amount
                大河镇 | 地力   | w      | v1      | d1   | 2024-06 | 6    | 600
                县林业 | 退耕   | w      | v1      | d1   | 2024-09 | 6    | 1,200
                县林业 | 退耕   | l      | v1      | d2   | 2024-09 | 4    | 800
            """,
            "schemes": _SCHEMES,
        },
    ),
    Example(
        "two parts of one plot; another year; the same code in another village",
        tables={
            "benefits": """
                body   | scheme | person | village | plot | month   | area | amount
                大河镇 | 地力   | w      | v1      | d1   | 2024-06 | 2    | 200
                县林业 | 退耕   | w      | v1      | d1   | 2024-09 | 4    | 800
                大河镇 | 地力   | l      | v1      | d2   | 2023-06 | 4    | 400
                县林业 | 退耕   | l      | v1      | d2   | 2024-09 | 4    | 800
                大河镇 | 地力   | z      | v1      | d3   | 2024-06 | 4    | 400
                县林业 | 退耕   | q      | v2      | d3   | 2024-09 | 4    | 800
            """,
            "schemes": _SCHEMES,
            "plots": """
                plot | person | area
                d1   | w      | 6
            """,
        },
    ),
    Example(
        "no plot is named, and a scheme that nobody knows",
        cannot=["no plot", "no rules"],
        tables={
            "benefits": """
                body   | scheme | person | plot | month   | amount
                大河镇 | 地力   | w      |      | 2024-06 | 600
                大河镇 | 其他   | w      | d1   | 2024-06 | 600
            """,
            "schemes": _SCHEMES,
        },
    ),
]
