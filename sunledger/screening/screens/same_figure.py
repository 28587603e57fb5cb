"""One exact figure, again and again

A body pays several organisations exactly the same amount, far more often than any amount near it.

Why it matters
    Where invoices are made up, the same figure comes to mind again and again; repeated figures are
    also how a limit of a card or of a clerk shows in the books.

Innocent reasons
    A flat rate, fee, wage or grant of a fixed amount; a price list; a rent that several landlords
    agreed upon. A book that holds a tariff and hardly anything else is passed over.

Source
    The number duplication test of digital analysis.
"""

import math
from datetime import date

from narwhals import Float64, Int64, String, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import PASSED_OVER, key, passed_over, set_aside

CHINESE = """同一数额反复出现

某单位向多家收款单位支付完全相同的数额，次数远多于任何相近的数额。

为什么重要
    凭空编造发票时，脑子里总是冒出同一个数；反复出现的数额，也会显出刷卡限额或经办权限的痕迹。

清白的理由
    固定标准的收费、工资、补助；价目表；多位出租人商定的同一租金。几乎只有固定标准的账已排除。

来源
    数字分析中的数额重复检验。
"""

SENTENCE = Text(
    "{body} paid exactly {exact:money} {near:times}, to {payees} payees, {sum:money} in all; the "
    "next most frequent amount near it occurs {next:times}.",
    "{body}恰好支付{exact:money}共{near:times}，涉及{payees}个收款方，合计{sum:money}；"
    "相近数额中次多的只出现{next:times}。",
)

NEEDS = {"payments": ["body", "amount", "payee"]}
APART = ["body"]

REASONS = {
    **{
        name: PASSED_OVER[name] for name in ("copied", "money back", "withheld", "person", "public")
    },
    "round": Reason(Text("A round amount; every book has many.", "整数金额，各账皆多。")),
    "tariff": Reason(
        Text("The book holds hardly anything but fixed rates.", "该账几乎只有固定标准。")
    ),
    "small": Reason(Text("The amount is under the smallest asked about.", "金额低于所看的下限。")),
}

