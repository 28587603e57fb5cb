"""A list becomes entries: each row read, each row accounted for, nothing guessed.

The file is read whole before anything is opened. What one row says wrongly is said with its place,
and the list is opened only when no row is refused any more.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sunledger.core import privacy
from sunledger.core.money import read_money
from sunledger.core.problem import Problem, Refused, gettext_noop, shorten
from sunledger.core.rows import Sheet
from sunledger.ledger.imports import grid, labels, links, outline
from sunledger.ledger.imports.columns import LEVELS
from sunledger.ledger.imports.entry import Entry, Reading
from sunledger.ledger.imports.grid import Line
from sunledger.ledger.imports.whens import read_when

TITLE = 200  # signs of a title; of the rest of the words
WORDS = 20_000
_FEW = 90  # signs of a title that is made of the beginning of a text
_YEAR_MISSING = gettext_noop(
    "“%(words)s” names no year. Write the year, or say which year the list is of."
)
_TWO_AMOUNTS = gettext_noop("“%(words)s” is no amount. Write it like 4900.00, or leave it out.")
_TOO_LONG = gettext_noop("The title has %(length)s signs; write at most %(limit)s.")
_NAMELESS = gettext_noop("The row names no task and no problem. Write one, or remove the row.")
_NO_DAY = gettext_noop("No day is named (“%(words)s”), so none is set.")


@dataclass(frozen=True)
class Wishes:
    """How a list is to be read."""

    title: str = ""  # of the list: with the number of a line it says whether the line is known
    year: int | None = None  # of days that name none
    mapping: Mapping[str, str] = field(default_factory=dict)  # heading: field
    currency: str = "CNY"


def read(sheets: Sequence[Sheet], wishes: Wishes | None = None) -> Reading:
    """Return what a list says, row by row."""
    reader = _Reader(wishes or Wishes())
    for sheet in sheets:
        reader.sheet(sheet)
    return reader.finish()


class _Reader:
    """Goes through the sheets of a list once."""

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.reading = Reading()
        self.by_reference: dict[tuple[str, str], int] = {}
        self.above: dict[int, int] = {}  # the latest entry of each depth
        self.depths = outline.Depths()
        self.before: tuple[int, ...] | None = None

    def sheet(self, sheet: Sheet) -> None:
        """Read one sheet."""
        self.above, self.depths, self.before = {}, outline.Depths(), None
        for line in grid.lines(sheet, self.reading, self.wishes.mapping):
            self._line(line)
        self.reading.notes += [
            {"sheet": sheet.name, "line": note.line, "msgid": note.problem.msgid,
             "params": note.problem.params}
            for note in sheet.notes
        ]  # fmt: skip

    def finish(self) -> Reading:
        """Tie the entries to each other, and say what does not fit."""
        entries = self.reading.entries
        for place, entry in enumerate(entries):
            self._complete(entry, place)
        _part_names(entries)
        links.tie(self.reading)
        return self.reading

    def _line(self, line: Line) -> None:
        """Read one row: the levels that it opens, and what it says of the deepest."""
        texts = dict(line.texts)
        if joined := self._joins(texts):
            self.reading.entries[joined - 1].said = _together(
                self.reading.entries[joined - 1].said, texts
            )
            line.fate.fate, line.fate.entry = "joined", joined - 1
            return
        if any(name in texts for name in LEVELS):
            depth = self._levels(line, texts)
        else:
            depth = self._depth(line, texts)
        if depth:
            self._add(line, depth, texts)
            if texts.get("reference"):
                known = (texts.get("group", ""), texts["reference"])
                self.by_reference[known] = len(self.reading.entries)
        elif line.fate.entry is None:
            line.fate.refuse(Problem(_NAMELESS))

    def _joins(self, texts: Mapping[str, str]) -> int:
        """Return the number of the entry of which this row says more, from 1."""
        if not texts.get("reference"):
            return 0
        return self.by_reference.get((texts.get("group", ""), texts["reference"]), 0)

    def _levels(self, line: Line, texts: dict[str, str]) -> int:
        """Open the levels of a row whose columns are the levels; return that of the row itself."""
        names = [name for name in (*LEVELS, "title") if texts.get(name)]
        titles = {name: texts.pop(name) for name in names}
        for name in names[:-1]:
            depth = (*LEVELS, "title").index(name) + 1
            place = self.above.get(depth)
            if place is None or self.reading.entries[place].title != _one_line(titles[name]):
                self._add(line, depth, {"title": titles[name]})
        if not names:
            return 0
        deepest = (*LEVELS, "title").index(names[-1]) + 1
        place = self.above.get(deepest)
        again = place is not None and (
            self.reading.entries[place].title == _one_line(titles[names[-1]])
        )
        texts["title"] = titles[names[-1]]
        if again and names[-1] in LEVELS[:2] and place is not None:
            entry = self.reading.entries[place]
            entry.said = _together(entry.said, texts)
            line.fate.entry = place
            return 0
        return deepest

    def _depth(self, line: Line, texts: dict[str, str]) -> int:
        """Return how deep a row lies whose title stands in one column."""
        title = str(line.raw.get("title") or "")
        number, rest = texts.get("number", ""), texts.get("title", "")
        if not number:
            number, rest = outline.split_number(rest)
        texts["title"] = rest
        number = outline.ten_after_nine(number, self.before)
        texts["number"] = number
        self.before = outline.dotted(number) or self.before
        if not (rest or texts.get("problem") or texts.get("measures") or texts.get("reference")):
            return 0
        if level := outline.depth_by_word(texts.get("level", "")):
            return level
        if number and not texts.get("reference"):
            return self.depths.of(number)
        return 1 + outline.indent(title)

    def _add(self, line: Line, depth: int, texts: Mapping[str, str]) -> None:
        """Add an entry at a depth, under the latest one above it."""
        place = len(self.reading.entries)
        higher = [at for at in self.above if at < depth]
        parent = self.above[max(higher)] if higher else None
        self.above = {at: known for at, known in self.above.items() if at < depth} | {depth: place}
        said = {name: words for name, words in texts.items() if words}
        entry = Entry(line.sheet, line.line, depth, _one_line(said.pop("title", "")), line.row)
        entry.said = said
        entry.number = said.pop("number", "")
        entry.parent = parent
        self.reading.entries.append(entry)
        line.fate.entry = place

    def _complete(self, entry: Entry, place: int) -> None:
        """Read the days, the money and the title of an entry, and give it its key."""
        fate = self.reading.fate_of(place)
        for name in ("problem", "measures"):
            for said, words in labels.said_under(entry.words(name)).items():
                if said not in ("measures", "contact"):
                    entry.said.setdefault(said, words)
            if entry.words(name):
                entry.said[name] = labels.without_contacts(entry.words(name))
        entry.title = entry.title or _title(entry)
        if len(entry.title) > TITLE:
            params = {"length": str(len(entry.title)), "limit": str(TITLE)}
            fate.refuse(Problem(_TOO_LONG, params))
        self._days(entry, place)
        self._money(entry, place)
        entry.repeats = re.findall(r"[^\s,;，；、]+", entry.words("repeats"))
        for words in (entry.title, *entry.said.values()):
            if personal := privacy.find(words):
                fate.refuse(Problem(privacy.SENTENCES[personal[0].kind]))
        entry.key = _key(entry, self.wishes.title)

    def _days(self, entry: Entry, place: int) -> None:
        """Read when an entry starts, when it is due, and the days on the way."""
        fate = self.reading.fate_of(place)
        for name in ("starts", "due"):
            words = entry.words(name)
            when = read_when(words, self.wishes.year)
            if when.last is not None:
                day = when.days[0] if name == "starts" else when.last
                setattr(entry, name, day.isoformat())
            elif when.year_missing:
                fate.refuse(Problem(_YEAR_MISSING, {"words": shorten(words)}))
            elif words:
                fate.tell(Problem(_NO_DAY, {"words": shorten(words)}))
            if name == "due" and len(when.days) > 1:
                entry.milestones = [(day.isoformat(), "") for day in sorted(set(when.days))]
        if entry.words("milestones"):
            entry.milestones = _milestones(entry.words("milestones"), self.wishes.year)

    def _money(self, entry: Entry, place: int) -> None:
        """Read the money that an entry is about."""
        words = entry.words("found")
        if not words or words[:1].isalpha() or len(words) > 60:
            return
        try:
            entry.found = max(0, read_money(words, self.wishes.currency))
        except Refused:
            problem = Problem(_TWO_AMOUNTS, {"words": shorten(words)})
            self.reading.fate_of(place).tell(problem)


def _together(said: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Return what two rows about the same thing say: the first of each, lists put together."""
    whole = dict(said)
    for name, words in more.items():
        if not words:
            continue
        old = whole.get(name, "")
        if not old:
            whole[name] = words
        elif name == "basis" and words not in re.split("; ", old):
            whole[name] = f"{old}; {words}"
    return whole


