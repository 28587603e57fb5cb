"""An approval over its time, outside the system, or refused without a reason

A matter took longer than promised, was accepted long after it was applied for, ran outside the
common system, or was refused and nobody wrote why.

Why it matters
    Waiting is where a gift begins. A promise of ten days is kept on paper when papers lie for a
    month before they are “accepted”.

Innocent reasons
    A clock that was stopped for a stated reason, whose days are taken off. Holidays, for which days
    are added. A matter that must run on paper by law. A system that was down.

Source
    Lists of services name a time for every matter; systems of approval keep the steps.
"""

from narwhals import Int64, coalesce, col, concat, lit

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """审批超时、体外运行或无理由不予办理

办理超过承诺时限，申请后很久才受理，在系统外办理，或不予办理而未写理由。

为什么重要
    等待是送礼的开始。材料压一个月才“受理”，承诺十天的纸面时限照样不超。

清白的理由
    有理由的停表（已扣除）；节假日（已留余量）；依法须纸质办理的事项；系统故障。

来源
    政务服务事项清单载明时限；审批系统留有各环节时间。
"""

SENTENCE = {
    "time": Text(
        "{body_name}, {matter}: {times:times} a matter took longer than promised, at worst {days} "
        "days.",
        "{body_name}“{matter}”有{times:times}超过承诺时限，最长{days}天。",
    ),
    "accept": Text(
        "{body_name}, {matter}: {times:times} an application was accepted late, at worst {days} "
        "days after it came.",
        "{body_name}“{matter}”有{times:times}迟迟不受理，最长在申请{days}天后。",
    ),
    "outside": Text(
        "{body_name}, {matter}: {times:times} a matter ran outside the common system.",
        "{body_name}“{matter}”有{times:times}在系统外办理。",
    ),
    "refused": Text(
        "{body_name}, {matter}: {times:times} an application was refused without a reason.",
        "{body_name}“{matter}”有{times:times}不予办理而未写理由。",
    ),
}

NEEDS = {"approvals": ["body", "matter", "applied_on"]}
APART = ["body"]
REASONS = {
    "open": Reason(
        Text("It is still open, and not accepted.", "尚未受理，也未办结。"), applicable=True
    ),
}
SETTINGS = {
    "accept": ours("days in which an application is accepted", "受理期限（天）", "days"),
    "slack": ours("days added for holidays", "为节假日预留的天数", "days"),
}


def asides(approvals: Frame) -> Frame:
    """Set aside what has neither been accepted nor ended."""
    return set_aside(approvals, {"open": col("accepted_on").is_null() & col("done_on").is_null()})


def flags(approvals: Frame, *, accept: int = 10, slack: int = 9) -> Frame:
    """Return matters over their time, accepted late, outside the system, refused in silence."""
    came, taken = day_number(col("applied_on")), day_number(col("accepted_on"))
    done = day_number(col("done_on"))
    # Working days are promised: seven days for five, and some for holidays.
    allowed = col("promised") * 7 // 5 + slack + col("stopped").fill_null(0) * 7 // 5
    rows = keep(
        approvals.with_columns(
            waited=taken - came,
            ran=done - coalesce(taken, came),
            over=done - coalesce(taken, came) - allowed,
        )
    )
    silent = (col("refused") == 1) & col("why").is_null()
    return concat(
        [
            _leads("time", rows.filter(col("over") > 0), "ran", 0.5),
            _leads("accept", rows.filter(col("waited") > accept), "waited", 0.5),
            _leads("outside", rows.filter(col("online") == 0), "ran", 0.3),
            _leads("refused", rows.filter(silent), "ran", 0.5),
        ]
    )


def _leads(kind: str, rows: Frame, days: str, strength: float) -> Frame:
    """Return the matters of one kind of question; a lead a body and kind of matter."""
    rows = gathered(rows.with_columns(sort=lit(kind)), "sort", "body", "matter")
    return rows.select(
        *("code", "lead", "body_name", "matter", "times"),
        kind="sort",
        days=coalesce(col(days).max().over("lead"), lit(0)).cast(Int64),
        subject="matter",
        figure=lit(0).cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "ten days that were sixty; accepted after a month; on paper; refused in silence",
        flagged=["开户", "采伐", "用地", "施工"],
        tables={
            "approvals": """
                body | matter | applied_on | accepted_on | done_on    | promised | online | refused
                住建 | 施工   | 2024-01-02 | 2024-01-03  | 2024-03-03 | 10       | yes    |
                资规 | 用地   | 2024-01-02 | 2024-02-03  | 2024-02-05 | 10       | yes    |
                林业 | 采伐   | 2024-01-02 | 2024-01-03  | 2024-01-05 | 10       | no     |
                市监 | 开户   | 2024-01-02 | 2024-01-03  | 2024-01-05 | 10       | yes    | yes
            """,
        },
    ),
    Example(
        "in time; over a holiday; a stopped clock; refused with a reason",
        tables={
            "approvals": """
                body | matter | applied_on | done_on    | promised | stopped | why  | refused
                住建 | 施工   | 2024-01-02 | 2024-01-13 | 10       |         |      |
                住建 | 施工   | 2024-02-05 | 2024-02-27 | 10       |         |      |
                住建 | 施工   | 2024-01-02 | 2024-02-20 | 10       | 25      |      |
                住建 | 施工   | 2024-01-02 | 2024-01-09 | 10       |         | 缺件 | yes
            """,
        },
    ),
    Example(
        "not accepted and not done",
        cannot=["open"],
        tables={
            "approvals": """
                body | matter | applied_on | promised
                住建 | 施工   | 2024-01-02 | 10
            """,
        },
    ),
]
