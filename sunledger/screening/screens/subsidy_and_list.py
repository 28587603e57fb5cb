"""Pupils subsidised and not listed, listed and not subsidised

A school claims a meal subsidy for pupils whom no register lists as in need; or pupils who are
listed have none.

Why it matters
    The same places are given to some who have no claim, and are missing to some who have. Both are
    found with one look, and the second is the worse.

Innocent reasons
    A transfer in the month; a register renewed after the term began. Families who declined. A
    subsidy that the place pays to everyone; schools that subsidise nearly all are passed over.

Source
    What is not paid though due counts as much as what is paid though not due.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """补助与困难名册不符

学校为不在困难名册的学生申报用餐补助；或在册困难学生没有享受补助。

为什么重要
    同样的名额，给了不该得的，就少了该得的。两样一比便知，后一样更要紧。

清白的理由
    当月转学；名册在开学后更新；家庭自愿放弃；当地对全体学生补助（几乎全员享受的学校已排除）。

来源
    应发未发与不应发而发同样重要。
"""

SENTENCE = {
    "unlisted": Text(
        "{body_name} claims a meal subsidy for {pupils} pupils whom no register lists as in need, "
        "of {all} it claims for.",
        "{body_name}申报补助的{all}名学生中，有{pupils}名不在困难名册。",
    ),
    "unpaid": Text(
        "At {body_name} {pupils} pupils are listed as in need and have no meal subsidy; {all} "
        "pupils have one.",
        "{body_name}有{pupils}名在册困难学生没有享受用餐补助；享受补助的共{all}名。",
    ),
}

NEEDS = {"pupils": ["body", "person", "subsidised", "poor"]}
APART = ["body"]
REASONS = {
    "moving": Reason(Text("A change of school is on file.", "转学已登记，正在办理。")),
    "everyone": Reason(
        Text(
            "The school subsidises nearly everyone: not by need.",
            "该校几乎全员享受，不按困难认定。",
        )
    ),
    "not by need": Reason(
        Text(
            "The school subsidises nobody, or the register lists nobody.",
            "该校无人享受补助，或名册中没有困难学生。",
        ),
    ),
}

SETTINGS = {
    "nearly": Setting(
        Text("hundredths of a roll beyond which everyone is subsidised", "视为全员补助的百分比"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "least": Setting(
        Text("pupils, at least", "最少学生数"),
        since=date(2024, 1, 1),
        source=Text("Our own: single cases are for the school.", "自定：个别情况由学校核对。"),
    ),
}


def asides(pupils: Frame, *, nearly: int = 80) -> Frame:
    """Set aside changes of school, and schools that do not subsidise by need."""
    rows = pupils.with_columns(
        heads=count().over("body"),
        paid=col("subsidised").sum().over("body"),
        poor_ones=col("poor").sum().over("body"),
    )
    return set_aside(
        rows,
        {
            "moving": (col("moving") == 1).fill_null(value=False),
            "everyone": col("paid") * 100 > col("heads") * nearly,
            "not by need": (col("paid") == 0) | (col("poor_ones") == 0),
        },
    ).drop("heads", "paid", "poor_ones")


def flags(pupils: Frame, *, least: int = 3) -> Frame:
    """Return the pupils whose subsidy and register differ, a lead for each school and way."""
    # A pupil on the roll in several rows is subsidised, or listed, if one of them says so.
    rows = pupils.with_columns(
        paid=col("subsidised").max().over("body", "person"),
        listed=col("poor").max().over("body", "person"),
    )
    rows = keep(rows.filter(col("code") == col("code").min().over("body", "person")))
    subsidised = rows.group_by("body").agg(all=col("paid").sum().cast(Int64))
    rows = rows.filter(col("paid") != col("listed"))
    kind = when(col("paid") == 1).then(lit("unlisted")).otherwise(lit("unpaid"))
    rows = rows.with_columns(kind=kind)
    rows = keep(rows.with_columns(lead=key("kind", "body")))
    sums = rows.group_by("lead").agg(pupils=count()).filter(col("pupils") >= least)
    return (
        rows.join(sums, on="lead")
        .join(subsidised, on="body")
        .select(
            *("code", "lead", "kind", "body_name", "pupils", "all"),
            subject=coalesce(col("body_name"), col("body")),
            figure=lit(0),
            strength=lit(0.3),
        )
    )


def _roll(school: str, stem: str, heads: int, subsidised: str, poor: str) -> str:
    """Return so many pupils who are alike."""
    return "\n".join(
        f"{school} | {school}{stem}{n} | 2024-02 | {subsidised} | {poor}" for n in range(heads)
    )


_HEAD = "body | person | first | subsidised | poor"

EXAMPLES = [
    Example(
        "five subsidised and not listed, four listed and not subsidised",
        flagged=["大河小学", "大河小学"],
        tables={
            "pupils": "\n".join(
                [
                    *(_HEAD, _roll("大河小学", "a", 30, "no", "no")),
                    *(
                        _roll("大河小学", "b", 5, "yes", "no"),
                        _roll("大河小学", "c", 4, "no", "yes"),
                    ),
                    _roll("大河小学", "d", 20, "yes", "yes"),
                ]
            )
        },
    ),
    Example(
        "a school that subsidises everyone; two single cases",
        tables={
            "pupils": "\n".join(
                [
                    *(_HEAD, _roll("柳树小学", "a", 30, "yes", "no")),
                    *(
                        _roll("柳树小学", "b", 5, "yes", "yes"),
                        _roll("大河小学", "a", 9, "no", "no"),
                    ),
                    *(
                        _roll("大河小学", "b", 5, "yes", "yes"),
                        _roll("大河小学", "c", 2, "no", "yes"),
                    ),
                ]
            )
        },
    ),
    Example(
        "a roll that does not say who is in need",
        cannot=["no poor"],
        tables={
            "pupils": """
                body     | person | first   | subsidised | poor
                大河小学 | w      | 2024-02 | yes        |
            """,
        },
    ),
]
