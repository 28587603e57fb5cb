"""Public property sold below its appraisal, or outside the exchange

An asset of the state or of all went for less than nine tenths of its appraisal, or without a notice
of the exchange.

Why it matters
    What belongs to all is sold once. The appraisal and the notice are all that protects it.

Innocent reasons
    A transfer within one group, which is passed over. A second auction after a first without any
    bidder, at a lower price by rule. Small things sold as scrap.

Source
    Rules on the transfer of state property: exchange, notice, and approval below nine tenths.
"""

from narwhals import Int64, coalesce, col, concat, lit, when

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import by_law, gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """低于评估价或场外转让资产

国有或集体资产转让价低于评估价九成，或没有交易所公告。

为什么重要
    大家的东西只能卖一次。评估和公告是它仅有的保护。

清白的理由
    集团内划转（已排除）；流拍后依规降价再拍；零星报废物品。

来源
    企业国有资产交易监督管理办法：进场交易、公告、低于九成须报批。
"""

LAW = Text(
    "Measures on transactions of state assets of firms (SASAC and MoF Order 32, 2016)",
    "《企业国有资产交易监督管理办法》（国务院国资委、财政部令第32号，2016年）",
)

SENTENCE = {
    "below": Text(
        "{body_name} handed {asset} to {taker} for {price:money}; it had been appraised at "
        "{appraised:money}.",
        "{body_name}以{price:money}将{asset}转让给{taker}，评估价为{appraised:money}。",
    ),
    "outside": Text(
        "{body_name} handed {asset} to {taker} for {price:money}; no notice of an exchange is "
        "known.",
        "{body_name}以{price:money}将{asset}转让给{taker}，未见交易所公告。",
    ),
}

NEEDS = {"disposals": ["body", "asset", "price"]}
APART = ["body"]
REASONS = {
    "within": Reason(Text("A transfer within one group.", "集团内划转。")),
    "small": Reason(Text("The asset is of small value.", "资产价值很小。")),
    "no appraisal": Reason(
        Text("There is no appraisal, and a notice.", "有公告但没有评估价。"), applicable=True
    ),
}
SETTINGS = {
    "share": by_law("share of the appraisal", "评估价的比例", LAW, "share"),
    "least": ours("value below which nothing is asked", "不再追问的最低价值", "money"),
}


def asides(disposals: Frame, *, least: int = 10_000_00) -> Frame:
    """Set aside transfers within a group, small things, and what cannot be compared."""
    value = coalesce(col("appraised"), col("price"))
    unknown = col("appraised").is_null() & ~col("notice").is_null()
    return set_aside(
        disposals,
        {"within": yes("within"), "small": value < least, "no appraisal": unknown},
    )


def flags(disposals: Frame, *, share: float = 0.9) -> Frame:
    """Return what was sold below its appraisal, and what no exchange announced."""
    lacking = col("appraised") - col("price")
    rows = keep(disposals.with_columns(lacking=lacking))
    below = rows.filter(col("price") < col("appraised") * share).with_columns(stake=col("lacking"))
    outside = rows.filter(col("notice").is_null())
    value = when(col("price") > 0).then(col("price")).otherwise(coalesce(col("appraised"), lit(0)))
    outside = outside.with_columns(stake=value)
    return concat([_leads("below", below, 0.6), _leads("outside", outside, 0.4)])


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the transfers of one kind; each is a lead of its own."""
    rows = gathered(rows.with_columns(sort=lit(kind)), "sort", "code")
    return rows.select(
        *("code", "lead", "body_name", "asset", "price"),
        kind="sort",
        appraised=coalesce(col("appraised"), lit(0)),
        taker=coalesce(col("taker"), lit("?")),
        subject="asset",
        figure=col("stake").cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "two thirds of the appraisal; nobody was told",
        flagged=["旧厂房", "门面房"],
        tables={
            "disposals": """
                body | asset  | taker  | price     | appraised | notice
                城投 | 旧厂房 | 甲公司 | 2,000,000 | 3,000,000 | 公告1号
                城投 | 门面房 | 乙公司 | 900,000   | 900,000   |
            """,
        },
    ),
    Example(
        "at its appraisal; within the group; scrap",
        tables={
            "disposals": """
                body | asset  | taker  | price     | appraised | notice  | within
                城投 | 旧厂房 | 甲公司 | 2,900,000 | 3,000,000 | 公告1号 |
                城投 | 土地   | 子公司 | 0         | 3,000,000 |         | yes
                城投 | 旧桌椅 | 某人   | 600       | 900       |         |
            """,
        },
    ),
    Example(
        "a notice and no appraisal",
        cannot=["no appraisal"],
        tables={
            "disposals": """
                body | asset  | price     | notice
                城投 | 旧厂房 | 2,900,000 | 公告1号
            """,
        },
    ),
]
