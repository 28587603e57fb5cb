"""What belongs to all, let to the one who answers for it

The lessee of something that belongs to all holds a post of the village or township that let it, is
a declared relative of somebody who does, or is a firm that such a person leads or owns.

Why it matters
    Whoever lets for all and rents for himself sits on both sides of the table.

Innocent reasons
    An open offer that was won fairly; such leases are passed over where the contract says so. A
    relation that was declared, and the holder stood aside. A lease older than the post.

Source
    Reviews of village contracts look for lessees among cadres, their relatives and their firms.
"""

from datetime import date

from narwhals import Int64, coalesce, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """集体资产租给了管它的人

集体资产的承租方是出租村（镇）的任职人员、其申报的亲属，或由他们管理、持股的企业。

为什么重要
    替大家出租、又给自己承租，等于坐在桌子的两边。

清白的理由
    公开竞租公平取得（合同注明的已排除）；亲属关系已申报且本人回避；任职之前签订的合同。

来源
    清理农村合同时都查承租方是否为村干部、亲属及其企业。
"""

SENTENCE = {
    "self": Text(
        "{body_name} lets {what} for {rent:money} a year to a person who held the post of {post} "
        "there when the contract was signed on {signed_on}; no open offer is on record.",
        "{body_name}将{what}以每年{rent:money}出租，承租人在签约日（{signed_on}）任该处{post}；"
        "没有公开竞租记录。",
    ),
    "kin": Text(
        "{body_name} lets {what} for {rent:money} a year to a declared relative of a person who "
        "held the post of {post} there when the contract was signed on {signed_on}; no open offer "
        "is on record.",
        "{body_name}将{what}以每年{rent:money}出租，承租人是签约日（{signed_on}）该处{post}申报的亲属；"
        "没有公开竞租记录。",
    ),
    "firm": Text(
        "{body_name} lets {what} for {rent:money} a year to a firm that a person leads or owns who "
        "held the post of {post} there when the contract was signed on {signed_on}, or a declared "
        "relative; no open offer is on record.",
        "{body_name}将{what}以每年{rent:money}租给企业，该企业由签约日（{signed_on}）任该处{post}的人"
        "或其申报亲属管理、持股；没有公开竞租记录。",
    ),
}

