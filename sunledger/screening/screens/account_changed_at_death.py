"""Account changed around a death

The account that receives a person's money was changed within ninety days before the registered
death or after it, and money for later months went to the new one.

Why it matters
    Somebody who keeps the family's papers learns of a death before any office does, and has the
    money sent elsewhere.

Innocent reasons
    A lost card of the family that was replaced. Banks that merged and gave everyone new accounts.
    A death that was registered late; a month that was still due.

Source
    A sign that strengthens every lead on money paid after a death.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number, month_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Setting, Text
from sunledger.screening.support import added_up, scheme_named, with_rules
from sunledger.screening.vocabulary import CAME_BACK, came_back, masked, set_aside

CHINESE = """死亡前后更换账户

登记死亡之日前九十天内或之后，发放账户换成了另一个，此后月份的钱进入新账户。

为什么重要
    掌握这家证件的人，比任何部门都早知道人已去世，便把钱改打到别处。

清白的理由
    家里的卡丢失补办；银行合并统一换号；死亡登记迟了；当月仍应发放。

来源
    凡有死后发放线索的，此项使其更可信。
"""

SENTENCE = {
    "before": Text(
        "The account that receives the {scheme_name} of {name} from {body_name} was changed {days} "
        "days before the registered death; for later months it received {sum:money}.",
        "{body_name}发给{name}的{scheme_name}，账户在登记死亡之日前{days}天更换；"
        "死亡之后的月份又进入{sum:money}。",
    ),
    "after": Text(
        "The account that receives the {scheme_name} of {name} from {body_name} was changed {days} "
        "days after the registered death; for later months it received {sum:money}.",
        "{body_name}发给{name}的{scheme_name}，账户在登记死亡之日后{days}天更换；"
        "死亡之后的月份又进入{sum:money}。",
    ),
}

NEEDS = {"benefits": ["body", "scheme", "person", "account", "paid_on", "month", "amount"]}
OPTIONAL = ["account_changes", "schemes"]
APART = ["person"]
REASONS = {"came back": CAME_BACK}

SETTINGS = {
    "days": Setting(
        Text("days before the death in which a change counts", "死亡前多少天内的更换计入"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
        kind="days",
    ),
}


def asides(benefits: Frame) -> Frame:
    """Set aside what came back."""
    return set_aside(benefits, {"came back": came_back("person", "scheme", "month")})


def flags(
    benefits: Frame,
    deaths: Frame,
    account_changes: Frame,
    schemes: Frame,
    *,
    days: int = 90,
) -> Frame:
    """Return payments for months after the death to an account that was new around it."""
    known = deaths.filter(~col("person").is_null(), ~col("died_on").is_null())
    known = known.filter(col("died_on") == col("died_on").max().over("person"))
    known = known.filter(col("code") == col("code").min().over("person"))
    known = known.select(
        "person",
        beside_deaths="code",
        died=day_number(col("died_on")),
        died_month=month_number(col("died_on")),
    )
    rows = benefits.join(known, on="person").with_columns(day=day_number(col("paid_on")))
    rows = keep(rows)
    used = rows.group_by("person", "account").agg(begun=col("day").min())
    used = used.with_columns(first_of_all=col("begun").min().over("person"))
    new = used.filter(col("begun") > col("first_of_all")).select("person", "account", "begun")
    merged = account_changes.filter(col("merger") == 1, ~col("person").is_null())
    merged = merged.group_by("person").agg(mergers=count()).select("person")
    rows = rows.join(new, on=["person", "account"]).join(merged, on="person", how="anti")
    rows = with_rules(rows.filter(col("begun") >= col("died") - days), schemes, "grace")
    rows = rows.filter(col("month") > col("died_month") + coalesce(col("grace"), lit(0)))
    return _leads(rows)


def _leads(rows: Frame) -> Frame:
    """Return the payments to new accounts by whether they were new before the death or after."""
    before = col("begun") < col("died")
    rows = rows.with_columns(
        kind=when(before).then(lit("before")).otherwise(lit("after")),
        days=(col("begun") - col("died")).abs().cast(Int64),
    )
    return added_up(rows, "body", "scheme", "person", "account").select(
        *("code", "lead", "kind", "body_name", "days", "sum", "beside_deaths"),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=lit(0.8),
    )


_DEATHS = """
    person | died_on
    w      | 2024-03-09
"""

EXAMPLES = [
    Example(
        "a new account in February, a death in March, money until May",
        flagged=["王＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | account | month   | paid_on    | amount
                大河镇 | 低保   | w      | 王秀英 | x       | 2024-01 | 2024-01-20 | 400
                大河镇 | 低保   | w      | 王秀英 | y       | 2024-02 | 2024-02-20 | 400
                大河镇 | 低保   | w      | 王秀英 | y       | 2024-04 | 2024-04-20 | 400
                大河镇 | 低保   | w      | 王秀英 | y       | 2024-05 | 2024-05-20 | 400
            """,
            "deaths": _DEATHS,
        },
    ),
    Example(
        "a new account and nothing after the month of death",
        tables={
            "benefits": """
                body   | scheme | person | name   | account | month   | paid_on    | amount
                大河镇 | 低保   | w      | 王秀英 | x       | 2024-01 | 2024-01-20 | 400
                大河镇 | 低保   | w      | 王秀英 | y       | 2024-02 | 2024-02-20 | 400
                大河镇 | 低保   | w      | 王秀英 | y       | 2024-03 | 2024-03-20 | 400
            """,
            "deaths": _DEATHS,
        },
    ),
    Example(
        "banks that merged, and an account that never changed",
        tables={
            "benefits": """
                body   | scheme | person | name   | account | month   | paid_on    | amount
                大河镇 | 低保   | w      | 王秀英 | x       | 2024-01 | 2024-01-20 | 400
                大河镇 | 低保   | w      | 王秀英 | y       | 2024-04 | 2024-04-20 | 400
                大河镇 | 低保   | z      | 赵国强 | z       | 2024-01 | 2024-01-20 | 400
                大河镇 | 低保   | z      | 赵国强 | z       | 2024-05 | 2024-05-20 | 400
            """,
            "deaths": """
                person | died_on
                w      | 2024-03-09
                z      | 2024-03-09
            """,
            "account_changes": """
                person | changed_on | merger
                w      | 2024-03-01 | yes
            """,
        },
    ),
    Example(
        "a payment without an account",
        cannot=["no account"],
        tables={
            "benefits": """
                body   | scheme | person | account | month   | paid_on    | amount
                大河镇 | 低保   | w      |         | 2024-04 | 2024-04-20 | 400
            """,
            "deaths": _DEATHS,
        },
    ),
]
