"""Reimbursed in two hospitals at once

One patient's reimbursed stays in two hospitals overlap by more than the day of transfer, or one
invoice was reimbursed twice.

Why it matters
    Nobody lies in two beds. One of the two stays was made up, or the card was lent; and an invoice
    handed in twice is paid twice.

Innocent reasons
    A transfer, with the day of leaving written late. A mother and her newborn under one number. A
    day's treatment elsewhere during a stay, on referral. An invoice in parts.

Source
    Among the first tests of every health insurance fund.
"""

from datetime import date

from narwhals import Int64, String, coalesce, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """同时在两家医院报销

同一患者在两家医院的报销住院时间重叠（转院当日除外），或同一张发票报销两次。

为什么重要
    没有人能同时躺在两张病床上：不是有一次住院是编的，就是卡借给了别人；发票交两次就付两次。

清白的理由
    转院而出院日期登记晚了；母亲与新生儿同用一个号码；住院期间经转诊到他院做检查；一张发票分次报销。

来源
    各地医保基金监管的首批筛查项目。
"""

LAW = Text(
    "Regulation on the Use of Health Insurance Funds (State Council Order 735, 2021)",
    "《医疗保障基金使用监督管理条例》（国务院令第735号，2021年）",
)

SENTENCE = {
    "overlap": Text(
        "{body_name} reimbursed {sum:money} for stays of one patient in {one} and in {two} that "
        "overlap by {days} days, from {since} on.",
        "{body_name}报销的同一患者在{one}和{two}的住院自{since}起重叠{days}天，涉及{sum:money}。",
    ),
    "invoice": Text(
        "{body_name} reimbursed the invoice {one} more than once: {two} rows, {sum:money} in all, "
        "the first for a stay from {since} on.",
        "{body_name}对发票{one}报销{two}次，合计{sum:money}，首次住院自{since}起。",
    ),
}

NEEDS = {"stays": ["body", "person", "hospital", "admitted", "left", "amount"]}
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "turned": Reason(
        Text("The day of leaving is before that of admission.", "出院日期早于入院日期。"),
        applicable=True,
    ),
}

SETTINGS = {
    "days": Setting(
        Text("days of overlap from which it is asked about", "重叠几天起提问"),
        since=date(2024, 1, 1),
        source=Text("Our own: one day is the transfer.", "自定：一天属转院。"),
        kind="days",
    ),
}


def asides(stays: Frame) -> Frame:
    """Set aside what came back, and stays that end before they begin."""
    return set_aside(
        stays, {"came back": col("amount") <= 0, "turned": col("left") < col("admitted")}
    )


def flags(stays: Frame, *, days: int = 2) -> Frame:
    """Return stays of one patient in two hospitals at once, and invoices reimbursed again."""
    rows = stays.with_columns(
        came=day_number(col("admitted")),
        went=day_number(col("left")),
        called=coalesce(col("hospital_name"), col("hospital")),
    )
    return concat([_overlaps(rows, days), _invoices(rows)])


def _overlaps(rows: Frame, days: int) -> Frame:
    """Return both stays of each pair; the shorter one is the one that is asked about."""
    # Who never was in two hospitals is not compared.
    many = rows.group_by("person").agg(places=col("hospital").n_unique())
    rows = keep(rows.join(many.filter(col("places") > 1), on="person"))
    later = rows.select(
        "person",
        other="code",
        other_place="hospital",
        other_called="called",
        other_came="came",
        other_went="went",
        other_amount="amount",
        since="admitted",
    )
    pairs = rows.join(later, on="person").filter(
        col("hospital") != col("other_place"),
        (col("came") < col("other_came"))
        | ((col("came") == col("other_came")) & (col("code") < col("other"))),
    )
    end = when(col("went") < col("other_went")).then(col("went")).otherwise(col("other_went"))
    pairs = pairs.with_columns(days=(end - col("other_came")).cast(Int64))
    pairs = keep(pairs.filter(col("days") >= days).with_columns(lead=key("code", "other")))
    given = ("lead", "body_name", "days", "since")
    smaller = when(col("amount") < col("other_amount")).then(col("amount"))
    shared = pairs.with_columns(
        stake=smaller.otherwise(col("other_amount")), one=col("called"), two=col("other_called")
    )
    shown = (*given, "one", "two", "stake")
    first = shared.select("code", *shown, figure=lit(0).cast(Int64))
    second = _other(shared, shown)
    return concat([first, second]).select(
        *("code", *given, "one", "two"),
        sum=col("stake").cast(Int64),
        kind=lit("overlap"),
        subject=col("two"),
        figure=col("figure").cast(Int64),
        strength=lit(0.6),
    )


