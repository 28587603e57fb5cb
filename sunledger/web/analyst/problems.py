"""problems.csv: every row that was not read; and what was noted about those that were."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from sunledger.web.analyst.counts import FileCount
from sunledger.web.analyst.tables import write_csv

COLUMNS = (
    "number",
    "file",
    "sheet",
    "line",
    "last_line",
    "rows",
    "reason",
    "column",
    "problem",
)


class Notebook:
    """Takes down the problems of one file, in a part of its own, while the file is read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)

    def note(self, *cells: object) -> None:
        """Take down what is said of a line or of several, in the order of the columns."""
        self._writer.writerow(cells)

    def close(self) -> None:
        """Put the notebook away."""
        self._file.close()


def write_problems(files: Iterable[FileCount], parts: Path, path: Path) -> int:
    """Write all problems in the order of files and lines, numbered; return how many."""
    rows = (
        [number, *cells]
        for number, cells in enumerate((row for file in files for row in _of(file, parts)), 1)
    )
    return write_csv(path, COLUMNS, rows)


def _of(file: FileCount, parts: Path) -> Iterator[list[str]]:
    """Give the problems of one file; one that could not be opened is a problem as a whole."""
    part = problems_part(parts, file.number)
    if part.exists():
        with part.open(encoding="utf-8", newline="") as lines:
            yield from csv.reader(lines)
    if file.trouble:
        yield [file.name, "", "", "", "0", "file", "", file.trouble]


def problems_part(parts: Path, number: int) -> Path:
    """Return where the problems of a file are kept until all files are read."""
    return parts / f"{number:06d}.csv"
