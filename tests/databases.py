"""The databases of the tests: an empty one, or a copy of one that the real command has migrated.

Migrating takes as long as hundreds of tests, and every worker and every site of its own needs it:
so it is done once, by whoever comes first. A file is kept until something changes of what it was
made from; on a server it is made anew in every run, which drops it at its end.
"""

import fcntl
import hashlib
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
KEPT = ROOT / ".run" / "migrated"
FILE = "sunledger.sqlite3"
RUN = "SUNLEDGER_TEST_RUN"  # the folder that all processes of this run share
# What decides what migrating an empty database leads to.
MADE_FROM = (
    "sunledger/*/migrations/*.py",
    "sunledger/core/guards.py",
    "sunledger/settings.py",
    "requirements/test.txt",
)
MOST = 4  # so many kept files, for branches between which one goes back and forth


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
    home = Path(os.environ[RUN]) if server() else KEPT / _fingerprint()
    home.parent.mkdir(parents=True, exist_ok=True)
    with (home.parent / f"{home.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "migrated").exists():
            _make(home)
            (home / "migrated").touch()
    return home


def _make(home: Path) -> None:
    """Let the real command migrate an empty database."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    environment = os.environ | create(home.name, home, empty=True)
    command = [sys.executable, "-m", "sunledger", "migrate", "--verbosity", "0"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    if not server():
        # What stands in the write-ahead log goes into the file, so that copying the file is enough.
        with closing(sqlite3.connect(home / FILE)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        older = sorted(KEPT.glob("*/migrated"), key=lambda mark: mark.stat().st_mtime)
        for mark in older[: 1 - MOST]:
            shutil.rmtree(mark.parent, ignore_errors=True)


def _fingerprint() -> str:
    """Return a name that changes with what the migrated database is made from."""
    files = sorted(file for pattern in MADE_FROM for file in ROOT.glob(pattern))
    texts = [f"{sys.version} {sqlite3.sqlite_version}".encode()]
    texts += [part for file in files for part in (file.name.encode(), file.read_bytes())]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


@contextmanager
def run() -> Iterator[None]:
    """Be one run of the tests until the block ends; the workers of a run are part of it."""
    if RUN in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="suntests_") as folder:
        home = Path(folder) / Path(folder).name
        os.environ[RUN] = str(home)
        try:
            yield
            if (home / "migrated").exists():
                drop(home.name)
        finally:
            del os.environ[RUN]


def _do(statement: sql.Composed) -> None:
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(statement)
