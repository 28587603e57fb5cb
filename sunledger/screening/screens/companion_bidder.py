"""A bidder that never wins, beside one that does

A firm bid at least ten times and won hardly ever, and in half of these lots or more the winner was
the same other firm.

Why it matters
    Three bidders make a tender lawful. Who bids to lose is paid for the company.

Innocent reasons
    A new firm that tries, or one that is dear. A market with one strong firm, where everyone else
    loses to it: then the loser's share is nothing special.

Source
    Known as companions in bidding; one of the signs of lists of red flags everywhere.
"""

from narwhals import Int64, col, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """专业陪标

某企业投标十次以上几乎从不中标，而其中一半以上由同一家企业中标。

为什么重要
    凑够三家招标才合规。为输而投的，是收钱来作陪的。

清白的理由
    新企业在试水，或报价偏高；市场里一家独大，谁都输给它（此时不算异常）。

来源
    俗称“陪标专业户”；各国风险清单都有。
"""

SENTENCE = Text(
    "{bidder} bid in {lots} lots and won {wins}; in {times} of them {winner} won.",
    "{bidder}参加{lots}个标段投标，中标{wins}个；其中{times}个由{winner}中标。",
)

NEEDS = {"bids": ["body", "lot", "bidder", "won"]}
REASONS = {
    "no winner": Reason(
        Text("Nobody is known to have won the lot.", "不知道该标段由谁中标。"), applicable=True
    ),
}
SETTINGS = {
    "least": ours("lots", "标段数"),
    "wins": ours("share of wins", "中标比例上限", "share"),
    "beside": ours("share of one winner", "同一中标人的比例", "share"),
    "everywhere": ours(
        "share of all lots at these buyers beyond which the winner is the market",
        "中标人占这些采购人标段的比例上限",
        "share",
    ),
}


def asides(bids: Frame) -> Frame:
    """Set aside lots of which nobody knows the winner."""
    known = bids.filter(col("won") == 1).group_by("lot").agg(winners=count())
    rows = bids.join(known, on="lot", how="left")
    return set_aside(rows, {"no winner": col("winners").is_null()}).drop("winners")


def flags(
    bids: Frame,
    *,
    least: int = 10,
    wins: float = 0.05,
    beside: float = 0.5,
    everywhere: float = 0.4,
) -> Frame:
    """Return the lost bids of firms that lose to one winner again and again."""
    rows = keep(bids.with_columns(firm=col("bidder_key")))
    firms = rows.group_by("firm").agg(lots=col("lot").n_unique(), wins=col("won").sum())
    losers = firms.filter(col("lots") >= least, col("wins") <= col("lots") * wins)
    won = rows.filter(col("won") == 1)
    won = won.group_by("lot").agg(winner_firm=col("firm").min(), winner=col("bidder").min())
    lost = rows.filter(col("won") == 0).join(losers, on="firm").join(won, on="lot")
    lost = keep(lost.filter(col("firm") != col("winner_firm")))
    pairs = lost.group_by("firm", "winner_firm").agg(met=col("lot").n_unique())
    # How much that winner wins where this loser was not there, at all buyers.
    all_lots = rows.group_by("lot").agg(bids=count())
    total = won.join(all_lots, on="lot").with_columns(one=lit(1))
    taken = total.group_by("one", "winner_firm").agg(taken=count())
    number = total.group_by("one").agg(number=count())
    taken = taken.join(number, on="one").select("winner_firm", "taken", "number")
    pairs = pairs.join(losers.select("firm", "lots"), on="firm").join(taken, on="winner_firm")
    other = (col("taken") - col("met")) <= (col("number") - col("lots")) * everywhere
    pairs = pairs.filter(col("met") >= col("lots") * beside, other)
    rows = keep(lost.join(pairs.select("firm", "winner_firm", "met"), on=["firm", "winner_firm"]))
    return gathered(rows, "firm", "winner_firm").select(
        *("code", "lead", "body_name", "bidder", "winner"),
        lots=col("lots").cast(Int64),
        wins=col("wins").cast(Int64),
        times=col("met").cast(Int64),
        subject="bidder",
        figure=col("amount").fill_null(0).cast(Int64),
        strength=lit(0.4),
    )


def _lots(first: int, last: int, winner: str, loser: str) -> str:
    """Return lots that one firm won and another lost."""
    return "\n".join(
        f"县医院 | l{n} | {winner} | 90,000 | yes\n县医院 | l{n} | {loser} | 95,000 | no"
        for n in range(first, last + 1)
    )


_HEAD = "body | lot | bidder | amount | won\n"

EXAMPLES = [
    Example(
        "ten lots lost, eight of them to one firm that wins little elsewhere",
        flagged=["乙公司"],
        tables={
            "bids": _HEAD
            + _lots(1, 8, "甲公司", "乙公司")
            + "\n"
            + _lots(9, 10, "丙公司", "乙公司")
            + "\n"
            + _lots(11, 16, "丁公司", "戊公司"),
        },
    ),
    Example(
        "nine lots only; one firm that wins everywhere",
        tables={
            "bids": _HEAD
            + _lots(1, 9, "甲公司", "乙公司")
            + "\n"
            + _lots(10, 21, "丙公司", "戊公司")
            + "\n"
            + _lots(22, 40, "丙公司", "己公司").replace("己公司", "己公司"),
        },
        settings={"everywhere": 0.3},
    ),
    Example(
        "a lot without a winner",
        cannot=["no winner"],
        tables={"bids": _HEAD + "县医院 | l1 | 甲公司 | 90,000 | no"},
    ),
]
