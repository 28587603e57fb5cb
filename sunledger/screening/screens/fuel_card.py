"""Fuel card against the car

A fuel card of an official car took more than the tank holds, filled far from where the car stood,
filled twice on a day more than two tanks hold, or took another fuel than the car burns.

Why it matters
    A card fills any car that stands at the pump. The tank, the place and the kind of fuel tell
    whether it was the right one.

Innocent reasons
    Cans for mowers or generators, with a log. A position that dropped out. A long journey on which
    a car fills twice. A tank entered wrong. A card on loan to a sister car in a repair.

Source
    Cards, tanks and positions are compared by counties; three of 28 leads were true in one of them.
"""

from datetime import date

from narwhals import Expr, Int64, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """油卡与车辆不符

公务车油卡一次加油超过油箱容量；在离车很远的地方加油；一日多次合计超过两箱；或所加油品与车辆不符。

为什么重要
    油卡能给停在加油机旁的任何一辆车加油；是不是这辆车，要看油箱、位置和油品。

清白的理由
    为割草机、发电机装桶并有登记；定位掉线；长途一日两次；油箱容量录错；车辆维修期间借给同单位车辆。

来源
    一些县将油卡、油箱、定位比对；某县级市28条线索中3条属实。
"""

SENTENCE = {
    "tank": Text(
        "A card for the car {plate} (tank {tank:quantity} litres) of {body_name} took more than "
        "the tank holds {times:times}: {most:quantity} litres on {first}; {sum:money} in all.",
        "{body_name}{plate}（油箱{tank:quantity}升）的油卡超容量加油{times:times}，"
        "如{first}加{most:quantity}升，合计{sum:money}。",
    ),
    "away": Text(
        "A card for the car {plate} of {body_name} filled {times:times} while the car stood far "
        "away, {away} kilometres on {first}; {sum:money} in all.",
        "{body_name}{plate}的油卡在车辆不在场时加油{times:times}，如{first}相距{away}公里，"
        "合计{sum:money}。",
    ),
    "day": Text(
        "A card for the car {plate} (tank {tank:quantity} litres) of {body_name} filled several "
        "times on one day and took more than two tanks, on {first} for one; {sum:money} in all.",
        "{body_name}{plate}（油箱{tank:quantity}升）的油卡一日多次加油超过两箱（如{first}），合计{sum:money}。",
    ),
    "fuel": Text(
        "A card for the car {plate} of {body_name} took a fuel that the car does not burn "
        "{times:times}, on {first} for one; {sum:money} in all.",
        "{body_name}{plate}的油卡加了与车辆不符的油品{times:times}（如{first}），合计{sum:money}。",
    ),
}

NEEDS = {"fuel": ["body", "plate", "on", "litres"]}
REASONS = {
    "cans": Reason(Text("Filled in cans, with a log.", "装桶，有登记。")),
    "not a car": Reason(
        Text("The car is not on the list of official cars.", "公务用车名册中没有该车。"),
        applicable=True,
    ),
}

