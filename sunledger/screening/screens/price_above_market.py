"""Food dearer than on the market

A school or another body pays clearly more for an item than the county's market price of that week:
once by a third, or in two purchases running by a tenth.

Why it matters
    A price a little too high, every week, is the most comfortable way of taking money from a
    kitchen: goods and papers are in order, and only the neighbour's price tells.

Innocent reasons
    A jin taken for a kilogram. A better grade. Delivery to a remote school that is included. A
    very small lot. A market price that lags behind in a week in which prices move.

Source
    Used by bodies that compare purchases of canteens with the weekly market prices.
"""

from datetime import date

from narwhals import Expr, Int64, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.rounding import whole
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """食材采购价高于市场价

学校等单位采购某品种的单价明显高于当县当周市场价：一次高出三成，或连续两次高出一成。

为什么重要
    每周贵一点，是从食堂拿钱最省事的办法：货在、票在、手续齐，只有与旁边的价格一比才看得出来。

清白的理由
    斤与公斤混淆；等级更高；含送货到偏远学校的费用；数量很小；行情波动时市场价滞后。

来源
    各地将食堂采购价与每周市场价比对的做法。
"""

SENTENCE = Text(
    "{body_name} paid {supplier} more than the market price for {item} {times:times}: on one day "
    "{dear:money} a kilogram or piece, where the county's price was {usual:money}. What is beyond "
    "the market price comes to {sum:money}.",
    "{body_name}向{supplier}采购{item}，单价高于市场价{times:times}，如一次每公斤（件）{dear:money}，"
    "当周县市场价为{usual:money}；超出市场价部分合计{sum:money}。",
)

