"""One pupil claimed by two schools

Two schools have one pupil on their rolls for the same months, and both claim a subsidy.

Why it matters
    Money goes by heads. A pupil who has left and stays on the roll is worth a place to the school
    that has lost a child, and the other school may be asked why its own claim is refused.

Innocent reasons
    A change of school that is not closed; the month of the change. A branch that keeps a roll of
    its own. A number typed wrong for another child.

Source
    Rolls of different schools are compared wherever money goes by heads.
"""

from datetime import date

from narwhals import coalesce, col, lit, max_horizontal, min_horizontal

from sunledger.screening.keeping import keep
from sunledger.screening.recent import different
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """一名学生两校申报

两所学校同一时段都把同一名学生列在学籍里，并都申报补助。

为什么重要
    经费按人头走。已转走却仍在册的学生，对原学校就是一份钱，对新学校则可能是申报被退回。

清白的理由
    转学手续未办结，或在转学当月；分校另立名册；证件号录错成别的孩子。

来源
    凡按人头拨款，都要比对各校学籍。
"""

SENTENCE = Text(
    "{body_name} and {other} both claim a subsidy for the same {pupils} pupils, in the same "
    "months, from {first:month} to {last:month}.",
    "{body_name}与{other}在{first:month}至{last:month}期间，为同样的{pupils}名学生重复申报补助。",
)

NEEDS = {"pupils": ["body", "person", "first", "subsidised"]}
REASONS = {
    "not claimed": Reason(Text("No subsidy is claimed.", "未申报补助。")),
    "moving": Reason(Text("A change of school is on file.", "转学已登记，正在办理。")),
}

SETTINGS = {
    "months": Setting(
        Text("months on both rolls that are let pass", "允许两校同时在册的月数"),
        since=date(2024, 1, 1),
        source=Text("Our own: the month of the change.", "自定：转学当月。"),
    ),
    "most": Setting(
        Text("schools beyond which the number is a filler", "视为占位号码的学校数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_OPEN = 12 * 2100


def asides(pupils: Frame) -> Frame:
    """Set aside pupils for whom nothing is claimed, or whose change is on file."""
    reasons = {"not claimed": col("subsidised") != 1, "moving": col("moving") == 1}
    return set_aside(pupils, {name: one.fill_null(value=False) for name, one in reasons.items()})


def flags(pupils: Frame, *, months: int = 1, most: int = 4) -> Frame:
    """Return the pupils of two rolls, a lead for each pair of schools; each school has its row."""
    rows = pupils.with_columns(end=col("last").fill_null(_OPEN))
    rows = keep(different(rows, "schools", "body", "person"))
    rows = rows.filter(col("schools") > 1, col("schools") <= most)
    others = rows.select(
        "person",
        other_body="body",
        other=coalesce(col("body_name"), col("body")),
        other_first="first",
        other_end="end",
    )
    pairs = rows.join(others, on="person").filter(col("body") < col("other_body"))
    pairs = pairs.with_columns(
        begins=max_horizontal(col("first"), col("other_first")),
        ends=min_horizontal(col("end"), col("other_end")),
    )
    pairs = pairs.filter(col("ends") - col("begins") >= months)
    pairs = keep(pairs.with_columns(lead=key("body", "other_body")))
    sums = pairs.group_by("lead").agg(
        pupils=col("person").n_unique(), begin=col("begins").min(), end_=col("ends").max()
    )
    return pairs.join(sums, on="lead").select(
        *("code", "lead", "body_name", "other", "pupils"),
        first=col("begin"),
        last=col("end_"),
        subject=coalesce(col("body_name"), col("body")),
        figure=lit(0),
        strength=lit(0.4),
    )


EXAMPLES = [
    Example(
        "two pupils on both rolls for a term",
        flagged=["大河小学"],
        tables={
            "pupils": """
                body     | person | first   | last    | subsidised
                大河小学 | w      | 2023-09 | 2024-06 | yes
                柳树小学 | w      | 2024-02 | 2024-06 | yes
                大河小学 | z      | 2023-09 | 2024-06 | yes
                柳树小学 | z      | 2024-02 | 2024-06 | yes
                柳树小学 | l      | 2024-02 | 2024-06 | yes
            """,
        },
    ),
    Example(
        "the month of the change; a change on file; one school claims; a filler",
        tables={
            "pupils": """
                body     | person | first   | last    | subsidised | moving
                大河小学 | w      | 2023-09 | 2024-02 | yes        |
                柳树小学 | w      | 2024-02 | 2024-06 | yes        |
                大河小学 | z      | 2023-09 | 2024-06 | yes        | yes
                柳树小学 | z      | 2024-02 | 2024-06 | yes        |
                大河小学 | l      | 2023-09 | 2024-06 | yes        |
                柳树小学 | l      | 2024-02 | 2024-06 | no         |
                甲校     | 0      | 2023-09 | 2024-06 | yes        |
                乙校     | 0      | 2023-09 | 2024-06 | yes        |
                丙校     | 0      | 2023-09 | 2024-06 | yes        |
                丁校     | 0      | 2023-09 | 2024-06 | yes        |
                戊校     | 0      | 2023-09 | 2024-06 | yes        |
            """,
        },
    ),
    Example(
        "a roll that does not say who is subsidised",
        cannot=["no subsidised"],
        tables={
            "pupils": """
                body     | person | first   | last
                大河小学 | w      | 2023-09 | 2024-02
            """,
        },
    ),
]
