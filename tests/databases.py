"""The databases of the tests: an empty one, or a copy of one that the real command has migrated.

Migrating takes as long as hundreds of tests, and every worker and every site of its own needs it:
so it is done once in a run, by whoever comes first.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
FILE = "sunledger.sqlite3"
RUN = "SUNLEDGER_TEST_RUN"  # the folder that all processes of this run share


def server() -> str:
    """Return the address of the PostgreSQL on which the tests run; empty where it is SQLite."""
    address = os.environ.get("DATABASE_URL", "")
    return address if address.startswith("postgres") else ""


def create(name: str, home: Path, *, empty: bool) -> dict[str, str]:
    """Make a database; return what leads a command of the site to it."""
    there = {"SUNLEDGER_HOME": str(home)}
    if address := server():
        like = sql.Identifier("template1" if empty else migrated().name)
        _do(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), like))
        there["DATABASE_URL"] = address.rpartition("/")[0] + f"/{name}"
    elif not empty:
        shutil.copy(migrated() / FILE, home / FILE)
    return there


def drop(name: str) -> None:
    """Throw a database away; a file goes with the test's other files."""
    if server():
        _do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def migrated() -> Path:
    """Return the folder of the migrated site, whose name is also that of its database."""
    home = Path(os.environ[RUN])
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "migrated").exists():
            drop(home.name)
            _migrate(os.environ | create(home.name, home, empty=True))
            if not server():
                _in_one_file(home / FILE)
            (home / "migrated").touch()
    return home


def _migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "sunledger", "migrate", "--verbosity", "0"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _in_one_file(file: Path) -> None:
    """Put what stands in the write-ahead log into the file, so that copying the file is enough."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def run() -> Iterator[None]:
    """Be one run of the tests until the block ends; the workers of a run are part of it."""
    if RUN in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="suntests_") as home:
        os.environ[RUN] = home
        try:
            yield
            drop(Path(home).name)
        finally:
            del os.environ[RUN]


def _do(statement: sql.Composed) -> None:
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(statement)
