"""Published all at once, after the fact

At least half of what a body had to publish in a year, for several periods, was put up within one
day and late; or on the last days before an announced inspection.

Why it matters
    A wall that is filled the night before somebody comes is filled for that somebody.

Innocent reasons
    A new site, to which older items were moved. A yearly closing, when many items are due on one
    day; what came in time does not count. An office that was without power or staff.

Source
    Seen wherever inspections are announced.
"""

from narwhals import Int64, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """集中补公开

一年应公开的事项，至少一半、跨若干期，在同一天迟到补发；或集中在预告检查前的最后几天。

为什么重要
    有人来之前连夜贴满的公开栏，是贴给来人看的。

清白的理由
    网站搬迁，旧件集中迁入；年终集中到期（按时公开的不计）；停电或缺人。

来源
    凡预先通知检查的地方都见过。
"""

SENTENCE = {
    "late": Text(
        "{body_name} put up {times} items of {periods} periods late on {published_on}, "
        "{share:share} of what was due in {year}.",
        "{body_name}于{published_on}一天补发{periods}期共{times}项，占{year}年应公开的{share:share}。",
    ),
    "eve": Text(
        "{body_name} put up {times} items of {periods} periods late on {published_on}, "
        "{share:share} of what was due in {year}, days before an announced inspection.",
        "{body_name}在预告检查前的{published_on}一天补发{periods}期共{times}项，占{year}年应公开的{share:share}。",
    ),
}

NEEDS = {"publications": ["body", "due_on"]}
APART = ["body"]
REASONS = {
    "not published": Reason(
        Text(
            "It was not published, or is exempt; another screen asks.",
            "未公开或已豁免；另有筛查询问。",
        )
    ),
}
SETTINGS = {
    "share": ours("share of a year's items", "占全年的比例", "share"),
    "least": ours("items on one day", "一天内的项数"),
    "periods": ours("different days on which they were due", "不同的到期日数"),
    "eve": ours("days before an inspection", "检查前的天数", "days"),
}


def asides(publications: Frame) -> Frame:
    """Set aside what was not published."""
    return set_aside(publications, {"not published": col("published_on").is_null() | yes("exempt")})


def flags(
    publications: Frame,
    *,
    share: float = 0.5,
    least: int = 6,
    periods: int = 3,
    eve: int = 3,
) -> Frame:
    """Return late items that came on one day with many others."""
    rows = publications.with_columns(
        year=col("due_on").dt.year().cast(Int64), day=day_number(col("published_on"))
    )
    due = rows.group_by("body", "year").agg(due=count())
    visits = publications.filter(~col("inspected_on").is_null())
    visits = visits.group_by("body", "inspected_on").agg(visits=count())
    visits = visits.select("body", seen=day_number(col("inspected_on")))
    late = rows.filter(col("published_on") > col("due_on"))
    days = late.group_by("body", "year", "day").agg(times=count(), periods=col("due_on").n_unique())
    near = days.select("body", "day").join(visits, on="body")
    near = near.filter(col("day") <= col("seen"), col("day") >= col("seen") - eve)
    near = near.group_by("body", "day").agg(near=count())
    days = days.join(due, on=["body", "year"]).join(near, on=["body", "day"], how="left")
    many = col("times") >= col("due") * share
    asked = many | ~col("near").is_null()
    days = keep(days.filter(asked, col("times") >= least, col("periods") >= periods))
    rows = gathered(
        late.join(days.drop("times"), on=["body", "year", "day"]), "body", "year", "day"
    )
    before = ~col("near").is_null()
    return rows.select(
        *("code", "lead", "body_name", "times", "published_on"),
        share=col("times") / col("due"),
        periods=col("periods").cast(Int64),
        kind=when(before).then(lit("eve")).otherwise(lit("late")),
        year=col("due_on").dt.to_string("%Y"),
        subject=col("body_name"),
        figure=lit(0).cast(Int64),
        strength=when(before).then(lit(0.6)).otherwise(lit(0.4)),
    )


EXAMPLES = [
    Example(
        "six items of three months on one day in December",
        flagged=["大河村"],
        tables={
            "publications": """
                body   | category | due_on     | published_on
                大河村 | 收支     | 2024-02-10 | 2024-12-20
                大河村 | 低保     | 2024-02-10 | 2024-12-20
                大河村 | 收支     | 2024-03-10 | 2024-12-20
                大河村 | 低保     | 2024-03-10 | 2024-12-20
                大河村 | 收支     | 2024-04-10 | 2024-12-20
                大河村 | 低保     | 2024-04-10 | 2024-12-20
                大河村 | 收支     | 2024-05-10 | 2024-05-09
            """,
        },
    ),
    Example(
        "many due on one day and in time; two months late",
        tables={
            "publications": """
                code   | body   | category | due_on     | published_on
                a1..a9 | 大河村 | 年报     | 2024-12-31 | 2024-12-30
                b1..b3 | 大河村 | 收支     | 2024-02-10 | 2024-04-12
                c1..c3 | 大河村 | 收支     | 2024-03-10 | 2024-04-12
            """,
        },
    ),
    Example(
        "an item without a day on which it is due",
        cannot=["no due_on"],
        tables={
            "publications": """
                body   | category | due_on | published_on
                大河村 | 收支     |        | 2024-02-13
            """,
        },
    ),
]
