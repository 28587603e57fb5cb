"""Money that comes back

A body pays a firm; within weeks the firm, or another firm in between, pays somebody who holds a
post in that body, a member of that person's household, or declared kin.

Why it matters
    What goes round was never the price of anything: part of it is the thanks.

Innocent reasons
    A wage for work at the firm, a deposit or a refund that is marked as such: passed over. A loan
    between relatives. Rent for a room that the family lets to the firm. The firm pays hundreds of
    persons, as an agency for labour does; such firms are passed over.

Source
    Cycles of payments between a unit, its supplier and its people are a first question of those who
    look into accounts with leave to do so.
"""

from narwhals import Int64, coalesce, col, concat, lit
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import holds, masked, set_aside

CHINESE = """钱又转回来了

单位付款给企业后几周内，该企业（或经另一企业）向本单位任职人员、其同户家人或申报亲属转账。

为什么重要
    转一圈回来的钱不是任何东西的价款，其中一部分是“感谢”。

清白的理由
    在该企业上班的工资、注明的押金或退款（已排除）；亲属间借款；家人把房屋租给该企业；劳务派遣等向数百人付款的企业（已排除）。

来源
    在依法可查询账户时，单位、供应商与其人员之间的资金回流是首先要问的问题。
"""

_SAYS = Text(
    "{body_name} paid {who} {paid:money} from {since} on; by {by} {name}, who holds a post there, "
    "or their household or kin, had received {sum:money} from {giver}.",
    "{body_name}自{since}起付给{who}{paid:money}；至{by}，本单位任职的{name}（或其同户、亲属）"
    "从{giver}收到{sum:money}。",
)
SENTENCE = {"straight": _SAYS, "through": _SAYS}

NEEDS = {"contract_payments": ["body", "supplier_id", "paid_on", "amount"]}
OPTIONAL = ["people", "kin"]
ALONE = ["supplier_id"]
REASONS = {
    "money back": NOT_POSITIVE,
    "pays many": Reason(
        Text(
            "The firm pays very many persons, as an agency for labour does.",
            "该企业向大量个人付款，如劳务派遣。",
        )
    ),
    "no flows": Reason(
        Text(
            "No account of the firm is known for that time.",
            "没有该企业同期的资金往来。",
        ),
        applicable=True,
    ),
}
SETTINGS = {
    "days": ours("days within which it comes back", "回流的天数", "days"),
    "least": ours("least sum that is asked about", "过问的最低金额", "money"),
    "crowd": ours("persons paid by a firm beyond which it says nothing", "付款人数上限"),
}

_HALF = 50  # hundredths of what a firm in between received that it must pass on
_HOME = 15  # persons beyond which a household is a collective one
_MARKED = ("wage", "deposit", "refund", "dividend", "工资", "押金", "退款", "分红")


def asides(contract_payments: Frame, flows: Frame, *, crowd: int = 50) -> Frame:
    """Set aside what came back openly, firms that pay many, and firms of which nothing is known."""
    paid = flows.filter(~col("from_firm").is_null()).group_by("from_firm")
    heads = paid.agg(heads=col("to_person").n_unique())
    rows = contract_payments.join(heads, left_on="supplier_id", right_on="from_firm", how="left")
    reasons = {
        "money back": col("amount") <= 0,
        "no flows": col("heads").is_null(),
        "pays many": (col("heads") > crowd).fill_null(value=False),
    }
    return set_aside(rows, reasons).drop("heads")


def flags(
    contract_payments: Frame,
    flows: Frame,
    posts: Frame,
    people: Frame,
    kin: Frame,
    *,
    days: int = 60,
    least: int = 1_000_00,
) -> Frame:
    """Return payments of which a part reached somebody inside within weeks."""
    unmarked = flows.filter(
        col("amount") >= least, ~col("kind").is_in(_MARKED).fill_null(value=False)
    )
    moved = keep(unmarked.with_columns(day=day_number(col("on"))))
    near = keep(_near(posts, people, kin))
    to_person = moved.filter(~col("to_person").is_null(), ~col("from_firm").is_null())
    to_person = keep(
        to_person.with_columns(
            back=col("amount"),
            back_day=col("day"),
            back_on=col("on"),
            person=col("to_person"),
            beside_flows=col("code"),
        )
    )
    rows = contract_payments.with_columns(paid_day=day_number(col("paid_on")))
    gifts = to_person.select(
        *("back", "back_day", "back_on", "person", "beside_flows"),
        giver="from_firm",
    )
    straight = rows.join(gifts.with_columns(supplier_id=col("giver")), on="supplier_id")
    between = _passed_on(moved, gifts, days)
    through = rows.join(between, on="supplier_id").filter(col("first_day") >= col("paid_day"))
    found = [
        _leads("straight", straight, near, days),
        _leads("through", through.drop("first_day"), near, days),
    ]
    return concat(found)


def _passed_on(moved: Frame, gifts: Frame, days: int) -> Frame:
    """Return gifts that a second firm made of what a first one had paid it."""
    firms = moved.filter(~col("from_firm").is_null(), ~col("to_firm").is_null())
    firms = firms.filter(col("from_firm") != col("to_firm")).select(
        supplier_id="from_firm", giver="to_firm", passed="amount", first_day="day"
    )
    rows = firms.join(gifts, on="giver")
    later = (col("back_day") >= col("first_day")) & (col("back_day") <= col("first_day") + days)
    rows = rows.filter(later, col("back") <= col("passed"))
    return rows.filter(col("back") * 100 >= col("passed") * _HALF).drop("passed")


