"""Entitled but not paid

A register says that a person qualifies for a scheme; for three months and more nothing was paid,
and no refusal of theirs is on file.

Why it matters
    What is not paid though due counts as much as what is paid though not due. The persons concerned
    are those who cannot ask: the disabled, orphans, the very old.

Innocent reasons
    The person declined, and the paper was not entered. Another place pays, or another scheme that
    excludes this one. Paid to the head of the household. The person died or left. The register was
    not brought up to date.

Source
    Comparing registers of disability, age and orphans with payments is done by several provinces;
    leaving people out is a failure of duty as paying too much is.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, max_horizontal, min_horizontal, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import scheme_named
from sunledger.screening.vocabulary import key, masked, set_aside

CHINESE = """应享未享

登记册显示某人符合一项补助的条件，却三个月以上没有领到，也没有本人放弃的记录。

为什么重要
    该发的没有发，与不该发的发了同样重要。漏掉的往往是不会开口的人：残疾人、孤儿、高龄老人。

清白的理由
    本人已放弃而未录入；异地发放，或已享受互斥的另一项；发给了户主；本人已故或迁走；登记册未更新。

来源
    残疾、年龄、孤儿等登记册与发放名册比对，几个省都在做；漏发与多发一样是失职。
"""

SENTENCE = {
    "never": Text(
        "{name} appears to qualify for {scheme_name} with {body_name} since {since}, and has been "
        "paid nothing: {missed} rounds of payment have passed.",
        "{name}自{since}起似符合{body_name}{scheme_name}的条件，至今分文未领，已错过{missed}期发放。",
    ),
    "stopped": Text(
        "{name} appears to qualify for {scheme_name} with {body_name} still, and was last paid for "
        "{last:month}: {missed} rounds of payment have passed since.",
        "{name}似仍符合{body_name}{scheme_name}的条件，最后一次领取为{last:month}，此后已错过{missed}期发放。",
    ),
}

NEEDS = {"entitled": ["body", "since"]}
OPTIONAL = ["schemes", "deaths", "people", "rates"]
ALONE = ["person"]

REASONS = {
    "declined": Reason(Text("The person declined, with a document.", "本人已书面放弃。")),
    "elsewhere": Reason(Text("Another place pays.", "由异地发放。")),
    "nobody paid": Reason(
        Text(
            "No payment of this scheme to anybody is on record.",
            "记录中没有这项补助的任何发放。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "months": Setting(
        Text("months without payment from which it is asked about", "未领满几个月即提问"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: two rounds may be lost to a change of the list.",
            "自定：名册变动可能耽误两期。",
        ),
    ),
}


def asides(entitled: Frame, benefits: Frame) -> Frame:
    """Set aside who declined or is paid elsewhere, and schemes of which no payment is known."""
    paid = benefits.filter(col("amount") > 0).group_by("scheme").agg(payments=count())
    return set_aside(
        entitled.join(paid, on="scheme", how="left"),
        {
            "declined": (col("declined") == 1).fill_null(value=False),
            "elsewhere": (col("elsewhere") == 1).fill_null(value=False),
            "nobody paid": col("payments").is_null(),
        },
    ).drop("payments")


def flags(
    entitled: Frame,
    benefits: Frame,
    schemes: Frame,
    deaths: Frame,
    people: Frame,
    rates: Frame,
    *,
    months: int = 3,
) -> Frame:
    """Return who qualifies and went without pay for so many months up to the last one known."""
    paid = benefits.filter(col("amount") > 0)
    rounds = paid.group_by("scheme", "month").agg(payments=count())
    # A month for which only arrears were paid is no round of payment.
    rounds = keep(rounds.filter(col("payments") * 10 >= col("payments").max().over("scheme")))
    groups = schemes.group_by("scheme").agg(
        exclusive=col("exclusive").max(), household=col("needs_tested").max()
    )
    due = _due(entitled, rounds, deaths).join(groups, on="scheme", how="left")
    due = due.with_columns(group=coalesce(col("exclusive"), col("scheme")))
    last = paid.join(groups, on="scheme", how="left").with_columns(
        group=coalesce(col("exclusive"), col("scheme"))
    )
    last = last.group_by("person", "group").agg(last=col("month").max())
    due = due.join(last, on=["person", "group"], how="left")
    open_since = max_horizontal(col("begins"), coalesce(col("last"), lit(0)) + 1)
    due = due.with_columns(open_since=open_since)
    due = keep(due.filter(col("ends") - col("open_since") + 1 >= months))
    due = due.join(_within_family(due, last, people), on="code", how="anti")
    return _leads(due, rounds, rates)


def _due(entitled: Frame, rounds: Frame, deaths: Frame) -> Frame:
    """Return each entitlement with the first and last month for which it is due in the records."""
    known = rounds.group_by("scheme").agg(opens=col("month").min(), closes=col("month").max())
    died = deaths.group_by("person").agg(died=col("died_on").min())
    rows = entitled.join(known, on="scheme").join(died, on="person", how="left")
    over = coalesce(month_number(col("until")) - 1, col("closes"))
    alive = coalesce(month_number(col("died")) - 1, col("closes"))
    return rows.with_columns(
        begins=max_horizontal(month_number(col("since")) + 1, col("opens")),
        ends=min_horizontal(col("closes"), over, alive),
    )


def _within_family(due: Frame, last: Frame, people: Frame) -> Frame:
    """Return the entitlements to help for whole households of which a member was paid."""
    whole = due.filter(col("household") == 1).select("code", "person", "group", "open_since")
    home = people.filter(~col("household").is_null()).select("person", home="household")
    mates = whole.join(home, on="person").select("code", "group", "open_since", "home")
    mates = mates.join(home, on="home").join(last, on=["person", "group"])
    mates = mates.filter(col("last") >= col("open_since"))
    return mates.group_by("code").agg(paid=count())


def _leads(due: Frame, rounds: Frame, rates: Frame) -> Frame:
    """Return the entitlements with the rounds they missed, at the lowest rate of the scheme."""
    missed = due.select("code", "scheme", "open_since", "ends").join(rounds, on="scheme")
    missed = missed.filter(col("month") >= col("open_since"), col("month") <= col("ends"))
    missed = missed.group_by("code").agg(missed=count())
    lowest = rates.group_by("scheme").agg(rate=col("amount").min())
    rows = due.join(missed, on="code").join(lowest, on="scheme", how="left")
    never = col("last").is_null() | (col("last") < col("begins"))
    return rows.select(
        *("code", "body_name", "since", "last"),
        missed=col("missed").cast(Int64),
        kind=when(never).then(lit("never")).otherwise(lit("stopped")),
        lead=key("scheme", "person"),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        party=col("person"),
        figure=(coalesce(col("rate"), lit(0)) * col("missed")).cast(Int64),
        strength=when(never).then(lit(0.6)).otherwise(lit(0.5)),
    )


_PAID = """
    body   | scheme   | person | month   | amount
    大河镇 | 残疾补贴 | a      | 2024-01 | 110
    大河镇 | 残疾补贴 | a      | 2024-02 | 110
    大河镇 | 残疾补贴 | a      | 2024-03 | 110
    大河镇 | 残疾补贴 | a      | 2024-04 | 110
    大河镇 | 残疾补贴 | s      | 2024-01 | 110
