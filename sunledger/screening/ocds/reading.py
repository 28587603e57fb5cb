"""One compiled release a contracting process, from whatever files of the standard there are.

    reading = Reading([Content(Path("releases.jsonl"), "releases.jsonl")])
    for process in reading.processes():
        ...
    reading.report.refused   # what could not be read, where, and why

The files are gone through twice: first to learn how many releases each process has, then to hand
out each process as soon as its last release was seen. What waits lies in a file on disk, so that
memory grows with the number of processes and not with their size.
"""

import tempfile
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from sunledger.core.content import Content
from sunledger.core.problem import Problem, gettext_noop, shorten
from sunledger.core.rows import BadFile
from sunledger.screening.ocds import merging
from sunledger.screening.ocds.found import (
    Broken,
    Document,
    Place,
    Refusal,
    Refusals,
    Release,
    Waiting,
)
from sunledger.screening.ocds.instants import Instant, read_instant
from sunledger.screening.ocds.jsontext import Texts
from sunledger.screening.ocds.kinds import Json, Kind, is_object, kind_of, unwrapped
from sunledger.screening.ocds.merging import Version
from sunledger.screening.ocds.spread import TOO_DEEP

_SHARED = gettext_noop(
    "Several objects of one array have the same id (%(ids)s). Of each such id only the last was"
    " kept, as the standard says."
)
EMPTY = gettext_noop("There is nothing in this file.")
_IN_A_LINK = gettext_noop(
    "This record only links to its releases. Give the files behind the links as well."
)
_EMPTY_RECORD = gettext_noop("This record has no releases: there is nothing to read in it.")
_NO_RELEASES = gettext_noop("It was read, and holds no releases.")
_NO_OCID = gettext_noop("The %(kind)s has no ocid, so nobody can say which process it is about.")
_NOTHING = gettext_noop(
    "This is neither a release, a record nor a package: it has no ocid, no releases, no records."
)
_NO_OBJECT = gettext_noop("Where a %(kind)s should stand, there is “%(text)s”.")
_NO_DATE = gettext_noop(
    "The release has no date that can be read (“%(text)s”), and its process has others, so that it"
    " has no place in their order."
)


class Process(NamedTuple):
    """One contracting process: its compiled release, and of how many releases that was made."""

    ocid: str
    value: Json
    releases: int


@dataclass
class Report:
    """What was read, by kind, and what was not."""

    found: Counter[str] = field(default_factory=Counter)
    refused: Refusals = field(default_factory=Refusals)
    releases: int = 0
    processes: int = 0
    merged: int = 0  # processes made of more than one release
    repeated: int = 0  # releases that were there before, to the last letter
    noted: Refusals = field(default_factory=Refusals)  # what was read, and is odd


class Reading:
    """The processes of some files; see the module."""

    def __init__(self, contents: Sequence[Content]) -> None:
        self.contents = contents
        self.report = Report()

    def processes(self, only: Container[str] | None = None) -> Iterator[Process]:
        """Give every process once, each as soon as its last release was seen; or some of them."""
        wanted = (one for one in self._releases(Report()) if only is None or one.ocid in only)
        awaited = Counter(one.ocid for one in wanted)
        self.report = Report()
        with tempfile.TemporaryFile(prefix="sunledger-") as spill:
            waiting = Waiting(spill)
            for release in self._releases(self.report):
                if release.ocid not in awaited:
                    continue
                awaited[release.ocid] -= 1
                more = awaited[release.ocid] > 0
                if more or release.ocid in waiting.places:
                    waiting.put(release)
                if not more:
                    held = waiting.take(release.ocid) or [release]
                    if process := self._process(held):
                        yield process

    def _process(self, releases: list[Release]) -> Process | None:
        """Return the process that its releases amount to."""
        report = self.report
        given = _once(releases)
        report.repeated += len(releases) - len(given)
        if len(given) > 1:
            given = _in_order(given, report)
        if not given:
            return None
        if len(given) == 1:
            report.processes += 1
            return Process(given[0].ocid, alone(given[0]), 1)
        try:
            result = merging.merged([one.value for one in given], _version(given))
        except RecursionError:
            report.refused.append(Refusal(given[-1].place, Problem(TOO_DEEP)))
            return None
        report.processes += 1
        report.merged += 1
        if result.shared:
            problem = Problem(_SHARED, {"ids": shorten(", ".join(result.shared))})
            report.noted.append(Refusal(given[-1].place, problem))
        return Process(given[0].ocid, result.value, len(given))

    def _releases(self, report: Report) -> Iterator[Release]:
        """Give every release of every file, and report what is none."""
        for content in self.contents:
            empty = True
            try:
                for text in Texts(content):
                    empty = False
                    yield from of_text(text, content.name, report)
                if empty:
                    report.refused.append(Refusal(Place(content.name), Problem(EMPTY)))
            except BadFile as error:
                report.refused.append(Refusal(Place(content.name), error.problem))


def alone(release: Release) -> Json:
    """Return the compiled release of a process that has one release: what was published."""
    value = release.value
    if release.compiled:
        return value
    return value | {"tag": ["compiled"], "id": f"{release.ocid}-{value.get('date')}"}


def of_text(text: Document | Broken, file: str, report: Report) -> Iterator[Release]:
    """Give the releases of one JSON text, and report what is none."""
    if isinstance(text, Broken):
        report.refused.append(Refusal(Place(file, line=text.line), text.problem))
        return
    inside = unwrapped(text.value)
    if not inside:
        report.noted.append(Refusal(Place(file, text.number, text.line), Problem(_NO_RELEASES)))
    for number, value in enumerate(inside):
        path = str(number) if len(inside) > 1 else ""
        place = Place(file, text.number, text.line, path)
        yield from _Walk(report, "1.1").walk(value, place)


