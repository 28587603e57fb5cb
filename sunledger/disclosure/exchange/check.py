"""Goes through an exchange file fact by fact, and refuses it at the first thing that is not right.

Every fact has to be the one whose digest is in the log, and the log the one that was signed; every
sheet has to come with all its lines; whoever is named has to be one of the units. No database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sunledger.core import merkle
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.exchange import facts, form
from sunledger.disclosure.exchange.facts import BatchSaid, ExemptionSaid, Fact, RecordSaid
from sunledger.disclosure.exchange.form import NotExchange
from sunledger.disclosure.exchange.opening import Book, hashes_of
from sunledger.disclosure.models.shape import digest_of
from sunledger.disclosure.shape import Category
from sunledger.seal import fact as sealed

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)  # of what was erased nobody says when it was said


@dataclass(frozen=True)
class Unit:
    """A unit as the other site describes it."""

    code: str
    name: str
    name_en: str
    kind: str
    parent: str  # empty: the one whose books these are


@dataclass(frozen=True)
class Told:
    """One fact of the other site's log, with all that shows that it was said there."""

    entry: int
    digest: bytes
    salt: bytes
    body: str
    path: tuple[bytes, ...]
    said: Fact | None  # none: its words were erased, only its place is left
    said_at: datetime


@dataclass
class Contents:
    """What a file holds, once all of it was gone through."""

    units: dict[str, Unit] = field(default_factory=dict)
    shapes: dict[str, Category] = field(default_factory=dict)
    contents: dict[str, dict[str, Any]] = field(default_factory=dict)  # of shapes, by digest
    emptied: set[int] = field(default_factory=set)  # sheets of which lines were erased
    counts: Counter[str] = field(default_factory=Counter)

    def shape_of(self, batch: BatchSaid) -> tuple[str, Category]:
        """Return the shape against which a sheet was read, and its digest."""
        if batch.shape in self.shapes and self.shapes[batch.shape].code == batch.category:
            return batch.shape, self.shapes[batch.shape]
        for digest, shape in self.shapes.items():
            if not batch.shape and shape.code == batch.category:  # from before shapes were said
                return digest, shape
        sentence = gettext_noop("The shape of the category %(code)s is not in it.")
        raise NotExchange(sentence, code=batch.category)


def contents(book: Book) -> Contents:
    """Go through the whole file; return what it holds, or refuse it."""
    found = Contents()
    _read_units(book, found)
    _read_shapes(book, found)
    for told in tell(book, found):
        found.counts[kind_of(told)] += 1
    return found


def kind_of(told: Told) -> str:
    """Return the kind of a fact."""
    return next((k for k, one in facts.KINDS.items() if isinstance(told.said, one)), "forgotten")


def tell(book: Book, found: Contents) -> Iterator[Told]:
    """Give every fact of a file in the order in which it was said, each of them checked."""
    walk = _Walk(book, found)
    for line in book.lines(form.FACTS):
        told = _told(line, book)
        walk.step(told)
        yield told
    walk.end()


class _Walk:
    """Where one is: within a sheet, whose lines follow it one by one, or between sheets."""

    def __init__(self, book: Book, found: Contents) -> None:
        self.manifest, self.found = book.manifest, found
        self.last = -1
        self.batch: BatchSaid | None = None
        self.entry = self.rows = 0

    def step(self, told: Told) -> None:
        """Take one fact, or refuse it where it stands."""
        if not max(self.last + 1, self.manifest.first) <= told.entry < self.manifest.size:
            raise NotExchange(gettext_noop("Its facts do not stand in the order of the log."))
        self.last = told.entry
        if self.batch and self.rows < self.batch.rows:
            self._line(told, self.batch)
        elif told.said is None:
            pass  # a correction that was erased: only its place is left
        elif isinstance(told.said, RecordSaid):
            raise NotExchange(gettext_noop("A line stands there without its sheet."))
        elif isinstance(told.said, BatchSaid):
            self._sheet(told.said, told.entry)
        elif isinstance(told.said, ExemptionSaid):
            self._need_unit(told.said.unit)

    def end(self) -> None:
        """Refuse a file that ends within a sheet."""
        if self.batch and self.rows < self.batch.rows:
            raise self._lacking(self.batch)

    def _sheet(self, batch: BatchSaid, entry: int) -> None:
        self._need_unit(batch.unit)
        self.batch, self.entry, self.rows = batch, entry, 0
        self.shape = self.found.shape_of(batch)[1]  # against which its lines are read

    def _line(self, told: Told, batch: BatchSaid) -> None:
        """Take the next line of a sheet."""
        self.rows += 1
        said = told.said
        if told.entry != self.entry + self.rows:
            raise self._lacking(batch)
        if said is None:
            self.found.emptied.add(self.entry)
            return
        if not isinstance(said, RecordSaid) or said.number != self.rows:
            raise self._lacking(batch)
        mine = (said.batch, said.unit, said.category, said.version, said.period)
        if mine != (batch.batch, batch.unit, batch.category, batch.version, batch.period):
            raise NotExchange(gettext_noop("A line in it says that it belongs to another sheet."))
        facts.need_fitting(said, self.shape)

    def _need_unit(self, code: str) -> None:
        if code not in self.found.units:
            raise NotExchange(gettext_noop("The unit %(code)s is not in its list."), code=code)

    def _lacking(self, batch: BatchSaid) -> NotExchange:
        sentence = gettext_noop("The sheet %(sheet)s lacks lines, or they stand in a wrong order.")
        return NotExchange(sentence, sheet=batch.batch)


