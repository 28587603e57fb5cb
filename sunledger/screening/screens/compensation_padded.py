"""Compensation beyond the survey

A household was paid for more land than was measured, or persons were entered after the notice of
the taking and counted.

Why it matters
    Between the notice and the payment lie months in which a list can grow. What was measured before
    does not.

Innocent reasons
    A split of the household by inheritance, which is passed over where it is on file. A second
    survey. A child born or a bride who came after the notice and has a right by the local rule.

Source
    Lists of compensation are laid beside the survey in every review of land that was taken.
"""

from datetime import date

from narwhals import Int64, col, lit, when

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """征地补偿超出实测

某户获补偿的面积大于实测面积；或征地公告之后新增的人口计入补偿。

为什么重要
    从公告到发钱有几个月，名单会“长”，而事先量好的地不会。

清白的理由
    分户继承（有记录的排除）；复测；公告后出生、嫁入且按当地规定可以计入。

来源
    检查征地补偿都要把发放表与实测表、户籍对照。
"""

SENTENCE = {
    "area": Text(
        "{body_name} paid {households} households of {project} for {paid_area:quantity} mu; "
        "{measured_area:quantity} mu were measured. The part beyond comes to about {sum:money}.",
        "{body_name}在{project}项目中按{paid_area:quantity}亩补偿{households}户，"
        "实测为{measured_area:quantity}亩，多付约{sum:money}。",
    ),
    "heads": Text(
        "{body_name} paid {households} households of {project} for {heads} persons who were "
        "entered after the notice; their part comes to about {sum:money}.",
        "{body_name}在{project}项目中，有{households}户计入了公告后新增的{heads}人，涉及约{sum:money}。",
    ),
}

NEEDS = {"compensation": ["body", "household", "amount"]}
APART = ["project"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "inherits": Reason(Text("A split by inheritance is on file.", "有分户继承记录。")),
    "no survey": Reason(
        Text(
            "Neither a survey nor the persons entered are on record.",
            "没有实测面积和新增人口记录。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "leeway": Setting(
        Text("hundredths above the survey that are let pass", "允许超出实测的百分比"),
        since=date(2024, 1, 1),
        source=Text("Our own: five.", "自定：百分之五。"),
    ),
    "area": Setting(
        Text("least area beyond, in thousandths of a mu", "超出面积的下限（千分之一亩）"),
        since=date(2024, 1, 1),
        source=Text("Our own: a tenth of a mu.", "自定：一分地。"),
    ),
    "heads": Setting(
        Text("persons entered for one household, at least", "一户新增的最少人数"),
        since=date(2024, 1, 1),
        source=Text("Our own: one may be a birth or a marriage.", "自定：一人可能是出生或婚嫁。"),
    ),
}


def asides(compensation: Frame) -> Frame:
    """Set aside inheritance, what came back, and rows that can be laid beside nothing."""
    area = col("area").is_null() | col("measured").is_null()
    return set_aside(
        compensation,
        {
            "came back": col("amount") <= 0,
            "inherits": (col("inherits") == 1).fill_null(value=False),
            "no survey": area & col("entered").is_null(),
        },
    )


def flags(compensation: Frame, *, leeway: int = 5, area: int = 100, heads: int = 2) -> Frame:
    """Return the rows beyond survey or notice, a lead for each project, body and way."""
    more = (col("area") * 100 > col("measured") * (100 + leeway)) & (
        col("area") >= col("measured") + area
    )
    late = (col("entered") >= heads).fill_null(value=False)
    kind = when(late).then(lit("heads")).otherwise(lit(""))
    kind = when(more.fill_null(value=False)).then(lit("area")).otherwise(kind)
    rows = compensation.with_columns(kind=kind).filter(col("kind") != "")
    people = when(col("heads") >= col("entered")).then(col("heads")).otherwise(col("entered"))
    land = when(col("area") > 0).then(col("area")).otherwise(lit(1))
    beyond = col("amount") * (col("area") - col("measured")) // land
    new = col("amount") * col("entered") // when(people > 0).then(people).otherwise(lit(1))
    own = when(col("kind") == "area").then(beyond).otherwise(new)
    rows = rows.with_columns(own=own.cast(Int64), lead=key("kind", "body", "project"))
    rows = keep(rows)
    sums = rows.group_by("lead").agg(
        households=col("household").n_unique(),
        sum=col("own").sum().cast(Int64),
        paid_area=col("area").sum().cast(Int64),
        measured_area=col("measured").sum().cast(Int64),
        entered_=col("entered").sum().cast(Int64),
    )
    return rows.join(sums, on="lead").select(
        *("code", "lead", "kind", "body_name", "project", "households", "sum"),
        *("paid_area", "measured_area"),
        heads=col("entered_"),
        subject=col("project"),
        figure=col("own"),
        strength=when(col("kind") == "area").then(lit(0.5)).otherwise(lit(0.4)),
    )


EXAMPLES = [
    Example(
        "four mu for three; three persons entered after the notice",
        flagged=["高铁", "高铁"],
        tables={
            "compensation": """
                body   | project | household | heads | area | measured | entered | amount
                大河镇 | 高铁    | h1        | 4     | 4    | 3        | 0       | 80,000
                大河镇 | 高铁    | h2        | 6     | 3    | 3        | 3       | 60,000
                大河镇 | 高铁    | h3        | 4     | 3    | 3        | 0       | 60,000
            """,
        },
    ),
    Example(
        "an inheritance; one birth; a rounding of the survey",
        tables={
            "compensation": """
                body   | project | household | heads | area | measured | entered | inherits | amount
                大河镇 | 高铁    | h1        | 4     | 4    | 3        | 0       | yes      | 80,000
                大河镇 | 高铁    | h2        | 4     | 3    | 3        | 1       |          | 60,000
                大河镇 | 高铁    | h3        | 4     | 3.05 | 3        | 0       |          | 60,000
            """,
        },
    ),
    Example(
        "no survey; no household",
        cannot=["no survey", "no household"],
        tables={
            "compensation": """
                body   | project | household | heads | area | amount
                大河镇 | 高铁    | h1        | 4     | 4    | 80,000
                大河镇 | 高铁    |           | 4     | 4    | 80,000
            """,
        },
    ),
]