SETTINGS = {
    "returns": Setting(
        Text("fewer returns of an exact figure than this are nothing", "确切数额重复的最少次数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "often": Setting(
        Text("times as frequent as the next amount near it", "是相近次多数额的多少倍"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "payees": Setting(
        Text("least number of payees that received it", "收到该数额的最少收款方数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: one payee is a rent or a fee.", "自定：只有一家的，是租金或固定费用。"
        ),
    ),
    "figures": Setting(
        Text("figures that a body is asked about, at most", "每个单位最多列出的数额"),
        since=date(2024, 1, 1),
        source=Text("Our own: the largest sums first.", "自定：合计最大者在先。"),
    ),
    "each": Setting(
        Text(
            "payments for each different amount beyond which it is a tariff",
            "视为固定标准的每种数额笔数",
        ),
        since=date(2026, 11, 22),
        source=Text("Our own.", "自定。"),
    ),
    "smallest": Setting(
        Text("smallest figure that is asked about", "数额的下限"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: below are fares, stamps and fees.", "自定：更小的多为车费、邮费、手续费。"
        ),
        kind="money",
    ),
}


def asides(payments: Frame, *, smallest: int = 1_000_00, each: int = 20) -> Frame:
    """Set aside what is too small, payees who cannot be told apart, and books of fixed rates."""
    reasons = passed_over("copied", "money back", "withheld", "person", "public")
    reasons["small"] = col("amount") < smallest
    # Two digits and then noughts: what people agree upon, not what is made up.
    reasons["round"] = ~col("amount").cast(String).str.slice(2).str.contains("[1-9]")
    rows = set_aside(payments, reasons).rename({"aside": "own"})
    books = (
        rows.filter(col("own").is_null())
        .group_by("body")
        .agg(rows=count(), different=col("amount").n_unique())
    )
    several = books.filter(col("different") > 1, col("rows") > col("different") * each)
    rows = rows.join(several.select("body", tariff=lit(1)), on="body", how="left")
    rows = set_aside(rows, {"tariff": col("tariff") == 1})
    aside = when(col("own").is_null()).then(col("aside")).otherwise(col("own"))
    return rows.with_columns(aside=aside).drop("own", "tariff")


def flags(
    payments: Frame, *, returns: int = 30, often: int = 5, payees: int = 3, figures: int = 3
) -> Frame:
    """Return the payments of exact figures that are far more frequent than those near them."""
    payments = payments.with_columns(currency=col("currency").fill_null(""))
    known = keep(_alone(payments, often).filter(col("near") >= returns, col("payees") >= payees))
    nth = col("one").cum_sum().over("body", order_by=["rank", "currency", "amount"])
    first = known.with_columns(nth=nth).filter(col("nth") <= figures)
    first = first.select("body", "currency", "amount", "near", "payees", "next")
    rows = payments.join(first, on=["body", "currency", "amount"])
    return rows.select(
        *("code", "near", "payees", "next"),
        lead=key("body", "currency", "amount"),
        exact=col("amount"),
        sum=(col("near") * col("amount")).cast(Int64),
        body="body_name",
        subject="body_name",
        figure=col("amount").cast(Int64),
        strength=lit(0.2),
    )


def _alone(payments: Frame, often: int) -> Frame:
    """Return exact figures far more frequent than the next one in their neighbourhood."""
    figures = payments.group_by("body", "currency", "amount").agg(
        near=count().cast(Int64), payees=col("payee_key").n_unique()
    )
    # A neighbourhood reaches from an amount to one a tenth larger.
    place = (col("amount").cast(Float64).log() / math.log(1.1)).floor().cast(Int64)
    around = ("body", "currency", "place")
    figures = figures.with_columns(place=place, one=lit(1), rank=col("near") * col("amount") * -1)
    figures = figures.with_columns(most=col("near").max().over(*around))
    top = when(col("near") == col("most")).then(lit(1)).otherwise(lit(0))
    others = when(col("near") < col("most")).then(col("near")).otherwise(lit(0))
    figures = figures.with_columns(
        ties=top.sum().over(*around), next=others.max().over(*around).cast(Int64)
    )
    return figures.filter(
        col("near") == col("most"), col("ties") == 1, col("near") >= col("next") * often
    )


EXAMPLES = [
    Example(
        "one exact figure, again and again, to several firms",
        flagged=["Dahe Works"],
        payments="\n".join(
            [
                "code | body       | payee   | paid_on    | amount",
                *(f"p{n}  | Dahe Works | Firm {n % 5} | 2024-05-06 | 1,153.35" for n in range(40)),
                *(
                    f"q{n}  | Dahe Works | Firm {n % 5} | 2024-05-06 | {1_120 + n}"
                    for n in range(40)
                ),
            ]
        ),
    ),
    Example(
        "a monthly fee, to one firm",
        payments="""
            code    | body       | payee  | paid_on    | amount
            p1..p36 | Dahe Works | Jia Co | 2024-05-06 | 49,000
        """,
    ),
    Example(
        "a grant of two amounts, equally frequent; many names withheld",
        payments="""
            code    | body       | payee    | paid_on    | amount
            p1..p20 | Dahe Works | Firm A   | 2024-05-06 | 2,000
            q1..q20 | Dahe Works | Firm B   | 2024-05-06 | 2,000
            r1..r20 | Dahe Works | Firm C   | 2024-05-06 | 2,100
            s1..s20 | Dahe Works | Firm D   | 2024-05-06 | 2,100
            t1..t60 | Dahe Works | REDACTED | 2024-05-06 | 49,800
        """,
    ),
    Example(
        "a tariff of three rates",
        payments="\n".join(
            [
                "code | body | payee | paid_on | amount",
                *(
                    f"p{n} | Centre | Firm {n % 9} | 2024-05-06 | {rate}"
                    for n in range(150)
                    for rate in ((4_915, 6_445, 8_110)[n % 10 // 4],)
                ),
            ]
        ),
    ),
    Example(
        "payments to nobody in particular",
        cannot=["no payee"],
        payments="""
            code    | body       | payee | paid_on    | amount
            p1..p40 | Dahe Works |       | 2024-05-06 | 1,153.35
        """,
    ),
]
