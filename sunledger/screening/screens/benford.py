"""First digits that nature does not make

The first two digits of a body's amounts stray from Benford's law further than Nigrini's limit, and
further than chance gives with as many amounts.

Why it matters
    Invented figures begin with other digits than grown ones; whole books that stray are worth
    reading, and the digits that are too frequent say where to begin.

Innocent reasons
    Fixed rates, price lists, fees, limits, rounding; one kind of contract that fills the book;
    amounts converted from another currency; missing small amounts, where a body publishes only
    those over a threshold.

Source
    M. Nigrini, Benford's Law (Wiley 2012): mean absolute deviation of the first two digits, above
    0.0022 nonconforming. A deviation is asked about only when chance with as many amounts gives
    less: by the normal approximation of each digit's share, expected deviation plus five times its
    spread.
"""

from collections.abc import Callable
from datetime import date

from narwhals import Expr, Float64, Int64, col, concat_str, lit, when
from narwhals import len as count

from sunledger.screening.firstdigits import EXPECTED, bound, by_chance, first_two
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import PASSED_OVER, key, passed_over, set_aside

CHINESE = """首位数字反常

某单位各笔金额的前两位数字偏离本福特定律，既超过尼格里尼给出的界限，也超过同样笔数下偶然偏离的程度。

为什么重要
    编造的数字与自然形成的数字，开头并不一样；整本账都偏离的，值得细读，过多的数字指明从哪里读起。

清白的理由
    固定标准、价目、规费、限额、取整；账内多为同一类合同；由外币折算；只公布超过一定金额的付款，缺少小额。

来源
    M. Nigrini《Benford's Law》（Wiley，2012）：前两位数字的平均绝对偏差高于0.0022为不符合。
    只有当偏差超过同样笔数下偶然所致（各数字占比的正态近似，期望偏差加五倍标准差）时才提出。
"""

SENTENCE = Text(
    "The first two digits of {n} amounts of {body} deviate by {mad:.4f} on average (chance gives "
    "{chance:.4f}, conforming books less than {limit:.4f}), most of all at {digits}. Shown are the "
    "payments that begin with digits too frequent.",
    "{body}的{n}笔金额，前两位数字平均偏离{mad:.4f}（同样笔数偶然为{chance:.4f}，正常账目低于{limit:.4f}）；"
    "偏离最大的是{digits}。所列为开头数字过多的付款。",
)

NEEDS = {"payments": ["body", "amount"]}

REASONS = {
    "copied": PASSED_OVER["copied"],
    "money back": PASSED_OVER["money back"],
    "small": Reason(Text("The amount is under the smallest that counts.", "金额低于计入的下限。")),
    "few amounts": Reason(
        Text(
            "The body has too few amounts: chance alone would make them stray.",
            "该单位金额笔数太少，单凭偶然就会偏离。",
        ),
        applicable=True,
    ),
    "narrow": Reason(
        Text(
            "The body's amounts span too little for the law to hold.",
            "该单位金额跨度太小，定律不适用。",
        ),
    ),
    "fixed rates": Reason(
        Text(
            "The body's amounts are mostly the same few: fixed rates, to which no law applies.",
            "该单位金额多为少数几个固定标准，定律不适用。",
        ),
    ),
}

