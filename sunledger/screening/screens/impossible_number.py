"""Identity number that cannot exist

Support is paid under a number whose check digit, date of birth or region cannot be.

Why it matters
    A number that cannot exist matches no register: whoever is paid under it escapes every other
    comparison. Most are slips, and the list gets better by asking.

Innocent reasons
    A slip of typing. An old number of fifteen digits, which is passed over here. A number given
    twice by mistake and corrected by the police. A column shifted when the list was copied.

Source
    The national standard for identity numbers, GB 11643-1999.
"""

from narwhals import Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import scheme_named
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """不可能存在的证件号

补助发放所用的证件号，校验码、出生日期或行政区划不可能成立。

为什么重要
    不存在的号码与任何登记都对不上，用它领钱的人躲过了所有比对。多数只是笔误，问一次名册就准一次。

清白的理由
    录入笔误；十五位旧号码（此处不计）；公安更正过的重号；复制名册时错了列。

来源
    国家标准《公民身份号码》（GB 11643-1999）。
"""

LAW = Text("GB 11643-1999, Citizen identification number", "《公民身份号码》（GB 11643-1999）")

SENTENCE = Text(
    "{body_name} made {times} payments of {scheme_name}, {sum:money} in all, under identity "
    "numbers that cannot exist ({why}).",
    "{body_name}有{times}笔{scheme_name}使用不可能存在的证件号发放（{why}），合计{sum:money}。",
)

NEEDS = {"benefits": ["body", "amount"]}
APART = ["body"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "no number": Reason(
        Text("The row gives no number at all.", "该行没有证件号。"), applicable=True
    ),
    "old number": Reason(
        Text("The number is an old one of fifteen digits.", "十五位旧号码。"),
    ),
}
SETTINGS: dict[str, Setting] = {}


def asides(benefits: Frame) -> Frame:
    """Set aside what came back, rows without a number, and old numbers."""
    old = col("malformed").str.contains("15位|15 digits|十五位|^15$").fill_null(value=False)
    return set_aside(
        benefits,
        {
            "came back": col("amount") <= 0,
            "no number": col("malformed").is_null() & col("person").is_null(),
            "old number": old,
        },
    )


def flags(benefits: Frame) -> Frame:
    """Return the payments under numbers that cannot exist, a lead for each list and fault."""
    rows = benefits.filter(~col("malformed").is_null())
    rows = keep(rows.with_columns(lead=key("body", "scheme", "malformed")))
    sums = rows.group_by("lead").agg(sum=col("amount").sum().cast(Int64), times=count())
    return rows.join(sums, on="lead").select(
        *("code", "lead", "body_name", "sum", "times"),
        why=col("malformed"),
        scheme_name=scheme_named(),
        subject=coalesce(col("scheme_name"), col("scheme"), col("body_name")),
        figure=col("amount").cast(Int64),
        strength=lit(0.5),
    )


EXAMPLES = [
    Example(
        "two numbers with a wrong check digit in one list",
        flagged=["低保"],
        tables={
            "benefits": """
                body   | scheme | person | malformed  | name   | month   | amount
                大河镇 | 低保   |        | 校验码不符 | 王秀英 | 2024-03 | 400
                大河镇 | 低保   | l      | 校验码不符 | 李桂兰 | 2024-03 | 400
                大河镇 | 低保   | z      |            | 赵国强 | 2024-03 | 400
            """,
        },
    ),
    Example(
        "an old number of fifteen digits, and a good one",
        tables={
            "benefits": """
                body   | scheme | person | malformed  | name   | month   | amount
                大河镇 | 低保   | w      | 十五位号码 | 王秀英 | 2024-03 | 400
                大河镇 | 低保   | z      |            | 赵国强 | 2024-03 | 400
            """,
        },
    ),
    Example(
        "no number at all",
        cannot=["no number"],
        tables={
            "benefits": """
                body   | scheme | person | month   | amount
                大河镇 | 低保   |        | 2024-03 | 400
            """,
        },
    ),
]
