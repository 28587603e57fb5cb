"""Hired work that cannot have been done

A person on the sheets of hired labour is paid for more days than a month has, or worked on two
sites on one day; or one account takes the pay of several workers.

Why it matters
    Sheets of labour are written by hand and paid in lists. Names put there to fill them are the
    simplest way of drawing money from works.

Innocent reasons
    Two half days on two sites. Days of two months on one sheet. A foreman who is paid for his gang,
    or a couple with one account. A slip of the pen.

Source
    Sheets of labour are compared in every review of village works.
"""

from datetime import date

from narwhals import Expr, Int64, String, coalesce, col, concat, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.recent import different
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import documented
from sunledger.screening.vocabulary import key, masked, set_aside

CHINESE = """用工表中不可能的工日

用工表中某人一月的工日多于当月天数，或同一天在两个工地出工；或一个账户领取多人的工钱。

为什么重要
    用工表手写、按表发钱，凑上去的名字是从工程里套钱最简单的办法。

清白的理由
    同一天两个半工；一张表记了两个月；工头代领全班工钱，或夫妻共用账户；笔误。

来源
    检查村级工程都要比对用工表。
"""

SENTENCE = {
    "days": Text(
        "The sheets of {body_name} and others pay {name} for more days in {month:month} than the "
        "month has: {days:quantity}; {sum:money} in all.",
        "{body_name}等的用工表{month:month}给{name}记了{days:quantity}个工日，超过当月天数，合计{sum:money}。",
    ),
    "sites": Text(
        "The sheets of {body_name} have {name} on two sites on one day, in {times} rows of "
        "{month:month}; {sum:money} in all.",
        "{body_name}的用工表显示{name}在{month:month}有{times}行同一天出现在两个工地，合计{sum:money}。",
    ),
    "account": Text(
        "One account takes the pay of {people} workers on the sheets of {body_name} for "
        "{month:month}, {name} among them: {sum:money} in all.",
        "{body_name}{month:month}用工表中，{people}人（含{name}）的工钱进入同一账户，合计{sum:money}。",
    ),
}

NEEDS = {"labour": ["body", "person", "month", "days", "amount"]}
OPTIONAL = ["exceptions"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
}