SETTINGS = {
    "few": Setting(
        Text("fewer amounts than this cannot be judged", "少于此数则无从判断"),
        since=date(2024, 1, 1),
        source=Text(
            "Cross-matching practice: a thousand free amounts.", "比对实践：一千笔自由金额。"
        ),
    ),
    "smallest": Setting(
        Text("smallest amount that counts", "计入的最小金额"),
        since=date(2024, 1, 1),
        source=Text(
            "Every amount above zero, as in the published results for this test.",
            "凡大于零者皆计入，与该检验已发表的结果一致。",
        ),
        kind="money",
    ),
    "limit": Setting(
        Text("mean absolute deviation from which books do not conform", "视为不符合的平均绝对偏差"),
        since=date(2012, 1, 1),
        source=Text("Nigrini 2012, first two digits.", "尼格里尼，2012年，前两位数字。"),
    ),
    "spread": Setting(
        Text("how many spreads beyond what chance gives", "超出偶然的标准差倍数"),
        since=date(2024, 1, 1),
        source=Text("Our own: five.", "自定：五倍。"),
    ),
    "span": Setting(
        Text("how many times the amounts must span, without the outer twentieths", "金额跨度倍数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: the law needs amounts over more than one power of ten.",
            "自定：金额须跨越不止一个数量级。",
        ),
    ),
    "variety": Setting(
        Text("share of different amounts, under which they are fixed rates", "不同金额占比下限"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: in free amounts seen it is a fifth and more.",
            "自定：所见自由金额中占五分之一以上。",
        ),
        kind="share",
    ),
}


def asides(
    payments: Frame, *, few: int = 1000, smallest: int = 1, span: float = 30, variety: float = 0.05
) -> Frame:
    """Set aside bodies whose amounts the law cannot speak about."""
    own = passed_over("copied", "money back") | {"small": col("amount") < smallest}
    rows = set_aside(payments, own)
    usable = rows.filter(col("aside").is_null()).group_by("body")
    bodies = usable.agg(
        n=count(),
        different=col("amount").n_unique(),
        low=col("amount").quantile(0.05, interpolation="linear"),
        high=col("amount").quantile(0.95, interpolation="linear"),
    )
    rows = rows.rename({"aside": "own"}).join(bodies, on="body", how="left")
    whole = {
        "few amounts": col("n").is_null() | (col("n") < few),
        "narrow": col("high") < col("low") * span,
        "fixed rates": col("different") < col("n") * variety,
    }
    rows = set_aside(rows, whole)
    return rows.with_columns(
        aside=when(col("own").is_null()).then(col("aside")).otherwise(col("own"))
    ).drop("own", "n", "different", "low", "high")


def _deviations(payments: Frame) -> Frame:
    """Return each body's pairs of first digits: how many, and how far from what is expected."""
    digits = payments.with_columns(digits=first_two(col("amount")))
    counts = digits.group_by("body", "digits").agg(hits=count())
    counts = counts.with_columns(n=col("hits").sum().over("body").cast(Int64))
    expected = (lit(1.0) + lit(1.0) / col("digits").cast(Float64)).log(10)
    share = col("hits").cast(Float64) / col("n").cast(Float64)
    return counts.with_columns(expected=expected, off=share - expected)


def _bodies(payments: Frame) -> Frame:
    """Return each body's deviation, what chance gives, and its digits that stray most."""
    digits = _deviations(payments)
    # Whole trillionths add up to the same sum in any order; fractions do not.
    digits = digits.with_columns(
        stray=_trillionths(col("off").abs()), due=_trillionths(col("expected")), one=lit(1)
    )
    digits = digits.with_columns(back=col("stray") * -1)
    nth = col("one").cum_sum().over("body", order_by=["back", "digits"])
    digits = digits.with_columns(nth=nth)
    places = {
        name: when(col("nth") == place).then(col("digits")).otherwise(lit(0))
        for place, name in enumerate(("first", "second", "third"), 1)
    }
    bodies = (
        digits.with_columns(**places)
        .group_by("body")
        .agg(
            *(col(name).max() for name in places),
            n=col("n").max(),
            stray=col("stray").sum().cast(Int64),
            due=col("due").sum().cast(Int64),
        )
    )
    # Digits that never occur are missing above; each strays by what was due to it.
    mad = (col("stray") + 10**12 - col("due")).cast(Float64) / (90 * 10**12)
    return bodies.with_columns(mad=mad, root=col("n").cast(Float64).sqrt())


