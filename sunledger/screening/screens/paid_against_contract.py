"""Paid before or beyond the contract

Money was paid on a contract before it was signed, beyond its value and the approved additions, or
wholly before the work was accepted.

Why it matters
    Who pays before there is a contract has chosen before there was a choice. Who pays beyond it, or
    before anybody looked at the work, has given away what the contract held in hand.

Innocent reasons
    An advance that the contract names; an addition that was approved and not entered; work that
    could not wait. A day of signing that was entered late. A wrong contract number on a payment.

Source
    The reconciliation of payments and contracts in every audit.
"""

from datetime import date

from narwhals import Expr, Int64, String, coalesce, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """合同签订前付款或超合同付款

合同签订之前就付款；付款超过合同价与已批变更之和；或验收之前已全部付清。

为什么重要
    没有合同就付款，说明人早已定好；超额付款、未验收先付清，等于把合同手里的主动权白白交了出去。

清白的理由
    合同约定的预付款；变更已批准但未录入；紧急事项；签订日期补录；付款挂错合同号。

来源
    审计都要做付款与合同的核对。
"""

SENTENCE = {
    "before": Text(
        "{body_name} paid {supplier} {sum:money} on contract {number} before it was signed, the "
        "first time {days} days before.",
        "{body_name}在合同{number}签订之前就付给{supplier}{sum:money}，最早提前{days}天。",
    ),
    "beyond": Text(
        "{body_name} has paid {supplier} {paid:money} on contract {number} of {value:money}, "
        "additions included.",
        "{body_name}按合同{number}已付给{supplier}{paid:money}，合同价（含变更）为{value:money}。",
    ),
    "unaccepted": Text(
        "{body_name} had paid {supplier} contract {number} of {value:money} in full {days} days "
        "before the work was accepted.",
        "{body_name}在验收前{days}天已向{supplier}付清合同{number}（{value:money}）。",
    ),
}

NEEDS = {"contract_payments": ["body", "paid_on", "amount"]}
ALONE = ["body"]
REASONS = {
    "unknown": Reason(
        Text("The contract is not on the list of contracts.", "合同台账中没有该合同。"),
        applicable=True,
    ),
    "no terms": Reason(
        Text(
            "The list does not say what the contract is worth, or when it was signed.",
            "合同台账没有写明金额或签订日期。",
        ),
        applicable=True,
    ),
    "framework": Reason(
        Text("It is a framework, without a value of its own.", "框架协议，没有固定总价。")
    ),
}

