"""The raw rows of a source, a few at a time: from files, a folder of files, or a database.

What cannot be read at all is refused with a sentence that names the file; a single line that cannot
be read is given as a fault, so that it is counted. No sentence repeats what stands in a cell.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from sunledger.core import workbook
from sunledger.core.rows import BadFile, Row, Sheet
from sunledger.screening.source import Source, SourceError

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".jsonl", ".ndjson")
_PORTION = 5_000
_LONGEST = 1 << 20  # bytes of a line of JSON
_HEAD = 20  # lines among which the headings are looked for


class Raw(NamedTuple):
    """One row: its file, its line there, its cells by column; or why there are none."""

    file: str
    line: int
    cells: Mapping[str, Any]
    fault: str = ""


def rows(source: Source, data: Path) -> Iterator[Raw]:
    """Give the rows of a source whose files lie below the site's folder of data."""
    if source.database:
        yield from _of_database(source)
        return
    for path in _paths(source, data):
        try:
            yield from _of_file(source, path)
        except BadFile as error:
            raise SourceError(f"{source.code}: {error}") from error
        except (OSError, UnicodeError) as error:
            raise SourceError(f"{source.code}: {path.name} cannot be read.") from error


def _paths(source: Source, data: Path) -> list[Path]:
    """Return the files of a source, in the order of their names; none lies outside the folder."""
    root, place = data.resolve(), (data / source.where).resolve()
    if not place.is_relative_to(root):
        raise SourceError(f"{source.code}: where leads out of the site's folder of data.")
    if place.is_file():
        return [place]
    found = sorted(place.iterdir()) if place.is_dir() else []
    found = [one for one in found if one.is_file() and one.suffix.lower() in ENDINGS]
    if outside := [one for one in found if not one.resolve().is_relative_to(root)]:
        raise SourceError(f"{source.code}: {outside[0].name} leads out of the folder of data.")
    if not found:
        raise SourceError(f"{source.code}: there is no file at “{source.where}”. Put it there.")
    return found


def _of_file(source: Source, path: Path) -> Iterator[Raw]:
    """Give the rows of one file."""
    ending = path.suffix.lower()
    if ending == ".parquet":
        yield from _of_parquet(source, path)
    elif ending in (".jsonl", ".ndjson"):
        yield from _of_lines(source, path)
    else:
        yield from _of_sheet(source, _sheet(source, path))


def _sheet(source: Source, path: Path) -> Sheet:
    """Return the sheet that holds the rows: the one that is named, or the first."""
    wanted = source.reading.sheet
    for sheet in workbook.open_sheets(path, encoding=source.reading.encoding):
        if not wanted or sheet.name == wanted:
            return sheet
    raise SourceError(f"{source.code}: {path.name} has no sheet “{wanted}”.")


def _of_sheet(source: Source, sheet: Sheet) -> Iterator[Raw]:
    """Give the rows below the line of headings."""
    lines = iter(sheet.rows)
    head: list[Row] = []
    places = None
    for row in lines:
        head.append(row)
        places = _places(source, sheet.file, [_text(cell) for cell in row.cells])
        if places or len(head) == _HEAD:
            break
    if places is None:
        raise SourceError(_lacking(source, sheet.file, head))
    for row in lines:
        cells = {
            name: row.cells[place] if place < len(row.cells) else None
            for name, place in places.items()
        }
        if any(cell not in (None, "") for cell in row.cells):
            yield Raw(sheet.file, row.line, cells)


def _places(source: Source, file: str, headings: Sequence[str]) -> dict[str, int] | None:
    """Return where each column stands, if this line has all the headings."""
    found = {}
    for name, heading in source.columns.items():
        count = headings.count(_text(heading))
        if count > 1:
            raise SourceError(
                f"{source.code}: {file} has the heading “{heading}” twice. Rename one of them."
            )
        if not count:
            return None
        found[name] = headings.index(_text(heading))
    return found


def _lacking(source: Source, file: str, head: Sequence[Row]) -> str:
    """Return the sentence that says which headings are not there."""
    there = {_text(cell) for row in head for cell in row.cells}
    return _absent(source, file, there)


