"""Chinese signs: which sound alike, which sound alike in a dialect, which look alike."""

import json
import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage import shapes

Codes = npt.NDArray[np.uint32]
Ids = npt.NDArray[np.int32]

# How like in shape two signs must be to share a part, to look alike, to look much alike: of a
# hundred signs about twenty, four and one are so near to another.
GRADES = np.array([0.2, 0.4, 0.6], np.float32)
# How two signs agree; the higher, the nearer.
APART, PART, LOOKS, MUCH, HABIT, DIALECT, SOUNDS, SAME = range(8)
# What stands for a sign that could not be written or read.
UNREAD = "□"
# More different signs than this no county has in its names; those beyond are as if unread.
MOST = 6_000
CODES = 0x110000  # numbers that Unicode has for signs

# What speakers, and clerks who type by ear, do not tell apart: flat and curled tongue, front and
# back nasal, n and l, h and f, r and l. Read from top to bottom, one after the other.
_HEADS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("r", "l"))
_TAILS = (("ing", "in"), ("eng", "en"), ("uang", "uan"), ("iang", "ian"), ("ang", "an"))
_WHOLE = {
    "hui": "fei", "hua": "fa", "huan": "fan", "huang": "fan", "hun": "fen", "hu": "fu",
    "hong": "feng", "huo": "fo", "wong": "wang", "weng": "wen", "ong": "weng",
}  # fmt: skip


def merged(syllable: str) -> str:
    """Return one syllable for all that a dialect does not tell apart from it."""
    syllable = _WHOLE.get(syllable, syllable)
    for curled, flat in _HEADS:
        if syllable.startswith(curled):
            syllable = flat + syllable[len(curled) :]
            break
    for back, front in _TAILS:
        if syllable.endswith(back):
            return syllable[: -len(back)] + front
    return syllable


@cache
def _pinyin() -> dict[int, str]:
    """Return the dictionary of readings.

    The package is not imported: it would read its phrases too, and take half a second for it.
    """
    where = find_spec("pypinyin")
    folder = Path((where.submodule_search_locations or [""])[0]) if where else Path()
    read = json.loads((folder / "pinyin_dict.json").read_text(encoding="utf-8"))
    return {int(code): text for code, text in read.items()}


@cache
def _simplifier() -> Any:
    """Return what turns traditional signs into simplified ones."""
    import opencc

    return opencc.OpenCC("t2s").convert


# The signs of syllables stand where Unicode gives no sign a meaning.
_SYLLABLE = 0xF0000
_LAST = "\U000323af"
_VOWEL = re.compile(r"[aeiouv]")
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿếềê", "aaaaeeeeiiiioooouuuuvvvvvnnnmeee")


@cache
def syllables() -> tuple[str, ...]:
    """Return the syllables that there are, by the dictionary."""
    plain = (text.translate(_TONES) for texts in _pinyin().values() for text in texts.split(","))
    return tuple(sorted({text for text in plain if text.isascii() and _VOWEL.search(text)}))


@cache
def of_syllable(syllable: str) -> str:
    """Return the sign that stands for a syllable written in letters: any sign read so."""
    return chr(_SYLLABLE + syllables().index(syllable))


@cache
def readings(sign: str) -> tuple[str, ...]:
    """Return the syllables of a sign without tones, the usual one first; at most three."""
    if ord(sign) >= _SYLLABLE:
        return syllables()[ord(sign) - _SYLLABLE : ord(sign) - _SYLLABLE + 1]
    texts = _pinyin().get(ord(sign), "").split(",")
    plain = [text.translate(_TONES) for text in texts if text]
    usual = SURNAMES.get(sign)
    return tuple(dict.fromkeys([usual, *plain] if usual else plain))[:3]


# Radicals that a PDF gives out for the signs they are, and that no rule of Unicode makes the same.
_RADICALS = str.maketrans(
    "⺟⺠⺩⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "母民王虎西见角贝车长门青页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)


def usual(text: str) -> str:
    """Return a text in the usual forms of its signs, narrow, without those that nobody sees."""
    if text.isascii():
        return text
    return seen(unicodedata.normalize("NFKC", text).translate(_RADICALS))


def seen(text: str) -> str:
    """Return a text without the signs that nobody sees."""
    return text if text.isascii() else text.translate(_SEEN)


