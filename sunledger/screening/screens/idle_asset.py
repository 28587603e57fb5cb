"""An asset that lies idle

An asset of all that can be let, a shop or a pond, has been under no lease on record for at least
half a year.

Why it matters
    An empty shop is lost income. And one that is idle in the books alone, while somebody trades in
    it, brings rent that goes elsewhere.

Innocent reasons
    It is being repaired or is used by everyone, which is passed over where it is on file. Nobody
    wants it. An offer is under way. The lease stands under another code.

Source
    Idle assets are listed in every review of what villages own.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.recent import up_to
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """集体资产闲置

可出租的集体资产（门面、鱼塘等）至少半年没有租赁合同记录。

为什么重要
    门面空着就是少收入；若只在账上闲置、实际有人经营，租金就流到了别处。

清白的理由
    正在维修或公益使用（已登记的排除）；无人愿租；正在公开竞租；合同登在别的资产编号下。

来源
    各地清产核资都要列出闲置资产。
"""

SENTENCE = {
    "ended": Text(
        "{what} of {body_name}, booked at {value:money}, can be let; its last lease on record "
        "ended on {last}.",
        "{body_name}的{what}（账面{value:money}）可出租，最后一份合同于{last}到期。",
    ),
    "never": Text(
        "{what} of {body_name}, booked at {value:money}, can be let; no lease of it is on record.",
        "{body_name}的{what}（账面{value:money}）可出租，却没有任何租赁合同记录。",
    ),
}

NEEDS = {"assets": ["body", "asset", "rentable"]}
ALONE = ["body"]
REASONS = {
    "not to let": Reason(
        Text("It cannot be let, or everyone uses it.", "不可出租，或属公益使用。")
    ),
    "repairs": Reason(Text("It was under repair.", "正在维修。")),
    "new": Reason(Text("It was not owned for half a year.", "取得不足半年，或已处置。")),
    "no leases of body": Reason(
        Text("No lease of the body is on record at all.", "该单位没有任何租赁合同记录。"),
        applicable=True,
    ),
}

SETTINGS = {
    "days": Setting(
        Text("days without a lease", "无合同天数"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: half a year.", "实践中常用：半年。"),
        kind="days",
    ),
}


def asides(assets: Frame, leases: Frame, *, days: int = 183) -> Frame:
    """Set aside what cannot be let, is repaired or new, and bodies without a list of leases."""
    known = leases.group_by("body").agg(leases=count())
    rows = up_to(assets, (leases, "signed_on"), (leases, "since"))
    rows = rows.join(known, on="body", how="left")
    before = day_number(col("reached")) - days
    repaired = day_number(col("repaired_until")) >= before
    new = (day_number(col("since")) > before).fill_null(value=False)
    gone = (day_number(col("until")) <= day_number(col("reached"))).fill_null(value=False)
    return set_aside(
        rows,
        {
            "not to let": (col("rentable") != 1) | (col("public").fill_null(0) == 1),
            "no leases of body": col("leases").is_null(),
            "repairs": repaired.fill_null(value=False),
            "new": new | gone,
        },
    ).drop("leases", "reached")


def flags(assets: Frame, leases: Frame, *, days: int = 183) -> Frame:
    """Return the assets without a lease; each is a lead of its own."""
    let = (
        leases.filter(~col("asset").is_null())
        .group_by("body", "asset")
        .agg(
            last=col("until").max(),
            open_=col("until").is_null().cast(Int64).max(),
            over=col("holding_over").fill_null(0).max(),
        )
    )
    rows = up_to(assets, (leases, "signed_on"), (leases, "since"))
    rows = rows.join(let, on=["body", "asset"], how="left")
    running = (col("open_") == 1) | (col("over") == 1)
    running = running | (day_number(col("last")) >= day_number(col("reached")) - days)
    rows = rows.filter(~running.fill_null(value=False), ~col("reached").is_null())
    never = col("last").is_null()
    return rows.select(
        *("code", "body_name", "last", "value"),
        kind=when(never).then(lit("never")).otherwise(lit("ended")),
        what=coalesce(col("title"), col("asset")),
        lead="code",
        subject=coalesce(col("title"), col("asset")),
        figure=col("value").fill_null(0).cast(Int64),
        strength=when(never).then(lit(0.3)).otherwise(lit(0.35)),
    )


EXAMPLES = [
    Example(
        "a shop whose lease ended two years ago; a pond never let",
        flagged=["门面", "北塘"],
        tables={
            "assets": """
                body   | asset | title | rentable | public | value
                大河村 | a1    | 门面  | yes      | no     | 90,000
                大河村 | a2    | 北塘  | yes      | no     | 30,000
                大河村 | a3    | 南塘  | yes      | no     | 30,000
            """,
            "leases": """
                body   | asset | signed_on  | since      | until
                大河村 | a1    | 2019-01-01 | 2019-01-01 | 2022-01-01
                大河村 | a3    | 2024-01-01 | 2024-01-01 | 2029-01-01
            """,
        },
    ),
    Example(
        "a school; under repair; bought in spring; ended last month",
        tables={
            "assets": """
                body   | asset | title | rentable | public | value  | since      | repaired_until
                大河村 | a1    | 老校 | yes      | yes    | 90,000 |            |
                大河村 | a2    | 门面 | yes      | no     | 90,000 |            | 2024-05-01
                大河村 | a3    | 仓库 | yes      | no     | 90,000 | 2024-03-01 |
                大河村 | a4    | 北塘 | yes      | no     | 90,000 |            |
                大河村 | a5    | 井   | no       | no     | 90,000 |            |
            """,
            "leases": """
                body   | asset | signed_on  | since      | until
                大河村 | a4    | 2019-01-01 | 2019-01-01 | 2024-05-01
                大河村 | a6    | 2024-06-01 | 2024-06-01 | 2029-01-01
            """,
        },
    ),
    Example(
        "a village without a list of leases; nobody knows whether it can be let",
        cannot=["no leases of body", "no rentable"],
        tables={
            "assets": """
                body   | asset | title | rentable | value
                柳树村 | a1    | 门面  | yes      | 90,000
                大河村 | a2    | 门面  |          | 90,000
            """,
            "leases": """
                body   | asset | signed_on  | until
                大河村 | a6    | 2024-06-01 | 2029-01-01
            """,
        },
    ),
]
