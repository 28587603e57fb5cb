"""Closed, though the complainant disagrees

A complaint was booked as closed, and the one who made it was dissatisfied, or was never reached.

Why it matters
    A rate of closing that nobody outside agrees with is a rate of writing “closed”.

Innocent reasons
    A demand that the law does not meet, with a final opinion on file, which is passed over. A wrong
    telephone number. Some who are never content: two of a topic, and a fifth of all, are asked for.

Source
    Call-backs exist for this; the comparison of both is seldom made.
"""

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """诉求人不满意仍办结

诉求登记为办结，而诉求人评价不满意，或从未回访到本人。

为什么重要
    没有外人认可的办结率，只是写“办结”的比率。

清白的理由
    诉求于法无据且有终结意见（已排除）；留错电话；有人总不满意（同类须两件以上且占两成）。

来源
    回访正是为此而设，却很少拿来与办结对照。
"""

SENTENCE = Text(
    "{body_name} closed {times} complaints about {topic} though those who made them were "
    "dissatisfied or never reached, {share:share} of those it closed.",
    "{body_name}办结的“{topic}”类诉求中，{times}件诉求人不满意或从未回访到，占{share:share}。",
)

NEEDS = {"complaints": ["body"]}
REASONS = {
    "open": Reason(Text("It is not closed.", "尚未办结。")),
    "final": Reason(Text("A final opinion is on file.", "已有终结意见。")),
    "not asked": Reason(
        Text("There is neither a rating nor a call-back.", "既无评价也无回访。"), applicable=True
    ),
}
SETTINGS = {
    "least": ours("complaints of one topic", "同类件数"),
    "share": ours("share of those that were closed", "占办结的比例", "share"),
}


def asides(complaints: Frame) -> Frame:
    """Set aside what is open or has a final opinion, and where nobody was asked."""
    silent = (col("rating") == "none").fill_null(value=True) & col("reached").is_null()
    return set_aside(
        complaints,
        {"open": col("closed_on").is_null(), "final": yes("final"), "not asked": silent},
    )


def flags(complaints: Frame, *, least: int = 2, share: float = 0.2) -> Frame:
    """Return complaints that were closed against the view of those who made them."""
    rows = complaints.with_columns(what=coalesce(col("topic"), lit("…")))
    unhappy = (col("rating") == "dissatisfied").fill_null(value=False)
    unheard = (col("reached") == 0).fill_null(value=False)
    unheard = unheard & (col("rating") != "satisfied").fill_null(value=True)
    rows = keep(rows.with_columns(bad=when(unhappy | unheard).then(lit(1)).otherwise(lit(0))))
    sums = rows.group_by("body", "what").agg(closed=count(), unhappy=col("bad").sum())
    enough = (col("unhappy") >= least) & (col("unhappy") >= col("closed") * share)
    rows = rows.filter(col("bad") == 1).join(sums.filter(enough), on=["body", "what"])
    return gathered(rows, "body", "what").select(
        *("code", "lead", "body_name", "times"),
        share=col("times") / col("closed"),
        topic="what",
        subject="what",
        figure=lit(0).cast(Int64),
        strength=lit(0.5),
    )


EXAMPLES = [
    Example(
        "one dissatisfied and one never reached, of three",
        flagged=["物业"],
        tables={
            "complaints": """
                body   | topic | closed_on  | rating       | reached
                街道办 | 物业  | 2024-03-01 | dissatisfied | yes
                街道办 | 物业  | 2024-03-02 | none         | no
                街道办 | 物业  | 2024-03-03 | satisfied    | yes
            """,
        },
    ),
    Example(
        "one in six; a final opinion; still open",
        tables={
            "complaints": """
                code   | body   | topic | closed_on  | rating       | reached | final
                a1..a5 | 街道办 | 物业  | 2024-03-01 | satisfied    | yes     |
                b1     | 街道办 | 物业  | 2024-03-02 | dissatisfied | yes     |
                c1..c3 | 街道办 | 补偿  | 2024-03-03 | dissatisfied | yes     | yes
                d1..d3 | 街道办 | 噪声  |            | dissatisfied | yes     |
            """,
        },
    ),
    Example(
        "nobody was asked",
        cannot=["not asked"],
        tables={
            "complaints": """
                body   | topic | closed_on
                街道办 | 物业  | 2024-03-01
            """,
        },
    ),
]
