"""Round cash on days off

A body booked round sums in cash on weekends and holidays again and again, though hardly any other
voucher of its books bears such a day.

Why it matters
    Offices and banks are closed then, and nobody looks on. A round sum in cash with such a date
    was often written for a receipt that somebody needed, not for something that happened.

Innocent reasons
    A market or a festival that falls on a weekend. Work that had to be done on a holiday, and was
    paid there. Help in need, a funeral. A day that was typed wrongly.

Source
    Dates on weekends beside round cash are what reviews of village books look for.
"""

from narwhals import Expr, Int64, String, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """休息日整数现金支出

某单位多次在周末、节假日以现金支付整数款项，而其他凭证几乎没有落在休息日的。

为什么重要
    休息日单位和银行都不办公，也没有人在场。日期落在休息日的现金整数，常常是为凑票补写的，而不是真有其事。

清白的理由
    集市、活动正逢周末；节假日必须赶工，当场付款；临时救助、丧事慰问；日期录错。

来源
    检查村级账目时，常把休息日日期与现金整数一并查看。
"""

SENTENCE = Text(
    "{body_name} booked {times} round sums in cash on weekends and holidays in {year}: {sum:money} "
    "in all, the largest {most:money}. Of its {rest} other vouchers {others} bear such a day.",
    "{body_name}{year}年有{times}笔现金整数支出落在周末或节假日，合计{sum:money}，最大一笔{most:money}；"
    "其余{rest}张凭证中落在休息日的有{others}张。",
)

