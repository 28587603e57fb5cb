"""Bids whose prices stand in step

In a lot of at least four bids the prices rise by the same amount each, or lie within half a
hundredth of each other.

Why it matters
    Firms that reckon apart do not meet on a ladder. A ladder is written by one hand.

Innocent reasons
    A published ceiling at which everyone bids, which is passed over. Prices that a rule fixes. A
    catalogue that all resell.

Source
    Screens of competition authorities for agreed prices.
"""

from narwhals import Int64, coalesce, col, concat, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """报价成阶梯

同一标段四家以上报价逐家递增同一金额，或彼此相差不到千分之五。

为什么重要
    各算各的，不会正好排成台阶。台阶是一只手画的。

清白的理由
    都贴着公布的最高限价报（已排除）；政府定价；转售同一目录商品。

来源
    竞争执法机构识别串通报价的常用方法。
"""

SENTENCE = {
    "steps": Text(
        "In lot {lot} of {body_name}, {bids} bids rise by about {step:money} each, from "
        "{low:money} to {high:money}.",
        "{body_name}的标段{lot}，{bids}家报价每家约递增{step:money}，从{low:money}到{high:money}。",
    ),
    "close": Text(
        "In lot {lot} of {body_name}, all {bids} bids lie between {low:money} and {high:money}.",
        "{body_name}的标段{lot}，{bids}家报价都在{low:money}与{high:money}之间。",
    ),
}

NEEDS = {"bids": ["body", "lot", "bidder", "amount"]}
APART = ["body"]
REASONS = {
    "few": Reason(Text("Too few bids in the lot.", "该标段投标人太少。")),
    "ceiling": Reason(Text("Most bid at a published ceiling.", "多数贴着最高限价报价。")),
}
SETTINGS = {
    "least": ours("bids of a lot", "标段投标家数"),
    "even": ours("share by which steps may differ", "各级台阶允许相差的比例", "share"),
    "close": ours("share within which all lie", "全部报价的相差比例", "share"),
    "ceiling": ours(
        "share of the ceiling from which a bid is at it", "视为贴近限价的比例", "share"
    ),
}


def asides(bids: Frame, *, least: int = 4, ceiling: float = 0.99) -> Frame:
    """Set aside lots of few bids, and those at a published ceiling."""
    rows = bids.with_columns(lot_bids=count().over("body", "lot"))
    rows = rows.with_columns(lot_low=col("amount").min().over("body", "lot"))
    at_it = (col("lot_low") >= col("ceiling") * ceiling).fill_null(value=False)
    conditions = {"few": col("lot_bids") < least, "ceiling": at_it}
    return set_aside(rows, conditions).drop("lot_bids", "lot_low")


def flags(bids: Frame, *, even: float = 0.02, close: float = 0.005) -> Frame:
    """Return the bids of lots whose prices stand in step."""
    lot = ("body", "lot")
    rows = bids.with_columns(
        step_up=col("amount") - col("amount").shift(1).over(*lot, order_by=["amount", "code"])
    )
    lots = rows.group_by(*lot).agg(
        bids=count(),
        low=col("amount").min(),
        high=col("amount").max(),
        least_step=col("step_up").min(),
        most_step=col("step_up").max(),
    )
    rows = keep(bids.join(lots, on=list(lot)))
    spread = col("high") - col("low")
    near = rows.filter(spread <= col("low") * close)
    ladder = rows.filter(
        spread > col("low") * close,
        col("least_step") > 0,
        col("most_step") - col("least_step") <= col("most_step") * even,
    )
    return concat([_leads("steps", ladder, 0.6), _leads("close", near, 0.3)])


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the bids of one kind; a lead a lot. The figure is that of the lowest bid."""
    rows = gathered(rows.with_columns(sort=lit(kind)), "sort", "body", "lot")
    first = col("code") == col("code").min().over("lead")
    return rows.select(
        *("code", "lead", "body_name", "lot", "low", "high"),
        kind="sort",
        bids=col("bids").cast(Int64),
        step=col("most_step").cast(Int64),
        subject=coalesce(col("title"), col("lot")),
        figure=(col("low") * first.cast(Int64)).cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "four bids, each ten thousand more; four within a hundred",
        flagged=["l1", "l2"],
        tables={
            "bids": """
                body   | lot | bidder | amount
                县医院 | l1  | 甲公司 | 900,000
                县医院 | l1  | 乙公司 | 910,000
                县医院 | l1  | 丙公司 | 920,000
                县医院 | l1  | 丁公司 | 930,000
                县医院 | l2  | 甲公司 | 500,000
                县医院 | l2  | 乙公司 | 500,040
                县医院 | l2  | 丙公司 | 500,090
                县医院 | l2  | 丁公司 | 500,100
            """,
        },
    ),
    Example(
        "uneven; three bids; all at the ceiling",
        tables={
            "bids": """
                body   | lot | bidder | amount  | ceiling
                县医院 | l1  | 甲公司 | 900,000 |
                县医院 | l1  | 乙公司 | 917,000 |
                县医院 | l1  | 丙公司 | 921,500 |
                县医院 | l1  | 丁公司 | 960,000 |
                县医院 | l2  | 甲公司 | 900,000 |
                县医院 | l2  | 乙公司 | 910,000 |
                县医院 | l2  | 丙公司 | 920,000 |
                县医院 | l3  | 甲公司 | 500,000 | 500,000
                县医院 | l3  | 乙公司 | 500,000 | 500,000
                县医院 | l3  | 丙公司 | 499,900 | 500,000
                县医院 | l3  | 丁公司 | 499,800 | 500,000
            """,
        },
    ),
    Example(
        "a bid without its price",
        cannot=["no amount"],
        tables={
            "bids": """
                body   | lot | bidder
                县医院 | l1  | 甲公司
            """,
        },
    ),
]