NEEDS = {"purchases": ["body", "on", "item", "measure", "price", "quantity", "county"]}
ALONE = ["body"]
REASONS = {
    "small": Reason(Text("The lot is very small.", "数量很小。")),
    "no price": Reason(
        Text(
            "The market price list has no such item, county and week.",
            "市场价格表中没有该县当周该品种。",
        ),
        applicable=True,
    ),
    "measure": Reason(
        Text(
            "The price is about twice the market's: a jin may stand for a kilogram.",
            "单价约为市场价的两倍，可能是斤与公斤混淆。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "once": Setting(
        Text("hundredths above the market price that one purchase needs", "单次高出的百分比"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: three tenths.", "实践中常用：三成。"),
    ),
    "running": Setting(
        Text("hundredths above it, in two purchases running", "连续两次高出的百分比"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: a tenth, two weeks running.", "实践中常用：连续两周一成。"),
    ),
    "least": Setting(
        Text(
            "least quantity, in thousandths of a kilogram or piece", "最小数量（千分之一公斤或件）"
        ),
        since=date(2024, 1, 1),
        source=Text("Our own: five kilograms.", "自定：五公斤。"),
    ),
}

_JIN = ("jin", "斤", "市斤")
_KILOGRAM = ("kg", "公斤", "千克")


def asides(purchases: Frame, prices: Frame, *, least: int = 5_000) -> Frame:
    """Set aside small lots, items without a market price, and what may be a mistake of measure."""
    rows = _beside_market(purchases, prices)
    dear, usual = col("each") * 100, col("usual")
    reasons = {
        "small": col("many") < least,
        "no price": col("usual").is_null(),
        "measure": ((dear >= usual * 185) & (dear <= usual * 215)).fill_null(value=False),
    }
    return set_aside(rows, reasons).drop("each", "many", "unit", "usual", "week")


def flags(purchases: Frame, prices: Frame, *, once: int = 30, running: int = 10) -> Frame:
    """Return the purchases above the market price, a lead for each body, supplier and item."""
    rows = keep(_beside_market(purchases, prices).filter(~col("usual").is_null()))
    over = (col("each") * 100 > col("usual") * (100 + running)).cast(Int64)
    rows = rows.with_columns(over=over, supplier=col("supplier").fill_null("—"))
    one = ("body", "supplier", "item")
    weeks = keep(rows.group_by(*one, "week").agg(all_over=col("over").min()))
    before = col("all_over").shift(1).over(*one, order_by=["week"]).fill_null(0)
    after = col("all_over").shift(-1).over(*one, order_by=["week"]).fill_null(0)
    weeks = weeks.with_columns(steady=col("all_over") * (before + after))
    rows = rows.join(weeks, on=[*one, "week"])
    much = col("each") * 100 > col("usual") * (100 + once)
    rows = rows.filter(much | (col("steady") > 0)).with_columns(lead=key(*one))
    beyond = (col("each") - col("usual")) * col("many") // 1000
    rows = keep(rows.with_columns(own=beyond.cast(Int64)))
    sums = rows.group_by("lead").agg(times=count(), sum=col("own").sum().cast(Int64))
    chief = rows.filter(col("code") == col("code").min().over("lead"))
    chief = chief.select("lead", dear="each", market="usual")
    return (
        rows.join(sums, on="lead")
        .join(chief, on="lead")
        .select(
            *("code", "lead", "body_name", "supplier", "item", "times", "sum", "dear"),
            usual=col("market"),
            subject=col("item"),
            figure=col("own"),
            strength=when(col("times") > 2).then(lit(0.5)).otherwise(lit(0.3)),
        )
    )


def _plain(measure: str) -> Expr:
    """Return the measure, jin and kilogram as one."""
    unit = col(measure).str.to_lowercase()
    return when(unit.is_in([*_JIN, *_KILOGRAM])).then(lit("kg")).otherwise(unit)


def _parts(measure: str) -> Expr:
    """Return how many of the measure make a kilogram or a piece."""
    jin = col(measure).str.to_lowercase().is_in(_JIN)
    return when(jin).then(lit(2)).otherwise(lit(1))


def _beside_market(purchases: Frame, prices: Frame) -> Frame:
    """Add the price and the number of kilograms or pieces, and the market's price of the week."""
    rows = purchases.with_columns(
        unit=_plain("measure"),
        each=col("price") * _parts("measure"),
        many=col("quantity") // _parts("measure"),
    )
    same = ["county", "item", "unit"]
    asked = rows.select(*same, "on").group_by(*same, "on").agg(asked=count())
    asked = asked.with_columns(month=month_number(col("on"))).drop("asked")
    listed = prices.filter(~col("county").is_null()).select(
        *("county", "item", "since", "until"),
        unit=_plain("measure"),
        market=col("price") * _parts("measure"),
    )
    weekly = listed.group_by(*same, "since", "until").agg(usual=col("market").median())
    weekly = weekly.with_columns(usual=whole(col("usual")), month=month_number(col("since")))
    last = month_number(col("until"))
    # A week may lie in two months; by months, a purchase meets few weeks.
    weekly = keep(weekly)
    weekly = concat(
        [weekly, weekly.filter(last != col("month")).with_columns(month=month_number(col("until")))]
    )
    found = asked.join(weekly, on=[*same, "month"])
    found = found.filter(col("since") <= col("on"), col("on") < col("until"))
    week = found.group_by(*same, "on").agg(usual=col("usual").max(), week=col("since").min())
    return rows.join(week, on=[*same, "on"], how="left")


_PRICES = """
    county | item | measure | since      | until      | price
    c1     | 猪肉 | kg      | 2024-03-04 | 2024-03-11 | 30
    c1     | 猪肉 | kg      | 2024-03-04 | 2024-03-11 | 32
    c1     | 猪肉 | jin     | 2024-03-04 | 2024-03-11 | 14
    c1     | 猪肉 | kg      | 2024-03-25 | 2024-04-01 | 30
    c1     | 猪肉 | kg      | 2024-04-01 | 2024-04-08 | 30
"""

EXAMPLES = [
    Example(
        "a third dearer once; a tenth dearer two purchases running",
        flagged=["猪肉", "猪肉"],
        tables={
            "purchases": """
                body     | on         | item | measure | price | quantity | county | supplier
                大河小学 | 2024-03-05 | 猪肉 | jin     | 21    | 100      | c1     | 甲公司
                柳树小学 | 2024-03-28 | 猪肉 | kg      | 34    | 50       | c1     | 乙公司
                柳树小学 | 2024-04-02 | 猪肉 | kg      | 34    | 50       | c1     | 乙公司
            """,
            "prices": _PRICES,
        },
    ),
    Example(
        "near the market; dearer in one week only; two kilograms",
        tables={
            "purchases": """
                body     | on         | item | measure | price | quantity | county | supplier
                大河小学 | 2024-03-05 | 猪肉 | kg      | 32    | 50       | c1     | 甲公司
                柳树小学 | 2024-03-28 | 猪肉 | kg      | 34    | 50       | c1     | 乙公司
                柳树小学 | 2024-04-02 | 猪肉 | kg      | 30    | 50       | c1     | 乙公司
                石桥小学 | 2024-04-02 | 猪肉 | kg      | 42    | 2        | c1     | 乙公司
            """,
            "prices": _PRICES,
        },
    ),
    Example(
        "twice the price, as a jin taken for a kilogram; an item nobody lists; no price",
        cannot=["measure", "no price"],
        tables={
            "purchases": """
                body     | on         | item | measure | price | quantity | county
                大河小学 | 2024-03-05 | 猪肉 | jin     | 30    | 50       | c1
                大河小学 | 2024-03-05 | 海参 | kg      | 900   | 50       | c1
                大河小学 | 2024-03-05 | 猪肉 | kg      |       | 50       | c1
            """,
            "prices": _PRICES,
        },
    ),
]
