"""Chinese names of firms that differ in one sign: how many others differ in it as well.

One sign wrong, lost or doubled is a slip, or another firm of the place. Which it is, the lists say:
of how many firms there the name would be the same, were that sign left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from math import log10

from sunledger.screening.linkage import shapes, signs
from sunledger.screening.linkage.firmname import Firm

# Signs by which firms of one name are told apart: another one is another firm.
_TELLING = frozenset("一二三四五六七八九十百千零甲乙丙丁东西南北中上下前后大小新老0123456789")
# How many others are thought to fit, before any are counted: for any sign, for one that looks like
# it, is missing or could not be read, and for one written twice. Only that is believed by itself.
ANY, LIKE, TWICE = 1.5, 0.8, 0.2
CROWD = 1.2  # by so much more, for each other firm of the place that a name so long has beside it
_LONG = 4  # a shorter name says too little without one of its signs


class OneSign:
    """The names of two files without one sign each, and how many are so."""

    def __init__(self, firms: Iterable[Firm]) -> None:
        self._often: Counter[tuple[str, str]] = Counter()
        held = [firm for firm in firms if _is_one(firm.core)]
        for firm in held:
            self._often.update(set(_without(firm)))
        self._crowd = _crowds(held)

    def others(self, mine: Firm, theirs: Firm) -> float | None:
        """Return how many others fit as well, as a power of ten; nothing for no such pair."""
        one, two = mine.core, theirs.core
        if (one[0] != two[0] and one[-1] != two[-1]) or not -1 <= len(one) - len(two) <= 1:
            return None
        short, long = (one, two) if len(one) <= len(two) else (two, one)
        if not _is_one(short):
            return None
        at = next(
            (n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
        )
        lost = len(long) > len(short)
        if long[at + 1 :] != (short[at:] if lost else short[at + 1 :]):
            return None
        differ = long[at] if lost else long[at] + short[at]
        if _TELLING & set(differ):
            return None
        rest = (mine.place[:2], long[:at] + long[at + 1 :])
        many = max(0, self._often[rest] - (1 if lost else 2))
        if lost:  # of two that are the same it is the second that is in the way
            return log10(many / 2 + (TWICE if at and long[at] == long[at - 1] else LIKE))
        crowd = 1 + CROWD * self._crowd.get(len(long), 0.0)
        return log10(many / 2 + (LIKE if _like(*differ) else ANY) * crowd)


def _is_one(core: str) -> bool:
    return len(core) >= _LONG and bool(signs.readings(core[0]))


def _crowds(firms: Iterable[Firm]) -> dict[int, float]:
    """Return how many firms of its place differ from one in one sign, by the length of names."""
    names = {(firm.place[:2], firm.core) for firm in firms}
    beside: Counter[tuple[str, str, int]] = Counter(
        (place, core[:at] + core[at + 1 :], at) for place, core in names for at in range(len(core))
    )
    pairs: Counter[int] = Counter()
    for (_place, rest, _at), many in beside.items():
        pairs[len(rest) + 1] += many * (many - 1)
    long = Counter(len(core) for _, core in names)
    return {length: many / long[length] for length, many in pairs.items()}


def _without(firm: Firm) -> Iterator[tuple[str, str]]:
    """Give the name without each of its signs, at its place."""
    for at in range(len(firm.core)):
        yield firm.place[:2], firm.core[:at] + firm.core[at + 1 :]


@cache
def _like(one: str, two: str) -> bool:
    """Whether two signs look alike, or one of them was not read."""
    if signs.UNREAD in (one, two):
        return True
    return bool(shapes.likeness([one, two])[0, 1] >= signs.GRADES[1])
