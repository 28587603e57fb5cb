"""Closed, though the complainant disagrees

A complaint was booked as closed, and the one who made it was dissatisfied, or was never reached.

Why it matters
    A rate of closing that nobody outside agrees with is a rate of writing “closed”.

Innocent reasons
    A demand that the law does not meet, with a final opinion on file, which is passed over. A wrong
    telephone number: those never reached count alone only where they are far more than elsewhere.
    Some who are never content: two of a topic, and a fifth of all, are asked for.

Source
    Call-backs exist for this; the comparison of both is seldom made.
"""

from narwhals import Float64, Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.chance import least as least_surprise
from sunledger.screening.chance import surprise
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """诉求人不满意仍办结

诉求登记为办结，而诉求人评价不满意，或从未回访到本人。

为什么重要
    没有外人认可的办结率，只是写“办结”的比率。

清白的理由
    诉求于法无据且有终结意见（已排除）；留错电话（只有未接通的，须远多于别处才提问）；有人总不满意（同类须两件以上且占两成）。

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
    "chance": ours("chance by which so many may not be reached", "未接通如此之多的偶然概率上限"),
}


def asides(complaints: Frame) -> Frame:
    """Set aside what is open or has a final opinion, and where nobody was asked."""
    silent = (col("rating") == "none").fill_null(value=True) & col("reached").is_null()
    return set_aside(
        complaints,
        {"open": col("closed_on").is_null(), "final": yes("final"), "not asked": silent},
    )


def flags(complaints: Frame, *, least: int = 2, share: float = 0.2, chance: float = 0.001) -> Frame:
    """Return complaints that were closed against the view of those who made them."""
    rows = complaints.with_columns(what=coalesce(col("topic"), lit("…")))
    unhappy = (col("rating") == "dissatisfied").fill_null(value=False)
    unheard = (col("reached") == 0).fill_null(value=False)
    unheard = unheard & (col("rating") != "satisfied").fill_null(value=True)
    rows = rows.with_columns(
        bad=when(unhappy | unheard).then(lit(1)).otherwise(lit(0)),
        said=when(unhappy).then(lit(1)).otherwise(lit(0)),
        one=lit(1),
    )
    rows = keep(rows)
    sums = rows.group_by("one", "body", "what").agg(
        closed=count().cast(Int64), unhappy=col("bad").sum(), said=col("said").sum()
    )
    sums = keep(sums)
    every = sums.group_by("one").agg(all=col("closed").sum(), such=col("unhappy").sum())
    sums = sums.join(every, on="one")
    # One more, so that others without any do not make anything impossible.
    usual = (col("such") - col("unhappy") + 1).cast(Float64)
    usual = usual / (col("all") - col("closed") + 2).cast(Float64)
    beyond = surprise(col("unhappy"), col("closed"), usual) >= least_surprise(chance)
    enough = (col("unhappy") >= least) & (col("unhappy") >= col("closed") * share)
    sums = sums.filter(enough, (col("said") > 0) | beyond).drop("one", "all", "such", "said")
    rows = rows.filter(col("bad") == 1).drop("one", "said").join(sums, on=["body", "what"])
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
        "one office reaches nobody, another nearly everybody",
        flagged=["物业"],
        tables={
            "complaints": """
                code    | body   | topic | closed_on  | rating    | reached
                a1..a9  | 街道办 | 物业  | 2024-03-01 | none      | no
                b1..b40 | 供水所 | 物业  | 2024-03-01 | satisfied | yes
                c1..c2  | 供水所 | 停水  | 2024-03-01 | none      | no
                d1..d6  | 供水所 | 停水  | 2024-03-01 | satisfied | yes
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
