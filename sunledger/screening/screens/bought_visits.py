"""Visits that were made up

In a month at least half of a body's visits came from accounts that were opened on the day or the
day before, read one page, and share one block of addresses, or stayed for the same few seconds.

Why it matters
    Readers can be bought by the thousand. A page with bought readers has none.

Innocent reasons
    A class or a meeting that signed up together, which is passed over. An office behind one
    address. A link that many opened once.

Source
    Our own; the price of such accounts is known.
"""

from narwhals import Expr, Int64, String, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number, month_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """刷访问量

某月至少一半访问来自当天或前一天注册、只看一页的账号，且同属一个网段，或停留秒数都一样。

为什么重要
    读者可以成千地买。买来读者的页面，等于没有读者。

清白的理由
    培训、会议集体注册（已排除）；单位共用出口地址；许多人只点开过一次链接。

来源
    自定；此类账号有市场价。
"""

SENTENCE = {
    "block": Text(
        "Of {all} visits to {body_name} in {month:month}, {times} came from new accounts that read "
        "one page, all from one block of addresses.",
        "{body_name}{month:month}的{all}次访问中，{times}次来自同一网段新注册、只看一页的账号。",
    ),
    "alike": Text(
        "Of {all} visits to {body_name} in {month:month}, {times} came from new accounts that read "
        "one page, and all stayed for the same few seconds.",
        "{body_name}{month:month}的{all}次访问中，{times}次来自新注册、只看一页的账号，停留时间几乎相同。",
    ),
}

NEEDS = {"visits": ["body", "on", "opened_on", "block"]}
APART = ["body"]
REASONS = {
    "together": Reason(Text("A class or a meeting signed up together.", "集体注册。")),
}
SETTINGS = {
    "least": ours("such visits", "此类访问数"),
    "share": ours("share of the month's visits", "占当月访问的比例", "share"),
}


_ALIKE = 5  # seconds
_STAY = ("body", "month", "stay")


def asides(visits: Frame) -> Frame:
    """Set aside classes and meetings."""
    return set_aside(visits, {"together": yes("together")})


def flags(visits: Frame, *, least: int = 30, share: float = 0.5) -> Frame:
    """Return visits of new accounts, of one block or alike, that make up most of a month."""
    age = day_number(col("on")) - day_number(col("opened_on"))
    new = (age >= 0) & (age <= 1) & (col("pages").fill_null(1) <= 1)
    rows = visits.with_columns(
        month=month_number(col("on")), new=when(new).then(lit(1)).otherwise(lit(0))
    )
    rows = keep(rows.with_columns(all=count().over("body", "month")))
    rows = rows.filter(col("new") == 1)
    # Whoever reads stays for as long as it takes; within five seconds of each other is one length.
    rows = rows.with_columns(stay=col("seconds") // _ALIKE)
    rows = rows.with_columns(
        mine=count().over("body", "month", "block"),
        alike=when(col("stay").is_null()).then(lit(0)).otherwise(count().over(*_STAY)),
    )
    most = {name: _most(name, least, share) for name in ("mine", "alike")}
    rows = rows.with_columns(
        kind=when(most["mine"]).then(lit("block")).when(most["alike"]).then(lit("alike")),
        sign=when(most["mine"]).then(col("block")).otherwise(col("stay").cast(String)),
    )
    rows = keep(rows.filter(~col("kind").is_null()))
    return gathered(rows, "body", "month", "kind", "sign").select(
        *("code", "lead", "kind", "body_name", "month", "times"),
        all=col("all").cast(Int64),
        subject=coalesce(col("body_name"), col("body")),
        figure=lit(0).cast(Int64),
        strength=lit(0.5),
    )


def _most(number: str, least: int, share: float) -> Expr:
    """Whether so many visits alike make up most of the month."""
    return (col(number) >= least) & (col(number) >= col("all") * share)


EXAMPLES = [
    Example(
        "forty new accounts of four blocks, each for four seconds",
        flagged=["大河镇"],
        tables={
            "visits": """
                code    | body   | opened_on  | on         | block   | pages | seconds
                a1..a20 | 大河镇 | 2024-03-01 | 2024-03-01 | 10.1.2  | 1     | 3
                b1..b20 | 大河镇 | 2024-03-01 | 2024-03-02 | 10.4.2  | 1     | 4
                c1..c10 | 大河镇 | 2023-03-01 | 2024-03-01 | 10.9.9  | 4     | 60
            """,
        },
    ),
    Example(
        "new readers of one link, each for as long as it takes",
        tables={
            "visits": """
                code    | body   | opened_on  | on         | block   | pages | seconds
                a1..a20 | 大河镇 | 2024-03-01 | 2024-03-01 | 10.1.2  | 1     | 9
                b1..b20 | 大河镇 | 2024-03-02 | 2024-03-02 | 10.4.2  | 1     | 34
                c1..c20 | 大河镇 | 2024-03-02 | 2024-03-02 | 10.7.2  | 1     | 71
            """,
        },
    ),
    Example(
        "forty new accounts of one block among fifty visits",
        flagged=["大河镇"],
        tables={
            "visits": """
                code    | body   | opened_on  | on         | block   | pages
                a1..a40 | 大河镇 | 2024-03-01 | 2024-03-01 | 10.1.2  | 1
                b1..b10 | 大河镇 | 2023-03-01 | 2024-03-01 | 10.9.9  | 4
            """,
        },
    ),
    Example(
        "a class; old accounts; twenty only",
        tables={
            "visits": """
                code    | body   | opened_on  | on         | block   | pages | together
                a1..a40 | 大河镇 | 2024-03-01 | 2024-03-01 | 10.1.2  | 1     | yes
                b1..b40 | 大河镇 | 2023-03-01 | 2024-03-01 | 10.1.2  | 1     |
                c1..c20 | 小河镇 | 2024-03-01 | 2024-03-01 | 10.1.2  | 1     |
            """,
        },
    ),
    Example(
        "a visit from nobody knows where",
        cannot=["no block"],
        tables={
            "visits": """
                body   | opened_on  | on
                大河镇 | 2024-03-01 | 2024-03-01
            """,
        },
    ),
]
