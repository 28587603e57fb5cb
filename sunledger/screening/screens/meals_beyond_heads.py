"""More meals claimed than pupils

A school claims money for more meals on a day than there were pupils on its roll, or present, and
staff at the tables.

Why it matters
    What is claimed for a pupil who is not there feeds nobody. The roll and the register of
    attendance are kept by others than the kitchen; so the three can be laid beside one another.

Innocent reasons
    A pupil who came or left in the month. Staff who ate and paid, and were not counted apart.
    Boarders, who eat three times a day. A visit, a contest, an examination held at the school.

Source
    Known from cases of meals claimed for pupils who were not there.
"""

from datetime import date

from narwhals import Expr, Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """申报供餐人次多于学生数

学校某日申报的供餐人次，多于在册学生数（或当日到校人数）与就餐教职工之和。

为什么重要
    为不在校的学生申报的餐费，没有一分进到孩子碗里。学籍、考勤与食堂由不同的人记，可以互相印证。

清白的理由
    当月有转入转出；教职工交费就餐未单列；寄宿生一日三餐；来访、比赛、考试在本校用餐。

来源
    有案例：为不在校的学生虚报用餐人数。
"""

SENTENCE = {
    "roll": Text(
        "{body_name} claimed more meals in {month:month} than pupils on its roll and staff could "
        "eat, on {days} days: on one of them {claimed} where {allowed} were possible at most. The "
        "part beyond comes to {sum:money}.",
        "{body_name}{month:month}有{days}天申报的供餐人次超过在册学生与教职工之和，如某日申报{claimed}人次，"
        "而至多应为{allowed}人次；超出部分合计{sum:money}。",
    ),
    "present": Text(
        "{body_name} claimed more meals in {month:month} than pupils present and staff could eat, "
        "on {days} days: on one of them {claimed} where {allowed} were possible at most. The part "
        "beyond comes to {sum:money}.",
        "{body_name}{month:month}有{days}天申报的供餐人次超过到校学生与教职工之和，如某日申报{claimed}人次，"
        "而至多应为{allowed}人次；超出部分合计{sum:money}。",
    ),
}

NEEDS = {"meals": ["body", "on", "claimed"]}
APART = ["body"]
REASONS = {
    "no roll": Reason(
        Text("No pupils are on the school's roll in that month.", "学籍表中没有该校当月的学生。"),
        applicable=True,
    ),
    "nothing claimed": Reason(Text("No meals were claimed.", "当日没有申报。")),
}

