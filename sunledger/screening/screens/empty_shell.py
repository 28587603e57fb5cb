"""Grant to an empty shell

A firm or cooperative that was granted money for a project uses no electricity, insures nobody and
pays no tax; or two projects were granted on one plot, or with one invoice.

Why it matters
    A cold store draws power and somebody works in it. Where nothing is used, insured or taxed, the
    project stands on paper; and one greenhouse can be photographed for several grants.

Innocent reasons
    A new building that does not run yet; grants whose day of beginning lies beyond the records are
    passed over. Staff and meter of the parent firm or the village. A cooperative free of tax. Two
    stages of one project on one plot.

Source
    Known from cases: millions for a goose farm that had no cold store.
"""

from datetime import date

from narwhals import Int64, String, coalesce, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import with_latest
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import with_distinct
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """项目补助给了空壳

获得项目补助的企业或合作社不用电、无人参保、不纳税；或两个项目用同一地块、同一张发票获补。

为什么重要
    冷库要用电，也要有人干活。既不用电、又无人参保、也不纳税，项目就只在纸上；
    同一座大棚也可以拍照申报好几次。

清白的理由
    新建尚未投产（投产日期晚于现有记录的已排除）；用母公司或村里的人员和电表；合作社免税；
    同一地块分期建设。

来源
    有案例：数百万元的养鹅项目没有冷库。
"""

SENTENCE = {
    "shell": Text(
        "{body_name} granted {sum:money} for {what} to {firm}, which in the last year used no "
        "electricity, insured nobody and paid no tax, as far as registers know.",
        "{body_name}为{what}向{firm}发放补助{sum:money}；登记显示该单位上年度不用电、无人参保、未纳税。",
    ),
    "invoice": Text(
        "One invoice ({what}) was handed in for {times} grants, {sum:money} in all; {firm} is "
        "among those paid by {body_name}.",
        "同一张发票（{what}）用于{times}笔补助；{body_name}据此向{firm}发放，合计{sum:money}。",
    ),
    "plot": Text(
        "For {times} projects of one kind on one plot ({what}) grants were paid, {sum:money} in "
        "all; {firm} is among those paid by {body_name}.",
        "同一地块（{what}）上有{times}个同类项目获补，合计{sum:money}；{body_name}发放对象包括{firm}。",
    ),
}

NEEDS = {"grants": ["body", "company", "project", "amount"]}
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "not running": Reason(
        Text(
            "By its papers the project was to begin after the time of the records.",
            "按批文，项目投产日期晚于现有记录。",
        ),
    ),
    "not known": Reason(
        Text("The register does not know the firm.", "企业登记中没有该单位。"),
        applicable=True,
    ),
}

