"""A supplier that belongs to somebody inside

A body paid a firm that is led or owned by somebody in a post there, by a member of that person's
household, or by declared kin.

Why it matters
    Living off the firm: whoever decides what is bought sells it, under a relative's name.

Innocent reasons
    The interest was declared and the holder of the post stood aside, which is passed over. A small
    share in a large firm. A firm that won in the open against others. The share was sold before.

Source
    Rules against business of relatives of leading staff; the commonest finding in owned firms.
"""

from narwhals import Int64, coalesce, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours
from sunledger.screening.screen import Example, Frame, Text
from sunledger.screening.vocabulary import holds, masked, set_aside

CHINESE = """付款给内部人员或其家人的企业

单位付款的企业，由本单位任职人员、其同户家人或其申报亲属担任负责人或股东。

为什么重要
    靠企吃企：决定买什么的人，以亲属名义卖给自己单位。

清白的理由
    已申报并回避（已排除）；大公司的小额持股；公开竞争中标；股份此前已转让。

来源
    领导人员亲属经商的禁业规定；国有企业中最常见的问题。
"""

SENTENCE = {
    "own": Text(
        "{body_name} paid {who} {times:times}, {sum:money} in all, while {name}, who holds a post "
        "there, was {role} of the firm.",
        "{body_name}向{who}付款{times:times}，合计{sum:money}；同期本单位任职的{name}是该企业的{role}。",
    ),
    "household": Text(
        "{body_name} paid {who} {times:times}, {sum:money} in all; the {role} of the firm is in "
        "the household of {name}, who holds a post there.",
        "{body_name}向{who}付款{times:times}，合计{sum:money}；该企业的{role}与本单位任职的{name}同户。",
    ),
    "kin": Text(
        "{body_name} paid {who} {times:times}, {sum:money} in all; {name}, who holds a post there, "
        "has declared the {role} of the firm as kin.",
        "{body_name}向{who}付款{times:times}，合计{sum:money}；该企业的{role}是本单位任职的{name}申报的亲属。",
    ),
}

NEEDS = {"contract_payments": ["body", "supplier_id", "paid_on", "amount"]}
OPTIONAL = ["people", "kin"]
ALONE = ["supplier_id"]
REASONS = {"money back": NOT_POSITIVE}
SETTINGS = {
    "share": ours("thousandths of a firm below which a share says little", "持股千分比下限"),
    "home": ours("persons beyond which a household is a collective one", "视为集体户的人数"),
}


def asides(contract_payments: Frame) -> Frame:
    """Set aside what came back."""
    return set_aside(contract_payments, {"money back": col("amount") <= 0})


def flags(
    contract_payments: Frame,
    officers: Frame,
    posts: Frame,
    people: Frame,
    kin: Frame,
    *,
    share: int = 50,
    home: int = 15,
) -> Frame:
    """Return payments to firms that are led or owned by insiders, their households, their kin."""
    led = _led(officers, share)
    paid = contract_payments.join(led, on="supplier_id").filter(holds(col("paid_on")))
    paid = keep(paid.drop("since", "until"))
    inside = posts.select(
        *("body", "since", "until"), holder="person", holder_name="name", beside_posts="code"
    )
    own = inside.with_columns(person=col("holder"))
    near = kin.filter(col("recused").fill_null(0) == 0).select(person="relative", holder="person")
    found, seen = [], None
    for kind, ties in (
        ("own", own),
        ("household", _home(posts, people, inside, home)),
        ("kin", inside.join(near, on="holder")),
    ):
        rows = paid.join(ties, on=["body", "person"]).filter(holds(col("paid_on")))
        first = col("beside_posts") == col("beside_posts").min().over("code")
        rows = rows.filter(first)
        rows = rows.filter(col("beside_officers") == col("beside_officers").min().over("code"))
        rows = keep(rows if seen is None else rows.join(seen, on="code", how="anti"))
        mine = rows.select("code")
        seen = mine if seen is None else concat([seen, mine])
        found.append(_leads(kind, rows))
    return concat(found)


