"""Make the public tables and the index of words anew from the records."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sunledger.disclosure.lines import keeping
from sunledger.web.management.commands.serve import unapplied


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["rebuild"], help="what to do")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make everything anew in one transaction: readers see the old until the new is whole."""
        if unapplied():
            raise CommandError("The tables are not up to date. Run “sunledger migrate” first.")
        lines = keeping.rebuild(self._progress)
        self.stdout.write(_("%(lines)s lines can be found.") % {"lines": f"{lines:,}"})

    def _progress(self, done: int, total: int) -> None:
        """Say how far it is; on one line in a terminal."""
        end = "\n" if done == total or not self.stderr.isatty() else ""
        start = "\r" if self.stderr.isatty() else ""
        self.stderr.write(f"{start}{done:,} / {total:,} ", ending=end)
