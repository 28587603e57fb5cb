"""The database with its guards lifted: as an attacker has it, and who empties it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def unguarded() -> Iterator[None]:
    """Let everything through until the block ends."""
    lift = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    with lift():
        yield


@contextmanager
def _on_sqlite() -> Iterator[None]:
    """Take the triggers away and put them back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, statement in triggers:
                cursor.execute(statement)


@contextmanager
def _on_postgresql() -> Iterator[None]:
    """Write as a replica does, for which no trigger fires."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")
