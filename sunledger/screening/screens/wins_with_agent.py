"""A firm that wins with one agent far more than else

Where one agent ran the tender, a firm won three times as often as it does elsewhere, beyond chance.

Why it matters
    Whoever runs a tender writes its terms, calls the experts and knows every offer.

Innocent reasons
    A niche in which both work. An agent of the place where the firm is best known. Few tenders by
    chance: what chance can give is left out.

Source
    Systems of tenders count such meetings; the bound on chance is ours.
"""

from narwhals import Float64, Int64, col, lit
from narwhals import len as count

from sunledger.screening.chance import least as least_surprise
from sunledger.screening.chance import surprise
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """某代理机构下中标率异常

由某代理机构组织的招标中，某企业中标率是别处的三倍以上，且超出偶然。

为什么重要
    组织招标的人写条件、抽专家、知道每家报价。

清白的理由
    双方都做同一细分领域；代理机构在企业本地；次数太少（已按偶然排除）。

来源
    招投标监管系统统计此类“相遇”；偶然性界限为自定。
"""

SENTENCE = Text(
    "{bidder} won {times} of {tries} lots that {agent} ran, and {share:share} of those elsewhere.",
    "由{agent}代理的{tries}个标段中，{bidder}中标{times}个；在别处的中标率为{share:share}。",
)

NEEDS = {"bids": ["body", "lot", "bidder", "agent", "won"]}
REASONS = {
    "not admitted": Reason(Text("The bid was not admitted.", "投标无效。")),
}
SETTINGS = {
    "least": ours("wins with the agent", "在该代理下的中标数"),
    "elsewhere": ours("bids elsewhere", "在别处的投标数"),
    "ratio": ours("times the share elsewhere", "中标率的倍数"),
    "chance": ours("chance by which it may be so", "偶然出现的概率上限"),
}


def asides(bids: Frame) -> Frame:
    """Set aside bids that were not admitted."""
    return set_aside(bids, {"not admitted": (col("valid") == 0).fill_null(value=False)})


def flags(
    bids: Frame,
    *,
    least: int = 5,
    elsewhere: int = 5,
    ratio: int = 3,
    chance: float = 0.01,
) -> Frame:
    """Return the won bids of firms that win with one agent beyond chance."""
    rows = keep(bids.with_columns(firm=col("bidder_key")))
    every = rows.group_by("firm").agg(all_tries=count(), all_wins=col("won").sum())
    pairs = rows.group_by("firm", "agent").agg(tries=count(), wins=col("won").sum())
    pairs = pairs.join(every, on="firm")
    others = (col("all_tries") - col("tries")).cast(Float64)
    # One win more, so that a firm that never won elsewhere does not make anything impossible.
    share = ((col("all_wins") - col("wins")).cast(Float64) + 1) / (others + 2)
    pairs = pairs.with_columns(share=share).filter(
        col("wins") >= least, col("all_tries") - col("tries") >= elsewhere
    )
    beyond = surprise(col("wins"), col("tries"), col("share")) >= least_surprise(chance)
    pairs = pairs.filter(col("wins") >= col("tries") * col("share") * ratio, beyond)
    pairs = pairs.select("firm", "agent", "tries", "share")
    rows = keep(rows.filter(col("won") == 1).join(pairs, on=["firm", "agent"]))
    return gathered(rows, "firm", "agent").select(
        *("code", "lead", "body_name", "bidder", "agent", "times", "share"),
        tries=col("tries").cast(Int64),
        subject="bidder",
        figure=col("amount").fill_null(0).cast(Int64),
        strength=lit(0.4),
    )


EXAMPLES = [
    Example(
        "eight of eight with one agent, one of twenty elsewhere",
        flagged=["甲公司"],
        tables={
            "bids": """
                code    | body   | lot | bidder | agent  | amount | won
                a1..a8  | 县医院 | l1  | 甲公司 | 信达   | 90,000 | yes
                b1..b19 | 市医院 | l2  | 甲公司 | 众联   | 90,000 | no
                c1      | 市医院 | l3  | 甲公司 | 众联   | 90,000 | yes
            """,
        },
    ),
    Example(
        "as often elsewhere; no bids elsewhere",
        tables={
            "bids": """
                code    | body   | lot | bidder | agent  | amount | won
                a1..a8  | 县医院 | l1  | 甲公司 | 信达   | 90,000 | yes
                b1..b8  | 市医院 | l2  | 甲公司 | 众联   | 90,000 | yes
                c1..c8  | 县医院 | l3  | 乙公司 | 信达   | 90,000 | yes
            """,
        },
    ),
    Example(
        "nobody knows who ran the tender",
        cannot=["no agent"],
        tables={
            "bids": """
                body   | lot | bidder | amount | won
                县医院 | l1  | 甲公司 | 90,000 | yes
            """,
        },
    ),
]
