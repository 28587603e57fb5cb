"""Words and codes of any language: the same, in another order, with a slip, or a part only."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage.blocks import Keys
from sunledger.screening.linkage.evidence import Compared, Floats, Ids, Level, Levels, rarity

MISSING, DIFFERS, PART, NEAR, ORDER, SAME = range(6)
NAMES = (
    Level("名字未填", "a name is not given", 0, -1),
    Level("名字不同", "the names differ", 2.2, 0),
    Level("名字只写了一部分", "one name is a part of the other", 1.4, 1),
    Level("名字差一两笔", "the names differ by a slip", 1.0, 1),
    Level("名字次序不同", "the names stand in another order", 1.5, 1),
    Level("名字相同", "the names are the same", 0.1, 2),
)
LONGEST = 300  # signs of a text that are compared
_JAMO = re.compile("[\u1100-\u11ff]")
_SEVERAL, _OTHER = 2, 0.6  # words of a name; how far two are apart that are two
FEW = 10.0  # of words, fewer others are thought beside a list: most have few values
# Letters that are no accents of others; of Russian and Greek ones those that they are read as.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
    | dict(zip("абвгдезиклмнопрстуфыэіґ", "abvgdeziklmnoprstufyeig", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya",
       "ъ": "", "ь": "", "є": "ye", "ў": "u", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz"}
    | dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True))
    | {"θ": "th", "χ": "ch", "ψ": "ps"}
    # Kazakh, Kyrgyz, Uyghur.
    | dict(zip("әөүұқғңһ", "aouuqgnh", strict=True))
    # One Arabic letter is written by several signs; the bar that only makes a word long is none.
    | dict(zip("ىیېکةەھہۀٱ", "ييىكههههها", strict=True)) | {"ـ": ""}
    | {chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)}  # カ is か
)  # fmt: skip
_VOICED = "\u3099\u309a"  # what makes か が, and another sound


def plain(text: str) -> str:
    """Return a text without accents, capitals and punctuation, of single spaces."""
    text = text.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
        text = "".join(sign for sign in text if not unicodedata.combining(sign) or sign in _VOICED)
        return " ".join("".join(map(_of_word, text.translate(_LETTERS))).casefold().split())
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("'", "")))


@cache
def _of_word(sign: str) -> str:
    """Return a sign that is a part of a word, nothing for one that nobody sees, else a space."""
    kind = unicodedata.category(sign)
    if sign == "'" or kind == "Cf":
        return ""
    return sign if sign.isalnum() or kind[0] == "M" else " "


def code(text: str) -> str:
    """Return a code without spaces and punctuation."""
    return plain(text).replace(" ", "")


class Column(NamedTuple):
    """A column of one file: its different texts, and which of them stands in each row."""

    values: Sequence[str]
    at: Ids


class Texts:
    """A field of words, of two files."""

    def __init__(
        self,
        name: str,
        left: Column,
        right: Column,
        *,
        levels: Sequence[Level] = NAMES,
        form: Callable[[str], str] = plain,
        own: float = 1.0,
    ) -> None:
        """Bring the texts to a form; `own` is how many rows one person or firm has, about."""
        self.name, self.levels = name, levels
        number: dict[str, int] = {"": 0}
        sides = []
        for side in (left, right):
            ids = [number.setdefault(form(value[:LONGEST]), len(number)) for value in side.values]
            sides.append(np.array(ids, np.int32)[side.at])
        self.left, self.right = sides
        self.words = np.array(list(number), dtype=object)
        held = np.bincount(np.concatenate(sides), minlength=len(number))
        self.rarity = rarities(held, own)

    def compare(self, left: Ids, right: Ids) -> Compared:
        """Compare rows by rows; every two texts are compared once."""
        mine, theirs = self.left[left], self.right[right]
        level = np.full(len(left), SAME, np.uint8)
        rare = self.rarity[mine].copy()
        at = np.flatnonzero(mine != theirs)
        pairs = (mine[at].astype(np.int64) << 32) | theirs[at]
        known, back = np.unique(pairs, return_inverse=True)
        one, two = (known >> 32).astype(np.int32), (known & 0xFFFFFFFF).astype(np.int32)
        near = self._near(one, two)
        level[at] = near[back]
        shared = np.minimum(self.rarity[one], self.rarity[two]) - np.float32(0.5)
        rare[at] = np.where(near >= PART, np.maximum(shared, 0), 0)[back]
        nothing = (mine == 0) | (theirs == 0)
        level[nothing], rare[nothing] = MISSING, 0
        return Compared(level, rare)

    @cached_property
    def sizes(self) -> npt.NDArray[np.int32]:
        """How many signs each text has."""
        return np.fromiter(map(len, self.words), np.int32, len(self.words))

    def _near(self, one: Ids, two: Ids) -> Levels:
        """Return how two texts agree that are not the same."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA, JaroWinkler

        mine, theirs = self.words[one], self.words[two]
        likeness = process.cpdist(mine, theirs, scorer=JaroWinkler.similarity, dtype=np.float32)
        slips = process.cpdist(mine, theirs, scorer=OSA.distance, dtype=np.int32)
        long = np.minimum(self.sizes[one], self.sizes[two])
        level = np.full(len(one), DIFFERS, np.uint8)
        level[(slips <= np.clip(long // 3, 1, 3)) & (long > 2)] = NEAR
        level[(likeness >= 0.93) & (long > 3)] = NEAR
        if self.levels is NAMES:
            for at in np.flatnonzero(level == NEAR):
                level[at] = DIFFERS if _another(mine[at], theirs[at]) else NEAR
        differ = np.flatnonzero(level == DIFFERS)
        for at in differ[self._may_agree(one[differ], two[differ])]:
            level[at] = _of_words(mine[at], theirs[at])
        return level

    def _may_agree(self, one: Ids, two: Ids) -> npt.NDArray[np.bool_]:
        """Return which texts may agree word by word; of most, the words begin otherwise.

        Each word of the text of fewer words begins as one of the other does, or all signs of both
        are the same but for the spaces.
        """
        ids, back = np.unique(np.concatenate([one, two]), return_inverse=True)
        words = [word.split() for word in self.words[ids]]
        begin = np.array([_initials(each) for each in words], np.int64)[back]
        many = np.array(list(map(len, words)), np.int32)[back]
        number: dict[str, int] = {}
        signs = np.array([number.setdefault("".join(each), len(number)) for each in words])[back]
        half = len(one)
        mine, theirs = begin[:half], begin[half:]
        both = mine & theirs
        within = (both == mine) & (many[:half] <= many[half:])
        around = (both == theirs) & (many[:half] >= many[half:])
        return np.asarray(within | around | (signs[:half] == signs[half:]))

    def keys(self) -> Mapping[str, tuple[Keys, Keys]]:
        """Return the text itself, and how it begins and sounds."""
        whole = tuple(
            np.where(side > 0, side, -1).astype(np.int64) for side in (self.left, self.right)
        )
        return {self.name: (whole[0], whole[1]), f"{self.name} sound": self._keyed(sound)}

    def _keyed(self, form: Callable[[str], str]) -> tuple[Keys, Keys]:
        number: dict[str, int] = {}
        ids = [number.setdefault(form(word), len(number)) if word else -1 for word in self.words]
        table = np.array(ids, np.int64)
        return table[self.left], table[self.right]


def _initials(words: Sequence[str]) -> int:
    """Return with which signs words begin, as bits; several signs may share one."""
    return sum({1 << ord(word[0]) % 63 for word in words})


def rarities(held: npt.NDArray[np.int64], own: float) -> Floats:
    """Return how rare it is that a stranger has each text: by how many others have it."""
    total = max(1.0, float(held[1:].sum()) / own)
    others = np.maximum(held / own - 1, 0) + 0.5
    return rarity(others * FEW, total * FEW, 1 / 2_000)


def _another(one: str, two: str) -> bool:
    """Whether one word of two names is another word, though all that is written is alike.

    A Korean syllable is written with two or three signs here: two that differ are no slip.
    """
    from rapidfuzz.distance import OSA

    if _JAMO.match(one) and _JAMO.match(two):
        return bool(OSA.distance(one, two) > 1)
    mine, theirs = one.split(), two.split()
    if len(mine) < _SEVERAL or len(mine) != len(theirs):
        return False
    apart = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    return len(apart) == 1 and OSA.normalized_distance(*apart[0]) > _OTHER


def _of_words(one: str, two: str) -> int:
    """Return how two texts agree, word by word."""
    mine, theirs = one.split(), two.split()
    if sorted(mine) == sorted(theirs) or one.replace(" ", "") == two.replace(" ", ""):
        return ORDER
    short, long = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
    left = list(long)
    for word in short:
        found = next((w for w in left if w == word), None) or next(
            (w for w in left if w[:1] == word[:1] and 1 in (len(w), len(word))), None
        )
        if found is None:
            return DIFFERS
        left.remove(found)
    return PART


_VOWELS = re.compile(r"[aeiouyhw]")
_CLASSES = str.maketrans("bfpvckqgjsxzdtlmnr", "111122222222334556")


def sound(word: str) -> str:
    """Return about how a word sounds: its first letter and its first consonants, by classes."""
    letters = word.replace(" ", "")
    if not letters or not letters.isascii():
        return letters[:3]
    body = _VOWELS.sub("", letters[1:]).translate(_CLASSES)
    return letters[0] + re.sub(r"(.)\1+", r"\1", body)[:3]


def column(texts: Sequence[str | None]) -> Column:
    """Return a column of texts as the different ones among them."""
    number: dict[str, int] = {}
    at: npt.NDArray[np.int32] = np.array(
        [number.setdefault(text or "", len(number)) for text in texts], np.int32
    )
    return Column(list(number), at)
