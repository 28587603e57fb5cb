"""Approved, but paid short or late

An approval says how much is to be paid and by when; less arrived, or it arrived more than thirty
days after that day, or nothing did.

Why it matters
    Money that was promised and does not come is either held back on the way, or forgotten; those
    who wait seldom know whom to ask.

Innocent reasons
    Paid in instalments. The bank sent the transfer back because of a closed account. The approval
    was withdrawn, or the person died before the day. A deduction for what was paid too much before.

Source
    A reconciliation of approvals with payments, as auditors of welfare funds do it.
"""

from datetime import date

from narwhals import Expr, Int64, col, lit, when

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import place_named, scheme_named
from sunledger.screening.vocabulary import set_aside

CHINESE = """已批补助少发迟发

审批写明金额和应发日期；到账少于批准金额，或晚于应发日期三十天以上，或根本没有到账。

为什么重要
    答应了而没有到的钱，不是在路上被截留，就是被遗忘；等钱的人往往不知道该问谁。

清白的理由
    分期发放；账户已销，银行退回；审批已撤回，或本人在应发日前去世；抵扣以前多发的部分。

来源
    审批与发放核对，社会救助资金审计的常规做法。
"""

SENTENCE = {
    "short": Text(
        "{body_name} approved {approved:money} of {scheme_name} due on {due_on}; {paid:money} was "
        "paid.",
        "{body_name}批准{scheme_name}{approved:money}，应于{due_on}前发放；实际发放{paid:money}。",
    ),
    "late": Text(
        "{body_name} approved {approved:money} of {scheme_name} due on {due_on}; it was paid "
        "{days} days late.",
        "{body_name}批准{scheme_name}{approved:money}，应于{due_on}前发放；实际迟发{days}天。",
    ),
    "nothing": Text(
        "{body_name} approved {approved:money} of {scheme_name} due on {due_on}; nothing was paid "
        "in the {days} days after it that are on record.",
        "{body_name}批准{scheme_name}{approved:money}，应于{due_on}前发放；此后有记录的{days}天内没有发放。",
    ),
}

NEEDS = {"awards": ["body", "person", "amount", "due_on"]}
OPTIONAL = ["deaths"]
APART = ["scheme"]
REASONS = {
    "not due": Reason(
        Text(
            "The day by which it was to be paid, and the days of grace, are not over in the "
            "records.",
            "按现有记录，应发日期加宽限天数尚未届满。",
        ),
    ),
    "nobody paid": Reason(
        Text("No payment of this scheme is on record.", "记录中没有这项补助的发放。"),
        applicable=True,
    ),
    "died": Reason(Text("The person died before the day.", "本人在应发日前去世。")),
}