def _absent(source: Source, file: str, there: set[str]) -> str:
    absent = [one for one in source.columns.values() if _text(one) not in there]
    named = "、".join(absent) or "in one line"
    return f"{source.code}: {file} lacks the headings {named}. Mend the file, or columns."


def _text(cell: object) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def _of_parquet(source: Source, path: Path) -> Iterator[Raw]:
    """Give the rows of a Parquet file, only the columns that are asked for."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            there = set(file.schema_arrow.names)
            if not there.issuperset(source.columns.values()):
                raise SourceError(_absent(source, path.name, there))
            line = 0
            wanted = sorted(set(source.columns.values()))
            for batch in file.iter_batches(_PORTION, columns=wanted):
                for row in batch.to_pylist():
                    line += 1
                    cells = {name: row[one] for name, one in source.columns.items()}
                    yield Raw(path.name, line, cells)
    except pa.ArrowException as error:
        raise SourceError(f"{source.code}: {path.name} is no Parquet file.") from error


def _of_lines(source: Source, path: Path) -> Iterator[Raw]:
    """Give the rows of a file of JSON lines; a line that is none is a fault."""
    with path.open("rb") as file:
        line = 0
        while text := file.readline(_LONGEST):
            line += 1
            if len(text) == _LONGEST and not text.endswith(b"\n"):
                raise SourceError(f"{source.code}: {path.name}, line {line}, has no end.")
            if not text.strip():
                continue
            try:
                row = json.loads(text)
            except (ValueError, RecursionError):
                row = None
            if isinstance(row, dict):
                yield Raw(
                    path.name, line, {name: row.get(one) for name, one in source.columns.items()}
                )
            else:
                yield Raw(path.name, line, {}, "the line is not an object of JSON")


def _of_database(source: Source) -> Iterator[Raw]:
    """Give the rows of a database, read only; its address is never repeated."""
    address = os.environ.get(source.database, "")
    if not address:
        raise SourceError(
            f"{source.code}: the environment has no {source.database}. Set it to an address like "
            "postgres://user:password@host/name or sqlite:///folder/file."
        )
    select = source.select.strip().rstrip(";")
    if " " not in select:
        select = "SELECT * FROM " + ".".join(f'"{part}"' for part in select.split("."))  # noqa: S608
    try:
        parts = urlsplit(address)
        found: Iterator[Sequence[Any]]
        if parts.scheme == "sqlite":
            found = _of_sqlite(unquote(parts.path), select)
        elif parts.scheme in ("postgres", "postgresql"):
            found = _of_postgres(address, select)
        else:
            raise SourceError(
                f"{source.code}: {source.database} is no address of PostgreSQL or SQLite. Begin it "
                "with postgres:// or sqlite:///."
            )
        names = list(next(found))
        places = _places(source, source.database, names)
        if places is None:
            raise SourceError(_absent(source, source.database, set(names)))
        for line, row in enumerate(found, 1):
            yield Raw(source.database, line, {name: row[at] for name, at in places.items()})
    except SourceError:
        raise
    except _troubles() as error:
        raise SourceError(
            f"{source.code}: the database that {source.database} names does not answer select "
            f"({type(error).__name__}). Try it with the database's own tool."
        ) from None


def _troubles() -> tuple[type[Exception], ...]:
    import psycopg

    return (sqlite3.Error, psycopg.Error, OSError, ValueError)


def _of_sqlite(file: str, select: str) -> Iterator[Sequence[Any]]:
    """Give the names of the columns, then the rows."""
    address = f"{Path(file.replace('//', '/')).resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as held:
        held.execute("PRAGMA query_only = true")
        cursor = held.execute(select)
        yield [one[0] for one in cursor.description]
        while portion := cursor.fetchmany(_PORTION):
            yield from portion


def _of_postgres(address: str, select: str) -> Iterator[Sequence[Any]]:
    """Give the names of the columns, then the rows, drawn a portion at a time."""
    import psycopg

    with psycopg.connect(address, connect_timeout=20) as held:
        held.read_only = True
        with held.cursor(name="sunledger") as cursor:
            cursor.itersize = _PORTION
            cursor.execute(select.encode())
            yield [one.name for one in cursor.description or ()]
            yield from cursor
