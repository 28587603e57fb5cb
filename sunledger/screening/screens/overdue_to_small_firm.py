"""A small firm was paid late, or not yet

A public body had not paid a small or middle-sized firm thirty days after acceptance, or on the day
that the contract names; or the contract names a day later than the sixty days of the law.

Why it matters
    A small firm that waits pays its workers late, or borrows. Interest runs by law, and hardly ever
    is it asked for.

Innocent reasons
    A part in dispute; what is not disputed is still due. Retention money, which is taken off. An
    invoice that never came. An acceptance that was booked before the work was whole.

Source
    A rule of the state; the yearly statement of such debts is due by the end of March.
"""

from narwhals import Int64, coalesce, col, concat, lit, max_horizontal, when

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import by_law, gathered, ours, with_latest, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """拖欠或迟付中小企业款项

验收后三十日或合同约定日到期，机关、事业单位仍未付清中小企业款项；或合同约定超过法定六十日。

为什么重要
    小企业等一天，工人就晚一天拿到工资，或去借钱。利息依法要付，却很少有人敢要。

清白的理由
    部分有争议（无争议部分仍应付）；质保金（已扣除）；发票未到；验收登记早于实际完工。

来源
    国家条例；每年三月底前应公布逾期未付情况。
"""

LAW = Text(
    "Regulation on payments to small and medium-sized firms (State Council Order 802, 2025)",
    "《保障中小企业款项支付条例》（国务院令第802号，2025年修订）",
)

SENTENCE = {
    "open": Text(
        "{body_name} had not paid {sum:money} of contract {number} to {who} by {latest}, {days} "
        "days after it was due; interest at 0.05% a day, where nothing else is agreed, comes to "
        "{interest:money}.",
        "{body_name}至{latest}仍欠{who}合同{number}款{sum:money}，已逾期{days}天；"
        "未另行约定的，按日万分之五计利息{interest:money}。",
    ),
    "late": Text(
        "{body_name} paid {sum:money} of contract {number} to {who} after the day on which it was "
        "due, the last {days} days late; no arrears are known any more.",
        "{body_name}逾期支付{who}合同{number}款{sum:money}，最后一笔迟{days}天；现已付清。",
    ),
    "term": Text(
        "{body_name} agreed with {who} on {days} days for paying {sum:money} (contract {number}); "
        "the law allows sixty.",
        "{body_name}与{who}的合同{number}（{sum:money}）约定{days}天付款，超过法定六十日。",
    ),
}

NEEDS = {"contracts": ["body", "number", "value", "accepted_on"]}
ALONE = ["body"]
REASONS = {
    "not small": Reason(Text("The firm is not small or of middle size.", "不是中小企业。")),
    "size unknown": Reason(
        Text("Whether the firm is small is not said.", "未注明是否中小企业。"), applicable=True
    ),
    "disputed": Reason(
        Text(
            "A dispute is on file; how much of it is not disputed is not known.",
            "有争议在案，无争议部分不详。",
        ),
        applicable=True,
    ),
}
SETTINGS = {
    "agreed": by_law("days to pay where none are agreed", "未约定时的付款天数", LAW),
    "at_most": by_law("days to pay that may be agreed", "最多可约定的付款天数", LAW),
    "grace": ours("days of the bank and of holidays", "银行到账与节假日宽限", "days"),
    "least": ours("amount below which nothing is asked", "不再追问的最低金额", "money"),
}


def asides(contracts: Frame) -> Frame:
    """Set aside firms that are not small, and what is disputed."""
    return set_aside(
        contracts,
        {
            "size unknown": col("small").is_null(),
            "not small": col("small") == 0,
            "disputed": yes("disputed"),
        },
    )


