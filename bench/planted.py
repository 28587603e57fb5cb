"""Made-up personal data and their look-alikes: every sort in every spelling, from a seed.

Nothing here belongs to anyone: digits are drawn, and check digits are computed by this file alone.
The rules of the privacy check were tuned on these templates; `unseen` has others.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

Maker = Callable[[Random], str]
COUNTIES = ("210102", "110101", "330106", "440305", "510104", "620102", "150102", "450103")
ISSUERS = {"622202": 19, "621700": 19, "623052": 19, "625900": 16, "436742": 16, "955880": 19}
MOBILES = ("130", "135", "138", "139", "147", "150", "159", "166", "177", "186", "188", "199")
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FAMILIES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静秀丽强磊军洋勇艳杰涛明超霞平刚"
VILLAGES = ("大河村", "双台村", "青石村", "杨树村", "白溪村")
ESTATES = ("幸福小区", "阳光花园", "河畔家园", "新民小区", "平安苑")


class Cell(NamedTuple):
    """A text and the heading above it; which sort it is of."""

    sort: str
    text: str
    heading: str = ""


def digits(draw: Random, count: int) -> str:
    """Return some digits."""
    return "".join(draw.choice("0123456789") for _ in range(count))


def born(draw: Random, last: int = 2010) -> date:
    """Return a birthday."""
    return date(1938, 1, 1) + timedelta(draw.randrange(365 * (last - 1938)))


def identity(draw: Random) -> str:
    """Return an identity number of 18 digits."""
    body = f"{draw.choice(COUNTIES)}{born(draw):%Y%m%d}{digits(draw, 3)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(one) * weight for one, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def short_identity(draw: Random) -> str:
    """Return an identity number of 15 digits, as before 1999."""
    return f"{draw.choice(COUNTIES)}{born(draw, 1989):%y%m%d}{digits(draw, 3)}"


def card(draw: Random) -> str:
    """Return a bank card number."""
    issuer, length = draw.choice(list(ISSUERS.items()))
    body = issuer + digits(draw, length - 7)
    total = 0
    for place, one in enumerate(reversed(body)):
        value = int(one) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def mobile(draw: Random) -> str:
    """Return a mobile telephone."""
    return draw.choice(MOBILES) + digits(draw, 8)


def name(draw: Random) -> str:
    """Return a name of a person."""
    return draw.choice(FAMILIES) + "".join(draw.sample(GIVEN, draw.choice((1, 2))))


def credit_code(draw: Random, digits_only: bool = False) -> str:
    """Return a social credit code; those of digits alone look most like a person's number."""
    while True:
        signs = "0123456789" if digits_only else SIGNS
        body = draw.choice(("91", "92", "12", "11", "51")) + draw.choice(COUNTIES)
        body += "".join(draw.choice(signs) for _ in range(9))
        weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
        total = sum(SIGNS.index(one) * weight for one, weight in zip(body, weights, strict=True))
        check = SIGNS[-total % 31]
        if check.isdigit() or not digits_only:
            return body + check


