"""One invoice paid again

An invoice of one supplier, its number written without signs and leading noughts, was paid more than
once with the same amount, and no credit note stands against it.

Why it matters
    A dash or a nought more in the number, and the books take it for another invoice. It is the
    most common overpayment, and the easiest to get back.

Innocent reasons
    Instalments, where their part is noted. A credit note or a payment that failed, where the return
    is not in the records. A number that is not an invoice's but a contract's or a customer's.

Source
    In every auditor's handbook.
"""

from datetime import date

from narwhals import Int64, String, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """同一发票重复支付

同一供应商的同一发票号（去掉符号和前导零后）以相同金额支付了两次以上，且没有红字冲销。

为什么重要
    发票号里多一个短横或一个零，账上就当成另一张票。这是最常见的多付，也最容易追回。

清白的理由
    分期付款（已注明期次的排除）；红冲或退票没有进入数据；填的是合同号或客户号而非发票号。

来源
    审计手册中的常规检查。
"""

SENTENCE = Text(
    "Invoice {number} of {supplier} over {amount:money} was paid {times:times}, by {body_name} and "
    "perhaps others, from {first} to {last}.",
    "{supplier}的发票{number}（{amount:money}）由{body_name}等支付了{times:times}，"
    "自{first}至{last}。",
)

NEEDS = {"invoices": ["body", "supplier", "number", "amount", "paid_on"]}
REASONS = {
    "credit": Reason(
        Text(
            "The row is a credit note, or one stands against it.",
            "该行是红字冲销，或已被红字冲销。",
        )
    ),
    "short": Reason(
        Text("The number is too short to tell invoices apart.", "票号过短，无法区分发票。"),
        applicable=True,
    ),
}

SETTINGS = {
    "most": Setting(
        Text("payments of one number beyond which it is no invoice's", "视为非发票号的重复次数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: contracts' and customers' numbers return every month.",
            "自定：合同号、客户号每月都会出现。",
        ),
    ),
    "signs": Setting(
        Text("signs that a number must have", "票号最少位数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}


def asides(invoices: Frame, *, signs: int = 4) -> Frame:
    """Set aside credit notes, what they make good, and numbers that are none."""
    rows = _cleaned(invoices).with_columns(size=col("amount").abs())
    notes = (col("amount") <= 0).cast(Int64).max().over("firm", "plain", "size") > 0
    short = col("plain").str.len_chars() < signs
    return set_aside(rows, {"short": short, "credit": notes}).drop("plain", "firm", "size")


def flags(invoices: Frame, *, most: int = 4) -> Frame:
    """Return the payments of one invoice, a lead for each; what was paid again is at stake."""
    rows = _cleaned(invoices).with_columns(
        part=col("instalment").fill_null(0), coin=col("currency").fill_null("")
    )
    same = ("firm", "plain", "amount", "coin")
    rows = keep(rows.with_columns(paid=col("paid_on").cast(String)))
    sums = rows.group_by(*same).agg(
        times=count(),
        parts=col("part").n_unique(),
        first=col("paid").min(),
        last=col("paid").max(),
    )
    plain = (col("parts") < col("times")) & (col("times") > 1) & (col("times") <= most)
    rows = rows.join(sums.filter(plain), on=list(same))
    order = ["paid", "code"]
    rows = rows.with_columns(one=lit(1))
    rows = rows.with_columns(nth=col("one").cum_sum().over(*same, order_by=order))
    return rows.select(
        *("code", "body_name", "number", "supplier", "amount", "times", "first", "last"),
        lead=key(*same),
        subject=col("supplier"),
        figure=when(col("nth") > 1).then(col("amount")).otherwise(lit(0)).cast(Int64),
        strength=when(col("first") == col("last")).then(lit(0.5)).otherwise(lit(0.6)),
    )


def _cleaned(invoices: Frame) -> Frame:
    """Add the firm as it is told apart, and the number without signs, “No.” and leading noughts."""
    plain = col("number").str.to_uppercase().str.replace_all("[^0-9A-Z一-鿿]", "")
    return invoices.with_columns(
        firm=col("supplier_key"),
        plain=plain.str.replace_all("^(NO|发票号码|发票号|号码)?0*", ""),
    )


EXAMPLES = [
    Example(
        "written with a dash the first time, with noughts or “No.” the second",
        flagged=["甲公司", "戊公司"],
        tables={
            "invoices": """
                body   | supplier | supplier_id | number   | amount | paid_on
                大河镇 | 甲公司   | f1          | FP-10293 | 12,000 | 2024-03-04
                大河镇 | 甲公司   | f1          | fp10293  | 12,000 | 2024-05-04
                大河镇 | 戊公司   | f6          | 83114077 | 7,300  | 2024-03-04
                大河镇 | 戊公司   | f6          | No.8311-4077 | 7,300 | 2024-05-04
                大河镇 | 乙公司   | f2          | 0010293  | 12,000 | 2024-03-04
                大河镇 | 乙公司   | f2          | 10293    | 11,000 | 2024-03-04
            """,
        },
    ),
    Example(
        "two instalments; a customer's number every month; one number of two firms",
        tables={
            "invoices": """
                body   | supplier | supplier_id | number | amount | paid_on    | instalment
                大河镇 | 甲公司   | f1          | 10293  | 12,000 | 2024-03-04 | 1
                大河镇 | 甲公司   | f1          | 10293  | 12,000 | 2024-05-04 | 2
                大河镇 | 供电所   | f3          | K-7781 | 300    | 2024-01-04 |
                大河镇 | 供电所   | f3          | K-7781 | 300    | 2024-02-04 |
                大河镇 | 供电所   | f3          | K-7781 | 300    | 2024-03-04 |
                大河镇 | 供电所   | f3          | K-7781 | 300    | 2024-04-04 |
                大河镇 | 供电所   | f3          | K-7781 | 300    | 2024-05-04 |
                大河镇 | 乙公司   | f2          | 55501  | 12,000 | 2024-03-04 |
                大河镇 | 丙公司   | f4          | 55501  | 12,000 | 2024-03-04 |
                大河镇 | 丁公司   | f5          | 66601  | 500    | 2024-03-04 |
                大河镇 | 丁公司   | f5          | 66601  | 500    | 2024-03-05 |
                大河镇 | 丁公司   | f5          | 66601  | -500   | 2024-03-06 |
            """,
        },
    ),
    Example(
        "no number, and one that says nothing",
        cannot=["no number", "short"],
        tables={
            "invoices": """
                body   | supplier | number | amount | paid_on
                大河镇 | 甲公司   |        | 12,000 | 2024-03-04
                大河镇 | 甲公司   | 00-1   | 12,000 | 2024-03-04
            """,
        },
    ),
]