SETTINGS = {
    "most": Setting(
        Text(
            "grants with one invoice beyond which the number is a filler", "视为占位号码的重复次数"
        ),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}


def asides(grants: Frame, companies: Frame) -> Frame:
    """Set aside what came back, what does not run yet, and firms that nobody knows."""
    known = companies.group_by("company").agg(entries=count())
    rows = with_latest(grants, grants, "paid_on").join(known, on="company", how="left")
    return set_aside(
        rows,
        {
            "came back": col("amount") <= 0,
            "not known": col("entries").is_null(),
            "not running": (col("running_from") > col("latest")).fill_null(value=False),
        },
    ).drop("entries", "latest")


def flags(grants: Frame, companies: Frame, *, most: int = 5) -> Frame:
    """Return grants to shells, and grants that share an invoice or a plot."""
    rows = grants.with_columns(
        called=coalesce(col("title"), col("project")), who=coalesce(col("firm"), col("company"))
    )
    return concat(
        [_shells(rows, companies), _shared(rows, "invoice", most), _shared(rows, "plot", most)]
    )


def _shells(rows: Frame, companies: Frame) -> Frame:
    """Return grants to firms of which two signs of life are known, and none shows any."""
    signs = ("electricity", "staff", "tax")
    asked = [when(col(name) == 0).then(lit(1)).otherwise(lit(0)) for name in signs]
    alive = [(col(name) > 0).fill_null(value=False) for name in signs]
    firms = companies.with_columns(still=asked[0] + asked[1] + asked[2])
    firms = firms.filter(col("still") >= 2, ~alive[0], ~alive[1], ~alive[2])
    firms = firms.filter(col("code") == col("code").min().over("company"))
    firms = firms.select("company", "still", beside_companies="code")
    found = rows.join(firms, on="company")
    return found.select(
        *("code", "body_name", "beside_companies"),
        kind=lit("shell"),
        what=col("called"),
        firm=col("who"),
        times=lit(1).cast(Int64),
        sum=col("amount").cast(Int64),
        lead=key("company", "project"),
        subject=col("who"),
        figure=col("amount").cast(Int64),
        strength=when(col("still") == 3).then(lit(0.7)).otherwise(lit(0.5)),
    )


def _shared(rows: Frame, what: str, most: int) -> Frame:
    """Return grants of different projects that share an invoice, or a plot for one kind."""
    kind = col("kind").fill_null("") if what == "plot" else lit("")
    rows = rows.filter(~col(what).is_null()).with_columns(shared=col(what), sort=kind)
    same = ("shared", "sort")
    rows = with_distinct(rows.with_columns(one=lit(1)), "times", "project", *same)
    rows = keep(rows.filter(col("times") > 1, col("times") <= most))
    nth = col("one").cum_sum().over(*same, order_by=["code"])
    rows = rows.with_columns(own=when(nth > 1).then(col("amount")).otherwise(lit(0)))
    rows = rows.with_columns(lead=key(*same), kind=lit(what))
    return rows.select(
        *("code", "body_name"),
        beside_companies=lit(None).cast(String),
        kind="kind",
        what=col("shared"),
        firm=col("who"),
        times=col("times").cast(Int64),
        sum=col("amount").sum().over("lead").cast(Int64),
        lead=key("kind", "lead"),
        subject=col("shared"),
        figure=col("own").cast(Int64),
        strength=lit(0.7 if what == "invoice" else 0.4),
    )


_FIRMS = """
    company | title      | electricity | staff | tax
    c1      | 甲合作社   | 0           | 0     | 0
    c2      | 乙养殖公司 | 5,200       | 6     | 0
    c3      | 丙合作社   |             | 0     |
"""

EXAMPLES = [
    Example(
        "a cold store without a meter reading; one invoice and one plot for two projects",
        flagged=["甲合作社", "FP-9", "d1"],
        tables={
            "grants": """
                body   | project | title | company | firm       | kind | plot | invoice | amount
                县农办 | x1      | 冷库  | c1      | 甲合作社   | cold |      |         | 800,000
                县农办 | x2      | 大棚A | c2      | 乙养殖公司 | hut  | d1   | FP-9    | 200,000
                县农办 | x3      | 大棚B | c2      | 乙养殖公司 | hut  | d1   | FP-9    | 200,000
            """,
            "companies": _FIRMS,
        },
    ),
    Example(
        "not running yet; of little known; a road and a hut on one plot",
        tables={
            "grants": """
                body   | project | company | kind | plot | paid_on    | running_from | amount
                县农办 | x1      | c1      | cold |      | 2024-03-01 | 2025-06-01   | 800,000
                县农办 | x2      | c3      | cold |      | 2024-03-01 |              | 100,000
                县农办 | x3      | c2      | hut  | d1   | 2024-03-01 |              | 200,000
                县农办 | x4      | c2      | road | d1   | 2024-03-01 |              | 200,000
            """,
            "companies": _FIRMS,
        },
    ),
    Example(
        "a firm that the register does not know",
        cannot=["not known"],
        tables={
            "grants": """
                body   | project | company | paid_on    | amount
                县农办 | x1      | c9      | 2024-03-01 | 800,000
            """,
            "companies": _FIRMS,
        },
    ),
]
