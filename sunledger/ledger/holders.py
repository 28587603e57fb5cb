"""Who is to be told: the people who hold the posts of units on a day, all of them at once.

A night tells of a hundred thousand items; each person is found here without a further query.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from sunledger.units.models import Holding, Power, Reach, Unit

Users = tuple[int, ...]


class Holders:
    """The holders of posts on one day."""

    def __init__(self, on: date) -> None:
        self._by_post: dict[int, set[int]] = defaultdict(set)
        self._by_power: dict[tuple[Power, int], set[int]] = defaultdict(set)
        self._leading: dict[str, set[int]] = defaultdict(set)
        self._path = dict(Unit.objects.values_list("pk", "path"))
        self._by_unit: dict[int, set[int]] = defaultdict(set)
        for post, user, unit, powers, reach in _held(on):
            self._by_unit[unit].add(user)
            self._by_post[post].add(user)
            for power in {Power.ANSWER, Power.VERIFY} & set(powers):
                self._by_power[power, unit].add(user)
            if Power.ASSIGN in powers and reach == Reach.BELOW:
                self._leading[self._path[unit]].add(user)

    def of_posts(self, posts: Iterable[int]) -> set[int]:
        """Return who holds one of some posts."""
        return {user for post in posts for user in self._by_post.get(post, ())}

    def of_unit(self, unit: int) -> set[int]:
        """Return who holds any post of a unit."""
        return self._by_unit.get(unit, set())

    def with_power(self, power: Power, unit: int | None) -> set[int]:
        """Return who answers, or verifies, in a unit itself."""
        return self._by_power.get((power, unit), set()) if unit else set()

    def above(self, doer: int | None, unit: int) -> set[int]:
        """Return who leads one level up: in the nearest unit over the doer where somebody does.

        Who leads there must reach the unit concerned as well: nobody is told of what they may not
        see.
        """
        concerned = self._path[unit]
        for path in _over(self._path[doer] if doer else concerned):
            if concerned.startswith(path) and path in self._leading:
                return self._leading[path]
        return set()


def _over(path: str) -> Iterator[str]:
    """Give the paths of the units over one, the nearest first."""
    codes = path.split("/")[:-2]
    while codes:
        yield "/".join(codes) + "/"
        codes.pop()


def _held(on: date) -> Iterator[tuple[int, int, int, list[str], str]]:
    """Give the posts that are held on a day by people whose account is open."""
    held = Holding.objects.on(on).filter(user__is_active=True).order_by()
    columns = ("post_id", "user_id", "post__unit_id", "post__powers", "post__reach")
    return held.values_list(*columns).iterator(5000)
