"""A debt of somebody close was written off, or sold on

A debt more than two years overdue was written off without a court, or its debtor bought on credit
again; and the debtor is led or owned by somebody in a post at the creditor.

Why it matters
    What is lent to a friend and forgotten is a gift.

Innocent reasons
    A court's order, which is passed over. A debtor that is in trouble and pays slowly. Somebody
    who joined the debtor after it.

Source
    Audits of owned firms look at old debts first; the comparison with posts is ours.
"""

from narwhals import Int64, coalesce, col, concat, lit

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import holds, masked, set_aside

CHINESE = """关联方欠款被核销或继续赊销

逾期两年以上的欠款未经法院即被核销，或对同一债务人继续赊销；而债务人由债权单位任职人员负责或持股。

为什么重要
    借给自己人又忘掉的钱，就是送。

清白的理由
    法院裁定（已排除）；债务人经营困难、还款慢；任职人员后来才加入该企业。

来源
    国企审计首先看陈年欠款；与任职人员比对为自定。
"""

SENTENCE = {
    "off": Text(
        "{body_name} wrote off {sum:money} that {who} owed since {due_on}, without a court; {name} "
        "holds a post at {body_name} and leads or owns the debtor.",
        "{body_name}未经法院核销了{who}自{due_on}起所欠{sum:money}；本单位任职的{name}是债务人的负责人或股东。",
    ),
    "again": Text(
        "{body_name} sold on credit again to {who}, which owed {sum:money} since {due_on}; {name} "
        "holds a post at {body_name} and leads or owns the debtor.",
        "{who}自{due_on}起欠{sum:money}未还，{body_name}又对其赊销；本单位任职的{name}是债务人的负责人或股东。",
    ),
}

NEEDS = {"receivables": ["body", "debtor_id", "due_on", "amount"]}
ALONE = ["body"]
REASONS = {
    "money back": NOT_POSITIVE,
    "ordered": Reason(Text("A court's order is behind it.", "有法院裁定。")),
    "still open": Reason(
        Text("Neither written off nor sold on credit again.", "未核销，也没有继续赊销。")
    ),
}
SETTINGS = {"days": ours("days overdue", "逾期天数", "days")}


def asides(receivables: Frame) -> Frame:
    """Set aside what a court ordered, and debts that are only open."""
    idle = col("written_off_on").is_null() & col("sold_again_on").is_null()
    conditions = {"money back": col("amount") <= 0, "ordered": yes("ordered"), "still open": idle}
    return set_aside(receivables, conditions)


def flags(receivables: Frame, officers: Frame, posts: Frame, *, days: int = 730) -> Frame:
    """Return old debts of firms that people in posts lead or own."""
    leads = officers.filter(~col("person").is_null())
    leads = leads.select("person", "since", "until", debtor_id="company", beside_officers="code")
    inside = posts.select("body", "person", "name", beside_posts="code")
    due = day_number(col("due_on"))
    off = receivables.filter(day_number(col("written_off_on")) - due > days)
    again = receivables.filter(day_number(col("sold_again_on")) - due > days)
    again = again.filter(col("written_off_on").is_null())
    found = []
    for kind, rows, day in (("off", off, "written_off_on"), ("again", again, "sold_again_on")):
        tied = rows.join(leads, on="debtor_id").filter(holds(col(day)))
        tied = tied.join(inside, on=["body", "person"])
        for other in ("beside_posts", "beside_officers"):
            tied = tied.filter(col(other) == col(other).min().over("code"))
        found.append(_leads(kind, keep(tied)))
    return concat(found)


def _leads(kind: str, rows: Frame) -> Frame:
    """Return the debts of one kind; a lead a body and debtor."""
    rows = rows.with_columns(sort=lit(kind))
    rows = gathered(rows, "sort", "body", "debtor_id", amount="amount")
    who = coalesce(col("debtor"), col("debtor_id"))
    return rows.select(
        *("code", "lead", "body_name", "sum", "beside_officers", "beside_posts"),
        kind="sort",
        due_on=col("due_on").min().over("lead"),
        name=masked("name"),
        who=who,
        subject=who,
        figure=col("amount").cast(Int64),
        strength=lit(0.6),
    )


_TIES = {
    "officers": """
        company | person
        c1      | w
        c2      | w
    """,
    "posts": """
        body | person | name
        城投 | w      | 王建国
    """,
}

EXAMPLES = [
    Example(
        "written off after three years; sold on credit again",
        flagged=["甲公司", "乙公司"],
        tables={
            "receivables": """
                body | debtor | debtor_id | due_on     | amount  | written_off_on | sold_again_on
                城投 | 甲公司 | c1        | 2020-01-01 | 900,000 | 2023-03-01     |
                城投 | 乙公司 | c2        | 2020-01-01 | 900,000 |                | 2023-03-01
            """,
            **_TIES,
        },
    ),
    Example(
        "by a court; a stranger; after one year; only open",
        tables={
            "receivables": """
                body | debtor | debtor_id | due_on     | amount  | written_off_on | ordered
                城投 | 甲公司 | c1        | 2020-01-01 | 900,000 | 2023-03-01     | yes
                城投 | 丙公司 | c3        | 2020-01-01 | 900,000 | 2023-03-01     |
                城投 | 乙公司 | c2        | 2020-01-01 | 900,000 | 2021-01-01     |
                城投 | 乙公司 | c2        | 2020-01-01 | 900,000 |                |
            """,
            **_TIES,
        },
    ),
    Example(
        "a debtor without its number",
        cannot=["no debtor_id"],
        tables={
            "receivables": """
                body | debtor | due_on     | amount  | written_off_on
                城投 | 甲公司 | 2020-01-01 | 900,000 | 2023-03-01
            """,
            **_TIES,
        },
    ),
]
