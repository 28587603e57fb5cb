"""Sent from above and never booked

A higher office sent money to a body, and a month later the body's books show less of it coming in.

Why it matters
    What is sent and never arrives has stayed somewhere on the way. Each of the two books looks
    right by itself.

Innocent reasons
    The bank took longer. It was booked under another reference, or by the town that keeps the
    village's books. It was booked in parts. A charge for the transfer.

Source
    The two books are compared wherever village money is kept by a town.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """上级拨款未入账

上级拨付的款项，一个月后下级账上仍未足额入账。

为什么重要
    拨出来却没有到账的钱，停在了半路。两本账分开看，各自都对。

清白的理由
    银行在途；入账时文号写错，或由代管的乡镇入账；分次入账；扣手续费。

来源
    村账乡管的地方都做拨付与入账的核对。
"""

SENTENCE = Text(
    "{sender} sent {body_name} {sum:money} under {reference} on {sent_on}; the books of "
    "{body_name} show {booked:money} of it.",
    "{sender}于{sent_on}按{reference}拨付{body_name}{sum:money}，{body_name}账上只入账{booked:money}。",
)

NEEDS = {"transfers": ["body", "sent_on", "amount", "reference"]}
APART = ["body"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "too soon": Reason(
        Text(
            "The body's book of income does not reach a month beyond it.",
            "该单位收入账未覆盖拨付后一个月。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "days": Setting(
        Text("days within which it must be booked", "应入账的天数"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: thirty.", "实践中常用：三十天。"),
        kind="days",
    ),
    "leeway": Setting(
        Text("thousandths that may be missing", "允许相差的千分比"),
        since=date(2024, 1, 1),
        source=Text("Our own: charges of the bank.", "自定：手续费。"),
    ),
}

_SAME = ("body", "paper", "coin")


def asides(transfers: Frame, income: Frame, *, days: int = 30) -> Frame:
    """Set aside what the body's book of income does not reach yet."""
    ends = income.group_by("body").agg(ends=col("booked_on").max())
    rows = transfers.join(ends, on="body", how="left")
    open_ = day_number(col("sent_on")) + days > day_number(col("ends"))
    reasons = {"came back": col("amount") <= 0, "too soon": open_.fill_null(value=True)}
    return set_aside(rows, reasons).drop("ends")


def flags(transfers: Frame, income: Frame, *, leeway: int = 10) -> Frame:
    """Return the transfers that are missing in the books, a lead for each reference."""
    sent = keep(_plain(transfers))
    came = keep(_plain(income))
    booked = came.group_by(*_SAME).agg(booked=col("amount").sum().cast(Int64))
    sums = sent.group_by(*_SAME).agg(sum=col("amount").sum().cast(Int64), parts=count())
    rows = sent.join(sums, on=list(_SAME)).join(booked, on=list(_SAME), how="left")
    rows = rows.with_columns(booked=col("booked").fill_null(0))
    rows = rows.filter(col("booked") * 1000 < col("sum") * (1000 - leeway))
    rows = rows.join(_elsewhere(sent, came), on="code", how="anti")
    missing = (col("sum") - col("booked")) * col("amount") // col("sum")
    return rows.select(
        *("code", "body_name", "reference", "sum", "booked"),
        sent_on=col("sent_on").min().over(*_SAME),
        lead=key(*_SAME),
        sender=coalesce(col("sender"), lit("—")),
        subject=coalesce(col("purpose"), col("reference")),
        figure=missing.cast(Int64),
        strength=lit(0.4),
    )


def _plain(rows: Frame) -> Frame:
    """Add the reference as both books may write it, without signs and spaces."""
    paper = col("reference").str.to_uppercase().str.replace_all("[^0-9A-Z一-鿿]", "")
    return rows.with_columns(paper=paper, coin=col("currency").fill_null(""))


def _elsewhere(sent: Frame, came: Frame) -> Frame:
    """Return the transfers whose very amount was booked in the months after, otherwise named."""
    known = sent.group_by("body", "paper").agg(n=count()).drop("n")
    other = came.filter(col("amount") > 0).join(known, on=["body", "paper"], how="anti")
    other = other.select("body", "coin", "amount", booked_day=day_number(col("booked_on")))
    whole = ("body", "coin", "amount")
    found = sent.with_columns(sent_day=day_number(col("sent_on"))).join(other, on=list(whole))
    near = (col("booked_day") >= col("sent_day")) & (col("booked_day") <= col("sent_day") + 90)
    return found.filter(near).group_by("code").agg(n=count()).drop("n")


EXAMPLES = [
    Example(
        "thirty thousand sent, ten booked; one never booked",
        flagged=["修路", "抗旱"],
        tables={
            "transfers": """
                body   | sender   | purpose | reference     | sent_on    | amount
                大河村 | 县财政局 | 修路    | 财农〔2024〕7 | 2024-01-10 | 30,000
                大河村 | 县财政局 | 抗旱    | 财农〔2024〕9 | 2024-01-20 | 8,000
            """,
            "income": """
                body   | reference    | booked_on  | amount
                大河村 | 财农[2024]7  | 2024-01-15 | 10,000
                大河村 |              | 2024-06-15 | 300
            """,
        },
    ),
    Example(
        "booked in two parts; booked without the reference",
        tables={
            "transfers": """
                body   | sender   | purpose | reference     | sent_on    | amount
                大河村 | 县财政局 | 修路    | 财农〔2024〕7 | 2024-01-10 | 30,000
                大河村 | 县财政局 | 抗旱    | 财农〔2024〕9 | 2024-01-20 | 8,000
            """,
            "income": """
                body   | reference    | booked_on  | amount
                大河村 | 财农[2024]7  | 2024-01-15 | 10,000
                大河村 | 财农[2024]7  | 2024-02-15 | 20,000
                大河村 |              | 2024-03-01 | 8,000
            """,
        },
    ),
    Example(
        "the books end in January; no reference",
        cannot=["too soon", "no reference"],
        tables={
            "transfers": """
                body   | reference | sent_on    | amount
                大河村 | 财农7     | 2024-01-10 | 30,000
                大河村 |           | 2024-01-10 | 30,000
            """,
            "income": """
                body   | booked_on  | amount
                大河村 | 2024-01-15 | 300
            """,
        },
    ),
]
