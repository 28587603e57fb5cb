"""Do the long work that waits: read sheets, run screens."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sunledger.jobs.worker import Worker
from sunledger.web.management.commands.serve import unapplied


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--drain", action="store_true", help="end when nothing is left to do")
        parser.add_argument(
            "--interval",
            type=float,
            default=1.0,
            help="seconds between two looks into an empty queue (%(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until asked to end."""
        if unapplied():
            raise CommandError("The tables are not up to date. Run “sunledger migrate” first.")
        Worker(drain=options["drain"], interval=options["interval"]).run()
