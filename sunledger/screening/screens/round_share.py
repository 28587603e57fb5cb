"""Far more round amounts than elsewhere

Of what a body pays, whole thousands make up a far larger share than with nearly all bodies like it.

Why it matters
    Work that was measured and goods that were weighed seldom come out round. Where most amounts do,
    prices were agreed and not reckoned.

Innocent reasons
    A body that hands out grants. Advances and instalments. A small body with few payments, which is
    not asked about. Rents and subscriptions.

Source
    Tests for round numbers belong to the common tools of auditors.
"""

from datetime import date

from narwhals import Expr, Int64, any_horizontal, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.rounding import whole
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import PASSED_OVER, key, passed_over, set_aside

CHINESE = """整数金额比例过高

某单位付款中整千元的比例，远高于几乎所有同类单位。

为什么重要
    按量计价的工程、过秤的货物很少正好是整数；多数是整数，说明价钱是说定的，不是算出来的。

清白的理由
    发放补助的单位；预付款、分期款；付款很少的小单位（不问）；租金、订阅费。

来源
    整数检验是审计的常用方法。
"""

SENTENCE = Text(
    "{round} of {all} payments of {body_name} to organisations ({share:share}) are whole "
    "thousands; with the middle one of {peers} bodies it is {usual:share}.",
    "{body_name}付给各单位的{all}笔款项中，{round}笔（{share:share}）为整千元；"
    "{peers}个单位的中位数为{usual:share}。",
)

NEEDS = {"payments": ["body", "payee", "amount"]}
REASONS = {
    **{
        name: PASSED_OVER[name] for name in ("copied", "money back", "withheld", "person", "public")
    },
    "small": Reason(Text("The amount is under a thousand.", "金额不足一千。")),
    "few": Reason(
        Text(
            "The body has too few payments, or there are too few bodies.",
            "该单位付款太少，或可比单位太少。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "least": Setting(
        Text("payments of a body, at least", "一个单位最少付款笔数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "peers": Setting(
        Text("bodies to compare with, at least", "可比单位的最少个数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "times": Setting(
        Text("times the middle body's share, at least", "为中位单位比例的倍数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "share": Setting(
        Text("hundredths of payments, at least", "最低百分比"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_THOUSAND = 1_000_00


def asides(payments: Frame, *, least: int = 100, peers: int = 5) -> Frame:
    """Set aside what is no purchase, and bodies with few payments or few peers."""
    reasons = passed_over("copied", "money back", "withheld", "person", "public")
    kept = (col("amount") >= _THOUSAND) & ~_any(reasons)
    asked = keep(payments.filter(kept).group_by("body", "currency").agg(n=count()))
    asked = asked.with_columns(coin=col("currency").fill_null(""))
    asked = asked.filter(col("n") >= least)
    enough = asked.group_by("coin").agg(bodies=count())
    known = asked.join(enough, on="coin").filter(col("bodies") >= peers)
    known = known.select("body", "coin", known=lit(1))
    rows = payments.with_columns(coin=col("currency").fill_null(""))
    rows = rows.join(known, on=["body", "coin"], how="left")
    reasons["small"] = col("amount") < _THOUSAND
    reasons["few"] = col("known").is_null()
    return set_aside(rows, reasons).drop("known", "coin")


def _any(reasons: dict[str, Expr]) -> Expr:
    """Whether one of the reasons holds."""
    return any_horizontal(*reasons.values(), ignore_nulls=True)


def flags(payments: Frame, *, times: int = 4, share: int = 40) -> Frame:
    """Return the round payments of bodies far above the others, a lead for each body."""
    rows = payments.with_columns(
        coin=col("currency").fill_null(""),
        hit=when(col("amount") % _THOUSAND == 0).then(lit(1)).otherwise(lit(0)),
    )
    bodies = rows.group_by("body", "coin").agg(
        round=col("hit").sum().cast(Int64), all=count().cast(Int64)
    )
    bodies = keep(bodies.with_columns(part=col("round") * 10_000 // col("all")))
    middle = bodies.group_by("coin").agg(usual=whole(col("part").median()), peers=count())
    ranked = keep(bodies.join(middle, on="coin"))
    far = (col("part") >= share * 100) & (col("part") >= col("usual") * times)
    ranked = ranked.filter(far)
    # Where many are far above, it is how such bodies pay.
    ranked = ranked.with_columns(many=count().over("coin"))
    ranked = ranked.filter((col("many") == 1) | (col("many") * 100 <= col("peers") * 5))
    found = rows.filter(col("hit") == 1).join(ranked, on=["body", "coin"])
    return found.select(
        *("code", "body_name", "round", "all", "peers"),
        share=col("part") / 10_000,
        usual=col("usual") / 10_000,
        lead=key("body", "coin"),
        subject=col("body_name"),
        figure=col("amount").cast(Int64),
        strength=lit(0.2),
    )


def _book(body: str, plain: int, whole: int) -> str:
    """Return payments of a body: so many plain ones, so many round ones."""
    return (
        f"{body}a1..{body}a{plain} | {body} | 甲公司 | 2024-03-04 | 4,317.60\n"
        f"{body}b1..{body}b{whole} | {body} | 乙公司 | 2024-03-04 | 5,000"
    )


_HEAD = "code | body | payee | paid_on | amount\n"

EXAMPLES = [
    Example(
        "half of one village's payments, a twentieth of the others'",
        flagged=["戊村"],
        payments=_HEAD
        + "\n".join([*(_book(f"{one}村", 114, 6) for one in "甲乙丙丁"), _book("戊村", 60, 60)]),
    ),
    Example(
        "all are much alike",
        payments=_HEAD
        + "\n".join([*(_book(f"{one}村", 60, 60) for one in "甲乙丙丁"), _book("戊村", 50, 70)]),
    ),
    Example(
        "four payments",
        cannot=["few"],
        payments=_HEAD + _book("甲村", 2, 2),
    ),
]
