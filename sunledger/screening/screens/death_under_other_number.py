"""Paid after a death that stands under another number

Nobody of the recipient's number is registered as dead, but one person of the same name, the same
date of birth and the same village is, and payments went on; or, under a number that nobody bears,
one whose name differs in one sign, or in signs that sound or look alike.

Why it matters
    One damaged figure in a number, in the list or in the register of deaths, hides a death from
    every comparison by number.

Innocent reasons
    Namesakes born on one day in one village, and twins; where the register knows two such persons,
    nothing is asked. A death entered under the number of a relative. The months that were still
    due.

Source
    The second round of every comparison with the register of deaths, by hand in most places. In a
    made-up register, name, birth and village tell 99.97 of a hundred persons apart.
"""

from datetime import date

from narwhals import Int64, coalesce, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.samesigns import with_apart
from sunledger.screening.screen import Example, Frame, Setting, Text
from sunledger.screening.support import added_up, plain_name, scheme_named, with_rules
from sunledger.screening.vocabulary import CAME_BACK, came_back, masked, set_aside

CHINESE = """死亡登记在另一号码下

领取人的号码没有死亡登记，但有一个同名（或仅一字之差，或各字同音、近音、形近，且号码查无此人）、同出生日期、同村的人
已登记死亡，而发放仍在继续。

为什么重要
    名册或死亡登记里错一位数字，按号码比对就永远发现不了。

清白的理由
    同村同日出生的同名人、双胞胎（人口登记中确有两人的，不提问）；死亡误登在亲属号码下；仍应发放的月份。

来源
    与死亡登记比对的第二轮，多数地方靠人工；在虚构的登记里，姓名、生日和村能区分九成九以上的人。
"""

SENTENCE = {
    "same": Text(
        "A death record that looks like {name}, with the same date of birth and village but "
        "another number, is of {died:month}; {body_name} paid {scheme_name} {times:times} for "
        "later months, {sum:money} in all.",
        "有一条死亡记录（{died:month}）与{name}同名、同出生日期、同村，只是号码不同；"
        "{body_name}此后仍发放{scheme_name}{times:times}，合计{sum:money}。",
    ),
    "alike": Text(
        "A death record of {died:month} has the date of birth and the village of {name}, a name "
        "of signs that sound or look alike, and a number that nobody bears; {body_name} paid "
        "{scheme_name} {times:times} for later months, {sum:money} in all.",
        "有一条死亡记录（{died:month}）与{name}同出生日期、同村，姓名用字同音或形近，号码查无此人；"
        "{body_name}此后仍发放{scheme_name}{times:times}，合计{sum:money}。",
    ),
    "close": Text(
        "A death record of {died:month} has the date of birth and the village of {name}, a name "
        "that differs in one sign, and a number that nobody bears; {body_name} paid {scheme_name} "
        "{times:times} for later months, {sum:money} in all.",
        "有一条死亡记录（{died:month}）与{name}同出生日期、同村，姓名仅一字之差，号码查无此人；"
        "{body_name}此后仍发放{scheme_name}{times:times}，合计{sum:money}。",
    ),
}

NEEDS = {"benefits": ["body", "scheme", "person", "name", "born", "village", "month", "amount"]}
OPTIONAL = ["people", "schemes"]
APART = ["born"]
REASONS = {"came back": CAME_BACK}

SETTINGS = {
    "grace": Setting(
        Text("months after the month of death for which a scheme may pay", "死亡次月起的宽限月数"),
        since=date(2024, 1, 1),
        source=Text("Our own, where the scheme's rules say nothing.", "自定（政策未作规定时）。"),
    ),
}

_WHO = ("name", "born", "village")
_NEAR = ("born", "village")


def asides(benefits: Frame) -> Frame:
    """Set aside what came back."""
    return set_aside(benefits, {"came back": came_back("person", "scheme", "month", "born")})


def flags(
    benefits: Frame,
    deaths: Frame,
    people: Frame,
    schemes: Frame,
    signs: Frame,
    *,
    grace: int = 1,
) -> Frame:
    """Return payments after the month of a death that fits one recipient only."""
    dead = keep(_dead(deaths))
    near = benefits.join(dead, on=list(_NEAR))
    near = keep(near.filter((col("number") != col("person")).fill_null(value=True)))
    same = near.filter(col("name") == col("dead"))
    namesakes = people.group_by(*_WHO).agg(persons=col("person").n_unique())
    same = same.join(namesakes.filter(col("persons") > 1), on=list(_WHO), how="anti")
    rows = concat([same.with_columns(kind=lit("same")), _close(near, benefits, people, signs)])
    own = deaths.group_by("person", "born").agg(rows=count()).select("person", "born")
    rows = rows.join(own, on=["person", "born"], how="anti")
    who = ("dead", *_NEAR)
    rows = keep(rows)
    rows = rows.with_columns(
        one_of=col("person").min().over(*who), other=col("person").max().over(*who)
    )
    rows = with_rules(rows.filter(col("one_of") == col("other")), schemes, "grace")
    rows = rows.with_columns(died=month_number(col("died_on")))
    rows = rows.filter(col("month") > col("died") + coalesce(col("grace"), lit(grace)))
    return added_up(rows, "body", "scheme", "person").select(
        *("code", "lead", "kind", "body_name", "died", "times", "sum", "beside_deaths"),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=when(col("kind") == "close").then(lit(0.4)).otherwise(lit(0.5)),
    )


