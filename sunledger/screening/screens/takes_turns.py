"""Firms that meet again and again and win in turn

Two or three firms that hardly ever bid one without the others met in at least six lots and won
nearly all of them, each about as often as the others; whoever else bid there went away empty.

Why it matters
    Who agrees on prices has to share out the wins. Equal shares over many tenders seldom come by
    themselves.

Innocent reasons
    A thin market with three firms. Firms with little capacity, of which the one bids high that is
    busy. A framework that shares out by rule.

Source
    A screen of competition authorities for cartels.
"""

from narwhals import Int64, col, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """轮流中标

两三家总是同时出现的企业在至少六个标段中同场竞标，几乎全部由它们中标，且次数相近；其他参加者空手而归。

为什么重要
    商量好价钱的人总得分单。多次招标下来各家次数相等，很少是自然形成的。

清白的理由
    当地只有这几家；企业产能有限，手头有活的报高价；框架协议按规则分单。

来源
    竞争执法机构识别串通投标的方法。
"""

SENTENCE = Text(
    "{one} and {two} met in {lots} lots, nearly all won by them or the third of their ring, "
    "{wins} and {others} times; they hardly ever bid without each other.",
    "{one}与{two}在{lots}个标段同场竞标，几乎全部由这几家中标，二者分别中标{wins}次和{others}次；"
    "它们几乎每次都一起出现。",
)

NEEDS = {"bids": ["body", "lot", "bidder", "won"]}
REASONS = {
    "not admitted": Reason(Text("The bid was not admitted.", "投标无效。")),
    "many": Reason(Text("One firm alone, or very many, bid in the lot.", "独家或很多家投标。")),
}
SETTINGS = {
    "least": ours("lots", "标段数"),
    "few": ours("firms of a ring", "一圈企业数上限"),
    "most": ours("firms that bid in a lot, at most", "一个标段的投标企业数上限"),
    "together": ours(
        "share of a firm's bids beside another of the ring", "同场投标的比例", "share"
    ),
    "nearly": ours("share of the lots that the ring won", "一圈企业中标的比例", "share"),
    "even": ours("share of the lots that each must win at least", "各家至少中标的比例", "share"),
}


def asides(bids: Frame, *, most: int = 10) -> Frame:
    """Set aside bids that were not admitted, and lots of one firm or of very many."""
    rows = bids.with_columns(firm=col("bidder_key"))
    firms = rows.group_by("lot").agg(firms=col("firm").n_unique())
    rows = rows.join(firms, on="lot", how="left")
    bad = (col("valid") == 0).fill_null(value=False)
    many = ((col("firms") < 2) | (col("firms") > most)).fill_null(value=False)
    return set_aside(rows, {"not admitted": bad, "many": many}).drop("firm", "firms")


def flags(
    bids: Frame,
    *,
    least: int = 6,
    few: int = 3,
    even: float = 0.25,
    together: float = 0.8,
    nearly: float = 0.9,
) -> Frame:
    """Return the bids of rings of few firms that win in turn."""
    rows = keep(bids.with_columns(firm=col("bidder_key")))
    rows = keep(rows.join(_beside(rows, least, together), on=["lot", "firm"]))
    rows = keep(rows.join(_rings(rows, few), on="lot"))
    wins = rows.group_by("ring", "firm").agg(won=col("won").sum(), name=col("bidder").min())
    lots = rows.group_by("ring").agg(
        lots=col("lot").n_unique(), all_won=col("won").sum(), size=col("size").max()
    )
    lots = lots.filter(col("lots") >= least, col("all_won") >= col("lots") * nearly)
    shares = wins.group_by("ring").agg(fewest=col("won").min(), most=col("won").max())
    lots = lots.join(shares, on="ring").filter(col("fewest") >= col("lots") * even)
    lots = lots.select("ring", "lots").join(_two(wins), on="ring")
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


def _rings(rows: Frame, few: int) -> Frame:
    """Return the lots of few firms, with what tells their ring from others."""
    size = rows.group_by("lot").agg(
        size=col("firm").n_unique(), low=col("firm").min(), high=col("firm").max()
    )
    inner = rows.join(size, on="lot").filter(col("firm") != col("low"), col("firm") != col("high"))
    middle = inner.group_by("lot").agg(middle=col("firm").min())
    size = size.filter(col("size") <= few).join(middle, on="lot", how="left")
    return size.with_columns(ring=key("low", "middle", "high")).select("lot", "ring", "size")


def _two(wins: Frame) -> Frame:
    """Return the first and the last name of each ring, and how many lots each of the two won."""
    names = wins.group_by("ring").agg(one=col("name").min(), two=col("name").max())
    # Two firms may bear one name.
    firms = wins.group_by("ring", "name").agg(won=col("won").max())
    first = firms.select("ring", one="name", wins="won")
    second = firms.select("ring", two="name", others="won")
    return names.join(first, on=["ring", "one"]).join(second, on=["ring", "two"])


def _beside(rows: Frame, least: int, together: float) -> Frame:
    """Return the firms in each lot that bid beside one without which they hardly ever bid."""
    each = rows.group_by("lot", "firm").agg(n=count()).drop("n")
    bids = each.group_by("firm").agg(bids=count())
    # Of firms that bid too seldom nothing can be said; it keeps the pairs few as well.
    known = keep(each.join(bids.filter(col("bids") >= least), on="firm"))
    other = known.rename({"firm": "other", "bids": "theirs"})
    pairs = keep(known.join(other, on="lot").filter(col("firm") != col("other")))
    met = pairs.group_by("firm", "other").agg(
        met=count(), mine=col("bids").min(), theirs=col("theirs").min()
    )
    steady = met.filter(
        col("met") >= least,
        col("met") >= col("mine") * together,
        col("met") >= col("theirs") * together,
    )
    found = pairs.select("lot", "firm", "other").join(
        steady.select("firm", "other"), on=["firm", "other"]
    )
    return found.group_by("lot", "firm").agg(n=count()).drop("n")


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
    Example(
        "six lots in turn, in two of which others bid as well",
        flagged=["乙公司"],
        tables={
            "bids": _HEAD
            + _lots("ababab")
            + "".join(
                f"\n县医院 | l{n} | {who}公司 | 93,000 | no" for n in (1, 4) for who in ("丙", "丁")
            )
        },
    ),
    Example(
        "six lots in turn, of firms that bid as often without each other",
        tables={
            "bids": _HEAD
            + _lots("ababab")
            + "".join(
                f"\n县中学 | {who}{n} | {firm}公司 | 93,000 | {won}"
                for n in range(4)
                for who, other in (("甲", "丙"), ("乙", "丁"))
                for firm, won in ((who, "no"), (other, "yes"))
            )
        },
    ),
    Example("one wins nearly all", tables={"bids": _HEAD + _lots("aaaaaaab")}),
    Example("five lots", tables={"bids": _HEAD + _lots("ababa")}),
    Example(
        "a lot of which nobody knows who won",
        cannot=["no won"],
        tables={"bids": "body | lot | bidder | amount\n县医院 | l1 | 甲公司 | 90,000"},
    ),
]
