"""Nobody of that number in the register

For three months and more somebody is paid whom the population register of the place does not know,
neither by the number nor by name and date of birth, nor, in the village, by a name that sounds or
looks alike with that date, or by that name with that year.

Why it matters
    A person who exists on the list only is the oldest way to draw money for nobody.

Innocent reasons
    The extract of the register is older than the payments. A resident of another province who is
    lawfully paid here. A slip in the number; where name and birth are found, or the village has
    one of that day whose name sounds or looks alike, or one of that name and year, it is passed
    over. A person who died and was taken out, which is asked about elsewhere.

Source
    Known as ghosts; done wherever a population register may be compared.
"""

from datetime import date

from narwhals import Expr, Int64, col, concat, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.samesigns import with_apart
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import (
    READ,
    added_up,
    place_named,
    plain_name,
    scheme_named,
    with_distinct,
)
from sunledger.screening.vocabulary import CAME_BACK, masked, set_aside

CHINESE = """人口登记查无此人

连续三个月以上领取补助的人，当地人口登记中按号码、按姓名和出生日期都查不到；
同村同日出生而姓名同音、形近的，以及同村同名同年出生的，也都没有。

为什么重要
    只在名册上存在的人，是最古老的冒领办法。

清白的理由
    人口数据早于发放；外省居民依法在本地领取；号码笔误（姓名、出生日期能查到的，
    同村同日出生而姓名同音、形近的，同村同名同年出生的，均已排除）；
    已故销户的人，另有一项提问。

来源
    俗称“影子人口”；凡能比对人口登记的地方都做。
"""

