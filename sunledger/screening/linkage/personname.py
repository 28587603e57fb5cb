"""The field of a person's name: Chinese ones sign by sign, all others as words."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage import hannames, written
from sunledger.screening.linkage.blocks import Keys, key
from sunledger.screening.linkage.evidence import Compared, Floats, Ids, Level, doubts
from sunledger.screening.linkage.hannames import HanNames, Names
from sunledger.screening.linkage.signs import simplified
from sunledger.screening.linkage.texts import Column, Texts, plain

LEVELS = (
    Level("姓名未填", "the name is not given", 0, -1),
    Level("姓名不同", "the names differ", 5.0, 0),
    Level("姓名两字不同", "two signs of the name differ", 4.0, 0),
    Level("姓名一字不同", "one sign of the name differs", 2.3, 1),
    Level("姓名少一字", "a sign of the name is missing", 2.3, 1),
    Level("姓名两字颠倒", "two signs of the name changed places", 2.6, 1),
    Level("姓名一字偏旁相同", "a sign of the name shares a part with the other", 2.3, 1),
    Level("姓名形近", "the names look alike", 1.6, 1),
    Level("姓名很形近", "the names look much alike", 1.6, 1),
    Level("姓名一字常被互写", "one sign is often written for the other here", 1.7, 1),
    Level("姓名方言音同", "the names sound alike in a dialect", 1.7, 1),
    Level("姓名音同", "the names sound alike", 1.3, 1),
    Level("姓名只写了一部分", "one name is a part of the other", 1.8, 1),
    Level("姓名差一两字", "the names differ by a slip", 1.3, 1),
    Level("姓名各段次序不同", "the parts of the name stand in another order", 1.5, 1),
    Level("姓名相同", "the names are the same", 0.1, 2),
)
# What the words of a name in letters are called here.
_OF_WORDS = np.array(
    [
        hannames.MISSING,
        hannames.DIFFERS,
        hannames.WORDS_PART,
        hannames.WORDS_SLIP,
        hannames.WORDS_ORDER,
        hannames.SAME,
    ],
    np.uint8,
)
_SLIPS = np.append(doubts(LEVELS)[:-1], np.float32(0))
# Where no day tells them apart, it is namesakes who fit; that one is miswritten is doubted less.
DAYLESS = np.float32(0.6)
ANOTHER_SLIP = np.float32(2.0)


def _words(text: str) -> str:
    """Return a name of several words in one form; in simplified signs."""
    return plain(text if text.isascii() else "".join(map(simplified, text)))


class PersonName:
    """The names of persons of two files."""

    name = "name"
    levels = LEVELS

    def __init__(
        self, left: Column, right: Column, *, itself: bool = False, days: bool = True
    ) -> None:
        """Bring the names to a form.

        `itself`: both files are one; `days`: they tell when one was born.
        """
        self._at = left.at, right.at
        often = (
            np.bincount(left.at, minlength=len(left.values)),
            np.bincount(right.at, minlength=len(right.values)),
        )
        self._itself = itself
        self._slips = _SLIPS if days else DAYLESS * _SLIPS
        if itself:  # as much rarer than the name itself as it is doubted more
            self._slips = np.maximum(self._slips - LEVELS[-1].doubt, 0)
        named = written.names(left.values, right.values)
        self.han = HanNames(*named, often)
        mixed = (self.han.left.length == 0).any() or (self.han.right.length == 0).any()
        sides = (Column(*both) for both in zip(named, self._at, strict=True))
        self.texts = Texts("name", *sides, form=_words) if mixed else None

    def compare(self, left: Ids, right: Ids) -> Compared:
        """Compare names; a second slip in one name is doubted more."""
        mine, theirs = self._at[0][left], self._at[1][right]
        level, rarity, slips = self.han.compare(mine, theirs)
        # Whoever bears the whole name fits as well, where he is written with the same slip.
        whole = self.han.whole[theirs]
        if self._itself:  # two rows of one name are two of those who bear it, and one of them is he
            whole = np.where(mine == theirs, self.han.again[theirs], whole)
        rarity = np.minimum(rarity, whole + self._slips[level])
        rarity -= ANOTHER_SLIP * np.maximum(slips.astype(np.float32) - 1, 0)
        if self.texts is not None:
            other = np.flatnonzero(
                (self.han.left.length[mine] == 0) | (self.han.right.length[theirs] == 0)
            )
            words = self.texts.compare(left[other], right[other])
            level[other], rarity[other] = _OF_WORDS[words.level], words.rarity
        return Compared(level, rarity)

    def accustom(self, left: Ids, right: Ids) -> None:
        """Learn which signs are written for one another, from rows of one day and village."""
        self.han.accustom(self._at[0][left], self._at[1][right])

    def apart(self, left: Ids, right: Ids) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Return how near the one is of the signs that differ which most likely does by chance.

        As a rarity; and whether the surname differs.
        """
        return self.han.apart(self._at[0][left], self._at[1][right])

    def surnames(self) -> tuple[Ids, Ids]:
        """Return the surname of each row of both files, as it sounds."""
        names = self.han.left, self.han.right
        left, right = (self.han.signs.merged[one.ids[:, 0]] for one in names)
        return left[self._at[0]], right[self._at[1]]

    def short(self) -> npt.NDArray[np.bool_]:
        """Whether the name has two signs or fewer, for each row of the second file."""
        return (self.han.right.length <= 2)[self._at[1]]

    def keys(self) -> Mapping[str, tuple[Keys, Keys]]:
        """Return the sound of the name, and of its first, second and last sign."""
        sides = [self._keys(names) for names in (self.han.left, self.han.right)]
        found = {}
        words = self.texts.keys()["name sound"] if self.texts else None
        for part in sides[0]:
            mine, theirs = (side[part][at] for side, at in zip(sides, self._at, strict=True))
            if words and part == "name":
                mine = np.where(mine < 0, words[0], mine)
                theirs = np.where(theirs < 0, words[1], theirs)
            found[part] = mine, theirs
        return found

    def _keys(self, names: Names) -> dict[str, Keys]:
        sounds = np.where(names.ids > 0, self.han.signs.merged[names.ids], -1).astype(np.int64)
        last = sounds[np.arange(len(sounds)), np.maximum(names.length.astype(int) - 1, 0)]
        whole = key(*(np.maximum(column, 0) for column in sounds.T))
        whole[sounds[:, 0] < 0] = -1
        return {"name": whole, "surname": sounds[:, 0], "middle": sounds[:, 1], "last": last}
