"""Count what is wrong with spreadsheets of payments, or with a source of the site."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.screening.source import SourceError
from sunledger.web.analyst import quality, terminal
from sunledger.web.examples import WithExamples
from sunledger.web.management.commands.screen import asked_of, processors

EXAMPLES = """examples:
  sunledger quality payments.xlsx
  sunledger quality books/ --out quality
  sunledger quality --source deaths
"""


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("paths", nargs="*", type=Path, metavar="FILE", help="spreadsheets, or folders of them")
        add("--source", default="", metavar="CODE", help="a source of the site, instead of files")
        add("--out", type=Path, default=Path("sunledger-quality"), metavar="DIR",
            help="folder for the report (%(default)s)")  # fmt: skip
        add("--on", type=date.fromisoformat, metavar="DAY", help="as on this day; else today")
        add("--category", default="", metavar="C", help="what the sheets are; else by headings")
        add("--map", action="append", default=[], metavar="HEADING=COLUMN",
            help="take this heading (or column 7, or G) as that; may be repeated")  # fmt: skip
        add("--body", default="", metavar="NAME", help="whose payments they are")
        add("--currency", default="", metavar="CUR", help="currency of amounts that name none")
        add("--memory", default="2GB", help="memory for the counting (%(default)s)")
        add("--jobs", type=int, default=processors(), metavar="N",
            help="processes that read (one for each processor)")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, count, write the report, and say the most of it."""
        if bool(options["paths"]) == bool(options["source"]):
            raise CommandError(_("Name files or folders, or one --source; one of the two."))
        on, out = options["on"] or timezone.localdate(), options["out"]
        asked = asked_of(options | {"body_from": "", "day_first": None}, {})
        if options["source"]:
            found = self._source(options["source"], on, asked.memory)
        else:
            with terminal.stoppable(), terminal.watch() as watch:
                found = quality.of_files(asked, watch, on)
        quality.write(found, out)
        self.stdout.write(quality.words(found, out))

    def _source(self, code: str, on: date, memory: str) -> quality.Found:
        try:
            return quality.of_source(code, on, memory)
        except SourceError as error:
            raise CommandError(str(error)) from error
