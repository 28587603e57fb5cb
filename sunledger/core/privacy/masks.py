"""How what is personal is shown once it is masked: enough to know one's own line, and no more.

What is left must not lead back to the person, so it is as little as an owner needs: two signs of a
number that one knows by heart, four of an account, as a bank slip has them, the village of an
address. Seven digits of a telephone, as many a notice shows them, are one person in any village;
two are one of a hundred. The stars are always as many, so that not even a length is told.
"""

import re

from sunledger.core.privacy.find import find
from sunledger.core.privacy.names import mask
from sunledger.core.privacy.numbers import Kind

STARS = "****"
RULES = ("name", "account", "identity", "phone", "address")
_LEFT = {"account": 4, "identity": 2, "phone": 2}
_RULE_OF = {
    Kind.IDENTITY: "identity",
    Kind.PASSPORT: "identity",
    Kind.CARD: "account",
    Kind.ACCOUNT: "account",
    Kind.MOBILE: "phone",
    Kind.TELEPHONE: "phone",
    Kind.ADDRESS: "address",
}
# As far as an address may be told: a village or what is as large, never a group or a house.
_AS_FAR_AS = re.compile(r".{0,40}?(?:[省市州盟县旗镇乡村屯]|(?<!小)区|街道|嘎查)")
_SIGNS = re.compile(r"[\W_]+")
_ROUNDS = 8


def masked(text: str, rule: str) -> str:
    """Return a whole cell as one rule shows it."""
    if not text:
        return text
    if rule == "name":
        return mask(text)
    if rule == "address":
        return _to_the_village(text)
    return _last(text, _LEFT.get(rule, 0))


def mask_found(text: str, heading: str = "") -> str:
    """Return a text with everything personal that is found in it masked, each by its kind."""
    for _round in range(_ROUNDS):
        found = find(text, heading)
        if not found:
            return text
        for one in reversed(found):
            shown = masked(text[one.start : one.end], _RULE_OF.get(one.kind, ""))
            text = f"{text[: one.start]}{shown}{text[one.end :]}"
    return STARS  # what a mask leaves here always looks personal again: nothing of it stays


def rule_of(kind: Kind) -> str:
    """Return the rule that masks a kind; empty where nothing of it stays."""
    return _RULE_OF.get(kind, "")


def _last(text: str, count: int) -> str:
    """Return stars and the last few signs; nothing of what has hardly more signs than that."""
    plain = _SIGNS.sub("", text.replace("×", "X"))
    if "*" in text and len(plain) <= count:
        return text  # it was masked before
    return STARS + plain[-count:] if count and len(plain) >= 2 * count else STARS


def _to_the_village(text: str) -> str:
    """Return an address as far as its village, or nothing of it."""
    end = 0
    while told := _AS_FAR_AS.match(text, end):
        if told.end() == end:
            break
        end = told.end()
    return text[:end] + STARS
