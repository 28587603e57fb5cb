"""One collector or telephone for many

More than five persons, of more than five households, have their support collected by one person,
or are all on file with one telephone, and no mandate says why.

Why it matters
    Whoever holds the cards of a whole row of neighbours decides what they get. A single telephone
    means that no notice of the bank ever reaches those who are paid.

Innocent reasons
    An agent for the bedridden with a mandate. The telephone of the village office, entered for
    everyone who has none; a number on file for very many is passed over. One large family.

Source
    Collectors who kept the money are a common case in reports of supervision bodies.
"""

from datetime import date

from narwhals import Int64, String, coalesce, col, concat, lit

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import DOCUMENTED, documented, place_named, with_mandates
from sunledger.screening.vocabulary import CAME_BACK, key, set_aside

CHINESE = """一人代领多人、一号登记多人

五人五户以上的补助由同一人代领，或登记同一个电话，且没有委托备案。

为什么重要
    手里攥着一排邻居银行卡的人，给多少由他说了算；只留一个电话，银行的通知就到不了本人。

清白的理由
    为卧床者代领且有委托书；没有电话的人统一填了村委会的电话（登记人数极多的号码已排除）；一个大家庭。

来源
    代领截留是各地通报中的常见案例。
"""

SENTENCE = {
    "collector": Text(
        "One person collects support that {body_name} pays for {persons} persons of {homes} "
        "households, {sum:money} in all; no mandate is on file.",
        "{body_name}发给{homes}户{persons}人的补助由同一人代领，合计{sum:money}，没有委托备案。",
    ),
    "phone": Text(
        "{persons} persons of {homes} households whom {body_name} pays, {sum:money} in all, are on "
        "file with one telephone.",
        "{body_name}发放补助的{homes}户{persons}人登记同一个电话，合计{sum:money}。",
    ),
}

NEEDS = {"benefits": ["body", "person", "month", "amount"]}
OPTIONAL = ["exceptions"]
REASONS = {
    "came back": CAME_BACK,
    "documented": DOCUMENTED,
    "no trace": Reason(
        Text(
            "The row names neither a collector nor a telephone.",
            "该行既无代领人，也无电话。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "persons": Setting(
        Text("persons and households that one may serve without a mandate", "无委托可代领的人数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "most": Setting(
        Text("persons on one telephone beyond which it is an office's", "视为公用电话的登记人数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: an entry by default says nothing.", "自定：默认填写的号码说明不了什么。"
        ),
    ),
}


def asides(benefits: Frame, exceptions: Frame) -> Frame:
    """Set aside what came back, what a document covers, and rows that name no collector."""
    rows = with_mandates(documented(benefits, exceptions, "phone"), exceptions)
    rows = set_aside(
        rows,
        {
            "came back": col("amount") <= 0,
            "documented": col("lawful") | (col("mandates") > 0),
            "no trace": col("collector").is_null() & col("phone").is_null(),
        },
    )
    return rows.drop("lawful", "mandates")


def flags(benefits: Frame, exceptions: Frame, *, persons: int = 5, most: int = 200) -> Frame:
    """Return payments that one person collects, or one telephone stands for, for too many."""
    # Who collects their own money, collects for nobody.
    collected = benefits.filter(col("collector") != col("person"))
    by_hand = _many(collected, "collector", persons, 10**6)
    by_phone = _many(benefits.filter(~col("phone").is_null()), "phone", persons, most)
    return concat([by_hand, by_phone])


def _many(rows: Frame, kind: str, persons: int, most: int) -> Frame:
    """Return the rows of those who share a collector or a telephone."""
    home = coalesce(col("household"), col("person"))
    pairs = rows.with_columns(home=home).group_by(kind, "person").agg(home=col("home").min())
    counted = pairs.group_by(kind).agg(
        persons=col("person").n_unique(), homes=col("home").n_unique()
    )
    few = (col("homes") > persons) & (col("persons") > persons) & (col("persons") <= most)
    rows = rows.join(counted.filter(few), on=kind)
    rows = rows.with_columns(one=col(kind), kind=lit(kind, String))
    rows = keep(rows.with_columns(lead=key("kind", "body", "one")))
    sums = rows.group_by("lead").agg(sum=col("amount").sum().cast(Int64))
    return rows.join(sums, on="lead").select(
        *("code", "lead", "kind", "body_name", "persons", "homes", "sum"),
        subject=place_named(),
        figure=col("amount").cast(Int64),
        strength=lit(0.5 if kind == "collector" else 0.3),
    )


_SIX = """
    body   | person | household | collector | phone | month   | amount | village_name
    大河镇 | a      | h1        | k         |       | 2024-03 | 400    | 柳树村
    大河镇 | b      | h2        | k         |       | 2024-03 | 400    | 柳树村
    大河镇 | c      | h3        | k         |       | 2024-03 | 400    | 柳树村
    大河镇 | d      | h4        | k         |       | 2024-03 | 400    | 柳树村
    大河镇 | e      | h5        | k         |       | 2024-03 | 400    | 柳树村
    大河镇 | f      | h6        | k         |       | 2024-03 | 400    | 柳树村
"""

EXAMPLES = [
    Example(
        "one collector for six households; one telephone for six others",
        flagged=["柳树村", "桃园村"],
        tables={
            "benefits": _SIX
            + """
                大河镇 | g | h7  |  | t | 2024-03 | 400 | 桃园村
                大河镇 | h | h8  |  | t | 2024-03 | 400 | 桃园村
                大河镇 | i | h9  |  | t | 2024-03 | 400 | 桃园村
                大河镇 | j | h10 |  | t | 2024-03 | 400 | 桃园村
                大河镇 | l | h11 |  | t | 2024-03 | 400 | 桃园村
                大河镇 | m | h12 |  | t | 2024-03 | 400 | 桃园村
            """,
        },
    ),
    Example(
        "a mandate for one of the six; the telephone of the village office; one large family",
        tables={
            "benefits": _SIX
            + """
                大河镇 | g | h7  |  | t | 2024-03 | 400 | 桃园村
                大河镇 | h | h8  |  | t | 2024-03 | 400 | 桃园村
                大河镇 | i | h9  |  | t | 2024-03 | 400 | 桃园村
                大河镇 | j | h10 |  | t | 2024-03 | 400 | 桃园村
                大河镇 | l | h11 |  | t | 2024-03 | 400 | 桃园村
                大河镇 | m | h12 |  | t | 2024-03 | 400 | 桃园村
                大河镇 | n | h13 |  | u | 2024-03 | 400 | 杏林村
                大河镇 | o | h13 |  | u | 2024-03 | 400 | 杏林村
                大河镇 | p | h13 |  | u | 2024-03 | 400 | 杏林村
                大河镇 | q | h13 |  | u | 2024-03 | 400 | 杏林村
                大河镇 | r | h13 |  | u | 2024-03 | 400 | 杏林村
                大河镇 | s | h13 |  | u | 2024-03 | 400 | 杏林村
            """,
            "exceptions": """
                person | phone | kind
                f      |       | mandate
                       | t     | village office
            """,
        },
    ),
    Example(
        "neither collector nor telephone is given",
        cannot=["no trace"],
        tables={
            "benefits": """
                body   | person | month   | amount
                大河镇 | a      | 2024-03 | 400
            """,
        },
    ),
]
