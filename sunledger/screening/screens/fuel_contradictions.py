"""A fuel card that contradicts its car

A card filled more than the tank holds, or another kind of fuel, or far from where the car was, or
twice within four hours.

Why it matters
    What does not go into the official car goes into another.

Innocent reasons
    Cans for mowers or generators with a log, which are passed over. A position that was lost. A
    plate typed wrong: such rows cannot be judged. A long journey with two fillings, when each is
    less than half the tank. In one place 28 signs came down to 3.

Source
    A standing comparison of fuel cards with cars and their positions.
"""

from narwhals import Int64, coalesce, col, concat, lit
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """加油卡与公车对不上

加油量超过油箱、油品不符、加油地点远离车辆位置，或四小时内加油两次且合计超过油箱。

为什么重要
    没加进公车的油，加进了别的车。

清白的理由
    割草机、发电机装桶且有登记（已排除）；定位丢失；车牌录错（不予判断）；
    长途途中两次少量加油。某地28条疑点最后查实3条。

来源
    加油卡与车辆、定位数据的常规比对。
"""

SENTENCE = {
    "tank": Text(
        "The card of {plate} ({body_name}) filled more than the tank holds {times:times}: up to "
        "{litres:quantity} litres into {tank:quantity}; {sum:money} in all.",
        "{body_name}{plate}的油卡有{times:times}加油超过油箱容量：油箱{tank:quantity}升，"
        "最多加{litres:quantity}升，合计{sum:money}。",
    ),
    "fuel": Text(
        "The card of {plate} ({body_name}) filled another fuel than the car takes {times:times}, "
        "{sum:money} in all.",
        "{body_name}{plate}的油卡有{times:times}所加油品与车辆不符，合计{sum:money}。",
    ),
    "away": Text(
        "The card of {plate} ({body_name}) was used {times:times} while the car stood elsewhere, "
        "up to {away} kilometres away; {sum:money} in all.",
        "{body_name}{plate}的油卡有{times:times}在远离车辆处使用，最远相距{away}公里，合计{sum:money}。",
    ),
    "twice": Text(
        "The card of {plate} ({body_name}) filled again within four hours {times:times}, more than "
        "a tank together; {sum:money} in all.",
        "{body_name}{plate}的油卡有{times:times}在四小时内再次加油，两次合计超过油箱，共{sum:money}。",
    ),
}

NEEDS = {"fuel": ["body", "plate", "on", "litres", "amount"]}
APART = ["plate"]
REASONS = {
    "cans": Reason(Text("Filled into cans, with a log.", "装桶且有登记。")),
    "no car": Reason(
        Text("The list of cars does not have the plate.", "车辆台账中没有这个车牌。"),
        applicable=True,
    ),
}
SETTINGS = {
    "over": ours("share beyond the tank's size", "超过油箱的比例", "share"),
    "kilometres": ours("kilometres from the car's position", "距车辆位置的公里数"),
    "minutes": ours("minutes within which a second filling counts", "再次加油的分钟数"),
}


def asides(fuel: Frame, cars: Frame) -> Frame:
    """Set aside cans with a log, and plates that nobody knows."""
    known = cars.group_by("plate").agg(known=count())
    rows = fuel.join(known, on="plate", how="left")
    return set_aside(rows, {"cans": yes("cans"), "no car": col("known").is_null()}).drop("known")


def flags(
    fuel: Frame, cars: Frame, *, over: float = 0.1, kilometres: int = 20, minutes: int = 240
) -> Frame:
    """Return fillings that the car cannot have had."""
    known = cars.filter(col("code") == col("code").min().over("plate"))
    known = known.select("plate", "tank", takes="fuel", beside_cars="code")
    rows = fuel.join(known, on="plate")
    rows = rows.with_columns(at=day_number(col("on")) * 1440 + col("minute"))
    same, order = "plate", ["at", "code"]
    rows = keep(
        rows.with_columns(
            gap=col("at") - col("at").shift(1).over(same, order_by=order),
            both=col("litres") + col("litres").shift(1).over(same, order_by=order),
        )
    )
    limit = col("tank") * (1 + over)
    grade = col("fuel").str.slice(0, 1) != col("takes").str.slice(0, 1)
    return concat(
        [
            _leads("tank", rows.filter(col("litres") > limit), 0.5),
            _leads("fuel", rows.filter(grade), 0.3),
            _leads("away", rows.filter(col("away") > kilometres), 0.4),
            _leads("twice", rows.filter(col("gap") <= minutes, col("both") > limit), 0.4),
        ]
    )


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the fillings of one kind; a lead a card of a car."""
    rows = rows.with_columns(sort=lit(kind))
    rows = gathered(rows, "sort", "body", "plate", amount="amount")
    return rows.select(
        *("code", "lead", "body_name", "plate", "times", "sum", "beside_cars"),
        kind="sort",
        litres=col("litres").max().over("lead"),
        tank=coalesce(col("tank"), lit(0)),
        away=coalesce(col("away").max().over("lead"), lit(0)),
        subject="plate",
        figure=col("amount").cast(Int64),
        strength=lit(strength),
    )


_CARS = """
    plate   | tank | fuel
    苏A0001 | 70   | 92
    苏A0002 | 60   | 0
    苏A0003 | 70   | 92
"""

EXAMPLES = [
    Example(
        "ninety litres into seventy; 54 kilometres off; twice in an hour; petrol for a diesel",
        flagged=["苏A0001", "苏A0001", "苏A0003", "苏A0002"],
        tables={
            "fuel": """
                body   | plate   | on         | minute | litres | fuel | away | amount
                县医院 | 苏A0001 | 2024-03-01 | 600    | 90     | 92   | 1    | 700
                县医院 | 苏A0001 | 2024-03-09 | 600    | 50     | 92   | 54   | 400
                县医院 | 苏A0003 | 2024-03-10 | 600    | 60     | 92   | 1    | 480
                县医院 | 苏A0003 | 2024-03-10 | 660    | 60     | 92   | 1    | 480
                县医院 | 苏A0002 | 2024-03-10 | 660    | 40     | 92   | 1    | 320
            """,
            "cars": _CARS,
        },
    ),
    Example(
        "a full tank; cans with a log; two small fillings on the road",
        tables={
            "fuel": """
                body   | plate   | on         | minute | litres | fuel | away | cans | amount
                县医院 | 苏A0001 | 2024-03-01 | 600    | 68     | 92   | 1    |      | 500
                县医院 | 苏A0001 | 2024-03-09 | 600    | 90     | 92   | 1    | yes  | 700
                县医院 | 苏A0003 | 2024-03-10 | 600    | 30     | 92   | 1    |      | 240
                县医院 | 苏A0003 | 2024-03-10 | 780    | 30     | 95   | 1    |      | 240
            """,
            "cars": _CARS,
        },
    ),
    Example(
        "a plate that no list has",
        cannot=["no car"],
        tables={
            "fuel": """
                body   | plate   | on         | minute | litres | amount
                县医院 | 苏A9999 | 2024-03-01 | 600    | 90     | 700
            """,
            "cars": _CARS,
        },
    ),
]