def _dead(deaths: Frame) -> Frame:
    """Return the dead; a death record that fits several of their numbers is no one's."""
    dead = deaths.group_by(*_WHO).agg(
        died_on=col("died_on").max(),
        beside_deaths=col("code").min(),
        number=col("person").min(),
        other_number=col("person").max(),
    )
    one = (col("number") == col("other_number")).fill_null(value=True)
    return dead.filter(one, ~col("died_on").is_null()).rename({"name": "dead"})


def _close(near: Frame, benefits: Frame, people: Frame, signs: Frame) -> Frame:
    """Return payments to one whose name is nearly that of a dead whom no one else knows.

    Nearly is a sign that differs behind one surname, or signs that all sound or look alike.
    """
    rows = near.filter(col("name") != col("dead"))
    rows = rows.with_columns(mine=plain_name("name"), theirs=plain_name("dead"))
    rows = with_apart(rows, signs, "mine", "theirs").filter(col("apart") <= 1)
    surname = col("mine").str.slice(0, 1) == col("theirs").str.slice(0, 1)
    longer = col("mine").str.len_chars() > 2
    rows = rows.filter((col("apart") == 0) | (surname & longer))
    kind = when(col("apart") == 0).then(lit("alike")).otherwise(lit("close"))
    close = keep(rows.with_columns(kind=kind).drop("mine", "theirs", "apart"))
    for known in (people, benefits):
        numbers = known.select("person").group_by("person").agg(rows=count())
        numbers = numbers.select(number=col("person"))
        close = close.join(numbers, on="number", how="anti")
    known = people.group_by(*_WHO).agg(rows=count()).select(*_NEAR, dead="name")
    return close.join(known, on=["dead", *_NEAR], how="anti")


_PAID = """
    body   | scheme | person | name   | born       | village | month   | amount
    大河镇 | 低保   | w      | 王秀英 | 1941-06-01 | v1      | 2024-03 | 400
    大河镇 | 低保   | w      | 王秀英 | 1941-06-01 | v1      | 2024-05 | 400
    大河镇 | 低保   | w      | 王秀英 | 1941-06-01 | v1      | 2024-06 | 400
"""
_DEATHS = """
    person | name   | born       | village | died_on
    w9     | 王秀英 | 1941-06-01 | v1      | 2024-03-09
"""

EXAMPLES = [
    Example(
        "the same name, birth and village under a number that differs",
        flagged=["王＊＊"],
        tables={"benefits": _PAID, "deaths": _DEATHS},
    ),
    Example(
        "one sign of the name differs, and nobody bears the number of the dead",
        flagged=["王＊＊"],
        tables={
            "benefits": _PAID,
            "deaths": """
                person | name   | born       | village | died_on
                w9     | 王秀荣 | 1941-06-01 | v1      | 2024-03-09
            """,
        },
    ),
    Example(
        "every sign of the name sounds or looks alike, the surname too",
        flagged=["王＊＊"],
        tables={
            "benefits": _PAID,
            "deaths": """
                person | name   | born       | village | died_on
                w9     | 汪绣瑛 | 1941-06-01 | v1      | 2024-03-09
            """,
        },
    ),
    Example(
        "a sister of a name that sounds alike, who is registered under her own number",
        tables={
            "benefits": _PAID,
            "deaths": """
                person | name   | born       | village | died_on
                w9     | 王绣瑛 | 1941-06-01 | v1      | 2024-03-09
            """,
            "people": """
                person | name   | born       | village
                w      | 王秀英 | 1941-06-01 | v1
                w9     | 王绣瑛 | 1941-06-01 | v1
            """,
        },
    ),
    Example(
        "a twin who is registered, one whose own pension was paid, and two signs apart",
        tables={
            "benefits": _PAID
            + """
                大河镇 | 低保 | t | 王秀兰 | 1941-06-01 | v1 | 2024-01 | 400
            """,
            "deaths": """
                person | name   | born       | village | died_on
                w9     | 王秀荣 | 1941-06-01 | v1      | 2024-03-09
                t      | 王秀兰 | 1941-06-01 | v1      | 2024-01-09
                u      | 王玉荣 | 1941-06-01 | v1      | 2024-01-09
            """,
            "people": """
                person | name   | born       | village
                w      | 王秀英 | 1941-06-01 | v1
                w9     | 王秀荣 | 1941-06-01 | v1
            """,
        },
    ),
    Example(
        "the register knows two such persons",
        tables={
            "benefits": _PAID,
            "deaths": _DEATHS,
            "people": """
                person | name   | born       | village
                w      | 王秀英 | 1941-06-01 | v1
                w9     | 王秀英 | 1941-06-01 | v1
            """,
        },
    ),
    Example(
        "another village; and a death under the recipient's own number, asked about elsewhere",
        tables={
            "benefits": _PAID
            + """
                大河镇 | 低保 | l | 李桂兰 | 1948-07-12 | v1 | 2024-06 | 400
            """,
            "deaths": """
                person | name   | born       | village | died_on
                w9     | 王秀英 | 1941-06-01 | v2      | 2024-03-09
                l      | 李桂兰 | 1948-07-12 | v1      | 2024-03-09
            """,
        },
    ),
    Example(
        "a list without dates of birth",
        cannot=["no born"],
        tables={
            "benefits": """
                body   | scheme | person | name   | village | month   | amount
                大河镇 | 低保   | w      | 王秀英 | v1      | 2024-05 | 400
            """,
            "deaths": _DEATHS,
        },
    ),
]
