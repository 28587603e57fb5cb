"""An allowance that is not on the list, or above it

Staff were paid an allowance that no list in force allows, or more of it than the list says.

Why it matters
    Allowances under new names are how pay is raised where it may not be raised.

Innocent reasons
    A rule of a higher office that is not in the list yet. Several months paid at once as arrears,
    which are passed over. A code that was typed wrong.

Source
    Rules on allowances and subsidies of public bodies; a standing item of audits.
"""

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, gathered, yes
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """目录外或超标准发放津补贴

发放的津补贴不在现行目录内，或超过目录上限。

为什么重要
    工资不能涨的地方，往往换个名目发津补贴。

清白的理由
    上级已有规定但目录未更新；一次补发数月（已排除）；代码录错。

来源
    规范津贴补贴的规定；审计的常查事项。
"""

LAW = Text(
    "Rules on disciplinary action for unlawful allowances and subsidies (Order 31, 2013)",
    "《违规发放津贴补贴行为处分规定》（第31号令，2013年）",
)

SENTENCE = {
    "off": Text(
        "{body_name} paid the allowance {allowance} {times:times}, {sum:money} in all; no list in "
        "force has it.",
        "{body_name}发放“{allowance}”{times:times}，合计{sum:money}，现行目录中没有这一项。",
    ),
    "above": Text(
        "{body_name} paid the allowance {allowance} {times:times} above the limit of the list, "
        "{sum:money} too much in all.",
        "{body_name}发放“{allowance}”有{times:times}超过目录上限，共超出{sum:money}。",
    ),
}

NEEDS = {"payroll": ["body", "month", "kind", "amount"]}
ALONE = ["body"]
REASONS = {
    "money back": NOT_POSITIVE,
    "no allowance": Reason(Text("It is no allowance.", "不是津补贴。")),
    "arrears": Reason(Text("It is for an earlier time.", "属补发以前月份。")),
    "no code": Reason(
        Text("The allowance has no code.", "津补贴没有代码。"),
        applicable=True,
    ),
}
SETTINGS: dict[str, Setting] = {}


def asides(payroll: Frame) -> Frame:
    """Set aside what is no allowance of the month."""
    return set_aside(
        payroll,
        {
            "money back": col("amount") <= 0,
            "no allowance": col("kind") != "allowance",
            "arrears": yes("arrears"),
            "no code": col("allowance").is_null(),
        },
    )


def flags(payroll: Frame, allowances: Frame) -> Frame:
    """Return allowances that no list in force has, and what goes beyond it."""
    begins = when(~col("since").is_null()).then(month_number(col("since"))).otherwise(lit(0))
    ends = when(~col("until").is_null()).then(month_number(col("until"))).otherwise(lit(10**6))
    # An allowance that the list names without a limit has none.
    listed = allowances.select(
        "allowance", begins=begins, ends=ends, limit=coalesce(col("most"), lit(10**15))
    )
    asked = payroll.group_by("allowance", "month").agg(asked=count())
    held = asked.join(listed, on="allowance")
    held = held.filter(col("begins") <= col("month"), col("month") <= col("ends"))
    held = held.group_by("allowance", "month").agg(limit=col("limit").max())
    rows = keep(payroll.join(held, on=["allowance", "month"], how="left"))
    above = col("amount") - col("limit")
    rows = rows.filter(col("limit").is_null() | (above > 0)).with_columns(
        kind=when(col("limit").is_null()).then(lit("off")).otherwise(lit("above")),
        stake=when(col("limit").is_null()).then(col("amount")).otherwise(above),
    )
    return gathered(rows, "kind", "body", "allowance", amount="stake").select(
        *("code", "lead", "kind", "body_name", "allowance", "times", "sum"),
        subject=col("allowance"),
        figure=col("stake").cast(Int64),
        strength=lit(0.5),
    )


_LIST = """
    allowance | most | since
    乡镇补贴  | 500  | 2020-01-01
    值班补贴  |      | 2020-01-01
    旧补贴    | 300  | 2025-01-01
"""

EXAMPLES = [
    Example(
        "a name that no list has, and more than the list allows",
        flagged=["顾问费", "乡镇补贴"],
        tables={
            "payroll": """
                body   | person | month   | kind      | allowance | amount
                大河镇 | w      | 2024-03 | allowance | 顾问费    | 1,000
                大河镇 | w      | 2024-03 | allowance | 乡镇补贴  | 800
                大河镇 | l      | 2024-03 | allowance | 乡镇补贴  | 500
            """,
            "allowances": _LIST,
        },
    ),
    Example(
        "as listed, without a limit, arrears, a salary",
        tables={
            "payroll": """
                body   | person | month   | kind      | allowance | amount | arrears
                大河镇 | w      | 2024-03 | allowance | 乡镇补贴  | 500    |
                大河镇 | w      | 2024-03 | allowance | 值班补贴  | 900    |
                大河镇 | w      | 2024-03 | allowance | 乡镇补贴  | 1,500  | yes
                大河镇 | w      | 2024-03 | salary    |           | 6,000  |
            """,
            "allowances": _LIST,
        },
    ),
    Example(
        "an allowance without a code",
        cannot=["no code"],
        tables={
            "payroll": """
                body   | person | month   | kind      | allowance | amount
                大河镇 | w      | 2024-03 | allowance |           | 500
            """,
            "allowances": _LIST,
        },
    ),
]