SETTINGS = {
    "leeway": Setting(
        Text("hundredths beyond the value that are let pass", "允许超出合同价的百分比"),
        since=date(2024, 1, 1),
        source=Text("Our own; a tenth is usual for additions.", "自定；变更通常以一成为限。"),
    ),
    "days": Setting(
        Text("days before signing or acceptance that are let pass", "允许提前的天数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
        kind="days",
    ),
}

_ONE = ("body", "number")


def asides(contract_payments: Frame, contracts: Frame) -> Frame:
    """Set aside payments whose contract is not known well enough."""
    rows = contract_payments.join(_terms(contracts), on=list(_ONE), how="left")
    return set_aside(
        rows,
        {
            "unknown": col("rows").is_null(),
            "framework": col("framework") == 1,
            "no terms": col("value").is_null() | col("signed_on").is_null() | (col("value") <= 0),
        },
    ).drop("rows", "framework", "value", "signed_on", "accepted_on", "kept", "advance")


def flags(contract_payments: Frame, contracts: Frame, *, leeway: int = 10, days: int = 7) -> Frame:
    """Return the payments before signing, beyond the value and before acceptance."""
    rows = contract_payments.with_columns(paid_day=day_number(col("paid_on")))
    order = ["paid_day", "code"]
    rows = rows.with_columns(so_far=col("amount").cum_sum().over(*_ONE, order_by=order))
    rows = rows.with_columns(paid=col("amount").sum().over(*_ONE))
    rows = keep(rows.join(_terms(contracts), on=list(_ONE)))
    before = _before(rows, days)
    beyond = _beyond(rows, leeway)
    return _leads(concat([before, beyond, _unaccepted(rows, days)]))


def _kind(rows: Frame, kind: str, own: Expr, early: Expr) -> Frame:
    """Return rows of one kind with what is at stake and by how many days they came early."""
    named = rows.with_columns(kind=lit(kind, String), own=own.cast(Int64), early=early.cast(Int64))
    return named.select(
        *("code", "body", "number", "body_name", "supplier", "value", "paid"),
        *("kind", "own", "early"),
    )


def _before(rows: Frame, days: int) -> Frame:
    """Return what was paid before the contract was signed, and was no advance."""
    early = day_number(col("signed_on")) - col("paid_day")
    advance = col("so_far") <= col("advance")
    found = rows.filter(early > days, ~advance, col("amount") > 0, col("paid") > 0)
    return _kind(found, "before", col("amount"), early)


def _beyond(rows: Frame, leeway: int) -> Frame:
    """Return what was paid when the value of the contract was used up, a leeway given."""
    above = (col("paid") * 100 > col("value") * (100 + leeway)) & (col("so_far") > col("value"))
    part = col("so_far") - col("value")
    own = when(part > col("amount")).then(col("amount")).otherwise(part)
    return _kind(rows.filter(above, col("amount") > 0), "beyond", own, lit(0))


def _unaccepted(rows: Frame, days: int) -> Frame:
    """Return the payments by which a contract was paid in full before acceptance."""
    early = day_number(col("accepted_on")) - col("paid_day")
    full = (col("so_far") >= col("value") - col("kept")) & (col("so_far") > col("advance"))
    return _kind(
        rows.filter(early > days, full, col("amount") > 0), "unaccepted", col("amount"), early
    )


def _terms(contracts: Frame) -> Frame:
    """Return what a contract says; of two rows of one number the larger value, the later day."""
    signed = contracts.filter(~col("number").is_null())
    worth = col("value") + col("changes").fill_null(0)
    return signed.group_by(*_ONE).agg(
        rows=count(),
        framework=col("framework").fill_null(0).max(),
        value=worth.max(),
        signed_on=col("signed_on").min(),
        accepted_on=col("accepted_on").min(),
        kept=col("retention").fill_null(0).max(),
        advance=col("advance").fill_null(0).max(),
    )


def _leads(rows: Frame) -> Frame:
    """Return the rows with their lead, one for each contract and kind."""
    rows = keep(rows.with_columns(lead=key("kind", *_ONE)))
    sums = rows.group_by("lead").agg(
        sum=col("own").sum().cast(Int64), days=col("early").max().cast(Int64)
    )
    return rows.join(sums, on="lead").select(
        *("code", "lead", "kind", "body_name", "number", "days", "sum"),
        value=col("value").cast(Int64),
        paid=col("paid").cast(Int64),
        supplier=coalesce(col("supplier"), lit("—")),
        subject=coalesce(col("supplier"), col("number")),
        figure=col("own").cast(Int64),
        strength=lit(0.45),
    )


EXAMPLES = [
    Example(
        "a month before signing; a third beyond; all paid half a year before acceptance",
        flagged=["甲公司", "乙公司", "丙公司"],
        tables={
            "contract_payments": """
                body   | number | supplier | paid_on    | amount
                大河镇 | h1     | 甲公司   | 2024-02-01 | 10,000
                大河镇 | h1     | 甲公司   | 2024-04-01 | 10,000
                大河镇 | h2     | 乙公司   | 2024-04-01 | 30,000
                大河镇 | h2     | 乙公司   | 2024-05-01 | 10,000
                大河镇 | h3     | 丙公司   | 2024-03-20 | 50,000
            """,
            "contracts": """
                body   | number | value  | signed_on  | accepted_on
                大河镇 | h1     | 90,000 | 2024-03-01 |
                大河镇 | h2     | 30,000 | 2024-03-01 |
                大河镇 | h3     | 50,000 | 2024-03-01 | 2024-09-01
            """,
        },
    ),
    Example(
        "an advance by contract; an approved addition; what came back; a framework",
        tables={
            "contract_payments": """
                body   | number | supplier | paid_on    | amount
                大河镇 | h1     | 甲公司   | 2024-02-01 | 10,000
                大河镇 | h2     | 乙公司   | 2024-04-01 | 40,000
                大河镇 | h3     | 丙公司   | 2024-04-01 | 30,000
                大河镇 | h3     | 丙公司   | 2024-04-02 | 30,000
                大河镇 | h3     | 丙公司   | 2024-04-03 | -30,000
                大河镇 | h4     | 丁公司   | 2024-04-01 | 99,000
            """,
            "contracts": """
                body   | number | value  | changes | advance | signed_on  | framework
                大河镇 | h1     | 90,000 |         | 10,000  | 2024-03-01 |
                大河镇 | h2     | 30,000 | 10,000  |         | 2024-03-01 |
                大河镇 | h3     | 30,000 |         |         | 2024-03-01 |
                大河镇 | h4     | 30,000 |         |         | 2024-03-01 | yes
            """,
        },
    ),
    Example(
        "a contract nobody lists, and one without a value",
        cannot=["unknown", "no terms"],
        tables={
            "contract_payments": """
                body   | number | supplier | paid_on    | amount
                大河镇 | h1     | 甲公司   | 2024-02-01 | 10,000
                大河镇 | h2     | 甲公司   | 2024-02-01 | 10,000
            """,
            "contracts": """
                body   | number | value | signed_on
                大河镇 | h2     |       | 2024-03-01
            """,
        },
    ),
]
