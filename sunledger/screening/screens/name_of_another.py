"""Number of another person

The list pays one name under a number which belongs, by the register, to quite another name.

Why it matters
    Support that the one under whose number it runs knows nothing of is drawn by somebody else, and
    closes the door to the one who has a right to the number.

Innocent reasons
    A new name. A name of an ethnic minority written in another way. A slip: older forms, a single
    other sign, signs that sound or look alike, and two signs that changed places are passed over,
    and so is a rare sign typed by its sound. A number that was given twice.

Source
    Names are the second look after numbers in every comparison with the register. A name counts as
    another only where its signs are read otherwise too.
"""

from datetime import date

from narwhals import Expr, Int64, col, lit, when

from sunledger.screening.keeping import keep
from sunledger.screening.samesigns import with_unlike
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import UNREGISTERED, added_up, plain_name, scheme_named
from sunledger.screening.vocabulary import CAME_BACK, masked, set_aside

CHINESE = """号码是别人的

名册上的姓名与所用证件号在人口登记中的姓名完全不同。

为什么重要
    号码的主人不知情，钱由别人领走；等他自己来申请时，门已经关上。

清白的理由
    改过名；少数民族姓名译写不同；录入误差（异体、繁体字，只差一个字的，同音、近音或形近的字，
    生僻字按读音录入的，以及两字颠倒的，均已排除）；重号。

来源
    各地与人口登记比对时，号码之后都再看姓名；读音也不同，才算另一个名字。
"""

SENTENCE = Text(
    "{body_name} paid {scheme_name} {times:times} to {name}, {sum:money} in all, under a number "
    "that belongs to {registered} in the population register.",
    "{body_name}向{name}发放{scheme_name}{times:times}，合计{sum:money}；"
    "所用证件号在人口登记中属于{registered}。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "name", "month", "amount"]}
APART = ["person"]
REASONS = {
    "came back": CAME_BACK,
    "unregistered": UNREGISTERED,
    "not comparable": Reason(
        Text(
            "One of the names is masked, or is not two to four Chinese signs.",
            "姓名已遮蔽，或不是二至四个汉字，无法比较。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "same_surname": Setting(
        Text("least signs of a name that may differ behind one surname", "同姓者须比较的最少字数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: behind one surname a single sign may be a slip or a new name.",
            "自定：同姓而只差一个字的，多为笔误或改名。",
        ),
    ),
}

_HAN = "^[一-鿿]{2,4}$"


def asides(benefits: Frame, people: Frame) -> Frame:
    """Set aside what came back, who is in no register, and names that cannot be compared."""
    rows = benefits.join(_names(people), on="person", how="left")
    plain = "[ \u3000·•.]"
    clear = [
        col(name).str.replace_all(plain, "").str.contains(_HAN).fill_null(value=False)
        for name in ("name", "registered")
    ]
    return set_aside(
        rows,
        {
            "came back": col("amount") <= 0,
            "unregistered": col("registered").is_null(),
            "not comparable": ~clear[0] | ~clear[1] | col("name").str.contains("某"),
        },
    ).drop("registered")


def flags(benefits: Frame, people: Frame, signs: Frame, *, same_surname: int = 3) -> Frame:
    """Return payments whose name shares nothing with the registered one but perhaps the surname."""
    rows = benefits.join(_names(people), on="person")
    # Older forms are looked up only where the names are not alike as they stand.
    rows = keep(rows.filter(col("name") != col("registered")))
    rows = rows.with_columns(listed=plain_name("name"), known=plain_name("registered"))
    other = (_sign("listed", 1) != _sign("known", 1)) & (_last("listed") != _last("known"))
    rows = with_unlike(
        rows.filter(other),
        signs,
        ("listed", "known"),
        surname=(_sign("listed", 0), _sign("known", 0)),
        second=(_sign("listed", 1), _sign("known", 1)),
        last=(_last("listed"), _last("known")),
        across=(_sign("listed", 1), _last("known")),
        back=(_last("listed"), _sign("known", 1)),
    )
    length = col("listed").str.len_chars()
    long = (length >= same_surname) & (col("known").str.len_chars() == length)
    surname = col("surname") == 0
    changed_places = (length > 2) & (col("across") == 0) & (col("back") == 0)
    rows = rows.filter(col("second") == 1, col("last") == 1, ~changed_places, ~surname | long)
    rows = rows.with_columns(strength=when(surname).then(lit(0.35)).otherwise(lit(0.6)))
    return added_up(rows, "body", "scheme", "person").select(
        *("code", "lead", "body_name", "times", "sum", "strength", "beside_people"),
        scheme_name=scheme_named(),
        name=masked("name"),
        registered=masked("registered"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
    )


def _names(people: Frame) -> Frame:
    """Return the registered name of each person; of several rows that with the lowest code."""
    first = people.filter(col("code") == col("code").min().over("person"))
    return first.select("person", registered="name", beside_people="code")


def _sign(name: str, place: int) -> Expr:
    return col(name).str.slice(place, 1)


def _last(name: str) -> Expr:
    return col(name).str.slice(-1, 1)


_PEOPLE = """
    person | name
    w      | 王秀英
    l      | 李桂蘭
    z      | 赵国强
    x      | 李秀荣
"""

EXAMPLES = [
    Example(
        "quite another name",
        flagged=["钱＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 低保   | w      | 钱有福 | 2024-03 | 400
                大河镇 | 低保   | z      | 赵国强 | 2024-03 | 400
            """,
            "people": _PEOPLE,
        },
    ),
    Example(
        "an older form, one other sign, a space",
        tables={
            "benefits": """
                body   | scheme | person | name    | month   | amount
                大河镇 | 低保   | l      | 李桂兰  | 2024-03 | 400
                大河镇 | 低保   | w      | 王秀瑛  | 2024-03 | 400
                大河镇 | 低保   | z      | 趙 國強 | 2024-03 | 400
            """,
            "people": _PEOPLE,
        },
    ),
    Example(
        "typed by its sound; written down by its look; two signs that changed places",
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 低保   | x      | 黎绣蓉 | 2024-03 | 400
                大河镇 | 低保   | m      | 陈戌未 | 2024-03 | 400
                大河镇 | 低保   | w      | 汪英秀 | 2024-03 | 400
                大河镇 | 低保   | g      | 张珍林 | 2024-03 | 400
            """,
            "people": _PEOPLE
            + """
                m | 陈戊末
                g | 张贞凌
            """,
        },
    ),
    Example(
        "another name behind a surname of the same sound",
        flagged=["黎＊＊"],
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 低保   | x      | 黎国强 | 2024-03 | 400
            """,
            "people": _PEOPLE,
        },
    ),
    Example(
        "a masked name, and somebody who is not in the register",
        cannot=["not comparable", "unregistered"],
        tables={
            "benefits": """
                body   | scheme | person | name   | month   | amount
                大河镇 | 低保   | w      | 王*英  | 2024-03 | 400
                大河镇 | 低保   | q      | 钱有福 | 2024-03 | 400
            """,
            "people": _PEOPLE,
        },
    ),
]
