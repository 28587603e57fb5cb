"""Lease about to end, nothing offered

A contract by which something of all is let ends within three months, no later one is on record, and
it has not been offered anew.

Why it matters
    Whoever offers in time has several takers. Whoever does not has one: the lessee who stays on at
    the old price, or an empty shop.

Innocent reasons
    An offer or a decision that was made and not entered. A clause by which the lease goes on. A
    lease that ends for good, because the land is taken or everyone is to use it.

Source
    Ninety and thirty days before the end are the warnings of contract libraries for villages.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when

from sunledger.screening.derive import day_number
from sunledger.screening.phrases import ours
from sunledger.screening.recent import up_to
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """合同将到期而未重新发租

集体资产的出租合同三个月内到期，没有后续合同，也没有重新发租。

为什么重要
    提前发租，会有几家来竞；不提前，就只剩原承租方按老价续用，或者资产闲置。

清白的理由
    已发租或已议定但未录入；合同约定顺延；土地将被征收或改为公用，到期不再出租。

来源
    农村合同管理库通常在到期前九十天、三十天预警。
"""

SENTENCE = {
    "soon": Text(
        "The contract by which {body_name} lets {what} to {lessee} ends on {until}, in {left} "
        "days. No later one is on record, and it has not been offered anew. The rent is "
        "{rent:money} a year.",
        "{body_name}将{what}租给{lessee}的合同将于{until}到期（还有{left}天），没有后续合同，"
        "也没有重新发租；年租金{rent:money}。",
    ),
    "now": Text(
        "The contract by which {body_name} lets {what} to {lessee} ends on {until}, in {left} "
        "days: too late for others to make an offer. No later one is on record. The rent is "
        "{rent:money} a year.",
        "{body_name}将{what}租给{lessee}的合同将于{until}到期，只剩{left}天，已来不及让他人竞租；"
        "没有后续合同，年租金{rent:money}。",
    ),
}

NEEDS = {"leases": ["body", "contract", "until"]}
OPTIONAL = ["rents"]
REASONS = {
    "holding over": Reason(
        Text("By its clause the lease goes on until a new one.", "合同约定顺延至新合同签订。")
    ),
    "let anew": Reason(Text("A later lease of it is on record.", "已有后续合同。")),
    "offered": Reason(Text("It was offered anew.", "已重新发租。")),
    "not yet": Reason(
        Text(
            "It does not end within three months of the last day that the books know.",
            "并非在账目截止日后三个月内到期。",
        )
    ),
}

_SEEN = "常见做法是提前九十天、三十天提醒。"
SETTINGS = {
    "days": ours(
        "days before the end from which it is asked about",
        "到期前开始提醒的天数",
        "days",
        Text("Seen in practice: ninety.", _SEEN),
    ),
    "late": ours(
        "days before the end from which it is late",
        "到期前视为紧迫的天数",
        "days",
        Text("Seen in practice: thirty.", _SEEN),
    ),
}


def asides(leases: Frame, rents: Frame, *, days: int = 90) -> Frame:
    """Set aside what goes on, what was let or offered anew, and what does not end soon."""
    rows = _followed(_left(leases, rents), leases)
    soon = (col("left") >= 0) & (col("left") <= days)
    # An offer before the lease began was for this lease.
    again = col("offered_on") > coalesce(col("since"), lit(date(1900, 1, 1)))
    return set_aside(
        rows,
        {
            "not yet": ~soon.fill_null(value=False),
            "holding over": (col("holding_over") == 1).fill_null(value=False),
            "let anew": (col("furthest") > col("until")).fill_null(value=False),
            "offered": again.fill_null(value=False),
        },
    ).drop("left", "furthest")


def flags(leases: Frame, rents: Frame, *, late: int = 30) -> Frame:
    """Return the leases that end soon without a next one; a year's rent is at stake."""
    rows = _left(leases, rents)
    # A contract in several rows is asked about once.
    rows = rows.filter(col("code") == col("code").min().over("body", "contract"))
    now = col("left") <= late
    return rows.select(
        *("code", "body_name", "until"),
        left=col("left").cast(Int64),
        rent=col("rent").fill_null(0).cast(Int64),
        kind=when(now).then(lit("now")).otherwise(lit("soon")),
        what=coalesce(col("title"), col("asset"), col("contract")),
        lessee=coalesce(col("lessee"), lit("—")),
        lead="code",
        subject=coalesce(col("title"), col("asset"), col("contract")),
        figure=col("rent").fill_null(0).cast(Int64),
        strength=when(now).then(lit(0.25)).otherwise(lit(0.15)),
    )


