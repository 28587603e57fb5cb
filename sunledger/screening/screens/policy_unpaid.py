"""Due without asking, and not paid

A firm met the terms of a policy that pays without an application, and sixty days later it was not
paid.

Why it matters
    What is announced as paid by itself, and is not, is a barrier that nobody sees: nobody applied,
    so nobody was refused.

Innocent reasons
    The firm declined, which is passed over where it is on file. Its account was closed. Terms that
    were found not to be met afterwards. A budget that is paid once a year.

Source
    Our own; policies of this kind publish whom they pay, seldom whom they should.
"""

from narwhals import Int64, coalesce, col, lit, when

from sunledger.screening.derive import day_number
from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours, with_latest, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """免申即享未兑付

企业已符合免申即享政策条件，六十天后仍未兑付。

为什么重要
    说是免申即享却没有到账，是看不见的门槛：没有人申请，也就没有人被拒。

清白的理由
    企业书面放弃（已排除）；企业账户已销；事后发现不符合条件；资金一年一付。

来源
    自定；此类政策多公布付给了谁，很少公布应付给谁。
"""

SENTENCE = {
    "open": Text(
        "{body_name} has not paid {firm} {sum:money} of {policy}, due without asking since {day}.",
        "{body_name}尚未向{firm}兑付“{policy}”{sum:money}，该企业自{day}起符合条件。",
    ),
    "late": Text(
        "{body_name} paid {firm} {sum:money} of {policy} more than sixty days after it was due "
        "without asking ({day}).",
        "{firm}自{day}起符合“{policy}”条件，{body_name}六十天后才兑付{sum:money}。",
    ),
}

NEEDS = {"eligible": ["body", "eligible_on", "amount"]}
REASONS = {
    "money back": NOT_POSITIVE,
    "declined": Reason(Text("The firm declined, with a document.", "企业书面放弃。")),
    "not due": Reason(Text("It was not due when the records end.", "记录截止时尚未到期。")),
}
SETTINGS = {"days": ours("days to pay", "兑付天数", "days")}


def asides(eligible: Frame, *, days: int = 60) -> Frame:
    """Set aside who declined, and what was not due when the records end."""
    rows = with_latest(eligible, eligible, "paid_on", "eligible_on")
    early = day_number(col("eligible_on")) + days >= day_number(col("latest"))
    early = early & col("paid_on").is_null()
    conditions = {"money back": col("amount") <= 0, "declined": yes("declined"), "not due": early}
    return set_aside(rows, conditions).drop("latest")


def flags(eligible: Frame, *, days: int = 60) -> Frame:
    """Return what was due and is not paid, or came late."""
    late = day_number(col("paid_on")) > day_number(col("eligible_on")) + days
    rows = eligible.filter(late.fill_null(value=True))
    kind = when(col("paid_on").is_null()).then(lit("open")).otherwise(lit("late"))
    rows = gathered(
        rows.with_columns(kind=kind), "kind", "body", "policy", "firm_id", amount="amount"
    )
    firm = coalesce(col("firm"), col("firm_id"))
    return rows.select(
        *("code", "lead", "kind", "body_name", "sum"),
        day=col("eligible_on").min().over("lead"),
        policy=coalesce(col("policy"), lit("?")),
        firm=firm,
        subject=firm,
        figure=col("amount").cast(Int64),
        strength=when(col("kind") == "open").then(lit(0.6)).otherwise(lit(0.3)),
    )


EXAMPLES = [
    Example(
        "half a year without; paid after five months",
        flagged=["甲公司", "乙公司"],
        tables={
            "eligible": """
                body   | policy   | firm_id | firm   | eligible_on | amount | paid_on
                科技局 | 研发奖补 | c1      | 甲公司 | 2024-01-10  | 50,000 |
                科技局 | 研发奖补 | c2      | 乙公司 | 2024-01-10  | 50,000 | 2024-06-10
            """,
        },
    ),
    Example(
        "paid in a month; declined; not due",
        tables={
            "eligible": """
                body   | policy   | firm_id | eligible_on | amount | paid_on    | declined
                科技局 | 研发奖补 | c1      | 2024-01-10  | 50,000 | 2024-02-10 |
                科技局 | 研发奖补 | c2      | 2024-01-10  | 50,000 |            | yes
                科技局 | 研发奖补 | c3      | 2024-01-30  | 50,000 |            |
            """,
        },
    ),
    Example(
        "a firm of which nobody knows since when",
        cannot=["no eligible_on"],
        tables={
            "eligible": """
                body   | policy   | firm_id | eligible_on | amount
                科技局 | 研发奖补 | c1      |             | 50,000
            """,
        },
    ),
]
