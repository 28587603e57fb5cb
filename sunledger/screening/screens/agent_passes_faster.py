"""The same matter goes fast with one agent, and slowly without

At one post matters brought by an agent are done within a day far oftener than those of others.

Why it matters
    Where waiting can be bought, everyone else waits longer.

Innocent reasons
    An agent whose files are whole at once. Batches handed in on one day. Matters that differ though
    they have one name.

Source
    Known from a case in which millions were taken; the bound on chance is ours.
"""

from narwhals import Float64, Int64, col, lit, when
from narwhals import len as count

from sunledger.screening.chance import least as least_surprise
from sunledger.screening.chance import surprise
from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """经代办的特别快

同一岗位同一事项，经某代办的一天内办结的比例远高于其他申请人。

为什么重要
    等待可以花钱免掉的地方，别人就等得更久。

清白的理由
    代办的材料一次齐全；同日批量提交；名称相同而难易不同。

来源
    有案例涉及上千万元；偶然性界限为自定。
"""

SENTENCE = Text(
    "{body_name}, {matter}: of {cases} matters that {agent} brought to the post {clerk}, {times} "
    "were done within a day; of the others {share:share}.",
    "{body_name}“{matter}”：{agent}向岗位{clerk}代办{cases}件，{times}件一天内办结，其他为{share:share}。",
)

NEEDS = {"approvals": ["body", "matter", "clerk", "accepted_on", "done_on"]}
APART = ["body"]
REASONS = {
    "alone": Reason(
        Text("Too few matters of others to compare with.", "其他申请人的办件太少，无从比较。"),
        applicable=True,
    ),
}
SETTINGS = {
    "peers": ours("matters of others at the post", "同岗位其他申请人的办件数"),
    "fast": ours("days within which a matter is fast", "视为特别快的天数", "days"),
    "least": ours("fast matters of the agent", "该代办的快办件数"),
    "chance": ours("chance by which it may be so", "偶然出现的概率上限"),
}

_POST = ("body", "matter", "clerk")


def asides(approvals: Frame, *, peers: int = 20) -> Frame:
    """Set aside posts with too few matters."""
    rows = approvals.with_columns(post_all=count().over(*_POST))
    return set_aside(rows, {"alone": col("post_all") < peers}).drop("post_all")


def flags(
    approvals: Frame,
    *,
    peers: int = 20,
    fast: int = 1,
    least: int = 5,
    chance: float = 0.001,
) -> Frame:
    """Return fast matters of agents whose matters are fast far oftener than those of others."""
    took = day_number(col("done_on")) - day_number(col("accepted_on"))
    rows = keep(approvals.with_columns(quick=when(took <= fast).then(lit(1)).otherwise(lit(0))))
    every = rows.group_by(*_POST).agg(every=count(), all_quick=col("quick").sum())
    own = rows.filter(~col("agent").is_null()).group_by(*_POST, "agent")
    pairs = own.agg(cases=count(), mine=col("quick").sum()).join(every, on=list(_POST))
    # One more, so that others without any do not make anything impossible.
    share = (col("all_quick") - col("mine") + 1).cast(Float64)
    share = share / (col("every") - col("cases") + 2).cast(Float64)
    pairs = pairs.with_columns(share=share).filter(
        col("mine") >= least, col("every") - col("cases") >= peers
    )
    beyond = surprise(col("mine"), col("cases"), col("share")) >= least_surprise(chance)
    pairs = pairs.filter(beyond).select(*_POST, "agent", "cases", "share")
    rows = keep(rows.filter(col("quick") == 1).join(pairs, on=[*_POST, "agent"]))
    return gathered(rows, *_POST, "agent").select(
        *("code", "lead", "body_name", "matter", "clerk", "agent", "times", "share"),
        cases=col("cases").cast(Int64),
        subject="agent",
        figure=lit(0).cast(Int64),
        strength=lit(0.3),
    )


EXAMPLES = [
    Example(
        "eight of eight in a day, one of thirty without the agent",
        flagged=["顺达"],
        tables={
            "approvals": """
                code    | body   | matter | clerk  | agent | accepted_on | done_on
                a1..a8  | 车管所 | 过户   | 三号窗 | 顺达  | 2024-03-01  | 2024-03-01
                b1..b29 | 车管所 | 过户   | 三号窗 |       | 2024-03-01  | 2024-03-15
                c1      | 车管所 | 过户   | 三号窗 |       | 2024-03-01  | 2024-03-01
            """,
        },
    ),
    Example(
        "everybody is served in a day",
        tables={
            "approvals": """
                code    | body   | matter | clerk  | agent | accepted_on | done_on
                a1..a8  | 车管所 | 过户   | 三号窗 | 顺达  | 2024-03-01  | 2024-03-01
                b1..b29 | 车管所 | 过户   | 三号窗 |       | 2024-03-01  | 2024-03-01
            """,
        },
    ),
    Example(
        "a post with few matters",
        cannot=["alone"],
        tables={
            "approvals": """
                code   | body   | matter | clerk  | agent | accepted_on | done_on
                a1..a8 | 车管所 | 过户   | 三号窗 | 顺达  | 2024-03-01  | 2024-03-01
            """,
        },
    ),
]
