"""What is never public, in a sheet that was handed in: each place is named, and masked at once.

A sheet with such cells is refused; but what is kept of it, until its unit decides, are the lines
as they would be after masking, each cell by the rule of its field. So one press is enough to go
on with them, and nobody has to keep the original for it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sunledger.core import privacy
from sunledger.core.asides import asides
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.cells import Value
from sunledger.disclosure.found import Found
from sunledger.disclosure.shape import Field
from sunledger.disclosure.sheet import Kept, Problem, Reading
from sunledger.disclosure.table.mapping import column_letters

_ACROSS = gettext_noop(
    "These cells side by side hold one number of a person, cut into pieces: %(cells)s. Remove it."
)
_IN_WORDS = frozenset(["text", "person", "choice"])
_STARS = "****"
_MANY = 500  # lines that are no records; a sheet with more is looked at as far as these


class Masking:
    """Names what is personal in one file, and says what may be shown in its place."""

    def __init__(self, file: str, problems: Found) -> None:
        self._file = file
        self._problems = problems

    def sheet_name(self, name: str) -> str:
        """Return the name of a sheet as it may be public."""
        if found := privacy.find(name):
            self._say(privacy.SENTENCES[found[0].kind], "", 0, "")
        return privacy.mask_found(name)

    def cell(self, msgid: str, value: Value, field: Field, kept: Kept, reading: Reading) -> Value:
        """Name a cell that may not be public, and return what may stand there instead."""
        place = place_of(field.name if field.name != "beside" else field.title.zh, kept, reading)
        can_be = field.kind in _IN_WORDS or not field.required
        self._say(msgid, reading.sheet.name, kept.line, place, masked=can_be)
        if field.kind not in _IN_WORDS:
            return None  # words cannot stand where a figure has to
        if field.personal == "never" or field.mask:
            return privacy.masked(str(value), field.mask) or None
        return privacy.mask_found(str(value), f"{field.title.zh}\n{field.title.en}")

    def across(self, kept: Kept, reading: Reading, fields: Mapping[str, Field]) -> dict[str, Value]:
        """Return what may stand in cells that hold one number together; mostly none do."""
        names = list(kept.values)
        texts = [_piece(kept.values[name], fields.get(name)) for name in names]
        if sum(map(bool, texts)) < 2:
            return {}
        heads = [_heading(name, reading) for name in names]
        found = privacy.find_across(list(zip(heads, texts, strict=True)))
        if found is None:
            return {}
        cut = [names[place] for place in found[1]]
        cells = ", ".join(place_of(name, kept, reading) for name in cut)
        self._say(_ACROSS, reading.sheet.name, kept.line, heads[found[1][0]], {"cells": cells})
        return {name: _STARS if _in_words(fields.get(name)) else None for name in cut}

    def unkept(self, reading: Reading, lines: list[tuple[int, int]]) -> None:
        """Name what stands in lines that are no records: titles, totals, remarks at the end."""
        last = max((last for _first, last in lines), default=0)
        for row in reading.sheet.rows:
            if row.line > last:
                return
            if not any(first <= row.line <= end for first, end in lines):
                continue
            for place, cell in enumerate(row.cells):
                if isinstance(cell, str) and (found := privacy.find(cell)):
                    sentence = privacy.SENTENCES[found[0].kind]
                    where = f"{column_letters(place)}{row.line}"
                    self._say(sentence, reading.sheet.name, row.line, where)

    def beside(self, content: bytes, cells: Iterable[object]) -> None:
        """Name what stands beside the cells; it is left out, whatever is decided."""
        for one in asides(content, lambda: cells):
            self._say(one.sentence, one.sheet, 0, one.cell)

    def _say(
        self,
        msgid: str,
        sheet: str,
        line: int,
        column: str,
        params: dict[str, str] | None = None,
        *,
        masked: bool = True,
    ) -> None:
        problem = Problem(
            "refused", self._file, sheet, line, msgid, params or {}, column=column, last=line
        )
        self._problems.add_personal(problem, masked=masked)


class Unkept:
    """Hears what is said of a sheet, passes it on, and remembers the lines that are no records."""

    def __init__(self, pass_on: Callable[[Problem], None]) -> None:
        self.lines: list[tuple[int, int]] = []
        self._pass_on = pass_on

    def tell(self, problem: Problem) -> None:
        """Hear of a line or of several."""
        if problem.kind in ("title", "header", "total") and len(self.lines) < _MANY:
            self.lines.append((problem.line, problem.last))
        self._pass_on(problem)


def place_of(name: str, kept: Kept, reading: Reading) -> str:
    """Return the heading of a cell and its place in the sheet: 备注 (E14)."""
    for one in reading.columns:
        if one.name == name:
            return f"{one.heading} ({column_letters(one.index)}{kept.line})"
    return name


def _heading(name: str, reading: Reading) -> str:
    return next((one.heading for one in reading.columns if one.name == name), name)


def _in_words(field: Field | None) -> bool:
    return field is None or field.kind in _IN_WORDS


def _piece(value: Value, field: Field | None) -> str:
    """Return a cell as it may be a piece of a number; an amount and a day are none."""
    if value is None or isinstance(value, date) or (field and field.kind == "money"):
        return ""
    return str(value)
