"""Identity number that cannot exist

Support is paid under a number whose check digit, date of birth or region cannot be.

Why it matters
    A number that cannot exist matches no register: whoever is paid under it escapes every other
    comparison. Most are slips, and the list gets better by asking.

Innocent reasons
    A slip of typing. An old number of fifteen digits with a slip in it. A number given
    twice by mistake and corrected by the police. A column shifted when the list was copied.

Source
    The national standard for identity numbers, GB 11643-1999.
"""

from narwhals import Expr, Int64, coalesce, col, lit, when
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
    录入笔误；十五位旧号码有误；公安更正过的重号；复制名册时错了列。

来源
    国家标准《公民身份号码》（GB 11643-1999）。
"""

LAW = Text("GB 11643-1999, Citizen identification number", "《公民身份号码》（GB 11643-1999）")


def _said(en: str, zh: str) -> Text:
    """Return the sentence with one fault."""
    return Text(
        "{body_name} paid {scheme_name} {times:times}, {sum:money} in all, under identity "
        f"numbers that cannot exist: {en}.",
        f"{{body_name}}有{{times}}笔{{scheme_name}}使用不可能存在的证件号发放（{zh}），合计{{sum:money}}。",
    )


SENTENCE = {
    "length": _said("they have too few or too many figures", "位数不对"),
    "place": _said("there is no such province", "没有这个地区"),
    "birthday": _said("there is no such date of birth", "没有这个出生日期"),
    "check": _said("the check digit does not fit", "校验码不符"),
    "other": _said("the list itself says so", "名册已注明"),
}

NEEDS = {"benefits": ["body", "amount"]}
APART = ["body"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "no number": Reason(
        Text("The row gives no number at all.", "该行没有证件号。"), applicable=True
    ),
}
SETTINGS: dict[str, Setting] = {}

# As the column is written where tables come in.
_FAULTS = {
    "length": "位数不对",
    "place": "没有这个地区",
    "birthday": "没有这一天",
    "check": "校验码不对",
}


def asides(benefits: Frame) -> Frame:
    """Set aside what came back, and rows without a number."""
    return set_aside(
        benefits,
        {
            "came back": col("amount") <= 0,
            "no number": col("malformed").is_null() & col("person").is_null(),
        },
    )


def flags(benefits: Frame) -> Frame:
    """Return the payments under numbers that cannot exist, a lead for each list and fault."""
    rows = benefits.filter(~col("malformed").is_null())
    rows = keep(rows.with_columns(lead=key("body", "scheme", "malformed")))
    sums = rows.group_by("lead").agg(sum=col("amount").sum().cast(Int64), times=count())
    kind: Expr = lit("other")
    for fault, text in _FAULTS.items():
        kind = when(col("malformed") == text).then(lit(fault)).otherwise(kind)
    return rows.join(sums, on="lead").select(
        *("code", "lead", "body_name", "sum", "times"),
        kind=kind,
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
                大河镇 | 低保   |        | 校验码不对 | 王秀英 | 2024-03 | 400
                大河镇 | 低保   | l      | 校验码不对 | 李桂兰 | 2024-03 | 400
                大河镇 | 低保   | z      |            | 赵国强 | 2024-03 | 400
            """,
        },
    ),
    Example(
        "a day that never was, and a fault that the list itself notes",
        flagged=["低保", "高龄"],
        tables={
            "benefits": """
                body   | scheme | person | malformed  | name   | month   | amount
                大河镇 | 低保   | w      | 没有这一天 | 王秀英 | 2024-03 | 400
                大河镇 | 高龄   | l      | 待核       | 李桂兰 | 2024-03 | 100
            """,
        },
    ),
    Example(
        "good numbers, and money that came back",
        tables={
            "benefits": """
                body   | scheme | person | malformed  | name   | month   | amount
                大河镇 | 低保   | z      |            | 赵国强 | 2024-03 | 400
                大河镇 | 低保   | w      | 校验码不对 | 王秀英 | 2024-03 | -400
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
