"""Posted, but not paid

A person stands on the list that was posted for a month; others of the list were paid for it, and
this one was not.

Why it matters
    Whoever reads their own name on the wall believes the matter settled. Money that is approved,
    posted and not paid either waits somewhere, or went elsewhere.

Innocent reasons
    An objection that was upheld after posting. The account was closed and the bank sent the money
    back. The person died between posting and payment. Paid later with the next month.

Source
    The other half of the comparison of posted lists with the bank's file.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """已公示未发放

某人在当月公示名单上，名单上的其他人已发放，唯独此人没有。

为什么重要
    看到自己名字上了墙的人，以为事情已经办妥。批了、公示了却没有发的钱，不是压在哪里，就是去了别处。

清白的理由
    公示后异议成立；账户已销，银行退回；公示后、发放前去世；并入下月补发。

来源
    公示名单与银行名单比对的另一半。
"""

SENTENCE = Text(
    "Of those whom the posted list of {place} shows for {scheme} and {month:month}, {persons} were "
    "not paid, {stake:money} in all; others of the list were.",
    "{place}的{month:month}{scheme}公示名单上有{persons}人（{stake:money}）没有发放，名单上其他人已发放。",
)

NEEDS = {"listed": ["person", "village", "month"]}
OPTIONAL = ["deaths"]
APART = ["scheme"]
REASONS = {
    "nobody paid": Reason(
        Text(
            "No payment to the village under the scheme for the month is on record.",
            "没有该村该补助当月的发放记录。",
        ),
        applicable=True,
    ),
    "died": Reason(Text("The person died by the month after.", "本人在次月之前去世。")),
}

SETTINGS = {
    "later": Setting(
        Text("months after in which a payment still counts", "此后几个月内补发也算"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_LIST = ("scheme", "village", "month")


def asides(listed: Frame, benefits: Frame, deaths: Frame) -> Frame:
    """Set aside lists of which nobody was paid, and who died."""
    paid = benefits.filter(col("amount") > 0).group_by(*_LIST).agg(payments=count())
    died = deaths.group_by("person").agg(died=col("died_on").min())
    rows = listed.join(paid, on=list(_LIST), how="left").join(died, on="person", how="left")
    gone = month_number(col("died")) <= col("month") + 1
    return set_aside(
        rows,
        {"nobody paid": col("payments").is_null(), "died": gone.fill_null(value=False)},
    ).drop("payments", "died")


def flags(listed: Frame, benefits: Frame, deaths: Frame, *, later: int = 1) -> Frame:
    """Return the lines of lists for whose person nothing was paid, then or a little later."""
    paid = benefits.group_by("scheme", "person", "month").agg(got=col("amount").sum())
    paid = paid.filter(col("got") > 0).select("scheme", "person", paid_month="month")
    found = listed.select("code", "scheme", "person", "month").join(paid, on=["scheme", "person"])
    in_time = (col("paid_month") >= col("month")) & (col("paid_month") <= col("month") + later)
    found = found.filter(in_time).group_by("code").agg(n=count()).select("code")
    rows = listed.join(found, on="code", how="anti")
    rows = rows.with_columns(figure=col("amount").fill_null(0).cast(Int64))
    rows = keep(rows.with_columns(lead=key("body", *_LIST)))
    sums = rows.group_by("lead").agg(
        persons=col("person").n_unique(), stake=col("figure").sum().cast(Int64)
    )
    place = coalesce(col("village"), lit("—"))
    return rows.join(sums, on="lead").select(
        *("code", "lead", "month", "scheme", "persons", "stake", "figure"),
        place=place,
        subject=place,
        strength=lit(0.5),
    )


_PAID = """
    scheme | village | person | month   | amount
    低保   | v1      | a      | 2024-03 | 400
"""

EXAMPLES = [
    Example(
        "one of two on the list was not paid",
        flagged=["v1"],
        tables={
            "listed": """
                body   | scheme | village | person | month   | amount
                大河镇 | 低保   | v1      | a      | 2024-03 | 400
                大河镇 | 低保   | v1      | b      | 2024-03 | 400
            """,
            "benefits": _PAID,
        },
    ),
    Example(
        "paid with the next month; died before",
        tables={
            "listed": """
                body   | scheme | village | person | month   | amount
                大河镇 | 低保   | v1      | a      | 2024-03 | 400
                大河镇 | 低保   | v1      | b      | 2024-03 | 400
                大河镇 | 低保   | v1      | c      | 2024-03 | 400
            """,
            "benefits": _PAID
            + """
                低保 | v1 | b | 2024-04 | 800
            """,
            "deaths": """
                person | died_on
                c      | 2024-03-02
            """,
        },
    ),
    Example(
        "a list of which nobody was paid yet, and a line that hides who it is",
        cannot=["nobody paid", "no person"],
        tables={
            "listed": """
                body   | scheme | village | person | month   | amount
                大河镇 | 低保   | v1      | a      | 2024-09 | 400
                大河镇 | 低保   | v1      |        | 2024-03 | 400
            """,
            "benefits": _PAID,
        },
    ),
]
