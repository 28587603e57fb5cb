"""Hired work by somebody who cannot have done it

A sheet of labour pays somebody for a month after their registered death, a child under sixteen, or
somebody who drew a full salary for the month and is paid for ten days of work or more.

Why it matters
    Names that fill a sheet are taken from old lists. The dead do not dig, children must not, and
    whoever sits in an office all month was not at the ditch for half of it.

Innocent reasons
    A death that was entered wrongly, or under the number of somebody else. A number that was typed
    wrongly on the sheet. Work on weekends and on leave. The son who worked under his father's
    name. Work of an earlier month, paid later.

Source
    The dead, minors and employees are looked for on sheets of labour in every review of village
    works.
"""

from narwhals import Expr, Int64, String, coalesce, col, concat, lit

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import by_law, gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import masked, set_aside

CHINESE = """不可能出工的人领了工钱

用工表给登记死亡之后的人、不满十六周岁的儿童，或当月领全职工资却又出工十天以上的人发了工钱。

为什么重要
    凑数的名字常抄自旧名册。死人不会挖沟，孩子不准用工，整月坐班的人也不会有半个月在工地上。

清白的理由
    死亡登记有误，或登记到了他人证件号下；用工表上证件号写错；周末、休假时出工；儿子以父亲名义出工；
    以前月份的工，后来补发。

来源
    检查村级工程用工表时，都要查死亡人员、未成年人和在职人员。
"""

LAW = Text(
    "Provisions on the Prohibition of Using Child Labour (State Council Order 364, 2002), for "
    "those under sixteen",
    "《禁止使用童工规定》（国务院令第364号，2002年），适用于不满十六周岁者",
)

SENTENCE = {
    "dead": Text(
        "The sheets of {body_name} pay {name} for work from {month:month} to {last:month}, "
        "after the month in which a register says that the person died: {sum:money} in all.",
        "{body_name}的用工表为{name}发放{month:month}至{last:month}的工钱，而登记显示其此前已死亡，合计{sum:money}。",
    ),
    "child": Text(
        "The sheets of {body_name} pay {name} for work from {month:month} to {last:month}, who "
        "by the population register was not yet {age} years old: {sum:money} in all.",
        "{body_name}的用工表为{name}发放{month:month}至{last:month}的工钱，而人口登记显示其当时不满{age}周岁，"
        "合计{sum:money}。",
    ),
    "salary": Text(
        "The sheets of {body_name} pay {name} for {days:quantity} days of work from {month:month} "
        "to {last:month}, for which a full salary was drawn as well: {sum:money} in all.",
        "{body_name}的用工表记{name}{month:month}至{last:month}出工{days:quantity}天，而其同期另领一份全职工资，"
        "合计{sum:money}。",
    ),
}

NEEDS = {"labour": ["body", "person", "month", "amount"]}
APART = ["person"]
OPTIONAL = ["people", "payroll"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
}

SETTINGS = {
    "age": by_law("years below which nobody may be hired", "不得雇用的年龄（周岁）", LAW, "number"),
    "least": ours("days in the month beside a full salary, at least", "领全职工资当月最少出工天数"),
}


def asides(labour: Frame) -> Frame:
    """Set aside what came back."""
    return set_aside(labour, {"came back": col("amount") <= 0})


def flags(
    labour: Frame,
    deaths: Frame,
    people: Frame,
    payroll: Frame,
    *,
    age: int = 16,
    least: int = 10,
) -> Frame:
    """Return the pay of the dead, of children and of those with a full post, a lead for each."""
    rows = keep(labour)
    dead = keep(rows.join(_died(deaths), on="person").filter(col("month") > col("died")))
    # A number typed wrongly hits somebody else, who has another name.
    dead = dead.filter((col("name") == col("name_dead")).fill_null(value=True))
    births = people.filter(~col("born").is_null()).group_by("person").agg(born=col("born").min())
    child = rows.join(births, on="person")
    # Under age through all of the month.
    child = child.filter(col("month") < month_number(col("born")) + age * 12)
    full = (col("kind") == "salary") & (col("full_time") >= 100) & (col("amount") > 0)
    lawful = (col("arrears") == 1) | (col("on_leave") == 1)
    posts = payroll.filter(full.fill_null(value=False), ~lawful.fill_null(value=False))
    posts = posts.select("person", "month").unique()
    busy = rows.filter(~col("days").is_null())
    busy = busy.group_by("person", "month", "body").agg(whole=col("days").sum().cast(Int64))
    busy = busy.filter(col("whole") >= least * 1000)
    busy = busy.join(posts, on=["person", "month"]).select("person", "month", "body").unique()
    salary = rows.join(busy, on=["person", "month", "body"])
    # The dead draw no salary of their own: they are asked about as that.
    salary = salary.join(dead.select("code"), on="code", how="anti")
    return concat(
        [
            _leads("dead", dead, age, 0.6),
            _leads("child", child, age, 0.5),
            _leads("salary", salary, age, 0.35),
        ]
    )


