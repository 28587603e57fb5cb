"""One supplier delivers week after week where suppliers are to take turns

Several suppliers take turns for one kind of goods at a school, and one of them has delivered all
of it for more than four weeks running.

Why it matters
    Turns are there so that nobody gets used to a school, and prices and scales are looked at by
    more than one pair of eyes.

Innocent reasons
    A framework contract with one firm, passed over. The others could not deliver, as in snow. A
    holiday between. The school changed to one firm by a decision.

Source
    One district lets suppliers take turns by weeks and looks for those who stay.
"""

from datetime import date

from narwhals import Int64, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """应轮换的供应商连续供货

某校某类物资由几家供应商轮换供应，其中一家却连续四周以上独自供货。

为什么重要
    轮换是为了不让人与学校混熟，让价格和秤多几双眼睛看着。

清白的理由
    与一家签有框架协议（已排除）；其他家因雪灾等无法送货；中间有假期；学校已决定改由一家供应。

来源
    有的区实行按周轮换，并查连续供货的供应商。
"""

SENTENCE = Text(
    "{supplier} alone delivered {what} to {body_name} for {weeks} weeks running, from {first} to "
    "{last}, {sum:money} in all; {firms} suppliers take turns there.",
    "{supplier}自{first}至{last}连续{weeks}周独自向{body_name}供应{what}，合计{sum:money}；"
    "该校此类物资有{firms}家供应商轮换。",
)

NEEDS = {"purchases": ["body", "on", "kind", "supplier", "amount"]}
APART = ["body"]
REASONS = {
    "framework": Reason(Text("A framework contract covers it.", "属框架协议供货。")),
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "no turns": Reason(
        Text("No suppliers take turns for these goods here.", "该校此类物资没有多家轮换。")
    ),
}

SETTINGS = {
    "weeks": Setting(
        Text("weeks running that one may deliver", "可连续供货的周数"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: two; twice that here.", "实践中为两周；此处放宽一倍。"),
    ),
    "firms": Setting(
        Text("suppliers that take turns, at least", "轮换供应商的最少家数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "turns": Setting(
        Text("weeks that another supplier had, at least", "其他供应商的最少周数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_KIND = ("body", "kind_of", "coin")


def asides(purchases: Frame, *, firms: int = 3, turns: int = 2) -> Frame:
    """Set aside frameworks, what came back, and goods for which nobody takes turns."""
    rows = _weeks(purchases)
    weeks = rows.group_by(*_KIND, "firm").agg(weeks=col("week").n_unique())
    known = weeks.filter(col("weeks") >= turns).group_by(*_KIND).agg(known=count())
    rows = rows.join(known, on=list(_KIND), how="left")
    return set_aside(
        rows,
        {
            "came back": col("amount") <= 0,
            "framework": (col("framework") == 1).fill_null(value=False),
            "no turns": (col("known") < firms).fill_null(value=True),
        },
    ).drop("known", "week", "firm", "coin", "kind_of")


def flags(purchases: Frame, *, weeks: int = 4) -> Frame:
    """Return the deliveries of runs of one supplier, a lead for each run."""
    rows = keep(_weeks(purchases))
    each = rows.group_by(*_KIND, "week").agg(sellers=col("firm").n_unique(), firm=col("firm").min())
    # The nth week of deliveries, whoever delivered; holidays do not count.
    order = ["week"]
    before = col("firm").shift(1).over(*_KIND, order_by=order)
    alone = col("sellers").shift(1).over(*_KIND, order_by=order)
    gap = col("week") - col("week").shift(1).over(*_KIND, order_by=order)
    each = keep(each.with_columns(before=before, alone=alone, gap=gap))
    same = (col("before") == col("firm")) & (col("alone") == 1) & (col("sellers") == 1)
    on = same & (col("gap") == 1)
    each = each.with_columns(begins=when(on.fill_null(value=False)).then(lit(0)).otherwise(lit(1)))
    each = each.with_columns(run=col("begins").cum_sum().over(*_KIND, order_by=order))
    runs = keep(each.filter(col("sellers") == 1)).select(*_KIND, "week", "run")
    long = runs.group_by(*_KIND, "run").agg(weeks=count()).filter(col("weeks") > weeks)
    runs = runs.join(long, on=[*_KIND, "run"])
    firms = rows.group_by(*_KIND).agg(firms=col("firm").n_unique())
    found = rows.join(runs, on=[*_KIND, "week"]).join(firms, on=list(_KIND))
    found = keep(found.with_columns(lead=key(*_KIND, "run")))
    sums = found.group_by("lead").agg(
        sum=col("amount").sum().cast(Int64), first=col("on").min(), last=col("on").max()
    )
    return found.join(sums, on="lead").select(
        *("code", "lead", "body_name", "supplier", "weeks", "firms", "sum", "first", "last"),
        what=col("kind_of"),
        subject=col("supplier"),
        figure=col("amount").cast(Int64),
        strength=lit(0.25),
    )


def _weeks(purchases: Frame) -> Frame:
    """Add the week, from Monday on, and the firm as it is told apart."""
    return purchases.with_columns(
        week=(day_number(col("on")) + 3) // 7,
        firm=col("supplier_key"),
        coin=col("currency").fill_null(""),
        kind_of=col("kind"),
    )


def _turns(school: str, *suppliers: str, framework: str = "") -> str:
    """Return a delivery of meat each week from the first Monday of January 2024 on."""
    monday = date(2024, 1, 1).toordinal()
    return "\n".join(
        f"{school} | {date.fromordinal(monday + 7 * n)} | meat | {one} | 500 | {framework}"
        for n, one in enumerate(suppliers)
    )


_HEAD = "body | on | kind | supplier | amount | framework"

EXAMPLES = [
    Example(
        "three take turns, then one stays for six weeks",
        flagged=["甲"],
        tables={
            "purchases": "\n".join(
                [_HEAD, _turns("大河小学", *"甲乙丙丁乙丙丁乙丙丁", *"甲甲甲甲甲甲", "乙")]
            )
        },
    ),
    Example(
        "turns of two weeks; one supplier from the beginning; a framework",
        tables={
            "purchases": "\n".join(
                [
                    *(_HEAD, _turns("大河小学", *"甲甲乙乙丙丙甲甲乙乙丙丙")),
                    _turns("柳树小学", *"甲甲甲甲甲甲甲甲甲"),
                    _turns("石桥小学", *"甲乙丙甲乙丙甲甲甲甲甲甲", framework="yes"),
                ]
            )
        },
    ),
    Example(
        "no kind",
        cannot=["no kind"],
        tables={
            "purchases": """
                body     | on         | kind | supplier | amount
                大河小学 | 2024-03-01 |      | 甲公司   | 500
            """
        },
    ),
]
