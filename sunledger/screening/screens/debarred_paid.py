"""A barred firm was paid

A firm was paid on a day on which, by its number, it stood on the list of those barred.

Why it matters
    A bar that nobody looks up bars nobody. Names alone prove nothing: hundreds of thousands of
    agreeing names shrank to a few hundred firms once numbers were compared.

Innocent reasons
    The contract was signed before the bar, and its delivery may be paid. The bar holds in another
    field only. It was lifted, and the list is old.

Source
    Comparing payments with lists of debarment is a common check before payment.
"""

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.phrases import NOT_POSITIVE, gathered
from sunledger.screening.screen import Example, Frame, Setting, Text
from sunledger.screening.vocabulary import holds, set_aside

CHINESE = """向禁入期内的供应商付款

付款当日，按统一社会信用代码，该供应商在禁入名单有效期内。

为什么重要
    没有人查的禁入名单等于没有。只比名称不算数：几十万条同名记录，按代码核对后只剩几百条。

清白的理由
    合同签订在禁入之前，履约款可以支付；禁入只限某一领域；禁入已解除而名单未更新。

来源
    付款前与禁入名单比对，是通行做法。
"""

LAW = Text("Government Procurement Law, article 77", "《政府采购法》第七十七条")

SENTENCE = {
    "after": Text(
        "{body_name} paid {who} {times:times}, {sum:money} in all, while the firm was barred from "
        "{since} (until {until}); no contract from before the bar is known.",
        "{who}自{since}起被禁入（至{until}），其间{body_name}向其付款{times}笔，合计{sum:money}，"
        "未见禁入前签订的合同。",
    ),
    "before": Text(
        "{body_name} paid {who} {times:times}, {sum:money} in all, while the firm was barred from "
        "{since} (until {until}), on contracts signed before.",
        "{who}自{since}起被禁入（至{until}），其间{body_name}向其付款{times}笔，合计{sum:money}，"
        "合同签订在禁入之前。",
    ),
}

NEEDS = {"contract_payments": ["body", "supplier_id", "paid_on", "amount"]}
OPTIONAL = ["contracts"]
ALONE = ["supplier_id"]
REASONS = {"money back": NOT_POSITIVE}
SETTINGS: dict[str, Setting] = {}


def asides(contract_payments: Frame) -> Frame:
    """Set aside what came back."""
    return set_aside(contract_payments, {"money back": col("amount") <= 0})


def flags(contract_payments: Frame, debarred: Frame, contracts: Frame) -> Frame:
    """Return the payments to firms within the time of their bar, by number only."""
    bars = debarred.filter(~col("company").is_null(), ~col("since").is_null()).select(
        *("since", "until"), supplier_id="company", listed="title", beside_debarred="code"
    )
    rows = contract_payments.join(bars, on="supplier_id").filter(holds(col("paid_on")))
    first = col("beside_debarred") == col("beside_debarred").min().over("code")
    dated = contracts.filter(~col("signed_on").is_null())
    signed = dated.group_by("body", "number").agg(signed_on=col("signed_on").min(), papers=count())
    rows = rows.filter(first).join(signed, on=["body", "number"], how="left")
    earlier = (col("signed_on") < col("since")).fill_null(value=False)
    rows = rows.with_columns(kind=when(earlier).then(lit("before")).otherwise(lit("after")))
    rows = gathered(rows, "kind", "body", "supplier_id", "since", amount="amount")
    who = coalesce(col("supplier"), col("listed"), col("supplier_id"))
    return rows.select(
        *("code", "lead", "kind", "body_name", "since", "times", "sum", "beside_debarred"),
        until=col("until"),
        who=who,
        subject=who,
        figure=col("amount").cast(Int64),
        strength=when(col("kind") == "after").then(lit(0.8)).otherwise(lit(0.3)),
    )


_BARS = """
    company | title  | since      | until
    c1      | 甲公司 | 2024-01-01 | 2025-01-01
    c2      | 乙公司 | 2024-01-01 | 2025-01-01
    c3      | 丙公司 | 2022-01-01 | 2023-01-01
            | 丁公司 | 2024-01-01 | 2025-01-01
"""

EXAMPLES = [
    Example(
        "paid within the bar; one on an old contract",
        flagged=["甲公司", "乙公司"],
        tables={
            "contract_payments": """
                body   | number | supplier | supplier_id | paid_on    | amount
                县医院 | h1     | 甲公司   | c1          | 2024-03-01 | 50,000
                县医院 | h2     | 乙公司   | c2          | 2024-03-01 | 50,000
            """,
            "debarred": _BARS,
            "contracts": """
                body   | number | supplier_id | signed_on
                县医院 | h1     | c1          | 2024-02-01
                县医院 | h2     | c2          | 2023-02-01
            """,
        },
    ),
    Example(
        "after the bar, before it, the same name with another number, money back",
        tables={
            "contract_payments": """
                body   | number | supplier | supplier_id | paid_on    | amount
                县医院 | h3     | 丙公司   | c3          | 2024-03-01 | 50,000
                县医院 | h1     | 甲公司   | c1          | 2023-12-31 | 50,000
                县医院 | h4     | 丁公司   | c4          | 2024-03-01 | 50,000
                县医院 | h1     | 甲公司   | c1          | 2024-03-01 | -50,000
            """,
            "debarred": _BARS,
        },
    ),
    Example(
        "a payment to a firm without its number",
        cannot=["no supplier_id"],
        tables={
            "contract_payments": """
                body   | number | supplier | paid_on    | amount
                县医院 | h1     | 甲公司   | 2024-03-01 | 50,000
            """,
            "debarred": _BARS,
        },
    ),
]
