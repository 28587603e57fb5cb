"""Goods and money that go round

Within sixty days goods were sold from one firm to another, and on, until they came back to the
first, for nearly the same amount.

Why it matters
    Turnover that nobody needed is made up so that somebody is promoted, lent money, or paid a
    margin for nothing.

Innocent reasons
    Goods that were worked on between, which are passed over. A return of goods that did not fit. A
    deposit that was paid back.

Source
    State owners forbid trade that goes round; audits find it from both sides' invoices.
"""

from narwhals import Expr, Int64, coalesce, col, concat, lit, when

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """循环贸易

六十天内，货物从一家企业卖出，几经转手又卖回这家企业，金额几乎不变。

为什么重要
    没有人需要的营业额，是为了考核、贷款，或白拿差价而造出来的。

清白的理由
    其间有加工（已排除）；退货；退还押金。

来源
    国资监管明令禁止融资性、空转贸易；审计从购销双方发票中发现。
"""

LAW = Text(
    "SASAC notice: ten prohibitions on trade of central enterprises (2023)",
    "国务院国资委关于规范中央企业贸易管理“十不准”的通知（2023年）",
)

SENTENCE = Text(
    "{goods} went from {first} to {second} and came back to {first} in {steps} sales within {days} "
    "days, each for about {sum:money}; {body_name} owns one of the firms.",
    "{body_name}所属企业参与的“{goods}”交易：从{first}卖到{second}，{days}天内经{steps}手又回到{first}，"
    "每手约{sum:money}。",
)

NEEDS = {"trades": ["body", "seller", "buyer", "amount", "sold_on"]}
REASONS = {
    "money back": NOT_POSITIVE,
    "processed": Reason(Text("The goods were worked on between.", "其间有加工。")),
    "self": Reason(Text("Seller and buyer are one.", "买卖双方是同一家。")),
}
SETTINGS = {
    "days": ours("days within which they come back", "转一圈的天数", "days"),
    "near": ours("share by which amounts may differ", "金额允许相差的比例", "share"),
    "least": ours("amount below which nothing is asked", "不再追问的最低金额", "money"),
    "most": ours(
        "sales of a firm in the records beyond which it is a market place", "视为交易平台的笔数"
    ),
}


def asides(trades: Frame) -> Frame:
    """Set aside what was worked on."""
    conditions = {
        "money back": col("amount") <= 0,
        "processed": yes("processed"),
        "self": col("seller") == col("buyer"),
    }
    return set_aside(trades, conditions)


def flags(
    trades: Frame,
    *,
    days: int = 60,
    near: float = 0.02,
    least: int = 100_000_00,
    most: int = 500,
) -> Frame:
    """Return the sales of rounds of two or three firms."""
    sales = trades.filter(col("amount") >= least)
    sales = sales.with_columns(day=day_number(col("sold_on")), what=col("goods").fill_null(""))
    degree = sales.group_by("seller").agg(sales=col("code").n_unique())
    sales = keep(sales.join(degree.filter(col("sales") <= most), on="seller"))
    step = sales.select("code", "seller", "buyer", "what", "amount", "day")
    nth = [step.rename({name: f"{name}{n}" for name in step.columns}) for n in (1, 2, 3)]
    both = nth[0].join(nth[1], left_on=["buyer1", "what1"], right_on=["seller2", "what2"])
    both = keep(both.filter(_next(1, 2, days, near)))
    two = both.filter(col("buyer2") == col("seller1"))
    three = both.filter(col("buyer2") != col("seller1"))
    three = three.join(
        nth[2], left_on=["buyer2", "what1", "seller1"], right_on=["seller3", "what3", "buyer3"]
    )
    three = three.filter(_next(2, 3, days, near), col("day3") - col("day1") <= days)
    three = three.filter((col("amount3") - col("amount1")).abs() <= col("amount1") * near)
    found = [_rounds(two, 2, n) for n in (1, 2)] + [_rounds(three, 3, n) for n in (1, 2, 3)]
    rounds = keep(concat(found))
    # A sale may stand in several rounds; the earliest and shortest one tells of it.
    rounds = rounds.filter(col("round") == col("round").min().over("code"))
    rows = sales.join(rounds, on="code")
    rows = gathered(rows, "body", "first", "second", "what")
    return rows.select(
        *("code", "lead", "body_name", "first", "second"),
        steps=col("steps").max().over("lead").cast(Int64),
        days=col("took").max().over("lead").cast(Int64),
        sum=col("amount").max().over("lead").cast(Int64),
        goods=when(col("what") == "").then(lit("?")).otherwise(col("what")),
        subject=coalesce(col("goods"), col("first")),
        figure=col("amount").cast(Int64),
        strength=lit(0.5),
    )


def _next(one: int, two: int, days: int, near: float) -> Expr:
    """Whether a sale follows another soon, for nearly the same amount."""
    gap = col(f"day{two}") - col(f"day{one}")
    amount = (col(f"amount{two}") - col(f"amount{one}")).abs()
    same = amount <= col(f"amount{one}") * near
    return (gap >= 0) & (gap <= days) & same & (col(f"code{one}") != col(f"code{two}"))


def _rounds(rounds: Frame, steps: int, nth: int) -> Frame:
    """Return the codes of the nth sales of rounds, with what tells a round apart."""
    codes = [f"code{n}" for n in range(1, steps + 1)]
    rows = rounds.with_columns(round=key("day1", *codes), took=col(f"day{steps}") - col("day1"))
    return rows.select(
        code=col(f"code{nth}"),
        round="round",
        took="took",
        steps=lit(steps),
        first="seller1",
        second="buyer1",
    )


EXAMPLES = [
    Example(
        "coal that came home after three sales",
        flagged=["煤"],
        tables={
            "trades": """
                body | seller | buyer | goods | amount    | sold_on
                城投 | 甲     | 乙    | 煤    | 1,000,000 | 2024-03-01
                城投 | 乙     | 丙    | 煤    | 1,005,000 | 2024-03-11
                城投 | 丙     | 甲    | 煤    | 1,010,000 | 2024-03-21
            """,
        },
    ),
    Example(
        "worked on between; half a year later; half the amount; a chain that ends",
        tables={
            "trades": """
                body | seller | buyer | goods | amount    | sold_on    | processed
                城投 | 甲     | 乙    | 布    | 1,000,000 | 2024-03-01 | yes
                城投 | 乙     | 甲    | 布    | 1,010,000 | 2024-03-11 | yes
                城投 | 甲     | 乙    | 钢    | 1,000,000 | 2024-03-01 |
                城投 | 乙     | 甲    | 钢    | 1,010,000 | 2024-09-11 |
                城投 | 甲     | 乙    | 油    | 1,000,000 | 2024-03-01 |
                城投 | 乙     | 甲    | 油    | 500,000   | 2024-03-11 |
                城投 | 甲     | 乙    | 米    | 1,000,000 | 2024-03-01 |
                城投 | 乙     | 丙    | 米    | 1,010,000 | 2024-03-11 |
            """,
        },
    ),
    Example(
        "a sale without a day",
        cannot=["no sold_on"],
        tables={
            "trades": """
                body | seller | buyer | amount
                城投 | 甲     | 乙    | 1,000,000
            """,
        },
    ),
]
