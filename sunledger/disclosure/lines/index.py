"""The index of words in the database: FTS5 on SQLite, a tsvector beside each line on PostgreSQL."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from sunledger.disclosure.lines.words import Word, pairs_of_line
from sunledger.disclosure.models import Line

TABLE = "disclosure_words"


def add(lines: Iterable[Line]) -> None:
    """Take lines in."""
    if connection.vendor == "sqlite":
        _run(f"INSERT INTO {TABLE} (rowid, words) VALUES (%s, %s)", _spaced(lines))  # noqa: S608
    else:
        rows = [(kept(one.text, one.category, one.unit_id), one.pk) for one in lines]
        sql = (
            "UPDATE disclosure_line SET words = array_to_tsvector(%s::text[]) WHERE record_id = %s"
        )
        _run(sql, rows)


def remove(lines: Iterable[Line]) -> None:
    """Take lines out, as they stood when they were taken in."""
    if connection.vendor == "sqlite":
        sql = f"INSERT INTO {TABLE} ({TABLE}, rowid, words) VALUES ('delete', %s, %s)"  # noqa: S608
        _run(sql, _spaced(lines))
    # On PostgreSQL the words stand in the line, and go or change with it.


def empty() -> None:
    """Forget everything."""
    if connection.vendor == "sqlite":
        _run(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')", [()])  # noqa: S608


def sweep() -> None:
    """Write the index anew, so that nothing of what was taken out lies in it any more."""
    if connection.vendor == "sqlite":
        _run(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')", [()])  # noqa: S608


def question(words: Sequence[Word], category: str = "", unit: int | None = None) -> str:
    """Return what the index is asked for the lines that hold every pair of every word."""
    whole = dict.fromkeys(pair for word in words for pair in word.pairs)
    whole |= dict.fromkeys(_places(category, unit))
    begins = dict.fromkeys(sign for word in words for sign in word.begins)
    if connection.vendor == "sqlite":
        return " AND ".join([f'"{one}"' for one in whole] + [f'"{one}" *' for one in begins])
    return " & ".join([f"'{one}'" for one in whole] + [f"'{one}':*" for one in begins])


def kept(text: str, category: str, unit: int) -> list[str]:
    """Return what the index keeps of a line: its pairs, its category and its unit."""
    return [*pairs_of_line(text), *_places(category, unit)]


def _places(category: str, unit: int | None) -> list[str]:
    """Return the category and the unit as entries that no pair of two signs can be taken for."""
    code = "".join(filter(str.isalnum, category))
    return [f"cc{code}"] * bool(code) + [f"uu{unit}"] * bool(unit)


def _spaced(lines: Iterable[Line]) -> list[tuple[int, str]]:
    return [(one.pk, " ".join(kept(one.text, one.category, one.unit_id))) for one in lines]


def _run(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)