SENTENCE = Text(
    "{body_name} paid {scheme_name} {times:times} to {name} of {place}, {sum:money} in all; the "
    "population register knows neither the number nor the name with that date of birth.",
    "{body_name}向{place}{name}发放{scheme_name}{times:times}，合计{sum:money}；"
    "人口登记中既无此号码，也无此姓名与出生日期。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
OPTIONAL = ["deaths"]
ALONE = ["person"]
REASONS = {
    "came back": CAME_BACK,
    "malformed": Reason(
        Text(
            "The number cannot exist; that is asked about elsewhere.",
            "证件号不成立，另有一项提问。",
        ),
    ),
    "not covered": Reason(
        Text(
            "The register at hand does not cover the person's village or county.",
            "现有人口登记不包括该村、该县。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "months": Setting(
        Text("months of payment from which it is asked about", "领取满几个月起提问"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: who has just moved in is not in the extract yet.",
            "自定：刚迁入的人尚不在数据里。",
        ),
    ),
}

_WHERE = ("village", "village_name", "born")


def asides(benefits: Frame, people: Frame) -> Frame:
    """Set aside what came back, numbers that cannot exist, and places the register leaves out."""
    villages = keep(people.group_by("village").agg(villagers=count()))
    counties = keep(people.group_by("county").agg(residents=count()))
    rows = benefits.join(villages, on="village", how="left")
    rows = rows.join(counties, on="county", how="left")
    return set_aside(
        rows,
        {
            "came back": col("amount") <= 0,
            "malformed": ~col("malformed").is_null(),
            "not covered": col("villagers").is_null() & col("residents").is_null(),
        },
    ).drop("villagers", "residents")


def narrow(benefits: Frame, people: Frame, deaths: Frame) -> Frame:
    """Return the persons whose number neither register of the living or the dead knows."""
    paid = benefits.group_by("person").agg(rows=count())
    paid = paid.join(people.select("person"), on="person", how="anti")
    return paid.join(deaths.select("person"), on="person", how="anti").select("person")


def flags(benefits: Frame, people: Frame, deaths: Frame, signs: Frame, *, months: int = 3) -> Frame:
    """Return payments to persons whom neither register of the living or the dead knows."""
    # Persons are asked for once each, and only then the payments to those whom nobody knows.
    unknown = keep(narrow(benefits, people, deaths))
    rows = keep(benefits.select(*READ, *_WHERE).join(unknown, on="person", how="semi"))
    rows = rows.join(people.select("name", "born"), on=["name", "born"], how="anti")
    rows = keep(rows).join(_slips(rows, people, signs), on="person", how="anti")
    rows = with_distinct(rows, "months", "month", "person")
    rows = rows.filter(col("months") >= months)
    return added_up(rows, "body", "scheme", "person").select(
        *("code", "lead", "body_name", "times", "sum"),
        place=place_named(),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=lit(0.5),
    )


def _slips(rows: Frame, people: Frame, signs: Frame) -> Frame:
    """Return those whom the village knows but for a slip: of the name, or of the day of birth."""
    asked = keep(rows.group_by("person", "name", "born", "village").agg(rows=count()))
    known = people.select("born", "village", known="name")
    same_day = asked.join(known, on=["born", "village"])
    same_day = same_day.with_columns(mine=plain_name("name"), theirs=plain_name("known"))
    sounds = with_apart(same_day, signs, "mine", "theirs").filter(col("apart") == 0)
    known = people.select("name", "village", year=_year())
    same_year = asked.with_columns(year=_year()).join(known, on=["name", "village", "year"])
    found = concat([sounds.select("person"), same_year.select("person")])
    return found.group_by("person").agg(rows=count()).select("person")


def _year() -> Expr:
    return col("born").dt.year().cast(Int64)


_PEOPLE = """
    person | name   | born       | village | county
    w      | 王秀英 | 1950-02-03 | v1      | c1
    l      | 李桂兰 | 1948-07-12 | v1      | c1
"""

EXAMPLES = [
    Example(
        "three months to somebody whom nobody knows",
        flagged=["钱＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | born       | village | month   | amount
                大河镇 | 低保   | q      | 钱有福 | 1944-01-01 | v1      | 2024-01 | 400
                大河镇 | 低保   | q      | 钱有福 | 1944-01-01 | v1      | 2024-02 | 400
                大河镇 | 低保   | q      | 钱有福 | 1944-01-01 | v1      | 2024-03 | 400
                大河镇 | 低保   | w      | 王秀英 | 1950-02-03 | v1      | 2024-03 | 400
            """,
            "people": _PEOPLE,
        },
    ),
    Example(
        "a slip in the number; somebody who died; somebody who has just come",
        tables={
            "benefits": """
                body   | scheme | person | name   | born       | village | month   | amount
                大河镇 | 低保   | l2     | 李桂兰 | 1948-07-12 | v1      | 2024-01 | 400
                大河镇 | 低保   | l2     | 李桂兰 | 1948-07-12 | v1      | 2024-02 | 400
                大河镇 | 低保   | l2     | 李桂兰 | 1948-07-12 | v1      | 2024-03 | 400
                大河镇 | 低保   | d      | 丁大海 | 1931-07-12 | v1      | 2024-01 | 400
                大河镇 | 低保   | d      | 丁大海 | 1931-07-12 | v1      | 2024-02 | 400
                大河镇 | 低保   | d      | 丁大海 | 1931-07-12 | v1      | 2024-03 | 400
                大河镇 | 低保   | n      | 倪小花 | 2001-07-12 | v1      | 2024-03 | 400
            """,
            "people": _PEOPLE,
            "deaths": """
                person | died_on
                d      | 2023-12-30
            """,
        },
    ),
    Example(
        "a slip in the number and in the signs of the name, or in the day of birth",
        tables={
            "benefits": """
                body   | scheme | person | name   | born       | village | month   | amount
                大河镇 | 低保   | l3     | 黎贵蘭 | 1948-07-12 | v1      | 2024-01 | 400
                大河镇 | 低保   | l3     | 黎贵蘭 | 1948-07-12 | v1      | 2024-02 | 400
                大河镇 | 低保   | l3     | 黎贵蘭 | 1948-07-12 | v1      | 2024-03 | 400
                大河镇 | 低保   | w4     | 王秀英 | 1950-03-02 | v1      | 2024-01 | 400
                大河镇 | 低保   | w4     | 王秀英 | 1950-03-02 | v1      | 2024-02 | 400
                大河镇 | 低保   | w4     | 王秀英 | 1950-03-02 | v1      | 2024-03 | 400
            """,
            "people": _PEOPLE,
        },
    ),
    Example(
        "the same sound on another day, and the same name of another year",
        flagged=["黎＊＊", "王＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | born       | village | month   | amount
                大河镇 | 低保   | l3     | 黎贵蘭 | 1948-07-13 | v1      | 2024-01 | 400
                大河镇 | 低保   | l3     | 黎贵蘭 | 1948-07-13 | v1      | 2024-02 | 400
                大河镇 | 低保   | l3     | 黎贵蘭 | 1948-07-13 | v1      | 2024-03 | 400
                大河镇 | 低保   | w4     | 王秀英 | 1951-02-03 | v1      | 2024-01 | 400
                大河镇 | 低保   | w4     | 王秀英 | 1951-02-03 | v1      | 2024-02 | 400
                大河镇 | 低保   | w4     | 王秀英 | 1951-02-03 | v1      | 2024-03 | 400
            """,
            "people": _PEOPLE,
        },
    ),
    Example(
        "a village that the register leaves out",
        cannot=["not covered"],
        tables={
            "benefits": """
                body   | scheme | person | village | month   | amount
                乙河镇 | 低保   | q      | v7      | 2024-01 | 400
            """,
            "people": _PEOPLE,
        },
    ),
]