SETTINGS = {
    "leeway": Setting(
        Text("thousandths above the number of heads that are let pass", "允许超出人数的千分比"),
        since=date(2024, 1, 1),
        source=Text("Our own: three in a hundred.", "自定：百分之三。"),
    ),
    "least": Setting(
        Text("meals beyond the heads, at least", "超出的最少人次"),
        since=date(2024, 1, 1),
        source=Text("Our own: a guest or two are nothing.", "自定：一两位客人不算。"),
    ),
    "times": Setting(
        Text("meals a day of a boarder", "寄宿生每日餐数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "days": Setting(
        Text("days of a month, at least", "一月内最少天数"),
        since=date(2024, 1, 1),
        source=Text("Our own: one day may be a feast.", "自定：单独一天可能有活动。"),
    ),
}


def asides(meals: Frame, pupils: Frame) -> Frame:
    """Set aside months in which nobody is on the roll, and days without a claim."""
    rows = _with_roll(meals, pupils)
    empty = {"nothing claimed": col("claimed") <= 0, "no roll": col("roll").is_null()}
    return set_aside(rows, empty).drop("roll", "boarders", "month")


def flags(
    meals: Frame, pupils: Frame, *, leeway: int = 30, least: int = 5, times: int = 3, days: int = 3
) -> Frame:
    """Return the days on which more was claimed than heads were there, a lead a month."""
    rows = _with_roll(meals, pupils)
    staff = col("staff").fill_null(0)
    often = when(col("boarders") > 0).then(lit(times)).otherwise(lit(1))
    rows = rows.with_columns(
        by_roll=col("roll") + col("boarders") * (times - 1) + staff,
        by_heads=col("present") * often + staff,
    )
    beyond = {name: _beyond(name, leeway, least) for name in ("by_roll", "by_heads")}
    heads = when(beyond["by_heads"]).then(lit("present")).otherwise(lit(""))
    chosen = when(beyond["by_roll"]).then(lit("roll")).otherwise(heads)
    rows = rows.with_columns(kind=chosen).filter(col("kind") != "")
    allowed = when(col("kind") == "roll").then(col("by_roll")).otherwise(col("by_heads"))
    rows = rows.with_columns(allowed=allowed, lead=key("body", "month", "kind"))
    over = (col("claimed") - col("allowed")) * col("amount").fill_null(0) // col("claimed")
    rows = keep(rows.with_columns(own=over.cast(Int64)))
    sums = rows.group_by("lead").agg(days=col("on").n_unique(), sum=col("own").sum().cast(Int64))
    chief = rows.filter(col("code") == col("code").min().over("lead"))
    chief = chief.select("lead", "allowed", "claimed")
    rows = rows.drop("allowed", "claimed").join(sums.filter(col("days") >= days), on="lead")
    return rows.join(chief, on="lead").select(
        *("code", "lead", "kind", "body_name", "month", "days", "claimed", "allowed", "sum"),
        subject=coalesce(col("body_name"), col("body")),
        figure=col("own"),
        strength=when(col("kind") == "roll").then(lit(0.6)).otherwise(lit(0.5)),
    )


def _beyond(heads: str, leeway: int, least: int) -> Expr:
    """Whether more was claimed than these heads and the leeway, unknown heads aside."""
    beyond = col("claimed") * 1000 > col(heads) * (1000 + leeway)
    return (beyond & (col("claimed") >= col(heads) + least)).fill_null(value=False)


def _with_roll(meals: Frame, pupils: Frame) -> Frame:
    """Add how many pupils, and how many boarders, were on the roll in the month of the day."""
    rows = meals.with_columns(month=month_number(col("on")))
    asked = rows.group_by("body", "month").agg(asked=count())
    roll = pupils.filter(~col("first").is_null()).select(
        *("body", "person", "first"),
        last=col("last").fill_null(10**6),
        boarder=col("boarder").fill_null(0),
    )
    found = asked.join(roll, on="body")
    found = found.filter(col("first") <= col("month"), col("month") <= col("last"))
    each = found.group_by("body", "month", "person").agg(boarder=col("boarder").max())
    heads = each.group_by("body", "month").agg(
        roll=count().cast(Int64), boarders=col("boarder").sum().cast(Int64)
    )
    return rows.join(heads, on=["body", "month"], how="left")


def _roll(school: str, heads: int, boarder: str = "no") -> str:
    """Return so many pupils of a school on the roll in March 2024."""
    return "\n".join(
        f"{school} | {school}{n} | 2024-03 | 2024-03 | {boarder}" for n in range(heads)
    )


_PUPILS = "body | person | first | last | boarder"

EXAMPLES = [
    Example(
        "sixty claimed on three days, and fifty on the roll",
        flagged=["大河小学"],
        tables={
            "meals": """
                body     | on         | claimed | present | staff | amount
                大河小学 | 2024-03-04 | 60      | 48      | 2     | 300
                大河小学 | 2024-03-05 | 60      | 48      | 2     | 300
                大河小学 | 2024-03-06 | 60      | 48      | 2     | 300
                大河小学 | 2024-03-07 | 50      | 48      | 2     | 250
            """,
            "pupils": "\n".join([_PUPILS, _roll("大河小学", 50)]),
        },
    ),
    Example(
        "all on the roll are claimed for, and a quarter were absent",
        flagged=["大河小学"],
        tables={
            "meals": """
                body     | on         | claimed | present | staff | amount
                大河小学 | 2024-03-04 | 50      | 38      | 0     | 250
                大河小学 | 2024-03-05 | 50      | 39      | 0     | 250
                大河小学 | 2024-03-06 | 50      | 37      | 0     | 250
            """,
            "pupils": "\n".join([_PUPILS, _roll("大河小学", 50)]),
        },
    ),
    Example(
        "boarders eat three times; staff are counted apart; one day with guests",
        tables={
            "meals": """
                body     | on         | claimed | present | staff | amount
                大河小学 | 2024-03-04 | 150     | 50      | 0     | 750
                大河小学 | 2024-03-05 | 150     | 50      | 0     | 750
                大河小学 | 2024-03-06 | 150     | 50      | 0     | 750
                柳树小学 | 2024-03-04 | 26      | 20      | 6     | 130
                柳树小学 | 2024-03-05 | 26      | 20      | 6     | 130
                柳树小学 | 2024-03-06 | 46      | 20      | 6     | 230
                柳树小学 | 2024-03-07 | 26      | 20      | 6     | 130
            """,
            "pupils": "\n".join([_PUPILS, _roll("大河小学", 50, "yes"), _roll("柳树小学", 20)]),
        },
    ),
    Example(
        "a day without a number, and a school without a roll",
        cannot=["no claimed", "no roll"],
        tables={
            "meals": """
                body     | on         | claimed
                大河小学 | 2024-03-04 |
                柳树小学 | 2024-03-04 | 50
            """,
            "pupils": "\n".join([_PUPILS, _roll("大河小学", 5)]),
        },
    ),
]
