"""A site of its own beside the tests: its commands run as real processes, that can be killed."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import psycopg

from tests import databases


class Site:
    """A folder and a migrated database, made for one test module and thrown away."""

    def __init__(
        self, home: Path, settings: str = "sunledger.settings", *, empty: bool = False, **more: str
    ) -> None:
        self.home = home
        # How the database writes many numbers in one field, so that one query sees one moment.
        self.listing = (
            "string_agg(number::text, ',')" if databases.server() else "group_concat(number)"
        )
        self.name = f"site_{uuid.uuid4().hex[:12]}"
        there = databases.create(self.name, home, empty=empty)
        self.environment = (
            os.environ
            | there
            | {"DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(databases.ROOT)}
            | {"LC_ALL": "C.UTF-8"}
            | more
        )

    def drop(self) -> None:
        """Throw the database away; the folder goes with the test's other files."""
        databases.drop(self.name)

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command of the site and return the running process."""
        command = [sys.executable, "-m", "sunledger", *words]
        return subprocess.Popen(
            command,
            env=self.environment,
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str) -> str:
        """Run a command of the site to its end and return what it printed."""
        return self._python("-m", "sunledger", *words)

    def ask(self, code: str) -> Any:
        """Run Python inside the site; return what it gave to `answer`."""
        begin = "import django, json; django.setup(); answer = None\n"
        return json.loads(self._python("-c", f"{begin}{code}\nprint(json.dumps(answer))"))

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what the database holds, read past the application."""
        if databases.server():
            with psycopg.connect(self.environment["DATABASE_URL"]) as there:
                return there.execute(query.encode(), values).fetchall()
        here = sqlite3.connect(self.home / databases.FILE, timeout=20)
        try:
            return here.execute(query.replace("%s", "?"), values).fetchall()
        finally:
            here.close()

    def attempt(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the site that may fail, and return how it ended."""
        return self._ended("-m", "sunledger", *words)

    def _python(self, *words: str) -> str:
        done = self._ended(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _ended(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )


class Server:
    """The site's server with its worker, in a group of processes that can be killed at once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def __enter__(self) -> "Server":
        words = ("serve", "--port", str(self.port), "--worker")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sunledger", *words],
            env=self.site.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _attempt in range(900):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return self
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def __exit__(self, *args: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
