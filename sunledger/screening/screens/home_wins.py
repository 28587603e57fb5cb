"""Those from here win, those from elsewhere hardly ever

Over at least eight lots of one buyer in which both kinds bid, firms of the region won all or nearly
all, far more than their share of the bids gives by chance.

Why it matters
    A tender that only neighbours can win keeps prices up and newcomers out.

Innocent reasons
    Small works at which travel costs decide. A trade whose good firms sit here. A rule that
    reserves small contracts for small firms nearby.

Source
    Protection of the home market is forbidden; the count is ours.
"""

from narwhals import Float64, Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.chance import least as least_surprise
from sunledger.screening.chance import surprise
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """本地必中、外地难中

同一采购人至少八个本地和外地企业都参加的标段，全部或几乎全部由本地企业中标，远超其投标占比可能带来的结果。

为什么重要
    只有邻居能中的标，价格下不来，新人进不来。

清白的理由
    小工程路费占大头；该行业好企业正好在本地；依法预留给当地小企业的合同。

来源
    法律禁止地方保护；数法为自定。
"""

LAW = Text("Regulation on fair competition review (2024)", "《公平竞争审查条例》（2024年）")

SENTENCE = Text(
    "In {lots} lots of {body_name}, firms of the region and others bid; firms of the region won "
    "{ours} of them, {sum:money} in all, against {away} bids from elsewhere.",
    "{body_name}有{lots}个标段本地与外地企业都参加，其中{ours}个由本地企业中标，合计{sum:money}；外地投标{away}次。",
)

NEEDS = {"bids": ["body", "lot", "bidder", "home", "won"]}
REASONS = {
    "not admitted": Reason(Text("The bid was not admitted.", "投标无效。")),
    "one kind": Reason(
        Text("Only firms of one kind bid in the lot.", "该标段只有本地或只有外地企业。")
    ),
}
SETTINGS = {
    "least": ours("lots in which both kinds bid", "两类企业都参加的标段数"),
    "away": ours("bids from elsewhere", "外地投标次数"),
    "share": ours("share of the lots that firms of the region won", "本地中标的比例", "share"),
    "chance": ours("chance by which they may have won so many", "偶然出现的概率上限"),
}


def asides(bids: Frame) -> Frame:
    """Set aside bids that were not admitted, and lots without both kinds."""
    kinds = bids.group_by("lot").agg(kinds=col("home").n_unique())
    rows = bids.join(kinds, on="lot", how="left")
    bad = (col("valid") == 0).fill_null(value=False)
    one = (col("kinds") < 2).fill_null(value=True)
    return set_aside(rows, {"not admitted": bad, "one kind": one}).drop("kinds")


def flags(
    bids: Frame, *, least: int = 8, away: int = 10, share: float = 0.8, chance: float = 0.001
) -> Frame:
    """Return the won bids of buyers where hardly anyone from elsewhere ever won."""
    rows = keep(bids)
    lots = rows.group_by("body").agg(lots=col("lot").n_unique(), bids=count())
    strange = rows.filter(col("home") == 0).group_by("body").agg(away=count())
    known = rows.filter(col("won") == 1).group_by("body").agg(decided=col("lot").n_unique())
    near = rows.filter(col("won") == 1, col("home") == 1).group_by("body")
    lots = lots.join(strange, on="body").join(known, on="body")
    lots = lots.join(near.agg(ours=col("lot").n_unique()), on="body")
    # Whoever hands in most of the bids wins most of the lots; that alone says nothing.
    usual = (col("bids") - col("away")).cast(Float64) / col("bids").cast(Float64)
    lots = lots.filter(
        col("lots") >= least,
        col("away") >= away,
        col("decided") == col("lots"),
        col("ours") >= col("lots") * share,
        surprise(col("ours"), col("lots"), usual) >= least_surprise(chance),
    )
    lots = lots.select("body", "lots", "away", "ours")
    rows = keep(rows.filter(col("won") == 1, col("home") == 1).join(lots, on="body"))
    return gathered(rows, "body", amount="amount").select(
        *("code", "lead", "body_name", "sum"),
        lots=col("lots").cast(Int64),
        away=col("away").cast(Int64),
        ours=col("ours").cast(Int64),
        subject=coalesce(col("body_name"), col("body")),
        figure=col("amount").fill_null(0).cast(Int64),
        strength=lit(0.3),
    )


def _lots(number: int, far: str) -> str:
    """Return lots with a firm of the region, which wins, and two from elsewhere."""
    return "\n".join(
        f"县医院 | l{n} | 甲公司 | yes | 90,000 | {'no' if far == 'yes' and n == 1 else 'yes'}\n"
        f"县医院 | l{n} | 乙公司 | no | 92,000 | {far if n == 1 else 'no'}\n"
        f"县医院 | l{n} | 丙公司 | no | 93,000 | no"
        for n in range(1, number + 1)
    )


_HEAD = "body | lot | bidder | home | amount | won\n"

EXAMPLES = [
    Example(
        "eight lots, sixteen bids from elsewhere, none won",
        flagged=["县医院"],
        tables={"bids": _HEAD + _lots(8, "no")},
    ),
    Example(
        "one of twenty went elsewhere",
        flagged=["县医院"],
        tables={"bids": _HEAD + _lots(20, "yes")},
    ),
    Example("one of eight went elsewhere", tables={"bids": _HEAD + _lots(8, "yes")}),
    Example(
        "nearly all who bid are from here",
        tables={
            "bids": _HEAD
            + _lots(8, "no").replace("乙公司 | no", "乙公司 | yes")
            + "".join(f"\n县医院 | l{n} | 丁公司 | yes | 95,000 | no" for n in range(1, 9))
            + "\n县医院 | l1 | 戊公司 | no | 99,000 | no" * 2
        },
    ),
    Example(
        "a firm of which nobody knows where it sits",
        cannot=["no home"],
        tables={
            "bids": """
                body   | lot | bidder | won
                县医院 | l1  | 甲公司 | yes
            """,
        },
    ),
]