def _trillionths(share: Expr) -> Expr:
    return (share * 10**12).round().cast(Int64)


def measures(payments: Frame, *, limit: float = 0.0022, spread: float = 5.0) -> Frame:
    """Return what was measured of each body that could be judged; d10 to d99 count the digits."""
    pairs = {
        f"d{pair}": when(col("digits") == pair).then(col("hits")).otherwise(lit(0))
        for pair in range(10, 100)
    }
    counted = _deviations(payments).with_columns(**pairs)
    counted = counted.group_by("body").agg(col(name).sum().cast(Int64) for name in pairs)
    bodies = _bodies(payments).select(
        *("body", "n", "mad", "first", "second", "third"),
        chance=by_chance(col("root")),
        bound=bound(col("root"), limit, spread),
    )
    return bodies.join(counted, on="body")


def flags(payments: Frame, *, limit: float = 0.0022, spread: float = 5.0) -> Frame:
    """Return the payments that begin with the digits too frequent in books that stray."""
    bodies = keep(_bodies(payments))
    stray = bodies.filter(col("mad") > bound(col("root"), limit, spread)).with_columns(
        digits=concat_str([col("first"), col("second"), col("third")], separator=", "),
        chance=by_chance(col("root")),
    )
    stray = stray.select("body", "n", "mad", "chance", named="digits")
    over = keep(_deviations(payments)).filter(col("off") > 0)
    over = over.with_columns(most=col("off").max().over("body"))
    over = over.filter(col("off") >= col("most") * 0.7).select("body", "digits", "hits", "expected")
    rows = payments.with_columns(digits=first_two(col("amount"))).join(stray, on="body")
    rows = rows.join(over, on=["body", "digits"])
    # Of the amount, the part that is more than the law expects of these digits.
    excess = lit(1.0) - col("expected") * col("n").cast(Float64) / col("hits").cast(Float64)
    return rows.select(
        *("code", "n", "mad", "chance"),
        digits="named",
        limit=lit(limit),
        lead=key("body"),
        body="body_name",
        subject="body_name",
        figure=(col("amount").cast(Float64) * excess).round().cast(Int64),
        # Whole books are a place to read, not a payment to ask about.
        strength=col("mad") / limit * 0.08,
    )


def _book(times: Callable[[int], int]) -> str:
    """Return a book of amounts, so many for each pair of first digits, over three powers of ten."""
    lines = ["code | body | payee | amount"]
    for digits in range(10, 100):
        for power in range(3):
            many = times(digits) // 3
            amount = digits * 10**power
            lines.extend(
                f"{digits}-{power}-{n} | Dahe | Jia | {amount}.{n % 100:02}" for n in range(many)
            )
    return "\n".join(lines)


def _narrow() -> str:
    """Return a book of amounts between five and nine thousand."""
    lines = (f"p{n} | Dahe | Jia | {5000 + 4000 * n // 1500}" for n in range(1500))
    return "\n".join(["code | body | payee | amount", *lines])


EXAMPLES = [
    Example(
        "a book in which three hundred amounts were made up",
        flagged=["Dahe"],
        payments=_book(lambda digits: round(1500 * EXPECTED[digits]) + 15 * (60 <= digits < 80)),
    ),
    Example(
        "a book that grew by itself",
        payments=_book(lambda digits: round(1500 * EXPECTED[digits])),
    ),
    Example(
        "a book too small: made up or not, chance says as much",
        cannot=["few amounts"],
        payments=_book(lambda digits: 9),
        settings={"few": 1000},
    ),
    Example(
        "fixed rates, of which the law says nothing",
        payments="""
            code      | body | payee  | amount
            a1..a600  | Dahe | Jia Co |    60
            b1..b600  | Dahe | Jia Co |   720
            c1..c600  | Dahe | Jia Co | 8,000
        """,
    ),
    Example(
        "amounts that span too little",
        payments=_narrow(),
    ),
]