SETTINGS = {
    "within": Setting(
        Text("days after the due day in which a payment is not late", "应发日后的宽限天数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
        kind="days",
    ),
}


def asides(awards: Frame, benefits: Frame, deaths: Frame, *, within: int = 30) -> Frame:
    """Set aside what is not due yet, what no payment is known of, and who died before the day."""
    died = deaths.group_by("person").agg(died=col("died_on").min())
    rows = awards.join(_ends(benefits), on="scheme", how="left").join(died, on="person", how="left")
    return set_aside(
        rows,
        {
            "nobody paid": col("ends").is_null(),
            "not due": day_number(col("due_on")) + within >= col("ends"),
            "died": (col("died") < col("due_on")).fill_null(value=False),
        },
    ).drop("ends", "died")


def flags(awards: Frame, benefits: Frame, deaths: Frame, *, within: int = 30) -> Frame:
    """Return the approvals of which less arrived than was approved, or too late."""
    paid = benefits.select(
        *("scheme", "person"),
        paid_month="month",
        paid_day=day_number(col("paid_on")),
        paid_amount="amount",
    )
    due = awards.with_columns(due=day_number(col("due_on")), from_day=_begin())
    due = due.join(_ends(benefits), on="scheme")
    sums = _sums(due.select("code", "scheme", "person", "month", "from_day"), paid)
    rows = keep(due.join(sums, on="code", how="left").with_columns(paid=col("paid").fill_null(0)))
    nothing = col("paid") <= 0
    short = col("paid") < col("amount")
    days = when(nothing).then(col("ends") - col("due")).otherwise(col("arrived") - col("due"))
    rows = rows.with_columns(days=days.cast(Int64)).filter(
        short | (col("days") > within).fill_null(value=False)
    )
    missing = when(short).then(col("amount") - col("paid")).otherwise(col("amount"))
    kind = when(nothing).then(lit("nothing")).when(short).then(lit("short")).otherwise(lit("late"))
    return rows.select(
        *("code", "body_name", "due_on", "paid", "days"),
        kind=kind,
        approved=col("amount"),
        scheme_name=scheme_named(),
        lead="code",
        subject=place_named(),
        figure=missing.cast(Int64),
        strength=when(nothing).then(lit(0.6)).otherwise(lit(0.5)),
    )


def _begin() -> Expr:
    """Return the day from which payments count for an approval."""
    return day_number(col("approved_on")).fill_null(0)


def _ends(benefits: Frame) -> Frame:
    """Return the last day of payment that is known of each scheme."""
    days = benefits.filter(~col("paid_on").is_null()).with_columns(day=day_number(col("paid_on")))
    return days.group_by("scheme").agg(ends=col("day").max())


def _sums(due: Frame, paid: Frame) -> Frame:
    """Return what was paid on each approval, and the first day: for its month, or since then."""
    found = due.join(paid, on=["scheme", "person"])
    for_month = col("month") == col("paid_month")
    since = col("month").is_null() & (col("paid_day") >= col("from_day"))
    found = found.filter(for_month.fill_null(value=False) | since.fill_null(value=False))
    day = when(col("paid_amount") > 0).then(col("paid_day"))
    return (
        found.with_columns(day=day)
        .group_by("code")
        .agg(paid=col("paid_amount").sum().cast(Int64), arrived=col("day").min())
    )


_PAID = """
    scheme   | person | month   | paid_on    | amount
    临时救助 | a      | 2024-03 | 2024-03-20 | 1,500
    临时救助 | b      | 2024-03 | 2024-05-20 | 2,000
    临时救助 | x      | 2024-07 | 2024-07-20 | 900
"""

EXAMPLES = [
    Example(
        "one short by five hundred, one two months late, one never",
        flagged=["柳树村", "桃园村", "杏林村"],
        tables={
            "awards": """
                body   | scheme   | person | village_name | approved_on | due_on     | amount
                大河镇 | 临时救助 | a      | 柳树村       | 2024-03-01  | 2024-03-31 | 2,000
                大河镇 | 临时救助 | b      | 桃园村       | 2024-03-01  | 2024-03-31 | 2,000
                大河镇 | 临时救助 | c      | 杏林村       | 2024-03-01  | 2024-03-31 | 2,000
            """,
            "benefits": _PAID,
        },
    ),
    Example(
        "in two instalments; within the grace; for one month; not due yet; died before the day",
        tables={
            "awards": """
                body   | scheme   | person | approved_on | month   | due_on     | amount
                大河镇 | 临时救助 | d      | 2024-03-01  |         | 2024-03-31 | 2,000
                大河镇 | 临时救助 | e      | 2024-03-01  | 2024-03 | 2024-03-31 | 800
                大河镇 | 临时救助 | f      | 2024-07-01  |         | 2024-07-15 | 800
                大河镇 | 临时救助 | g      | 2024-03-01  |         | 2024-03-31 | 800
            """,
            "benefits": _PAID
            + """
                临时救助 | d | 2024-03 | 2024-03-20 | 1,000
                临时救助 | d | 2024-05 | 2024-05-20 | 1,000
                临时救助 | e | 2024-03 | 2024-04-20 | 800
            """,
            "deaths": """
                person | died_on
                g      | 2024-03-11
            """,
        },
    ),
    Example(
        "no due day, and a scheme that is not in the payments",
        cannot=["no due_on", "nobody paid"],
        tables={
            "awards": """
                body   | scheme   | person | approved_on | due_on     | amount
                大河镇 | 临时救助 | a      | 2024-03-01  |            | 1,500
                大河镇 | 危房改造 | a      | 2024-03-01  | 2024-03-31 | 9,000
            """,
            "benefits": _PAID,
        },
    ),
]
