"""Invoices in a row, or for gifts

At least three invoices of one supplier with numbers one after the other were paid, on different
days; or large round orders of liquor, tobacco or tea.

Why it matters
    A shop that writes three invoices in a row for three months had no other customer, or wrote them
    on one evening.

Innocent reasons
    Part deliveries that were invoiced together; invoices of one day are one. A large event. A
    farmer's market where the tax office writes the invoices, which is passed over.

Source
    A standing look at vouchers by supervisors.
"""

from narwhals import Int64, coalesce, col, concat, lit, when

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """发票连号或品目异常

同一供应商三张以上发票号码相连而日期不同；或烟酒茶的大额整数发票。

为什么重要
    几个月里开出的发票号码相连，要么这家店没有别的客人，要么是一晚上开的。

清白的理由
    分批送货一并开票（同日不计）；大型活动；集市由税务代开（已排除）。

来源
    监督检查看凭证的常规做法。
"""

SENTENCE = {
    "row": Text(
        "{body_name} paid {who} invoices with numbers one after the other from {first} to {last}: "
        "{times} invoices, {sum:money} in all.",
        "{body_name}支付{who}的发票自{first}至{last}号码相连，共{times}张，合计{sum:money}。",
    ),
    "gifts": Text(
        "{body_name} paid {who} {times} round invoices for liquor, tobacco or tea, {sum:money} in "
        "all, from {first} to {last}.",
        "{body_name}自{first}至{last}支付{who}烟酒茶类整数发票{times}张，合计{sum:money}。",
    ),
}

NEEDS = {"invoices": ["body", "supplier", "number", "issued_on", "amount"]}
REASONS = {
    "money back": NOT_POSITIVE,
    "market": Reason(Text("From a market, written by the tax office.", "集市由税务代开。")),
}
SETTINGS = {
    "least": ours("invoices in a row", "连号张数"),
    "large": ours("amount from which a round order is large", "大额整数的起点", "money"),
    "round_to": ours("a round amount is a whole number of these", "整数的单位", "money"),
}

_GIFTS = "酒|烟|茶|礼品|购物卡|[Ll]iquor|[Tt]obacco|[Gg]ift card"


def asides(invoices: Frame) -> Frame:
    """Set aside credit notes and markets."""
    return set_aside(invoices, {"money back": col("amount") <= 0, "market": yes("market")})


def flags(
    invoices: Frame, *, least: int = 3, large: int = 5_000_00, round_to: int = 1_000_00
) -> Frame:
    """Return invoices in a row on different days, and large round orders of gifts."""
    same = ("body", "supplier")
    digits = col("number").str.replace_all("[^0-9]", "")
    plain = (digits.str.len_chars() >= 4) & (digits.str.len_chars() <= 18)
    # One number once: what stands twice is asked about elsewhere.
    rows = invoices.filter(plain).with_columns(nth=digits.cast(Int64))
    rows = rows.filter(col("code") == col("code").min().over(*same, "nth"))
    order = ["nth", "code"]
    rows = rows.with_columns(
        new=when(col("nth") - col("nth").shift(1).over(*same, order_by=order) == 1)
        .then(lit(0))
        .otherwise(lit(1))
    )
    rows = keep(rows.with_columns(run=col("new").cum_sum().over(*same, order_by=order)))
    runs = rows.group_by(*same, "run").agg(
        number_of=col("code").n_unique(), days=col("issued_on").n_unique()
    )
    runs = runs.filter(col("number_of") >= least, col("days") >= least)
    row = keep(rows.join(runs.select(*same, "run"), on=[*same, "run"]))
    gifts = invoices.filter(
        col("goods").str.contains(_GIFTS), col("amount") >= large, col("amount") % round_to == 0
    )
    gifts = gifts.with_columns(run=lit(0).cast(Int64))
    return concat([_leads("row", row, 0.5), _leads("gifts", gifts, 0.4)])


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the invoices of one kind; a lead a supplier and run."""
    rows = rows.with_columns(sort=lit(kind), run=col("run").cast(Int64))
    rows = gathered(rows, "sort", "body", "supplier", "run", amount="amount")
    return rows.select(
        *("code", "lead", "body_name", "times", "sum"),
        kind="sort",
        first=col("issued_on").min().over("lead"),
        last=col("issued_on").max().over("lead"),
        who=coalesce(col("supplier"), lit("?")),
        subject="supplier",
        figure=col("amount").cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "three months, three numbers in a row; ten thousand of liquor",
        flagged=["甲餐馆", "乙商行"],
        tables={
            "invoices": """
                body   | supplier | number   | issued_on  | amount | goods
                大河镇 | 甲餐馆   | 00012345 | 2024-01-10 | 1,210  | 餐费
                大河镇 | 甲餐馆   | 00012346 | 2024-02-10 | 1,330  | 餐费
                大河镇 | 甲餐馆   | 00012347 | 2024-03-10 | 980    | 餐费
                大河镇 | 乙商行   | 00099999 | 2024-03-10 | 10,000 | 白酒
            """,
        },
    ),
    Example(
        "three of one day; numbers apart; a market; a bottle",
        tables={
            "invoices": """
                body   | supplier | number   | issued_on  | amount | goods | market
                大河镇 | 甲餐馆   | 00012345 | 2024-01-10 | 1,210  | 餐费  |
                大河镇 | 甲餐馆   | 00012346 | 2024-01-10 | 1,330  | 餐费  |
                大河镇 | 甲餐馆   | 00012347 | 2024-01-10 | 980    | 餐费  |
                大河镇 | 丙商店   | 00012345 | 2024-01-10 | 1,210  | 文具  |
                大河镇 | 丙商店   | 00012390 | 2024-02-10 | 1,210  | 文具  |
                大河镇 | 丙商店   | 00012499 | 2024-03-10 | 1,210  | 文具  |
                大河镇 | 丁商店   | 00012499 | 2024-03-10 | 300    | 白酒  |
                大河镇 | 农户     | 00000007 | 2024-03-10 | 9,000  | 茶叶  | yes
            """,
        },
    ),
    Example(
        "an invoice without its number",
        cannot=["no number"],
        tables={
            "invoices": """
                body   | supplier | issued_on  | amount
                大河镇 | 甲餐馆   | 2024-01-10 | 1,210
            """,
        },
    ),
]
