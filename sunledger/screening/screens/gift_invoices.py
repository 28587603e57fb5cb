"""Large round invoices for liquor, tobacco or tea

A body paid large, round invoices for liquor, tobacco, tea or gift cards.

Why it matters
    What is drunk, smoked or given away is seldom bought for the public.

Innocent reasons
    A large event, a canteen. A farmer's market where the tax office writes the invoices, which is
    passed over. Tea for a waiting room, bought once a year.

Source
    A standing look at vouchers by supervisors.
"""

from narwhals import Int64, col, lit

from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """烟酒茶大额整数发票

单位支付烟、酒、茶、礼品、购物卡的大额整数发票。

为什么重要
    喝掉、抽掉、送掉的东西，很少是为公家买的。

清白的理由
    大型活动、食堂；集市由税务代开（已排除）；等候区一年买一次茶叶。

来源
    监督检查看凭证的常规做法。
"""

SENTENCE = Text(
    "{body_name} paid {who} round invoices for liquor, tobacco or tea {times:times}, {sum:money} "
    "in all, from {first} to {last}.",
    "{body_name}自{first}至{last}支付{who}烟酒茶类整数发票{times:times}，合计{sum:money}。",
)

NEEDS = {"invoices": ["body", "supplier", "goods", "issued_on", "amount"]}
APART = ["body"]
REASONS = {
    "money back": NOT_POSITIVE,
    "market": Reason(Text("From a market, written by the tax office.", "集市由税务代开。")),
}
SETTINGS = {
    "large": ours("amount from which a round order is large", "大额整数的起点", "money"),
    "round_to": ours("a round amount is a whole number of these", "整数的单位", "money"),
}

_GIFTS = "酒|烟|茶|礼品|购物卡|[Ll]iquor|[Tt]obacco|[Gg]ift card"


def asides(invoices: Frame) -> Frame:
    """Set aside credit notes and markets."""
    return set_aside(invoices, {"money back": col("amount") <= 0, "market": yes("market")})


def flags(invoices: Frame, *, large: int = 5_000_00, round_to: int = 1_000_00) -> Frame:
    """Return large round orders of gifts; a lead a supplier."""
    rows = invoices.filter(
        col("goods").str.contains(_GIFTS), col("amount") >= large, col("amount") % round_to == 0
    )
    return gathered(rows, "body", "supplier", amount="amount").select(
        *("code", "lead", "body_name", "times", "sum"),
        first=col("issued_on").min().over("lead"),
        last=col("issued_on").max().over("lead"),
        who="supplier",
        subject="supplier",
        figure=col("amount").cast(Int64),
        strength=lit(0.4),
    )


EXAMPLES = [
    Example(
        "ten thousand of liquor",
        flagged=["乙商行"],
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
        "meals and paper; a market; a bottle",
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
        "an invoice that does not say for what",
        cannot=["no goods"],
        tables={
            "invoices": """
                body   | supplier | issued_on  | amount
                大河镇 | 甲餐馆   | 2024-01-10 | 1,210
            """,
        },
    ),
]