def wide(text: str) -> str:
    """Return a text in full-width signs."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


def cut(text: str, *sizes: int, by: str = " ") -> str:
    """Return a text in pieces."""
    parts, start = [], 0
    for size in sizes:
        parts.append(text[start : start + size])
        start += size
    return by.join([*parts, text[start:]] if text[start:] else parts)


def spoken(text: str, signs: str = "零一二三四五六七八九") -> str:
    """Return digits in words."""
    return "".join(signs[int(one)] if one.isdigit() else one for one in text)


def flat(draw: Random) -> str:
    """Return a flat in a house of an estate."""
    house, part, room = draw.randint(1, 30), draw.randint(1, 4), draw.randint(101, 1802)
    return f"{draw.choice(ESTATES)}{house}号楼{part}单元{room}室"


def house(draw: Random) -> str:
    """Return a house in a village."""
    return f"{draw.choice(VILLAGES)}{draw.randint(1, 9)}组{draw.randint(1, 90)}号"


ILLNESSES = ("肺癌", "尿毒症", "白血病", "精神分裂症", "脑梗", "肝硬化", "乳腺癌", "艾滋病")

PERSONAL: dict[str, Maker | tuple[str, Maker]] = {
    "identity": identity,
    "identity, small x": lambda d: identity(d).lower(),
    "identity, after a word": lambda d: f"身份证号：{identity(d)}",
    "identity, in a sentence": lambda d: f"{name(d)}（{identity(d)}）领取补助",
    "identity, 6 8 4": lambda d: cut(identity(d), 6, 8, 4),
    "identity, hyphens": lambda d: cut(identity(d), 6, 4, 4, 4, by="-"),
    "identity, full-width": lambda d: wide(identity(d)),
    "identity, zero-width": lambda d: cut(identity(d), 3, 5, 4, 3, by="\u200b"),
    "identity, over two lines": lambda d: cut(identity(d), 6, 12, by="\n"),
    "identity, in a link": lambda d: f"http://a.example.cn/q?id={identity(d)}&t=1",
    "identity, rounded": lambda d: identity(d)[:15] + "000",
    "identity, 15": short_identity,
    "identity, 15, word": lambda d: f"证件号{short_identity(d)}",
    "identity, under its heading": ("身份证号码", lambda d: identity(d)[:17] + "0"),
    "identity of Hong Kong": lambda d: "A123456(3)",
    "passport": lambda d: f"护照E{draw_letter(d)}{digits(d, 7)}",
    "passport, under its heading": ("证件号码", lambda d: f"G{digits(d, 8)}"),
    "permit of Hong Kong and Macau": lambda d: f"港澳通行证C{digits(d, 8)}",
    "permit of Taiwan": lambda d: f"台胞证 {digits(d, 8)}",
    "permit to return": lambda d: f"回乡证H{digits(d, 8)}",
    "card": card,
    "card, fours": lambda d: cut(card(d), 4, 4, 4, 4),
    "card, hyphens": lambda d: cut(card(d), 4, 4, 4, 4, by="-"),
    "card, after a word": lambda d: f"农行卡{card(d)}",
    "card, full-width": lambda d: wide(card(d)),
    "card, zero-width": lambda d: cut(card(d), 5, 5, 5, by="\u2060"),
    "card, over two lines": lambda d: cut(card(d), 8, 12, by="\n"),
    "account, named": lambda d: f"开户行农商行，账号{digits(d, 17)}",
    "account, under its heading": ("银行账号", lambda d: digits(d, 17)),
    "mobile": mobile,
    "mobile, after a name": lambda d: f"{name(d)}{mobile(d)}",
    "mobile, 3 4 4": lambda d: cut(mobile(d), 3, 4, 4),
    "mobile, hyphens": lambda d: cut(mobile(d), 3, 4, 4, by="-"),
    "mobile, dots": lambda d: cut(mobile(d), 3, 4, 4, by="."),
    "mobile, brackets": lambda d: f"({mobile(d)[:3]}){mobile(d)[3:]}",
    "mobile, full-width": lambda d: wide(mobile(d)),
    "mobile, in words": lambda d: spoken(mobile(d)),
    "mobile, in words, parted": lambda d: cut(spoken(mobile(d)), 3, 4, 4),
    "mobile, in big words": lambda d: spoken(mobile(d), "零壹贰叁肆伍陆柒捌玖"),
    "mobile, as on the telephone": lambda d: spoken(mobile(d), "零幺二三四五六七八九"),
    "mobile, half in words": lambda d: mobile(d)[:3] + spoken(mobile(d)[3:]),
    "mobile, circled": lambda d: spoken(mobile(d), "⓪①②③④⑤⑥⑦⑧⑨"),
    "mobile, zero-width": lambda d: cut(mobile(d), 4, 4, 3, by="\u200d"),
    "mobile, over two lines": lambda d: cut(mobile(d), 7, 4, by="\n"),
    "mobile, in a link": lambda d: f"https://pay.example.cn/u/{mobile(d)}/bill",
    "mobile, +86": lambda d: f"+86 {mobile(d)}",
    "mobile, letter for zero": lambda d: f"13{digits(d, 1)}O{digits(d, 7)}",
    "mobile, two": lambda d: f"{mobile(d)}/{mobile(d)}",
    "telephone of a home": lambda d: f"宅电：0411-8{digits(d, 7)}",
    "telephone of a home, heading": ("家庭电话", lambda d: f"8{digits(d, 7)}"),
    "e-mail": lambda d: f"wang{digits(d, 4)}@mail.example.cn",
    "e-mail, in words": lambda d: f"li{digits(d, 3)} at example dot com",
    "e-mail, full-width": lambda d: f"li{digits(d, 3)}＠example．com",
    "flat": flat,
    "flat, in a sentence": lambda d: f"{name(d)}，住{flat(d)}",
    "flat, in short": lambda d: (
        f"{d.choice(ESTATES)}{d.randint(1, 30)}-{d.randint(1, 4)}-{d.randint(101, 1802)}"
    ),
    "house in a village": house,
    "house, named": lambda d: f"家庭住址：{d.choice(VILLAGES)}{d.randint(1, 90)}号",
    "house, under its heading": ("住址", lambda d: f"{d.choice(VILLAGES)}{d.randint(1, 9)}组"),
    "illness": lambda d: f"{name(d)[0]}*患{d.choice(ILLNESSES)}",
    "illness, treated": lambda d: f"{d.choice(ILLNESSES)}住院救助",
    "illness, under its heading": ("病种", lambda d: d.choice(ILLNESSES)),
}


def draw_letter(draw: Random) -> str:
    """Return the second letter of a new passport."""
    return draw.choice("ABCDEFGH")


def _day(draw: Random) -> str:
    return f"20{draw.randint(15, 26)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"


HARMLESS: dict[str, Maker | tuple[str, Maker]] = {
    "credit code": credit_code,
    "credit code of digits": lambda d: credit_code(d, digits_only=True),
    "credit code, named": ("统一社会信用代码", lambda d: credit_code(d, digits_only=True)),
    "organisation code": lambda d: f"{digits(d, 8)}-{d.choice('0123456789X')}",
    "tax number": lambda d: f"纳税人识别号{d.choice(COUNTIES)}{digits(d, 9)}",
    "voucher": lambda d: f"记-{digits(d, 4)}",
    "voucher of 11 digits": ("凭证号", mobile),
    "order": lambda d: f"订单号：{mobile(d)}",
    "order by day": lambda d: f"{_day(d)}{digits(d, 10)}",
    "order with letters": lambda d: f"DD{digits(d, 12)}",
    "invoice of 20": lambda d: f"2{digits(d, 19)}",
    "invoice, 12 and 8": lambda d: f"发票代码0{digits(d, 11)}号码{digits(d, 8)}",
    "contract": lambda d: f"HT-{_day(d)}-{digits(d, 3)}",
    "contract, named": lambda d: f"合同编号{digits(d, 15)}",
    "tender": lambda d: f"招标编号：LNZB{_day(d)}{digits(d, 4)}",
    "project": lambda d: (
        f"项目代码{_day(d)[:4]}-{digits(d, 6)}-{digits(d, 2)}-{digits(d, 2)}-{digits(d, 6)}"
    ),
    "amount": lambda d: f"{d.randrange(10**9):,}.{digits(d, 2)}元",
    "amount of 11 digits": lambda d: f"{mobile(d)}.00",
    "amount, yuan": lambda d: f"¥{mobile(d)}",
    "day": lambda d: f"{born(d)}",
    "days": lambda d: f"{_day(d)}-{_day(d)}",
    "moment": lambda d: f"{_day(d)}{digits(d, 6)}",
    "area": lambda d: f"{d.randint(1, 900)}.{digits(d, 2)}亩",
    "division": lambda d: f"{d.choice(COUNTIES)}{digits(d, 6)}",
    "parcel of land": lambda d: f"{d.choice(COUNTIES)}{digits(d, 6)}GB{digits(d, 5)}",
    "hotline": lambda d: f"举报电话{d.choice(('12345', '12388', '12315', '12317'))}",
    "hotline of 400": lambda d: f"400-{digits(d, 3)}-{digits(d, 4)}",
    "office telephone": lambda d: f"村委会办公电话0411-8{digits(d, 7)}",
    "office telephone, heading": ("办公电话", lambda d: f"024-2{digits(d, 7)}"),
    "masked identity": lambda d: f"{d.choice(COUNTIES)}********{digits(d, 4)}",
    "masked mobile": lambda d: f"138****{digits(d, 4)}",
    "masked card": lambda d: f"6222****{digits(d, 4)}",
    "address of a body": lambda d: f"青年大街{d.randint(1, 300)}号国际大厦{d.randint(1, 20)}层",
    "office": lambda d: f"办公地址：幸福路{d.randint(1, 99)}号3号楼2单元{d.randint(101, 909)}室",
    "works at a house": lambda d: f"{d.randint(1, 30)}号楼{d.randint(1, 4)}单元楼道灯维修",
    "works in a group": lambda d: f"{d.choice(VILLAGES)}{d.randint(1, 9)}组道路硬化",
    "lamps": lambda d: f"{d.choice(VILLAGES)}{d.randint(1, 9)}组{d.randint(1, 9)}号桥维修",
    "vaccine": lambda d: f"{d.choice(('乙肝', '流感', '肺炎'))}疫苗采购{d.randint(10, 500)}支",
    "lecture": lambda d: f"{d.choice(ILLNESSES)}防治知识讲座",
    "ward": lambda d: f"县医院{d.choice(('肿瘤科', '肝病科', '精神科'))}设备",
    "ground, coarse": lambda d: d.choice(("因病致贫", "因残致贫", "低保户", "五保户")),
    "car": lambda d: f"公务用车辽A{digits(d, 5)}加油",
    "book": lambda d: f"ISBN 978-7-{digits(d, 3)}-{digits(d, 5)}-{digits(d, 1)}",
    "parcel": lambda d: f"快递单号SF{digits(d, 13)}",
    "meter": lambda d: f"用电户号{digits(d, 10)}",
    "serial": ("序号", lambda d: digits(d, 6)),
    "flow of a bank": ("交易流水号", lambda d: digits(d, 18)),
    "network": lambda d: f"192.168.{d.randint(1, 255)}.{d.randint(1, 255)}",
    "size": lambda d: f"{d.randint(100, 999)}×{d.randint(1000, 9999)}×{d.randint(10, 99)}mm",
    "persons": lambda d: f"慰问患病困难群众{d.randint(2, 40)}户",
}


def drawn(makers: dict[str, Maker | tuple[str, Maker]], seed: int, each: int) -> list[Cell]:
    """Return a few of every sort."""
    draw = Random(seed)  # noqa: S311 - a seed is the point
    cells = []
    for sort, maker in makers.items():
        heading, make = maker if isinstance(maker, tuple) else ("", maker)
        cells += [Cell(sort, make(draw), heading) for _ in range(each)]
    return cells
