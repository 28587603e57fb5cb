"""Jump in a village

In one month a village's recipients of a scheme rise by more than thirty in a hundred, or its bill
rises far beyond its usual swing, by ten persons or what ten cost; other villages do not rise alike.

Why it matters
    A list that was opened for a moment, for friends or for money, looks like this: flat for a year,
    then a step, in one place only.

Innocent reasons
    A new rate or a new scheme, which all villages share and which is passed over. Help after a
    flood or a fire in one village. A village that was merged with another. Arrears in one sum.

Source
    A village is measured by its own last twelve months, with the median and the median deviation,
    which one odd month does not disturb.
"""

from datetime import date

from narwhals import Int64, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.rounding import whole
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import place_named, scheme_named
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """一村陡增

某月某村一项补助的人数增加三成以上，或金额远超其平时波动，且多出十人或十人的钱，而其他村没有同样上升。

为什么重要
    名册为人情或为钱打开过一次，看上去就是这样：平了一年，忽然上一个台阶，而且只在一处。

清白的理由
    提标或新政策（各村同升的已排除）；一村遭水火之灾；并村；一次性补发。

来源
    以该村前十二个月为准，用中位数和中位离差衡量，个别异常月份不影响结果。
"""

SENTENCE = {
    "heads": Text(
        "In {month:month} {body_name} paid {scheme_name} to {heads} persons of {place}; in the "
        "months before it was usually {usual_heads}. The bill is {total:money}, usually "
        "{usual:money}.",
        "{month:month}{body_name}在{place}发放{scheme_name}{heads}人，此前通常{usual_heads}人；"
        "金额{total:money}，此前通常{usual:money}。",
    ),
    "bill": Text(
        "In {month:month} {body_name} paid {total:money} of {scheme_name} to {heads} persons of "
        "{place}; in the months before it was usually {usual:money}, to {usual_heads}.",
        "{month:month}{body_name}在{place}发放{scheme_name}{total:money}（{heads}人），"
        "此前通常{usual:money}（{usual_heads}人）。",
    ),
}

