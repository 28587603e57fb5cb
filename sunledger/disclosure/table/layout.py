"""Which lines of a sheet hold its headings, and which field each heading fits."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sunledger.core.rows import Row
from sunledger.disclosure.category import Category, Field
from sunledger.disclosure.table.cells import looks_like, plain_text
from sunledger.disclosure.table.dayparts import Parts, find_parts
from sunledger.disclosure.table.headings import readings, tidy, words
from sunledger.disclosure.table.mapping import Mapping, column_letters

LOOK = 100  # lines in which the headings are looked for
_DEEPEST = 3  # lines that one heading may take
_LOOK_AT = 300  # rows whose cells decide between two columns
_SAID = -1_000_000  # the rank of a column that somebody named
_NUMBER = re.compile(r"[^\w]*\d[\d\W]*")
_RECORD = re.compile(
    r"\s*(?:\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}|[-(]?[£€$¥]?[\d,]+\.\d\d?\)?)\s*"
)


@dataclass(frozen=True)
class Column:
    """A column: where it stands, what it is called, and the name of its field or of its own."""

    index: int
    heading: str
    name: str
    field: Field | None = None


@dataclass(frozen=True)
class Heading:
    """Headings that were found: their lines and names, and where each field may be read."""

    lines: tuple[int, ...]
    names: tuple[str, ...]
    fits: dict[str, list[tuple[int, int]]]  # field: (rank, column), the surest first
    missing: tuple[Field, ...]
    parts: Parts | None = None

    @property
    def score(self) -> tuple[int, int, int, int]:
        """Return how well they fit: what is needed, what is known, what is named, few lines."""
        named = sum(map(bool, self.names))
        return (-len(self.missing), len(self.fits), named, -len(self.lines))

    def titles(self, category: Category) -> int:
        """Return how many of the headings are the very names of the category's fields."""
        said = {words(name) for name in self.names}
        return sum(bool(said & {words(f.title.zh), words(f.title.en)}) for f in category.fields)


@dataclass(frozen=True)
class Layout:
    """How a sheet is read: its columns, and the lines that hold its headings."""

    lines: tuple[int, ...]
    columns: tuple[Column, ...]
    rivals: dict[str, tuple[str, ...]]  # field: headings that fit it too and were not chosen
    parts: Parts | None = None

    def of(self, field: str) -> Column | None:
        """Return the column of a field."""
        return next((one for one in self.columns if one.field and one.field.name == field), None)

    def of_role(self, role: str) -> Column | None:
        """Return the column that plays a part."""
        return next((one for one in self.columns if one.field and one.field.role == role), None)


def find_heading(rows: Sequence[Row], category: Category, mapping: Mapping) -> Heading | None:
    """Return the first headings that have all that is needed, else those that have most of it."""
    best: Heading | None = None
    end = len(rows)
    for place in range(len(rows)):
        if place >= end:
            break
        for deep in range(1, _DEEPEST + 1):
            found = _try(rows[place : place + deep], deep, category, mapping)
            if found and (best is None or found.score > best.score):
                best = found
                if not best.missing:
                    # A title above may have been taken for a part: look a little further down.
                    end = min(end, place + _DEEPEST)
    return best


def heading_in(row: Row, category: Category, mapping: Mapping) -> Heading | None:
    """Return the headings that one line holds, if they are all that is needed."""
    found = _try([row], 1, category, mapping)
    return found if found and not found.missing else None


def headless(rows: Sequence[Row], category: Category, mapping: Mapping) -> Heading | None:
    """Return headings by place alone, of the lines above the first that has an amount."""
    width = max((len(row.cells) for row in rows), default=0)
    fits = {field: [(_SAID, place)] for field, place in mapping.places() if place < width}
    amount = category.role("amount")
    if amount is None or amount.name not in fits:
        return None
    index = fits[amount.name][0][1]
    above: Row | None = None
    for row in rows:
        if index < len(row.cells) and looks_like("money", row.cells[index]):
            break
        above = row if any(map(plain_text, row.cells)) else above
    names = [tidy(plain_text(cell)) for cell in above.cells] if above else []
    names += [""] * (width - len(names))
    lines = (above.line,) if above else ()
    return Heading(lines, tuple(names), fits, _missing(fits, category))


def _try(rows: Sequence[Row], deep: int, category: Category, mapping: Mapping) -> Heading | None:
    """Return the headings that these lines would be, if any cell of them fits a field."""
    if len(rows) < deep or not all(map(_may_be_heading, rows)):
        return None
    texts = [[tidy(plain_text(cell)) for cell in row.cells] for row in rows]
    if deep > 1 and (_is_title(texts[0]) or any(_has_digits(text) for text in texts[-1] if text)):
        return None
    ways = _joined(texts)
    fits = _fits(ways, category, mapping)
    if not fits:
        return None
    parts = _day_in_parts(ways, fits, category)
    lines = tuple(row.line for row in rows)
    return Heading(lines, _shown(ways), fits, _missing(fits, category), parts)


def _day_in_parts(
    ways: Sequence[tuple[str, ...]], fits: dict[str, list[tuple[int, int]]], category: Category
) -> Parts | None:
    """Return where days stand in pieces, if no heading fits a whole one."""
    day = category.role("day")
    parts = find_parts(ways)
    if day is None or day.name in fits or parts is None:
        return None
    for places in fits.values():
        places[:] = [place for place in places if place[1] != parts.month]
    fits[day.name] = [(0, parts.month)]
    return parts