def _led(officers: Frame, share: int) -> Frame:
    """Return the firms that persons lead, or own so much of."""
    leads = officers.filter(
        ~col("person").is_null(), col("share").is_null() | (col("share") >= share)
    )
    return leads.select(
        *("person", "since", "until"),
        supplier_id="company",
        role=coalesce(col("role"), lit("officer")),
        beside_officers="code",
    )


def _home(posts: Frame, people: Frame, inside: Frame, most: int) -> Frame:
    """Return the others in the households of those in posts; collective households say nothing."""
    lives = people.filter(~col("household").is_null()).select("person", "household")
    small = lives.group_by("household").agg(heads=count()).filter(col("heads") <= most)
    lives = lives.join(small, on="household").select("person", "household")
    homes = posts.filter(~col("household").is_null()).select("household", beside_posts="code")
    rows = inside.join(homes, on="beside_posts").join(lives, on="household")
    rows = rows.filter(col("person") != col("holder"))
    return rows.select(
        *("body", "since", "until", "holder", "holder_name"), "beside_posts", "person"
    )


def _leads(kind: str, rows: Frame) -> Frame:
    """Return the payments of one kind of tie; a lead a body and firm."""
    rows = rows.with_columns(sort=lit(kind))
    rows = gathered(rows, "sort", "body", "supplier_id", amount="amount")
    who = coalesce(col("supplier"), col("supplier_id"))
    return rows.select(
        *("code", "lead", "body_name", "times", "sum", "role", "beside_officers", "beside_posts"),
        kind="sort",
        name=masked("holder_name"),
        who=who,
        subject=who,
        figure=col("amount").cast(Int64),
        strength=when(col("sort") == "own").then(lit(0.7)).otherwise(lit(0.6)),
    )


_OFFICERS = """
    company | person | role     | share | until
    c1      | w      | 法定代表人 |     |
    c2      | h      | 股东     | 600   |
    c3      | k      | 股东     | 510   |
    c4      | w      | 股东     | 5     |
    c5      | w      | 股东     | 600   | 2023-01-01
    c6      | r      | 股东     | 600   |
"""
_POSTS = """
    body   | person | name   | household | since      | until
    县医院 | w      | 王建国 | hh        | 2020-01-01 |
"""
_KIN = """
    person | relative | recused
    w      | k        | no
    w      | r        | yes
"""

EXAMPLES = [
    Example(
        "a buyer's own firm, that of the household, that of declared kin",
        flagged=["甲公司", "乙公司", "丙公司"],
        tables={
            "contract_payments": """
                body   | number | supplier | supplier_id | paid_on    | amount
                县医院 | h1     | 甲公司   | c1          | 2024-03-01 | 50,000
                县医院 | h2     | 乙公司   | c2          | 2024-03-01 | 50,000
                县医院 | h3     | 丙公司   | c3          | 2024-03-01 | 50,000
            """,
            "officers": _OFFICERS,
            "posts": _POSTS,
            "kin": _KIN,
            "people": """
                person | household
                w      | hh
                h      | hh
            """,
        },
    ),
    Example(
        "a tiny share, a share sold before, declared and recused, another body",
        tables={
            "contract_payments": """
                body   | number | supplier | supplier_id | paid_on    | amount
                县医院 | h4     | 丁公司   | c4          | 2024-03-01 | 50,000
                县医院 | h5     | 戊公司   | c5          | 2024-03-01 | 50,000
                县医院 | h6     | 己公司   | c6          | 2024-03-01 | 50,000
                县中学 | h7     | 甲公司   | c1          | 2024-03-01 | 50,000
            """,
            "officers": _OFFICERS,
            "posts": _POSTS,
            "kin": _KIN,
        },
    ),
    Example(
        "a payment to a firm without its number",
        cannot=["no supplier_id"],
        tables={
            "contract_payments": """
                body   | number | supplier | paid_on    | amount
                县医院 | h1     | 甲公司   | 2024-03-01 | 50,000
            """,
            "officers": _OFFICERS,
            "posts": _POSTS,
        },
    ),
]
