"""Money published in lumps

More than a fifth of a sheet's money stands under “other”; or one line is more than half of it; or
the sheet has fewer lines than the bank saw movements.

Why it matters
    What stands under “other” cannot be asked about. A sheet with three lines for fifty movements
    tells nothing.

Innocent reasons
    One building that was paid for at once. A sheet of few lines in a small village, which is
    passed over. Movements between the body's own accounts.

Source
    Villagers call it a muddled account; rules ask that accounts are published item by item.
"""

from narwhals import Int64, coalesce, col, concat, lit

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """笼统公开

“其他”等笼统金额超过两成；或单独一行超过一半；或公开的行数少于银行流水笔数。

为什么重要
    写在“其他”里的钱没法问。五十笔流水只公开三行，等于没公开。

清白的理由
    一次付清的工程款；小村庄行数本来就少（已排除）；本单位账户之间划转。

来源
    群众称为糊涂账；规定要求逐项逐笔公开。
"""

SENTENCE = {
    "lump": Text(
        "{body_name}, {what}, {period}: {stake:money}, {share:share} of the whole, stands under "
        "“other” or without a purpose.",
        "{body_name}“{what}”（{period}）：{stake:money}列为“其他”或未写用途，占{share:share}。",
    ),
    "one": Text(
        "{body_name}, {what}, {period}: one line of {stake:money} is {share:share} of the whole.",
        "{body_name}“{what}”（{period}）：仅一行就有{stake:money}，占{share:share}。",
    ),
    "few": Text(
        "{body_name}, {what}, {period}: {lines} lines stand for {movements} movements at the bank, "
        "{stake:money} in all.",
        "{body_name}“{what}”（{period}）：银行流水{movements}笔，只公开{lines}行，合计{stake:money}。",
    ),
}

NEEDS = {"publications": ["body", "category", "total", "lines"]}
APART = ["body"]
REASONS = {
    "nil": Reason(Text("A nil return.", "零报告。")),
    "small": Reason(
        Text("The sheet is too small to say anything by.", "表太小，不足以判断。"),
    ),
}
SETTINGS = {
    "lump": ours("share under “other”", "“其他”所占比例", "share"),
    "one": ours("share of one line", "单行所占比例", "share"),
    "few": ours("share of the movements that lines must be", "行数与流水之比", "share"),
    "least": ours("movements below which nothing is asked", "最少流水笔数"),
    "small": ours("amount below which a sheet is small", "小额表的上限", "money"),
}


def asides(publications: Frame, *, least: int = 10, small: int = 10_000_00) -> Frame:
    """Set aside nil returns and small sheets."""
    moved = coalesce(col("movements"), col("lines"))
    return set_aside(
        publications,
        {"nil": yes("nil"), "small": (col("total") < small) | (moved < least)},
    )


def flags(publications: Frame, *, lump: float = 0.2, one: float = 0.5, few: float = 0.5) -> Frame:
    """Return sheets with much in few lines."""
    rows = publications.filter(col("total") > 0)
    thin = rows.filter(col("lines") < col("movements") * few).with_columns(stake=col("total"))
    most = rows.filter(col("largest") > col("total") * one).with_columns(stake=col("largest"))
    other = rows.filter(col("lump") > col("total") * lump).with_columns(stake=col("lump"))
    return concat([_leads("lump", other, 0.5), _leads("one", most, 0.2), _leads("few", thin, 0.5)])


def _leads(kind: str, rows: Frame, strength: float) -> Frame:
    """Return the sheets of one kind; each is a lead of its own."""
    rows = gathered(rows.with_columns(sort=lit(kind)), "sort", "code", amount="stake")
    return keep(rows).select(
        *("code", "lead", "body_name", "lines", "movements"),
        kind="sort",
        stake=col("stake").cast(Int64),
        share=col("stake") / col("total"),
        period=coalesce(col("period"), lit("?")),
        what=coalesce(col("title"), col("category")),
        subject=coalesce(col("title"), col("category")),
        figure=col("stake").cast(Int64),
        strength=lit(strength),
    )


EXAMPLES = [
    Example(
        "a third under other; one line of nine tenths; three lines for forty movements",
        flagged=["收支", "工程", "专户"],
        tables={
            "publications": """
                body   | category | period | lines | movements | largest | lump   | total
                大河村 | 收支     | 2024-1 | 20    | 20        | 9,000   | 20,000 | 60,000
                大河村 | 工程     | 2024-1 | 12    | 12        | 54,000  | 0      | 60,000
                大河村 | 专户     | 2024-1 | 3     | 40        | 20,000  | 0      | 60,000
            """,
        },
    ),
    Example(
        "item by item; a small village; a nil return",
        tables={
            "publications": """
                body   | category | lines | movements | largest | lump  | total  | nil
                大河村 | 收支     | 20    | 22        | 9,000   | 2,000 | 60,000 |
                小河村 | 收支     | 2     | 2         | 9,000   | 9,000 | 12,000 |
                大河村 | 捐赠     | 0     | 0         | 0       | 0     | 0      | yes
            """,
        },
    ),
    Example(
        "a sheet without a total",
        cannot=["no total"],
        tables={
            "publications": """
                body   | category | lines
                大河村 | 收支     | 20
            """,
        },
    ),
]
