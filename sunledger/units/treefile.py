"""A sheet of units, read into entries: which column is the code, the name, the parent.

Lists of places come with many headings. What is recognised stands in the tables below; anything
else is named by hand (`columns`). Where no column is the parent, but columns such as cityCode and
provinceCode name those above, the nearest of them, which has the longest code, is the parent.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sunledger.core.problem import Problem, Refused
from sunledger.core.problem import gettext_noop as _

KNOWN = {
    "code": ["code", "unitcode", "id", "代码", "编码", "单位代码", "区划代码", "行政区划代码"],
    "name": ["name", "unit", "unitname", "名称", "单位", "单位名称", "区划名称"],
    "parent": ["parent", "parentcode", "parentid", "under", "上级", "上级代码", "上级单位代码"],
    "name_en": ["nameen", "englishname", "英文名", "英文名称"],
    "kind": ["kind", "type", "类型", "类别", "级别", "层级"],
}
NEEDED = ("code", "name")
ABOVE = re.compile(r"(code|代码|编码)$")


@dataclass(frozen=True)
class Entry:
    """One unit as a sheet has it; None where the sheet has no such column."""

    file: str
    line: int
    code: str
    name: str
    parent: str | None
    name_en: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Columns:
    """Where in a row each thing stands."""

    places: Mapping[str, int]
    above: Sequence[int]  # columns that name some unit above

    def entry(self, file: str, line: int, cells: Sequence[object]) -> Entry:
        """Return the row as an entry."""
        texts = [text_of(cell) for cell in cells]

        def at(field: str) -> str | None:
            place = self.places.get(field)
            return None if place is None else (texts[place] if place < len(texts) else "")

        parent = at("parent")
        if parent is None and self.above:
            parent = max((texts[place] for place in self.above if place < len(texts)), key=len)
        return Entry(
            file, line, at("code") or "", at("name") or "", parent, at("name_en"), at("kind")
        )


def columns_of(file: str, headings: Sequence[object], named: Mapping[str, str]) -> Columns:
    """Find the columns by their headings, or refuse the sheet."""
    keys = [_key(heading) for heading in headings]
    places: dict[str, int] = {}
    for field, known in KNOWN.items():
        wanted = [_key(named[field])] if field in named else known
        found = [place for place, key in enumerate(keys) if key in wanted]
        if len(found) > 1:
            raise Refused(
                _("%(file)s: more than one column looks like the %(field)s. Name one of them."),
                file=file,
                field=field,
            )
        if found:
            places[field] = found[0]
        elif field in NEEDED or field in named:
            raise Refused(
                _("%(file)s: no column is the %(field)s; the headings are: %(headings)s."),
                file=file,
                field=field,
                headings=", ".join(text_of(heading) for heading in headings),
            )
    taken = set(places.values())
    above = [place for place, key in enumerate(keys) if place not in taken and ABOVE.search(key)]
    return Columns(places, above)


def entries(
    file: str, rows: Iterable[tuple[int, Sequence[object]]], named: Mapping[str, str]
) -> Iterator[Entry]:
    """Return the rows of a sheet as entries; the first row that is not blank has the headings."""
    columns: Columns | None = None
    for line, cells in rows:
        if not any(text_of(cell) for cell in cells):
            continue
        if columns is None:
            columns = columns_of(file, cells, named)
        else:
            yield columns.entry(file, line, cells)


def text_of(cell: object) -> str:
    """Return a cell as text; a code that a spreadsheet took for a number is a code again."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _key(heading: object) -> str:
    return re.sub(r"[\s_.\-()（）]", "", text_of(heading)).lower()


class TreeRefused(Refused):
    """A tree that cannot be loaded, with everything that is wrong with it."""

    SHOWN = 20

    def __init__(self, problems: Sequence[Problem]) -> None:
        msgid = _("Nothing was loaded. Problems found: %(count)s.")
        super().__init__(msgid, count=str(len(problems)))
        self.problems = problems

    def __str__(self) -> str:
        shown = [str(problem) for problem in self.problems[: self.SHOWN]]
        return "\n".join([*shown, str(self.problem)])
