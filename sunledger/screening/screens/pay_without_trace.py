"""Pay without a trace of work

Somebody is on a payroll for three months or more, and neither attendance nor social insurance knows
of them; or the register says that they had died.

Why it matters
    A post that exists only in the payroll is paid to whoever keeps the payroll.

Innocent reasons
    Sick leave and secondment, which are passed over where they are on file. Somebody sent by
    another employer, who insures them. Posted to a village, where nobody keeps attendance. A body
    that keeps none at all, whose rows cannot be judged.

Source
    Known as empty pay; found by comparing payrolls with insurance, attendance and deaths.
"""

from narwhals import Int64, col, concat, lit
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import masked, set_aside

CHINESE = """在册领薪无到岗痕迹

连续在工资表上三个月以上，既无考勤也无社保缴费；或登记显示已经死亡。

为什么重要
    只在工资表上存在的岗位，钱到了做表人手里。

清白的理由
    病产假、借调（有文件的已排除）；由派遣单位参保；派驻村里无人记考勤；
    单位整体没有考勤的，不予判断。

来源
    俗称吃空饷；通过工资与社保、考勤、死亡数据比对发现。
"""

SENTENCE = {
    "trace": Text(
        "{body_name} paid {name} from {first:month} on, months: {times}, {sum:money} in all; "
        "neither attendance nor social insurance knows of the person in these months.",
        "{body_name}自{first:month}起向{name}发放{times}个月工资，合计{sum:money}；"
        "这些月份既无考勤也无社保缴费。",
    ),
    "dead": Text(
        "{body_name} paid {name} from {first:month} on, months: {times}, {sum:money} in all, "
        "after the month in which the person is registered as having died.",
        "{name}登记死亡的次月之后，{body_name}仍自{first:month}起发放{times}个月，合计{sum:money}。",
    ),
}

NEEDS = {"payroll": ["body", "month", "amount"]}
OPTIONAL = ["deaths"]
ALONE = ["person"]
REASONS = {
    "money back": NOT_POSITIVE,
    "lawful": Reason(
        Text(
            "Leave or a secondment is on file, or it is pay for an earlier time.",
            "请假、借调有文件，或补发以前月份。",
        )
    ),
    "no record": Reason(
        Text("The body keeps no attendance for that month.", "该单位当月没有考勤记录。"),
        applicable=True,
    ),
}
SETTINGS = {
    "least": ours("months without a trace", "无痕迹的最少月数"),
    "grace": ours("months after the month of death", "死亡当月之后的宽限月数"),
}


def asides(payroll: Frame, attendance: Frame) -> Frame:
    """Set aside what is lawful, and salaries of months for which the body kept no attendance."""
    kept = attendance.group_by("body", "month").agg(kept=count())
    rows = payroll.join(kept, on=["body", "month"], how="left")
    pension = (col("kind") == "pension").fill_null(value=False)
    return set_aside(
        rows,
        {
            "money back": col("amount") <= 0,
            "lawful": yes("seconded") | yes("on_leave") | yes("arrears"),
            "no record": col("kept").is_null() & ~pension,
        },
    ).drop("kept")


def flags(
    payroll: Frame,
    attendance: Frame,
    insured: Frame,
    deaths: Frame,
    *,
    least: int = 3,
    grace: int = 1,
) -> Frame:
    """Return pay of the dead, and salaries of months without any trace."""
    known = deaths.filter(~col("person").is_null(), ~col("died_on").is_null())
    died = known.group_by("person").agg(died=month_number(col("died_on").max()))
    dead = keep(payroll.join(died, on="person").filter(col("month") > col("died") + grace))
    salaries = payroll.filter((col("kind") == "salary").fill_null(value=True))
    salaries = salaries.join(dead.select("code"), on="code", how="anti")
    came = attendance.filter(col("days") > 0).select("person", "month")
    none = salaries.join(came, on=["person", "month"], how="anti")
    paid_in = none.join(insured.select("person", "first", "last"), on="person")
    paid_in = paid_in.filter(col("first") <= col("month"), col("month") <= col("last"))
    none = keep(none.join(paid_in.select("code"), on="code", how="anti"))
    months = none.group_by("body", "person").agg(months=col("month").n_unique())
    none = none.join(months.filter(col("months") >= least), on=["body", "person"])
    return concat([_leads("dead", dead, 0.6), _leads("trace", none, 0.5)])


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the rows of one kind, a lead a body and person."""
    rows = rows.with_columns(sort=lit(kind))
    rows = gathered(rows, "sort", "body", "person", amount="amount", months_paid="month")
    return rows.select(
        *("code", "lead", "body_name", "sum"),
        kind="sort",
        times=col("months_paid"),
        first=col("month").min().over("lead"),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=lit(strength),
    )


_DAYS = """
    body   | person | month   | days
    大河镇 | z      | 2024-03 | 21
    大河镇 | z      | 2024-04 | 20
    大河镇 | z      | 2024-05 | 19
"""
_INSURED = """
    person | employer | first   | last
    l      | 大河镇   | 2020-01 | 2024-12
"""

EXAMPLES = [
    Example(
        "three months without a trace, and a pension after death",
        flagged=["王＊＊", "钱＊＊"],
        tables={
            "payroll": """
                body   | person | name   | month   | kind    | amount
                大河镇 | w      | 王建国 | 2024-03 | salary  | 4,000
                大河镇 | w      | 王建国 | 2024-04 | salary  | 4,000
                大河镇 | w      | 王建国 | 2024-05 | salary  | 4,000
                大河镇 | q      | 钱桂英 | 2024-05 | pension | 2,000
            """,
            "attendance": _DAYS,
            "insured": _INSURED,
            "deaths": """
                person | died_on
                q      | 2024-03-09
            """,
        },
    ),
    Example(
        "came to work; insured; on leave; two months only",
        tables={
            "payroll": """
                body   | person | month   | kind   | amount | on_leave
                大河镇 | z      | 2024-03 | salary | 4,000  |
                大河镇 | z      | 2024-04 | salary | 4,000  |
                大河镇 | z      | 2024-05 | salary | 4,000  |
                大河镇 | l      | 2024-03 | salary | 4,000  |
                大河镇 | l      | 2024-04 | salary | 4,000  |
                大河镇 | l      | 2024-05 | salary | 4,000  |
                大河镇 | s      | 2024-03 | salary | 4,000  | yes
                大河镇 | s      | 2024-04 | salary | 4,000  | yes
                大河镇 | s      | 2024-05 | salary | 4,000  | yes
                大河镇 | m      | 2024-04 | salary | 4,000  |
                大河镇 | m      | 2024-05 | salary | 4,000  |
            """,
            "attendance": _DAYS,
            "insured": _INSURED,
        },
    ),
    Example(
        "a body that keeps no attendance",
        cannot=["no record"],
        tables={
            "payroll": """
                body   | person | month   | kind   | amount
                小河村 | w      | 2024-03 | salary | 4,000
            """,
            "attendance": _DAYS,
            "insured": _INSURED,
        },
    ),
]
