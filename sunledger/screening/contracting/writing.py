"""What was published of works and purchases, written in one of the forms that others read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from sunledger.disclosure import records
from sunledger.screening.contracting.followthemoney import Graph
from sunledger.screening.contracting.lines import published
from sunledger.screening.contracting.parties import firms
from sunledger.screening.contracting.processes import Process, processes
from sunledger.screening.contracting.releases import Writer, head
from sunledger.screening.contracting.stages import Json
from sunledger.screening.ocds.merging import merged
from sunledger.screening.shapes import PAYMENTS
from sunledger.units.models import Unit

FORMS = ("releases", "compiled", "ftm")


class NothingPublished(Exception):
    """No line about works or purchases was published; the standard knows no empty package."""


@dataclass
class Wish:
    """Of which units, under which name, in which form; and what became of it."""

    units: QuerySet[Unit] | None
    prefix: str  # of the process ids, as a publisher registers it
    site: str  # the address of the site
    uri: str  # what names this package and no other
    publisher: str
    zone: ZoneInfo
    at: datetime
    left_out: dict[str, int] = field(default_factory=dict)


def written(wish: Wish, form: str) -> Iterator[str]:
    """Give the text of a file: a package of releases, or a JSON object a line.

    Raises NothingPublished before the first text where there is no line.
    """
    found = list(processes(published(wish.units)))
    if form == "ftm":
        return _graph(wish, found)
    if not found:
        raise NothingPublished
    writer = Writer(wish.prefix, wish.zone, firms(_suppliers(found)))
    if form == "releases":
        return _package(wish, writer, found)
    return (_line(compiled(writer, process)) for process in found)


def compiled(writer: Writer, process: Process) -> Json:
    """Return a process as it stands today: its releases merged by the rules of the standard."""
    return merged(writer.releases(process)).value


def _suppliers(found: list[Process]) -> set[str]:
    named = (line.parts.get("supplier") for one in found for line in one.lines)
    return {name for name in named if name}


def _package(wish: Wish, writer: Writer, found: list[Process]) -> Iterator[str]:
    """Give a package release by release, so that it is never whole in the memory."""
    said = head(uri=wish.uri, at=wish.at, publisher=wish.publisher)
    yield json.dumps(said, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "releases": ['
    between = "\n"
    for process in found:
        for release in writer.releases(process):
            yield between + json.dumps(release, ensure_ascii=False)
            between = ",\n"
    yield "\n ]\n}\n"


def _graph(wish: Wish, found: list[Process]) -> Iterator[str]:
    """Give entities; payments are read twice, to learn who of the payees is no person."""
    payees = {row["payee"] for row in _payments(wish) if row["payee"]}
    graph = Graph(wish.site, firms(_suppliers(found) | payees))
    for entity in graph.of_processes(found):
        yield _line(entity)
    for entity in graph.of_payments(_payments(wish)):
        yield _line(entity)
    wish.left_out = dict(graph.left_out)


def _payments(wish: Wish) -> Iterator[dict[str, Any]]:
    """Give the payments that anyone may read."""
    return records.published(PAYMENTS.name, wish.units, to_all=True)


def _line(one: Json) -> str:
    return json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n"