def _may_be_heading(row: Row) -> bool:
    """Whether a line holds words and neither days nor amounts."""
    filled = [cell for cell in row.cells if cell not in ("", None)]
    texts = [cell for cell in filled if isinstance(cell, str) and not _NUMBER.fullmatch(cell)]
    if len(texts) * 3 <= len(filled) * 2:
        return False
    return not any(isinstance(cell, str) and _RECORD.fullmatch(cell) for cell in filled)


def _is_title(texts: list[str]) -> bool:
    """Whether a line says one thing only."""
    return sum(map(bool, texts)) < 2


def _has_digits(text: str) -> bool:
    """Whether a text is more number than word."""
    return sum(map(str.isdigit, text)) * 2 >= max(len(text), 1)


def _joined(lines: list[list[str]]) -> list[tuple[str, ...]]:
    """Return the ways to name each column, of lines above one another.

    The first way is the whole heading. A wide cell above (“Amount” over “Gross”, “VAT”, “Net”)
    covers those under it, and only says something by itself where it covers one.
    """
    if len(lines) == 1:
        return [(name,) for name in lines[0]]
    width = max(map(len, lines))
    lower = _joined([line + [""] * (width - len(line)) for line in lines[1:]])
    upper = lines[0] + [""] * (width - len(lines[0]))
    covers = _covers(upper, [way[0] for way in lower])
    wide = Counter(place for place, _ in covers)
    ways: list[tuple[str, ...]] = []
    for above, under, (place, cover) in zip(upper, lower, covers, strict=True):
        if not under[0] or not cover:
            ways.append((above,) if above else under)
        else:
            alone = (cover,) if wide[place] == 1 else ()
            ways.append((f"{cover} {under[0]}", *under, *alone))
    return ways


def _covers(upper: list[str], lower: list[str]) -> list[tuple[int, str]]:
    """Return for each column the cell above it, and where that one stands."""
    covers, place, cover = [], 0, ""
    for index, (above, under) in enumerate(zip(upper, lower, strict=True)):
        if above or not under:
            place, cover = index, above
        covers.append((place, cover))
    return covers


def _shown(ways: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return one name a column: the lower line's where it is enough to tell them apart."""
    lower = Counter(way[1] if len(way) == 2 else way[0] for way in ways)
    names = [way[1] if len(way) == 2 and lower[way[1]] == 1 else way[0] for way in ways]
    while names and not names[-1]:
        names.pop()  # what stands under no heading at the end is said of each line
    return tuple(names)


def _fits(
    ways: Sequence[tuple[str, ...]], category: Category, mapping: Mapping
) -> dict[str, list[tuple[int, int]]]:
    """Return which columns each field could be read from, the surest first."""
    found: dict[str, list[tuple[int, int]]] = {}
    spelled = {words(way[0]) for way in ways}
    for index, way in enumerate(ways):
        said = mapping.field(index, way, spelled)
        field, rank = (said, _SAID) if said else _best(way, category)
        if field:
            found.setdefault(field, []).append((rank, index))
    return {field: sorted(places) for field, places in found.items()}


def _best(way: tuple[str, ...], category: Category) -> tuple[str, int]:
    """Return the field that a heading fits, and how surely; nothing if it fits none."""
    for doubt, name in enumerate(way):
        for reading in readings(name):
            if reading in category.spellings:
                field, rank = category.spellings[reading]
                return field, rank + doubt * 1000
    return "", 0


def _missing(fits: Iterable[str], category: Category) -> tuple[Field, ...]:
    """Return the needed fields that no heading fits and nothing stands in for."""
    have = set(fits)
    plus = category.role("plus")

    def found(field: Field) -> bool:
        instead = field.role == "amount" and plus is not None and plus.name in have
        return field.name in have or field.stand_in in have or instead

    return tuple(field for field in category.fields if field.required and not found(field))


def choose(heading: Heading, category: Category, sample: Sequence[Row]) -> Layout:
    """Return the layout: one column a field, chosen by what the cells hold where several fit."""
    taken: dict[int, Field] = {}
    rivals: dict[str, tuple[str, ...]] = {}
    for name, places in heading.fits.items():
        if not places:
            continue
        field = category.field(name)
        index = _likeliest(field, places, sample)
        taken[index] = field
        others = tuple(heading.names[place] for _, place in places if place != index)
        if others:
            rivals[name] = others
    return Layout(heading.lines, tuple(_columns(heading, taken)), rivals, heading.parts)


def _likeliest(field: Field, places: list[tuple[int, int]], sample: Sequence[Row]) -> int:
    """Return the column whose cells look like the field, by trust and then from the left."""
    if len(places) == 1 or places[0][0] == _SAID:
        return places[0][1]

    def merit(place: tuple[int, int]) -> tuple[bool, int, int]:
        rank, index = place
        cells = [row.cells[index] for row in sample[:_LOOK_AT] if index < len(row.cells)]
        filled = [cell for cell in cells if plain_text(cell)]
        fitting = sum(looks_like(field.kind, cell) for cell in filled)
        return (fitting * 2 > len(filled), -rank, -index)

    return max(places, key=merit)[1]


def _columns(heading: Heading, taken: dict[int, Field]) -> Iterator[Column]:
    """Give each column its name: that of its field, else its own heading, else its letters."""
    used = {field.name for field in taken.values()}
    for index, text in enumerate(heading.names):
        if field := taken.get(index):
            yield Column(index, text or f"[{column_letters(index)}]", field.name, field)
            continue
        text = text or f"[{column_letters(index)}]"
        name, number = text, 1
        while name in used:
            number += 1
            name = f"{text} ({number})"
        used.add(name)
        yield Column(index, text, name)
