"""A picture of a table instead of the table: nobody can read, add up or search it."""

import io
import zipfile

from sunledger.core.problem import gettext_noop
from sunledger.disclosure.refusals import Incomplete

PICTURES_ALONE = gettext_noop(
    "The workbook holds a picture of a table, and no lines. Type or export the lines into the "
    "cells; the picture can be attached to them afterwards."
)
_SIGNS = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"RIFF": "WebP",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"%PDF": "PDF",
}


def need_lines(content: bytes, name: str) -> None:
    """Refuse a picture or a scan that is handed in as if it were a sheet."""
    for sign, kind in _SIGNS.items():
        if content.startswith(sign) and (kind != "BMP" or b"\0\0\0\0" in content[:16]):
            sentence = gettext_noop(
                "%(file)s is a picture or a scan (%(kind)s). The lines themselves are needed: "
                "export them from your programme, or type them in, and hand in that. Afterwards "
                "the picture can be attached to them."
            )
            raise Incomplete(sentence, file=name, kind=kind)


def holds_pictures(content: bytes) -> bool:
    """Whether a workbook that was read already has pictures in it."""
    if not content.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return any("media/" in part or part.startswith("Pictures/") for part in parts.namelist())