"""
_REGISTER = """
    body   | scheme   | person | name   | since
    大河镇 | 残疾补贴 | a      | 安小军 | 2023-05-01
    大河镇 | 残疾补贴 | w      | 王秀英 | 2023-05-01
    大河镇 | 残疾补贴 | s      | 孙德福 | 2023-05-01
"""

EXAMPLES = [
    Example(
        "one who never was paid, and one whose payment stopped in January",
        flagged=["孙＊＊", "王＊＊"],
        tables={
            "entitled": _REGISTER,
            "benefits": _PAID,
            "rates": """
                scheme   | amount
                残疾补贴 | 110
            """,
        },
    ),
    Example(
        "declined, paid elsewhere, just registered, died, or paid a scheme that excludes this one",
        tables={
            "entitled": """
                body   | scheme   | person | name   | since      | declined | elsewhere
                大河镇 | 残疾补贴 | b      | 白玉兰 | 2023-05-01 | yes      |
                大河镇 | 残疾补贴 | c      | 曹国庆 | 2023-05-01 |          | yes
                大河镇 | 残疾补贴 | d      | 丁大海 | 2024-02-10 |          |
                大河镇 | 残疾补贴 | e      | 冯春花 | 2023-05-01 |          |
                大河镇 | 残疾补贴 | f      | 方建华 | 2023-05-01 |          |
            """,
            "benefits": _PAID
            + """
                大河镇 | 护理补贴 | f | 2024-04 | 200
            """,
            "schemes": """
                scheme   | exclusive | needs_tested
                残疾补贴 | 残疾      | no
                护理补贴 | 残疾      | no
            """,
            "deaths": """
                person | died_on
                e      | 2024-02-20
            """,
        },
    ),
    Example(
        "help for the whole household, paid to its head",
        tables={
            "entitled": """
                body   | scheme | person | name   | since
                大河镇 | 低保   | w      | 王秀英 | 2023-05-01
            """,
            "benefits": """
                body   | scheme | person | month   | amount
                大河镇 | 低保   | g      | 2024-01 | 400
                大河镇 | 低保   | g      | 2024-04 | 400
            """,
            "schemes": """
                scheme | needs_tested
                低保   | yes
            """,
            "people": """
                person | household
                w      | h1
                g      | h1
            """,
        },
    ),
    Example(
        "a scheme of which no payment is known, and nobody knows since when",
        cannot=["nobody paid", "no since"],
        tables={
            "entitled": """
                body   | scheme   | person | name   | since
                大河镇 | 孤儿补贴 | w      | 王秀英 | 2023-05-01
                大河镇 | 残疾补贴 | l      | 李桂兰 |
            """,
            "benefits": _PAID,
        },
    ),
    Example(
        "no payments at all",
        cannot=["no benefits"],
        tables={"entitled": _REGISTER},
    ),
]
