"""One thing that is said beside the cells, and the sentence about each sort of it."""

from typing import NamedTuple

from sunledger.core.problem import gettext_noop

COMMENT = gettext_noop("A comment at this cell holds what is never public. Delete the comment.")
NAME = gettext_noop("A name defined in the workbook holds what is never public. Delete that name.")
HEADER = gettext_noop(
    "The header or footer of the page holds what is never public. Empty it in the page setup."
)
PROPERTIES = gettext_noop(
    "The properties of the file hold what is never public. Remove them under File, Info."
)
PICTURE = gettext_noop(
    "A picture in the workbook tells what is never public in what is kept with it. Remove it."
)
OTHER = gettext_noop(
    "The workbook holds what is never public in a place that no cell shows. Copy its cells into a "
    "new workbook, as values."
)


class Aside(NamedTuple):
    """A text beside the cells: the sentence about it, where it stands, and the text."""

    sentence: str
    sheet: str
    cell: str  # such as E14; empty where it belongs to no cell
    text: str
