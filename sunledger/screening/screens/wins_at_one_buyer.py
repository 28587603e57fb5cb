"""A firm that bids for one buyer only, and always wins

A firm bid at least three times, for one buyer only, against others, and won every time.

Why it matters
    A tender that was written for a firm is won by it, and the firm has no need to try elsewhere.

Innocent reasons
    A good local firm with one customer nearby. A trade with one buyer in the place: where others
    bid for one buyer only too, and win, it is the market. Call-offs of one framework.

Source
    Known as a tender like a radish in its hole: one hole, one radish.
"""

from narwhals import Int64, col, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """只投一家且每投必中

某企业至少投标三次，只投同一采购人，有他人竞争，却次次中标。

为什么重要
    量身定做的招标由谁中，不用猜；这家企业也不必到别处去投。

清白的理由
    本地好企业只有一个客户；当地同行都只有这一家采购人；同一框架下的多次下单。

来源
    俗称“萝卜招标”：一个萝卜一个坑。
"""

SENTENCE = Text(
    "{bidder} bid in {lots} tenders of {body_name}, won every one, {sum:money} in all, and bid for "
    "no other buyer.",
    "{bidder}参加{body_name}{lots}次投标，次次中标，合计{sum:money}，从未投过别的采购人。",
)

NEEDS = {"bids": ["body", "lot", "bidder", "won"]}
REASONS = {
    "alone": Reason(Text("Nobody else bid in the lot.", "该标段没有其他人投标。")),
    "not admitted": Reason(Text("The bid was not admitted.", "投标无效。")),
}
SETTINGS = {
    "least": ours("tenders won", "中标次数"),
    "market": ours("such firms at one buyer beyond which it is the market", "视为市场如此的企业数"),
}


def asides(bids: Frame) -> Frame:
    """Set aside bids that were not admitted, and those that stood alone."""
    firm = col("bidder_key")
    rows = bids.with_columns(firm=firm)
    rivals = rows.group_by("lot").agg(firms=col("firm").n_unique())
    rows = rows.join(rivals, on="lot")
    bad = (col("valid") == 0).fill_null(value=False)
    return set_aside(rows, {"not admitted": bad, "alone": col("firms") < 2}).drop("firm", "firms")


def flags(bids: Frame, *, least: int = 3, market: int = 2) -> Frame:
    """Return the bids of firms that bid for one buyer and always won."""
    rows = keep(bids.with_columns(firm=col("bidder_key")))
    firms = rows.group_by("firm").agg(
        buyers=col("body").n_unique(),
        lots=col("lot").n_unique(),
        tries=count(),
        wins=col("won").sum(),
    )
    alone = firms.filter(col("buyers") == 1, col("lots") >= least, col("wins") == col("tries"))
    rows = rows.join(alone.select("firm", "lots"), on="firm")
    # In a trade where several always win at this buyer, it is the market.
    number = rows.group_by("body").agg(such=col("firm").n_unique())
    rows = keep(rows.join(number.filter(col("such") <= market), on="body"))
    return gathered(rows, "body", "firm", amount="amount").select(
        *("code", "lead", "body_name", "bidder", "sum"),
        lots=col("lots").cast(Int64),
        subject="bidder",
        figure=col("amount").fill_null(0).cast(Int64),
        strength=lit(0.4),
    )


EXAMPLES = [
    Example(
        "three tenders, three wins, nowhere else",
        flagged=["甲公司"],
        tables={
            "bids": """
                body   | lot | bidder | bidder_id | amount | won
                县医院 | l1  | 甲公司 | c1        | 90,000 | yes
                县医院 | l1  | 乙公司 | c2        | 95,000 | no
                县医院 | l2  | 甲公司 | c1        | 80,000 | yes
                县医院 | l2  | 乙公司 | c2        | 85,000 | no
                县医院 | l3  | 甲公司 | c1        | 70,000 | yes
                县医院 | l3  | 丙公司 | c3        | 75,000 | no
            """,
        },
    ),
    Example(
        "two wins; elsewhere too; one lost; nobody else bid",
        tables={
            "bids": """
                body   | lot | bidder | bidder_id | amount | won
                县医院 | l1  | 甲公司 | c1        | 90,000 | yes
                县医院 | l1  | 乙公司 | c2        | 95,000 | no
                县医院 | l2  | 甲公司 | c1        | 80,000 | yes
                县医院 | l2  | 乙公司 | c2        | 85,000 | no
                县中学 | l3  | 甲公司 | c1        | 70,000 | yes
                县中学 | l3  | 丙公司 | c3        | 75,000 | no
                县中学 | l4  | 丁公司 | c4        | 75,000 | yes
                县中学 | l5  | 丁公司 | c4        | 75,000 | yes
                县中学 | l6  | 丁公司 | c4        | 75,000 | yes
            """,
        },
    ),
    Example(
        "a lot of which nobody knows who won",
        cannot=["no won"],
        tables={
            "bids": """
                body   | lot | bidder | amount
                县医院 | l1  | 甲公司 | 90,000
            """,
        },
    ),
]
