"""Ratings that a few people made

In one month a body's ratings came mostly from one device, or twenty came within ten minutes.

Why it matters
    An office that rates itself hears nothing. One had a rate of a hundred in a hundred, of which
    nearly half came from its own counter.

Innocent reasons
    A tablet at the counter that everyone uses: where it serves many on many days, it comes under
    the devices that are on file. A class or a fair with many at once. Small numbers.

Source
    Our own; manipulation of ratings is known from services of many kinds.
"""

from narwhals import Int64, coalesce, col, concat, lit
from narwhals import len as count

from sunledger.screening.derive import day_number, month_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """少数人刷出的评价

某月评价大半来自同一台设备，或十分钟内集中出现二十条。

为什么重要
    自己给自己打分，什么都听不到。有单位满意率百分之百，近一半评价出自自家柜台。

清白的理由
    窗口公用平板（可按设备备案排除）；集体办事；评价总数太少。

来源
    自定；各类服务评价中都见过。
"""

SENTENCE = {
    "device": Text(
        "Of {all} ratings of {body_name} in {month:month}, {times} came from one device.",
        "{body_name}{month:month}的{all}条评价中，有{times}条来自同一台设备。",
    ),
    "burst": Text(
        "Of {all} ratings of {body_name} in {month:month}, {times} came in bursts of twenty within "
        "ten minutes.",
        "{body_name}{month:month}的{all}条评价中，有{times}条是十分钟内成批（二十条以上）出现的。",
    ),
}

NEEDS = {"ratings": ["body", "on"]}
OPTIONAL = ["exceptions"]
ALONE = ["body"]
REASONS = {
    "few": Reason(Text("Too few ratings in the month.", "当月评价太少。")),
    "no trace": Reason(
        Text("Neither device nor time is recorded.", "没有记录设备和时刻。"), applicable=True
    ),
}
SETTINGS = {
    "least": ours("ratings of a month", "当月评价数"),
    "share": ours("share of one device", "同一设备的比例", "share"),
    "burst": ours("ratings of a burst", "成批的条数"),
    "minutes": ours("minutes of a burst", "成批的分钟数"),
}


def asides(ratings: Frame, *, least: int = 20) -> Frame:
    """Set aside months with few ratings, and ratings without a trace."""
    rows = ratings.with_columns(month=month_number(col("on")))
    rows = rows.with_columns(month_all=count().over("body", "month"))
    silent = col("device").is_null() & col("minute").is_null()
    conditions = {"few": col("month_all") < least, "no trace": silent}
    return set_aside(rows, conditions).drop("month", "month_all")


def flags(
    ratings: Frame,
    exceptions: Frame,
    *,
    share: float = 0.5,
    burst: int = 20,
    minutes: int = 10,
) -> Frame:
    """Return ratings of one device, and those of bursts."""
    same = ("body", "month")
    rows = ratings.with_columns(
        month=month_number(col("on")), at=day_number(col("on")) * 1440 + col("minute")
    )
    rows = keep(rows.with_columns(all=count().over(*same)))
    lawful = exceptions.filter(~col("phone").is_null()).select(device="phone").unique()
    known = rows.filter(~col("device").is_null()).join(lawful, on="device", how="anti")
    known = known.with_columns(mine=count().over(*same, "device"))
    device = keep(known.filter(col("mine") > col("all") * share))
    # Two rows of slots, so that no burst is cut in two.
    timed = rows.filter(~col("at").is_null()).with_columns(
        slot=col("at") // minutes, other=(col("at") + minutes // 2) // minutes
    )
    timed = timed.with_columns(
        thick=count().over("body", "slot"), thick_too=count().over("body", "other")
    )
    near = (col("thick") >= burst) | (col("thick_too") >= burst)
    thick = timed.filter(near).join(device.select("code"), on="code", how="anti")
    return concat([_leads("device", device, 0.6), _leads("burst", thick, 0.4)])


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the ratings of one kind; a lead a body and month."""
    rows = gathered(rows.with_columns(sort=lit(kind)), "sort", "body", "month")
    return rows.select(
        *("code", "lead", "body_name", "times", "month"),
        all=col("all").cast(Int64),
        kind="sort",
        subject=coalesce(col("body_name"), col("body")),
        figure=lit(0).cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "one device for fifteen of twenty; twenty in a minute",
        flagged=["政务中心", "医保局"],
        tables={
            "ratings": """
                code    | body     | on         | minute | score     | device
                a1..a15 | 政务中心 | 2024-03-01 |        | satisfied | d1
                b1..b5  | 政务中心 | 2024-03-04 | 600    | satisfied |
                c1..c20 | 医保局   | 2024-03-01 | 600    | satisfied |
            """,
        },
    ),
    Example(
        "ten in all; a device on file; twenty over days",
        tables={
            "ratings": """
                code    | body     | on         | minute | score     | device
                a1..a10 | 税务局   | 2024-03-01 | 600    | satisfied | d1
                b1..b25 | 政务中心 | 2024-03-04 |        | satisfied | d2
                c1..c10 | 医保局   | 2024-03-01 | 600    | satisfied |
                d1..d10 | 医保局   | 2024-03-02 | 600    | satisfied |
            """,
            "exceptions": """
                phone | kind           | document
                d2    | village office | 2024-7
            """,
        },
    ),
    Example(
        "ratings without a trace",
        cannot=["no trace"],
        tables={
            "ratings": """
                code    | body     | on         | score
                a1..a25 | 政务中心 | 2024-03-01 | satisfied
            """,
        },
    ),
]
