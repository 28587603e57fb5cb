"""Who may read a published sheet: everyone, the residents of its unit, or those who hold a post.

Residents have no accounts. A code printed for a unit opens, for a year, what that unit and the
units above it publish for residents. Staff is whoever holds a post in the unit or above it, and
reads what residents read as well.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sunledger.disclosure.models import PUBLIC, Batch, Correction, Visibility
from sunledger.units import access
from sunledger.units.paths import branch


@dataclass(frozen=True)
class Reader:
    """Who reads: the units whose posts they hold, and those whose residents' code they showed."""

    posts: tuple[str, ...] = ()  # paths
    homes: tuple[str, ...] = ()  # paths


STRANGER = Reader()


def reader(user: access.Anyone, on: date, homes: tuple[str, ...] = ()) -> Reader:
    """Return what a person is to the sheets of all units."""
    held = access.held(user, on) if user.is_authenticated else []
    return Reader(tuple(sorted({post.unit.path for post in held})), homes)


def seen(who: Reader, way: str = "") -> Q:
    """Return the condition that a sheet may be read; `way` leads from the row to its sheet."""
    condition = Q(**{f"{way}visibility": Visibility.PUBLIC})
    for path in who.posts:
        condition |= branch(path, f"{way}unit__path")
    homes = {code for path in who.homes for code in path.split("/")[:-1]}
    if homes:
        residents = {f"{way}visibility": Visibility.RESIDENTS, f"{way}unit__code__in": homes}
        condition |= Q(**residents)
    return condition


def may_read(who: Reader, batch: Batch) -> bool:
    """Whether one sheet may be read, once it is published."""
    path = batch.unit.path
    if batch.visibility == Visibility.PUBLIC or any(path.startswith(one) for one in who.posts):
        return True
    return batch.visibility == Visibility.RESIDENTS and any(
        home.startswith(path) for home in who.homes
    )


def is_withheld(leaf: int) -> bool:
    """Whether what was said at a place of the log is not for everyone.

    The place, its digest and its proof are: so nobody can say later that it was never said.
    """
    restricted = Batch.objects.filter(state__in=PUBLIC).exclude(visibility=Visibility.PUBLIC)
    said = restricted.filter(leaf__lte=leaf).order_by("-leaf").values_list("leaf", "rows").first()
    if said and leaf <= (said[0] or 0) + said[1]:  # its records were said right after it
        return True
    if restricted.filter(withdrawn_leaf=leaf).exists():
        return True
    return Correction.objects.filter(leaf=leaf, record__batch__in=restricted).exists()


def withheld() -> Callable[[int], bool]:
    """Return the same question for one who asks it of every place of the log."""
    restricted = Batch.objects.filter(state__in=PUBLIC).exclude(visibility=Visibility.PUBLIC)
    said = restricted.values_list("leaf", "rows")
    ranges = sorted((leaf or 0, (leaf or 0) + rows) for leaf, rows in said)
    firsts = [first for first, _last in ranges]
    single = set(restricted.exclude(withdrawn_leaf=None).values_list("withdrawn_leaf", flat=True))
    corrected = Correction.objects.filter(record__batch__in=restricted).exclude(leaf=None)
    single |= set(corrected.values_list("leaf", flat=True))

    def hides(leaf: int) -> bool:
        place = bisect_right(firsts, leaf) - 1
        return leaf in single or (place >= 0 and leaf <= ranges[place][1])

    return hides
