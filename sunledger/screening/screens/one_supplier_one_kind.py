"""One kind of goods in the hands of one or two suppliers

Over half a year one or two suppliers delivered at least six tenths of a school's goods of one kind,
while its goods of other kinds came from several.

Why it matters
    Where everything else is spread, the one kind that is not has a reason. Seen beside the
    neighbours, it is where the price goes up.

Innocent reasons
    Goods that only one firm sells there, as milk often is. A framework contract after an open
    offer. A small school far away. Contracts of the county for all its schools.

Source
    Seen in practice: not concentration by itself was the sign, but one kind against the others.
"""

from datetime import date

from narwhals import Int64, col, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """单一品类集中于一两家供应商

半年内，某校某类物资绝大部分由一两家供应商供货，而其他品类分散在多家。

为什么重要
    别的品类都分散，唯独这一类集中，总有原因；与邻校相比，价格往往就高在这里。

清白的理由
    当地只有一家经营（如牛奶）；公开竞价后的框架协议；偏远小校；全县统一招标。

来源
    实践中见过：集中本身不说明问题，一类集中而其他类分散才是信号。
"""

SENTENCE = Text(
    "From {first} to {last}, {body_name} bought its {kind_of} ({sum:money}) from {few} suppliers, "
    "mostly {supplier} ({most:money}); of its other goods {many} suppliers had a part.",
    "{first}至{last}，{body_name}采购{kind_of}{sum:money}，只有{few}家供应商，其中{supplier}占{most:money}；"
    "其他品类有{many}家供应商。",
)

NEEDS = {"purchases": ["body", "on", "kind", "supplier", "amount"]}
APART = ["body"]
REASONS = {
    "framework": Reason(Text("A framework contract covers it.", "属框架协议供货。")),
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "few": Reason(
        Text("Too few deliveries of the half year are on record.", "该半年到货记录太少。"),
        applicable=True,
    ),
}

SETTINGS = {
    "share": Setting(
        Text("hundredths of a kind that one supplier delivers", "一家供应商占该类的百分比"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: sixty.", "实践中常用：六十。"),
    ),
    "few": Setting(
        Text("suppliers of the kind, at most", "该类供应商最多家数"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: fewer than three.", "实践中常用：不足三家。"),
    ),
    "many": Setting(
        Text("suppliers of each other kind, at least", "其他每类的最少家数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "least": Setting(
        Text("deliveries of a kind in the half year, at least", "该类半年最少到货次数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_HALF = ("body", "half", "coin")
_KIND = (*_HALF, "kind_of")


def asides(purchases: Frame, *, least: int = 10) -> Frame:
    """Set aside frameworks, what came back, and kinds with few deliveries."""
    rows = _halves(purchases).with_columns(times=count().over(*_KIND))
    return set_aside(
        rows,
        {
            "came back": col("amount") <= 0,
            "framework": (col("framework") == 1).fill_null(value=False),
            "few": col("times") < least,
        },
    ).drop("times", "half", "coin", "kind_of")


def flags(purchases: Frame, *, share: int = 60, few: int = 2, many: int = 3) -> Frame:
    """Return the deliveries of the leading supplier of a captive kind, a lead for each kind."""
    rows = keep(_halves(purchases).with_columns(firm=col("supplier_key")))
    kinds = rows.group_by(*_KIND).agg(
        few=col("firm").n_unique(),
        sum=col("amount").sum().cast(Int64),
        first=col("on").min(),
        last=col("on").max(),
    )
    kinds = keep(kinds)
    spread = kinds.group_by(*_HALF).agg(
        kinds=count(), open_kinds=(col("few") >= many).cast(Int64).sum()
    )
    others = rows.group_by(*_HALF).agg(many=col("firm").n_unique())
    firms = keep(rows.group_by(*_KIND, "firm").agg(most=col("amount").sum().cast(Int64)))
    firms = firms.filter(col("most") == col("most").max().over(*_KIND))
    firms = firms.filter(col("firm") == col("firm").min().over(*_KIND))
    found = kinds.join(spread, on=list(_HALF)).join(others, on=list(_HALF))
    # Every other kind is spread, and there are at least two of them.
    alone = (col("open_kinds") >= 2) & (col("open_kinds") == col("kinds") - 1)
    found = found.filter(col("few") <= few, alone).join(firms, on=list(_KIND))
    found = found.filter(col("most") * 100 >= col("sum") * share)
    return rows.join(found, on=[*_KIND, "firm"]).select(
        *("code", "body_name", "kind_of", "supplier", "few", "sum", "most", "first", "last"),
        many=col("many") - col("few"),
        lead=key(*_KIND),
        subject=col("supplier"),
        figure=col("amount").cast(Int64),
        strength=lit(0.3),
    )


def _halves(purchases: Frame) -> Frame:
    """Add the half year: from February to July, and from August to January."""
    month = col("on").dt.year().cast(Int64) * 12 + col("on").dt.month().cast(Int64) - 1
    return purchases.with_columns(
        half=(month - 1) // 6, coin=col("currency").fill_null(""), kind_of=col("kind")
    )


def _bought(kind: str, framework: str, *suppliers: str) -> str:
    """Return a dozen deliveries of a kind, the suppliers in turn."""
    days = range(1, 13)
    return "\n".join(
        f"大河小学 | 2024-03-{n:02} | {kind} | {suppliers[n % len(suppliers)]} | 500 | {framework}"
        for n in days
    )


_HEAD = "body | on | kind | supplier | amount | framework"

EXAMPLES = [
    Example(
        "all meat from one, rice and vegetables from three each",
        flagged=["甲公司"],
        tables={
            "purchases": "\n".join(
                [
                    *(_HEAD, _bought("meat", "", "甲公司")),
                    *(
                        _bought("rice", "", "乙", "丙", "丁"),
                        _bought("other", "", "戊", "己", "庚"),
                    ),
                ]
            )
        },
    ),
    Example(
        "a framework for meat; a school that buys everything from one",
        tables={
            "purchases": "\n".join(
                [
                    *(_HEAD, _bought("meat", "yes", "甲公司")),
                    *(
                        _bought("rice", "", "乙", "丙", "丁"),
                        _bought("other", "", "戊", "己", "庚"),
                    ),
                ]
            )
        },
    ),
    Example(
        "one delivery, and one by nobody",
        cannot=["few", "no supplier"],
        tables={
            "purchases": """
                body     | on         | kind | supplier | amount
                大河小学 | 2024-03-01 | meat | 甲公司   | 500
                大河小学 | 2024-03-01 | meat |          | 500
            """
        },
    ),
]
