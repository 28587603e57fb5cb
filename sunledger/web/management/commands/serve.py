"""Serve the site's pages."""

import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sunledger.web import messages

WAIT = 10  # seconds that a worker is given to put down what it holds


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on (%(default)s)"
        )
        parser.add_argument("--port", type=int, default=8000, help="port (%(default)s)")
        parser.add_argument("--processes", type=int, default=1, help="processes (%(default)s)")
        parser.add_argument("--threads", type=int, default=8, help="threads each (%(default)s)")
        parser.add_argument("--worker", action="store_true", help="start the worker beside it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse to serve a site that is not ready; else serve until stopped."""
        if unapplied():
            raise CommandError("The tables are not up to date. Run “sunledger migrate” first.")
        messages.compile_all()
        connection.close()
        worker = start_worker() if options["worker"] else None
        self.stdout.write(
            f"Sunledger at http://{options['host']}:{options['port']}/ (Ctrl+C stops it)"
        )
        self.stdout.flush()
        try:
            serve(options["host"], options["port"], options["processes"], options["threads"])
        finally:
            stop(worker)


def unapplied() -> bool:
    """Whether the database lacks a migration."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def serve(host: str, port: int, processes: int, threads: int) -> None:
    """Serve the pages until a signal ends it."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "sunledger.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def start_worker() -> subprocess.Popen[bytes]:
    """Start the worker as a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "sunledger", "worker"])


def stop(worker: subprocess.Popen[bytes] | None) -> None:
    """Ask the worker to stop, and insist when it does not."""
    if worker is None:
        return
    worker.terminate()
    try:
        worker.wait(WAIT)
    except subprocess.TimeoutExpired:
        worker.kill()
