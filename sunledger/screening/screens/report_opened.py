"""A report was opened by those it is about

Somebody of the office complained of opened what a reporter had written; or a post that was not
named to handle it took a copy away.

Why it matters
    Whoever reports is protected only as long as those reported do not know who it was.

Innocent reasons
    The report was passed to the office by rule, without the reporter's name, and its post was named
    to handle it, which is passed over. A guide of a training. An administrator's backup.

Source
    Rules that protect reporters; such openings are found only where every access is recorded.
"""

from narwhals import Int64, col, concat, lit

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """举报被被反映单位查看

被反映单位的人查看了举报内容；或非指定办理岗位导出了举报。

为什么重要
    只有被举报的人不知道是谁举报的，举报人才安全。

清白的理由
    按规定隐去姓名后转该单位办理且岗位已指定（已排除）；培训演示；管理员备份。

来源
    保护举报人的规定；只有每次查看都留痕才发现得了。
"""

LAW = Text(
    "Supervision Law, article 65: disclosing reports and reporters (2018)",
    "《监察法》（2018年）第六十五条：泄露举报事项、举报人信息",
)

SENTENCE = {
    "accused": Text(
        "Posts of {accused}, which the report {complaint} is about, opened it {times:times}; they "
        "were not named to handle it.",
        "举报{complaint}反映的是{accused}，该单位未被指定办理的岗位查看了{times:times}。",
    ),
    "exported": Text(
        "The report {complaint} was exported or printed {times:times} by posts that were not named "
        "to handle it.",
        "举报{complaint}被未指定办理的岗位导出或打印{times:times}。",
    ),
}

NEEDS = {"accesses": ["body", "reader_body"]}
ALONE = ["complaint"]
REASONS = {
    "handler": Reason(Text("The post was named to handle it.", "该岗位系指定办理。")),
    "no sign": Reason(
        Text(
            "Neither whom it is about nor whether it was taken away is recorded.",
            "没有记录被反映单位，也没有记录是否导出。",
        ),
        applicable=True,
    ),
}
SETTINGS: dict[str, Setting] = {}


def asides(accesses: Frame) -> Frame:
    """Set aside those who were named, and rows that tell nothing."""
    return set_aside(
        accesses,
        {
            "handler": (col("handler") == 1).fill_null(value=False),
            "no sign": col("accused").is_null() & col("exported").is_null(),
        },
    )


def flags(accesses: Frame) -> Frame:
    """Return openings by the office complained of, and copies that nobody was named to take."""
    own = keep(accesses.filter(col("reader_body") == col("accused")))
    taken = accesses.filter(col("exported") == 1)
    taken = taken.join(own.select("code"), on="code", how="anti")
    return concat([_leads("accused", own, 0.8), _leads("exported", taken, 0.5)])


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the openings of one kind; a lead a report."""
    rows = gathered(rows.with_columns(sort=lit(kind)), "sort", "complaint")
    return rows.select(
        *("code", "lead", "body_name", "complaint", "times", "accused"),
        kind="sort",
        subject="complaint",
        figure=lit(0).cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "opened by the office it is about; printed by a stranger",
        flagged=["k1", "k2"],
        tables={
            "accesses": """
                body   | complaint | reader | reader_body | accused | on         | exported
                信访局 | k1        | 主任   | 县医院      | 县医院  | 2024-03-01 |
                信访局 | k2        | 打字员 | 信访局      | 县中学  | 2024-03-01 | yes
            """,
        },
    ),
    Example(
        "a named handler; somebody of the receiving office who read it",
        tables={
            "accesses": """
                body   | complaint | reader | reader_body | accused | exported | handler
                信访局 | k1        | 科长   | 县医院      | 县医院  |          | yes
                信访局 | k2        | 收件   | 信访局      | 县中学  | no       |
            """,
        },
    ),
    Example(
        "nothing is known of the report",
        cannot=["no sign"],
        tables={
            "accesses": """
                body   | complaint | reader | reader_body
                信访局 | k1        | 科长   | 县医院
            """,
        },
    ),
]