def _near(posts: Frame, people: Frame, kin: Frame) -> Frame:
    """Return who stands inside a body or near somebody who does: body, person, holder."""
    inside = posts.select("body", "since", "until", "person", "household", holder_name="name")
    lives = people.filter(~col("household").is_null()).select("household", other="person")
    small = lives.group_by("household").agg(n=count()).filter(col("n") <= _HOME)
    lives = lives.join(small.select("household"), on="household")
    own = inside.drop("household")
    with_home = inside.filter(~col("household").is_null()).join(lives, on="household")
    with_home = with_home.with_columns(person=col("other")).drop("household", "other")
    relatives = kin.select("person", other="relative")
    with_kin = inside.drop("household").join(relatives, on="person")
    with_kin = with_kin.with_columns(person=col("other")).drop("other")
    columns = ("body", "since", "until", "person", "holder_name")
    return concat([one.select(*columns) for one in (own, with_home, with_kin)])


_PAYMENT = ("code", "body", "body_name", "supplier", "supplier_id", "paid_on", "amount")


def _leads(kind: str, rows: Frame, near: Frame, days: int) -> Frame:
    """Return the payments of which somebody near received a part; a lead a body and firm."""
    gap = col("back_day") - col("paid_day")
    rows = rows.filter(gap >= 0, gap <= days, col("back") <= col("amount"))
    rows = rows.join(near, on=["body", "person"]).filter(holds(col("paid_on")))
    # One gift speaks for a payment, and one holder of a post for a gift.
    rows = rows.with_columns(holder_name=col("holder_name").fill_null(""))
    one = (*_PAYMENT, "back", "back_on", "giver", "beside_flows")
    rows = keep(rows.group_by(*one).agg(holder=col("holder_name").min()))
    rows = rows.filter(col("beside_flows") == col("beside_flows").min().over("code"))
    rows = gathered(rows.with_columns(sort=lit(kind)), "sort", "body", "supplier_id", amount="back")
    whole = rows.group_by("lead").agg(
        paid=col("amount").sum().cast(Int64),
        since=col("paid_on").min(),
        by=col("back_on").max(),
        who=coalesce(col("supplier"), col("supplier_id")).min(),
        from_whom=col("giver").min(),
        holder_of_post=col("holder").min(),
    )
    rows = rows.join(whole, on="lead")
    return rows.select(
        *("code", "lead", "body_name", "since", "by", "paid", "sum", "who", "beside_flows"),
        kind="sort",
        giver="from_whom",
        name=masked("holder_of_post"),
        subject="who",
        figure=col("back").cast(Int64),
        strength=lit(0.7 if kind == "straight" else 0.6),
    )


_POSTS = """
    body   | person | name   | household | since
    县医院 | w      | 王建国 | hh        | 2020-01-01
"""
_PEOPLE = """
    person | household
    w      | hh
    h      | hh
"""
_PAID = """
    body   | number | supplier | supplier_id | paid_on    | amount
    县医院 | h1     | 甲公司   | c1          | 2024-03-01 | 500,000
"""

EXAMPLES = [
    Example(
        "to the household within three weeks; through another firm; to declared kin",
        flagged=["甲公司", "乙公司", "丙公司"],
        tables={
            "contract_payments": """
                body   | number | supplier | supplier_id | paid_on    | amount
                县医院 | h1     | 甲公司   | c1          | 2024-03-01 | 500,000
                县医院 | h2     | 乙公司   | c2          | 2024-03-01 | 500,000
                县医院 | h3     | 丙公司   | c3          | 2024-03-01 | 500,000
            """,
            "flows": """
                from_firm | to_firm | to_person | on         | amount
                c1        |         | h         | 2024-03-20 | 50,000
                c2        | c9      |           | 2024-03-10 | 60,000
                c9        |         | w         | 2024-04-02 | 55,000
                c3        |         | k         | 2024-04-15 | 20,000
            """,
            "posts": _POSTS,
            "people": _PEOPLE,
            "kin": """
                person | relative
                w      | k
            """,
        },
    ),
    Example(
        "a wage; before the payment; three months later; to a stranger; more than was paid",
        tables={
            "contract_payments": _PAID,
            "flows": """
                from_firm | to_person | on         | amount  | kind
                c1        | h         | 2024-03-20 | 8,000   | 工资
                c1        | h         | 2024-02-20 | 50,000  |
                c1        | h         | 2024-06-20 | 50,000  |
                c1        | x         | 2024-03-20 | 50,000  |
                c1        | w         | 2024-03-20 | 900,000 |
            """,
            "posts": _POSTS,
            "people": _PEOPLE,
        },
    ),
    Example(
        "the firm in between kept most of it; an agency that pays many",
        tables={
            "contract_payments": """
                body   | number | supplier | supplier_id | paid_on    | amount
                县医院 | h1     | 甲公司   | c1          | 2024-03-01 | 500,000
                县医院 | h2     | 乙公司   | c2          | 2024-03-01 | 500,000
            """,
            "flows": """
                from_firm | to_firm | to_person | on         | amount
                c1        | c9      |           | 2024-03-10 | 400,000
                c9        |         | w         | 2024-04-02 | 5,000
                c2        |         | w         | 2024-03-05 | 9,000
                c2        |         | p1        | 2024-03-05 | 9,000
                c2        |         | p2        | 2024-03-05 | 9,000
            """,
            "posts": _POSTS,
        },
        settings={"crowd": 2},
    ),
    Example(
        "no account of the firm is known",
        cannot=["no flows"],
        tables={
            "contract_payments": _PAID,
            "flows": """
                from_firm | to_person | on         | amount
                c7        | h         | 2024-03-20 | 8,000
            """,
            "posts": _POSTS,
        },
    ),
]
