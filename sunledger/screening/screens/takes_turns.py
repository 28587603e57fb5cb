"""Firms that meet again and again and win in turn

Two or three firms bid against each other in at least six lots, won all of them, each about as often
as the others.

Why it matters
    Who agrees on prices has to share out the wins. Equal shares over many tenders seldom come by
    themselves.

Innocent reasons
    A thin market with three firms. Firms with little capacity, of which the one bids high that is
    busy. A framework that shares out by rule.

Source
    A screen of competition authorities for cartels.
"""

from narwhals import Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """轮流中标

两三家企业在至少六个标段中同场竞标，全部由它们中标，且次数相近。

为什么重要
    商量好价钱的人总得分单。多次招标下来各家次数相等，很少是自然形成的。

清白的理由
    当地只有这几家；企业产能有限，手头有活的报高价；框架协议按规则分单。

来源
    竞争执法机构识别串通投标的方法。
"""

SENTENCE = Text(
    "{one} and {two} met in {lots} lots and won all of them, {wins} and {others} times; the same "
    "firms bid each time.",
    "{one}与{two}在{lots}个标段同场竞标并包揽中标，分别中标{wins}次和{others}次；每次都是这几家。",
)

NEEDS = {"bids": ["body", "lot", "bidder", "won"]}
REASONS = {
    "not admitted": Reason(Text("The bid was not admitted.", "投标无效。")),
    "many": Reason(Text("One firm alone, or more than a few, bid in the lot.", "独家或多家投标。")),
}
SETTINGS = {
    "least": ours("lots", "标段数"),
    "few": ours("firms of a ring", "一圈企业数上限"),
    "even": ours("share of the lots that each must win at least", "各家至少中标的比例", "share"),
}


def asides(bids: Frame, *, few: int = 3) -> Frame:
    """Set aside bids that were not admitted, and lots of one firm or of many."""
    rows = bids.with_columns(firm=coalesce(col("bidder_id"), col("bidder")))
    firms = rows.group_by("lot").agg(firms=col("firm").n_unique())
    rows = rows.join(firms, on="lot", how="left")
    bad = (col("valid") == 0).fill_null(value=False)
    many = ((col("firms") < 2) | (col("firms") > few)).fill_null(value=False)
    return set_aside(rows, {"not admitted": bad, "many": many}).drop("firm", "firms")


def flags(bids: Frame, *, least: int = 6, few: int = 3, even: float = 0.25) -> Frame:
    """Return the bids of rings of few firms that win in turn."""
    rows = keep(bids.with_columns(firm=coalesce(col("bidder_id"), col("bidder"))))
    size = rows.group_by("lot").agg(
        size=col("firm").n_unique(), low=col("firm").min(), high=col("firm").max()
    )
    inner = rows.join(size, on="lot").filter(col("firm") != col("low"), col("firm") != col("high"))
    middle = inner.group_by("lot").agg(middle=col("firm").min())
    size = size.filter(col("size") <= few).join(middle, on="lot", how="left")
    rings = size.with_columns(ring=key("low", "middle", "high")).select("lot", "ring", "size")
    rows = keep(rows.join(rings, on="lot"))
    wins = rows.group_by("ring", "firm").agg(won=col("won").sum(), name=col("bidder").min())
    lots = rows.group_by("ring").agg(
        lots=col("lot").n_unique(), all_won=col("won").sum(), size=col("size").max()
    )
    lots = lots.filter(col("lots") >= least, col("all_won") == col("lots"))
    shares = wins.group_by("ring").agg(fewest=col("won").min(), most=col("won").max())
    names = wins.group_by("ring").agg(one=col("name").min(), two=col("name").max(), of=count())
    lots = lots.join(shares, on="ring").join(names, on="ring")
    lots = lots.filter(col("fewest") >= col("lots") * even)
    # Two firms may bear one name.
    firms = wins.group_by("ring", "name").agg(won=col("won").max())
    first = firms.select("ring", one="name", wins="won")
    second = firms.select("ring", two="name", others="won")
    lots = lots.join(first, on=["ring", "one"]).join(second, on=["ring", "two"])
    lots = lots.select("ring", "lots", "one", "two", "wins", "others")
    rows = keep(rows.filter(col("won") == 1).join(lots, on="ring"))
    return gathered(rows, "ring").select(
        *("code", "lead", "body_name", "one", "two"),
        lots=col("lots").cast(Int64),
        wins=col("wins").cast(Int64),
        others=col("others").cast(Int64),
        subject="one",
        figure=col("amount").fill_null(0).cast(Int64),
        strength=lit(0.4),
    )


def _lots(winners: str) -> str:
    """Return lots of two firms, won by those that the letters say."""
    return "\n".join(
        f"县医院 | l{n} | 甲公司 | 90,000 | {'yes' if winner == 'a' else 'no'}\n"
        f"县医院 | l{n} | 乙公司 | 91,000 | {'yes' if winner == 'b' else 'no'}"
        for n, winner in enumerate(winners)
    )


_HEAD = "body | lot | bidder | amount | won\n"

EXAMPLES = [
    Example("six lots in turn", flagged=["乙公司"], tables={"bids": _HEAD + _lots("ababab")}),
    Example("one wins nearly all", tables={"bids": _HEAD + _lots("aaaaaaab")}),
    Example("five lots", tables={"bids": _HEAD + _lots("ababa")}),
    Example(
        "a lot of which nobody knows who won",
        cannot=["no won"],
        tables={"bids": "body | lot | bidder | amount\n县医院 | l1 | 甲公司 | 90,000"},
    ),
]
