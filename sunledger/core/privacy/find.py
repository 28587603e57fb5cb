"""Find what is personal in a text, and cover it."""

import re
from collections.abc import Callable, Iterator

from sunledger.core.privacy import words
from sunledger.core.privacy.cards import ibans, is_account, is_card
from sunledger.core.privacy.health import illnesses
from sunledger.core.privacy.homes import homes
from sunledger.core.privacy.identity import is_identity
from sunledger.core.privacy.numbers import Kind, Number, Personal, numbers
from sunledger.core.privacy.phones import disguised, home_telephones, is_mobile
from sunledger.core.privacy.plain import MIXED, SPELT_OUT, Plain
from sunledger.core.problem import gettext_noop

# What a person reads when a cell or a text is refused; its content is never repeated.
SENTENCES = {
    Kind.IDENTITY: gettext_noop(
        "Here stands an identity number, which is never public. Remove it."
    ),
    Kind.CARD: gettext_noop("Here stands a bank card number, which is never public. Remove it."),
    Kind.ACCOUNT: gettext_noop("Here stands a bank account, which is never public. Remove it."),
    Kind.MOBILE: gettext_noop("Here stands a mobile number, which is never public. Remove it."),
    Kind.EMAIL: gettext_noop("Here stands an e-mail address, which is never public. Remove it."),
    Kind.PASSPORT: gettext_noop(
        "Here stands the number of a passport or permit, which is never public. Remove it."
    ),
    Kind.TELEPHONE: gettext_noop(
        "Here stands a person's own telephone number, which is never public. Remove it."
    ),
    Kind.ADDRESS: gettext_noop(
        "Here stands the address of a home, which is never public. The village may stay."
    ),
    Kind.HEALTH: gettext_noop("Here stands what illness somebody has. Remove it."),
}
# What is said of such a cell once it was masked.
MASKED = {
    Kind.IDENTITY: gettext_noop("Here stood an identity number; it was masked."),
    Kind.CARD: gettext_noop("Here stood a bank card number; it was masked."),
    Kind.ACCOUNT: gettext_noop("Here stood a bank account; it was masked."),
    Kind.MOBILE: gettext_noop("Here stood a mobile number; it was masked."),
    Kind.EMAIL: gettext_noop("Here stood an e-mail address; it was masked."),
    Kind.PASSPORT: gettext_noop("Here stood the number of a passport or permit; it was masked."),
    Kind.TELEPHONE: gettext_noop("Here stood a person's own telephone number; it was masked."),
    Kind.ADDRESS: gettext_noop("Here stood the address of a home; it was masked."),
    Kind.HEALTH: gettext_noop("Here stood what illness somebody has; it was masked."),
}

# Without one of these signs a text holds nothing that this room can find; most cells end here.
_WORTH_A_LOOK = re.compile(
    rf"[@＠﹫]|[\[(（]\s?at\s?[\])）]|\bat\b.*\bdot\b|\d(?:\D{{0,3}}\d){{5}}|{SPELT_OUT}|{MIXED}"
    r"|[\d０-９一二三四五六七八九十百]\s?(?:号楼?|[室栋幢组社队＃#]|单元|[-－]\s?\d)"
    r"|[癌瘤症炎病瘫痪艾肝孕流患喘肺风疾梗痴]"
    r"|(?:lives at|address|diagnos|cancer|hiv|aids|suffer|patient)",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]+\s?(?:@|[\[(]\s?at\s?[\])])\s?"
    r"(?:[\w-]+\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]+|中国|公司|网络)(?![a-z0-9])"
    r"|[\w.-]+\s(?:at|\(at\))\s[\w-]+\s(?:dot|\(dot\))\s(?:com|cn|net|org|edu|gov)\b",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?=(?:[A-Z0-9]*\d){6})[A-Z]{0,3}\d{6,10}[A-Z]?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_HONG_KONG = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,2})(\d{6})\s?\(([0-9A])\)")
_TESTS: tuple[tuple[Kind, Callable[[Number, str], bool]], ...] = (
    (Kind.IDENTITY, is_identity),
    (Kind.CARD, is_card),
    (Kind.MOBILE, is_mobile),
    (Kind.ACCOUNT, is_account),
)


def find(text: str, heading: str = "") -> list[Personal]:
    """Return what is personal in a text, in its order; a heading says what stands under it."""
    if not _WORTH_A_LOOK.search(text):
        return []
    plain = Plain(text)
    found: list[Personal] = []
    for one in _candidates(plain.text, heading):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(
        (Personal(one.kind, *plain.place(one.start, one.end)) for one in found),
        key=lambda one: one.start,
    )


def cover(text: str) -> str:
    """Return the text with everything personal in it replaced by stars."""
    for one in reversed(find(text)):
        text = f"{text[: one.start]}***{text[one.end :]}"
    return text


def _candidates(text: str, heading: str) -> Iterator[Personal]:
    """Yield everything personal, the surest first; what overlaps an earlier one is dropped."""
    for match in _EMAIL.finditer(text):
        yield Personal(Kind.EMAIL, *match.span())
    for start, end in ibans(text):
        yield Personal(Kind.ACCOUNT, start, end)
    yield from _papers(text, heading)
    read = list(numbers(text))
    for kind, test in _TESTS:
        for number in read:
            if test(number, heading):
                yield Personal(kind, number.start, number.end)
    for kind, places in (
        (Kind.MOBILE, disguised(text)),
        (Kind.TELEPHONE, home_telephones(text, heading)),
        (Kind.ADDRESS, homes(text, heading)),
        (Kind.HEALTH, illnesses(text, heading)),
    ):
        for start, end in places:
            yield Personal(kind, start, end)


def _papers(text: str, heading: str) -> Iterator[Personal]:
    """Yield passports and permits, known by the word before them, and Hong Kong cards."""
    for match in _HONG_KONG.finditer(text):
        if _hong_kong_check(match[1], match[2]) == match[3]:
            yield Personal(Kind.IDENTITY, *match.span())
    said = words.heads(words.OF_A_PASSPORT, heading)
    for match in _PASSPORT.finditer(text):
        if said or words.OF_A_PASSPORT.search(text[max(0, match.start() - 24) : match.start()]):
            yield Personal(Kind.PASSPORT, *match.span())


def _hong_kong_check(letters: str, digits: str) -> str:
    """Return the check sign of a Hong Kong identity card."""
    values = [36] * (2 - len(letters)) + [ord(letter) - 55 for letter in letters]
    values += [int(digit) for digit in digits]
    rest = -sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) % 11
    return "A" if rest == 10 else str(rest)
