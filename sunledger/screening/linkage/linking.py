"""From two tables to links: what kind of names they hold decides by which rules they are joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

import numpy as np

from sunledger.core.problem import Refused, gettext_noop
from sunledger.screening.linkage import codes, firms, persons, records, repeats, weighing, written
from sunledger.screening.linkage.evidence import Field, Level
from sunledger.screening.linkage.persons import Scored
from sunledger.screening.linkage.texts import Column, column
from sunledger.screening.linkage.tiers import Tier, tier

# What a column can be. Those of a person without a family name of its own have one whole name.
KINDS = (
    "name", "given", "born", "place", "code", "identity", "phone", "address", "postcode", "email",
    "text",
)  # fmt: skip
# What of a person says something that neither day nor village does.
BESIDE = ("phone", "email")
# A pair less likely than this is not told of at all; at DOUBTED it is worth a look.
LEAST, DOUBTED = 0.5, 0.05
# Into so many parts a chance is cut: in fewer, thousands of the surest would stand in no order.
_FINE = 1_000_000_000

_NEEDED = gettext_noop("Both files need a column of names or of codes; --map says which.")

Table = Mapping[str, Sequence[str]]


class NothingInCommon(Refused):
    """The files have too little in common to be joined; the sentence says what is wanted."""


class Link(NamedTuple):
    """A pair of rows that may be the same, with all that speaks for it and against."""

    left: int
    right: int
    tier: Tier
    chance: float
    others: float
    levels: tuple[Level, ...]

    def why(self, language: str = "en") -> str:
        """Return in words how the pair agrees, the strongest first."""
        told = [one for one in self.levels if one.agrees >= 0 or one is codes.LEVELS[codes.SHARED]]
        told.sort(key=lambda level: -level.agrees)
        return ("，" if language == "zh" else "; ").join(getattr(level, language) for level in told)


@dataclass(frozen=True)
class Found:
    """All pairs that were found, in the order of the rows, and what was cut of too large blocks.

    `shared` is how many codes count for nothing, since too many different names share each.
    """

    links: list[Link]
    cut: dict[str, int]
    compared: int
    shared: int = 0


def link(kind: str, left: Table, right: Table | None = None) -> Found:
    """Return who of the first table is who of the second, or of itself where there is no second.

    `kind` is "person" or "firm"; the tables hold columns by what they are, as in KINDS.
    """
    itself = right is None
    other = left if right is None else right
    shared = [name for name in KINDS if name in left and name in other]
    sides = {name: [column(left[name]), column(other[name])] for name in shared}
    if not {"name", "code", "identity"} & set(shared):
        raise NothingInCommon(_NEEDED)
    if not len(left[shared[0]]) or not len(other[shared[0]]):
        return Found([], {}, 0)
    less = repeats.fewer(sides, itself=itself) if kind == "firm" else None
    scored, fields = _scored(kind, less.sides if less else sides, itself=itself)
    links = _links(scored, fields)
    useless = sum(field.shared for field in fields if isinstance(field, codes.Codes))
    return Found(_spread(links, less) if less else links, scored.cut, len(scored.odds), useless)


def _spread(links: Sequence[Link], less: repeats.Fewer) -> list[Link]:
    """Return the links of all rows, where one stood for those that are the same."""
    found = [
        one._replace(left=left, right=right)
        for one in links
        for left, right in less.ends(one.left, one.right)
    ]
    return sorted(found, key=lambda one: (one.left, -one.chance, one.right))


def _scored(
    kind: str, sides: Mapping[str, Sequence[Column]], *, itself: bool
) -> tuple[Scored, list[Field]]:
    """Return the pairs by the rules for what the tables hold."""
    more: dict[str, Field] = {}
    for name in ("code", "identity"):
        if name in sides:
            more[name] = codes.of(sides[name], names=sides.get("name"))
    if kind == "firm":
        return firms.score(sides, more, itself=itself)
    same = None if itself else weighing.alike(held for _, held in sides.values())
    if "given" not in sides and _of_persons(sides, itself=itself):
        return persons.score_with(_filled(sides), more | _beside(sides), itself=itself, same=same)
    kinds = {name: name for name in sides if name not in more}
    return records.score_with(kinds, sides, more, itself=itself, same=same)


def _of_persons(sides: Mapping[str, Sequence[Column]], *, itself: bool) -> bool:
    """Whether the tables tell of persons what villages tell; in Chinese, part of it does."""
    told = {"name", "born", "place"} & set(sides)
    chinese = "name" in told and any(written.mostly_han(side.values) for side in sides["name"])
    return (chinese and len(told) > 1) or (not itself and told == {"name", "born", "place"})


def _filled(sides: Mapping[str, Sequence[Column]]) -> Mapping[str, Sequence[Column]]:
    """Return the columns, with one in which nothing is told for one that is not there."""
    nothing = [Column([""], np.zeros(len(side.at), np.int32)) for side in sides["name"]]
    return {name: sides.get(name, nothing) for name in ("name", "born", "place")}


def _beside(sides: Mapping[str, Sequence[Column]]) -> dict[str, Field]:
    """Return what else is told of persons."""
    return {name: records.field(name, "code", sides[name]) for name in BESIDE if name in sides}


def _links(scored: Scored, fields: Sequence[Field]) -> list[Link]:
    """Return the pairs worth telling of, each with its tier and its levels."""
    kept = np.flatnonzero(scored.chance >= DOUBTED)
    pairs = scored.pairs.take(kept)
    order = np.lexsort((pairs.right, -scored.chance[kept], pairs.left))
    known: dict[tuple[int, ...], tuple[Tier, tuple[Level, ...]]] = {}
    links = []
    for at in order.tolist():
        pattern = tuple(pairs.levels[at].tolist())
        if pattern not in known:
            levels = tuple(one.levels[way] for one, way in zip(fields, pattern, strict=True))
            known[pattern] = tier(fields, levels), levels
        rank, levels = known[pattern]
        chance, others = float(scored.chance[kept[at]]), float(scored.others[kept[at]])
        # Downwards: of two who fit alike each has a little less than one half.
        rounded = floor(chance * _FINE) / _FINE, round(others, 2)
        links.append(Link(int(pairs.left[at]), int(pairs.right[at]), rank, *rounded, levels))
    return links
