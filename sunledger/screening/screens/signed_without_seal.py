"""Contract without an entry for the seal

A contract was signed, and the body's book of its seal has no entry for it; or the seal was used for
it at night, without approval, or outside the office.

Why it matters
    The seal binds everyone. What it was put to without an entry, nobody decided.

Innocent reasons
    An entry on paper that was not entered, or under another number. An electronic seal. A day of
    signing that is not the day of sealing. A seal taken out with approval.

Source
    Books of seals are laid beside contracts in reviews of village offices.
"""

from datetime import date

from narwhals import Expr, Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """合同没有用章登记

合同已签订，用章登记簿里却没有记录；或该次用章在深夜、未经审批、带出办公场所。

为什么重要
    公章代表全体；没有登记就盖的章，等于没有人决定过。

清白的理由
    纸质登记未录入，或编号不同；电子印章；签订日不是用章日；经批准外借。

来源
    检查村级事务都用用章登记对照合同。
"""

SENTENCE = {
    "none": Text(
        "Contract {number} of {body_name} with {supplier}, {value:money}, was signed on "
        "{signed_on}; the book of the seal, kept at the time, has no entry for it.",
        "{body_name}与{supplier}于{signed_on}签订合同{number}（{value:money}），"
        "而当时的用章登记中没有该合同。",
    ),
    "odd": Text(
        "The seal was put to contract {number} of {body_name} with {supplier}, {value:money}, "
        "signed on {signed_on}, at night, or without approval outside the office.",
        "{body_name}与{supplier}于{signed_on}签订合同{number}（{value:money}），"
        "用章在深夜，或未经审批且带出办公场所。",
    ),
}

NEEDS = {"contracts": ["body", "number", "signed_on", "value"]}
APART = ["body"]
REASONS = {
    "no book": Reason(
        Text(
            "The body's book of the seal does not reach the day, or names hardly any contract.",
            "该单位的用章登记没有覆盖该日，或几乎不记合同。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "known": Setting(
        Text(
            "hundredths of a body's contracts that its book must name", "登记簿须载明合同的百分比"
        ),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: a book that names few is kept otherwise.", "自定：记得太少则另有登记。"
        ),
    ),
}

_NIGHT, _MORNING = 22 * 60, 6 * 60


def asides(contracts: Frame, seals: Frame, *, known: int = 70) -> Frame:
    """Set aside what the book of the seal does not reach, and books that name few contracts."""
    rows = keep(_marked(contracts, seals))
    book = (
        rows.filter(col("inside"))
        .group_by("body")
        .agg(named=(col("uses") > 0).cast(Int64).sum(), signed=count())
    )
    rows = rows.join(book, on="body", how="left")
    kept = (col("named") * 100 >= col("signed") * known) & col("inside")
    return set_aside(rows, {"no book": ~kept.fill_null(value=False)}).drop(
        "uses", "odd", "inside", "named", "signed", "plain"
    )


def flags(contracts: Frame, seals: Frame) -> Frame:
    """Return the contracts without an entry, or with an odd one; each is a lead."""
    rows = _marked(contracts, seals)
    rows = rows.filter((col("uses") == 0) | (col("odd") == col("uses")))
    none = col("uses") == 0
    return rows.select(
        *("code", "body_name", "number", "signed_on", "value"),
        kind=when(none).then(lit("none")).otherwise(lit("odd")),
        supplier=coalesce(col("supplier"), lit("—")),
        lead="code",
        subject=coalesce(col("supplier"), col("number")),
        figure=col("value").cast(Int64),
        strength=when(none).then(lit(0.35)).otherwise(lit(0.3)),
    )


def _plain(number: str) -> Expr:
    """Return the number of a contract without signs and spaces."""
    return col(number).str.to_uppercase().str.replace_all("[^0-9A-Z一-鿿]", "")