def _title(entry: Entry) -> str:
    """Return a title for an entry that has none of its own: what its text begins with."""
    text = _one_line(entry.words("title") or entry.words("problem") or entry.words("measures"))
    short = text if len(text) <= _FEW else text[: _FEW - 1].rsplit(" ", 1)[0] + "…"
    reference = entry.words("reference")
    return f"{reference} {short}".strip() if reference not in short else short


def _milestones(words: str, year: int | None) -> list[tuple[str, str]]:
    """Return the days on the way with what is to be reached on each."""
    found: list[tuple[str, str]] = []
    for piece in re.split(r"[;；\n]", words):
        when = read_when(piece, year)
        if when.last is not None:
            found.append((when.last.isoformat(), shorten(piece, TITLE)))
    return sorted(found)


def _part_names(entries: Sequence[Entry]) -> None:
    """Part names that are two names of the same list with a blank between them."""
    names = {name for entry in entries for name in labels.several(entry.words("unit"))}
    for entry in entries:
        parted = [
            one for name in labels.several(entry.words("unit")) for one in _apart(name, names)
        ]
        if parted:
            entry.said["unit"] = "; ".join(parted)


def _apart(name: str, names: set[str]) -> list[str]:
    """Return the two known names of which a name consists, or the name."""
    for place, sign in enumerate(name):
        if sign == " " and name[:place] in names and name[place + 1 :] in names:
            return [name[:place], name[place + 1 :]]
    return [name]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _key(entry: Entry, title: str) -> str:
    """Return by what a line is known again: the list and its own words, not its place in it."""
    reference = entry.words("reference")
    own = (entry.words("group"), reference) if reference else (entry.number, entry.title)
    more = "" if reference else entry.words("problem")
    return sha256("\x1f".join((title, *own, more)).encode()).hexdigest()