NEEDS = {"leases": ["body", "signed_on", "rent"]}
OPTIONAL = ["kin", "officers"]
ALONE = ["body"]
REASONS = {
    "tendered": Reason(Text("Anyone could offer.", "已公开竞租。")),
    "nobody": Reason(
        Text(
            "Neither the person nor the firm of the lessee is known by number.",
            "没有承租人证件号或企业代码。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "owners": Setting(
        Text("thousandths of a firm that count as owning it", "视为持股的千分比"),
        since=date(2024, 1, 1),
        source=Text("Our own: a tenth.", "自定：一成。"),
    ),
    "most": Setting(
        Text("relatives beyond which a declaration is a mistake", "视为误录的亲属人数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}


def asides(leases: Frame) -> Frame:
    """Set aside open offers, and lessees who cannot be told apart."""
    return set_aside(
        leases,
        {
            "tendered": (col("tendered") == 1).fill_null(value=False),
            "nobody": col("person").is_null() & col("lessee_id").is_null(),
        },
    )


def flags(
    leases: Frame, posts: Frame, kin: Frame, officers: Frame, *, owners: int = 100, most: int = 40
) -> Frame:
    """Return the leases to holders of posts, their relatives and firms; each is a lead."""
    people = _people(posts, kin, most)
    led = officers.filter(~col("person").is_null())
    led = led.filter((col("role") != "shareholder") | (col("share").fill_null(1000) >= owners))
    led = led.select(lessee_id="company", person="person", from_="since", to="until")
    alone = leases.filter(~col("person").is_null()).with_columns(firm=lit(0))
    firms = leases.filter(col("person").is_null()).drop("person").join(led, on="lessee_id")
    signed = col("signed_on")
    began, ended = col("from_") > signed, col("to") <= signed
    firms = firms.filter(~began.fill_null(value=False), ~ended.fill_null(value=False))
    firms = firms.with_columns(firm=lit(1))
    names = ("code", "body", "person", "signed_on", "firm")
    both = concat([alone.select(*names), firms.select(*names)]).rename({"person": "who"})
    found = both.join(people, on=["body", "who"])
    began, ended = col("begins") > signed, col("ends") <= signed
    found = found.filter(~began.fill_null(value=False), ~ended.fill_null(value=False))
    kind = when(col("firm") == 1).then(lit("firm")).otherwise(col("kind"))
    found = found.with_columns(kind=kind)
    # Of several ties the nearest speaks: self, then kin, then a firm.
    chief = found.group_by("code").agg(kind=col("kind").max(), post=col("post").min())
    return leases.join(chief, on="code").select(
        *("code", "kind", "body_name", "rent", "post", "signed_on"),
        what=coalesce(col("title"), col("asset"), lit("—")),
        lead="code",
        subject=coalesce(col("title"), col("asset"), col("contract"), lit("—")),
        figure=col("rent").cast(Int64),
        strength=when(col("kind") == "self").then(lit(0.6)).otherwise(lit(0.5)),
    )


def _people(posts: Frame, kin: Frame, most: int) -> Frame:
    """Return who holds a post of a body, and their relatives as declared, with the post."""
    held = posts.select(
        "body", holder="person", post=coalesce(col("title"), lit("—")), begins="since", ends="until"
    )
    near = kin.filter(col("recused").fill_null(0) == 0)
    near = near.select(holder="person", who="relative")
    near = near.with_columns(relatives=count().over("holder"))
    near = near.filter(col("relatives") <= most).drop("relatives")
    own = held.with_columns(who=col("holder"), kind=lit("self"))
    theirs = held.join(near, on="holder").with_columns(kind=lit("kin"))
    columns = ("body", "who", "post", "begins", "ends", "kind")
    return concat([own.select(*columns), theirs.select(*columns)])


EXAMPLES = [
    Example(
        "to the head of the village; to the brother's firm",
        flagged=["北塘", "门面"],
        tables={
            "leases": """
                body   | title | person | lessee_id | rent  | signed_on  | tendered
                大河村 | 北塘  | w      |           | 1,000 | 2023-01-04 | no
                大河村 | 门面  |        | f1        | 9,000 | 2023-01-04 |
                大河村 | 南塘  | x      |           | 1,000 | 2023-01-04 | no
            """,
            "posts": """
                body   | person | title    | since
                大河村 | w      | 村委主任 | 2021-01-01
            """,
            "kin": """
                person | relative | relation
                w      | b        | sibling
            """,
            "officers": """
                company | person | role                 | share
                f1      | b      | legal representative |
            """,
        },
    ),
    Example(
        "an open offer; a lease older than the post; a small share; a recusal",
        tables={
            "leases": """
                body   | title | person | lessee_id | rent  | signed_on  | tendered
                大河村 | 北塘  | w      |           | 1,000 | 2023-01-04 | yes
                大河村 | 西塘  | w      |           | 1,000 | 2015-01-04 | no
                大河村 | 门面  |        | f1        | 9,000 | 2023-01-04 |
                大河村 | 南塘  | b      |           | 1,000 | 2023-01-04 | no
            """,
            "posts": """
                body   | person | title    | since
                大河村 | w      | 村委主任 | 2021-01-01
            """,
            "kin": """
                person | relative | relation | recused
                w      | b        | sibling  | yes
            """,
            "officers": """
                company | person | role        | share
                f1      | w      | shareholder | 20
            """,
        },
    ),
    Example(
        "a lessee without a number",
        cannot=["nobody"],
        tables={
            "leases": """
                body   | title | lessee | rent  | signed_on
                大河村 | 北塘  | 戊     | 1,000 | 2023-01-04
            """,
            "posts": """
                body   | person | title    | since
                大河村 | w      | 村委主任 | 2021-01-01
            """,
        },
    ),
]