def _other(pairs: Frame, shown: tuple[str, ...]) -> Frame:
    """Return the later stay of each pair, which carries the amount."""
    later = pairs.select(col("other").alias("code"), *shown)
    return later.with_columns(figure=col("stake").cast(Int64))


def _invoices(rows: Frame) -> Frame:
    """Return the rows of invoices of one hospital and amount that were reimbursed again."""
    same = ("hospital", "invoice", "amount")
    rows = rows.filter(col("invoice").str.len_chars() >= 4)
    rows = rows.with_columns(times=count().over(*same), place=lit(1))
    rows = keep(rows.filter(col("times") > 1).with_columns(lead=key(*same)))
    nth = col("place").cum_sum().over("lead", order_by=["came", "code"])
    return rows.select(
        *("code", "lead", "body_name"),
        days=lit(0).cast(Int64),
        since=col("admitted").min().over("lead"),
        one=col("invoice"),
        two=col("times").cast(Int64).cast(String),
        sum=col("amount").sum().over("lead").cast(Int64),
        kind=lit("invoice"),
        subject=col("called"),
        figure=when(nth > 1).then(col("amount")).otherwise(lit(0)).cast(Int64),
        strength=lit(0.7),
    )


EXAMPLES = [
    Example(
        "five days in two hospitals, and an invoice handed in twice",
        flagged=["县医院", "中医院"],
        tables={
            "stays": """
                body | person | hospital | admitted   | left       | invoice | amount
                医保 | w      | 县医院   | 2024-03-01 | 2024-03-10 | A-1001  | 4,000
                医保 | w      | 中医院   | 2024-03-05 | 2024-03-12 | B-2001  | 3,000
                医保 | l      | 县医院   | 2024-04-01 | 2024-04-04 | A-1009  | 1,500
                医保 | l      | 县医院   | 2024-05-01 | 2024-05-04 | A-1009  | 1,500
            """,
        },
    ),
    Example(
        "a transfer; two stays one after the other; an invoice in two unequal parts",
        tables={
            "stays": """
                body   | person | hospital | admitted   | left       | invoice | amount
                县医保 | w      | h1       | 2024-03-01 | 2024-03-10 | A-1001  | 4,000
                县医保 | w      | h2       | 2024-03-09 | 2024-03-12 | B-2001  | 3,000
                县医保 | l      | h1       | 2024-04-01 | 2024-04-04 | A-1009  | 1,500
                县医保 | l      | h2       | 2024-05-01 | 2024-05-04 | B-2009  | 1,500
                县医保 | z      | h1       | 2024-05-01 | 2024-05-04 | A-1012  | 900
                县医保 | z      | h1       | 2024-05-01 | 2024-05-04 | A-1012  | 700
            """,
        },
    ),
    Example(
        "a stay without an end, and one that ends before it begins",
        cannot=["no left", "turned"],
        tables={
            "stays": """
                body   | person | hospital | admitted   | left       | amount
                县医保 | w      | h1       | 2024-03-01 |            | 4,000
                县医保 | l      | h1       | 2024-03-11 | 2024-03-01 | 4,000
            """,
        },
    ),
]
