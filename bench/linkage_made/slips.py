"""What goes wrong when a line is written: with the sign, with the day, with the village."""

from calendar import monthrange
from datetime import date, timedelta
from random import Random

from bench.linkage_made import signs
from bench.linkage_made.people import COUNTIES, TOWNS, VILLAGES

_SOUND = signs.groups(signs.SOUND_ALIKE)
_DIALECT = signs.groups(signs.DIALECT)
_LOOK = signs.groups(signs.LOOK_ALIKE)
_OLD = signs.pairs(signs.TRADITIONAL)
_HALF = signs.pairs(signs.HALF_LOST)
KINDS = ("sound", "dialect", "old", "look", "dropped")
_SHARES = (36, 16, 20, 20, 8)


def name(random: Random, right: str, kind: str = "") -> str:
    """Return the name with one slip, of a kind where it is given."""
    kind = kind or random.choices(KINDS, _SHARES)[0]
    if kind == "old":  # who writes traditional signs writes them throughout
        return "".join(_OLD.get(sign, sign) for sign in right)
    if kind == "dropped":
        place = random.randrange(1, len(right))
        return right[:place] + right[place + 1 :] if len(right) > 2 else right
    if kind == "swapped":
        return right[:-2] + right[-1] + right[-2]
    table = {"sound": _SOUND, "dialect": _DIALECT, "look": _LOOK, "half": _HALF}[kind]
    where = [place for place, sign in enumerate(right) if sign in table]
    # A surname is written wrongly less often than a given name: everyone in the office knows it.
    where = [place for place in where if place or random.random() < 0.4]
    if not where:
        return right
    place = random.choice(where)
    return right[:place] + random.choice(table[right[place]]) + right[place + 1 :]


def day(random: Random, right: date) -> date:
    """Return a day as it is wrongly written for another."""
    kind = random.choices(
        ("figure", "turned", "year", "moon", "month", "new year"), (40, 12, 18, 12, 10, 8)
    )[0]
    if kind == "turned" and right.day <= 12 and right.day != right.month:
        return right.replace(month=right.day, day=right.month)
    if kind == "year":
        return _at(right.year + random.choice((-1, 1, 1, -10, 10)), right.month, right.day)
    if kind == "moon":  # the day of the old calendar, a month or so earlier
        return right - timedelta(days=random.randrange(18, 52))
    if kind == "month":
        return _at(right.year, (right.month - 1 + random.choice((-1, 1))) % 12 + 1, right.day)
    if kind == "new year":
        return date(right.year, 1, 1)
    text = right.strftime("%Y%m%d")
    while True:
        place = random.randrange(2, 8)
        wrong = text[:place] + random.choice("0123456789") + text[place + 1 :]
        try:
            found = date(int(wrong[:4]), int(wrong[4:6]), int(wrong[6:]))
        except ValueError:
            continue
        if found != right:
            return found


def _at(year: int, month: int, day: int) -> date:
    """Return a day, or the last of a month that is too short for it."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def village(random: Random, right: int) -> int:
    """Return another village: a neighbour, one of the county, or one far away."""
    draw = random.random()
    reach = (
        VILLAGES if draw < 0.5 else VILLAGES * TOWNS if draw < 0.75 else VILLAGES * TOWNS * COUNTIES
    )
    first = right // reach * reach
    return first + random.randrange(reach)