def _died(deaths: Frame) -> Frame:
    """Return the month of each death; where registers differ, the later one."""
    known = deaths.filter(~col("person").is_null(), ~col("died_on").is_null())
    return known.group_by("person").agg(
        died=month_number(col("died_on").max()), name_dead=col("name").min()
    )


def _leads(kind: str, rows: Frame, age: int, strength: float) -> Frame:
    """Return the rows of one kind, a lead for each body and person."""
    rows = rows.with_columns(kind=lit(kind, String), own_days=col("days").fill_null(0))
    rows = keep(gathered(rows, "kind", "body", "person", amount="amount"))
    whole: Expr = col("own_days").sum().over("lead")
    return rows.select(
        *("code", "lead", "kind", "body_name", "sum"),
        month=col("month").min().over("lead"),
        last=col("month").max().over("lead"),
        days=whole.cast(Int64),
        age=lit(age, Int64),
        name=masked("name"),
        subject=coalesce(col("site"), col("body_name")),
        figure=col("amount").cast(Int64),
        strength=lit(strength),
    )


_PEOPLE = """
    person | name   | born
    k      | 孙小宝 | 2011-05-01
    w      | 王秀英 | 1970-05-01
"""
_DEATHS = """
    person | name   | died_on
    z      | 赵一   | 2023-11-20
"""
_PAYROLL = """
    body     | person | month   | kind   | full_time | amount | arrears
    大河学校 | l      | 2024-04 | salary | 100       | 5,000  |
    大河学校 | m      | 2024-04 | salary | 100       | 5,000  | yes
    大河学校 | h      | 2024-04 | salary | 40        | 2,000  |
"""

EXAMPLES = [
    Example(
        "a dead man, a child of twelve, and a teacher with fourteen days at the ditch",
        flagged=["水渠", "道路", "水坝"],
        tables={
            "labour": """
                body   | person | name   | site | month   | days | amount
                大河村 | z      | 赵一   | 水渠 | 2024-04 | 10   | 1,000
                大河村 | k      | 孙小宝 | 道路 | 2024-04 | 10   | 1,000
                大河村 | l      | 李老师 | 水坝 | 2024-04 | 9    | 900
                大河村 | l      | 李老师 | 水坝 | 2024-04 | 5    | 500
                大河村 | w      | 王秀英 | 道路 | 2024-04 | 10   | 1,000
            """,
            "deaths": _DEATHS,
            "people": _PEOPLE,
            "payroll": _PAYROLL,
        },
    ),
    Example(
        "the month of the death; a wrong number; grown up since; weekends; half a post; arrears",
        tables={
            "labour": """
                body   | person | name   | site | month   | days | amount
                大河村 | z      | 赵一   | 水渠 | 2023-11 | 10   | 1,000
                大河村 | z      | 赵七   | 水渠 | 2024-04 | 10   | 1,000
                大河村 | k      | 孙小宝 | 道路 | 2027-06 | 10   | 1,000
                大河村 | l      | 李老师 | 水坝 | 2024-04 | 4    | 400
                大河村 | h      | 何护工 | 水坝 | 2024-04 | 14   | 1,400
                大河村 | m      | 孟老师 | 水坝 | 2024-04 | 14   | 1,400
                大河村 | l      | 李老师 | 水坝 | 2024-07 | 14   | 1,400
            """,
            "deaths": _DEATHS,
            "people": _PEOPLE,
            "payroll": _PAYROLL,
        },
    ),
    Example(
        "nobody says who worked, or in which month",
        cannot=["no person", "no month"],
        tables={
            "labour": """
                body   | person | name | month   | days | amount
                大河村 |        | 赵一 | 2024-04 | 10   | 1,000
                大河村 | z      | 赵一 |         | 10   | 1,000
            """,
            "deaths": _DEATHS,
        },
    ),
]
