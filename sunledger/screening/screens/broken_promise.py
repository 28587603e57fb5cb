"""A promise that was not kept

The day by which a body had promised something in writing has passed, and it is not done, or nobody
but the body itself has seen it done.

Why it matters
    A new official who does not know the old account costs a place its credit, and the firm that
    believed it its money.

Innocent reasons
    The firm did not meet its own condition, or a court stayed the matter; both are passed over when
    on file. A law that changed in between. It was done, and nobody wrote so.

Source
    Ledgers of commitments to firms, kept in many places; old accounts are a subject of their own.
"""

from narwhals import Int64, coalesce, col, concat, lit

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, with_latest, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """承诺到期未兑现

书面承诺的期限已过仍未兑现，或只有单位自己说兑现了。

为什么重要
    新官不理旧账，失去的是一地的信用，和相信它的企业的钱。

清白的理由
    企业未达到约定条件、法院中止（登记在案的已排除）；期间法律政策改变；已兑现而未登记。

来源
    各地的涉企承诺台账；“新官不理旧账”专项治理。
"""

SENTENCE = {
    "open": Text(
        "{body_name} promised {who}: {title}. It was due on {due_on} and is not done, as far "
        "as the ledger knows.",
        "{body_name}向{who}承诺“{title}”，应于{due_on}兑现，台账显示仍未兑现。",
    ),
    "old": Text(
        "{body_name} promised {who}: {title}. It was due on {due_on} and is not done; whoever "
        "answers now came into office after the promise.",
        "{body_name}向{who}承诺“{title}”，应于{due_on}兑现，仍未兑现；现任在承诺之后到任。",
    ),
    "word": Text(
        "{body_name} says that it kept a promise to {who}: {title}; nobody else has seen it done.",
        "{body_name}称已兑现对{who}的承诺“{title}”，但无人核实。",
    ),
}

NEEDS = {"commitments": ["body", "title", "due_on"]}
REASONS = {
    "stayed": Reason(
        Text("A court stayed it, or the condition was not met.", "法院中止，或约定条件未达到。")
    ),
    "not due": Reason(Text("It was not due when the records end.", "记录截止时尚未到期。")),
    "lately": Reason(Text("It was done lately; somebody may still look.", "刚刚兑现，尚待核实。")),
}
SETTINGS = {
    "grace": ours("days after it was due", "到期后的宽限天数", "days"),
    "check": ours("days in which somebody else may look at it", "留给核实的天数", "days"),
}


def asides(commitments: Frame, *, grace: int = 30, check: int = 90) -> Frame:
    """Set aside what was stayed, what is not due, and what was done only lately."""
    rows = with_latest(commitments, commitments, "done_on", "made_on", "office_since")
    now = day_number(col("latest"))
    early = (day_number(col("due_on")) + grace > now).fill_null(value=True)
    lately = (day_number(col("done_on")) + check > now).fill_null(value=False)
    undone = col("done_on").is_null()
    return set_aside(
        rows,
        {
            "stayed": yes("stayed"),
            "not due": early & undone,
            "lately": lately & ~yes("verified"),
        },
    ).drop("latest")


def flags(commitments: Frame) -> Frame:
    """Return promises that are due and not done, or that nobody else has seen done."""
    old = (col("made_on") < col("office_since")).fill_null(value=False)
    rows = keep(commitments.with_columns(old=old))
    open_still = rows.filter(col("done_on").is_null())
    word = rows.filter(~col("done_on").is_null(), ~yes("verified"))
    return concat(
        [
            _leads("open", open_still.filter(~col("old")), 0.6),
            _leads("old", open_still.filter(col("old")), 0.7),
            _leads("word", word, 0.2),
        ]
    )


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the promises of one kind; each is a lead of its own."""
    rows = gathered(rows.with_columns(sort=lit(kind)), "sort", "code")
    return rows.select(
        *("code", "lead", "body_name", "title", "due_on"),
        kind="sort",
        who=coalesce(col("party"), col("party_id"), lit("all")),
        subject="title",
        figure=col("amount").fill_null(0).cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "a road that never came; an old account; a word only",
        flagged=["修路", "退税", "供电"],
        tables={
            "commitments": """
                body | title | party | made_on    | due_on     | done_on    | office_since | amount
                管委 | 修路  | 甲    | 2022-01-01 | 2023-01-01 |            | 2021-01-01   | 900,000
                管委 | 退税  | 乙    | 2020-01-01 | 2023-01-01 |            | 2021-01-01   | 90,000
                管委 | 供电  | 丙    | 2022-01-01 | 2023-01-01 | 2022-12-01 | 2021-01-01   | 10,000
                管委 | 供水  | 丙    | 2024-01-01 | 2025-01-01 |            | 2021-01-01   | 10,000
            """,
        },
    ),
    Example(
        "done and seen; stayed by a court; done lately",
        tables={
            "commitments": """
                body   | title | made_on    | due_on     | done_on    | verified | stayed | amount
                开发区 | 修路  | 2022-01-01 | 2023-01-01 | 2022-12-01 | yes      |        | 900,000
                开发区 | 退税  | 2020-01-01 | 2023-01-01 |            |          | yes    | 90,000
                开发区 | 供电  | 2023-01-01 | 2024-01-01 | 2024-01-01 |          |        | 10,000
            """,
        },
    ),
    Example(
        "a promise without a day",
        cannot=["no due_on"],
        tables={
            "commitments": """
                body   | title | made_on    | due_on
                开发区 | 修路  | 2022-01-01 |
            """,
        },
    ),
]
