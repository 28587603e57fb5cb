"""An expense of duty over its cap, without a letter, or unpublished

A reception, journey or meeting cost more than its cap; a reception has no letter behind it; or an
expense that must be published was not published within four weeks.

Why it matters
    Dinners are the small change of favours, and are paid for by the public.

Innocent reasons
    Cars that several posts share. A decided event with its own budget, which is passed over. A
    letter that came by telephone and was filed later. A small unit with one visit a year.

Source
    Rules on reception in Party and state bodies: no letter, no reception.
"""

from narwhals import Int64, coalesce, col, concat, lit

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours, with_latest, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """公务支出超标准、无公函或未公开

接待、出差、会议支出超过标准；接待没有公函；应公开的四周内未公开。

为什么重要
    吃喝是人情的零钱，付账的是公家。

清白的理由
    几个岗位合用车辆；经批准的活动另有预算（已排除）；电话通知、公函后补；单位小、一年只接待一次。

来源
    党政机关国内公务接待管理规定：无公函不接待。
"""

LAW = Text(
    "Rules on official reception in Party and state bodies (2013), articles 6 and 20",
    "《党政机关国内公务接待管理规定》（2013年）第六条、第二十条",
)

SENTENCE = {
    "cap": Text(
        "{body_name}: {what} cost more than the cap {times:times}, {sum:money} too much in all.",
        "{body_name}的“{what}”支出有{times:times}超过标准，共超出{sum:money}。",
    ),
    "letter": Text(
        "{body_name} booked {times} receptions without a letter, {sum:money} in all.",
        "{body_name}有{times}笔接待没有公函，合计{sum:money}。",
    ),
    "unpublished": Text(
        "{body_name}: {times} expenses of duty ({what}) were not published within four weeks, "
        "{sum:money} in all.",
        "{body_name}有{times}笔公务支出（{what}）四周内未公开，合计{sum:money}。",
    ),
}

NEEDS = {"expenses": ["body", "kind", "amount"]}
REASONS = {
    "money back": NOT_POSITIVE,
    "event": Reason(Text("A decided event explains it.", "经批准的活动。")),
}
SETTINGS = {
    "days": ours(
        "days to publish, where the body publishes such expenses",
        "公开期限（天）",
        "days",
        Text("Twenty working days, as rules for owned firms say.", "国企规定为二十个工作日。"),
    ),
    "least": ours("amount below which nothing is asked", "不再追问的最低金额", "money"),
}


def asides(expenses: Frame) -> Frame:
    """Set aside what came back, and what a decided event explains."""
    return set_aside(expenses, {"money back": col("amount") <= 0, "event": yes("event")})


def flags(expenses: Frame, *, days: int = 28, least: int = 100_00) -> Frame:
    """Return expenses over their cap, without a letter, and those not published in time."""
    rows = with_latest(expenses, expenses, "on", "published_on")
    # Only who publishes such expenses at all is asked why some are missing.
    shown = rows.filter(~col("published_on").is_null())
    shown = shown.group_by("body", "kind").agg(shown=col("published_on").max())
    rows = keep(rows.filter(col("amount") >= least).join(shown, on=["body", "kind"], how="left"))
    over = rows.with_columns(stake=col("amount") - col("cap")).filter(col("stake") > 0)
    every = rows.with_columns(stake=col("amount"))
    letter = every.filter(col("kind") == "reception", col("letter").is_null())
    until = coalesce(col("published_on"), col("latest"))
    late = (day_number(until) - day_number(col("on")) > days).fill_null(value=False)
    unshown = every.filter(~col("shown").is_null(), late)
    return concat(
        [
            _leads("cap", over, 0.5),
            _leads("letter", letter, 0.5),
            _leads("unpublished", unshown, 0.2),
        ]
    )


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the expenses of one kind of question; a lead a body and kind of expense."""
    rows = rows.with_columns(sort=lit(kind))
    rows = gathered(rows, "sort", "body", "kind", amount="stake")
    return rows.select(
        *("code", "lead", "body_name", "times", "sum"),
        what="kind",
        subject=col("kind"),
        figure=col("stake").cast(Int64),
        strength=lit(strength),
        kind="sort",
    )


EXAMPLES = [
    Example(
        "over the cap; without a letter; not published in two months",
        flagged=["travel", "reception", "car"],
        tables={
            "expenses": """
                body   | kind      | on         | amount | letter | cap   | published_on
                城投   | travel    | 2024-03-01 | 1,500  |        | 1,000 |
                城投   | reception | 2024-03-01 | 900    |        | 1,000 |
                城投   | car       | 2024-01-01 | 2,000  |        | 5,000 | 2024-01-20
                城投   | car       | 2024-02-01 | 2,000  |        | 5,000 | 2024-04-20
            """,
        },
    ),
    Example(
        "within the cap, with a letter; a decided event; a small sum",
        tables={
            "expenses": """
                body | kind      | on         | amount | letter | cap   | event
                城投 | reception | 2024-03-01 | 900    | 函7号  | 1,000 |
                城投 | reception | 2024-03-02 | 9,000  |        | 1,000 | yes
                城投 | reception | 2024-03-03 | 40     |        | 1,000 |
            """,
        },
    ),
    Example(
        "an expense of no kind",
        cannot=["no kind"],
        tables={
            "expenses": """
                body | on         | amount
                城投 | 2024-03-01 | 900
            """,
        },
    ),
]