class _Walk:
    """One object of the standard, and the releases in it."""

    def __init__(self, report: Report, version: Version) -> None:
        self.report = report
        self.version = version

    def walk(self, value: object, place: Place) -> Iterator[Release]:
        """Give the releases of an object, by what it is."""
        kind = kind_of(value)
        if not is_object(value) or not kind:
            problem = value if isinstance(value, Problem) else Problem(_NOTHING)
            self.report.refused.append(Refusal(place, problem))
            return
        self.report.found[kind] += 1
        if kind == "release package":
            self.version = _declared(value, value["releases"])
            yield from self._each(value["releases"], "release", place, "releases")
        elif kind == "record package":
            self.version = _declared(value, ())
            yield from self._each(value["records"], "record", place, "records")
        elif kind == "record":
            yield from self._record(value, place)
        else:
            yield from self._release(value, kind, place)

    def _each(self, values: list[Any], kind: Kind, place: Place, name: str) -> Iterator[Release]:
        """Give the releases of each part of a package."""
        if not values:
            self.report.noted.append(Refusal(place, Problem(_NO_RELEASES)))
        for number, value in enumerate(values):
            here = place._replace(path="/".join(filter(None, (place.path, name, str(number)))))
            if isinstance(value, Problem):
                self.report.refused.append(Refusal(here, value))
            elif not is_object(value):
                self._refuse(here, _NO_OBJECT, kind=kind, text=shorten(value))
            elif "ocid" not in value:
                self._refuse(here, _NO_OCID, kind=kind)
            elif kind_of(value) == "record":
                self.report.found["record"] += 1
                yield from self._record(value, here)
            else:
                yield from self._release(value, kind_of(value), here)

    def _record(self, record: Json, place: Place) -> Iterator[Release]:
        """Give the releases of a record: the compiled one where there is one, else its parts."""
        compiled, versioned = record.get("compiledRelease"), record.get("versionedRelease")
        parts = record.get("releases")
        inside = [one for one in parts if _is_whole(one)] if isinstance(parts, list) else []
        if is_object(compiled):
            value = {"ocid": record["ocid"]} | compiled
            yield from self._release(value, "compiled release", place)
        elif inside and isinstance(parts, list) and len(inside) == len(parts):
            values = [{"ocid": record["ocid"]} | one for one in inside]
            yield from self._each(values, "release", place, "releases")
        elif is_object(versioned):
            value = {"ocid": record["ocid"]} | versioned
            yield from self._release(value, "versioned release", place)
        else:
            self._refuse(place, _IN_A_LINK if parts else _EMPTY_RECORD)

    def _release(self, value: Json, kind: Kind, place: Place) -> Iterator[Release]:
        """Give one release."""
        ocid = value.get("ocid")
        if not isinstance(ocid, str) or not ocid.strip():
            self._refuse(place, _NO_OCID, kind=kind or "release")
            return
        if kind == "versioned release":
            try:
                value = merging.of_versions(value)
            except RecursionError:
                self._refuse(place, TOO_DEEP)
                return
        self.report.releases += 1
        compiled = kind in ("compiled release", "versioned release")
        yield Release(ocid, value, self.version, place, compiled)

    def _refuse(self, place: Place, sentence: str, **params: str) -> None:
        self.report.refused.append(Refusal(place, Problem(sentence, params)))


def _is_whole(value: object) -> bool:
    """Whether a part of a record is a release and not a link to one."""
    return is_object(value) and "url" not in value


def _declared(package: Json, releases: Iterable[object]) -> Version:
    """Return the version of a package: 1.0 where it names none, as the standard says.

    Many publishers of 1.1 forget to name it; parties, which only 1.1 has, tell.
    """
    if str(package.get("version") or "1.0").startswith("1.0"):
        newer = any(is_object(one) and "parties" in one for one in releases)
        return "1.1" if newer else "1.0"
    return "1.1"


def _once(releases: list[Release]) -> list[Release]:
    """Return the releases without those that were there before, to the last letter."""
    seen: dict[bytes, Release] = {}
    for one in releases:
        seen.setdefault(msgspec.json.encode(one.value, order="sorted"), one)
    return list(seen.values())


def _in_order(releases: list[Release], report: Report) -> list[Release]:
    """Return the releases by their dates, compared as instants; what has none is refused."""
    dated: list[tuple[Instant, int, Release]] = []
    for number, one in enumerate(releases):
        date = one.value.get("date")
        instant = read_instant(date) if isinstance(date, str) else None
        if instant is None:
            problem = Problem(_NO_DATE, {"text": shorten(date)})
            report.refused.append(Refusal(one.place, problem))
        else:
            dated.append((instant, number, one))
    dated.sort(key=lambda found: (found[0].at, found[2].compiled, found[1]))
    return _from_compiled([one for _, _, one in dated])


def _from_compiled(releases: list[Release]) -> list[Release]:
    """Return the releases from the last compiled one on, which stands for all before it."""
    compiled = [place for place, one in enumerate(releases) if one.compiled]
    return releases[compiled[-1] :] if compiled else releases


def _version(releases: list[Release]) -> Version:
    """Return the newest version among the releases."""
    return "1.1" if any(one.version == "1.1" for one in releases) else "1.0"
