"""Places of files as SQL reads them."""

from pathlib import Path


def quoted(file: Path, end: str = "") -> str:
    """Return the place of a file as a text of SQL; a quotation mark in it stays one."""
    return "'" + str(file).replace("'", "''") + end + "'"