SETTINGS = {
    "leeway": Setting(
        Text("hundredths above the tank that are let pass", "允许超过油箱的百分比"),
        since=date(2024, 1, 1),
        source=Text("Our own: the neck of a tank holds some more.", "自定：加油管口还能多装一些。"),
    ),
    "far": Setting(
        Text("kilometres from the car that are far", "视为远离的公里数"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: twenty.", "实践中常用：二十公里。"),
    ),
    "lost": Setting(
        Text("kilometres beyond which the position is wrong", "视为定位错误的公里数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "least": Setting(
        Text("fillings far away or of another fuel, at least", "远离或油品不符的最少次数"),
        since=date(2024, 1, 1),
        source=Text("Our own: once may be a slip or a gap.", "自定：一次可能是掉线或误录。"),
    ),
}


def asides(fuel: Frame, cars: Frame) -> Frame:
    """Set aside cans, and cars that nobody lists."""
    known = _cars(cars).with_columns(known=lit(1)).select("car", "known")
    rows = fuel.with_columns(car=_plate()).join(known, on="car", how="left")
    cans = (col("cans") == 1).fill_null(value=False)
    return set_aside(rows, {"cans": cans, "not a car": col("known").is_null()}).drop("known", "car")


def flags(
    fuel: Frame, cars: Frame, *, leeway: int = 10, far: int = 20, lost: int = 2000, least: int = 2
) -> Frame:
    """Return the fillings that do not go with the car, a lead for each car and contradiction."""
    rows = keep(fuel.with_columns(car=_plate()).join(_cars(cars), on="car"))
    daily = col("litres").sum().over("car", "on")
    rows = rows.with_columns(daily=daily, fills=count().over("car", "on"))
    beyond = lit(100 + leeway)
    tank = (col("litres") * 100 > col("tank") * beyond).fill_null(value=False)
    day = (col("fills") > 1) & (col("daily") * 100 > col("tank") * 2 * beyond)
    away = ((col("away") > far) & (col("away") <= lost)).fill_null(value=False)
    other = (_family("fuel") != _family("burns")).fill_null(value=False)
    kind = when(other).then(lit("fuel")).otherwise(lit(""))
    kind = when(day.fill_null(value=False)).then(lit("day")).otherwise(kind)
    kind = when(away).then(lit("away")).otherwise(kind)
    kind = when(tank).then(lit("tank")).otherwise(kind)
    rows = rows.with_columns(kind=kind).filter(col("kind") != "")
    rows = keep(rows.with_columns(lead=key("kind", "car"), own=col("amount").fill_null(0)))
    sums = rows.group_by("lead").agg(
        times=count(), sum=col("own").sum().cast(Int64), first=col("on").min()
    )
    chief = rows.join(sums.select("lead", "first"), on="lead").filter(col("on") == col("first"))
    chief = chief.group_by("lead").agg(far=col("away").max(), most=col("litres").max())
    once = col("kind").is_in(["tank", "day"]) | (col("times") >= least)
    rows = rows.join(sums, on="lead").join(chief, on="lead").filter(once)
    return rows.select(
        *("code", "lead", "kind", "body_name", "plate", "tank", "times", "sum", "first", "most"),
        away=col("far"),
        subject=col("plate"),
        figure=col("own").cast(Int64),
        strength=when(col("kind") == "tank").then(lit(0.4)).otherwise(lit(0.25)),
    )


def _plate() -> Expr:
    """Return a plate without dots and spaces."""
    return col("plate").str.to_uppercase().str.replace_all("[^0-9A-Z一-鿿]", "")


def _cars(cars: Frame) -> Frame:
    """Return each car once; where lists differ, the larger tank."""
    rows = cars.with_columns(car=_plate())
    return rows.group_by("car").agg(tank=col("tank").max(), burns=col("fuel").max())


def _family(fuel: str) -> Expr:
    """Return whether a fuel is petrol or diesel; nothing where the word tells neither."""
    word = col(fuel).str.to_lowercase()
    diesel = word.str.contains("diesel|柴油|^[-+]?(0|10|20|35)#?$")
    petrol = word.str.contains("petrol|gasoline|汽油|^(92|95|98)#?$")
    neither = when(petrol).then(lit("petrol")).otherwise(lit(None))
    return when(diesel).then(lit("diesel")).otherwise(neither)


_CARS = """
    plate   | tank | fuel
    川A1001 | 60   | 汽油
    川A1002 | 60   | 汽油
    川A1003 | 60   | 汽油
    川A1004 | 60   | 汽油
"""

EXAMPLES = [
    Example(
        "ninety litres in a tank of sixty; thirty kilometres away twice; diesel twice; three tanks",
        flagged=["川A·1001", "川A1002", "川A1003", "川A1004"],
        tables={
            "fuel": """
                body   | plate    | on         | litres | fuel | away | amount
                大河镇 | 川A·1001 | 2024-03-01 | 90     | 92#  | 0    | 700
                大河镇 | 川A1002  | 2024-03-01 | 40     | 92#  | 33   | 300
                大河镇 | 川A1002  | 2024-03-09 | 40     | 92#  | 35   | 300
                大河镇 | 川A1003  | 2024-03-01 | 40     | 0#   | 0    | 300
                大河镇 | 川A1003  | 2024-03-09 | 40     | 0#   | 0    | 300
                大河镇 | 川A1004  | 2024-03-09 | 50     | 92#  | 0    | 350
                大河镇 | 川A1004  | 2024-03-09 | 50     | 92#  | 0    | 350
                大河镇 | 川A1004  | 2024-03-09 | 50     | 92#  | 0    | 350
            """,
            "cars": _CARS,
        },
    ),
    Example(
        "cans with a log; the neck of the tank; one gap in the position; a long journey",
        tables={
            "fuel": """
                body   | plate   | on         | litres | fuel | away | amount | cans
                大河镇 | 川A1001 | 2024-03-01 | 90     | 92#  | 0    | 700    | yes
                大河镇 | 川A1002 | 2024-03-01 | 63     | 95#  | 0    | 500    |
                大河镇 | 川A1002 | 2024-03-09 | 40     | 92#  | 35   | 300    |
                大河镇 | 川A1003 | 2024-03-09 | 55     | 92#  | 0    | 400    |
                大河镇 | 川A1003 | 2024-03-09 | 50     | 92#  | 0    | 400    |
            """,
            "cars": _CARS,
        },
    ),
    Example(
        "a car nobody lists; no litres",
        cannot=["not a car", "no litres"],
        tables={
            "fuel": """
                body   | plate   | on         | litres | amount
                大河镇 | 川A9999 | 2024-03-01 | 90     | 700
                大河镇 | 川A1001 | 2024-03-01 |        | 700
            """,
            "cars": _CARS,
        },
    ),
]
