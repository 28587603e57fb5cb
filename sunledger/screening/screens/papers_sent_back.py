"""Papers sent back more than once

One post sends papers back for correction twice or more far oftener than others do for the same
matter.

Why it matters
    Everything that is missing must be said at once. Who says one thing each time makes people come
    again and again, or ask what would help.

Innocent reasons
    Files of poor quality from one agent. A post that gets the difficult cases. A new form.

Source
    The rule of telling once, of the Administrative Licensing Law; compared with peers by us.
"""

from narwhals import Float64, Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.chance import least, surprise
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """反复要求补正

某岗位对同一事项两次以上要求补正的比例，远高于其他岗位。

为什么重要
    缺什么应当一次说清。每次只说一样，群众就得一趟趟跑，或打听“怎么才行”。

清白的理由
    某代办的材料质量差；疑难件集中给了该岗位；刚换新表格。

来源
    行政许可法的一次性告知；与同类岗位比较为自定。
"""

LAW = Text("Administrative Licensing Law, article 32", "《行政许可法》第三十二条")

SENTENCE = Text(
    "{body_name}, {matter}: the post {clerk} sent papers back more than once in {times} of {cases} "
    "cases; other posts did in {share:share}.",
    "{body_name}“{matter}”：岗位{clerk}的{cases}件中有{times}件补正一次以上，其他岗位为{share:share}。",
)

NEEDS = {"approvals": ["body", "matter", "clerk", "returns"]}
APART = ["matter"]
REASONS = {
    "alone": Reason(
        Text(
            "Too few cases of the matter at other posts to compare with.",
            "其他岗位同类办件太少，无从比较。",
        ),
        applicable=True,
    ),
}
SETTINGS = {
    "peers": ours("cases of other posts to compare with", "用于比较的其他岗位件数"),
    "times": ours("cases that were sent back more than once", "反复补正的最少件数"),
    "chance": ours("chance by which it may be so", "偶然出现的概率上限"),
}


def asides(approvals: Frame, *, peers: int = 20) -> Frame:
    """Set aside matters that other posts hardly had."""
    every = approvals.group_by("matter").agg(every=count(), posts=col("clerk").n_unique())
    rows = approvals.join(every, on="matter")
    few = (col("every") < 2 * peers) | (col("posts") < 2)
    return set_aside(rows, {"alone": few}).drop("every", "posts")


def flags(approvals: Frame, *, peers: int = 20, times: int = 5, chance: float = 0.001) -> Frame:
    """Return the cases that posts sent back more than once, where they do so beyond chance."""
    again = when(col("returns") > 1).then(lit(1)).otherwise(lit(0))
    rows = keep(approvals.with_columns(again=again))
    every = rows.group_by("matter").agg(every=count(), all_again=col("again").sum())
    own = rows.group_by("matter", "body", "clerk").agg(cases=count(), own_again=col("again").sum())
    own = own.join(every, on="matter")
    # One case more, so that peers who never did it do not make anything impossible.
    others = (col("all_again") - col("own_again") + 1).cast(Float64)
    others = others / (col("every") - col("cases") + 2).cast(Float64)
    own = own.with_columns(share=others).filter(
        col("own_again") >= times, col("every") - col("cases") >= peers
    )
    own = own.filter(surprise(col("own_again"), col("cases"), col("share")) >= least(chance))
    own = own.select("matter", "body", "clerk", "cases", "share")
    rows = rows.filter(col("again") == 1).join(own, on=["matter", "body", "clerk"])
    return gathered(rows, "matter", "body", "clerk").select(
        *("code", "lead", "body_name", "matter", "clerk", "times", "share"),
        cases=col("cases").cast(Int64),
        subject=coalesce(col("clerk"), col("matter")),
        figure=lit(0).cast(Int64),
        strength=lit(0.4),
    )


EXAMPLES = [
    Example(
        "eight of ten at one window, one of forty at others",
        flagged=["三号窗"],
        tables={
            "approvals": """
                code    | body   | matter | clerk  | returns
                a1..a8  | 住建局 | 施工   | 三号窗 | 3
                b1..b2  | 住建局 | 施工   | 三号窗 | 0
                c1..c39 | 住建局 | 施工   | 一号窗 | 1
                d1      | 住建局 | 施工   | 一号窗 | 2
            """,
        },
    ),
    Example(
        "two of ten; as often as at others",
        tables={
            "approvals": """
                code    | body   | matter | clerk  | returns
                a1..a6  | 住建局 | 施工   | 三号窗 | 2
                b1..b14 | 住建局 | 施工   | 三号窗 | 0
                c1..c14 | 住建局 | 施工   | 一号窗 | 0
                d1..d6  | 住建局 | 施工   | 一号窗 | 2
            """,
        },
    ),
    Example(
        "a matter that one window alone has",
        cannot=["alone"],
        tables={
            "approvals": """
                code   | body   | matter | clerk  | returns
                a1..a8 | 住建局 | 施工   | 三号窗 | 3
            """,
        },
    ),
]
