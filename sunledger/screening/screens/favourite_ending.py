"""Amounts that end alike

Of the different amounts a body pays, far more end in the same two digits than chance gives.

Why it matters
    Whoever makes up amounts believes that they are random, and has favourite digits. What was
    measured and weighed has none.

Innocent reasons
    Prices that end in 99 or 88, and round amounts, which are passed over. A fee with a fixed part.
    Amounts with tax on round prices.

Source
    The test of the last two digits belongs to the digital tests of auditors.
"""

from datetime import date

from narwhals import Float64, Int64, String, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.chance import least, surprise
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import PASSED_OVER, key, passed_over, set_aside

CHINESE = """金额尾数雷同

某单位各不相同的付款金额中，以同样两位数结尾的远多于偶然。

为什么重要
    编造金额的人以为自己写得随意，其实有偏爱的数字；按量计出来的金额没有偏爱。

清白的理由
    以99、88结尾的定价和整数（已排除）；含固定部分的收费；整数单价加税。

来源
    数字分析中的末两位检验。
"""

SENTENCE = Text(
    "{times} of {all} different amounts that {body_name} paid end in {ending}, to {payees} payees, "
    "{sum:money} in all; about {expected} would be expected.",
    "{body_name}支付的{all}种不同金额中，有{times}种以{ending}元结尾，涉及{payees}个收款方，合计{sum:money}；"
    "按偶然约为{expected}种。",
)

NEEDS = {"payments": ["body", "payee", "amount"]}
APART = ["body"]
REASONS = {
    **{
        name: PASSED_OVER[name] for name in ("copied", "money back", "withheld", "person", "public")
    },
    "small": Reason(Text("The amount is under a thousand.", "金额不足一千。")),
    "few": Reason(
        Text("The body has too few different amounts.", "该单位不同金额太少。"), applicable=True
    ),
}

SETTINGS = {
    "amounts": Setting(
        Text("different amounts of a body, at least", "一个单位不同金额的最少个数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "times": Setting(
        Text("times as many as chance gives", "为偶然的倍数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "payees": Setting(
        Text("payees, at least", "最少收款方数"),
        since=date(2024, 1, 1),
        source=Text("Our own: one payee is a fee.", "自定：只有一家的，是固定费用。"),
    ),
    "chance": Setting(
        Text(
            "chance, in millionths, at which it is still let pass", "视为偶然的概率（百万分之一）"
        ),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: there are a hundred endings and many bodies.",
            "自定：尾数有一百种，单位又多。",
        ),
    ),
}

_YUAN = 100
_BOOK = ("body", "coin")


def asides(payments: Frame, *, amounts: int = 300) -> Frame:
    """Set aside what is no purchase or too small, and bodies with few amounts."""
    reasons = passed_over("copied", "money back", "withheld", "person", "public")
    large = payments.filter(col("amount") >= 1_000 * _YUAN)
    known = large.group_by("body").agg(known=col("amount").n_unique())
    rows = payments.join(known, on="body", how="left")
    reasons["small"] = col("amount") < 1_000 * _YUAN
    reasons["few"] = (col("known") < amounts).fill_null(value=True)
    return set_aside(rows, reasons).drop("known")


def flags(payments: Frame, *, times: int = 4, payees: int = 4, chance: int = 1) -> Frame:
    """Return the payments with an ending far beyond chance, a lead for each body and ending."""
    rows = payments.with_columns(
        coin=col("currency").fill_null(""),
        ending=((col("amount") // _YUAN) % 100).cast(Int64),
    )
    # Each amount once: what returns whole is a fee, and asked about elsewhere.
    each = keep(rows.group_by(*_BOOK, "ending", "amount").agg(n=count()).drop("n"))
    every = each.group_by(*_BOOK).agg(all=count().cast(Int64))
    ends = each.group_by(*_BOOK, "ending").agg(times=count().cast(Int64))
    ends = ends.filter(col("ending") % 5 != 0, ~col("ending").is_in([66, 68, 86, 88, 98, 99]))
    ends = ends.join(every, on=list(_BOOK))
    far = surprise(col("times"), col("all"), lit(0.01, Float64)) > least(chance / 1_000_000)
    ends = ends.filter(col("times") * 100 > col("all") * times, far)
    found = keep(rows.join(ends, on=[*_BOOK, "ending"]))
    found = keep(found.with_columns(lead=key(*_BOOK, "ending")))
    sums = found.group_by("lead").agg(
        payees=col("payee_key").n_unique(), sum=col("amount").sum().cast(Int64)
    )
    found = found.join(sums.filter(col("payees") >= payees), on="lead")
    return found.select(
        *("code", "lead", "body_name", "times", "all", "payees", "sum"),
        ending=col("ending").cast(String),
        expected=(col("all") // 100).cast(Int64),
        subject=coalesce(col("body_name"), col("body")),
        figure=col("amount").cast(Int64),
        strength=lit(0.25),
    )


def _paid(body: str, many: int, ending: int = -1, start: int = 0) -> str:
    """Return payments of different amounts to ten payees, with one ending or with any."""
    rows = []
    for n in range(start, start + many):
        yuan = 1_000 + 100 * n + (ending if ending >= 0 else n * 37 % 100)
        rows.append(f"{body} | {n % 10}号公司 | 2024-03-04 | {yuan}")
    return "\n".join(rows)


_HEAD = "body | payee | paid_on | amount\n"

EXAMPLES = [
    Example(
        "forty amounts that end in 73 among three hundred and forty",
        flagged=["大河镇"],
        payments=_HEAD + _paid("大河镇", 300) + "\n" + _paid("大河镇", 40, 73, 400),
    ),
    Example(
        "any endings; prices that end in 88",
        payments=_HEAD + _paid("大河镇", 300) + "\n" + _paid("大河镇", 40, 88, 400),
    ),
    Example(
        "a small book",
        cannot=["few"],
        payments=_HEAD + _paid("大河镇", 20, 73),
    ),
]
