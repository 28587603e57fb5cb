"""Lines as releases of the Open Contracting Data Standard 1.1.

One release a line, with the moment at which it was published; a correction is a release of its own
that merges over it. Ids are those of the lines, so merging does what the standard says.

Source: Open Contracting Data Standard 1.1.5, "Release schema" and "Release package schema".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sunledger.screening.contracting.lines import Line
from sunledger.screening.contracting.parties import won
from sunledger.screening.contracting.processes import Process
from sunledger.screening.contracting.stages import Json, Sections, moment

_GITHUB = "https://raw.githubusercontent.com/open-contracting-extensions"
# The second has no versions but its newest.
EXTENSIONS = (
    f"{_GITHUB}/ocds_bid_extension/v1.1.5/extension.json",
    f"{_GITHUB}/ocds_contract_completion_extension/master/extension.json",
)
# What a line about a contract does; a correction of it brings the contract up to date.
_TAGS = {"contract": "contract", "change": "contractAmendment", "settlement": "contractTermination"}


class Writer:
    """Writes the releases of processes; what all of them need is said once."""

    def __init__(self, prefix: str, zone: ZoneInfo, known: frozenset[str]) -> None:
        self.prefix, self.zone, self.known = prefix, zone, known

    def releases(self, process: Process) -> Iterator[Json]:
        """Give the releases of a process in the order in which they were said."""
        sections = Sections(process, self.zone, self.known)
        told = _Told()
        for line in sorted(process.lines, key=lambda one: one.told):
            said = sections.of(line)
            buyer = {"id": line.unit, "name": line.unit_name}
            yield {
                "ocid": f"{self.prefix}-{process.id}",
                "id": line.code if not line.again else f"{line.code}-{line.again}",
                "date": moment(line.said_at),
                "tag": told.tags(line, said),
                "initiationType": "tender",
                "language": "zh",
                "buyer": buyer,
                "parties": told.parties(line, buyer, sections.supplier(line)),
                **told.whole(line, said),
            }


class _Told:
    """Remembers what the releases of a process have said, where a later one must know it."""

    def __init__(self) -> None:
        self._things: set[str] = set()
        self._roles: dict[str, list[str]] = {}
        self._before: dict[str, Json] = {}

    def tags(self, line: Line, said: Json) -> list[str]:
        """Return what a release does: something is told for the first time, or anew."""
        found: list[str] = []
        things: list[tuple[str, str]] = [
            (name, name) for name in ("planning", "tender") if name in said
        ]
        things += [("award", f"award {one['id']}") for one in said.get("awards", ())]
        for name, thing in things:
            found.append(f"{name}Update" if thing in self._things else name)
            self._things.add(thing)
        if any(one["status"] == "cancelled" for one in said.get("awards", ())):
            found[-1] = "awardCancellation"
        if line.stage in _TAGS:
            found.append("contractUpdate" if line.again else _TAGS[line.stage])
        return found

    def parties(self, line: Line, buyer: Json, firm: Json | None) -> list[Json]:
        """Return the buyer and the one who supplies or offers, with every role had so far.

        A later list of roles replaces the earlier one, so that each has to be whole.
        """
        named = [{**buyer, "roles": ["buyer"]}]
        if firm:
            roles = self._roles.setdefault(firm["id"], [])
            offers = line.stage == "offers"
            ours = {"tenderer": offers, "supplier": not offers or won(line.parts.get("won"))}
            roles += [role for role, has in ours.items() if has and role not in roles]
            named.append({**firm, "roles": list(roles)})
        return named

    def whole(self, line: Line, said: Json) -> Json:
        """Return what a line says, with a null for whatever a correction of it emptied."""
        before, self._before[line.code] = self._before.get(line.code, {}), said
        return _emptied(before, said)


def _emptied(before: Json, now: Json) -> Json:
    """Return what is said now, with nulls where something was said before and no more."""
    found = dict(now)
    for name, old in before.items():
        new = now.get(name)
        if isinstance(old, dict):
            found[name] = _emptied(old, new or {})
        elif isinstance(old, list) and isinstance(new, list):
            by_id = {one["id"]: one for one in old if isinstance(one, dict)}
            found[name] = [_emptied(by_id.get(one["id"], {}), one) for one in new]
        elif name not in now and not isinstance(old, list):
            found[name] = None
    return found


def package(releases: Iterable[Json], *, uri: str, at: datetime, publisher: str) -> Json:
    """Return releases in a package."""
    return head(uri=uri, at=at, publisher=publisher) | {"releases": list(releases)}


def head(*, uri: str, at: datetime, publisher: str) -> Json:
    """Return what stands in a package beside its releases."""
    extensions: list[Any] = list(EXTENSIONS)
    return {
        "uri": uri,
        "version": "1.1",
        "publishedDate": moment(at),
        "publisher": {"name": publisher},
        "extensions": extensions,
    }
