"""Let, and not in the register of assets

A body lets something of which its register of assets knows neither the code nor the name.

Why it matters
    What is in no register is missed by nobody. Its rent can stop, or go elsewhere, and no account
    shows a gap.

Innocent reasons
    Another name or an older code for the same thing. A part of a larger asset that is let by
    itself. Something the village rents in and lets on. A register that is not complete yet.

Source
    Leases are laid beside the register of assets in every review of what villages own.
"""

from datetime import date

from narwhals import Expr, Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """已出租却不在资产台账

某单位出租的资产，资产台账里既没有它的编号，也没有它的名称。

为什么重要
    台账上没有的东西，少了也没人发现；租金可以停，也可以流到别处，账上看不出缺口。

清白的理由
    名称不同或旧编号；大项资产的一部分单独出租；村里租入后转租；台账尚未建全。

来源
    清产核资都用租赁合同对照资产台账。
"""

SENTENCE = Text(
    "{body_name} lets {what} to {lessee} for {rent:money} a year by contract {contract}; its "
    "register of {assets} assets knows neither the code nor the name.",
    "{body_name}按合同{contract}将{what}租给{lessee}，年租金{rent:money}；其资产台账（{assets}项）中"
    "没有该编号或名称。",
)

NEEDS = {"leases": ["body", "title", "rent"]}
APART = ["body"]
REASONS = {
    "no register": Reason(
        Text(
            "The body's register of assets is missing, or knows less than half of what it lets.",
            "该单位没有资产台账，或台账不足以载明其一半的出租资产。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "known": Setting(
        Text(
            "hundredths of a body's leases that its register must know",
            "台账须载明出租资产的百分比",
        ),
        since=date(2024, 1, 1),
        source=Text("Our own: below, the register is not complete.", "自定：更低则台账未建全。"),
    ),
}


def asides(leases: Frame, assets: Frame, *, known: int = 50) -> Frame:
    """Set aside bodies whose register is missing or far from complete."""
    rows = keep(_marked(leases, assets))
    book = rows.group_by("body").agg(found=col("listed").sum().cast(Int64), let=count().cast(Int64))
    rows = rows.join(book, on="body", how="left")
    poor = (col("found") == 0) | (col("found") * 100 < col("let") * known)
    return set_aside(rows, {"no register": poor}).drop("listed", "found", "let")


def flags(leases: Frame, assets: Frame) -> Frame:
    """Return the leases of what no register knows; each is a lead."""
    size = assets.group_by("body").agg(assets=count())
    rows = _marked(leases, assets).filter(col("listed") == 0).join(size, on="body")
    return rows.select(
        *("code", "body_name", "rent", "assets"),
        what=col("title"),
        lessee=coalesce(col("lessee"), lit("—")),
        contract=coalesce(col("contract"), lit("—")),
        lead="code",
        subject=col("title"),
        figure=col("rent").cast(Int64),
        strength=lit(0.25),
    )


def _plain(name: str) -> Expr:
    """Return a name without signs and spaces."""
    return col(name).str.to_uppercase().str.replace_all("[^0-9A-Z一-鿿]", "")


def _marked(leases: Frame, assets: Frame) -> Frame:
    """Add `listed`: whether the register knows the code, or the name.

    Where a lease gives a code that no register knows, the name counts of what is not let already:
    of two ponds that are let and one that is registered, one is not.
    """
    codes = assets.select("body", asset=col("asset")).unique().with_columns(by_code=lit(1))
    named = assets.filter(~col("title").is_null()).select("body", word=_plain("title"))
    named = named.unique().with_columns(by_name=lit(1))
    let = leases.filter(~col("asset").is_null()).select("body", "asset").unique()
    free = assets.join(let, on=["body", "asset"], how="anti").filter(~col("title").is_null())
    free = free.select("body", word=_plain("title")).unique().with_columns(by_free=lit(1))
    rows = leases.with_columns(word=_plain("title"))
    rows = rows.join(codes, on=["body", "asset"], how="left")
    rows = rows.join(named, on=["body", "word"], how="left")
    rows = rows.join(free, on=["body", "word"], how="left")
    by_name = when(col("asset").is_null()).then(col("by_name")).otherwise(col("by_free"))
    found = coalesce(col("by_code"), by_name, lit(0)).cast(Int64)
    return rows.with_columns(listed=found).drop("word", "by_code", "by_name", "by_free")


EXAMPLES = [
    Example(
        "a shop that no register knows; a second pond of one name",
        flagged=["北塘", "老供销社门面"],
        tables={
            "leases": """
                body   | contract | asset | title        | lessee | rent
                大河村 | h1       | a1    | 北塘         | 甲     | 5,000
                大河村 | h2       | a2    | 南塘         | 乙     | 5,000
                大河村 | h3       |       | 老供销社门面 | 丙     | 9,000
                大河村 | h4       | a9    | 北塘         | 丁     | 4,000
                大河村 | h5       |       | 北塘         | 甲     | 5,000
            """,
            "assets": """
                body   | asset | title
                大河村 | a1    | 北塘
                大河村 | a2    | 南塘
            """,
        },
    ),
    Example(
        "the name is written with a space; the code is known under another name",
        tables={
            "leases": """
                body   | contract | asset | title    | rent
                大河村 | h1       |       | 北 塘    | 5,000
                大河村 | h2       | a2    | 村南鱼塘 | 5,000
            """,
            "assets": """
                body   | asset | title
                大河村 | a1    | 北塘
                大河村 | a2    | 南塘
            """,
        },
    ),
    Example(
        "a village without a register; nobody says what is let",
        cannot=["no register", "no title"],
        tables={
            "leases": """
                body   | contract | title | rent
                柳树村 | h1       | 北塘  | 5,000
                柳树村 | h2       |       | 5,000
            """,
            "assets": """
                body   | asset | title
                大河村 | a1    | 北塘
            """,
        },
    ),
]
