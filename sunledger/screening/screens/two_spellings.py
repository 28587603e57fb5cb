"""Two spellings of one person

Within a few days one account receives the same amount of one scheme twice, under two identities of
which at least one is not in the population register.

Why it matters
    A line whose number or name is written a little otherwise passes every check for duplicates, and
    is paid beside the true one.

Innocent reasons
    Two children of one family on the family's card, one of them not yet in the register. A number
    corrected in the middle of a month. An extract of the register older than the payment.

Source
    Measured on a made-up province: without a look into the register nine of a hundred such pairs
    were true, for care homes receive one amount for each resident; without pairs of two real
    persons all were true, and none was lost.
"""

from datetime import date

from narwhals import Int64, String, coalesce, col, concat, concat_str, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Setting, Text
from sunledger.screening.support import DOCUMENTED, READ, documented, scheme_named
from sunledger.screening.vocabulary import CAME_BACK, key, masked, set_aside

CHINESE = """一人两种写法

几天之内，同一账户收到同一项补助的两笔相同金额，领取人写法不同，其中至少一人不在人口登记中。

为什么重要
    号码或姓名稍有不同的一行，能躲过所有查重，与真的那一行一起发放。

清白的理由
    一家两个孩子共用家里的卡，其中一个尚未入户；号码在月中更正；人口数据早于发放日期。

来源
    在一个虚构的省里实测：不查人口登记，一百对里只有九对属实，因为敬老院按人收同样金额；
    去掉两人都真实存在的，余下全部属实，也没有漏掉。
"""

SENTENCE = Text(
    "{body_name} paid {stake:money} of {scheme_name} into one account under two identities a few "
    "days apart; the one written {name} is in no population register.",
    "{body_name}几天之内以两个身份向同一账户发放{scheme_name}，其中写作{name}的不在人口登记中，"
    "涉及{stake:money}。",
)

NEEDS = {"benefits": ["body", "scheme", "account", "paid_on", "amount", "month"]}
OPTIONAL = ["exceptions"]
APART = ["account"]
REASONS = {"came back": CAME_BACK, "documented": DOCUMENTED}

