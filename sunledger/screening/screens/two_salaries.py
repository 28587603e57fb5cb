"""Two public salaries in the same months

One person is paid by two public bodies for the same months, more than one full post together.

Why it matters
    Nobody works twice at once. The second post is empty, or its pay goes to somebody else.

Innocent reasons
    A secondment with a document, which is passed over. A doctor or teacher with a few hours
    elsewhere. The month in which somebody changed posts. Arrears of an earlier post.

Source
    The oldest of all comparisons between public bodies.
"""

from narwhals import Int64, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import key, masked, set_aside

CHINESE = """同期领取两份全职工资

同一人在相同月份由两个公共单位发放工资，合计超过一个全职岗位。

为什么重要
    没有人能同时上两份全职的班。第二份岗位是空的，或工资到了别人手里。

清白的理由
    有文件的借调（已排除）；医生、教师在别处兼少量课时；调动当月；补发前一岗位的工资。

来源
    公共单位之间最早的比对项目。
"""

SENTENCE = Text(
    "For {months} months, {first:month} to {last:month}, {name} was on the payrolls of {one} and "
    "{two} with more than one full post together; the smaller pay comes to {sum:money}.",
    "{first:month}至{last:month}有{months}个月，{name}同在{one}和{two}领取工资，合计超过一个全职岗位，"
    "较低的一份合计{sum:money}。",
)

NEEDS = {"payroll": ["body", "month", "amount", "full_time"]}
APART = ["person"]
REASONS = {
    "money back": NOT_POSITIVE,
    "no salary": Reason(Text("It is no salary.", "不是工资。")),
    "lawful": Reason(
        Text(
            "A secondment with a document, or pay for an earlier time.",
            "有文件的借调，或补发以前月份。",
        )
    ),
}
SETTINGS = {
    "most": ours("hundredths of a full post that one person may hold", "一人可任全职岗位的百分数"),
    "least": ours("months; one may be that of changing posts", "最少月数（一个月可能是调动）"),
}


def asides(payroll: Frame) -> Frame:
    """Set aside what is no salary of this month."""
    return set_aside(
        payroll,
        {
            "money back": col("amount") <= 0,
            "no salary": (col("kind") != "salary").fill_null(value=False),
            "lawful": yes("seconded") | yes("arrears"),
        },
    )


def flags(payroll: Frame, *, most: int = 120, least: int = 2) -> Frame:
    """Return the pay of months in which two bodies paid one person more than one full post."""
    bodies = payroll.group_by("person", "month", "body").agg(
        part=col("full_time").max(), pay=col("amount").sum().cast(Int64)
    )
    months = bodies.group_by("person", "month").agg(
        part=col("part").sum(), bodies=count(), top=col("pay").max()
    )
    months = keep(months.filter(col("part") > most, col("bodies") > 1).select("person", "month"))
    spans = months.group_by("person").agg(
        months=count(), first=col("month").min(), last=col("month").max()
    )
    months = months.join(spans.filter(col("months") >= least), on="person")
    rows = keep(payroll.join(months, on=["person", "month"]))
    rows = rows.with_columns(one_row=lit(1))
    nth = col("one_row").cum_sum().over("person", "month", order_by=["minus", "code"])
    rows = rows.with_columns(minus=-col("amount")).with_columns(nth=nth)
    figure = when(col("nth") > 1).then(col("amount")).otherwise(lit(0)).cast(Int64)
    rows = keep(rows.with_columns(figure=figure))
    sums = rows.group_by("person").agg(
        sum=col("figure").sum().cast(Int64), one=col("body_name").min(), two=col("body_name").max()
    )
    return rows.join(sums, on="person").select(
        *("code", "months", "first", "last", "one", "two", "sum", "figure"),
        lead=key("person"),
        name=masked("name"),
        subject=masked("name"),
        strength=lit(0.6),
    )


EXAMPLES = [
    Example(
        "two full posts for two months",
        flagged=["王＊＊"],
        tables={
            "payroll": """
                body   | person | name   | month   | kind   | amount | full_time
                县中学 | w      | 王建国 | 2024-03 | salary | 6,000  | 100
                县医院 | w      | 王建国 | 2024-03 | salary | 5,000  | 100
                县中学 | w      | 王建国 | 2024-04 | salary | 6,000  | 100
                县医院 | w      | 王建国 | 2024-04 | salary | 5,000  | 100
            """,
        },
    ),
    Example(
        "a month of change; a few hours elsewhere; a secondment; two parts of one body's pay",
        tables={
            "payroll": """
                body   | person | month   | kind   | amount | full_time | seconded
                县中学 | w      | 2024-03 | salary | 6,000  | 100       |
                县医院 | w      | 2024-03 | salary | 5,000  | 100       |
                县医院 | w      | 2024-04 | salary | 5,000  | 100       |
                县中学 | l      | 2024-03 | salary | 6,000  | 100       |
                县技校 | l      | 2024-03 | salary | 900    | 20        |
                县中学 | l      | 2024-04 | salary | 6,000  | 100       |
                县技校 | l      | 2024-04 | salary | 900    | 20        |
                县中学 | z      | 2024-03 | salary | 6,000  | 100       |
                教育局 | z      | 2024-03 | salary | 600    | 100       | yes
                县中学 | z      | 2024-04 | salary | 6,000  | 100       |
                县中学 | z      | 2024-04 | salary | 600    | 100       |
            """,
        },
    ),
    Example(
        "how much of a post it is, is not said",
        cannot=["no full_time"],
        tables={
            "payroll": """
                body   | person | month   | kind   | amount | full_time
                县中学 | w      | 2024-03 | salary | 6,000  |
            """,
        },
    ),
]
