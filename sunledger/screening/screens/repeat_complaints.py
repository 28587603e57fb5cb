"""The same complaint again and again

About one matter at least three complaints came within half a year, or another came within ninety
days after one was closed.

Why it matters
    Closed on paper and not in the street. What returns after it was closed was not solved.

Innocent reasons
    A demand that the law does not meet, with a final opinion on file, which is passed over. A body
    that asked for complaints itself. Several neighbours who write on one day about one pipe, which
    counts as one.

Source
    Offices of hotlines count repeats; by one study half of them come from cures on paper.
"""

from narwhals import Int64, coalesce, col, concat, lit
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import crowded, gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """同一诉求反复出现

同一事项半年内至少有三天收到诉求，或办结后九十天内又被提出。

为什么重要
    纸上办结，街上没办。办结以后又来的，就是没有解决。

清白的理由
    诉求于法无据且有终结意见（已排除）；单位自己征集的；同一天多位邻居反映同一件事（按一次计）。

来源
    热线办统计重复诉求；有研究认为一半出自虚假整改。
"""

SENTENCE = {
    "many": Text(
        "{what}: complaints to {body_name} on {days} days from {first} to {last}, each three of "
        "them within half a year.",
        "“{what}”自{first}至{last}有{days}天向{body_name}提出，每三次均在半年之内。",
    ),
    "again": Text(
        "{what}: {body_name} closed it, and it came back within ninety days, {times:times} by "
        "{last}.",
        "“{what}”经{body_name}办结后，九十天内又被提出，至{last}共{times:times}。",
    ),
}

NEEDS = {"complaints": ["body", "matter", "received_on"]}
APART = ["matter"]
REASONS = {
    "final": Reason(Text("A final opinion is on file.", "已有终结意见。")),
    "asked for": Reason(
        Text(
            "A question of policy, or the body itself asked for complaints.",
            "政策咨询，或单位主动征集。",
        )
    ),
}
SETTINGS = {
    "least": ours("days with a complaint", "提出诉求的天数"),
    "days": ours("days within which they lie", "时间范围（天）", "days"),
    "after": ours("days after closing within which it came back", "办结后多少天内再现", "days"),
}


def asides(complaints: Frame) -> Frame:
    """Set aside what has a final opinion, and what the body asked for."""
    return set_aside(
        complaints, {"final": yes("final"), "asked for": yes("policy") | yes("campaign")}
    )


def flags(complaints: Frame, *, least: int = 3, days: int = 180, after: int = 90) -> Frame:
    """Return complaints of crowded half-years, and those that came back after closing."""
    same = ("body", "matter")
    rows = keep(complaints.with_columns(day=day_number(col("received_on"))))
    once = rows.filter(col("code") == col("code").min().over(*same, "day"))
    thick = once.filter(crowded(least, days, *same)).select(*same, "day")
    many = rows.join(thick, on=[*same, "day"])
    closed = rows.filter(~col("closed_on").is_null())
    closed = closed.group_by(*same, "closed_on").agg(closings=count())
    closed = closed.select(*same, shut=day_number(col("closed_on")))
    back = rows.join(closed, on=list(same))
    gap = col("day") - col("shut")
    back = back.filter(gap > 0, gap <= after).group_by("code").agg(shut=count())
    again = rows.join(back.select("code"), on="code")
    again = again.join(many.select("code"), on="code", how="anti")
    return concat([_leads("many", many, 0.5), _leads("again", again, 0.2)])


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the complaints of one kind; a lead a body and matter."""
    rows = gathered(rows.with_columns(sort=lit(kind)), "sort", "body", "matter", days="day")
    return rows.select(
        *("code", "lead", "body_name", "times"),
        kind="sort",
        days="days",
        first=col("received_on").min().over("lead"),
        last=col("received_on").max().over("lead"),
        what=coalesce(col("matter"), col("topic")),
        subject=col("matter"),
        figure=lit(0).cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "three times in two months; closed, and back in a month",
        flagged=["柳树街积水", "东门路灯"],
        tables={
            "complaints": """
                body   | matter     | received_on | closed_on
                街道办 | 柳树街积水 | 2024-03-01  |
                街道办 | 柳树街积水 | 2024-04-01  |
                街道办 | 柳树街积水 | 2024-04-20  |
                城管局 | 东门路灯   | 2024-03-01  | 2024-03-10
                城管局 | 东门路灯   | 2024-04-02  |
            """,
        },
    ),
    Example(
        "three neighbours on one day; a final opinion; closed a year ago; a campaign",
        tables={
            "complaints": """
                body   | matter     | received_on | closed_on  | final | campaign
                街道办 | 水管       | 2024-03-01  |            |       |
                街道办 | 水管       | 2024-03-01  |            |       |
                街道办 | 水管       | 2024-03-01  |            |       |
                街道办 | 要求补偿   | 2024-03-01  | 2024-03-05 | yes   |
                街道办 | 要求补偿   | 2024-03-15  | 2024-03-20 | yes   |
                城管局 | 东门路灯   | 2023-03-01  | 2023-03-10 |       |
                城管局 | 东门路灯   | 2024-04-02  |            |       |
                城管局 | 停车       | 2024-04-01  | 2024-04-02 |       | yes
                城管局 | 停车       | 2024-04-03  | 2024-04-04 |       | yes
            """,
        },
    ),
    Example(
        "a complaint about nothing known",
        cannot=["no matter"],
        tables={
            "complaints": """
                body   | received_on
                街道办 | 2024-03-01
            """,
        },
    ),
]