def flags(
    contracts: Frame,
    contract_payments: Frame,
    *,
    agreed: int = 30,
    at_most: int = 60,
    grace: int = 5,
    least: int = 1_000_00,
) -> Frame:
    """Return contracts that are not paid when due, that were paid late, or that wait too long."""
    term = when(col("agreed_days") > at_most).then(lit(at_most)).otherwise(col("agreed_days"))
    rows = contracts.with_columns(
        due=day_number(col("accepted_on")) + coalesce(term, lit(agreed)) + grace,
        owed=col("value") + col("changes").fill_null(0) - col("retention").fill_null(0),
    )
    sums = _sums(rows, contract_payments)
    rows = with_latest(rows.join(sums, on="code", how="left"), contract_payments, "paid_on")
    rows = keep(
        rows.with_columns(
            gone=day_number(col("latest")) - col("due"),
            lacking=(col("owed") - col("all").fill_null(0)).cast(Int64),
            missed=(col("owed") - col("in_time").fill_null(0)).cast(Int64),
        )
    )
    open_still = rows.filter(col("gone") > 0, col("lacking") >= least)
    late = rows.filter(col("gone") > 0, col("lacking") < least, col("missed") >= least)
    terms = rows.filter(col("agreed_days") > at_most)
    return concat(
        [
            _leads("open", open_still, "lacking", "gone", 0.6),
            _leads("late", late.with_columns(by=col("on") - col("due")), "missed", "by", 0.4),
            _leads("term", terms, "owed", "agreed_days", 0.7),
        ]
    )


def _sums(rows: Frame, contract_payments: Frame) -> Frame:
    """Return what was paid of each contract, what of it in time, and when last."""
    paid = contract_payments.filter(~col("paid_on").is_null(), ~col("amount").is_null())
    paid = paid.select(
        "body", "number", "amount", on=day_number(col("paid_on")), paid_on=col("paid_on")
    )
    every = rows.select("code", "body", "number", "due").join(paid, on=["body", "number"])
    in_time = when(col("on") <= col("due")).then(col("amount")).otherwise(lit(0))
    timed = every.with_columns(in_time=in_time)
    return timed.group_by("code").agg(
        all=col("amount").sum(), in_time=col("in_time").sum(), on=col("on").max()
    )


def _leads(kind: str, rows: Frame, stake: str, days: str, strength: float) -> Frame:
    """Return the contracts of one kind; each is a lead of its own."""
    rows = gathered(rows.with_columns(sort=lit(kind)), "sort", "body", "number", amount=stake)
    most = max_horizontal(col(days).cast(Int64), lit(0).cast(Int64)).max().over("lead")
    who = coalesce(col("supplier"), col("supplier_id"), lit("?"))
    return rows.select(
        *("code", "lead", "body_name", "number", "sum", "latest"),
        kind="sort",
        days=most.cast(Int64),
        interest=(col("sum") * most * 5 // 10_000).cast(Int64),
        who=who,
        subject=who,
        figure=col(stake).cast(Int64),
        strength=lit(strength),
    )


_PAID = """
    body   | number | paid_on    | amount
    县医院 | h1     | 2024-02-01 | 20,000
    县医院 | h2     | 2024-06-01 | 80,000
    县医院 | h4     | 2024-02-20 | 95,000
    县医院 | h9     | 2024-12-01 | 1,000
"""

EXAMPLES = [
    Example(
        "a part unpaid for a year; paid four months late; ninety days agreed",
        flagged=["甲公司", "乙公司", "丙公司"],
        tables={
            "contracts": """
                body   | number | supplier | value   | accepted_on | agreed_days | small
                县医院 | h1     | 甲公司   | 100,000 | 2024-01-10  | 30          | yes
                县医院 | h2     | 乙公司   | 80,000  | 2024-01-10  |             | yes
                县医院 | h3     | 丙公司   | 50,000  | 2024-11-01  | 90          | yes
            """,
            "contract_payments": _PAID,
        },
    ),
    Example(
        "all but the retention paid in a month; not due yet; a large firm",
        tables={
            "contracts": """
                body   | number | supplier | value   | retention | accepted_on | small
                县医院 | h4     | 丁公司   | 100,000 | 5,000     | 2024-01-25  | yes
                县医院 | h5     | 丙公司   | 50,000  |           | 2024-11-20  | yes
                县医院 | h6     | 大集团   | 50,000  |           | 2024-01-20  | no
            """,
            "contract_payments": _PAID,
        },
    ),
    Example(
        "a disputed contract, one that nobody accepted, and a firm of unknown size",
        cannot=["disputed", "no accepted_on", "size unknown"],
        tables={
            "contracts": """
                body   | number | value  | accepted_on | small | disputed
                县医院 | h5     | 50,000 | 2024-01-10  | yes   | yes
                县医院 | h6     | 50,000 |             | yes   |
                县医院 | h7     | 50,000 | 2024-01-10  |       |
            """,
            "contract_payments": _PAID,
        },
    ),
]