SETTINGS = {
    "within": Setting(
        Text("days between the two payments, at most", "两笔发放最多相隔天数"),
        since=date(2024, 1, 1),
        source=Text("Our own: one round of payment.", "自定：一轮发放。"),
        kind="days",
    ),
    "most": Setting(
        Text(
            "identities on an account beyond which it serves an institution", "视为机构账户的人数"
        ),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_READ = (*READ, "account", "paid_on", "born")


def asides(benefits: Frame, exceptions: Frame) -> Frame:
    """Set aside what came back, and accounts that a document covers."""
    rows = set_aside(
        documented(benefits, exceptions, "account"),
        {"came back": col("amount") <= 0, "documented": col("lawful")},
    )
    return rows.drop("lawful")


def narrow(benefits: Frame) -> Frame:
    """Return the accounts with more than one identity, or with a person without a number."""
    # Nearly every account has one identity; the register is asked about the others only.
    person = col("person")
    several = benefits.group_by("account").agg(
        low=person.min(), high=person.max(), nameless=person.is_null().cast(Int64).sum()
    )
    several = several.filter((col("low") != col("high")) | (col("nameless") > 0))
    return several.select("account")


def flags(
    benefits: Frame, people: Frame, exceptions: Frame, *, within: int = 7, most: int = 10
) -> Frame:
    """Return payments to identities in no register, each with the payment it stands beside."""
    named = concat_str([lit("name "), coalesce(col("name"), lit(""))])
    rows = keep(benefits.select(*_READ).join(narrow(benefits), on="account", how="semi"))
    rows = rows.with_columns(
        who=coalesce(col("person").cast(String), named), day=day_number(col("paid_on"))
    )
    same = ["account", "scheme", "amount"]
    asked = people.join(rows.select("person"), on="person", how="semi")
    real = keep(asked.group_by("person").agg(registered=count()))
    unknown = keep(rows.join(real, on="person", how="anti"))
    asked = unknown.select("account").group_by("account").agg(asked=count())
    near = keep(rows.join(asked, on="account").join(real, on="person", how="left"))
    small = near.group_by("account").agg(many=col("who").n_unique())
    small = small.filter(col("many") <= most).select("account")
    mine = unknown.join(small, on="account").select(
        *same, mine="code", other_who="who", other_day="day", other_name="name", other_born="born"
    )
    pairs = mine.join(near, on=same).filter(
        col("who") != col("other_who"), (col("day") - col("other_day")).abs() <= within
    )
    # Of two that are both unknown, the later is the one too many.
    before = (col("day") < col("other_day")) | (
        (col("day") == col("other_day")) & (col("code") < col("mine"))
    )
    pairs = keep(pairs.filter(~col("registered").is_null() | before))
    return _leads(pairs, rows)


def _leads(pairs: Frame, rows: Frame) -> Frame:
    """Return both rows of every pair; the one that is in no register carries the amount."""
    alike = (col("name") == col("other_name")) | (col("born") == col("other_born"))
    pairs = pairs.with_columns(
        lead=key("account", "scheme", "other_who"),
        alike=when(alike.fill_null(value=False)).then(lit(1)).otherwise(lit(0)),
    )
    kinds = pairs.group_by("lead").agg(alike=col("alike").max())
    extra = (
        pairs.group_by("lead", "mine").agg(pairs=count()).select("lead", code="mine", own=lit(1))
    )
    partner = pairs.group_by("lead", "code").agg(pairs=count()).select("lead", "code", own=lit(0))
    both = concat([extra, partner]).group_by("lead", "code").agg(own=col("own").max())
    both = keep(both.join(rows, on="code").join(kinds, on="lead"))
    figure = when(col("own") == 1).then(col("amount")).otherwise(lit(0)).cast(Int64)
    both = both.with_columns(figure=figure)
    called = when(col("own") == 1).then(masked("name"))
    both = both.with_columns(
        stake=col("figure").sum().over("lead").cast(Int64), called=called.min().over("lead")
    )
    return both.select(
        *("code", "lead", "body_name", "stake", "figure"),
        scheme_name=scheme_named(),
        name=col("called"),
        subject=col("called"),
        strength=when(col("alike") == 1).then(lit(0.9)).otherwise(lit(0.6)),
    )


_PEOPLE = """
    person | name
    w      | 王秀英
    l      | 李桂兰
"""

EXAMPLES = [
    Example(
        "one woman under two numbers, two days apart",
        flagged=["王＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | account | month   | paid_on    | amount
                大河镇 | 低保   | w      | 王秀英 | x       | 2024-03 | 2024-03-05 | 400
                大河镇 | 低保   | w2     | 王秀瑛 | x       | 2024-03 | 2024-03-07 | 400
            """,
            "people": _PEOPLE,
        },
    ),
    Example(
        "two real persons on one card; a payment a month later; a documented account",
        tables={
            "benefits": """
                body   | scheme | person | name   | account | month   | paid_on    | amount
                大河镇 | 低保   | w      | 王秀英 | x       | 2024-03 | 2024-03-05 | 400
                大河镇 | 低保   | l      | 李桂兰 | x       | 2024-03 | 2024-03-05 | 400
                大河镇 | 低保   | w2     | 王秀瑛 | x       | 2024-04 | 2024-04-05 | 400
                大河镇 | 特困   | q      | 钱福生 | y       | 2024-04 | 2024-04-05 | 900
                大河镇 | 特困   | k      | 孔德全 | y       | 2024-04 | 2024-04-05 | 900
            """,
            "people": _PEOPLE,
            "exceptions": """
                account | kind
                y       | care home
            """,
        },
    ),
    Example(
        "a payment without an account, and one without a day",
        cannot=["no account", "no paid_on"],
        tables={
            "benefits": """
                body   | scheme | person | account | month   | paid_on    | amount
                大河镇 | 低保   | w      |         | 2024-03 | 2024-03-05 | 400
                大河镇 | 低保   | w      | x       | 2024-03 |            | 400
            """,
            "people": _PEOPLE,
        },
    ),
]
