"""Food that does not go with the meals

Over a month a school's kitchen booked out far less food for each meal than a child can live on, or
far more than a child can eat.

Why it matters
    Too little means that meals stand only on paper, or that children go hungry. Too much means that
    food was paid for and never came, or went elsewhere.

Innocent reasons
    Staff who ate and were not counted. Bread and milk between meals only. Food that was bought
    ready, and so never booked. Weights in pounds entered as kilograms. Stock for the next month
    that was booked out at the end of this one.

Source
    Two hundred kilograms of pork that never came were found by laying weights beside meals.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import ours
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """食材用量与供餐人次不符

一个月内，学校食堂平均每餐出库的食材远少于孩子所需，或远多于孩子所能吃下。

为什么重要
    太少，说明餐只在纸上，或者孩子没吃饱；太多，说明付了钱的食材没有送到，或者去了别处。

清白的理由
    教职工就餐未计入；只是课间加餐；采购成品餐，没有食材出库；把“斤”录成“公斤”；月末一次领用下月库存。

来源
    有案例：把斤两与人次对照，查出两百公斤猪肉从未送到。
"""

LAW = Text(
    "Rules on School Food Safety and on Nutrition and Health (Order 45 of the Ministry of "
    "Education and others, 2019)",
    "《学校食品安全与营养健康管理规定》（教育部等令第45号，2019年）",
)

SENTENCE = {
    "little": Text(
        "In {month:month} {body_name} booked {food:quantity} kg of food out for {eaten} meals: "
        "{each} g a meal, where less than {bound} g feeds nobody. Money was claimed for all of "
        "them; the part for which there was no food comes to {sum:money}.",
        "{body_name}{month:month}供餐{eaten}人次，出库食材{food:quantity}公斤，平均每餐{each}克，"
        "低于{bound}克；而餐费照数申报，没有食材对应的部分合计{sum:money}。",
    ),
    "much": Text(
        "In {month:month} {body_name} booked {food:quantity} kg of food out for {eaten} meals: "
        "{each} g a meal, where nobody eats more than {bound} g. The part beyond comes to "
        "{sum:money} of what was claimed.",
        "{body_name}{month:month}供餐{eaten}人次，出库食材{food:quantity}公斤，平均每餐{each}克，"
        "高于{bound}克；超出部分约合申报金额中的{sum:money}。",
    ),
}

NEEDS = {"meals": ["body", "on", "food"]}
APART = ["body"]
REASONS = {
    "snack": Reason(Text("Only bread, milk or the like was given.", "仅为课间加餐。")),
    "no meals": Reason(
        Text("No number of meals is given.", "没有写供餐人次。"),
        applicable=True,
    ),
    "few days": Reason(
        Text(
            "The month has too few days with meals: food is not booked out day by day.",
            "当月供餐天数太少，而食材并非逐日出库。",
        ),
        applicable=True,
    ),
    "nothing booked out": Reason(
        Text(
            "No food was booked out in the whole month; perhaps meals are bought ready.",
            "整月没有食材出库，可能采购成品餐。",
        ),
        applicable=True,
    ),
}

_GUIDE = Text(
    "Our own, far outside the guideline WS/T 554-2017, by which a lunch comes to about four to "
    "seven hundred grams.",
    "自定，远宽于《学生餐营养指南》（WS/T 554—2017）：按其折算，一顿午餐约四百至七百克。",
)

SETTINGS = {
    "low": Setting(
        Text("grams of food for a meal, at least", "每餐食材下限（克）"), date(2024, 1, 1), _GUIDE
    ),
    "high": Setting(
        Text("grams of food for a meal, at most", "每餐食材上限（克）"), date(2024, 1, 1), _GUIDE
    ),
    "days": ours("days with meals in the month, at least", "当月最少供餐天数"),
}

_MONTH = ("body", "month")


def asides(meals: Frame, *, days: int = 10) -> Frame:
    """Set aside snacks, days without meals, short months and kitchens that book nothing out."""
    rows = _eaten(meals)
    whole = rows.filter(~col("food").is_null(), col("eaten") > 0)
    known = whole.group_by(*_MONTH).agg(known=count(), booked=col("food").sum())
    rows = rows.join(known, on=list(_MONTH), how="left")
    return set_aside(
        rows,
        {
            "snack": (col("snack") == 1).fill_null(value=False),
            "no meals": ~(col("eaten") > 0).fill_null(value=False),
            "nothing booked out": (col("booked") <= 0).fill_null(value=False),
            "few days": (col("known") < days).fill_null(value=True),
        },
    ).drop("known", "booked", "eaten", "month")


def flags(meals: Frame, *, low: int = 150, high: int = 1_200) -> Frame:
    """Return the days of months with too little or too much food, a lead for each month."""
    rows = _eaten(meals)
    months = rows.group_by(*_MONTH).agg(
        food=col("food").sum().cast(Int64), whole=col("eaten").sum().cast(Int64)
    )
    little, much = col("food") < col("whole") * low, col("food") > col("whole") * high
    months = months.filter(little | much).with_columns(
        kind=when(little).then(lit("little")).otherwise(lit("much")),
        bound=when(little).then(lit(low)).otherwise(lit(high)),
    )
    rows = keep(rows.drop("food").join(months, on=list(_MONTH)))
    fits = col("whole") * col("bound")
    paid = col("amount").fill_null(0)
    short, over = paid * (fits - col("food")) // fits, paid * (col("food") - fits) // col("food")
    rows = rows.with_columns(
        own=when(col("kind") == "little").then(short).otherwise(over).cast(Int64),
        lead=key(*_MONTH),
    )
    sums = rows.group_by("lead").agg(sum=col("own").sum().cast(Int64))
    return rows.join(sums, on="lead").select(
        *("code", "kind", "lead", "body_name", "month", "food", "sum"),
        bound=col("bound").cast(Int64),
        eaten=col("whole"),
        each=(col("food") // col("whole")).cast(Int64),
        subject=coalesce(col("body_name"), col("body")),
        figure=col("own"),
        strength=when(col("kind") == "little").then(lit(0.45)).otherwise(lit(0.35)),
    )


def _eaten(meals: Frame) -> Frame:
    """Add the month, and how many ate: as served, or else as claimed, and the staff."""
    fed = coalesce(col("served"), col("claimed")) + col("staff").fill_null(0)
    return meals.with_columns(month=month_number(col("on")), eaten=fed)


def _month(school: str, food: str, more: str = "") -> str:
    """Return twelve days of fifty meals and two of the staff, with so much food on each."""
    return "\n".join(
        f"{school}{n} | {school} | 2024-03-{n:02} | 50 | 2 | {food} | 250 | {more}"
        for n in range(4, 16)
    )


_HEAD = "code | body | on | served | staff | food | amount | snack"

EXAMPLES = [
    Example(
        "four kilograms for fifty, and eighty-five for as many",
        flagged=["大河小学", "柳树小学"],
        tables={
            "meals": "\n".join([_HEAD, _month("大河小学", "4"), _month("柳树小学", "85")]),
        },
    ),
    Example(
        "half a kilogram a head; bread and milk; a fortnight's rice booked out on one day",
        tables={
            "meals": "\n".join(
                [
                    *(_HEAD, _month("大河小学", "26"), _month("柳树小学", "4", "yes")),
                    _month("石桥小学", "15").replace("| 15 | 250", "| 150 | 250", 1),
                ]
            ),
        },
    ),
    Example(
        "no food written; meals bought ready; two days only; nobody says how many ate",
        cannot=["no food", "nothing booked out", "few days", "no meals"],
        tables={
            "meals": "\n".join(
                [
                    *(_HEAD, _month("大河小学", ""), _month("柳树小学", "0")),
                    "a1 | 石桥小学 | 2024-03-04 | 50 | 2 | 2 | 250 |",
                    "a2 | 石桥小学 | 2024-03-05 | 50 | 2 | 2 | 250 |",
                    "a3 | 石桥小学 | 2024-03-06 |    |   | 2 | 250 |",
                ]
            ),
        },
    ),
]