NEEDS = {"benefits": ["body", "scheme", "person", "village", "month", "amount"]}
APART = ["scheme"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "too short": Reason(
        Text(
            "Fewer than seven months of the scheme are on record for the village.",
            "该村该补助的发放记录不足七个月。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "rise": Setting(
        Text("rise, in hundredths, from which it is a jump", "视为陡增的百分比"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "heads": Setting(
        Text("persons more, or what so many cost, at least", "至少增加的人数（或相当的金额）"),
        since=date(2024, 1, 1),
        source=Text("Our own: small villages move by families.", "自定：小村增减以户计。"),
    ),
    "swing": Setting(
        Text("times the usual swing of the bill", "超过平时波动的倍数"),
        since=date(2024, 1, 1),
        source=Text("Our own; six median deviations.", "自定：六倍中位离差。"),
    ),
}

_VILLAGE = ("body", "scheme", "village")
_MONTHS, _BEFORE, _PEERS = 12, 6, 5


def asides(benefits: Frame) -> Frame:
    """Set aside what came back, and villages without a past."""
    known = benefits.group_by(*_VILLAGE).agg(months=col("month").n_unique())
    return set_aside(
        benefits.join(known, on=list(_VILLAGE), how="left"),
        {"came back": col("amount") <= 0, "too short": col("months") <= _BEFORE},
    ).drop("months")


def flags(benefits: Frame, *, rise: int = 30, heads: int = 10, swing: int = 6) -> Frame:
    """Return the payments of the months in which a village jumped and the others did not."""
    measured = _measured(benefits)
    limit = 100 + rise
    # Twice the medians are whole numbers; so both sides are taken twice.
    more = (col("heads") * 200 > col("usual_heads") * limit) & (
        col("heads") * 2 >= col("usual_heads") + 2 * heads
    )
    beyond = (col("total") * 2 - col("usual")) * 10_000 > col("deviation") * 14_826 * swing
    worth = (col("total") * 2 - col("usual")) * col("usual_heads") >= col("usual") * 2 * heads
    dearer = (col("total") * 200 > col("usual") * limit) & beyond & worth
    alone = col("step") * 100 > col("peers") * limit
    hits = measured.filter(more | dearer, alone).with_columns(
        kind=when(more).then(lit("heads")).otherwise(lit("bill"))
    )
    hits = keep(hits)
    again = hits.select(*_VILLAGE, month=col("month") + 1)
    hits = hits.join(again, on=[*_VILLAGE, "month"], how="anti")
    rows = benefits.join(hits, on=[*_VILLAGE, "month"])
    # Of every payment the part by which the month is more than usual.
    figure = (col("amount") * (col("total") * 2 - col("usual"))) // (col("total") * 2)
    return rows.select(
        *("code", "kind", "body_name", "month", "heads", "total"),
        usual=(col("usual") // 2).cast(Int64),
        usual_heads=(col("usual_heads") // 2).cast(Int64),
        place=place_named(),
        scheme_name=scheme_named(),
        lead=key(*_VILLAGE, "month"),
        subject=place_named(),
        figure=figure.cast(Int64),
        strength=when(col("kind") == "heads").then(lit(0.4)).otherwise(lit(0.3)),
    )


def _past(months: Frame, *columns: str) -> Frame:
    """Return each village and month beside its earlier months within a year."""
    earlier = months.select(*_VILLAGE, *columns, earlier="month")
    both = months.select(*_VILLAGE, "month").join(earlier, on=list(_VILLAGE))
    near = (col("earlier") < col("month")) & (col("earlier") >= col("month") - _MONTHS)
    return both.filter(near)


def _measured(benefits: Frame) -> Frame:
    """Return villages and months with what is usual for them, doubled, and what others did."""
    months = benefits.group_by(*_VILLAGE, "month").agg(
        total=col("amount").sum().cast(Int64), heads=col("person").n_unique().cast(Int64)
    )
    months = keep(months)
    past = keep(_past(months, "total", "heads"))
    usual = past.group_by(*_VILLAGE, "month").agg(
        before=count(),
        usual=whole(col("total").median() * 2),
        usual_heads=whole(col("heads").median() * 2),
    )
    usual = keep(usual.filter(col("before") >= _BEFORE, col("usual") > 0))
    away = past.join(usual.select(*_VILLAGE, "month", "usual"), on=[*_VILLAGE, "month"])
    away = away.with_columns(away=(col("total") * 2 - col("usual")).abs())
    swings = away.group_by(*_VILLAGE, "month").agg(deviation=whole(col("away").median()))
    rows = months.join(usual, on=[*_VILLAGE, "month"]).join(swings, on=[*_VILLAGE, "month"])
    # A bill that never moved has no swing; a twentieth is taken for it.
    floor = col("usual") // 20
    larger = when(col("deviation") > floor).then(col("deviation")).otherwise(floor)
    rows = rows.with_columns(deviation=larger, step=col("total") * 200_000 // col("usual"))
    others = rows.group_by("scheme", "month").agg(
        villages=count(), median_step=whole(col("step").median())
    )
    rows = rows.join(others, on=["scheme", "month"])
    many = (col("villages") >= _PEERS) & (col("median_step") > 100_000)
    return rows.with_columns(peers=when(many).then(col("median_step")).otherwise(lit(100_000)))


def _year(village: str, people: int, until: int, amount: str = "400") -> str:
    """Return the payments of so many persons in the months from January on."""
    return "\n".join(
        f"大河镇 | 低保 | {village}-{n} | {village} | 2024-{month:02} | {amount}"
        for n in range(people)
        for month in range(1, until + 1)
    )


def _month(village: str, people: int, month: int, amount: str = "400") -> str:
    """Return the payments of so many persons in one month."""
    return "\n".join(
        f"大河镇 | 低保 | {village}-{n} | {village} | 2024-{month:02} | {amount}"
        for n in range(people)
    )


_HEAD = "body | scheme | person | village | month | amount"

EXAMPLES = [
    Example(
        "twenty persons for seven months, then thirty-five; and a bill that doubles",
        flagged=["v1", "v2"],
        tables={
            "benefits": "\n".join(
                [
                    *(_HEAD, _year("v1", 20, 7), _month("v1", 35, 8)),
                    *(_year("v2", 20, 7), _month("v2", 20, 8, "900")),
                ]
            )
        },
    ),
    Example(
        "a new rate in six villages",
        tables={
            "benefits": "\n".join(
                [_HEAD]
                + [_year(f"v{n}", 12, 7) + "\n" + _month(f"v{n}", 12, 8, "800") for n in range(6)]
            )
        },
    ),
    Example(
        "five persons more in a small village",
        tables={"benefits": "\n".join([_HEAD, _year("v1", 8, 7), _month("v1", 13, 8, "250")])},
    ),
    Example(
        "two families more where there were three, and dearer ones",
        tables={"benefits": "\n".join([_HEAD, _year("v1", 3, 7), _month("v1", 5, 8, "700")])},
    ),
    Example(
        "a village of three months",
        tables={"benefits": "\n".join([_HEAD, _year("v1", 5, 2), _month("v1", 50, 3)])},
        cannot=["too short"],
    ),
]