def _told(line: dict[str, Any], book: Book) -> Told:
    """Return a fact that is in the log, as the file proves."""
    head, path = book.checkpoint, hashes_of(line.get("path"))
    entry, body = line.get("entry"), line.get("body")
    if type(entry) is not int or set(line) - {"entry", "salt", "body", "path", "erased"}:
        raise NotExchange(gettext_noop("One of its facts is none that a site says."))
    if isinstance(body, str) and "erased" not in line:
        salt = _salt(line.get("salt"))
        digest = sha256(salt + body.encode("utf-8", "replace")).digest()
        said, at = facts.read(body)
        told = Told(entry, digest, salt, body, tuple(path), said, at)
    else:
        digest = (hashes_of([line.get("erased")]) or [b""])[0]
        told = Told(entry, digest, b"", "", tuple(path), None, _LONG_AGO)
    if not merkle.is_included(told.digest, entry, head.size, path, head.root):
        sentence = gettext_noop("Entry %(entry)s is not in the log as it stands in this file.")
        raise NotExchange(sentence, entry=str(entry))
    return told


def _salt(text: Any) -> bytes:
    try:
        salt = bytes.fromhex(text)
    except (ValueError, TypeError):
        salt = b""
    return salt if len(salt) == sealed.SALT_BYTES else b""


def _read_units(book: Book, found: Contents) -> None:
    """Take the units: the first is the one whose books these are, each other has its parent."""
    for line in book.lines(form.UNITS):
        unit = _unit(line)
        first = not found.units
        known = unit.code in found.units or (unit.parent not in found.units) != first
        wrong_root = first and (unit.code != book.manifest.unit or unit.parent)
        others = not first and not book.manifest.below
        if known or wrong_root or others or len(found.units) >= form.MOST_UNITS:
            raise NotExchange(gettext_noop("Its list of units makes no tree."))
        found.units[unit.code] = unit
    if not found.units:
        raise NotExchange(gettext_noop("Its list of units makes no tree."))


def _unit(line: dict[str, Any]) -> Unit:
    """Return a unit of the list."""
    names = ("code", "name", "name_en", "kind", "parent")
    limits = (32, 120, 120, 32, 32)
    texts = [line.get(name) for name in names]
    for text, limit in zip(texts, limits, strict=True):
        if not isinstance(text, str) or len(text) > limit or not text.isprintable():
            raise NotExchange(gettext_noop("Its list of units makes no tree."))
    code, name, name_en, kind, parent = map(str, texts)
    if not name or not code.isascii() or not code.replace("-", "a").replace("_", "a").isalnum():
        raise NotExchange(gettext_noop("Its list of units makes no tree."))
    return Unit(code, name, name_en, kind, parent)


def _read_shapes(book: Book, found: Contents) -> None:
    """Take the shapes of the categories, each known by its digest."""
    for line in book.lines(form.SHAPES):
        content = line.get("content")
        if not isinstance(content, dict) or digest_of(content) != line.get("digest"):
            raise NotExchange(gettext_noop("The shape of a category in it makes no sense."))
        shape = facts.category(content)
        if shape.visibility != "public" or len(found.shapes) >= form.MOST_SHAPES:
            raise NotExchange(gettext_noop("The shape of a category in it makes no sense."))
        found.shapes[line["digest"]] = shape
        found.contents[line["digest"]] = content
