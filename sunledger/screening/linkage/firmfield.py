"""The field of a firm's name: how two agree, word by word, and how rare the words are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log10

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage.blocks import Keys
from sunledger.screening.linkage.evidence import Compared, Ids, Level, Levels
from sunledger.screening.linkage.firmname import LONGEST, Firm, parse, repaired
from sunledger.screening.linkage.firmrivals import Heard, Rivals, elsewhere, heard
from sunledger.screening.linkage.lostletters import mended
from sunledger.screening.linkage.onesign import OneSign
from sunledger.screening.linkage.signs import merged, readings
from sunledger.screening.linkage.texts import Column

MISSING, DIFFERS, SOME, PART, ELSEWHERE, BRANCH, NEAR, FORM, ORDER, SAME = range(10)
LEVELS = (
    Level("名称未填", "the name is not given", 0, -1),
    Level("名称不同", "the names differ", 4.0, 0),
    Level("名称部分字词相同", "some words of the names are the same", 3.0, 0),
    Level("名称一个包含另一个", "one name holds the other", 1.6, 1),
    Level("同名异地", "the names are the same, the places differ", 3.5, 0),
    Level("同名而分支机构不同", "the names are the same, the branches differ", 4.0, 0),
    Level("名称差一两字", "the names differ by a slip", 1.0, 1),
    Level("字号相同而组织形式不同", "the names are the same, the legal forms differ", 3.0, 0),
    Level(
        "名称字词相同而次序不同", "the words of the names are the same, in another order", 0.4, 1
    ),
    Level("名称相同", "the names are the same", 0.1, 2),
)
# A register gives a name once: two firms of one name and form are rarer than chance would have it.
GIVEN_ONCE = 1.2
PLACED = 1.0  # what a place that agrees speaks for
LETTER = 0.06
# What each word more on one side takes off, in powers of ten.
WORD_MORE = 0.35
# Legal forms that one firm does not have by another spelling.
_APART = frozenset(
    {"co", "group", "works", "sl", "sa", "sac", "eirl", "coop", "cb", "ltd", "plc", "gmbh"}
)
# Joint ventures bear the names of their partners, who venture more than once.
VENTURE, AGAIN = "ute", 3.0
_FEWEST = 1e-6  # firms elsewhere, of which fewer cannot be told from none
_ROWS = 2.0  # spellings of one firm, about
_NEAR = 0.55  # names less alike than this are not gone through word by word


class FirmName:
    """The names of firms of two files."""

    name = "firm"
    levels = LEVELS

    def __init__(self, left: Column, right: Column) -> None:
        self._number: dict[Firm, int] = {}
        sides = []
        values = mended([repaired(value[:LONGEST]) for value in (*left.values, *right.values)])
        for side, named in (
            (left, values[: len(left.values)]),
            (right, values[len(left.values) :]),
        ):
            ids = [self._known(value) for value in named]
            sides.append(np.array(ids, np.int32)[side.at])
        self.left, self.right = sides
        self.firms = list(self._number)
        self.words = [_words(firm) for firm in self.firms]
        often = Counter(word for words in self.words for word in set(words))
        self.by_one = OneSign(self.firms)
        self.rivals = Rivals(self.firms)
        self.heard = Heard(self.firms)
        self.size = max(1, len(right.at))
        self.total = total = max(2, len(self.firms)) / _ROWS
        self.rarity = {
            word: max(0.0, -log10(min(1, (max(many / _ROWS - 1, 0) + 0.5) / total)))
            for word, many in often.items()
        }
        self.forms = Counter(firm.form for firm in self.firms if firm.form)
        self.most = log10(total) + 1.0
        self._cores = np.array([firm.core for firm in self.firms], dtype=object)

    def _known(self, value: str) -> int:
        firm = parse(value)
        return self._number.setdefault(firm, len(self._number))

    def compare(self, left: Ids, right: Ids) -> Compared:
        """Compare names; every two different ones once."""
        pairs = (self.left[left].astype(np.int64) << 32) | self.right[right]
        known, back = np.unique(pairs, return_inverse=True)
        one, two = (known >> 32).astype(np.int32), (known & 0xFFFFFFFF).astype(np.int32)
        level, rarity = self._compared(one, two)
        return Compared(level[back], rarity[back].astype(np.float32))

    def _compared(self, one: Ids, two: Ids) -> tuple[Levels, npt.NDArray[np.float64]]:
        """Return how names agree; those that are little alike are not gone through."""
        from rapidfuzz import fuzz, process

        mine, theirs = self._cores[one], self._cores[two]
        alike = process.cpdist(mine, theirs, scorer=fuzz.ratio, dtype=np.float32) / 100
        held = process.cpdist(mine, theirs, scorer=fuzz.partial_ratio, dtype=np.float32) / 100
        level = np.full(len(one), DIFFERS, np.uint8)
        rarity = np.zeros(len(one))
        near = np.flatnonzero((alike >= _NEAR) | (held >= 0.9) | (one == two))
        for at in near:
            level[at], rarity[at] = self._pair(int(one[at]), int(two[at]))
        return level, rarity

    def _pair(self, one: int, two: int) -> tuple[int, float]:
        """Return how two names agree, and how rare that is: no rarer than firms elsewhere allow."""
        mine, theirs = self.firms[one], self.firms[two]
        level, rarity = self._alone(one, two)
        if bool(mine.place) != bool(theirs.place) and level in (NEAR, ORDER, SAME):
            others = self.rivals.others(mine, theirs)
            rarity = min(rarity, log10(self.size / max(others, _FEWEST)))
            rarity -= PLACED if level == NEAR else 0.0
        elif level == NEAR and mine.place and heard(mine.core) == heard(theirs.core):
            others = self.heard.others(mine, theirs)
            rarity = min(rarity, log10(self.size / max(others, _FEWEST)))
        return level, rarity

    def _alone(self, one: int, two: int) -> tuple[int, float]:
        """Return how two names agree, and how rare that is, by the names alone."""
        mine, theirs = self.firms[one], self.firms[two]
        if not mine.core or not theirs.core:
            return MISSING, 0.0
        shared, slips, rest = self._matched(self.words[one], self.words[two])
        more = [len(words) for words in rest]
        most = self.most if any(more) else self._most(mine.core)
        rarity = min(shared, most) - WORD_MORE * sum(more)
        if mine.core == theirs.core or not any(more):
            if VENTURE in (mine.form, theirs.form) and mine.text != theirs.text:
                rarity = min(rarity, self.most) - AGAIN
            level = _of_same(mine, theirs, slips)
            return level, rarity + _given_once(mine, theirs, level) + self._form(mine, theirs)
        if (others := self.by_one.others(mine, theirs)) is not None:
            return NEAR, log10(self.total) - others + _together(mine, theirs)
        if all(more) and _typed("".join(rest[0]), "".join(rest[1])):
            whole = sum(self.rarity[word] for word in self.words[one])
            return NEAR, min(self._most(mine.core), whole) - 0.7 + _together(mine, theirs)
        return (SOME if all(more) else PART), rarity + _together(mine, theirs)

    def _form(self, mine: Firm, theirs: Firm) -> float:
        """Return how rare the legal form is, where it is the same."""
        same = mine.form == theirs.form and mine.form not in ("", VENTURE)
        return -log10(self.forms[mine.form] / self.forms.total()) if same else 0.0

    def _most(self, core: str) -> float:
        """Return the rarest that a name can be: words come together, but long names hardly do."""
        return self.most + min(2.0, LETTER * len(core))

    def _matched(
        self, mine: Sequence[str], theirs: Sequence[str]
    ) -> tuple[float, int, tuple[list[str], list[str]]]:
        """Return how rare the words in common are, how many slips they take, and the words left."""
        others = list(theirs)
        shared, rest, unmatched, slips = 0.0, [], [], 0
        for word in mine:
            if word in others:
                others.remove(word)
                shared += self.rarity[word]
            else:
                rest.append(word)
        for word in rest:
            begins = word[0]  # no slip is made in the first letter
            found = next((one for one in others if one[0] == begins and _slip(word, one)), None)
            if found is None:
                unmatched.append(word)
                continue
            others.remove(found)
            slips += 1
            shared += max(0.0, min(self.rarity[word], self.rarity[found]) - 0.7)
        return shared, slips, (unmatched, others)

    def keys(self) -> Mapping[str, tuple[Keys, Keys]]:
        """Return the name, its letters in order, its beginning and end, and its rarest words."""
        rare = [sorted(set(words), key=lambda w: (-self.rarity[w], w))[:3] for words in self.words]
        found = {
            "firm": self._keyed([firm.core for firm in self.firms]),
            "firm letters": self._keyed(["".join(sorted(firm.core)) for firm in self.firms]),
            "firm begins": self._keyed([_begins(firm.core) for firm in self.firms]),
            "firm ends": self._keyed([_begins(firm.core[::-1]) for firm in self.firms]),
        }
        picks = [[words[at] if at < len(words) else "" for words in rare] for at in range(3)]
        for one, two in ((0, 0), (0, 1), (1, 0), (1, 1), (0, 2), (2, 0)):
            found[f"firm word {one}{two}"] = self._keyed(picks[one], picks[two])
        return found

    def _keyed(self, mine: list[str], theirs: list[str] | None = None) -> tuple[Keys, Keys]:
        number: dict[str, int] = {}
        sides = [
            np.array([number.setdefault(w, len(number)) if w else -1 for w in words], np.int64)
            for words in (mine, mine if theirs is None else theirs)
        ]
        return sides[0][self.left], sides[1][self.right]


def _of_same(mine: Firm, theirs: Firm, slips: int) -> int:
    """Return how names agree whose words are all matched."""
    if elsewhere(mine.place, theirs.place):
        return ELSEWHERE
    if mine.branch != theirs.branch:
        return BRANCH
    if {mine.form, theirs.form} <= _APART and mine.form != theirs.form:
        return FORM
    if mine.core == theirs.core:
        return SAME
    return NEAR if slips or sorted(mine.core) != sorted(theirs.core) else ORDER


def _given_once(mine: Firm, theirs: Firm, level: int) -> float:
    """Return what speaks for a name being given once, in one register: where it is told."""
    if level not in (SAME, ORDER, NEAR) or bool(mine.place) != bool(theirs.place):
        return 0.0
    if mine.place:
        return PLACED if level == NEAR else GIVEN_ONCE + PLACED
    return GIVEN_ONCE if level != NEAR else 0.0


def _together(mine: Firm, theirs: Firm) -> float:
    """Return what places speak for or against names that are not quite the same."""
    if not mine.place or not theirs.place:
        return 0.0
    return -PLACED if elsewhere(mine.place, theirs.place) else PLACED


def _words(firm: Firm) -> tuple[str, ...]:
    """Return the words of a name; of a Chinese one, every two sounds that stand together."""
    if firm.core.isascii() or not readings(firm.core[:1]):
        return firm.words
    sounds = [merged((readings(sign) or (sign,))[0]) for sign in firm.core]
    if len(sounds) < 2:
        return tuple(sounds)
    return tuple(one + two for one, two in pairwise(sounds))


def _begins(core: str) -> str:
    return core[: 8 if core.isascii() else 3] if len(core) > 1 else core


def _figures(word: str) -> str:
    return "" if word.isalpha() else "".join(sign for sign in word if sign.isdigit())


def _slip(one: str, two: str) -> bool:
    """Whether two words differ by a slip, or one is the other cut short."""
    short, long = sorted((one, two), key=len)
    if len(short) >= 6 and long.startswith(short):
        return True
    return _typed(one, two)


def _typed(one: str, two: str) -> bool:
    """Whether two words differ by what a finger slips; the first letter it seldom does."""
    short = min(len(one), len(two))
    if short < 4 or one[0] != two[0] or _figures(one) != _figures(two):
        return False
    from rapidfuzz.distance import OSA

    return bool(OSA.distance(one, two, score_cutoff=2) <= (1 if short < 10 else 2))