def _followed(rows: Frame, leases: Frame) -> Frame:
    """Add the furthest day to which the asset is let, or else the contract in any of its rows."""
    ends = leases.filter(~col("until").is_null())
    of_one = ends.group_by("body", "contract").agg(furthest_here=col("until").max())
    of_asset = ends.filter(~col("asset").is_null()).group_by("body", "asset")
    rows = rows.join(of_one, on=["body", "contract"], how="left")
    rows = rows.join(of_asset.agg(furthest=col("until").max()), on=["body", "asset"], how="left")
    return rows.with_columns(furthest=coalesce(col("furthest"), col("furthest_here"))).drop(
        "furthest_here"
    )


def _left(leases: Frame, rents: Frame) -> Frame:
    """Add how many days a lease has left on the last day that the books know."""
    rows = up_to(leases, (leases, "signed_on"), (leases, "offered_on"), (rents, "paid_on"))
    left = day_number(col("until")) - day_number(col("reached"))
    return rows.with_columns(left=left).drop("reached")


EXAMPLES = [
    Example(
        "two months left; a fortnight left, and nobody was asked",
        flagged=["北塘", "门面"],
        tables={
            "leases": """
                body   | contract | asset | title | lessee | since      | until      | rent
                大河村 | h1       | a1    | 北塘  | 戊     | 2019-08-01 | 2024-08-01 | 5,000
                大河村 | h2       | a2    | 门面  | 甲     | 2019-06-15 | 2024-06-15 | 9,000
            """,
            "rents": """
                body   | contract | due_on     | due   | paid_on    | paid
                大河村 | h1       | 2024-06-01 | 5,000 | 2024-06-01 | 5,000
            """,
        },
    ),
    Example(
        "let anew; offered anew; years left; ended long ago",
        tables={
            "leases": """
                body | contract | asset | title | since      | until      | rent | offered_on
                甲村 | h1       | a1    | 北塘  | 2019-07-01 | 2024-07-01 | 5000 |
                甲村 | h9       | a1    | 北塘  | 2024-07-02 | 2029-07-01 | 5000 |
                甲村 | h2       | a2    | 南塘  | 2019-07-01 | 2024-07-01 | 5000 | 2024-05-20
                甲村 | h4       | a4    | 东塘  | 2019-07-01 | 2034-07-01 | 5000 |
                甲村 | h5       | a5    | 门面  | 2012-07-01 | 2022-07-01 | 5000 |
            """,
            "rents": """
                body | contract | due_on     | due   | paid_on    | paid
                甲村 | h1       | 2024-06-01 | 5,000 | 2024-06-01 | 5,000
            """,
        },
    ),
    Example(
        "goes on by its clause",
        tables={
            "leases": """
                body | contract | asset | title | since      | until      | rent | holding_over
                甲村 | h3       | a3    | 西塘  | 2019-07-01 | 2024-07-01 | 5000 | yes
                甲村 | h4       | a4    | 东塘  | 2024-06-01 | 2034-07-01 | 5000 |
            """,
            "rents": """
                body | contract | due_on     | due   | paid_on    | paid
                甲村 | h4       | 2024-06-01 | 5,000 | 2024-06-01 | 5,000
            """,
        },
    ),
    Example(
        "a contract without an end",
        cannot=["no until"],
        tables={
            "leases": """
                body   | contract | title | signed_on
                大河村 | h1       | 北塘  | 2024-01-01
            """,
        },
    ),
]
