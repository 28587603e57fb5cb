"""An expert who always scores the winner above the others

In at least three lots one expert gave the winner far more than the other experts did.

Why it matters
    One bought expert is enough where offers are close.

Innocent reasons
    A difference in quality that one who knows the field sees. An expert who scores everyone high:
    only what lies above that expert's own scores of the lot counts.

Source
    Reviews of tender assessments; the measure is ours.
"""

from narwhals import Expr, Int64, col, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """专家对中标人打分总高于他人

同一专家在至少三个标段中，给中标人的分明显高于其他专家。

为什么重要
    报价接近时，买通一个专家就够了。

清白的理由
    内行看得出的质量差别；打分一贯偏高（只比超出本人在该标段其他打分的部分）。

来源
    评标复核的做法；量法为自定。
"""

SENTENCE = Text(
    "In {lots} lots, expert {expert} scored the winner at least {least:quantity} points higher "
    "than the other experts did, measured against each one's other scores.",
    "专家{expert}在{lots}个标段中，给中标人的分（与各人其他打分相比）高出其他专家至少{least:quantity}分。",
)

NEEDS = {"scores": ["expert", "score", "won"]}
REASONS = {
    "few": Reason(
        Text("Too few experts scored the bid to compare.", "给该投标打分的专家太少。"),
        applicable=True,
    ),
}
SETTINGS = {
    "lots": ours("lots", "标段数"),
    "points": ours("thousandths of a point above the others", "高出其他专家的千分之分"),
    "experts": ours("experts who scored a bid", "给同一投标打分的专家数"),
}


def _bid() -> Expr:
    """Return what tells a bid of a lot apart."""
    return col("bidder_key")


def asides(scores: Frame, *, experts: int = 4) -> Frame:
    """Set aside bids that too few experts scored."""
    rows = scores.with_columns(bid=_bid())
    number = rows.group_by("lot", "bid").agg(number=col("expert").n_unique())
    rows = rows.with_columns(bid=col("bid").fill_null("")).join(
        number.with_columns(bid=col("bid").fill_null("")), on=["lot", "bid"]
    )
    return set_aside(rows, {"few": col("number") < experts}).drop("bid", "number")


def flags(scores: Frame, *, lots: int = 3, points: int = 8_000) -> Frame:
    """Return the winners' scores of experts who lie far above the others in several lots."""
    rows = scores.with_columns(bid=_bid())
    won = rows.filter(col("won") == 1).select("code", "lot", "expert", "bid", top="score")
    lost = rows.filter(col("won") == 0).group_by("lot", "expert")
    usual = lost.agg(usual=col("score").sum().cast(Int64), of=count())
    won = won.join(usual, on=["lot", "expert"])
    # How much more the winner got from this expert than the others got, in whole thousandths.
    won = keep(won.with_columns(lift=col("top") - col("usual") // col("of")))
    lifts = won.group_by("lot", "bid").agg(all=col("lift").sum().cast(Int64), experts=count())
    won = won.join(lifts, on=["lot", "bid"]).filter(col("experts") > 1)
    others = (col("all") - col("lift")) // (col("experts") - 1)
    won = keep(won.with_columns(above=(col("lift") - others).cast(Int64)))
    far = keep(won.filter(col("above") >= points))
    many = far.group_by("expert").agg(
        lots=col("lot").n_unique(), least=col("above").min().cast(Int64)
    )
    far = far.select("code").join(
        scores.join(many.filter(col("lots") >= lots), on="expert"), on="code"
    )
    return gathered(far, "expert").select(
        *("code", "lead", "expert", "least"),
        lots=col("lots").cast(Int64),
        subject=col("expert"),
        figure=lit(0).cast(Int64),
        strength=lit(0.4),
    )


def _lot(name: str, first: int) -> str:
    """Return a lot scored by four experts, of whom E1 gives the winner so much."""
    rows = [f"{name} | E1 | 甲公司 | {first} | yes", f"{name} | E1 | 乙公司 | 80 | no"]
    for n in (2, 3, 4):
        rows.append(f"{name} | E{n} | 甲公司 | 82 | yes")
        rows.append(f"{name} | E{n} | 乙公司 | 80 | no")
    return "\n".join(rows)


_HEAD = "lot | expert | bidder | score | won\n"

EXAMPLES = [
    Example(
        "three lots, sixteen points above the others",
        flagged=["E1"],
        tables={"scores": _HEAD + "\n".join(_lot(name, 98) for name in ("l1", "l2", "l3"))},
    ),
    Example(
        "two lots; a few points",
        tables={
            "scores": _HEAD
            + "\n".join([_lot("l1", 98), _lot("l2", 98), _lot("l3", 85), _lot("l4", 86)])
        },
    ),
    Example(
        "two experts",
        cannot=["few"],
        tables={
            "scores": """
                lot | expert | bidder | score | won
                l1  | E1     | 甲公司 | 98    | yes
                l1  | E2     | 甲公司 | 80    | yes
            """,
        },
    ),
]
