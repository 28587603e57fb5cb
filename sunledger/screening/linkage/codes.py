"""Codes that name one person or one firm: whether one can be right, and what two of them say.

A code decides before any name does: the same valid code is the same firm whatever it is called,
and two different valid ones are two. A code that cannot be right says little by itself: with a name
that agrees, one wrong figure is a slip of the hand.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np

from sunledger.screening.linkage.blocks import Keys
from sunledger.screening.linkage.evidence import Compared, Ids, Level, Levels
from sunledger.screening.linkage.texts import Column

MISSING, DIFFERS, WRONG, SLIP, SAME_WRONG, SAME = range(6)
LEVELS = (
    Level("号码未填", "no code is given", 0, -1),
    Level("两个号码都有效而不同", "both codes are valid, and differ", 6.0, 0),
    Level("号码不同，其中有号码不成立", "the codes differ, and one cannot be right", 3.0, 0),
    Level(
        "号码差一位，其中有号码不成立", "one figure differs, in a code that cannot be right", 1.5, 1
    ),
    Level("号码相同但不成立", "the codes are the same, and cannot be right", 0.1, 1),
    Level("号码相同", "the code is the same", 0.0, 2),
)
# The same valid code decides; all figures but one hardly agree by chance.
DECIDES, THE_SAME_WRONG, BY_A_FIGURE = 12.0, 7.0, 5.5


def bare(text: str) -> str:
    """Return a code in capitals, without spaces and punctuation."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


@cache
def valid(code: str) -> bool:
    """Whether a code can be right: by its check digit, whichever kind of code it is."""
    from stdnum import lei
    from stdnum.cn import ric, uscc

    if len(code) == 18:
        return bool(uscc.is_valid(code) or ric.is_valid(code))
    if len(code) == 15 and code.isdigit():
        return bool(ric.is_valid(long_of(code)))
    if len(code) == 20:
        return bool(lei.is_valid(code))
    if len(code) == 9 and not code.isdigit():
        from stdnum.es import nif

        return bool(nif.is_valid(code))
    return False


def long_of(code: str) -> str:
    """Return an identity number of 15 figures as one of 18; any other code as it is."""
    from stdnum.cn import ric

    if len(code) != 15 or not code.isdigit():
        return code
    longer = f"{code[:6]}19{code[6:]}"
    return longer + str(ric.calc_check_digit(longer + "0"))


def hashed(text: str, key: bytes) -> str:
    """Return a code as a keyed hash: equal codes stay equal, and nobody reads them."""
    code = long_of(bare(text))
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest() if code else ""


class Codes:
    """The codes of two files; `clear` says that they are codes, and no hashes of them."""

    name = "code"
    levels = LEVELS

    def __init__(self, left: Column, right: Column, *, clear: bool = True) -> None:
        number: dict[str, int] = {"": 0}
        sides = []
        for side in (left, right):
            forms = [long_of(bare(value)) if clear else value for value in side.values]
            ids = [number.setdefault(form, len(number)) for form in forms]
            sides.append(np.array(ids, np.int32)[side.at])
        self.left, self.right = sides
        self._codes = list(number)
        self._valid = np.array([not clear or valid(code) for code in self._codes])
        self._clear = clear

    def compare(self, left: Ids, right: Ids) -> Compared:
        """Compare codes; those given as hashes are the same or not."""
        mine, theirs = self.left[left], self.right[right]
        both = self._valid[mine] & self._valid[theirs]
        level: Levels = np.where(both, DIFFERS, WRONG).astype(np.uint8)
        same = mine == theirs
        level[same] = np.where(both[same], SAME, SAME_WRONG)
        if self._clear:
            for at in np.flatnonzero(level == WRONG):
                if _a_figure_apart(self._codes[mine[at]], self._codes[theirs[at]]):
                    level[at] = SLIP
        level[(mine == 0) | (theirs == 0)] = MISSING
        rarity = np.zeros(len(left), np.float32)
        rarity[level == SAME] = DECIDES
        rarity[level == SLIP] = BY_A_FIGURE
        rarity[level == SAME_WRONG] = THE_SAME_WRONG
        return Compared(level, rarity)

    def keys(self) -> Mapping[str, tuple[Keys, Keys]]:
        """Return the code, and its first and second half, of which a slip spoils only one."""
        found = {"code": self._keyed(lambda code: code)}
        if self._clear:
            found["code begins"] = self._keyed(lambda code: code[: len(code) // 2])
            found["code ends"] = self._keyed(lambda code: code[len(code) // 2 :])
        return found

    def _keyed(self, form: Callable[[str], str]) -> tuple[Keys, Keys]:
        number: dict[str, int] = {}
        ids = [number.setdefault(form(code), len(number)) if code else -1 for code in self._codes]
        table = np.array(ids, np.int64)
        return table[self.left], table[self.right]


def _a_figure_apart(one: str, two: str) -> bool:
    """Whether one figure is wrong, missing or too much, or two of them changed places."""
    from rapidfuzz.distance import OSA

    return bool(len(one) > 5 and OSA.distance(one, two, score_cutoff=1) <= 1)


def of(columns: Sequence[Column], *, clear: bool = True) -> Codes:
    """Return the codes of two columns."""
    left, right = columns
    return Codes(left, right, clear=clear)
