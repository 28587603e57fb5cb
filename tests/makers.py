"""Made-up personal numbers and their look-alikes, for the tests of the privacy check.

Nothing here belongs to anyone: digits are drawn, check digits are computed by the test itself.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

COUNTIES = ("210102", "110101", "330106", "440305", "510104", "620102", "150102", "650102")
CARD_ISSUERS = ("622202", "621700", "623052", "622848", "625900", "436742", "524031", "955880")
MOBILE_HEADS = ("130", "135", "138", "147", "151", "159", "166", "173", "177", "186", "191", "199")
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
Maker = Callable[[Random], str]


def digits(draw: Random, count: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(count))


def day(draw: Random, first: int = 1940, last: int = 2012) -> date:
    return date(first, 1, 1) + timedelta(draw.randrange(365 * (last - first)))


def identity_check(body: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(one) * weight for one, weight in zip(body, weights, strict=True))
    return "10X98765432"[total % 11]


def luhn_check(body: str) -> str:
    total = 0
    for place, one in enumerate(reversed(body)):
        value = int(one) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def long_identity(draw: Random) -> str:
    body = f"{draw.choice(COUNTIES)}{day(draw):%Y%m%d}{digits(draw, 3)}"
    return body + identity_check(body)


def short_identity(draw: Random) -> str:
    return f"{draw.choice(COUNTIES)}{day(draw, 1930, 1990):%y%m%d}{digits(draw, 3)}"


def card(draw: Random) -> str:
    issuer = draw.choice(CARD_ISSUERS)
    length = 16 if issuer[0] in "45" else 19 if issuer[0] == "9" else draw.choice((16, 17, 18, 19))
    body = issuer + digits(draw, length - 7)
    return body + luhn_check(body)


def mobile(draw: Random) -> str:
    return draw.choice(MOBILE_HEADS) + digits(draw, 8)


def social_credit_code(draw: Random) -> str:
    body = draw.choice(("91", "92", "12", "51", "11", "93")) + draw.choice(COUNTIES)
    body += "".join(draw.choice(SIGNS) for _ in range(9))
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(SIGNS.index(one) * weight for one, weight in zip(body, weights, strict=True))
    return body + SIGNS[-total % 31]


def full_width(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


def cut(text: str, *sizes: int, by: str = " ") -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(text[start : start + size])
        start += size
    return by.join([*parts, text[start:]] if text[start:] else parts)


def in_words(text: str) -> str:
    return "".join("零一二三四五六七八九"[int(one)] for one in text)


PERSONAL: dict[str, Maker] = {
    "identity 18": long_identity,
    "identity 18, after a word": lambda draw: f"身份证号：{long_identity(draw)}",
    "identity 18, glued to text": lambda draw: f"王某{long_identity(draw)}已领",
    "identity 18, small x": lambda draw: long_identity(draw).lower(),
    "identity 18, times sign for x": lambda draw: long_identity(draw).replace("X", "×"),
    "identity 18, full-width": lambda draw: full_width(long_identity(draw)),
    "identity 18, spaces": lambda draw: cut(long_identity(draw), 6, 8, 4),
    "identity 18, fours": lambda draw: cut(long_identity(draw), 4, 4, 4, 4, 2),
    "identity 18, hyphens": lambda draw: cut(long_identity(draw), 6, 4, 4, 4, by="-"),
    "identity 18, wide spaces": lambda draw: cut(long_identity(draw), 6, 8, 4, by="\u3000"),
    "identity 18, invisible signs": lambda draw: cut(long_identity(draw), 6, 8, 4, by="\u200b"),
    "identity 18, after letters": lambda draw: f"ID{long_identity(draw)}",
    "identity 18, rounded by a spreadsheet": lambda draw: long_identity(draw)[:15] + "000",
    "identity 18, a number cell": lambda draw: str(int(float(long_identity(draw)[:15] + "000"))),
    "identity 18, mistyped but named": lambda draw: "身份证 " + long_identity(draw)[:17] + "5",
    "identity 15": short_identity,
    "identity 15, after a word": lambda draw: f"证件号码 {short_identity(draw)}",
    "identity 15, full-width": lambda draw: full_width(short_identity(draw)),
    "identity 15, spaces": lambda draw: cut(short_identity(draw), 6, 6, 3),
    "card": card,
    "card, fours": lambda draw: cut(card(draw), 4, 4, 4, 4),
    "card, hyphens": lambda draw: cut(card(draw), 4, 4, 4, 4, by="-"),
    "card, full-width": lambda draw: full_width(card(draw)),
    "card, after a word": lambda draw: f"农行卡号{card(draw)}",
    "card, in a sentence": lambda draw: f"已打入{card(draw)}，请查收",
    "card, issuer and rest": lambda draw: cut(card(draw), 6, 13),
    "account, named": lambda draw: f"开户行：农商行 账号：{digits(draw, 17)}",
    "mobile": mobile,
    "mobile, after a word": lambda draw: f"电话：{mobile(draw)}",
    "mobile, after a name": lambda draw: f"联系人王某{mobile(draw)}",
    "mobile, hyphens": lambda draw: cut(mobile(draw), 3, 4, 4, by="-"),
    "mobile, spaces": lambda draw: cut(mobile(draw), 3, 4, 4),
    "mobile, 5 and 6": lambda draw: cut(mobile(draw), 5, 6),
    "mobile, 4 3 4": lambda draw: cut(mobile(draw), 4, 3, 4),
    "mobile, dots": lambda draw: cut(mobile(draw), 3, 4, 4, by="."),
    "mobile, every digit apart": lambda draw: " ".join(mobile(draw)),
    "mobile, full-width": lambda draw: full_width(mobile(draw)),
    "mobile, +86": lambda draw: f"+86{mobile(draw)}",
    "mobile, +86 and spaces": lambda draw: f"+86 {cut(mobile(draw), 3, 4, 4)}",
    "mobile, (+86)": lambda draw: f"(+86){mobile(draw)}",
    "mobile, full-width +86": lambda draw: full_width(f"(+86)-{mobile(draw)}"),
    "mobile, 0086": lambda draw: f"0086-{mobile(draw)}",
    "mobile, 86": lambda draw: f"86 {mobile(draw)}",
    "mobile, two of them": lambda draw: f"{mobile(draw)}/{mobile(draw)}",
    "mobile, two with a comma": lambda draw: f"{mobile(draw)},{mobile(draw)}",
    "mobile, before a name": lambda draw: f"{mobile(draw)}-王某",
    "mobile, after pinyin": lambda draw: f"Wang{mobile(draw)}",
    "mobile, after a paper and a name": lambda draw: f"合同款付王某 {mobile(draw)}",
    "mobile, after an order and a verb": lambda draw: f"订单已付{mobile(draw)}",
    "mobile, in a list": lambda draw: f"1.{mobile(draw)}",
    "mobile, after a day": lambda draw: f"2024-03-05 {cut(mobile(draw), 3, 4, 4)}",
    "identity 18, slashes": lambda draw: cut(long_identity(draw), 6, 8, 4, by="/"),
    "mobile, figures in words": lambda draw: in_words(mobile(draw)),
    "mobile, Tel and letters": lambda draw: f"Tel{mobile(draw)}",
    "mobile, British": lambda draw: (
        f"+44 7{draw.choice('34579')}{digits(draw, 2)} {digits(draw, 6)}"
    ),
    "mobile, British at home": lambda draw: (
        f"07{draw.choice('45789')}{digits(draw, 2)} {digits(draw, 6)}"
    ),
    "mobile, German": lambda draw: f"+49151{digits(draw, 8)}",
    "mobile, American": lambda draw: f"+1 (415) 5{digits(draw, 2)}-{digits(draw, 4)}",
    "mobile, Hong Kong": lambda draw: f"+852 9{digits(draw, 3)} {digits(draw, 4)}",
    "mobile, Indian": lambda draw: f"0091 9{digits(draw, 4)} {digits(draw, 5)}",
    "e-mail": lambda draw: f"u{digits(draw, 5)}@mail.example.cn",
    "e-mail, in text": lambda draw: f"请发邮件到wang.{digits(draw, 4)}@example.com谢谢",
    "e-mail, full-width": lambda draw: f"wang{digits(draw, 3)}＠example．com",
    "e-mail, (at)": lambda draw: f"wang{digits(draw, 3)} (at) example.org",
    "e-mail, QQ": lambda draw: f"{digits(draw, 9)}@qq.com",
    "passport": lambda draw: f"护照号码：E{digits(draw, 8)}",
    "passport, EJ": lambda draw: f"护照 E{draw.choice('ABCDEFGHJ')}{digits(draw, 7)}",
    "passport, English": lambda draw: f"Passport No. {digits(draw, 9)}",
    "permit": lambda draw: f"台胞证{digits(draw, 8)}",
}

HARMLESS: dict[str, Maker] = {
    "social credit code": social_credit_code,
    "social credit code, named": lambda draw: f"统一社会信用代码：{social_credit_code(draw)}",
    "social credit code, spaces": lambda draw: cut(social_credit_code(draw), 2, 6, 9),
    "organisation code": lambda draw: f"{digits(draw, 8)}-{draw.choice('0123456789X')}",
    "old tax number": lambda draw: f"税号{draw.choice(COUNTIES)}{digits(draw, 9)}",
    "order by date": lambda draw: f"{day(draw, 2015, 2025):%Y%m%d}{digits(draw, 10)}",
    "order by second": lambda draw: f"{day(draw, 2015, 2025):%Y%m%d}{digits(draw, 6)}",
    "order of 16 by date": lambda draw: f"{day(draw, 2015, 2025):%Y%m%d}{digits(draw, 8)}",
    "order with letters": lambda draw: f"DD{mobile(draw)}",
    "order, named": lambda draw: f"订单号：{mobile(draw)}",
    "order of 20": lambda draw: digits(draw, 20),
    "order of 28": lambda draw: f"4200{digits(draw, 24)}",
    "purchase order": lambda draw: f"PO-{digits(draw, 11)}",
    "invoice of 8": lambda draw: f"发票号码 {digits(draw, 8)}",
    "invoice code and number": lambda draw: (
        f"发票代码0{draw.choice(COUNTIES)[:4]}00{digits(draw, 5)} 号码{digits(draw, 8)}"
    ),
    "electronic invoice": lambda draw: f"2421{digits(draw, 16)}",
    "invoice, English": lambda draw: f"Invoice {draw.choice('ABC')}/{digits(draw, 9)}",
    "voucher": lambda draw: f"记-{digits(draw, 4)}",
    "voucher by month": lambda draw: f"PZ2024{draw.randint(1, 12):02}{digits(draw, 5)}",
    "voucher of 11": lambda draw: f"凭证号{mobile(draw)}",
    "receipt, named": lambda draw: f"流水号 {mobile(draw)}",
    "contract": lambda draw: f"合同编号：LN-2024-{digits(draw, 6)}",
    "document": lambda draw: f"辽财办〔2024〕{draw.randint(1, 300)}号",
    "amount": lambda draw: f"{draw.randrange(10**9):,}.{digits(draw, 2)}元",
    "amount, plain": lambda draw: f"{draw.randrange(10**6, 10**11)}.{digits(draw, 2)}",
    "amount of 11 digits": lambda draw: f"{mobile(draw)}.00",
    "amount of 11 digits, yuan": lambda draw: f"{mobile(draw)}元",
    "amount, sign before": lambda draw: f"¥{mobile(draw)}",
    "numbers in a row, 4 3 4": lambda draw: f"VP 0492 1370 305 {digits(draw, 4)}",
    "two periods": lambda draw: f"110{draw.randint(1, 9)}2016  3112{day(draw).year}",
    "fraction": lambda draw: f"1{digits(draw, 4)}.{digits(draw, 6)}",
    "amounts in a row": lambda draw: " ".join(str(draw.randrange(100, 99999)) for _ in range(5)),
    "counted": lambda draw: f"3×{draw.randrange(1000, 9999)}×{draw.randrange(1000, 9999)}mm",
    "price each": lambda draw: f"{draw.randrange(2, 99)}@{draw.randrange(2, 99)}.50",
    "hotline 12345": lambda draw: f"拨打{draw.choice(('12345', '12315', '95588', '110', '12388'))}",
    "hotline 400": lambda draw: f"400-{digits(draw, 3)}-{digits(draw, 4)}",
    "hotline 800": lambda draw: f"800-820-{digits(draw, 4)}",
    "hotline 400, fours": lambda draw: (
        f"400{draw.randint(1, 9)} {digits(draw, 3)} {digits(draw, 3)}"
    ),
    "land line": lambda draw: f"024-8{digits(draw, 7)}",
    "land line, four": lambda draw: f"0411-8{digits(draw, 7)}",
    "land line, extension": lambda draw: f"024-2{digits(draw, 7)}-80{digits(draw, 2)}",
    "land line, +86": lambda draw: f"+86 24 8{digits(draw, 7)}",
    "land line, British": lambda draw: f"+44 20 7{digits(draw, 3)} {digits(draw, 4)}",
    "free number, American": lambda draw: f"+1 800 5{digits(draw, 2)} {digits(draw, 4)}",
    "day and time": lambda draw: (
        f"{day(draw, 2010, 2025)} 14:{draw.randint(10, 59)}:{draw.randint(10, 59)}"
    ),
    "days": lambda draw: f"{day(draw, 2010, 2025)}-{day(draw, 2010, 2025)}",
    "days, dotted": lambda draw: (
        f"{day(draw, 2010, 2025):%Y.%m.%d}—{day(draw, 2010, 2025):%Y.%m.%d}"
    ),
    "period": lambda draw: f"2024年{draw.randint(1, 12)}月-2025年{draw.randint(1, 12)}月",
    "region code": lambda draw: f"{draw.choice(COUNTIES)}{digits(draw, 3)}{digits(draw, 3)}",
    "land parcel": lambda draw: (
        f"{draw.choice(COUNTIES)}{digits(draw, 3)}{digits(draw, 3)}JC{digits(draw, 5)}"
    ),
    "meter": lambda draw: f"用电户号00{digits(draw, 8)}",
    "meter of 10": lambda draw: f"水表{digits(draw, 7)}",
    "car": lambda draw: f"辽A{digits(draw, 5)}",
    "network address": lambda draw: f"10.{draw.randint(1, 255)}.{draw.randint(1, 255)}.1",
    "masked identity": lambda draw: f"{draw.choice(COUNTIES)}********{digits(draw, 4)}",
    "masked mobile": lambda draw: f"{mobile(draw)[:3]}****{digits(draw, 4)}",
    "masked card": lambda draw: f"622202******{digits(draw, 4)}",
    "post code": lambda draw: f"邮编{digits(draw, 6)}",
    "book": lambda draw: f"ISBN 978-7-{digits(draw, 3)}-{digits(draw, 5)}-{digits(draw, 1)}",
    "bar code": lambda draw: f"条码69{digits(draw, 11)}",
    "bank's own hotline": lambda draw: f"955{digits(draw, 2)}",
    "house": lambda draw: (
        f"{draw.randint(1, 30)}号楼{draw.randint(1, 6)}单元{draw.randint(101, 2403)}"
    ),
    "seconds since 1970": lambda draw: f"17{digits(draw, 8)}",
    "milliseconds since 1970": lambda draw: f"17{digits(draw, 11)}",
    "tracking number": lambda draw: f"SF{digits(draw, 13)}",
    "parcel, named": lambda draw: f"运单号{digits(draw, 13)}",
    "account of the general ledger": lambda draw: (
        f"5{digits(draw, 3)}.{digits(draw, 2)}.{digits(draw, 3)}"
    ),
    "purpose": lambda draw: f"{draw.randint(1, 12)}月保洁员工资{draw.randint(2, 9)}人",
}
