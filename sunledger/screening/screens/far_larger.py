"""One payment far larger than all the others

A payee whom a body pays again and again was once paid more than ten times as much as ever else.

Why it matters
    A slipped decimal point pays ten or a hundred times too much, and the payee seldom writes. And
    one large payment among many small ones passes, because the name is known.

Innocent reasons
    A final settlement. A machine bought from the shop that sells the spare parts. A yearly payment
    beside monthly ones. Payments of a whole village through one office.

Source
    The relative size factor of forensic accountants.
"""

from datetime import date

from narwhals import Expr, Int64, String, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Setting, Text
from sunledger.screening.vocabulary import PASSED_OVER, passed_over, set_aside

CHINESE = """一笔付款远大于其余

某单位经常付款的一家收款方，有一次收到的款项是其余任何一笔的十倍以上。

为什么重要
    小数点错一位，就多付十倍、百倍，收款方很少会主动说；混在许多小额里的一笔大额，因为名字熟就放过去了。

清白的理由
    最终结算；平时买配件、这次买整机；按月付款之外的年度付款；经某机构代付全村款项。

来源
    财务审查中的相对规模系数检验。
"""

SENTENCE = {
    "larger": Text(
        "{body_name} paid {payee} {amount:money} on {paid_on}; the largest of {others} other "
        "payments to this payee is {second:money}.",
        "{body_name}于{paid_on}付给{payee}{amount:money}，而对其另外{others}笔付款中最大的是{second:money}。",
    ),
    "slip": Text(
        "{body_name} paid {payee} {amount:money} on {paid_on}: the same digits as a payment of "
        "{second:money}, moved by two or more places. There are {others} other payments.",
        "{body_name}于{paid_on}付给{payee}{amount:money}，与另一笔{second:money}数字相同、只是小数点移位；"
        "其他付款共{others}笔。",
    ),
}

NEEDS = {"payments": ["body", "payee", "amount"]}
APART = ["body"]
REASONS = {
    name: PASSED_OVER[name] for name in ("copied", "money back", "withheld", "person", "public")
}

SETTINGS = {
    "factor": Setting(
        Text("times as large as the next", "为次大一笔的倍数"),
        since=date(2024, 1, 1),
        source=Text("Usual among forensic accountants.", "财务审查中常用。"),
    ),
    "least": Setting(
        Text("payments to the payee, at least", "对该收款方的最少笔数"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: five.", "实践中常用：五笔。"),
    ),
    "floor": Setting(
        Text("payments under this are not asked about", "不问的金额"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
        kind="money",
    ),
}

_PAYEE = ("body", "payee_key", "coin")


def asides(payments: Frame) -> Frame:
    """Set aside copies, what came back, and payees who cannot be told apart."""
    return set_aside(payments, passed_over(*REASONS))


def flags(payments: Frame, *, factor: int = 10, least: int = 5, floor: int = 10_000_00) -> Frame:
    """Return the payments that stand far above all others to the payee."""
    rows = payments.with_columns(coin=col("currency").fill_null(""))
    most = keep(rows.group_by(*_PAYEE).agg(times=count(), largest=col("amount").max()))
    most = most.filter(col("times") >= least, col("largest") >= floor)
    rows = keep(rows.join(most, on=list(_PAYEE)))
    others = rows.filter(col("amount") < col("largest"))
    second = others.group_by(*_PAYEE).agg(second=col("amount").max(), others=count())
    rows = rows.filter(col("amount") == col("largest")).join(second, on=list(_PAYEE))
    # Two alike are no slip: all but one of the payments are smaller.
    rows = rows.filter(col("others") == col("times") - 1)
    rows = rows.filter(col("amount") > col("second") * factor)
    slip = _digits("amount") == _digits("second")
    return rows.select(
        *("code", "body_name", "payee", "paid_on", "amount", "second", "others"),
        kind=when(slip).then(lit("slip")).otherwise(lit("larger")),
        lead="code",
        subject="payee",
        figure=(col("amount") - col("second")).cast(Int64),
        strength=when(slip).then(lit(0.6)).otherwise(lit(0.25)),
    )


def _digits(amount: str) -> Expr:
    """Return the digits of an amount without the noughts at its end."""
    return col(amount).cast(String).str.replace_all("0+$", "")


EXAMPLES = [
    Example(
        "the point slipped by two places; a machine among spare parts",
        flagged=["甲公司", "乙公司"],
        payments="""
            code   | body   | payee  | paid_on    | amount
            a1..a5 | 大河镇 | 甲公司 | 2024-03-04 | 312.50
            a6     | 大河镇 | 甲公司 | 2024-04-04 | 31,250
            b1..b9 | 大河镇 | 乙公司 | 2024-03-04 | 1,200
            b10    | 大河镇 | 乙公司 | 2024-05-04 | 98,000
        """,
    ),
    Example(
        "nine times as large; twice so large; too few payments; a small sum",
        payments="""
            code   | body   | payee  | paid_on    | amount
            a1..a5 | 大河镇 | 甲公司 | 2024-03-04 | 3,000
            a6     | 大河镇 | 甲公司 | 2024-04-04 | 27,000
            b1..b5 | 大河镇 | 乙公司 | 2024-03-04 | 1,000
            b6..b7 | 大河镇 | 乙公司 | 2024-05-04 | 80,000
            c1     | 大河镇 | 丙公司 | 2024-03-04 | 1,000
            c2     | 大河镇 | 丙公司 | 2024-05-04 | 80,000
            d1..d5 | 大河镇 | 丁公司 | 2024-03-04 | 10
            d6     | 大河镇 | 丁公司 | 2024-05-04 | 800
        """,
    ),
    Example(
        "nobody paid",
        cannot=["no payee"],
        payments="""
            code | body   | payee | paid_on    | amount
            a1   | 大河镇 |       | 2024-03-04 | 3,000
        """,
    ),
]
