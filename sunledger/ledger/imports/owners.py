"""Whom a list means: its words for units, found in the register, remembered, or founded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from sunledger.ledger.imports.entry import Entry
from sunledger.ledger.imports.labels import several
from sunledger.ledger.models import OwnerName
from sunledger.units.models import Unit

LONGEST = 120  # signs of a unit's name
_WITHHELD = ("redacted", "n/a", "none", "—", "-", "various", "无", "略")
BETWEEN = "\x1f"


@dataclass(frozen=True)
class Owners:
    """Whom each entry is given to, by its words; what nobody knows is None."""

    known: Mapping[str, Unit | None]
    counts: Mapping[str, int]  # how many entries speak of each

    @property
    def unknown(self) -> list[str]:
        """Return the words that name no unit, once each, in the order of the list."""
        return [words for words, unit in self.known.items() if unit is None]

    def unit(self, words: str) -> Unit | None:
        """Return the unit of some words."""
        return self.known.get(words)


def words_of(entry: Entry, entries: Sequence[Entry]) -> list[str]:
    """Return the words for an entry's units, the leading one first; those of its whole else."""
    own = _own(entry)
    place = entry.parent
    while not own and place is not None:
        own, place = _own(entries[place])[:1], entries[place].parent
    return own


def find(entries: Sequence[Entry], of: Unit, among: QuerySet[Unit]) -> Owners:
    """Return whom the entries of a unit's list mean, among the units in reach."""
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        for words in [*words_of(entry, entries), *checkers(entry)]:
            counts[words] += 1
    known = _found([*counts], of, among)
    return Owners({words: known.get(words) for words in counts}, dict(counts))


def checkers(entry: Entry) -> list[str]:
    """Return the words for the unit that checks."""
    return several(entry.words("checker"))[:1]


def split(words: str) -> tuple[str, str]:
    """Return the group, as a report, and the name within it, of some words."""
    group, _sign, name = words.rpartition(BETWEEN)
    return group, name


def shown(words: str) -> str:
    """Return some words as a page shows them."""
    return " · ".join(filter(None, split(words)))


def _own(entry: Entry) -> list[str]:
    """Return the words for units in an entry itself; within a report, they are its own units."""
    group = entry.words("group")[:LONGEST]
    names = [name[:LONGEST] for name in several(entry.words("unit"))]
    names = [name for name in names if name.casefold() not in _WITHHELD]
    names += [name[:LONGEST] for name in several(entry.words("co_units")) if names]
    if not group:
        return list(dict.fromkeys(names))
    return [f"{group}{BETWEEN}{name}" for name in names] or [f"{BETWEEN}{group}"]


def _found(words: Sequence[str], of: Unit, among: QuerySet[Unit]) -> dict[str, Unit]:
    """Return the units that some words mean: remembered, by code, by name."""
    found: dict[str, Unit] = {}
    remembered = OwnerName.objects.filter(unit=of, words__in=[shown(one) for one in words])
    for name in remembered.filter(means__in=among).select_related("means"):
        found |= {one: name.means for one in words if shown(one) == name.words}
    left = [one for one in words if one not in found and not split(one)[0]]
    found |= _by_name(left, among)
    return found


def _by_name(words: Iterable[str], among: QuerySet[Unit]) -> dict[str, Unit]:
    """Return the units with a code or a name; a name that several bear is nobody's."""
    plain = {split(one)[1]: one for one in words}
    found: dict[str, Unit] = {}
    for field in ("code", "name", "name_en"):
        left = [name for name in plain if plain[name] not in found]
        units: dict[str, list[Unit]] = defaultdict(list)
        for unit in among.filter(**{f"{field}__in": left}):
            units[getattr(unit, field)].append(unit)
        found |= {plain[name]: many[0] for name, many in units.items() if len(many) == 1}
    return found
