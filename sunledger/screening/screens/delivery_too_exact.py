"""Deliveries that look written, not weighed

A supplier's deliveries to a school weigh again and again exactly what was ordered, to the gram; or
one photograph serves for several deliveries; or goods are weighed at night.

Why it matters
    Meat and vegetables never weigh what was ordered. Where they do every time, nobody put them on
    the scales, and what is missing is missing on the plates.

Innocent reasons
    Goods packed in whole bags or pieces, which are passed over. A scale that is entered by hand and
    rounded. A photograph of the slip and not of the goods.

Source
    Pictures and weights of deliveries are compared by districts with a platform for canteens.
"""

from datetime import date

from narwhals import Expr, Int64, String, col, concat, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.recent import different
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """验收像写的不像称的

某供应商送货的重量一次次与订购量分毫不差；或一张照片用于多次验收；或在深夜过秤。

为什么重要
    肉和菜不可能每次都正好等于订购量；次次相等，说明没有上秤，少的那些就少在孩子碗里。

清白的理由
    整袋、整件包装（已排除）；手工录入时取整；拍的是送货单而不是货物。

来源
    有校园食堂平台的地区都比对验收照片和重量。
"""

SENTENCE = {
    "exact": Text(
        "{times} deliveries of {supplier} to {body_name}, of {all} that were weighed, are exactly "
        "as much as was ordered: {sum:money} in all.",
        "{supplier}送{body_name}的{all}次过秤到货中，{times}次与订购量分毫不差，合计{sum:money}。",
    ),
    "photo": Text(
        "One photograph stands for {times} deliveries to {body_name}, of {supplier} and perhaps "
        "others: {sum:money} in all.",
        "同一张照片用于{body_name}的{times}次验收（{supplier}等），合计{sum:money}。",
    ),
    "night": Text(
        "{times} deliveries of {supplier} to {body_name} were weighed at night: {sum:money} in "
        "all.",
        "{supplier}送{body_name}的{times}次到货在深夜过秤，合计{sum:money}。",
    ),
}

