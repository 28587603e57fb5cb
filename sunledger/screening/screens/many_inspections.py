"""One firm inspected again and again

Within a year a firm had more than four planned or random visits of one line of authority, or two
within a week, by different levels.

Why it matters
    Each visit stops the work. A firm had sixteen in fourteen months, three days apart at times;
    nobody had added them up, for each level knows only its own.

Innocent reasons
    Visits after a complaint, and follow-ups, which do not count. A firm that handles dangerous
    things, with a plan of its own. One visit by two levels together, on one day, which is one.

Source
    Rules on inspections of firms ask that visits are planned, joined and published.
"""

from narwhals import Int64, coalesce, col, concat, lit

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import crowded, gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """同一企业反复被检查

同一条线的部门一年内对一家企业计划或随机检查超过四次，或不同层级一周内先后两次上门。

为什么重要
    每次检查都要停工陪同。有企业十四个月被查十六次，最短隔三天；各级只知道自己那一次，没有人加总。

清白的理由
    投诉举报检查、整改复查（不计）；危险行业另有检查计划；两级同日联合检查（按一次计）。

来源
    规范涉企行政检查的规定，要求检查有计划、能合并、可查询。
"""

LAW = Text(
    "Opinions on strictly regulating administrative inspections of firms (State Council, 2024)",
    "《国务院办公厅关于严格规范涉企行政检查的意见》（2024年）",
)

SENTENCE = {
    "often": Text(
        "{firm} had {days} visits of {department} from {first} to {last}, five within a year; the "
        "levels: {levels}.",
        "{firm}自{first}至{last}被{department}检查{days}次，其中一年内五次以上；涉及{levels}个层级。",
    ),
    "close": Text(
        "{firm} had visits of {department} within a week of each other, by different levels, "
        "between {first} and {last}.",
        "{firm}在{first}至{last}间，一周内先后被不同层级的{department}检查。",
    ),
}

NEEDS = {"inspections": ["body", "department", "on"]}
APART = ["firm_id"]
REASONS = {
    "asked for": Reason(Text("After a complaint, or a follow-up.", "投诉检查或整改复查。")),
}
SETTINGS = {
    "most": ours("visits a year", "一年内的检查次数"),
    "days": ours("days between visits of different levels", "不同层级检查的间隔", "days"),
}


def asides(inspections: Frame) -> Frame:
    """Set aside visits after complaints, and follow-ups."""
    asked = col("ground").is_in(["complaint", "follow-up"]).fill_null(value=False)
    return set_aside(inspections, {"asked for": asked})


def flags(inspections: Frame, *, most: int = 4, days: int = 7) -> Frame:
    """Return the visits of crowded years, and those of two levels shortly after each other."""
    same = ("firm_id", "department")
    rows = keep(inspections.with_columns(day=day_number(col("on"))))
    once = rows.filter(col("code") == col("code").min().over(*same, "day"))
    thick = once.filter(crowded(most + 1, 365, *same)).select(*same, "day")
    often = keep(rows.join(thick, on=[*same, "day"]))
    order = ["day", "code"]
    next_day = col("day").shift(-1).over(*same, order_by=order)
    next_level = col("level").shift(-1).over(*same, order_by=order)
    last_day = col("day").shift(1).over(*same, order_by=order)
    last_level = col("level").shift(1).over(*same, order_by=order)
    later = (next_day - col("day") <= days) & (next_day > col("day")) & (next_level != col("level"))
    before = (col("day") - last_day <= days) & (last_day < col("day"))
    before = before & (last_level != col("level"))
    close = rows.with_columns(
        near=later.fill_null(value=False) | before.fill_null(value=False)
    ).filter(col("near"))
    close = close.join(often.select("code"), on="code", how="anti").drop("near")
    return concat([_leads("often", often, 0.6), _leads("close", close, 0.4)])


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the visits of one kind; a lead a firm and line."""
    rows = rows.with_columns(sort=lit(kind))
    rows = gathered(rows, "sort", "firm_id", "department", days="day", levels="level")
    firm = coalesce(col("firm"), col("firm_id"))
    return rows.select(
        *("code", "lead", "body_name", "department"),
        kind="sort",
        days="days",
        levels="levels",
        first=col("on").min().over("lead"),
        last=col("on").max().over("lead"),
        firm=firm,
        subject=firm,
        figure=lit(0).cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "five in a year; county and city three days apart",
        flagged=["甲公司", "乙公司"],
        tables={
            "inspections": """
                body   | firm_id | firm   | department | level | on         | ground
                县应急 | c1      | 甲公司 | 应急       | county | 2024-01-10 | planned
                县应急 | c1      | 甲公司 | 应急       | county | 2024-03-10 | planned
                县应急 | c1      | 甲公司 | 应急       | county | 2024-05-10 | random
                县应急 | c1      | 甲公司 | 应急       | county | 2024-07-10 | planned
                县应急 | c1      | 甲公司 | 应急       | county | 2024-09-10 | planned
                县环保 | c2      | 乙公司 | 环保       | county | 2024-03-10 | planned
                市环保 | c2      | 乙公司 | 环保       | city   | 2024-03-13 | planned
            """,
        },
    ),
    Example(
        "four in a year; a complaint; both levels on one day; another line",
        tables={
            "inspections": """
                body   | firm_id | department | level  | on         | ground
                县应急 | c1      | 应急       | county | 2024-01-10 | planned
                县应急 | c1      | 应急       | county | 2024-03-10 | planned
                县应急 | c1      | 应急       | county | 2024-05-10 | planned
                县应急 | c1      | 应急       | county | 2024-07-10 | planned
                县应急 | c1      | 应急       | county | 2024-07-20 | complaint
                县环保 | c1      | 环保       | county | 2024-07-12 | planned
                县环保 | c2      | 环保       | county | 2024-03-10 | planned
                市环保 | c2      | 环保       | city   | 2024-03-10 | planned
            """,
        },
    ),
    Example(
        "a visit of nobody knows which line",
        cannot=["no department"],
        tables={
            "inspections": """
                body   | firm_id | on
                县应急 | c1      | 2024-01-10
            """,
        },
    ),
]
