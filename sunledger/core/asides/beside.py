"""Everything personal that a spreadsheet holds beside its cells."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from sunledger.core.asides.aside import OTHER, Aside
from sunledger.core.asides.parts import of_parts
from sunledger.core.asides.raw import sure, texts
from sunledger.core.privacy import find
from sunledger.core.xlsxparts import sheet_names

_OLE = b"\xd0\xcf\x11\xe0"
_MOST = 200  # who has so many to remove makes a new file


def asides(content: bytes, cells: Callable[[], Iterable[object]]) -> list[Aside]:
    """Return where something personal stands beside the cells of a file that was read already.

    A file of the old form holds everything in one stream. What is found there and stands in one of
    the `cells` was judged where it stands, under its heading.
    """
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            found = (one for one in of_parts(parts, sheet_names(parts)) if find(one.text))
            return _once(found)
    if not content.startswith((_OLE, b"<", b"\xef\xbb\xbf<")):
        return []  # a text is nothing but its cells
    hits = {said[one.start : one.end] for said in texts(content) for one in sure(said)}
    if hits:
        hits -= {hit for cell in cells() for hit in hits if hit in str(cell)}
    return [Aside(OTHER, "", "", hit) for hit in sorted(hits)]


def _once(found: Iterator[Aside]) -> list[Aside]:
    """Return the first places, each once: a remark stands in two parts of some workbooks."""
    places = {(one.sentence, one.sheet, one.cell): one for one in islice(found, _MOST * 20)}
    return list(places.values())[:_MOST]
