"""Codes that name one person or one firm: whether one can be right, and what two of them say.

A code decides before any name does: the same valid code is the same firm whatever it is called,
and two different valid ones are two. A code that no check digit confirms says little by itself:
with a name that agrees, one wrong figure is a slip of the hand.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache

import numpy as np

from sunledger.core.privacy.identity import PROVINCES
from sunledger.screening.linkage.blocks import Keys
from sunledger.screening.linkage.crowds import crowded
from sunledger.screening.linkage.evidence import Compared, Ids, Level, Levels
from sunledger.screening.linkage.texts import Column

MISSING, SHARED, DIFFERS, WRONG, HIDDEN_DIFFERS, SLIP, HIDDEN, SAME_WRONG, SAME = range(9)
LEVELS = (
    Level("号码未填", "no code is given", 0, -1),
    Level(
        "号码为许多不同名称共用，不作数",
        "a code counts for nothing that so many names share",
        0,
        -1,
    ),
    Level("两个号码都有效而不同", "both codes are valid, and differ", 6.0, 0),
    Level(
        "号码不同，其中有号码未经校验", "the codes differ, and no check digit confirms one", 3.0, 0
    ),
    Level("号码可见的数字不同", "the figures of the code that are shown differ", 4.0, 0),
    Level(
        "号码差一位，其中有号码未经校验",
        "one figure differs, in a code that no check digit confirms",
        1.5,
        1,
    ),
    Level("号码可见的数字相同", "the figures of the code that are shown are the same", 0.3, 1),
    Level("号码相同，未经校验", "the codes are the same, and no check digit confirms them", 0.1, 1),
    Level("号码相同", "the code is the same", 0.0, 2),
)
# The same valid code decides; all figures but one hardly agree by chance.
DECIDES, THE_SAME_WRONG, BY_A_FIGURE = 12.0, 7.0, 5.5
# Each figure of a code that cannot be right, or that is shown of a hidden one, speaks for so much.
A_FIGURE, BY_THE_SHOWN = 0.7, 4.0
_LONG, _SHORT, _OF_PERU, _LONGEST, _SHOWN = 18, 15, 11, 64, 6
# Fewer signs than this are no code that is filled in for none.
_LEAST = 6
# What a hand or a machine writes for a figure; a credit code has none of these letters.
_FIGURES = str.maketrans("OIZS", "0125"), str.maketrans("OI", "01")
_NONE = frozenset({"NA", "NAN", "NONE", "NULL", "NIL", "TBD", "TBC", "UNKNOWN", "XXX", "X"})
_ROUNDED = re.compile(r"\d(?:[.,]\d*)?E\+?\d+")  # by a spreadsheet: 9.12102E+17
_ROWS = ("01234567890123456789", "ABCDEFGHIJKLMNOPQRST")


def bare(text: str) -> str:
    """Return a code in narrow capitals, without spaces and punctuation."""
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def read(text: str) -> str:
    """Return a code as it is compared: with * for what is hidden, and nothing for what is none."""
    narrow = unicodedata.normalize("NFKC", text[:_LONGEST]).upper().strip()
    if _ROUNDED.fullmatch(narrow):
        return ""
    code = re.sub(r"[^0-9A-Z*]", "", re.sub(r"(?<=\d)X{3,}(?=\d|$)", _hidden, narrow))
    if "*" in code:
        return code if len(code.replace("*", "")) >= _SHOWN else ""
    if code in _NONE or len(set(code)) == 1 or (len(code) >= _LEAST and _counted(code)):
        return ""
    return long_of(repaired(code))


def _hidden(found: re.Match[str]) -> str:
    return "*" * len(found[0])


def _counted(code: str) -> bool:
    """Whether a code is figures in a row, as who knows none types them: 123456789."""
    return any(code in row or code in row[::-1] for row in _ROWS)


def repaired(code: str) -> str:
    """Return a code of eighteen signs with figures for the letters they look like, where right."""
    if len(code) != _LONG or valid(code):
        return code
    return next((one for way in _FIGURES if valid(one := code.translate(way))), code)


@cache
def valid(code: str) -> bool:
    """Whether a code can be right: by its check digit, whichever kind of code it is."""
    from stdnum import lei
    from stdnum.cn import uscc

    if len(code) == _LONG:
        return bool(uscc.is_valid(code)) or _of_a_person(code)
    if len(code) == _SHORT and code.isdigit():
        return _of_a_person(long_of(code))
    if len(code) == 20:
        return bool(lei.is_valid(code))
    if len(code) == _OF_PERU and code.isdigit():
        from stdnum.pe import ruc

        return bool(ruc.is_valid(code))
    if len(code) == 9 and not code.isdigit():
        from stdnum.es import nif

        return bool(nif.is_valid(code))
    return False


def _of_a_person(code: str) -> bool:
    """Whether check digit, birthday and province of an identity number agree.

    The county is not looked up: a number has that of the day it was given, not of the birthday.
    """
    from stdnum.cn import ric

    if len(code) != _LONG or not (code[:17].isascii() and code[:17].isdigit()):
        return False
    province = code[1:3] if code[0] == "9" else code[:2]  # of a foreigner's card 9 comes first
    if province not in PROVINCES or not _is_day(code[6:14]):
        return False
    return bool(ric.calc_check_digit(code) == code[-1])


def _is_day(figures: str) -> bool:
    try:
        return date(int(figures[:4]), int(figures[4:6]), int(figures[6:])).year > 1800
    except ValueError:
        return False


def long_of(code: str) -> str:
    """Return an identity number of 15 figures as one of 18; any other code as it is."""
    from stdnum.cn import ric

    if len(code) != _SHORT or not code.isdigit() or not _is_day(f"19{code[6:12]}"):
        return code
    longer = f"{code[:6]}19{code[6:]}"
    return longer + str(ric.calc_check_digit(longer + "0"))


def _holding(codes: Iterable[str]) -> dict[str, str]:
    """Return the credit code that holds each older number: that of the taxes, and of the firm."""
    from stdnum.cn import uscc

    right = [code for code in codes if len(code) == _LONG and uscc.is_valid(code)]
    return {older: code for code in right for older in (code[2:17], code[8:17])}


def hashed(text: str, key: bytes) -> str:
    """Return a code as a keyed hash: equal codes stay equal, and nobody reads them."""
    code = long_of(bare(text))
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest() if code else ""


class Codes:
    """The codes of two files; `clear` says that they are codes, and no hashes of them.

    `names` are what the rows are called; a code that too many names share says nothing.
    """

    name = "code"
    levels = LEVELS

    def __init__(
        self,
        left: Column,
        right: Column,
        *,
        names: Sequence[Column] | None = None,
        clear: bool = True,
    ) -> None:
        number: dict[str, int] = {"": 0}
        forms = [[read(one) if clear else one for one in side.values] for side in (left, right)]
        if clear:
            holds = _holding({*forms[0], *forms[1]})
            older = [[bare(one) for one in side.values] for side in (left, right)]
            forms = [
                [holds.get(was, form) for was, form in zip(*both, strict=True)]
                for both in zip(older, forms, strict=True)
            ]
        self.left, self.right = (
            np.array([number.setdefault(one, len(number)) for one in side], np.int32)[column.at]
            for side, column in zip(forms, (left, right), strict=True)
        )
        self._codes = list(number)
        self._valid = np.array([not clear or valid(code) for code in self._codes])
        self._clear = clear
        self._shared = np.zeros(len(self._codes), bool)
        if names is not None:
            self._shared = crowded((self.left, self.right), len(self._codes), names)

    def compare(self, left: Ids, right: Ids) -> Compared:
        """Compare codes; those given as hashes are the same or not."""
        mine, theirs = self.left[left], self.right[right]
        both = self._valid[mine] & self._valid[theirs]
        level: Levels = np.where(both, DIFFERS, WRONG).astype(np.uint8)
        same = mine == theirs
        level[same] = np.where(both[same], SAME, SAME_WRONG)
        if self._clear:
            told = (mine > 0) & (theirs > 0) & ~self._shared[mine] & ~self._shared[theirs]
            for at in np.flatnonzero((level == WRONG) & told):
                level[at] = _apart(self._codes[mine[at]], self._codes[theirs[at]])
        level[self._shared[mine] | self._shared[theirs]] = SHARED
        level[(mine == 0) | (theirs == 0)] = MISSING
        rarity = np.zeros(len(left), np.float32)
        rarity[level == SAME] = DECIDES
        rarity[level == SLIP] = BY_A_FIGURE
        rarity[level == HIDDEN] = BY_THE_SHOWN
        unsure = np.flatnonzero(level == SAME_WRONG)
        long = np.array([len(code) for code in self._codes], np.float32)[mine[unsure]]
        rarity[unsure] = np.minimum(THE_SAME_WRONG, A_FIGURE * long)
        return Compared(level, rarity)

    @property
    def shared(self) -> int:
        """Return how many codes too many names share."""
        return int(self._shared.sum())

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


def _apart(one: str, two: str) -> int:
    """Return how two codes agree that are not the same, and of which one cannot be right."""
    if "*" in one or "*" in two:
        return HIDDEN if _shown_alike(one, two) else HIDDEN_DIFFERS
    return SLIP if _a_figure_apart(one, two) else WRONG


def _shown_alike(one: str, two: str) -> bool:
    """Whether what is shown of two codes agrees; who hides figures may put any number of stars."""
    hidden, other = (one, two) if "*" in one else (two, one)
    if len(one) == len(two):
        return all(a == b or "*" in (a, b) for a, b in zip(one, two, strict=True))
    first, last = hidden[: hidden.index("*")], hidden[hidden.rindex("*") + 1 :]
    return "*" not in other and other.startswith(first) and other.endswith(last)


def _a_figure_apart(one: str, two: str) -> bool:
    """Whether one figure is wrong, missing or too much, or two of them changed places."""
    from rapidfuzz.distance import OSA

    return bool(len(one) > 5 and OSA.distance(one, two, score_cutoff=1) <= 1)


def of(
    columns: Sequence[Column], *, names: Sequence[Column] | None = None, clear: bool = True
) -> Codes:
    """Return the codes of two columns, and of `names` beside them."""
    left, right = columns
    return Codes(left, right, names=names, clear=clear)
