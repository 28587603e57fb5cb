"""Debts to small firms that the yearly statement leaves out

A body owed small firms more at the end of a year than its statement says, or made no statement.

Why it matters
    The statement is due so that nobody has to sue to be seen. One that says nothing is worth less
    than none.

Innocent reasons
    A debt in dispute, which is left out here too. A contract of an agency. A statement that was
    published under the name of the office above.

Source
    A rule of the state: the statement for a year is due by the end of March of the next.
"""

from narwhals import Expr, Int64, String, coalesce, col, concat, lit

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import by_law, gathered, ours, with_latest, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """欠款年报漏报

年末拖欠中小企业款项多于年报所列，或没有公布年报。

为什么重要
    要求公布年报，是让企业不必打官司也看得见欠款。写零的年报还不如没有。

清白的理由
    有争议的款项（此处也不计）；由代理机构签的合同；年报以上级单位名义公布。

来源
    国家条例：上一年度逾期情况应在次年三月三十一日前公布。
"""

LAW = Text(
    "Regulation on payments to small and medium-sized firms (State Council Order 802, 2025)",
    "《保障中小企业款项支付条例》（国务院令第802号，2025年修订）",
)

SENTENCE = {
    "missing": Text(
        "At the end of {year}, {body_name} owed small firms {sum:money} on {times} contracts that "
        "were due; no statement for the year is known.",
        "{year}年末，{body_name}有{times}份到期合同拖欠中小企业{sum:money}，未见该年度年报。",
    ),
    "less": Text(
        "At the end of {year}, {body_name} owed small firms {sum:money} on {times} contracts that "
        "were due; its statement says {stated:money}.",
        "{year}年末，{body_name}有{times}份到期合同拖欠中小企业{sum:money}，年报只列{stated:money}。",
    ),
}

NEEDS = {"contracts": ["body", "number", "value", "accepted_on"]}
ALONE = ["body"]
REASONS = {
    "not small": Reason(Text("The firm is not small or of middle size.", "不是中小企业。")),
    "size unknown": Reason(
        Text("Whether the firm is small is not said.", "未注明是否中小企业。"), applicable=True
    ),
    "disputed": Reason(Text("A dispute is on file.", "有争议在案。")),
}
SETTINGS = {
    "days": by_law("days to pay that may be agreed at most", "最长付款天数", LAW),
    "grace": ours(
        "days after the end of the year by which a statement is due", "年报截止天数", "days"
    ),
    "share": ours("share of the debt that a statement must name", "年报应列比例", "share"),
}


def asides(contracts: Frame) -> Frame:
    """Set aside firms that are not small, and what is disputed."""
    conditions = {
        "size unknown": col("small").is_null(),
        "not small": col("small") == 0,
        "disputed": yes("disputed"),
    }
    return set_aside(contracts, conditions)


def flags(
    contracts: Frame,
    contract_payments: Frame,
    statements: Frame,
    *,
    days: int = 60,
    grace: int = 91,
    share: float = 0.9,
) -> Frame:
    """Return contracts that were overdue at the end of a year whose statement does not say so."""
    rows = with_latest(contracts, contract_payments, "paid_on")
    rows = rows.with_columns(due=day_number(col("accepted_on")) + days)
    year = col("accepted_on").dt.year().cast(Int64)
    # The year in which it fell due; 31 December of it, by whole numbers.
    before = _last_day(year)
    rows = rows.with_columns(year_no=year + (col("due") > before).cast(Int64))
    rows = rows.with_columns(ends=_last_day(col("year_no")))
    rows = rows.filter(day_number(col("latest")) > col("ends") + grace)
    paid = contract_payments.filter(~col("paid_on").is_null(), ~col("amount").is_null())
    paid = paid.select("body", "number", "amount", on=day_number(col("paid_on")))
    paid = rows.select("code", "body", "number", "ends").join(paid, on=["body", "number"])
    paid = paid.filter(col("on") <= col("ends")).group_by("code").agg(paid=col("amount").sum())
    rows = rows.join(paid, on="code", how="left")
    owed = col("value") + col("changes").fill_null(0) - col("retention").fill_null(0)
    rows = rows.with_columns(owed=(owed - col("paid").fill_null(0)).cast(Int64))
    rows = gathered(rows.filter(col("owed") > 0), "body", "year_no", amount="owed")
    said = statements.group_by("body", "year").agg(stated=col("amount").sum().cast(Int64))
    rows = keep(rows.join(said.rename({"year": "year_no"}), on=["body", "year_no"], how="left"))
    less = rows.filter(col("stated") < col("sum") * share)
    return concat([_leads("missing", rows.filter(col("stated").is_null())), _leads("less", less)])


def _last_day(year: Expr) -> Expr:
    """Return the number of the last day of a year, since 1970."""
    return year * 365 + year // 4 - year // 100 + year // 400 - 719_163


def _leads(kind: str, rows: Frame) -> Frame:
    """Return the contracts of one kind; a lead a body and year."""
    return rows.select(
        *("code", "lead", "body_name", "times", "sum"),
        kind=lit(kind),
        stated=coalesce(col("stated"), lit(0)),
        year=col("year_no").cast(Int64).cast(String),
        subject=coalesce(col("body_name"), col("body")),
        figure=col("owed").cast(Int64),
        strength=lit(0.5),
    )


_CONTRACTS = """
    body   | number | value   | accepted_on | small
    县医院 | h1     | 100,000 | 2023-06-10  | yes
    县中学 | h2     | 100,000 | 2023-06-10  | yes
"""
_PAID = """
    body   | number | paid_on    | amount
    县医院 | h1     | 2023-07-01 | 20,000
    县中学 | h2     | 2024-02-01 | 100,000
    县医院 | h9     | 2024-09-01 | 1,000
"""

EXAMPLES = [
    Example(
        "eighty thousand of which the statement says nothing; no statement at all",
        flagged=["县医院", "县中学"],
        tables={
            "contracts": _CONTRACTS,
            "contract_payments": _PAID,
            "statements": """
                body   | year | amount
                县医院 | 2023 | 0
            """,
        },
    ),
    Example(
        "stated; due after the end of the year; paid before it",
        tables={
            "contracts": """
                body   | number | value   | accepted_on | small
                县医院 | h1     | 100,000 | 2023-06-10  | yes
                县医院 | h3     | 100,000 | 2024-06-10  | yes
                县医院 | h4     | 50,000  | 2023-06-10  | yes
            """,
            "contract_payments": _PAID + "    县医院 | h4 | 2023-12-31 | 50,000",
            "statements": """
                body   | year | amount
                县医院 | 2023 | 80,000
            """,
        },
    ),
    Example(
        "a firm of unknown size",
        cannot=["size unknown"],
        tables={
            "contracts": """
                body   | number | value   | accepted_on
                县医院 | h1     | 100,000 | 2023-06-10
            """,
            "contract_payments": _PAID,
            "statements": """
                body   | year | amount
                县医院 | 2023 | 80,000
            """,
        },
    ),
]
