"""Published late, or not at all

What a body must publish for a period is not there a week after its day, or came later than that.

Why it matters
    A board that is stale for a year hides whatever happened in it. A rhythm that is kept is the
    cheapest sign that books are kept too.

Innocent reasons
    An exemption on file, which is passed over. Nothing happened in the period: then a nil return is
    due. A site that was down. The item was published under another heading.

Source
    Calendars of publication with yellow and red lights are in use in many counties.
"""

from narwhals import Int64, coalesce, col, lit, when

from sunledger.screening.derive import day_number
from sunledger.screening.phrases import gathered, ours, with_latest, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """应公开未公开或迟公开

到期一周后仍未公开，或公开日期晚于到期日一周以上。

为什么重要
    一年不更新的公开栏，什么都看不出来。按时公开，是账目清楚的最便宜的标志。

清白的理由
    已备案豁免（已排除）；本期无事项，则应作零报告；网站故障；公开在别的栏目下。

来源
    不少县区对公开事项设到期日历，并亮黄灯、红灯。
"""

SENTENCE = {
    "missing": Text(
        "{body_name} has not published {what} for {times} periods that were due; the oldest since "
        "{due_on}.",
        "{body_name}的“{what}”有{times}期到期未公开，最早一期应于{due_on}公开。",
    ),
    "late": Text(
        "{body_name} published {what} more than a week late {times:times}; the first was due on "
        "{due_on}.",
        "{body_name}的“{what}”迟于到期日一周以上公开{times:times}，最早一期应于{due_on}公开。",
    ),
}

NEEDS = {"publications": ["body", "category", "due_on"]}
REASONS = {
    "exempt": Reason(Text("An exemption is on file.", "已备案豁免。")),
    "not due": Reason(
        Text("It was not yet due, or only just, when the records end.", "现有记录截止时尚未逾期。"),
    ),
}
SETTINGS = {
    "grace": ours("days after the day on which it is due", "到期后的宽限天数", "days"),
}


def asides(publications: Frame, *, grace: int = 7) -> Frame:
    """Set aside what is exempt, and what was not yet due when the records end."""
    rows = with_latest(publications, publications, "published_on", "inspected_on")
    open_still = col("published_on").is_null()
    recent = (day_number(col("due_on")) + grace >= day_number(col("latest"))).fill_null(value=True)
    return set_aside(rows, {"exempt": yes("exempt"), "not due": open_still & recent}).drop("latest")


def flags(publications: Frame, *, grace: int = 7) -> Frame:
    """Return what is missing, and what came late; a lead a body and item."""
    late = day_number(col("published_on")) > day_number(col("due_on")) + grace
    rows = publications.filter(late.fill_null(value=True))
    kind = when(col("published_on").is_null()).then(lit("missing")).otherwise(lit("late"))
    rows = gathered(rows.with_columns(kind=kind), "kind", "body", "category")
    return rows.select(
        *("code", "lead", "kind", "body_name", "times"),
        due_on=col("due_on").min().over("lead"),
        what=coalesce(col("title"), col("category")),
        subject=coalesce(col("title"), col("category")),
        figure=coalesce(col("total"), lit(0)).cast(Int64),
        strength=when(col("kind") == "missing").then(lit(0.7)).otherwise(lit(0.4)),
    )


EXAMPLES = [
    Example(
        "accounts of January that are not there in March, and a list a month late",
        flagged=["收支", "名册"],
        tables={
            "publications": """
                body   | category | period  | due_on     | published_on
                大河村 | 收支     | 2024-01 | 2024-02-10 |
                大河村 | 收支     | 2024-02 | 2024-03-10 | 2024-03-09
                大河村 | 名册     | 2024-01 | 2024-02-10 | 2024-03-15
            """,
        },
    ),
    Example(
        "exempt, a nil return, three days late, and not yet due",
        tables={
            "publications": """
                body   | category | due_on     | published_on | exempt | nil
                大河村 | 征地     | 2024-02-10 |              | yes    |
                大河村 | 捐赠     | 2024-02-10 | 2024-02-09   |        | yes
                大河村 | 收支     | 2024-02-10 | 2024-02-13   |        |
                大河村 | 低保     | 2024-03-10 |              |        |
            """,
        },
    ),
    Example(
        "an item without a day on which it is due",
        cannot=["no due_on"],
        tables={
            "publications": """
                body   | category | due_on | published_on
                大河村 | 收支     |        | 2024-02-13
            """,
        },
    ),
]
