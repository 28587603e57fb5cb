"""Published figures that do not add up

Opening and income less spending is not the closing figure; or the closing figure is not what the
bank had; or a period does not open with what the last one closed with.

Why it matters
    A sheet whose own lines contradict each other cannot be right. Whoever invents one figure seldom
    thinks of all the others.

Innocent reasons
    A payment on its way at the end of the period. A figure in another unit. A correction that was
    published with the next period. Money in cash, held beside the account.

Source
    The first thing that a village's committee of supervision checks.
"""

from narwhals import coalesce, col, concat, lit

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """公开的账目对不平

期初加收入减支出不等于期末；或期末与银行余额不符；或本期期初不等于上期期末。

为什么重要
    自己都对不平的表不可能是对的。编一个数容易，编全所有的数很难。

清白的理由
    期末在途款项；计量单位写错；更正随下期公布；另有库存现金。

来源
    村务监督委员会首先核对的内容。
"""

SENTENCE = {
    "sum": Text(
        "{body_name}, {what}, {period}: opening and income less spending differ from the closing "
        "figure by {sum:money}.",
        "{body_name}“{what}”（{period}）：期初加收入减支出与期末相差{sum:money}。",
    ),
    "bank": Text(
        "{body_name}, {what}, {period}: the closing figure and the balance at the bank differ by "
        "{sum:money}.",
        "{body_name}“{what}”（{period}）：期末与银行余额相差{sum:money}。",
    ),
    "opening": Text(
        "{body_name}, {what}, {period}: the opening figure and what the last period closed with "
        "differ by {sum:money}.",
        "{body_name}“{what}”（{period}）：期初与上期期末相差{sum:money}。",
    ),
}

NEEDS = {"publications": ["body", "category"]}
APART = ["body"]
REASONS = {
    "nil": Reason(Text("A nil return, or not published.", "零报告，或未公开。")),
    "no figures": Reason(
        Text(
            "It does not give opening, income, spending and closing.",
            "没有同时列出期初、收入、支出、期末。",
        ),
        applicable=True,
    ),
}
SETTINGS = {
    "least": ours("difference below which it is rounding", "视为四舍五入的差额", "money"),
    "months": ours("days within which the last period was due", "上期应在多少天之内", "days"),
}


def asides(publications: Frame) -> Frame:
    """Set aside nil returns, and sheets without the four figures."""
    four = [col(name).is_null() for name in ("opening", "received", "spent", "closing")]
    return set_aside(
        publications,
        {"nil": yes("nil"), "no figures": four[0] | four[1] | four[2] | four[3]},
    )


def flags(publications: Frame, *, least: int = 1_00, months: int = 100) -> Frame:
    """Return sheets that contradict themselves, the bank, or the sheet before."""
    rows = publications.with_columns(day=day_number(col("due_on")))
    order = ["day", "code"]
    same = ("body", "category")
    rows = rows.with_columns(
        before=col("closing").shift(1).over(*same, order_by=order),
        gap=col("day") - col("day").shift(1).over(*same, order_by=order),
    )
    rows = keep(
        rows.with_columns(
            off_sum=(col("opening") + col("received") - col("spent") - col("closing")).abs(),
            off_bank=(col("closing") - col("bank")).abs(),
            off_opening=(col("opening") - col("before")).abs(),
        )
    )
    opening = rows.filter((col("gap") > 0) & (col("gap") <= months))
    return concat(
        [
            _leads("sum", rows, least, 0.7),
            _leads("bank", rows, least, 0.4),
            _leads("opening", opening, least, 0.6),
        ]
    )


def _leads(kind: str, rows: Frame, least: int, strength: float) -> Frame:
    """Return the sheets of one kind of difference; each is a lead of its own."""
    rows = rows.filter(col(f"off_{kind}") >= least).with_columns(sort=lit(kind))
    rows = gathered(rows, "sort", "code", amount=f"off_{kind}")
    return rows.select(
        *("code", "lead", "body_name", "sum"),
        kind="sort",
        period=coalesce(col("period"), col("due_on").dt.to_string("%Y-%m-%d"), lit("?")),
        what=coalesce(col("title"), col("category")),
        subject=coalesce(col("title"), col("category")),
        figure=col("sum"),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "a sum that is off, a bank that has less, and a new opening",
        flagged=["收支", "专户", "食堂"],
        tables={
            "publications": """
                body | category | period | due_on     | opening | received | spent | closing | bank
                大河 | 收支     | 2024-1 | 2024-02-10 | 1,000   | 500      | 300   | 1,100   |
                大河 | 专户     | 2024-1 | 2024-02-10 | 1,000   | 500      | 300   | 1,200   | 700
                大河 | 食堂     | 2024-1 | 2024-02-10 | 1,000   | 500      | 300   | 1,200   |
                大河 | 食堂     | 2024-2 | 2024-03-10 | 900     | 0        | 0     | 900     |
            """,
        },
    ),
    Example(
        "all in order; a year without a sheet between; a nil return",
        tables={
            "publications": """
                body   | category | period | due_on     | opening | received | spent | closing | nil
                大河村 | 收支     | 2024-1 | 2024-02-10 | 1,000   | 500      | 300   | 1,200   |
                大河村 | 收支     | 2024-2 | 2024-03-10 | 1,200   | 0        | 200   | 1,000   |
                大河村 | 专户     | 2023-1 | 2023-02-10 | 1,000   | 0        | 0     | 1,000   |
                大河村 | 专户     | 2024-1 | 2024-02-10 | 500     | 0        | 0     | 500     |
                大河村 | 捐赠     | 2024-1 | 2024-02-10 |         |          |       |         | yes
            """,
        },
    ),
    Example(
        "a sheet without its closing figure",
        cannot=["no figures"],
        tables={
            "publications": """
                body   | category | opening | received | spent
                大河村 | 收支     | 1,000   | 500      | 300
            """,
        },
    ),
]
