"""One account for many households

Support for persons of more than three households goes to one account, and no document says why.

Why it matters
    Money that goes to an agent's account may never reach the persons for whom it is meant; and
    names that exist on paper only need an account that somebody holds.

Innocent reasons
    A care home, an orphanage, a village's common account, a guardian of several: all of them can be
    documented once, and are then not asked about again. Old persons without a card of their own.
    Members of one family whose registers were split.

Source
    Done by most bodies that compare lists of support with bank returns. In a made-up province 70 of
    105 such accounts were lawful care homes; so the register of documents is part of the rule.
"""

from datetime import date

from narwhals import Int64, String, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Setting, Text
from sunledger.screening.support import DOCUMENTED, documented, place_named
from sunledger.screening.vocabulary import CAME_BACK, key, set_aside

CHINESE = """多户共用一个账户

三户以上人员的补助进入同一账户，且没有备案依据。

为什么重要
    打进代领人账户的钱，未必到得了本人手里；只在纸上存在的人，也需要一个有人掌握的账户。

清白的理由
    敬老院、福利院、村集体账户、一人监护多人：都可以一次备案，以后不再提问；
    没有银行卡的老人；分户而居的一家人。

来源
    多数地方把补助名册与银行回单比对时都做。在一个虚构的省里，105个这样的账户有70个是合法的敬老院，
    所以备案登记是规则的一部分。
"""

SENTENCE = Text(
    "Money that {body_name} pays for {persons} persons of {homes} households, {sum:money} in all, "
    "goes to one account, the last for {last:month}; no document on file says why.",
    "{body_name}发给{homes}户{persons}人的补助进入同一账户，合计{sum:money}，"
    "最后一次为{last:month}；没有备案依据。",
)

NEEDS = {"benefits": ["body", "person", "account", "month", "amount"]}
OPTIONAL = ["people", "exceptions"]
APART = ["account"]
REASONS = {"came back": CAME_BACK, "documented": DOCUMENTED}

SETTINGS = {
    "households": Setting(
        Text("households that one account may serve without a document", "无备案账户的户数上限"),
        since=date(2024, 1, 1),
        source=Text("Our own; three were seen in practice.", "自定；实践中常用三户。"),
    ),
}

_READ = ("code", "body", "body_name", "account", "village", "village_name", "month", "amount")


def asides(benefits: Frame, exceptions: Frame) -> Frame:
    """Set aside what came back, and accounts that a document covers."""
    rows = set_aside(
        documented(benefits, exceptions, "account"),
        {"came back": col("amount") <= 0, "documented": col("lawful")},
    )
    return rows.drop("lawful")


def narrow(benefits: Frame) -> Frame:
    """Return the accounts into which more than one person is paid."""
    # An account of few persons has few households; the register is asked about the others only.
    several = benefits.group_by("account").agg(low=col("person").min(), high=col("person").max())
    return several.filter(col("low") != col("high")).select("account")


def flags(benefits: Frame, people: Frame, exceptions: Frame, *, households: int = 3) -> Frame:
    """Return the payments into accounts that serve too many households."""
    paid = benefits.join(narrow(benefits), on="account", how="semi")
    paid = keep(paid.group_by("account", "person").agg(listed=col("household").min()))
    paid = paid.with_columns(persons=count().over("account"))
    paid = keep(paid.filter(col("persons") > households))
    asked = people.join(paid.select("person"), on="person", how="semi")
    homes = asked.group_by("person").agg(registered=col("household").min())
    paid = paid.join(homes, on="person", how="left")
    # Whose household nobody knows stands for one of its own.
    home = coalesce(col("registered"), col("listed"), col("person"))
    counted = (
        paid.with_columns(home=home)
        .group_by("account")
        .agg(homes=col("home").n_unique(), persons=col("person").n_unique())
    )
    counted = keep(counted.filter(col("homes") > households))
    rows = keep(
        benefits.select(*_READ)
        .join(counted, on="account")
        .with_columns(lead=key("body", "account"))
    )
    sums = rows.group_by("lead").agg(sum=col("amount").sum().cast(Int64), last=col("month").max())
    return rows.join(sums, on="lead").select(
        *("code", "lead", "body_name", "persons", "homes", "sum", "last"),
        subject=place_named(),
        party=col("account").cast(String),
        figure=col("amount").cast(Int64),
        strength=when(col("homes") > 2 * households).then(lit(0.7)).otherwise(lit(0.5)),
    )


_FOUR = """
    body   | person | household | account | month   | amount | village_name
    大河镇 | a      | h1        | x       | 2024-03 | 400    | 柳树村
    大河镇 | b      | h2        | x       | 2024-03 | 400    | 柳树村
    大河镇 | c      | h3        | x       | 2024-03 | 380    | 柳树村
    大河镇 | d      |           | x       | 2024-03 | 400    | 柳树村
    大河镇 | d      |           | y       | 2024-04 | 400    | 柳树村
"""

EXAMPLES = [
    Example(
        "four households, one of them known by its person only",
        flagged=["柳树村"],
        tables={"benefits": _FOUR},
    ),
    Example(
        "a care home with its document",
        tables={
            "benefits": _FOUR,
            "exceptions": """
                account | kind      | document          | since
                x       | care home | 民政发〔2022〕7号 | 2022-01-01
            """,
        },
    ),
    Example(
        "a care home whose document has lapsed",
        flagged=["柳树村"],
        tables={
            "benefits": _FOUR,
            "exceptions": """
                account | kind      | since      | until
                x       | care home | 2022-01-01 | 2023-12-31
            """,
        },
    ),
    Example(
        "a guardian with a document for one; and a register that knows two as one family",
        tables={
            "benefits": _FOUR
            + """
                大河镇 | e | h5 | x | 2024-03 | 400 | 柳树村
            """,
            "exceptions": """
                account | person | kind
                x       | e      | guardian
            """,
            "people": """
                person | household
                c      | h3
                d      | h3
            """,
        },
    ),
    Example(
        "a payment without an account, and one to nobody known",
        cannot=["no account", "no person"],
        tables={
            "benefits": """
                body   | person | account | month   | amount
                大河镇 | a      |         | 2024-03 | 400
                大河镇 |        | x       | 2024-03 | 400
            """,
        },
    ),
]
