"""Firms of one name in several places: how many a name without its place may be, by the lists.

A line that tells no place is told apart from firms elsewhere by nothing. Those that the lists name
are counted; those they do not are reckoned from how names of these lists are made, sound by sound,
and put right by how often names do come again in another place.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from sunledger.screening.linkage.firmname import Firm
from sunledger.screening.linkage.signs import merged, readings

_BEGIN, _END = "<", ">"
_BEFORE, _WAYS = 0.5, 20.0  # what is thought of each sound after another, before any is counted
_RIGHT = 20.0  # so many times more or less, at most, than reckoned
_CITY = 2  # signs of a place that say which city it is
_LOOKED = 5_000  # names of one length by which it is put right


@cache
def _sound(sign: str) -> str:
    return merged((readings(sign) or (sign,))[0])


def elsewhere(one: str, two: str) -> bool:
    """Whether two places are two; a county of a city is no other place than the city."""
    return bool(one and two and one not in two and two not in one)


class Rivals:
    """The names of two lists, the places in which they are, and how names are made."""

    def __init__(self, firms: Iterable[Firm]) -> None:
        self._places: dict[str, list[str]] = {}
        for firm in firms:
            if firm.place and firm.core:
                held = self._places.setdefault(firm.core, [])
                if all(elsewhere(firm.place, place) for place in held):
                    held.append(firm.place)
        self._size = sum(map(len, self._places.values()))
        self._steps: Counter[tuple[str, str]] = Counter()
        self._from: Counter[str] = Counter()
        for core, places in self._places.items():
            for step in _steps(core):
                self._steps[step] += len(places)
                self._from[step[0]] += len(places)
        self._right: dict[int, float] = {}
        self._usual: dict[int, float] = {}
        for length, cores in _by_length(self._places).items():
            self._put_right(length, cores)

    def _put_right(self, length: int, cores: Sequence[str]) -> None:
        """Count how often names so long come again elsewhere, and how often that was reckoned."""
        some = cores[:: max(1, len(cores) // _LOOKED)]
        held = [len(self._places[core]) for core in some]
        again = sum(many * (many - 1) for many in held)
        thought = sum(len(self._places[core]) * self._reckoned(core) for core in some)
        self._right[length] = min(max((again + 1) / (thought + 1), 1 / _RIGHT), _RIGHT)
        self._usual[length] = (again + _BEFORE) / (sum(held) + _WAYS)

    def others(self, mine: Firm, theirs: Firm) -> float:
        """Return how many firms of other places bear a name as well, where one tells no place."""
        core = mine.core if mine.place else theirs.core
        held = len(self._places.get(core, ()))
        return max(0, held - 1) + self._unseen(core)

    def _unseen(self, core: str) -> float:
        """Return how many of the lists' size would bear a name, were it not known of any.

        Half of it as this name is made, half as usual for names so long: both are guesses.
        """
        right, usual = self._right.get(len(core), 1.0), self._usual.get(len(core), 0.0)
        return (right * self._reckoned(core) + usual) / 2

    def _reckoned(self, core: str) -> float:
        """Return it by how often each sound follows the one before it, in the other names."""
        own, share = len(self._places.get(core, ())), 1.0
        for step in _steps(core):
            ways = max(0, self._from[step[0]] - own) + _BEFORE * _WAYS
            share *= (max(0, self._steps[step] - own) + _BEFORE) / ways
        return share * self._size


class Heard:
    """Names that sound the same and are written otherwise: how many of one place are two firms'.

    In one place they may be one firm's, by a slip; in two places they are two firms'. So they are
    counted there, and reckoned for one place by how many firms that has.
    """

    def __init__(self, firms: Iterable[Firm]) -> None:
        self._held: Counter[tuple[str, str]] = Counter()
        at_all: dict[str, Counter[str]] = {}
        long: Counter[int] = Counter()
        places: Counter[str] = Counter()
        for place, core in {(firm.place[:_CITY], firm.core) for firm in firms if firm.place}:
            sounds = heard(core)
            self._held[place, sounds] += 1
            at_all.setdefault(sounds, Counter())[core] += 1
            long[len(core)] += 1
            places[place] += 1
        other: Counter[int] = Counter()
        for cores in at_all.values():
            many = cores.total()
            other[len(next(iter(cores)))] += many * many - sum(one * one for one in cores.values())
        size = max(1, places.total())
        here = sum((many / size) ** 2 for many in places.values())
        self._usual = {
            length: here * (other[length] + _BEFORE) / (many + _WAYS)
            for length, many in long.items()
        }

    def others(self, mine: Firm, theirs: Firm) -> float:
        """Return how many other firms of the place bear a name that sounds so."""
        held = self._held.get((theirs.place[:_CITY], heard(theirs.core)), 0)
        return max(0, held - 2) + self._usual.get(len(theirs.core), 0.0)


def heard(core: str) -> str:
    """Return a name as it sounds."""
    return " ".join(map(_sound, core))


def _by_length(cores: Iterable[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for core in cores:
        found.setdefault(len(core), []).append(core)
    return found


def _steps(core: str) -> Iterator[tuple[str, str]]:
    """Give every two sounds of a name that follow one another, with its beginning and end."""
    return pairwise([_BEGIN, *map(_sound, core), _END])
