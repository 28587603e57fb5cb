"""What somebody says about the columns of a sheet: “Heading=amount”, “7=amount”, “G=amount”."""

import re
from collections.abc import Mapping as Pairs
from collections.abc import Sequence

from sunledger.core.problem import Refused, gettext_noop
from sunledger.disclosure.category import Category
from sunledger.disclosure.table.headings import words

_PLACE = re.compile(r"(?:column|col|列|第)?\s*(\d{1,4}|[a-z]{1,3})\s*列?", re.IGNORECASE)


class UnknownField(Refused):
    """A mapping that names a field which the category does not have."""


class Mapping:
    """Which field is meant for which heading, or for which column by its number or letters."""

    def __init__(self, said: Pairs[str, str] | None, category: Category) -> None:
        self.said = dict(said or {})
        self._by_words: dict[str, str] = {}
        self._by_place: dict[int, str] = {}
        for heading, name in self.said.items():
            field = _field_named(name, category)
            self._by_words[words(heading)] = field
            place = column_place(heading)
            if place is not None:
                self._by_place[place] = field

    def field(self, index: int, ways: tuple[str, ...], names: set[str]) -> str:
        """Return the field that was named for a column; a heading goes before a place."""
        for heading in filter(None, ways):
            if field := self._by_words.get(words(heading)):
                return field
        place = self._by_place.get(index, "")
        # “A” is the first column, unless some heading of this sheet is “A”.
        return place if place and ways[0] and not (names & self._headings_of(place)) else ""

    def places(self) -> list[tuple[str, int]]:
        """Return the fields that were named by their place."""
        return [(field, place) for place, field in self._by_place.items()]

    def unused(self, headings: Sequence[str]) -> list[str]:
        """Return what was said about columns that the sheet does not have."""
        spelled = {words(heading) for heading in headings}
        places = {heading: column_place(heading) for heading in self.said}
        return [
            heading
            for heading, place in places.items()
            if not any(words(heading) in one for one in spelled)
            and (place is None or place >= len(headings))
        ]

    def _headings_of(self, field: str) -> set[str]:
        return {spelling for spelling, name in self._by_words.items() if name == field}


def _field_named(name: str, category: Category) -> str:
    """Return the field of a name or a title."""
    for field in category.fields:
        if name.strip() in (field.name, field.title.zh, field.title.en):
            return field.name
    sentence = gettext_noop("“%(name)s” is no field of %(category)s. Its fields are: %(fields)s.")
    fields = ", ".join(field.name for field in category.fields)
    raise UnknownField(sentence, name=name, category=category.code, fields=fields)


def column_place(heading: str) -> int | None:
    """Return the column (from 0) that “7”, “G” or “column 7” names."""
    found = _PLACE.fullmatch(heading.strip())
    if found is None or found[1] == "0":
        return None
    if found[1].isdigit():
        return int(found[1]) - 1
    place = 0
    for letter in found[1].upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


def column_letters(index: int) -> str:
    """Return the name that spreadsheet programs give a column: A, B, … AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