NEEDS = {"purchases": ["body", "on", "supplier", "quantity", "amount"]}
APART = ["body"]
REASONS = {
    "packed": Reason(Text("Packed or counted goods.", "整件包装或计件货物。")),
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "nothing to compare": Reason(
        Text(
            "Neither an order, a photograph nor a time is on record.",
            "没有订购量、照片或时刻记录。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "least": Setting(
        Text("deliveries exactly as ordered, at least", "分毫不差的最少次数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "share": Setting(
        Text("hundredths of the supplier's deliveries, at least", "占到货次数的最低百分比"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "nights": Setting(
        Text("deliveries at night, at least", "深夜到货的最少次数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "most": Setting(
        Text("rows with one photograph beyond which it is a form's", "视为固定底图的重复次数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_WEIGHED = ("kg", "jin", "公斤", "千克", "斤", "市斤")
_FIRM = ("body", "firm", "coin")
_NIGHT, _MORNING = 22 * 60, 4 * 60


def asides(purchases: Frame) -> Frame:
    """Set aside packed goods, what came back, and rows that nothing stands beside."""
    measure = col("measure").fill_null("kg").str.to_lowercase()
    packed = col("kind").is_in(["rice", "frozen", "ready-made"]).fill_null(value=False)
    bare = col("ordered").is_null() & col("photo").is_null() & col("minute").is_null()
    return set_aside(
        purchases,
        {
            "came back": col("amount") <= 0,
            "packed": packed | ~measure.is_in(_WEIGHED),
            "nothing to compare": bare,
        },
    )


def flags(
    purchases: Frame, *, least: int = 10, share: int = 80, nights: int = 5, most: int = 50
) -> Frame:
    """Return the deliveries that look written, a lead for each body and supplier, or picture."""
    rows = keep(
        purchases.with_columns(firm=col("supplier_key"), coin=col("currency").fill_null(""))
    )
    weighed = rows.filter(~col("ordered").is_null(), col("ordered") % 1000 == 0)
    weighed = weighed.with_columns(all=count().over(*_FIRM))
    exact = weighed.filter(col("quantity") == col("ordered"))
    exact = exact.with_columns(times=count().over(*_FIRM))
    exact = exact.filter(col("times") >= least, col("times") * 100 >= col("all") * share)
    # On one day one picture may show all that came.
    seen = different(rows.filter(~col("photo").is_null()), "days", "on", "body", "photo")
    seen = seen.with_columns(times=count().over("body", "photo"))
    seen = seen.filter(col("days") > 1, col("times") <= most).with_columns(all=col("times"))
    late = rows.filter((col("minute") >= _NIGHT) | (col("minute") < _MORNING))
    late = late.with_columns(times=count().over(*_FIRM), all=lit(0))
    late = late.filter(col("times") >= nights)
    return concat(
        [
            _leads(exact, "exact", _FIRM, 0.35),
            _leads(seen, "photo", ("body", "photo"), 0.6),
            _leads(late, "night", _FIRM, 0.25),
        ]
    )


def _leads(rows: Frame, kind: str, same: tuple[str, ...], strength: float) -> Frame:
    """Return the rows of one kind with their lead."""
    rows = keep(rows.with_columns(kind_of=lit(kind, String)))
    rows = rows.with_columns(lead=key("kind_of", *same))
    return rows.select(
        *("code", "lead", "body_name", "supplier"),
        kind=col("kind_of"),
        times=_whole("times"),
        all=_whole("all"),
        sum=col("amount").sum().over("lead").cast(Int64),
        subject=col("supplier"),
        figure=col("amount").cast(Int64),
        strength=lit(strength),
    )


def _whole(name: str) -> Expr:
    """Return a count as a whole number of one width."""
    return col(name).cast(Int64)


def _days(supplier: str, kind: str, ordered: str, quantity: str, minute: int = 420) -> str:
    """Return a dozen deliveries alike."""
    return "\n".join(
        f"大河小学 | 2024-03-{n:02} | {minute} | {kind} | kg | {quantity} | {ordered} | 500"
        f" | {supplier} | {supplier}{n}"
        for n in range(1, 13)
    )


_HEAD = "body | on | minute | kind | measure | quantity | ordered | amount | supplier | photo"

EXAMPLES = [
    Example(
        "meat to the gram a dozen times; weighed at night; one picture on two days",
        flagged=["甲公司", "乙公司", "丙公司"],
        tables={
            "purchases": "\n".join(
                [
                    *(_HEAD, _days("甲公司", "meat", "50", "50")),
                    _days("乙公司", "meat", "50", "49.3", 1400),
                    "大河小学 | 2024-03-01 | 420 | meat | kg | 9.1 | 10 | 500 | 丙公司 | P",
                    "大河小学 | 2024-03-02 | 420 | meat | kg | 9.3 | 10 | 500 | 丙公司 | P",
                ]
            )
        },
    ),
    Example(
        "rice in bags; one picture of all that came that day; weighed as it came",
        tables={
            "purchases": "\n".join(
                [
                    *(_HEAD, _days("甲公司", "rice", "50", "50")),
                    _days("乙公司", "meat", "50", "49.3"),
                    "大河小学 | 2024-03-01 | 420 | meat | kg | 9.1 | 10 | 500 | 丙公司 | P",
                    "大河小学 | 2024-03-01 | 420 | other | kg | 9.3 | 10 | 500 | 丙公司 | P",
                ]
            )
        },
    ),
    Example(
        "nothing to compare with; no quantity",
        cannot=["nothing to compare", "no quantity"],
        tables={
            "purchases": """
                body     | on         | measure | quantity | amount | supplier
                大河小学 | 2024-03-01 | kg      | 9.1      | 500    | 甲公司
                大河小学 | 2024-03-01 | kg      |          | 500    | 甲公司
            """
        },
    ),
]
