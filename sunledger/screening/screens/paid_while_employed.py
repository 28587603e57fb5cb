"""Paid while working elsewhere

Support that ends with a job was paid for two months or more in which an employer paid the person's
social insurance.

Why it matters
    Money for those without work runs on because nobody asks the insurance office, which knows of
    the new job from its first month.

Innocent reasons
    A village or an agency pays the insurance on somebody's behalf. One month of overlap when a job
    begins. Insurance paid for earlier months. A firm that forgot to take somebody off.

Source
    The rules for unemployment insurance end it with a new job; the comparison is common.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when

from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import (
    NO_RULES,
    added_up,
    every_rule,
    one_each,
    scheme_named,
    with_distinct,
    with_rules,
)
from sunledger.screening.vocabulary import CAME_BACK, came_back, masked, set_aside

CHINESE = """有工作仍领取补助

就业后应停发的补助，在有单位为本人缴纳社会保险的月份里仍发放两个月以上。

为什么重要
    给无业者的钱一直发下去，是因为没有人去问社保；社保从上班第一个月起就知道。

清白的理由
    村里或代理机构代缴；入职当月重叠；补缴以前月份；单位忘了减员。

来源
    失业保险条例规定重新就业即停发；各地常做此项比对。
"""

LAW = Text(
    "Regulation on Unemployment Insurance (State Council Order 258, 1999), article 15",
    "《失业保险条例》（国务院令第258号，1999年）第十五条",
)

SENTENCE = Text(
    "{body_name} paid {scheme_name} to {name} for {months} months, {sum:money} in all, while "
    "{employer} was paying social insurance for the same person.",
    "{body_name}向{name}发放{scheme_name}{months}个月，合计{sum:money}；同期{employer}在为其缴纳社会保险。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
APART = ["person"]
REASONS = {
    "came back": CAME_BACK,
    "no rules": NO_RULES,
    "beside a job": Reason(Text("The scheme is paid beside a job.", "有工作也可领取这项补助。")),
}

SETTINGS = {
    "overlap": Setting(
        Text("months of overlap from which it is asked about", "重叠几个月起提问"),
        since=date(2024, 1, 1),
        source=Text("Our own: one month is the month of change.", "自定：一个月属交接。"),
    ),
}


def asides(benefits: Frame, schemes: Frame) -> Frame:
    """Set aside what came back and what is paid beside a job."""
    return set_aside(
        with_rules(benefits, every_rule(schemes), "works_on", "known"),
        {
            "came back": came_back("person", "scheme", "month"),
            "no rules": col("known").is_null() | col("works_on").is_null(),
            "beside a job": col("works_on") == 1,
        },
    ).drop("works_on", "known")


def flags(benefits: Frame, insured: Frame, schemes: Frame, *, overlap: int = 2) -> Frame:
    """Return payments for months in which somebody else paid the person's insurance."""
    jobs = insured.select(
        *("person", "employer", "employer_name"),
        beside_insured="code",
        begins="first",
        ends=coalesce(col("last"), lit(10**6)),
    )
    rows = benefits.join(jobs, on="person")
    rows = rows.filter(col("begins") <= col("month"), col("month") <= col("ends"))
    # The office that pays the support may pay the insurance as well.
    rows = rows.filter((col("employer") != col("body")).fill_null(value=True))
    rows = one_each(rows, "beside_insured")
    rows = with_distinct(rows, "months", "month", "person", "scheme")
    rows = rows.filter(col("months") >= overlap)
    return added_up(rows, "body", "scheme", "person").select(
        *("code", "lead", "body_name", "months", "sum", "beside_insured"),
        employer=coalesce(col("employer_name"), col("employer"), lit("—")),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=when(col("months") > 2 * overlap).then(lit(0.6)).otherwise(lit(0.45)),
    )


_SCHEMES = """
    scheme | works_on
    失业金 | no
    高龄   | yes
"""

EXAMPLES = [
    Example(
        "three months of pay for the unemployed beside a job",
        flagged=["王＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                县社保 | 失业金 | w      | 王秀英 | 2024-03 | 1,500
                县社保 | 失业金 | w      | 王秀英 | 2024-04 | 1,500
                县社保 | 失业金 | w      | 王秀英 | 2024-05 | 1,500
            """,
            "schemes": _SCHEMES,
            "insured": """
                person | employer | employer_name  | first   | last
                w      | f1       | 县第二建筑公司 | 2024-02 |
            """,
        },
    ),
    Example(
        "one month of overlap, insurance that the paying office itself pays, and another scheme",
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                县社保 | 失业金 | w      | 王秀英 | 2024-03 | 1,500
                县社保 | 失业金 | w      | 王秀英 | 2024-04 | 1,500
                县社保 | 失业金 | l      | 李桂兰 | 2024-03 | 1,500
                县社保 | 失业金 | l      | 李桂兰 | 2024-04 | 1,500
                县社保 | 高龄   | z      | 赵国强 | 2024-03 | 100
                县社保 | 高龄   | z      | 赵国强 | 2024-04 | 100
            """,
            "schemes": _SCHEMES,
            "insured": """
                person | employer | employer_name  | first   | last
                w      | f1       | 县第二建筑公司 | 2024-04 |
                l      | 县社保   | 县社保         | 2024-01 | 2024-12
                z      | f1       | 县第二建筑公司 | 2024-01 | 2024-12
            """,
        },
    ),
    Example(
        "a scheme whose rules say nothing of jobs",
        cannot=["no rules"],
        tables={
            "benefits": """
                body   | scheme | person | month   | amount
                县社保 | 慰问   | w      | 2024-03 | 1,500
            """,
            "schemes": _SCHEMES,
            "insured": """
                person | employer | first
                w      | f1       | 2024-02
            """,
        },
    ),
]