def _marked(contracts: Frame, seals: Frame) -> Frame:
    """Add how often the seal was put to a contract, how often oddly, and whether the book reaches.

    An entry is odd at night, and where the seal was taken out without approval.
    """
    night = (col("minute") >= _NIGHT) | (col("minute") < _MORNING)
    out = (col("lent") == 1) & (col("approved").fill_null(1) == 0)
    odd = night.fill_null(value=False) | out.fill_null(value=False)
    uses = seals.with_columns(plain=_plain("matter"), odd=odd.cast(Int64))
    uses = uses.filter(~col("plain").is_null())
    uses = uses.group_by("body", "plain").agg(uses=count(), odd=col("odd").sum())
    spans = seals.group_by("body").agg(begins=col("used_on").min(), ends=col("used_on").max())
    rows = contracts.with_columns(plain=_plain("number"))
    rows = rows.join(uses, on=["body", "plain"], how="left").join(spans, on="body", how="left")
    inside = (col("signed_on") >= col("begins")) & (col("signed_on") <= col("ends"))
    return rows.with_columns(
        uses=col("uses").fill_null(0).cast(Int64),
        odd=col("odd").fill_null(0).cast(Int64),
        inside=inside.fill_null(value=False),
    ).drop("begins", "ends")


_CONTRACTS = """
    body   | number | supplier | value  | signed_on
    大河村 | 村2401 | 甲公司   | 30,000 | 2024-01-10
    大河村 | 村2402 | 乙公司   | 30,000 | 2024-02-10
    大河村 | 村2403 | 丙公司   | 30,000 | 2024-03-10
    大河村 | 村2404 | 丁公司   | 90,000 | 2024-04-10
"""

EXAMPLES = [
    Example(
        "one of four contracts is not in the book",
        flagged=["丁公司"],
        tables={
            "contracts": _CONTRACTS,
            "seals": """
                body   | used_on    | minute | matter  | approved | lent
                大河村 | 2024-01-10 | 600    | 村-2401 | yes      | no
                大河村 | 2024-02-10 | 600    | 村-2402 | yes      | no
                大河村 | 2024-03-10 | 600    | 村-2403 | yes      | no
                大河村 | 2024-05-10 | 600    | 证明    | yes      | no
            """,
        },
    ),
    Example(
        "the seal was used at midnight, and taken out without approval",
        flagged=["甲公司", "乙公司"],
        tables={
            "contracts": _CONTRACTS,
            "seals": """
                body   | used_on    | minute | matter  | approved | lent
                大河村 | 2024-01-10 | 1430   | 村-2401 | yes      | no
                大河村 | 2024-02-10 | 600    | 村-2402 | no       | yes
                大河村 | 2024-03-10 | 600    | 村-2403 | yes      | yes
                大河村 | 2024-04-10 | 600    | 村2404  | yes      | no
            """,
        },
    ),
    Example(
        "each has its entry; once more at night, for a second copy",
        tables={
            "contracts": _CONTRACTS,
            "seals": """
                body   | used_on    | minute | matter  | approved | lent
                大河村 | 2024-01-09 | 600    | 村-2401 | yes      | no
                大河村 | 2024-01-10 | 1430   | 村-2401 | yes      | no
                大河村 | 2024-02-10 | 600    | 村-2402 | yes      | no
                大河村 | 2024-03-10 | 600    | 村-2403 | yes      | yes
                大河村 | 2024-04-10 | 600    | 村2404  | yes      | no
            """,
        },
    ),
    Example(
        "a book that begins in May; no number",
        cannot=["no book", "no number"],
        tables={
            "contracts": """
                body   | number | supplier | value  | signed_on
                大河村 | 村2401 | 甲公司   | 30,000 | 2024-01-10
                大河村 |        | 甲公司   | 30,000 | 2024-01-10
            """,
            "seals": """
                body   | used_on    | matter
                大河村 | 2024-05-10 | 证明
            """,
        },
    ),
]
