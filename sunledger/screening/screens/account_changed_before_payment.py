"""The account was changed shortly before the payment

A supplier's account was changed within ten days before a payment, and no second post approved it.

Why it matters
    Whoever changes the account on file, and changes it back, takes the money between; so does a
    stranger who writes in the supplier's name.

Innocent reasons
    A merger of banks that changed everyone's account, which is passed over. A new account of a
    firm that wrote and was called back, without anybody entering it.

Source
    A standing check before runs of payments.
"""

from narwhals import Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """付款前刚变更账户

付款前十天内变更供应商账户，且没有第二人复核。

为什么重要
    改了账户、收了款再改回来，钱就从中间走了；冒名来函改账户的骗子也这么做。

清白的理由
    银行合并统一换号（已排除）；企业来函并已电话核实，只是没有登记复核。

来源
    批量付款前的常规核对。
"""

SENTENCE = Text(
    "{body_name} paid {who} {sum:money} at most {days} days after the firm's account was changed "
    "on {changed_on}; no second post approved the change.",
    "{who}的账户于{changed_on}变更且无人复核，{days}天内{body_name}向其付款{sum:money}。",
)

NEEDS = {"contract_payments": ["body", "supplier_id", "paid_on", "amount"]}
APART = ["supplier_id"]
REASONS = {"money back": NOT_POSITIVE}
SETTINGS = {
    "days": ours("days between the change and the payment", "变更到付款的天数", "days"),
    "least": ours("amount below which nothing is asked", "不再追问的最低金额", "money"),
}


def asides(contract_payments: Frame) -> Frame:
    """Set aside what came back."""
    return set_aside(contract_payments, {"money back": col("amount") <= 0})


def flags(
    contract_payments: Frame,
    account_changes: Frame,
    *,
    days: int = 10,
    least: int = 5_000_00,
) -> Frame:
    """Return payments shortly after a change of account that nobody else approved."""
    changes = account_changes.filter(
        ~col("supplier_id").is_null(), ~col("changed_on").is_null(), ~yes("second"), ~yes("merger")
    )
    changes = changes.group_by("body", "supplier_id", "changed_on").agg(
        changes=count(), beside_account_changes=col("code").min()
    )
    rows = contract_payments.filter(col("amount") >= least).join(
        changes, on=["body", "supplier_id"]
    )
    gap = day_number(col("paid_on")) - day_number(col("changed_on"))
    rows = rows.with_columns(gap=gap).filter(col("gap") >= 0, col("gap") <= days)
    rows = keep(rows.filter(col("gap") == col("gap").min().over("code")))
    rows = gathered(rows, "body", "supplier_id", "changed_on", amount="amount")
    who = coalesce(col("supplier"), col("supplier_id"))
    return rows.select(
        *("code", "lead", "body_name", "changed_on", "sum", "beside_account_changes"),
        days=col("gap").max().over("lead").cast(Int64),
        who=who,
        subject=who,
        figure=col("amount").cast(Int64),
        strength=lit(0.5),
    )


EXAMPLES = [
    Example(
        "changed on Monday, paid on Thursday",
        flagged=["甲公司"],
        tables={
            "contract_payments": """
                body   | number | supplier | supplier_id | paid_on    | amount
                县医院 | h1     | 甲公司   | c1          | 2024-03-07 | 80,000
            """,
            "account_changes": """
                body   | supplier_id | changed_on | second
                县医院 | c1          | 2024-03-04 | no
            """,
        },
    ),
    Example(
        "approved by a second post; a merger of banks; a month before; after the payment",
        tables={
            "contract_payments": """
                body   | number | supplier_id | paid_on    | amount
                县医院 | h1     | c1          | 2024-03-07 | 80,000
                县医院 | h2     | c2          | 2024-03-07 | 80,000
                县医院 | h3     | c3          | 2024-03-07 | 80,000
                县医院 | h4     | c4          | 2024-03-07 | 80,000
            """,
            "account_changes": """
                body   | supplier_id | changed_on | second | merger
                县医院 | c1          | 2024-03-04 | yes    |
                县医院 | c2          | 2024-03-04 |        | yes
                县医院 | c3          | 2024-02-04 |        |
                县医院 | c4          | 2024-03-14 |        |
            """,
        },
    ),
    Example(
        "a firm without its number",
        cannot=["no supplier_id"],
        tables={
            "contract_payments": """
                body   | number | supplier | paid_on    | amount
                县医院 | h1     | 甲公司   | 2024-03-07 | 80,000
            """,
            "account_changes": """
                body   | supplier_id | changed_on
                县医院 | c1          | 2024-03-04
            """,
        },
    ),
]
