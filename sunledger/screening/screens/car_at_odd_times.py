"""An official car at odd times and places

An official car was seen at night, at a weekend, at a scenic place or by somebody's home, and no
dispatch is on file.

Why it matters
    A car that takes the family out is paid for by everyone.

Innocent reasons
    Duty and emergencies, which are passed over where the list names the car. A garage that lies
    in a housing estate. A dispatch on paper. One sighting is never asked about.

Source
    Comparisons of car parks and road cameras with lists of duty and dispatch.
"""

from narwhals import Int64, col, concat, lit

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """公务用车异常出现

公务用车在夜间、休息日，或在景区、住宅区出现，且没有派车记录。

为什么重要
    带家人出游的车，油钱是大家付的。

清白的理由
    值班应急（名单载明的已排除）；车库在小区内；纸质派车单；只出现一次的不问。

来源
    停车场、卡口数据与值班、派车记录比对。
"""

SENTENCE = {
    "place": Text(
        "The car {plate} of {body_name} was seen {times:times} at scenic places or homes without "
        "a dispatch, from {first} to {last}.",
        "{body_name}的{plate}自{first}至{last}有{times:times}在景区或住宅区出现，没有派车记录。",
    ),
    "time": Text(
        "The car {plate} of {body_name} was seen {times:times} at night or on days off without a "
        "dispatch, from {first} to {last}.",
        "{body_name}的{plate}自{first}至{last}有{times:times}在夜间或休息日出现，没有派车记录。",
    ),
}

NEEDS = {"car_uses": ["body", "on", "place"]}
OPTIONAL = ["days_off"]
ALONE = ["body"]
REASONS = {
    "duty": Reason(Text("Duty, or a dispatch is on file.", "值班应急或已派车。")),
    "unknown": Reason(
        Text("Whether there was a dispatch is not recorded.", "没有派车信息。"), applicable=True
    ),
}
SETTINGS = {
    "least": ours("sightings of a car", "出现次数"),
    "early": ours("minute of the day before which it is night", "视为夜间的清晨时刻（分钟）"),
    "late": ours("minute of the day after which it is night", "视为夜间的晚间时刻（分钟）"),
}


def asides(car_uses: Frame) -> Frame:
    """Set aside duty and dispatches, and sightings of which nothing is recorded."""
    lawful = yes("duty") | yes("dispatched")
    return set_aside(car_uses, {"duty": lawful, "unknown": col("dispatched").is_null()})


def flags(
    car_uses: Frame, days_off: Frame, *, least: int = 3, early: int = 360, late: int = 1320
) -> Frame:
    """Return sightings at odd places, and those at odd times away from the office."""
    odd = keep(car_uses.filter(col("place").is_in(["scenic", "home"])))
    other = car_uses.filter(col("place") != "office")
    other = other.join(odd.select("code"), on="code", how="anti")
    free = days_off.filter(col("currency") == "CNY").select("on", free=lit(1)).unique()
    other = other.join(free, on="on", how="left")
    night = ((col("minute") < early) | (col("minute") > late)).fill_null(value=False)
    other = keep(other.filter(night | ~col("free").is_null()))
    return concat([_leads("place", odd, least, 0.5), _leads("time", other, least, 0.3)])


def _leads(kind: str, rows: Frame, least: int, strength: float) -> Frame:
    """Return the sightings of one kind; a lead a car."""
    rows = gathered(rows.with_columns(sort=lit(kind)), "sort", "body", "plate")
    rows = rows.filter(col("times") >= least)
    return rows.select(
        *("code", "lead", "body_name", "plate", "times"),
        kind="sort",
        first=col("on").min().over("lead"),
        last=col("on").max().over("lead"),
        subject="plate",
        figure=lit(0).cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "three scenic places; three nights",
        flagged=["苏A0001", "苏A0002"],
        tables={
            "car_uses": """
                code   | body   | plate   | on         | minute | place  | dispatched
                a1..a3 | 县医院 | 苏A0001 | 2024-05-01 | 600    | scenic | no
                b1..b2 | 县医院 | 苏A0002 | 2024-05-08 | 1400   | road   | no
                b3     | 县医院 | 苏A0002 | 2024-05-04 | 600    | road   | no
            """,
            "days_off": """
                currency | on
                CNY      | 2024-05-04
            """,
        },
    ),
    Example(
        "two sightings; on duty; dispatched; at the office; by day",
        tables={
            "car_uses": """
                code   | body   | plate   | on         | minute | place  | dispatched | duty
                a1..a2 | 县医院 | 苏A0001 | 2024-05-01 | 600    | scenic | no         |
                b1..b5 | 县医院 | 苏A0002 | 2024-05-08 | 1400   | road   | no         | yes
                c1..c5 | 县医院 | 苏A0003 | 2024-05-08 | 1400   | home   | yes        |
                d1..d5 | 县医院 | 苏A0004 | 2024-05-08 | 1400   | office | no         |
                e1..e5 | 县医院 | 苏A0005 | 2024-05-08 | 600    | road   | no         |
            """,
        },
    ),
    Example(
        "nobody knows whether there was a dispatch",
        cannot=["unknown"],
        tables={
            "car_uses": """
                body   | plate   | on         | place
                县医院 | 苏A0001 | 2024-05-01 | scenic
            """,
        },
    ),
]