NEEDS = {"vouchers": ["body", "amount", "cash", "posted_on"]}
ALONE = ["body"]
REASONS = {
    "void": Reason(Text("The voucher was voided.", "凭证已作废。")),
    "by machine": Reason(Text("A program posted it.", "由程序自动过账。")),
    "no calendar": Reason(
        Text("No days off are known for the land.", "没有该地的休息日历。"), applicable=True
    ),
    "few": Reason(
        Text(
            "The body has too few other vouchers in the year to know when it works.",
            "该单位当年其他凭证太少，无从得知平时何时记账。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "least": ours("such vouchers in a year, at least", "一年最少张数"),
    "round_to": ours("an amount is round if it is a whole number of these", "整数的单位", "money"),
    "floor": ours("least amount of such a payment", "单笔最低金额", "money"),
    "times": ours("times the share of the other vouchers, at least", "为其他凭证比例的倍数"),
    "rest": ours("other vouchers of the year to compare with, at least", "可比的其他凭证最少张数"),
}

_ONE = ("body", "coin", "year")


def asides(
    vouchers: Frame,
    days_off: Frame,
    *,
    floor: int = 1_000_00,
    round_to: int = 500_00,
    rest: int = 20,
) -> Frame:
    """Set aside what was voided or posted by a program, and books too small to compare with."""
    lands = days_off.group_by("currency").agg(known=count())
    rows = _marked(vouchers, floor, round_to)
    plain = rows.filter(col("bare") == 0).group_by(*_ONE).agg(plain=count())
    rows = rows.join(plain, on=list(_ONE), how="left").join(lands, on="currency", how="left")
    return set_aside(
        rows,
        {
            "void": _yes("void"),
            "by machine": _yes("batch_job"),
            "no calendar": col("known").is_null(),
            "few": (col("plain").fill_null(0) < rest).fill_null(value=True),
        },
    ).drop("known", "plain", "bare", "coin", "year")


def flags(
    vouchers: Frame,
    days_off: Frame,
    *,
    floor: int = 1_000_00,
    round_to: int = 500_00,
    least: int = 4,
    times: int = 5,
) -> Frame:
    """Return the round cash vouchers of days off, a lead for each body and year."""
    closed = days_off.select("currency", posted_on="on").unique().with_columns(off=lit(1))
    rows = _marked(vouchers, floor, round_to)
    rows = rows.join(closed, on=["currency", "posted_on"], how="left")
    rows = keep(rows.with_columns(off=col("off").fill_null(0)))
    books = rows.group_by(*_ONE).agg(
        bare=col("bare").sum().cast(Int64),
        times=(col("bare") * col("off")).sum().cast(Int64),
        all_off=col("off").sum().cast(Int64),
        entries=count().cast(Int64),
    )
    books = books.with_columns(
        others=col("all_off") - col("times"), rest=col("entries") - col("bare")
    )
    # Where the whole body works on weekends, a weekend says nothing.
    odd = col("times") * col("rest") >= col("others") * col("bare") * times
    books = books.filter(col("times") >= least, odd).drop("bare", "all_off", "entries")
    found = keep(rows.filter(col("bare") == 1, col("off") == 1).join(books, on=list(_ONE)))
    sums = found.group_by(*_ONE).agg(sum=col("amount").sum().cast(Int64), most=col("amount").max())
    return found.join(sums, on=list(_ONE)).select(
        *("code", "body_name", "year", "times", "sum", "most", "others", "rest"),
        lead=key(*_ONE),
        subject=coalesce(col("body_name"), col("body")),
        figure=col("amount").cast(Int64),
        strength=when(col("times") >= 3 * least).then(lit(0.4)).otherwise(lit(0.3)),
    )


def _marked(vouchers: Frame, floor: int, round_to: int) -> Frame:
    """Add the year, and whether a voucher is a large round sum in cash."""
    bare = _yes("cash") & (col("amount") >= floor) & (col("amount") % round_to == 0)
    return vouchers.with_columns(
        year=col("posted_on").dt.year().cast(Int64).cast(String),
        coin=col("currency").fill_null(""),
        bare=when(bare.fill_null(value=False)).then(lit(1)).otherwise(lit(0)),
    )


def _yes(name: str) -> Expr:
    return (col(name) == 1).fill_null(value=False)


_HEAD = "code | body | posted_on | amount | cash"
_OFF = """
    currency | on
    CNY      | 2024-03-02
    CNY      | 2024-03-03
    CNY      | 2024-03-09
"""

EXAMPLES = [
    Example(
        "five times two thousand on three weekend days; forty other vouchers on working days",
        flagged=["大河村"],
        tables={
            "vouchers": f"""
                {_HEAD}
                a1..a3 | 大河村 | 2024-03-02 | 2,000 | yes
                a4..a5 | 大河村 | 2024-03-09 | 2,000 | yes
                b1..b40 | 大河村 | 2024-03-05 | 1,312 | no
            """,
            "days_off": _OFF,
        },
    ),
    Example(
        "small sums at a market; a body that works on weekends; three only",
        tables={
            "vouchers": f"""
                {_HEAD}
                a1..a9 | 大河村 | 2024-03-02 | 86 | yes
                b1..b40 | 大河村 | 2024-03-05 | 1,312 | no
                c1..c6 | 柳树村 | 2024-03-02 | 2,000 | yes
                d1..d20 | 柳树村 | 2024-03-03 | 1,312 | no
                e1..e20 | 柳树村 | 2024-03-05 | 1,312 | no
                f1..f3 | 石桥村 | 2024-03-02 | 2,000 | yes
                g1..g40 | 石桥村 | 2024-03-05 | 1,312 | no
            """,
            "days_off": _OFF,
        },
    ),
    Example(
        "few other vouchers; a land without a calendar; nobody says whether it was cash",
        cannot=["few", "no calendar", "no cash"],
        tables={
            "vouchers": """
                code | body | posted_on | amount | cash | currency
                a1..a5 | 大河村 | 2024-03-02 | 2,000 | yes | CNY
                b1..b40 | 别国村 | 2024-03-02 | 2,000 | yes | KES
                c1 | 大河村 | 2024-03-02 | 2,000 | | CNY
            """,
            "days_off": _OFF,
        },
    ),
]
