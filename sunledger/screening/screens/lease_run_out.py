"""Lease run out, use goes on

A contract by which something of all was let has ended months ago, no later one is on record, and
rents after its end are still asked or paid.

Why it matters
    Whoever stays without a new contract keeps the old price, and nobody else may offer. It is how
    a lease of five years becomes one of twenty.

Innocent reasons
    A clause by which the lease goes on until a new one. An offer under way. A new contract that was
    signed and not entered. Rent for the time before the end, paid late.

Source
    Contracts that ran out and are used are looked for in every review of village contracts.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """合同到期仍在使用

集体资产的出租合同已到期数月，没有新合同，却仍在收取到期后的租金。

为什么重要
    没有新合同而继续使用，租金还是老价，别人也没有机会竞租；五年的合同就这样成了二十年。

清白的理由
    合同约定在新合同签订前顺延；正在公开竞租；新合同已签未录入；补交到期以前的租金。

来源
    清理农村合同时都查到期仍在使用的合同。
"""

SENTENCE = Text(
    "The contract by which {body_name} lets {what} to {lessee} ended on {until}. No later one is "
    "on record, but {times} rents since then are, {sum:money} in all, the last due on {last}.",
    "{body_name}将{what}租给{lessee}的合同已于{until}到期，没有新合同；"
    "此后仍有{times}期租金，合计{sum:money}，最后一期应于{last}交纳。",
)

NEEDS = {"leases": ["body", "contract", "until"]}
ALONE = ["body"]
REASONS = {
    "holding over": Reason(
        Text("By its clause the lease goes on until a new one.", "合同约定顺延至新合同签订。")
    ),
}

SETTINGS = {
    "days": Setting(
        Text("days after the end that are let pass", "到期后允许的天数"),
        since=date(2024, 1, 1),
        source=Text("Our own: three months for a new offer.", "自定：留三个月重新竞租。"),
        kind="days",
    ),
}


def asides(leases: Frame) -> Frame:
    """Set aside leases that go on by their own clause."""
    over = (col("holding_over") == 1).fill_null(value=False)
    return set_aside(leases, {"holding over": over})


def flags(leases: Frame, rents: Frame, *, days: int = 90) -> Frame:
    """Return the leases that ended and bring rent; what was asked since is at stake."""
    one = ["body", "contract"]
    # A contract written in several rows ends with the last of them.
    last = leases.with_columns(end=col("until").max().over(*one))
    last = last.filter(col("until") == col("end"), col("code") == col("code").min().over(*one))
    last = keep(last.with_columns(end_day=day_number(col("until"))))
    newer = leases.filter(~col("asset").is_null()).select(
        *("body", "asset"), next="contract", next_day=day_number(col("until"))
    )
    after = last.filter(~col("asset").is_null()).join(newer, on=["body", "asset"])
    after = after.filter(col("next") != col("contract"), col("next_day") > col("end_day"))
    renewed = after.group_by("code").agg(n=count()).drop("n")
    later = rents.filter(~col("due_on").is_null())
    later = later.select(*one, "due", "due_on", beside="code")
    rows = last.join(renewed, on="code", how="anti").join(later, on=one)
    rows = rows.filter(day_number(col("due_on")) > col("end_day") + days)
    sums = rows.group_by("code").agg(
        times=count(),
        sum=col("due").sum().cast(Int64),
        last=col("due_on").max(),
        beside_rents=col("beside").min(),
    )
    return last.join(sums, on="code").select(
        *("code", "body_name", "until", "times", "sum", "last", "beside_rents"),
        what=coalesce(col("title"), col("asset"), col("contract")),
        lessee=coalesce(col("lessee"), lit("—")),
        lead="code",
        subject=coalesce(col("title"), col("asset"), col("contract")),
        figure=col("sum"),
        strength=lit(0.5),
    )


EXAMPLES = [
    Example(
        "ended in 2021, rents of three years since",
        flagged=["北塘"],
        tables={
            "leases": """
                body   | contract | asset | title | lessee | since      | until
                大河村 | h1       | a1    | 北塘  | 戊     | 2016-01-01 | 2021-01-01
                大河村 | h2       | a2    | 南塘  | 甲     | 2020-01-01 | 2030-01-01
            """,
            "rents": """
                body   | contract | due_on     | due   | paid_on    | paid
                大河村 | h1       | 2022-01-10 | 5,000 | 2022-01-09 | 5,000
                大河村 | h1       | 2023-01-10 | 5,000 | 2023-01-09 | 5,000
                大河村 | h1       | 2024-01-10 | 5,000 |            |
                大河村 | h2       | 2024-01-10 | 5,000 |            |
            """,
        },
    ),
    Example(
        "renewed under another number; goes on by its clause; an old rent paid late",
        tables={
            "leases": """
                body   | contract | asset | title | since      | until      | holding_over
                大河村 | h1       | a1    | 北塘  | 2016-01-01 | 2021-01-01 |
                大河村 | h9       | a1    | 北塘  | 2021-02-01 | 2026-01-01 |
                大河村 | h2       | a2    | 南塘  | 2016-01-01 | 2021-01-01 | yes
                大河村 | h3       | a3    | 西塘  | 2016-01-01 | 2021-01-01 |
            """,
            "rents": """
                body   | contract | due_on     | due   | paid_on    | paid
                大河村 | h1       | 2022-01-10 | 5,000 | 2022-01-09 | 5,000
                大河村 | h2       | 2022-01-10 | 5,000 | 2022-01-09 | 5,000
                大河村 | h3       | 2020-01-10 | 5,000 | 2022-01-09 | 5,000
            """,
        },
    ),
    Example(
        "a contract without an end",
        cannot=["no until"],
        tables={
            "leases": """
                body   | contract | title
                大河村 | h1       | 北塘
            """,
            "rents": """
                body   | contract | due_on     | due
                大河村 | h1       | 2022-01-10 | 5,000
            """,
        },
    ),
]
