"""Why a sheet cannot be read against its category, in one sentence that says what to do."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from sunledger.core.problem import gettext_noop
from sunledger.core.rows import Row, Sheet
from sunledger.disclosure.category import Category, Field
from sunledger.disclosure.table.cells import plain_text
from sunledger.disclosure.table.counts import Counts
from sunledger.disclosure.table.headings import words
from sunledger.disclosure.table.layout import Heading
from sunledger.disclosure.table.remarks import Remarks, Said, said

_ALIKE = 0.5  # of a heading's letters
_SHOWN = 30  # headings that are named in one sentence


def refuse_all(
    sheet: Sheet, category: Category, heading: Heading | None, remarks: Remarks, counts: Counts
) -> None:
    """Refuse every row that is not blank."""
    filled: list[Row] = []
    for row in sheet.rows:
        counts.see(row)
        if any(map(plain_text, row.cells)):
            filled = [*filled[:1], row]
            counts.refused += 1
        else:
            counts.blank += 1
    if not filled:
        remarks.note(0, said(gettext_noop("The sheet is empty.")))
    else:
        lines = (filled[0].line, filled[-1].line + filled[-1].lines - 1)
        remarks.lines("refused", lines, counts.refused, _why(category, heading))
    if counts.blank:
        remarks.lines("blank", (0, 0), counts.blank, said(gettext_noop("Blank lines.")))


def _why(category: Category, heading: Heading | None) -> Said:
    """Return the sentence about headings that do not fit."""
    if heading is None:
        needed = [field for field in category.fields if field.required]
        sentence = gettext_noop(
            "No line holds headings of this category; it needs %(missing)s. Say which column is "
            "which by its number or letter, like “7=%(example)s”."
        )
        return said(sentence, missing=_titles(needed), example=needed[0].name)
    names = [name for name in heading.names if name]
    missing = heading.missing[0]
    taken = {heading.names[place] for places in heading.fits.values() for _, place in places}
    sentence = gettext_noop(
        "No heading fits %(missing)s. The headings on line %(line)s are: %(headings)s. Say which "
        "it is, like “%(heading)s=%(example)s”."
    )
    return said(
        sentence,
        missing=_titles(heading.missing),
        line=str(heading.lines[-1]) if heading.lines else "1",
        headings=listed(names),
        heading=_nearest(missing, [name for name in names if name not in taken]),
        example=missing.name,
    )


def _nearest(field: Field, headings: Sequence[str]) -> str:
    """Return the heading that looks most like one of the field's; a number if none does."""

    def likeness(heading: str) -> float:
        said = words(heading)
        return max(SequenceMatcher(None, said, one).ratio() for one in field.spellings())

    best = max(headings, key=likeness, default="")
    return best if best and likeness(best) > _ALIKE else "7"


def _titles(fields: Sequence[Field]) -> str:
    """Return the names of fields in both languages."""
    return ", ".join(f"{one.title.zh} ({one.title.en})" for one in fields)


def listed(names: Sequence[str]) -> str:
    """Return names as a list that fits into a sentence."""
    shown = [f"“{name[:60]}”" for name in names[:_SHOWN]]
    return ", ".join(shown) + (", …" if len(names) > _SHOWN else "")
