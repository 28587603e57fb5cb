"""A large sum to a firm that was just founded

A firm was paid a large sum within a month of being founded, or more than a million within a year
though it insures next to nobody and pays no tax; or it was paid again after years without.

Why it matters
    A firm made for one payment stands between the public and whoever does the work.

Innocent reasons
    A firm made for one project by law, which is passed over. A cooperative of farmers. A branch
    that was turned into a firm; staff insured by the parent firm.

Source
    Age, staff and tax of a firm against its awards: a common check of buyers.
"""

from narwhals import Int64, coalesce, col, concat, lit
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """新设企业大额收款

企业成立一个月内收到大额付款；或成立一年内收款超过百万元，却几乎无人参保、不纳税；
或停了两年后突然大额收款。

为什么重要
    为一笔款而设的企业，夹在公家和真正干活的人之间。

清白的理由
    依法专设的项目公司（已排除）；农民合作社；分公司改制；人员由母公司参保。

来源
    采购方常用成立时间、参保人数、纳税额对照中标金额。
"""

SENTENCE = {
    "new": Text(
        "{body_name} paid {who} {sum:money} within {days} days of the firm's being founded on "
        "{founded_on}.",
        "{who}于{founded_on}成立，{days}天内即收到{body_name}付款，合计{sum:money}。",
    ),
    "small": Text(
        "{body_name} paid {who} {sum:money} within {days} days of its being founded on "
        "{founded_on}; the firm insures at most two and pays no tax.",
        "{who}于{founded_on}成立，{days}天内收到{body_name}付款合计{sum:money}；参保不超过两人，不纳税。",
    ),
    "again": Text(
        "{body_name} paid {who} {sum:money} after {days} days in which it had not paid the firm, "
        "founded on {founded_on}, at all.",
        "{who}（{founded_on}成立）停了{days}天没有往来，{body_name}又向其付款合计{sum:money}。",
    ),
}

NEEDS = {"contract_payments": ["body", "supplier_id", "paid_on", "amount"]}
ALONE = ["supplier_id"]
REASONS = {
    "money back": NOT_POSITIVE,
    "special": Reason(Text("A firm made for one project, on file.", "备案的专设项目公司。")),
    "not known": Reason(
        Text("The register does not say when the firm was founded.", "企业登记中没有成立日期。"),
        applicable=True,
    ),
}
SETTINGS = {
    "days": ours("days after founding", "成立后的天数", "days"),
    "large": ours("a large sum", "大额", "money"),
    "award": ours(
        "a sum that a firm of two cannot earn in a year", "两人公司难以承担的金额", "money"
    ),
    "staff": ours("insured staff", "参保人数"),
    "pause": ours("days without a payment", "停顿天数", "days"),
}


def asides(contract_payments: Frame, companies: Frame) -> Frame:
    """Set aside firms made for one project, and those nobody knows."""
    founded = companies.filter(~col("founded_on").is_null())
    known = founded.group_by("company").agg(known=count(), special=col("special").max())
    rows = contract_payments.join(
        known.rename({"company": "supplier_id"}), on="supplier_id", how="left"
    )
    conditions = {
        "money back": col("amount") <= 0,
        "not known": col("known").is_null(),
        "special": yes("special"),
    }
    return set_aside(rows, conditions).drop("known", "special")


def flags(
    contract_payments: Frame,
    companies: Frame,
    *,
    days: int = 30,
    large: int = 50_000_00,
    award: int = 1_000_000_00,
    staff: int = 2,
    pause: int = 730,
) -> Frame:
    """Return payments to firms that are too new, too small, or were long out of use."""
    known = companies.filter(~col("founded_on").is_null())
    known = known.filter(col("code") == col("code").min().over("company"))
    known = known.select(
        *("founded_on", "staff", "tax"), supplier_id="company", beside_companies="code"
    )
    rows = contract_payments.join(known, on="supplier_id")
    rows = rows.with_columns(day=day_number(col("paid_on")))
    rows = keep(
        rows.with_columns(
            age=col("day") - day_number(col("founded_on")),
            gap=col("day")
            - col("day").shift(1).over("body", "supplier_id", order_by=["day", "code"]),
        )
    )
    new = _sums("new", rows.filter(col("age") <= days), "age").filter(col("sum") >= large)
    small = _sums("small", rows.filter(col("age") <= 365, col("staff") <= staff), "age")
    small = small.filter(col("sum") >= award, col("tax") <= 0)
    small = small.join(new.select("code"), on="code", how="anti")
    again = _sums("again", rows.filter(col("gap") >= pause), "gap").filter(col("sum") >= large)
    return concat([_leads(new, 0.5), _leads(small, 0.6), _leads(again, 0.2)])


def _sums(kind: str, rows: Frame, days: str) -> Frame:
    """Return the payments of one kind with what they come to."""
    rows = rows.with_columns(sort=lit(kind))
    rows = gathered(rows, "sort", "body", "supplier_id", amount="amount")
    return keep(rows.with_columns(days=col(days).max().over("lead").cast(Int64)))


def _leads(rows: Frame, strength: float) -> Frame:
    """Return the payments; a lead a body and firm."""
    who = coalesce(col("supplier"), col("supplier_id"))
    return rows.select(
        *("code", "lead", "body_name", "days", "sum", "founded_on", "beside_companies"),
        kind="sort",
        who=who,
        subject=who,
        figure=col("amount").cast(Int64),
        strength=lit(strength),
    )


_FIRMS = """
    company | founded_on | staff | tax   | special
    c1      | 2024-02-20 | 9     | 5,000 |
    c2      | 2023-09-01 | 1     | 0     |
    c3      | 2010-09-01 | 40    | 9,000 |
    c4      | 2024-02-20 | 0     | 0     | yes
    c5      | 2023-09-01 | 30    | 0     |
"""

EXAMPLES = [
    Example(
        "ten days old; a firm of one with two millions; back after three years",
        flagged=["甲公司", "乙公司", "丙公司"],
        tables={
            "contract_payments": """
                body   | number | supplier | supplier_id | paid_on    | amount
                县医院 | h1     | 甲公司   | c1          | 2024-03-01 | 80,000
                县医院 | h2     | 乙公司   | c2          | 2024-03-01 | 2,000,000
                县医院 | h3     | 丙公司   | c3          | 2021-03-01 | 1,000
                县医院 | h4     | 丙公司   | c3          | 2024-03-01 | 80,000
            """,
            "companies": _FIRMS,
        },
    ),
    Example(
        "made for one project; a small sum; a firm with staff",
        tables={
            "contract_payments": """
                body   | number | supplier | supplier_id | paid_on    | amount
                县医院 | h1     | 丁公司   | c4          | 2024-03-01 | 800,000
                县医院 | h2     | 甲公司   | c1          | 2024-03-01 | 20,000
                县医院 | h3     | 戊公司   | c5          | 2024-03-01 | 2,000,000
            """,
            "companies": _FIRMS,
        },
    ),
    Example(
        "a firm that the register does not know",
        cannot=["not known"],
        tables={
            "contract_payments": """
                body   | number | supplier_id | paid_on    | amount
                县医院 | h1     | c9          | 2024-03-01 | 800,000
            """,
            "companies": _FIRMS,
        },
    ),
]
