"""Far dearer than elsewhere

A body pays for the same goods of the same maker a price that hardly any other body comes near.

Why it matters
    A price can be compared without a market list: by what the others pay. Where one body stands
    alone, it paid for a slip, for a favour, or for something else than the paper says.

Innocent reasons
    Another pack: five doses and not one. That is why a price is only asked about where fewer than
    two other bodies pay nearly as much. A lot of one piece, a shortage, delivery to a far place. A
    slip in the list.

Source
    Bodies that compare prices of one product between places, with the packs taken into account.
"""

from narwhals import Expr, Int64, String, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """单价远高于别处

同一厂家的同一货品，某单位的单价几乎没有别的单位接近。

为什么重要
    没有市场价目也能比价：看别的单位付多少。只有一家这么高，要么是笔误，要么是照顾，要么买的不是单据上写的东西。

清白的理由
    规格不同，如五支装与单支装（因此只有不到两家别的单位价格接近时才提问）；数量极少；缺货时期；偏远送货；价目笔误。

来源
    各地将同一产品价格在地区之间比较、并考虑规格的做法。
"""

SENTENCE = Text(
    "{body_name} pays {price:money} for {item} of {made_by}. Of {others} other bodies that bought "
    "it in {year}, the second dearest pays {next:money}.",
    "{body_name}购买{made_by}的{item}，单价{price:money}；{year}年另有{others}家单位购买，"
    "其中第二高的单价为{next:money}。",
)

NEEDS = {"purchases": ["body", "item", "maker", "price", "on"]}
REASONS = {
    "nothing": Reason(
        Text("No price: nobody offered, or it is free.", "单价为零：无人报价或免费。")
    ),
    "few": Reason(
        Text(
            "Too few other bodies bought the same goods of that maker in that year.",
            "同年购买同一厂家同一货品的其他单位太少。",
        ),
        applicable=True,
    ),
}
SETTINGS = {
    "beyond": ours("hundredths above the second dearest of the others", "高出次高价的百分比"),
    "bodies": ours("other bodies that bought it, at least", "其他购买单位的最少个数"),
}
APART = ["item"]

_GOODS = ("item", "maker", "size", "by", "coin", "year")


def asides(purchases: Frame, *, bodies: int = 5) -> Frame:
    """Set aside what has no price, and what too few others bought."""
    rows = _goods(purchases)
    buyers = _dearest(rows).group_by(*_GOODS).agg(buyers=count())
    rows = rows.join(buyers, on=list(_GOODS), how="left")
    reasons = {
        "nothing": col("price") <= 0,
        "few": (col("buyers").fill_null(0) <= bodies).fill_null(value=True),
    }
    return set_aside(rows, reasons).drop("year", "buyers", "size", "by", "coin")


def flags(purchases: Frame, *, beyond: int = 50) -> Frame:
    """Return the prices that fewer than two other bodies come near, a lead for body and goods."""
    rows = keep(_goods(purchases))
    each = keep(_placed(_dearest(rows)))
    goods = list(_GOODS)
    top = {place: _of_place(each, place) for place in (2, 3)}
    buyers = each.group_by(*goods).agg(others=count() - 1)
    rows = rows.join(each.select(*goods, "body", "place"), on=[*goods, "body"])
    rows = rows.join(buyers, on=goods)
    for one in top.values():
        rows = rows.join(one, on=goods)
    # Whoever is among the two dearest is not compared with itself.
    rows = rows.with_columns(next=when(col("place") <= 2).then(col("top3")).otherwise(col("top2")))
    rows = rows.filter(col("price") * 100 > col("next") * (100 + beyond))
    extra = (col("price") - col("next")) * col("quantity").fill_null(1000) // 1000
    rows = keep(rows.with_columns(extra=extra.cast(Int64)))
    lead = rows.group_by("body", *goods).agg(
        figure=col("extra").sum().cast(Int64), most=col("price").max()
    )
    rows = rows.join(lead, on=["body", *goods])
    return rows.select(
        *("code", "body_name", "item", "year", "next", "figure"),
        price=col("most"),
        made_by=col("maker"),
        others=col("others").cast(Int64),
        lead=key("body", *_GOODS),
        subject="item",
        strength=when(col("most") > col("next") * 5).then(lit(0.4)).otherwise(lit(0.3)),
    )


def _goods(purchases: Frame) -> Frame:
    """Add what makes goods the same, with empty words in place of nothing, for joins."""
    said = {"size": "pack", "by": "measure", "coin": "currency"}
    blank = {name: col(column).fill_null("") for name, column in said.items()}
    year: Expr = col("on").dt.year().cast(Int64).cast(String)
    return purchases.with_columns(**blank, year=year)


def _dearest(rows: Frame) -> Frame:
    """Return the highest price that each body paid for the same goods."""
    paid = rows.filter(col("price") > 0)
    return paid.group_by(*_GOODS, "body").agg(highest=col("price").max())


def _placed(each: Frame) -> Frame:
    """Add the place of each body among the prices of one kind of goods, the dearest first."""
    each = each.with_columns(one=lit(1), down=-col("highest"))
    order = ["down", "body"]
    return each.with_columns(place=col("one").cum_sum().over(*_GOODS, order_by=order))


def _of_place(each: Frame, place: int) -> Frame:
    """Return the price at one place."""
    rows = each.filter(col("place") == place)
    return rows.select(*_GOODS, col("highest").alias(f"top{place}"))


EXAMPLES = [
    Example(
        "one county pays three times what all others pay",
        flagged=["消毒液"],
        tables={
            "purchases": """
                body | item   | maker | on         | price | quantity | measure
                甲   | 消毒液 | 安泰  | 2024-03-01 | 90    | 100      | 件
                乙   | 消毒液 | 安泰  | 2024-03-01 | 30    | 100      | 件
                丙   | 消毒液 | 安泰  | 2024-03-01 | 31    | 100      | 件
                丁   | 消毒液 | 安泰  | 2024-03-01 | 29    | 100      | 件
                戊   | 消毒液 | 安泰  | 2024-03-01 | 30    | 100      | 件
                己   | 消毒液 | 安泰  | 2024-03-01 | 33    | 100      | 件
            """,
        },
    ),
    Example(
        "three bodies buy the large pack, which the list does not name",
        tables={
            "purchases": """
                body | item   | maker | on         | price | quantity | measure
                甲   | 消毒液 | 安泰  | 2024-03-01 | 150   | 100      | 件
                乙   | 消毒液 | 安泰  | 2024-03-01 | 148   | 100      | 件
                丙   | 消毒液 | 安泰  | 2024-03-01 | 152   | 100      | 件
                丙   | 消毒液 | 安泰  | 2024-03-01 | 31    | 100      | 件
                丁   | 消毒液 | 安泰  | 2024-03-01 | 29    | 100      | 件
                戊   | 消毒液 | 安泰  | 2024-03-01 | 30    | 100      | 件
                己   | 消毒液 | 安泰  | 2024-03-01 | 0     | 100      | 件
                庚   | 消毒液 | 安泰  | 2024-03-01 | 30    | 100      | 件
            """,
        },
    ),
    Example(
        "bought by two; no maker named",
        cannot=["few", "no maker"],
        tables={
            "purchases": """
                body | item   | maker | on         | price | quantity | measure
                甲   | 消毒液 | 安泰  | 2024-03-01 | 90    | 100      | 件
                乙   | 消毒液 | 安泰  | 2024-03-01 | 30    | 100      | 件
                丙   | 消毒液 |       | 2024-03-01 | 30    | 100      | 件
            """,
        },
    ),
]
