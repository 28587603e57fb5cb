"""The same finding again

An audit finds once more what an earlier one had found at the same body, although the day by which
it was to be put right has passed.

Why it matters
    A finding that comes back was answered on paper. It says more about how a body puts things right
    than any first finding does.

Innocent reasons
    The earlier finding was to be put right only after the time that this audit looked at; where its
    day is on file, it is passed over. It was put right late in the time that was audited, and the
    sample fell before. Same rule, another programme and another cause.

Source
    Auditors of public money name the earlier findings that a new one repeats; follow-up of audits
    asks for it by law in many places.
"""

from narwhals import Int64, String, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.phrases import ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """屡审屡犯

对同一单位，审计再次发现前次已经指出的问题，而前次整改期限已过。

为什么重要
    问题再次出现，说明上次只在纸面上整改；这比任何一次新发现的问题更能说明整改是否真实。

清白的理由
    前次整改期限晚于本次审计期间（有期限记录的已排除）；审计期间后期才整改，抽样恰在其前；同一规定，但项目和原因不同。

来源
    公共资金审计会注明本次问题重复了哪些前次问题；各地法规要求对审计整改跟踪检查。
"""

SENTENCE = Text(
    "At {body_name}, {sum} of {all} findings about “{about}” repeat what an earlier audit had "
    "found, as the auditor says: {first}{more}.",
    "{body_name}涉及“{about}”的审计发现共{all}项，其中{sum}项被审计注明为前次已发现：{first}{more}。",
)

NEEDS = {"findings": ["body", "reference", "again"]}
APART = ["body"]
REASONS = {
    "not due": Reason(
        Text(
            "The earlier finding was not to be put right yet when the audited time ended.",
            "审计期末时，前次问题尚未到整改期限。",
        )
    ),
}
SETTINGS = {
    "grace": ours("days after which it should be put right for good", "到期后的宽限天数", "days"),
}


def asides(findings: Frame, *, grace: int = 0) -> Frame:
    """Set aside what repeats a finding that could still be put right in time."""
    early = day_number(col("due_on")) + grace >= day_number(col("until"))
    return set_aside(findings, {"not due": yes("again") & early.fill_null(value=False)})


def flags(findings: Frame) -> Frame:
    """Return the findings that repeat earlier ones, a lead for each body and requirement."""
    same = ("body", "about")
    rows = findings.with_columns(about=col("about").fill_null("—"))
    all_of_them = rows.group_by(*same).agg(all=count())
    again = rows.filter(yes("again"))
    grave = yes("grave").cast(Int64)
    sums = again.group_by(*same).agg(
        sum=count(),
        figure=col("amount").fill_null(0).sum().cast(Int64),
        grave_ones=grave.max(),
        first=col("reference").min(),
    )
    rows = again.join(sums, on=list(same)).join(all_of_them, on=list(same))
    more = when(col("sum") > 1).then(lit(" …")).otherwise(lit(""))
    return rows.select(
        *("code", "body_name", "about", "first", "figure"),
        lead=key(*same),
        subject="about",
        all=col("all").cast(Int64),
        sum=col("sum").cast(Int64),
        more=more.cast(String),
        strength=when(col("grave_ones") > 0).then(lit(0.8)).otherwise(lit(0.6)),
    )


EXAMPLES = [
    Example(
        "two findings come back, one of them grave",
        flagged=["采购"],
        tables={
            "findings": """
                body | reference | until      | about | again | due_on     | grave | amount
                甲县 | 2023-001  | 2023-12-31 | 采购  | yes   | 2023-03-31 | yes   | 30,000
                甲县 | 2023-002  | 2023-12-31 | 采购  | yes   |            |       |
                甲县 | 2023-003  | 2023-12-31 | 采购  | no    |            |       | 9,000
            """,
        },
    ),
    Example(
        "found for the first time; to be put right only after the audited time",
        tables={
            "findings": """
                body | reference | until      | about | again | earlier  | due_on
                甲县 | 2023-001  | 2023-12-31 | 采购  | no    |          |
                甲县 | 2023-002  | 2023-12-31 | 报告  | yes   | 2022-004 | 2024-06-30
            """,
        },
    ),
    Example(
        "nobody says whether it repeats one",
        cannot=["no again"],
        tables={
            "findings": """
                body | reference | about | again
                甲县 | 2023-001  | 采购  |
            """,
        },
    ),
]
