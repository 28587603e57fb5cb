"""Complaints of one kind jump in one place

In a month far more complaints of one topic came from one place than in the year before, or in as
much of it as is known, beyond what chance gives.

Why it matters
    Harm that begins is seen first by those who live there; each of them is one line in a list.

Innocent reasons
    A body that asked for complaints, whose rows are passed over. A storm, a new bus line, a topic
    that was renamed. One person who writes many times, which counts once a day and matter.

Source
    Early warnings of hotlines; the bound on chance is ours.
"""

from narwhals import Float64, Int64, coalesce, col, lit, min_horizontal

from sunledger.screening.chance import least as least_surprise
from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """某地某类诉求陡增

某月某地某类诉求远多于此前一年（不足一年的按已有月份），超出偶然。

为什么重要
    刚开始的损害，住在那里的人最先看见，而每个人只是名单上的一行。

清白的理由
    单位主动征集（已排除）；暴雨、新线路；类别改名；一人反复来电（同日同事按一次计）。

来源
    热线预警的做法；偶然性界限为自定。
"""

SENTENCE = Text(
    "{body_name}: {days} complaints about {topic} came in {month:month} from {place}; in the "
    "{known} months before there were {before}.",
    "{body_name}：{month:month}{place}的“{topic}”诉求有{days}件，此前{known}个月共{before}件。",
)

NEEDS = {"complaints": ["body", "topic", "received_on"]}
APART = ["body"]
REASONS = {
    "asked for": Reason(
        Text("A question of policy, or the body asked for complaints.", "政策咨询或主动征集。")
    ),
}
SETTINGS = {
    "least": ours("complaints of a month", "当月件数"),
    "chance": ours("chance by which it may be so", "偶然出现的概率上限"),
    "past": ours("months that must be known before", "此前至少须有的月数"),
}


def asides(complaints: Frame) -> Frame:
    """Set aside what the body asked for."""
    return set_aside(complaints, {"asked for": yes("policy") | yes("campaign")})


def flags(complaints: Frame, *, least: int = 10, chance: float = 0.001, past: int = 6) -> Frame:
    """Return the complaints of months far above the year before."""
    same = ("body", "topic", "spot")
    rows = complaints.with_columns(
        spot=coalesce(col("place"), lit("")),
        month=month_number(col("received_on")),
        one=key("received_on", "matter"),
    )
    rows = keep(rows)
    months = keep(rows.group_by(*same, "month").agg(days=col("one").n_unique()))
    began = rows.group_by("body").agg(began=col("month").min())
    earlier = months.select(*same, past="month", number="days")
    pairs = months.join(earlier, on=list(same), how="left")
    within = (col("past") < col("month")) & (col("past") >= col("month") - 12)
    year = pairs.filter(within).group_by(*same, "month").agg(before=col("number").sum())
    months = months.join(year, on=[*same, "month"], how="left").join(began, on="body")
    months = months.with_columns(
        before=col("before").fill_null(0).cast(Int64),
        known=min_horizontal(col("month") - col("began"), lit(12)).cast(Int64),
    ).filter(col("known") >= past)
    # One complaint a month is the least that a place may have.
    usual = (col("before") + col("known")).cast(Float64) / col("known").cast(Float64)
    k = col("days").cast(Float64)
    # The bound for counts that come by chance at a steady rate.
    months = months.with_columns(beyond=k * (k / usual).log() - k + usual, usual=usual)
    months = months.filter(
        col("days") >= least,
        k > col("usual"),
        col("beyond") >= least_surprise(chance),
    )
    months = months.select(*same, "month", "days", "before", "known")
    rows = keep(rows.join(months, on=[*same, "month"]))
    return gathered(rows, *same, "month").select(
        *("code", "lead", "body_name", "topic", "month", "before", "known"),
        days=col("days").cast(Int64),
        place=coalesce(col("place"), lit("…")),
        subject="topic",
        figure=lit(0).cast(Int64),
        strength=lit(0.4),
    )


EXAMPLES = [
    Example(
        "one a month for a year, then twelve",
        flagged=["水质"],
        tables={
            "complaints": """
                code    | body   | topic | place  | matter | received_on
                a1      | 水务局 | 水质  | 柳树街 | m1     | 2023-03-01
                a2      | 水务局 | 水质  | 柳树街 | m2     | 2023-09-01
                b1      | 水务局 | 水质  | 柳树街 | n1     | 2024-04-01
                b2      | 水务局 | 水质  | 柳树街 | n2     | 2024-04-01
                b3      | 水务局 | 水质  | 柳树街 | n3     | 2024-04-01
                b4      | 水务局 | 水质  | 柳树街 | n4     | 2024-04-02
                b5      | 水务局 | 水质  | 柳树街 | n5     | 2024-04-02
                b6      | 水务局 | 水质  | 柳树街 | n6     | 2024-04-03
                b7      | 水务局 | 水质  | 柳树街 | n7     | 2024-04-03
                b8      | 水务局 | 水质  | 柳树街 | n8     | 2024-04-04
                b9      | 水务局 | 水质  | 柳树街 | n9     | 2024-04-04
                b10     | 水务局 | 水质  | 柳树街 | n10    | 2024-04-05
            """,
        },
    ),
    Example(
        "seven quiet months, then twelve",
        flagged=["水质"],
        tables={
            "complaints": "body | topic | place | matter | received_on\n"
            "水务局 | 水质 | 柳树街 | m | 2023-09-01\n"
            + "\n".join(f"水务局 | 水质 | 柳树街 | n{n} | 2024-04-03" for n in range(12)),
        },
    ),
    Example(
        "one who wrote twelve times on a day; too little known before; a campaign",
        tables={
            "complaints": """
                code    | body   | topic | place  | matter | received_on | campaign
                a1      | 水务局 | 水质  | 柳树街 | m1     | 2023-03-01  |
                b1..b12 | 水务局 | 水质  | 柳树街 | n1     | 2024-04-01  |
                c1..c12 | 街道办 | 停车  | 东门   |        | 2024-04-01  |
                d1..d12 | 水务局 | 水压  | 东门   |        | 2024-04-01  | yes
            """,
        },
    ),
    Example(
        "a complaint without its topic",
        cannot=["no topic"],
        tables={
            "complaints": """
                body   | received_on
                水务局 | 2024-04-01
            """,
        },
    ),
]
