"""Releases of one contracting process merged into one, by the rules of the standard.

Objects are merged field by field, arrays of objects by their `id`, everything else is replaced as a
whole; a null takes a value away. Which arrays are replaced as a whole, and which fields belong to a
single release only, stands in `RULES`. Source: "Merging", Open Contracting Data Standard 1.1, and
its release schemas 1.0 and 1.1.
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any, Literal, NamedTuple

from sunledger.screening.ocds.instants import read_instant
from sunledger.screening.ocds.kinds import Json, is_object, is_versions

Rule = Literal["omit", "whole"]
Version = Literal["1.0", "1.1"]
Path = tuple[str, ...]

# Fields of one release alone.
_OMITTED = ("id", "date", "tag")
# Arrays that are replaced as a whole, by version of the standard.
_AMENDED = ("tender/amendment", "awards/amendment", "contracts/amendment")
_ITEMS = ("tender/items", "awards/items", "contracts/items")
_WHOLE_IN_BOTH = (
    *(f"{path}/changes" for path in _AMENDED),
    *(f"{path}/additionalClassifications" for path in _ITEMS),
    "buyer/additionalIdentifiers",
    "tender/procuringEntity/additionalIdentifiers",
    "tender/submissionMethod",
)
_WHOLE: dict[Version, tuple[str, ...]] = {
    # In 1.0 an organisation has no id of its own, so that lists of them are replaced.
    "1.0": ("awards/suppliers", "tender/tenderers"),
    "1.1": (
        *(f"{path}s/changes" for path in _AMENDED),
        "awards/suppliers/additionalIdentifiers",
        "contracts/implementation/transactions/payee/additionalIdentifiers",
        "contracts/implementation/transactions/payer/additionalIdentifiers",
        "contracts/relatedProcesses/relationship",
        "parties/additionalIdentifiers",
        "parties/roles",
        "relatedProcesses/relationship",
        "tender/additionalProcurementCategories",
        "tender/tenderers/additionalIdentifiers",
    ),
}


def _rules(version: Version) -> dict[Path, Rule]:
    """Return the rule of every path that has one."""
    rules: dict[Path, Rule] = {(name,): "omit" for name in _OMITTED}
    for path in (*_WHOLE_IN_BOTH, *_WHOLE[version]):
        rules[tuple(path.split("/"))] = "whole"
    return rules


RULES: dict[Version, dict[Path, Rule]] = {version: _rules(version) for version in _WHOLE}


class Merged(NamedTuple):
    """A compiled release, and the ids that several objects of one array and release share.

    Of such objects the later fields hold, as the standard says; what the earlier said is lost.
    """

    value: Json
    shared: tuple[str, ...]


def merged(releases: Iterable[Json], version: Version = "1.1") -> Merged:
    """Return the compiled release of the releases of one process, given in order of their dates."""
    merging = _Merging(RULES[version])
    result: Json = {"tag": ["compiled"]}
    for release in releases:
        ocid, date = release.get("ocid"), release.get("date")
        result |= {"ocid": ocid, "date": date, "id": f"{ocid}-{date}"}
        merging.objects(result, release, ())
    value = {name: value for name, value in result.items() if value is not None}
    return Merged(value, tuple(merging.shared))


class _Merging:
    """Releases being laid one over the other.

    `ids` remembers, for every array by its identity, which object has which id.
    """

    def __init__(self, rules: dict[Path, Rule]) -> None:
        self.rules = rules
        self.ids: dict[int, dict[str, Json]] = {}
        self.shared: list[str] = []

    def objects(self, old: Json, new: Json, path: Path) -> None:
        """Lay the fields of one object over those of another."""
        for name, value in new.items():
            here = (*path, name)
            rule = self.rules.get(here)
            if rule == "omit":
                continue
            if rule == "whole" or _is_plain(value):
                self._replace(old, name, value)
            elif self._says(value, here):
                self._deeper(old, name, value, here)

    def _replace(self, old: Json, name: str, value: Any) -> None:
        """Put a value in the place of another; null takes away what is no object."""
        if value is not None:
            old[name] = deepcopy(value)
        elif _is_plain(old.get(name)):
            old.pop(name, None)

    def _says(self, value: Any, path: Path) -> bool:
        """Whether there is any value in an object or an array of objects, be it a null."""
        if isinstance(value, list):
            return any(self._says(one, path) for one in value)
        for name, one in value.items():
            here = (*path, name)
            rule = self.rules.get(here)
            if rule != "omit" and (rule == "whole" or _is_plain(one) or self._says(one, here)):
                return True
        return False

    def _deeper(self, old: Json, name: str, value: Any, path: Path) -> None:
        """Merge an object, or an array of objects; where the kind changed, the later holds."""
        before = old.get(name)
        if is_object(value):
            if not is_object(before):
                before = old[name] = {}
            self.objects(before, value, path)
            return
        if not isinstance(before, list) or (before and id(before) not in self.ids):
            before = old[name] = []
        self._array(before, value, path)

    def _array(self, old: list[Json], new: list[Json], path: Path) -> None:
        """Merge two arrays of objects by their ids; what has none is another object each time."""
        known = self.ids.setdefault(id(old), {})
        seen: set[str] = set()
        for one in new:
            key = _key(one)
            if key is None:
                if self._says(one, path):
                    old.append({})
                    self.objects(old[-1], one, path)
                continue
            if key in seen:
                self.shared.append(f"{'/'.join(path)}: {key}")
            seen.add(key)
            if key not in known:
                old.append({"id": one["id"]})
                known[key] = old[-1]
            target = known[key]
            first = target["id"]
            self.objects(target, one, path)
            target["id"] = first


def _key(one: Json) -> str | None:
    """Return what an object is known by: 1 and "1" are one id, and null is none."""
    value = one.get("id")
    return None if value is None else str(value)


def _is_plain(value: object) -> bool:
    """Whether a value is replaced as a whole: no object, and no array of objects alone."""
    if isinstance(value, dict):
        return False
    return not isinstance(value, list) or any(not isinstance(one, dict) for one in value)


def of_versions(versioned: Json) -> Json:
    """Return the compiled release that a versioned release amounts to: the last of every value."""
    release: Json = _last(versioned)
    dated = [(instant.at, text) for text in _dates(versioned) if (instant := read_instant(text))]
    date = max(dated)[1] if dated else None
    ocid = versioned.get("ocid")
    release |= {"tag": ["compiled"], "id": f"{ocid}-{date}", "date": date}
    return release


def _last(value: Any) -> Any:
    """Return a value as it stands after the last release."""
    if is_versions(value):
        return value[-1]["value"]
    if isinstance(value, dict):
        found = {name: _last(one) for name, one in value.items()}
        return {name: one for name, one in found.items() if one is not None}
    return [_last(one) for one in value] if isinstance(value, list) else value


def _dates(value: Any) -> Iterator[str]:
    """Give the dates of all releases that a versioned release names."""
    if is_versions(value):
        yield from (one["releaseDate"] for one in value if isinstance(one["releaseDate"], str))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _dates(one)
    elif isinstance(value, list):
        for one in value:
            yield from _dates(one)
