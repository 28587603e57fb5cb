"""Every stretch of digits in a text that a reader could take for one number."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from sunledger.core.privacy import words


class Kind(StrEnum):
    """What a personal thing is."""

    IDENTITY = "identity"
    CARD = "card"
    ACCOUNT = "account"
    MOBILE = "mobile"
    EMAIL = "email"
    PASSPORT = "passport"
    TELEPHONE = "telephone"  # a land line that a word calls one's own
    ADDRESS = "address"  # of a home
    HEALTH = "health"


class Personal(NamedTuple):
    """A personal thing and where it stands in the text."""

    kind: Kind
    start: int
    end: int


_DIGITS = re.compile(r"\d+")
# What people put between the digits of one number.
_JOINT = re.compile(r"[\s\-.·•_()/,、:]{1,3}")
_UNTIDY = re.compile(r"[/,、:]")
_FRACTION = re.compile(r"\d{4,}\.\d{1,6}")
_LAST_X = re.compile(r"[\s\-.·•_]{0,3}[xX](?![A-Za-z0-9])")
# What stands right after an amount or a quantity, and never after a telephone or a card.
_MEASURE = re.compile(r"\s?(?:[元圆円万亿千百%‰¥€£$]|(?:RMB|CNY|USD|EUR|GBP)\b)|\.\d|,\d{3}(?!\d)")
_MONEY_BEFORE = re.compile(r"(?:[¥￥€£$]|RMB|CNY|USD|EUR|GBP)\s?$")
# Letters in capitals, or a few of any kind, make a code of it; a word or a name does not.
_GLUED_BEFORE = re.compile(
    r"(?:(?<![A-Za-z])(?:[A-Z]+|[A-Za-z]{1,3})|[A-Z0-9][\-_#]|(?<![\s,;、][1-9])(?<!^[1-9])(?<=\d)\.)$"
)
_GLUED_AFTER = re.compile(r"[A-Z](?![a-z])|[a-z]{1,2}(?![a-z])|[\-_](?:\d|[A-Z](?![a-z]))")
_FEWEST_DIGITS, _MOST_DIGITS = 10, 26  # of anything personal


class Number:
    """Digits that stand together, as one group or as several with spaces or hyphens between."""

    def __init__(
        self, text: str, groups: list[re.Match[str]], last: str = "", end: int = 0
    ) -> None:
        self.text = text
        self.shape = tuple(len(group.group()) for group in groups)
        self.digits = "".join(group.group() for group in groups) + last
        self.start = groups[0].start()
        self.end = end or groups[-1].end()

    @cached_property
    def before(self) -> str:
        """The few words that lead to the number."""
        return self.text[max(0, self.start - 24) : self.start]

    @cached_property
    def is_tidy(self) -> bool:
        """Whether only spaces, hyphens, dots and brackets stand between, and it is no fraction."""
        if _FRACTION.fullmatch(self.text, self.start, self.end):
            return bool(words.OF_A_TELEPHONE.search(self.before))
        return not _UNTIDY.search(self.text, self.start, self.end)

    @property
    def is_over_two_lines(self) -> bool:
        """Whether it was broken once, where the line was full."""
        return len(self.shape) == 2 and "\n" in self.text[self.start : self.end]

    @property
    def has_plus(self) -> bool:
        """Whether a plus sign leads it, as in an international telephone number."""
        return self.before.rstrip(" (").endswith("+")

    @cached_property
    def is_free(self) -> bool:
        """Whether it stands alone, and is not a part of a longer code or an amount."""
        after = self.text[self.end : self.end + 5]
        glued = _GLUED_BEFORE.search(self.before) or _GLUED_AFTER.match(after)
        return not glued and not self.is_amount

    @cached_property
    def is_amount(self) -> bool:
        """Whether a currency or a measure stands at it."""
        after = self.text[self.end : self.end + 5]
        return bool(_MEASURE.match(after) or _MONEY_BEFORE.search(self.before))


def numbers(text: str) -> Iterator[Number]:
    """Yield the longest readings first from each place where digits begin."""
    groups = list(_DIGITS.finditer(text))
    for first in range(len(groups)):
        yield from reversed(list(_from(text, groups, first)))


def _from(text: str, groups: list[re.Match[str]], first: int) -> Iterator[Number]:
    """Yield the numbers that begin with one group, the shortest first."""
    total = 0
    for last in range(first, len(groups)):
        if last > first and not _JOINT.fullmatch(
            text, groups[last - 1].end(), groups[last].start()
        ):
            return
        total += len(groups[last].group())
        if total > _MOST_DIGITS:
            return
        if total >= _FEWEST_DIGITS:
            yield Number(text, groups[first : last + 1])
        if total == 17 and (sign := _LAST_X.match(text, groups[last].end())):
            yield Number(text, groups[first : last + 1], "X", sign.end())
