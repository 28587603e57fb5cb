"""Works begun before the contract

Public works were begun before the award or the contract was signed, or have begun and no contract
is on record.

Why it matters
    A firm that digs before it has won knew that it would win. What follows, tender and contract, is
    written for the file.

Innocent reasons
    Emergency works with a document, which are passed over. Preparation of the site. A contract
    signed late after a fair award. A day of beginning taken from the plan.

Source
    "Built first, approved afterwards" is what reviews of works ask first.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, max_horizontal, when

from sunledger.screening.derive import day_number
from sunledger.screening.recent import up_to
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """未签合同先开工

公共工程在定标或签订合同之前就已开工；或已开工却没有合同记录。

为什么重要
    还没中标就动工，说明早知道会中标；后补的招标和合同，只是给档案看的。

清白的理由
    有文件的抢险工程（已排除）；场地准备；公平定标后合同补签；开工日期取自计划。

来源
    工程检查首先看“先开工后审批”“边建边批”。
"""

SENTENCE = {
    "before": Text(
        "{what} of {body_name} by {contractor} was begun on {started_on}, {days} days before the "
        "award or the contract; it is worth {value:money}.",
        "{body_name}的{what}（{contractor}承建，合同金额{value:money}）于{started_on}开工，"
        "比定标或签约早{days}天。",
    ),
    "none": Text(
        "{what} of {body_name} by {contractor} was begun on {started_on}; {days} days later "
        "neither an award nor a contract is on record.",
        "{body_name}的{what}（{contractor}承建）于{started_on}开工，{days}天后仍没有定标或合同记录。",
    ),
}

NEEDS = {"works": ["body", "started_on"]}
REASONS = {
    "emergency": Reason(Text("Emergency works, with a document.", "抢险工程，有文件。")),
}

SETTINGS = {
    "days": Setting(
        Text("days before the contract that are let pass", "允许提前的天数"),
        since=date(2024, 1, 1),
        source=Text("Our own: a week for the signing.", "自定：留一周签约。"),
        kind="days",
    ),
    "wait": Setting(
        Text("days after which a contract must be on record", "开工后应有合同记录的天数"),
        since=date(2021, 1, 1),
        source=Text(
            "Our own; the law on tenders gives thirty days after the award to sign.",
            "自定；《招标投标法》规定中标后三十日内签约。",
        ),
        kind="days",
    ),
}


def asides(works: Frame) -> Frame:
    """Set aside emergencies."""
    return set_aside(works, {"emergency": (col("emergency") == 1).fill_null(value=False)})


def flags(works: Frame, *, days: int = 7, wait: int = 30) -> Frame:
    """Return the works that were begun too early; each is a lead of its own."""
    rows = up_to(works, (works, "started_on"))
    began = day_number(col("started_on"))
    signed, awarded = day_number(col("signed_on")), day_number(col("awarded_on"))
    none = col("signed_on").is_null() & col("awarded_on").is_null()
    papers = max_horizontal(signed, awarded)
    rows = rows.with_columns(
        kind=when(none).then(lit("none")).otherwise(lit("before")),
        days=when(none).then(day_number(col("reached")) - began).otherwise(papers - began),
    )
    most = when(none).then(lit(wait)).otherwise(lit(days))
    rows = rows.filter(col("days") > most)
    return rows.select(
        *("code", "kind", "body_name", "started_on"),
        days=col("days").cast(Int64),
        value=col("value").cast(Int64),
        what=coalesce(col("title"), col("project"), lit("—")),
        contractor=coalesce(col("contractor"), lit("—")),
        lead="code",
        subject=coalesce(col("title"), col("project"), col("body_name")),
        figure=col("value").fill_null(0).cast(Int64),
        strength=when(col("kind") == "none").then(lit(0.35)).otherwise(lit(0.5)),
    )


EXAMPLES = [
    Example(
        "begun a month before the contract; begun, and no contract for half a year",
        flagged=["村道硬化", "水渠"],
        tables={
            "works": """
                body   | title    | contractor | value   | awarded_on | signed_on  | started_on
                大河村 | 村道硬化 | 甲公司     | 200,000 | 2024-02-25 | 2024-03-01 | 2024-02-01
                大河村 | 水渠     | 乙公司     |  80,000 |            |            | 2024-01-10
                大河村 | 路灯     | 丙公司     |  80,000 | 2024-05-25 | 2024-06-01 | 2024-06-10
            """,
        },
    ),
    Example(
        "a burst dam; three days before signing; begun lately",
        tables={
            "works": """
                body   | title | value   | awarded_on | signed_on  | started_on | emergency
                大河村 | 堤坝  | 200,000 |            | 2024-03-01 | 2024-02-01 | yes
                大河村 | 水渠  |  80,000 | 2024-02-20 | 2024-03-01 | 2024-02-27 |
                大河村 | 路灯  |  80,000 |            |            | 2024-03-10 |
            """,
        },
    ),
    Example(
        "no day of beginning",
        cannot=["no started_on"],
        tables={
            "works": """
                body   | title | value  | signed_on
                大河村 | 水渠  | 80,000 | 2024-03-01
            """,
        },
    ),
]
