"""Vouchers posted when nobody works

One post enters vouchers on weekends and holidays, or at night, again and again, though hardly
anybody else at the body does; where nobody else enters any, though hardly anybody elsewhere does.

Why it matters
    What is entered when the others are away is seen by nobody until it stands among a hundred
    others.

Innocent reasons
    The close of the year. A make-up working day. A program that posts by itself, passed over where
    the book says so. Somebody who works part time. An emergency.

Source
    Entries outside working days belong to the tests of entries that auditors run.
"""

from datetime import date

from narwhals import Expr, Int64, String, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """休息时间记账

某岗位多次在周末、节假日或深夜录入凭证，而本单位其他岗位几乎没有；本单位只有一人记账的，与其他单位比。

为什么重要
    别人都不在时录入的凭证，等大家看到时已混在上百张里。

清白的理由
    年底结账；调休工作日；程序自动过账（账上注明的已排除）；兼职人员；应急事项。

来源
    审计的分录测试都包括非工作时间的记账。
"""

SENTENCE = {
    "beside": Text(
        "The post {clerk} of {body_name} entered {times} of its {all} vouchers of {year} on days "
        "off or at night, {sum:money} in all; the others there entered {others} of {rest} so.",
        "{body_name}的{clerk}岗位{year}年录入的{all}张凭证中，有{times}张在休息日或深夜录入，"
        "合计{sum:money}；其他岗位{rest}张中有{others}张。",
    ),
    "alone": Text(
        "The post {clerk} of {body_name} entered {times} of its {all} vouchers of {year} on days "
        "off or at night, {sum:money} in all; at other bodies {others} of {rest} were entered so.",
        "{body_name}的{clerk}岗位{year}年录入的{all}张凭证中，有{times}张在休息日或深夜录入，"
        "合计{sum:money}；其他单位{rest}张中有{others}张。",
    ),
}

NEEDS = {"vouchers": ["body", "posted_on", "clerk", "currency"]}
REASONS = {
    "by machine": Reason(Text("A program posted it.", "程序自动过账。")),
    "year's end": Reason(Text("Posted at the turn of the year.", "年末年初结账期间。")),
    "void": Reason(Text("The voucher was voided.", "凭证已作废。")),
    "no calendar": Reason(
        Text("No days off are known for the land.", "没有该地的休息日历。"), applicable=True
    ),
}