SETTINGS = {
    "share": Setting(
        Text("workers with one account from which it is asked about", "共用账户起问人数"),
        since=date(2024, 1, 1),
        source=Text("Our own: a couple and a child are a family.", "自定：三人以内多是一家。"),
    ),
    "most": Setting(
        Text("workers beyond which it is a firm's account", "视为劳务公司账户的人数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "sites": Setting(
        Text("days in a month on two sites, at least", "一月内两地出工的最少天数"),
        since=date(2024, 1, 1),
        source=Text("Our own: once may be two half days.", "自定：一次可能是两个半工。"),
    ),
}


def asides(labour: Frame) -> Frame:
    """Set aside what came back."""
    return set_aside(labour, {"came back": col("amount") <= 0})


def flags(
    labour: Frame, exceptions: Frame, *, share: int = 4, most: int = 30, sites: int = 2
) -> Frame:
    """Return the rows of sheets that cannot be; a lead for each worker or account and month."""
    rows = keep(labour)
    total = col("days").sum().over("person", "month")
    many = rows.with_columns(all_days=total).filter(col("all_days") > _length(col("month")) * 1000)
    worked = rows.filter(~col("worked_on").is_null(), ~col("site").is_null())
    day = ("person", "worked_on")
    # Two half days on two sites are a day's work.
    worked = different(worked, "places", "site", *day)
    worked = worked.with_columns(all_days=col("days").sum().over(*day))
    worked = worked.filter(col("places") > 1, col("all_days") > 1000)
    worked = different(worked, "on_two", "worked_on", "person", "month")
    worked = worked.filter(col("on_two") >= sites)
    # A foreman's account with a document is none.
    paid = documented(rows, exceptions, "account")
    paid = paid.filter(~col("account").is_null(), ~col("lawful"))
    paid = different(paid, "people", "person", "body", "account", "month")
    paid = paid.filter(col("people") >= share, col("people") <= most)
    return concat(
        [
            _leads(many, "days", ("person", "month")),
            _leads(worked, "sites", ("person", "month")),
            _leads(paid, "account", ("body", "account", "month")),
        ]
    )


def _length(month: Expr) -> Expr:
    """Return the days of a month counted since the year 0; of February always 29."""
    nth = month % 12
    short = nth.is_in([3, 5, 8, 10]).cast(Int64)
    return 31 - short - (nth == 1).cast(Int64) * 2


def _leads(rows: Frame, kind: str, same: tuple[str, ...]) -> Frame:
    """Return the rows of one kind with their lead."""
    rows = keep(rows.with_columns(kind=lit(kind, String)).with_columns(lead=key("kind", *same)))
    sums = rows.group_by("lead").agg(
        sum=col("amount").sum().cast(Int64),
        days=col("days").sum().cast(Int64),
        times=count().cast(Int64),
        people=col("person").n_unique().cast(Int64),
    )
    return rows.join(sums.rename({"days": "all"}), on="lead").select(
        *("code", "lead", "kind", "body_name", "month", "sum", "times", "people"),
        days=col("all"),
        name=masked("name"),
        subject=coalesce(col("site"), col("body_name")),
        figure=col("amount").cast(Int64),
        strength=lit(0.6 if kind == "days" else 0.4),
    )


EXAMPLES = [
    Example(
        "thirty-five days in April; four workers with one account",
        flagged=["水渠", "道路"],
        tables={
            "labour": """
                body   | person | name   | site | month   | days | amount | account
                大河村 | w      | 王秀英 | 水渠 | 2024-04 | 20   | 2,000  | a1
                大河村 | w      | 王秀英 | 水渠 | 2024-04 | 15   | 1,500  | a1
                大河村 | z1     | 赵一   | 道路 | 2024-04 | 10   | 1,000  | a9
                大河村 | z2     | 赵二   | 道路 | 2024-04 | 10   | 1,000  | a9
                大河村 | z3     | 赵三   | 道路 | 2024-04 | 10   | 1,000  | a9
                大河村 | z4     | 赵四   | 道路 | 2024-04 | 10   | 1,000  | a9
            """,
        },
    ),
    Example(
        "on two sites on each of two days",
        flagged=["水渠"],
        tables={
            "labour": """
                body   | person | name   | site | month   | worked_on  | days | amount
                大河村 | w      | 王秀英 | 水渠 | 2024-04 | 2024-04-01 | 1    | 100
                大河村 | w      | 王秀英 | 道路 | 2024-04 | 2024-04-01 | 1    | 100
                大河村 | w      | 王秀英 | 水渠 | 2024-04 | 2024-04-02 | 1    | 100
                大河村 | w      | 王秀英 | 道路 | 2024-04 | 2024-04-02 | 1    | 100
            """,
        },
    ),
    Example(
        "half days; thirty days in April; a foreman with a document; a couple",
        tables={
            "labour": """
                body   | person | site | month   | worked_on  | days | amount | account
                大河村 | w      | 水渠 | 2024-04 | 2024-04-01 | 0.5  | 50     | a1
                大河村 | w      | 道路 | 2024-04 | 2024-04-01 | 0.5  | 50     | a1
                大河村 | w      | 水渠 | 2024-04 | 2024-04-02 | 0.5  | 50     | a1
                大河村 | w      | 道路 | 2024-04 | 2024-04-02 | 0.5  | 50     | a1
                大河村 | l      | 道路 | 2024-04 |            | 30   | 3,000  | a1
                大河村 | z1     | 道路 | 2024-04 |            | 10   | 1,000  | a9
                大河村 | z2     | 道路 | 2024-04 |            | 10   | 1,000  | a9
                大河村 | z3     | 道路 | 2024-04 |            | 10   | 1,000  | a9
                大河村 | z4     | 道路 | 2024-04 |            | 10   | 1,000  | a9
            """,
            "exceptions": """
                account | kind    | document
                a9      | mandate | 委托书3号
            """,
        },
    ),
    Example(
        "a worker nobody knows",
        cannot=["no person"],
        tables={
            "labour": """
                body   | person | site | month   | days | amount
                大河村 |        | 水渠 | 2024-04 | 40   | 4,000
            """,
        },
    ),
]
