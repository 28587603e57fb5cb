"""Meals on days without school

A school recorded meals, or claimed money for them, on days on which its calendar has no school.

Why it matters
    On a day off nobody eats in the canteen. A claim for such a day was written at a desk.

Innocent reasons
    Boarders who stay over the weekend. A make-up day, a camp, an examination that the calendar
    lacks. A day of booking that is not the day of the meal.

Source
    Meals are laid beside the school calendar wherever meals are paid by days.
"""

from datetime import date

from narwhals import Expr, Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """无课日供餐

学校在校历没有课的日子记录了供餐，或申报了餐费。

为什么重要
    放假的日子没有人在食堂吃饭；这一天的申报，是坐在桌前写出来的。

清白的理由
    寄宿生周末留校；补课、集训、考试未列入校历；记账日不是用餐日。

来源
    凡按天补助的供餐，都与校历比对。
"""

SENTENCE = Text(
    "{body_name} recorded {meals} meals on {days} days of {month:month} on which there was no "
    "school, on {first} for one: {sum:money} in all.",
    "{body_name}{month:month}有{days}天不上课却记录供餐{meals}人次（如{first}），合计{sum:money}。",
)

NEEDS = {"meals": ["body", "on"]}
OPTIONAL = ["pupils"]
APART = ["body"]
REASONS = {
    "none": Reason(Text("No meals are recorded.", "当日没有供餐。")),
    "no calendar": Reason(
        Text("The school's calendar does not reach that day.", "校历没有覆盖该日。"),
        applicable=True,
    ),
}

SETTINGS = {
    "days": Setting(
        Text("days of a month, at least", "一月内最少天数"),
        since=date(2024, 1, 1),
        source=Text("Our own: one may be a make-up day.", "自定：单独一天可能是补课。"),
    ),
    "times": Setting(
        Text("meals a day of a boarder", "寄宿生每日餐数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}


def asides(meals: Frame, school_days: Frame) -> Frame:
    """Set aside days that the school's calendar does not reach."""
    known = school_days.group_by("body").agg(begins=col("on").min(), ends=col("on").max())
    rows = meals.join(known, on="body", how="left")
    inside = (col("on") >= col("begins")) & (col("on") <= col("ends"))
    none = _meals() <= 0
    reasons = {"none": none, "no calendar": ~inside.fill_null(value=False)}
    return set_aside(rows, reasons).drop("begins", "ends")


def flags(
    meals: Frame, school_days: Frame, pupils: Frame, *, days: int = 2, times: int = 3
) -> Frame:
    """Return the meals on days off, a lead for each school and month."""
    open_ = school_days.group_by("body", "on").agg(n=count()).drop("n")
    rows = meals.with_columns(many=_meals(), month=month_number(col("on")))
    rows = rows.join(open_, on=["body", "on"], how="anti")
    rows = rows.join(_boarders(rows, pupils), on=["body", "month"], how="left")
    rows = rows.filter(col("many") > col("boarders").fill_null(0) * times)
    rows = keep(rows.with_columns(lead=key("body", "month"), own=col("amount").fill_null(0)))
    sums = rows.group_by("lead").agg(
        days=col("on").n_unique(),
        meals=col("many").sum().cast(Int64),
        sum=col("own").sum().cast(Int64),
        first=col("on").min(),
    )
    return rows.join(sums.filter(col("days") >= days), on="lead").select(
        *("code", "lead", "body_name", "month", "days", "meals", "sum", "first"),
        subject=coalesce(col("body_name"), col("body")),
        figure=col("own").cast(Int64),
        strength=when(col("days") > 3).then(lit(0.6)).otherwise(lit(0.4)),
    )


def _meals() -> Expr:
    """Return how many were claimed; where nothing is known of that, served."""
    return coalesce(col("claimed"), col("served"), lit(0))


def _boarders(rows: Frame, pupils: Frame) -> Frame:
    """Return how many boarders a school had in a month."""
    asked = rows.group_by("body", "month").agg(n=count()).drop("n")
    roll = pupils.filter(col("boarder") == 1).select("body", "person", "first", "last")
    found = asked.join(roll, on="body")
    ended = (col("last") < col("month")).fill_null(value=False)
    found = found.filter(col("first") <= col("month"), ~ended)
    return found.group_by("body", "month").agg(boarders=col("person").n_unique())


EXAMPLES = [
    Example(
        "a weekend in March",
        flagged=["大河小学"],
        tables={
            "meals": """
                body     | on         | claimed | amount
                大河小学 | 2024-03-08 | 50      | 250
                大河小学 | 2024-03-09 | 50      | 250
                大河小学 | 2024-03-10 | 50      | 250
                大河小学 | 2024-03-11 | 50      | 250
            """,
            "school_days": """
                body     | on
                大河小学 | 2024-03-08
                大河小学 | 2024-03-11
            """,
        },
    ),
    Example(
        "boarders who stay; a single day",
        tables={
            "meals": """
                body     | on         | claimed | amount
                大河小学 | 2024-03-09 | 6       | 250
                大河小学 | 2024-03-10 | 6       | 250
                柳树小学 | 2024-03-09 | 50      | 250
            """,
            "school_days": """
                body     | on
                大河小学 | 2024-03-08
                大河小学 | 2024-03-11
                柳树小学 | 2024-03-08
                柳树小学 | 2024-03-11
            """,
            "pupils": """
                body     | person | first   | boarder
                大河小学 | w      | 2023-09 | yes
                大河小学 | z      | 2023-09 | yes
            """,
        },
    ),
    Example(
        "beyond the calendar; no day",
        cannot=["no calendar", "no on"],
        tables={
            "meals": """
                body     | on         | claimed
                大河小学 | 2024-07-09 | 50
                大河小学 |            | 50
            """,
            "school_days": """
                body     | on
                大河小学 | 2024-03-08
            """,
        },
    ),
]