SETTINGS = {
    "least": Setting(
        Text("vouchers on days off in a year, at least", "一年最少张数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "share": Setting(
        Text("hundredths of the post's own vouchers, at least", "占本岗位凭证的最低百分比"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "times": Setting(
        Text("times the share of the others, at least", "为其他岗位比例的倍数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "rest": Setting(
        Text(
            "vouchers of others at the body, or else elsewhere, to compare with, at least",
            "本单位其他岗位（没有的则其他单位）可比的凭证数",
        ),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_EARLY, _LATE = 6 * 60, 22 * 60
_ONE = ("body", "year")


def asides(vouchers: Frame, days_off: Frame) -> Frame:
    """Set aside programs, voided vouchers, the turn of the year, and lands without a calendar."""
    lands = days_off.group_by("currency").agg(known=count())
    month, day = col("posted_on").dt.month(), col("posted_on").dt.day()
    turn = ((month == 12) & (day >= 20)) | ((month == 1) & (day <= 10))
    return set_aside(
        vouchers.join(lands, on="currency", how="left"),
        {
            "by machine": (col("batch_job") == 1).fill_null(value=False),
            "void": (col("void") == 1).fill_null(value=False),
            "year's end": turn,
            "no calendar": col("known").is_null(),
        },
    ).drop("known")


def flags(
    vouchers: Frame,
    days_off: Frame,
    *,
    least: int = 6,
    share: int = 10,
    times: int = 5,
    rest: int = 30,
) -> Frame:
    """Return the vouchers that one post entered when nobody works, a lead for each and a year."""
    closed = days_off.select("currency", posted_on="on").unique().with_columns(off=lit(1))
    rows = vouchers.join(closed, on=["currency", "posted_on"], how="left")
    year = col("posted_on").dt.year().cast(Int64).cast(String)
    hit = when((col("off") == 1).fill_null(value=False) | _night()).then(lit(1)).otherwise(lit(0))
    rows = keep(rows.with_columns(year=year, hit=hit, own=col("amount").fill_null(0)))
    posts = _beside_others(rows, rest)
    often = (col("times") >= least) & (col("times") * 100 >= col("all") * share)
    alone = col("times") * col("rest") >= col("others") * col("all") * times
    posts = posts.filter(often, alone, col("rest") >= rest)
    found = rows.filter(col("hit") == 1).join(posts, on=[*_ONE, "clerk"])
    return found.select(
        *("code", "kind", "body_name", "clerk", "year", "times", "all", "sum", "others", "rest"),
        lead=key(*_ONE, "clerk"),
        subject=coalesce(col("clerk"), lit("—")),
        figure=col("own").cast(Int64),
        strength=lit(0.25),
    )


def _beside_others(rows: Frame, rest: int) -> Frame:
    """Return how much each post entered when nobody works, and how much those beside it did."""
    posts = rows.group_by(*_ONE, "clerk").agg(
        times=col("hit").sum().cast(Int64),
        all=count().cast(Int64),
        sum=(col("own") * col("hit")).sum().cast(Int64),
    )
    posts = keep(posts)
    whole = posts.group_by(*_ONE).agg(
        whole=col("times").sum().cast(Int64), entries=col("all").sum().cast(Int64)
    )
    every = whole.group_by("year").agg(
        whole_there=col("whole").sum().cast(Int64), there=col("entries").sum().cast(Int64)
    )
    posts = posts.join(whole, on=list(_ONE)).join(every, on="year")
    # Where one person keeps the books alone, the books of other bodies are what is usual.
    alone = col("entries") - col("all") < rest
    return posts.with_columns(
        kind=when(alone).then(lit("alone")).otherwise(lit("beside")),
        others=when(alone).then(col("whole_there")).otherwise(col("whole")) - col("times"),
        rest=when(alone).then(col("there")).otherwise(col("entries")) - col("all"),
    )


def _night() -> Expr:
    """Whether it was entered at night."""
    return ((col("minute") < _EARLY) | (col("minute") >= _LATE)).fill_null(value=False)


def _many(clerk: str, day: str, minute: str, codes: str) -> str:
    """Return vouchers alike."""
    return f"{codes} | 大河镇 | {clerk} | {day} | {minute} | 5,000"


_HEAD = "code | body | clerk | posted_on | minute | amount"
_OFF = """
    currency | on
    CNY      | 2024-03-02
    CNY      | 2024-03-03
"""

EXAMPLES = [
    Example(
        "eight of thirty on a weekend and at night; none of the others",
        flagged=["出纳"],
        tables={
            "vouchers": "\n".join(
                [
                    *(_HEAD, _many("出纳", "2024-03-02", "600", "a1..a4")),
                    *(_many("出纳", "2024-03-05", "1400", "b1..b4"),),
                    *(_many("出纳", "2024-03-05", "600", "c1..c22"),),
                    _many("会计", "2024-03-05", "600", "d1..d40"),
                ]
            ),
            "days_off": _OFF,
        },
    ),
    Example(
        "one clerk alone, seven of thirty on a weekend; none at another body",
        flagged=["会计"],
        tables={
            "vouchers": "\n".join(
                [
                    *(_HEAD, _many("会计", "2024-03-02", "600", "a1..a7")),
                    *(_many("会计", "2024-03-05", "600", "b1..b23"),),
                    "\n".join(
                        f"z{n} | 小河镇 | 出纳 | 2024-03-05 | 600 | 5,000" for n in range(40)
                    ),
                ]
            ),
            "days_off": _OFF,
        },
    ),
    Example(
        "the bookkeepers of all villages work on weekends, when the cashier is at home",
        tables={
            "vouchers": "\n".join(
                [
                    *(_HEAD, _many("会计", "2024-03-02", "600", "a1..a7")),
                    *(_many("会计", "2024-03-05", "600", "b1..b23"),),
                    "\n".join(f"y{n} | 小河镇 | 会计 | 2024-03-03 | 600 | 5,000" for n in range(9)),
                    "\n".join(
                        f"z{n} | 小河镇 | 会计 | 2024-03-05 | 600 | 5,000" for n in range(31)
                    ),
                ]
            ),
            "days_off": _OFF,
        },
    ),
    Example(
        "the whole office worked that weekend; the end of the year",
        tables={
            "vouchers": "\n".join(
                [
                    *(_HEAD, _many("出纳", "2024-03-02", "600", "a1..a8")),
                    *(_many("出纳", "2024-03-05", "600", "b1..b22"),),
                    *(_many("会计", "2024-03-02", "600", "c1..c9"),),
                    *(_many("会计", "2024-03-05", "600", "d1..d31"),),
                    _many("主管", "2024-12-28", "1400", "e1..e31"),
                ]
            ),
            "days_off": _OFF,
        },
    ),
    Example(
        "a land without a calendar; no post",
        cannot=["no calendar", "no clerk"],
        tables={
            "vouchers": """
                body   | clerk | posted_on  | amount | currency
                Dahe   | clerk | 2024-03-02 | 5,000  | USD
                大河镇 |       | 2024-03-02 | 5,000  | CNY
            """,
            "days_off": _OFF,
        },
    ),
]
