"""More and more without competition

In a year a body gave more than three tenths of its contracts' value to single sources, and more
than twice the share of the year before.

Why it matters
    Every single source has its reason. That reasons double in a year has another one.

Innocent reasons
    One large patent or maintenance contract. A disaster year. A framework whose call-offs are
    booked as direct; those are passed over, as are small things that anybody may buy directly.

Source
    Our own; offices of procurement publish such shares by year.
"""

from narwhals import Int64, coalesce, col, lit, when

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import NOT_POSITIVE, gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """单一来源比重陡增

某年单一来源或直接采购占合同金额三成以上，且为上年比重的两倍以上。

为什么重要
    每一单都有理由；一年里理由翻了一番，就另有原因。

清白的理由
    一份大额专利或维保合同；灾害年份；框架协议下单登记为直接采购、限额以下的零星采购（均已排除）。

来源
    自定；采购主管部门按年公布此类比重。
"""

SENTENCE = Text(
    "In {year}, {body_name} gave {share:share} of its contracts' value to single sources, "
    "{sum:money} in {times} contracts; the year before it was {before:share}.",
    "{year}年，{body_name}单一来源采购{times}份共{sum:money}，占合同金额{share:share}，上年为{before:share}。",
)

NEEDS = {"contracts": ["body", "method", "value", "signed_on"]}
APART = ["body"]
REASONS = {
    "money back": NOT_POSITIVE,
    "framework": Reason(Text("A call-off of a framework.", "框架协议下的订单。")),
}
SETTINGS = {
    "share": ours("share of the year's value", "占全年金额的比例", "share"),
    "times": ours("times the share of the year before", "为上年比重的倍数"),
    "least": ours("contracts of single sources in the year", "当年单一来源合同数"),
    "small": ours("value under which anybody may buy directly", "可直接采购的零星金额", "money"),
}


def asides(contracts: Frame) -> Frame:
    """Set aside call-offs."""
    return set_aside(contracts, {"money back": col("value") <= 0, "framework": yes("framework")})


def flags(
    contracts: Frame, *, share: float = 0.3, times: int = 2, least: int = 3, small: int = 50_000_00
) -> Frame:
    """Return the single-source contracts of years in which their share shot up."""
    direct = (col("method") == "direct") & (col("value") >= small)
    alone = ((col("method") == "single source") | direct).fill_null(value=False)
    rows = contracts.with_columns(
        year_no=col("signed_on").dt.year().cast(Int64),
        alone=when(alone).then(col("value")).otherwise(lit(0)),
        one=when(alone).then(lit(1)).otherwise(lit(0)),
    )
    years = keep(
        rows.group_by("body", "year_no").agg(
            whole=col("value").sum(), alone_sum=col("alone").sum(), number=col("one").sum()
        )
    )
    years = years.with_columns(part=col("alone_sum") / col("whole"))
    last = years.select("body", before=col("part"), year_no=col("year_no") + 1)
    years = years.join(last, on=["body", "year_no"])
    years = years.filter(
        col("part") > share, col("part") > col("before") * times, col("number") >= least
    )
    years = years.select("body", "year_no", "part", "before")
    rows = keep(rows.filter(alone).join(years, on=["body", "year_no"]))
    return gathered(rows, "body", "year_no", amount="value").select(
        *("code", "lead", "body_name", "times", "sum", "before"),
        share=col("part"),
        year=col("signed_on").dt.to_string("%Y"),
        subject=coalesce(col("body_name"), col("body")),
        figure=col("value").cast(Int64),
        strength=lit(0.3),
    )


EXAMPLES = [
    Example(
        "a tenth last year, six tenths this year",
        flagged=["县医院"],
        tables={
            "contracts": """
                code   | body   | method        | value   | signed_on
                a1     | 县医院 | single source | 10,000  | 2023-03-01
                a2     | 县医院 | open          | 90,000  | 2023-03-01
                b1..b3 | 县医院 | single source | 20,000  | 2024-03-01
                b4     | 县医院 | open          | 40,000  | 2024-03-01
            """,
        },
    ),
    Example(
        "as much the year before; one large contract; call-offs; no year before; small things",
        tables={
            "contracts": """
                code   | body   | method        | value   | signed_on  | framework
                a1     | 县医院 | single source | 40,000  | 2023-03-01 |
                a2     | 县医院 | open          | 60,000  | 2023-03-01 |
                b1..b3 | 县医院 | single source | 20,000  | 2024-03-01 |
                b4     | 县医院 | open          | 40,000  | 2024-03-01 |
                c1     | 县中学 | open          | 60,000  | 2023-03-01 |
                c2     | 县中学 | single source | 60,000  | 2024-03-01 |
                c3..c9 | 县中学 | direct        | 60,000  | 2024-03-01 | yes
                d1..d3 | 图书馆 | direct        | 60,000  | 2024-03-01 |
                e1     | 文化站 | open          | 90,000  | 2023-03-01 |
                e2..e9 | 文化站 | direct        | 9,000   | 2024-03-01 |
                f1     | 文化站 | open          | 90,000  | 2024-03-01 |
            """,
        },
    ),
    Example(
        "a contract without its method",
        cannot=["no method"],
        tables={
            "contracts": """
                body   | value  | signed_on
                县医院 | 10,000 | 2023-03-01
            """,
        },
    ),
]
