"""Money goes to the account of somebody else

By the bank's return, the account belongs to another person than the one who is to be paid, outside
the household, and no mandate is on file.

Why it matters
    A collector who keeps what is collected is found years later, if at all; a mandate on file costs
    nothing.

Innocent reasons
    A guardian, a care home, an agreed collector whose paper is not in the register of documents
    yet. A grown child who is registered elsewhere. A name typed otherwise at the bank; where every
    sign of it sounds or looks like that of the person's, it is passed over.

Source
    Comparing the bank's return with the list is the usual test for money collected by others; a
    missing mandate is asked about in the same breath.
"""

from narwhals import Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.samesigns import with_apart
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import (
    DOCUMENTED,
    added_up,
    documented,
    plain_name,
    scheme_named,
    with_mandates,
)
from sunledger.screening.vocabulary import CAME_BACK, masked, set_aside

CHINESE = """补助进了别人的账户

按银行回单，账户户名不是领取人，也不是同户家人，且没有代领备案。

为什么重要
    代领人把钱留下，往往几年后才被发现；而备案一次不费什么。

清白的理由
    监护人、敬老院、约定代领人的书面材料尚未备案；户口不在一起的成年子女；银行录名不同（每个字都同音、近音或形近的已排除）。

来源
    银行回单与名册比对，是查代领截留的常用办法；没有代领备案的一并提问。
"""

SENTENCE = Text(
    "{body_name} paid {scheme_name} for {name} {times:times}, {sum:money} in all, to an account of "
    "{holder_name}, who is not of the same household; no mandate is on file.",
    "{body_name}为{name}发放的{scheme_name}{times:times}，合计{sum:money}，进入{holder_name}的账户；"
    "两人不在同一户，也没有代领备案。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "name", "account_name", "month", "amount"]}
OPTIONAL = ["people", "exceptions"]
REASONS = {
    "came back": CAME_BACK,
    "documented": DOCUMENTED,
    "institution": Reason(
        Text(
            "The account is an institution's; shared accounts are asked about elsewhere.",
            "账户属于单位；多人共用的账户另有一项提问。",
        ),
    ),
    "masked": Reason(Text("One of the names is masked.", "姓名已遮蔽。"), applicable=True),
}
SETTINGS: dict[str, Setting] = {}

_PERSON = "^[一-鿿·•. ]{2,5}$"
_MASK = "[*＊×某]"


def asides(benefits: Frame, exceptions: Frame) -> Frame:
    """Set aside what came back, what a document covers, institutions, and masked names."""
    hidden = [col(name).str.contains(_MASK) for name in ("name", "account_name")]
    rows = set_aside(
        with_mandates(documented(benefits, exceptions, "account"), exceptions),
        {
            "came back": col("amount") <= 0,
            "documented": col("lawful") | (col("mandates") > 0),
            "masked": hidden[0] | hidden[1],
            "institution": ~col("account_name").str.contains(_PERSON)
            | col("account_name").str.contains("[院会社司店厂校所]$"),
        },
    )
    return rows.drop("lawful", "mandates")


def flags(benefits: Frame, people: Frame, exceptions: Frame, signs: Frame) -> Frame:
    """Return payments to accounts of others who do not live with the person."""
    rows = benefits.filter(
        col("name") != col("account_name"),
        (col("holder") != col("person")).fill_null(value=True),
    )
    rows = rows.with_columns(mine=plain_name("name"), theirs=plain_name("account_name"))
    rows = with_apart(rows.filter(col("mine") != col("theirs")), signs, "mine", "theirs")
    rows = keep(rows.filter(col("apart") > 0))
    rows = rows.join(_at_home(rows, people), on="code", how="anti")
    return added_up(rows, "body", "scheme", "person", "account_name").select(
        *("code", "lead", "body_name", "times", "sum"),
        scheme_name=scheme_named(),
        name=masked("name"),
        holder_name=masked("account_name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=lit(0.3),
    )


def _at_home(rows: Frame, people: Frame) -> Frame:
    """Return the payments whose account belongs to somebody of the same household."""
    home = people.filter(~col("household").is_null())
    living = home.select("person", home="household")
    mine = rows.select("code", "person", "holder", "account_name", "household")
    mine = mine.join(living, on="person", how="left")
    mine = mine.with_columns(home=coalesce(col("home"), col("household")))
    mates = home.select(home="household", mate="person", called="name")
    mine = mine.join(mates, on="home")
    same = (col("mate") == col("holder")).fill_null(value=False)
    named = (col("called") == col("account_name")).fill_null(value=False)
    return mine.filter(same | named).group_by("code").agg(mates=count()).select("code")


_PEOPLE = """
    person | name   | household
    w      | 王秀英 | h1
    g      | 郭建国 | h1
    l      | 李桂兰 | h2
"""

EXAMPLES = [
    Example(
        "money for one woman, on the account of a man of another household",
        flagged=["王＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | account | account_name | month   | amount
                大河镇 | 低保   | w      | 王秀英 | x       | 钱有福       | 2024-03 | 400
                大河镇 | 低保   | w      | 王秀英 | x       | 钱有福       | 2024-04 | 400
                大河镇 | 低保   | l      | 李桂兰 | y       | 李桂兰       | 2024-03 | 400
            """,
            "people": _PEOPLE,
        },
    ),
    Example(
        "her husband; a mandate on file; a care home; an older form of the name, and its sound",
        tables={
            "benefits": """
                body   | scheme | person | name   | account | account_name | month   | amount
                大河镇 | 低保   | w      | 王秀英 | x       | 郭建国       | 2024-03 | 400
                大河镇 | 低保   | l      | 李桂兰 | y       | 钱有福       | 2024-03 | 400
                大河镇 | 低保   | k      | 孔德全 | z       | 大河镇敬老院 | 2024-03 | 400
                大河镇 | 低保   | o      | 欧阳春 | r       | 钱有福       | 2024-03 | 400
                大河镇 | 低保   | m      | 马国华 | q       | 馬國華       | 2024-03 | 400
                大河镇 | 低保   | y      | 李秀荣 | p       | 李绣蓉       | 2024-03 | 400
            """,
            "people": _PEOPLE,
            "exceptions": """
                account | person | kind
                y       | l      | guardian
                        | o      | mandate
            """,
        },
    ),
    Example(
        "one sign sounds alike, and the other is another",
        flagged=["李＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | account | account_name | month   | amount
                大河镇 | 低保   | y      | 李秀荣 | p       | 李绣芳       | 2024-03 | 400
            """,
        },
    ),
    Example(
        "no holder known, and a masked one",
        cannot=["no account_name", "masked"],
        tables={
            "benefits": """
                body   | scheme | person | name   | account | account_name | month   | amount
                大河镇 | 低保   | w      | 王秀英 | x       |              | 2024-03 | 400
                大河镇 | 低保   | l      | 李桂兰 | y       | 钱*福        | 2024-03 | 400
            """,
        },
    ),
]