class _Seen(dict[int, int | None]):
    """What stands in the place of each sign that was met: itself, or nothing."""

    def __missing__(self, code: int) -> int | None:
        self[code] = found = None if _unseen(code) else code
        return found


_SEEN = _Seen()


def _unseen(code: int) -> bool:
    """Whether a sign is not seen: those of direction, of no width, and the choice of a form."""
    chosen = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return chosen or (code > 0x7F and unicodedata.category(chr(code)) == "Cf")


def is_one(sign: str) -> bool:
    """Whether this is a Chinese sign, or a syllable, though no dictionary says how it is read."""
    return bool(readings(sign)) or "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= _LAST


@cache
def simplified(sign: str) -> str:
    """Return the simplified form of one sign."""
    form: str = _simplifier()(sign)
    return form if len(form) == 1 else sign


# Signs that are read in a name otherwise than in most words.
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "盖": "ge", "朴": "piao",
    "查": "zha", "任": "ren", "种": "chong", "缪": "miao", "翟": "zhai", "折": "she", "尉": "wei",
    "乐": "le", "冼": "xian", "洗": "xian", "员": "yun", "黑": "he", "秘": "bi", "谌": "chen",
    "逄": "pang", "宓": "mi", "隗": "wei", "繁": "po", "召": "shao", "车": "che", "覃": "qin",
    "万": "wan", "石": "shi", "卜": "bu", "牟": "mu", "哈": "ha", "长": "chang", "朝": "zhao",
    "晟": "sheng", "茜": "qian", "娜": "na", "婷": "ting", "兴": "xing", "重": "chong",
}  # fmt: skip


class Signs:
    """The signs that occur in some names: how often, and how near each is to each other.

    Each has a number; 0 stands for no sign. `alike[a, b]` says how two of them agree.
    """

    def __init__(self, codes: Codes, often: npt.NDArray[np.int64]) -> None:
        order = np.argsort(-often, kind="stable")[: MOST - 1]
        self.codes = np.union1d(codes[order], np.array([ord(UNREAD)], np.uint32))
        self.signs = [chr(code) for code in self.codes]
        unread = 1 + int(np.searchsorted(self.codes, ord(UNREAD)))
        self._numbers = np.full(CODES, unread, np.int16)  # of every sign that there can be
        self._numbers[self.codes] = np.arange(1, len(self.codes) + 1)
        self._numbers[0] = 0
        self.sound, self.second = self._sounds()
        self.syllable = np.concatenate([[False], self.codes >= _SYLLABLE])
        self.merged = self._merged()
        self.alike = self._alike()

    def ids(self, codes: Codes) -> npt.NDArray[np.int16]:
        """Return the number of each sign, 0 where there is none; beyond MOST they are unread."""
        return self._numbers[codes]

    def number(self, sign: str) -> int:
        """Return the number of a sign, 0 where it does not occur."""
        return int(self.ids(np.array([ord(sign)], np.uint32))[0])

    def _sounds(self) -> tuple[Ids, Ids]:
        """Return the number of the usual syllable of each sign, and of another one."""
        number: dict[str, int] = {"": 0}
        read = [(readings(sign) or (sign,)) for sign in self.signs]
        first = [0, *(number.setdefault(one[0], len(number)) for one in read)]
        second = [0, *(number.setdefault(one[min(1, len(one) - 1)], len(number)) for one in read)]
        return np.array(first, np.int32), np.array(second, np.int32)

    def _merged(self) -> Ids:
        """Return the number of the usual syllable of each sign as a dialect has it."""
        number: dict[str, int] = {"": 0}
        words = [merged((readings(sign) or (sign,))[0]) for sign in self.signs]
        return np.array([0, *(number.setdefault(one, len(number)) for one in words)], np.int32)

    def _alike(self) -> npt.NDArray[np.uint8]:
        """Return how each sign agrees with each other."""
        many = len(self.signs) + 1
        alike = np.zeros((many, many), np.uint8)
        alike[1:, 1:] = np.searchsorted(GRADES, shapes.likeness(self.signs), "right")
        for at in range(1, many):
            row = alike[at]
            row[self.merged == self.merged[at]] = DIALECT
            for mine in {self.sound[at], self.second[at]}:
                row[(self.sound == mine) | (self.second == mine)] = SOUNDS
            row[at], row[0] = SAME, APART
        # Of two that were not read nobody knows whether they are one.
        unread = self.number(UNREAD)
        alike[unread, unread] = APART
        return alike
