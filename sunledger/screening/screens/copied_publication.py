"""The same content published again

What a body published for a period is, but for dates, what it published for an earlier one, or what
another body published.

Why it matters
    A sheet that is last month's with a new date tells of last month, or of nothing.

Innocent reasons
    A list that lasts, which is passed over. A month in which only the same fixed wages were paid. A
    form of few lines. One office that publishes for several bodies.

Source
    Found wherever publishing is counted and not read.
"""

from narwhals import Int64, coalesce, col, concat, lit

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """照抄旧内容公开

除日期外，本期公开内容与以前某期相同，或与别的单位相同。

为什么重要
    换个日期的上月表，说的还是上月，或什么也没说。

清白的理由
    固定名单（已排除）；当月只有固定工资；表格行数极少；由一个单位代多家公开。

来源
    只数件数、不看内容的地方都有。
"""

SENTENCE = {
    "again": Text(
        "{body_name} published the same lines as {what} for {times} periods, the last on {last}.",
        "{body_name}的“{what}”有{times}期内容相同，最近一期公开于{last}。",
    ),
    "other": Text(
        "{body_name} and {others} other bodies published the same lines as {what}, the last on "
        "{last}.",
        "{body_name}与另外{others}个单位的“{what}”内容相同，最近公开于{last}。",
    ),
}

NEEDS = {"publications": ["body", "category", "published_on", "content"]}
APART = ["content"]
REASONS = {
    "lasting": Reason(Text("The list may stay the same.", "固定名单可以不变。")),
    "short": Reason(Text("A nil return, or few lines.", "零报告或行数极少。")),
}
SETTINGS = {"lines": ours("lines that a sheet must have", "表至少有多少行")}


def asides(publications: Frame, *, lines: int = 5) -> Frame:
    """Set aside lasting lists, nil returns and short sheets."""
    short = (col("lines") < lines).fill_null(value=False)
    return set_aside(publications, {"lasting": yes("static"), "short": yes("nil") | short})


def flags(publications: Frame) -> Frame:
    """Return what a body published again, and what several bodies published alike."""
    same = ("category", "content")
    periods = publications.group_by("body", *same).agg(periods=col("due_on").n_unique())
    bodies = publications.group_by(*same).agg(bodies=col("body").n_unique())
    rows = keep(publications.join(periods, on=["body", *same]).join(bodies, on=list(same)))
    again = rows.filter(col("periods") > 1)
    other = rows.filter(col("bodies") > 1, col("periods") == 1)
    return concat([_leads("again", again, 0.5), _leads("other", other, 0.6)])


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the sheets of one kind; a lead a body and content."""
    rows = rows.with_columns(sort=lit(kind))
    rows = gathered(rows, "sort", "body", "category", "content")
    return rows.select(
        *("code", "lead", "body_name", "times"),
        kind="sort",
        others=(col("bodies") - 1).cast(Int64),
        last=col("published_on").max().over("lead"),
        what=coalesce(col("title"), col("category")),
        subject=coalesce(col("title"), col("category")),
        figure=coalesce(col("total"), lit(0)).cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "February is January; a neighbour's sheet",
        flagged=["收支", "工程", "工程"],
        tables={
            "publications": """
                body   | category | due_on     | published_on | content | lines
                大河村 | 收支     | 2024-02-10 | 2024-02-10   | x1      | 9
                大河村 | 收支     | 2024-03-10 | 2024-03-10   | x1      | 9
                大河村 | 工程     | 2024-02-10 | 2024-02-10   | x2      | 9
                小河村 | 工程     | 2024-02-10 | 2024-02-10   | x2      | 9
            """,
        },
    ),
    Example(
        "a lasting list, three lines, different content",
        tables={
            "publications": """
                body   | category | due_on     | published_on | content | lines | static
                大河村 | 干部     | 2024-02-10 | 2024-02-10   | x1      | 9     | yes
                大河村 | 干部     | 2024-03-10 | 2024-03-10   | x1      | 9     | yes
                大河村 | 工资     | 2024-02-10 | 2024-02-10   | x2      | 3     |
                大河村 | 工资     | 2024-03-10 | 2024-03-10   | x2      | 3     |
                大河村 | 收支     | 2024-02-10 | 2024-02-10   | x3      | 9     |
                大河村 | 收支     | 2024-03-10 | 2024-03-10   | x4      | 9     |
            """,
        },
    ),
    Example(
        "content that nobody read",
        cannot=["no content"],
        tables={
            "publications": """
                body   | category | due_on     | published_on
                大河村 | 收支     | 2024-02-10 | 2024-02-10
            """,
        },
    ),
]
