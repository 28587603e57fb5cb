"""Too much frozen and ready-made food

Over a term, frozen and ready-made food is more than fifteen hundredths of what a school bought to
eat.

Why it matters
    It is dearer and poorer than what is cooked, and its price can hardly be compared. Whoever earns
    from it sells more of it.

Innocent reasons
    Stocks for the summer. A kitchen that is being rebuilt. A remote school in winter. Frozen meat
    that the price list counts as frozen.

Source
    Seen in practice as a limit of fifteen in a hundred.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.recent import different
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """冷冻、预制食品占比过高

一学期内，冷冻和预制食品占学校食材采购金额的百分之十五以上。

为什么重要
    它比现做的贵、营养差，价格又难比较；谁从中得利，谁就会多卖。

清白的理由
    夏季备货；食堂改造期间；偏远学校冬季；价目表把冻肉也算作冷冻。

来源
    实践中有百分之十五的限额。
"""

SENTENCE = Text(
    "From {first} to {last}, {share:share} of the food that {body_name} bought was frozen or "
    "ready-made: {part:money} of {sum:money}.",
    "{first}至{last}，{body_name}采购的食材中，冷冻和预制食品占{share:share}（{part:money}，"
    "食材合计{sum:money}）。",
)

NEEDS = {"purchases": ["body", "on", "kind", "amount"]}
APART = ["body"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "one kind": Reason(
        Text(
            "The purchases of the term name fewer than three kinds, or are few.",
            "该学期采购不足三个大类，或次数太少。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "share": Setting(
        Text("hundredths of the food", "占食材的百分比"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: fifteen.", "实践中常用：十五。"),
    ),
    "least": Setting(
        Text("deliveries in a term, at least", "一学期最少到货次数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_TERM = ("body", "term", "coin")
_FROZEN = ("frozen", "ready-made")


def asides(purchases: Frame, *, least: int = 20) -> Frame:
    """Set aside what came back, and terms of which little is known."""
    rows = different(_terms(purchases), "kinds", "kind", *_TERM)
    rows = rows.with_columns(times=count().over(*_TERM))
    few = (col("kinds") < 3) | (col("times") < least)
    return set_aside(rows, {"came back": col("amount") <= 0, "one kind": few}).drop(
        "kinds", "times", "term", "coin"
    )


def flags(purchases: Frame, *, share: int = 15) -> Frame:
    """Return the frozen and ready-made goods of terms beyond the limit, a lead for each."""
    ready = col("kind").is_in(_FROZEN)
    rows = _terms(purchases)
    rows = keep(rows.with_columns(own=when(ready).then(col("amount")).otherwise(lit(0))))
    terms = rows.group_by(*_TERM).agg(
        part=col("own").sum().cast(Int64),
        sum=col("amount").sum().cast(Int64),
        first=col("on").min(),
        last=col("on").max(),
    )
    terms = terms.filter(col("part") * 100 > col("sum") * share)
    found = rows.filter(ready).join(terms, on=list(_TERM))
    return found.select(
        *("code", "body_name", "part", "sum", "first", "last"),
        share=col("part") / col("sum"),
        lead=key(*_TERM),
        subject=coalesce(col("body_name"), col("body")),
        figure=col("amount").cast(Int64),
        strength=lit(0.2),
    )


def _terms(purchases: Frame) -> Frame:
    """Add the term: from March to August, and from September to February."""
    month = col("on").dt.year().cast(Int64) * 12 + col("on").dt.month().cast(Int64) - 1
    return purchases.with_columns(term=(month - 2) // 6, coin=col("currency").fill_null(""))


def _bought(school: str, kind: str, times: int, amount: int = 500) -> str:
    """Return so many deliveries of a kind in March 2024."""
    return "\n".join(f"{school} | 2024-03-{n:02} | {kind} | {amount}" for n in range(1, times + 1))


_HEAD = "body | on | kind | amount"

EXAMPLES = [
    Example(
        "a quarter of it frozen",
        flagged=["大河小学"],
        tables={
            "purchases": "\n".join(
                [
                    *(_HEAD, _bought("大河小学", "meat", 10), _bought("大河小学", "rice", 5)),
                    _bought("大河小学", "frozen", 5),
                ]
            )
        },
    ),
    Example(
        "a tenth of it ready-made",
        tables={
            "purchases": "\n".join(
                [
                    *(_HEAD, _bought("大河小学", "meat", 20), _bought("大河小学", "rice", 7)),
                    _bought("大河小学", "ready-made", 3),
                ]
            )
        },
    ),
    Example(
        "only frozen goods are on record; no kind",
        cannot=["one kind", "no kind"],
        tables={
            "purchases": "\n".join(
                [_HEAD, _bought("大河小学", "frozen", 25), "大河小学 | 2024-03-02 | | 500"]
            )
        },
    ),
]
