"""Draw who shares an account, address, telephone, officer or owner, and what money goes round."""

from argparse import ArgumentParser
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.screening.engine import EngineError
from sunledger.screening.graph.bounds import Bounds
from sunledger.screening.source import SourceError
from sunledger.web.analyst import ties
from sunledger.web.examples import WithExamples

EXAMPLES = """examples:
  sunledger ties tables/
  sunledger ties companies.csv officers.csv bids.parquet --out ties
  sunledger ties companies.csv bids.csv same_as.csv
  sunledger ties --source companies --source officers --on 2024-12-31
"""
_LEAST = {"most": 2, "days": 0, "met": 1}


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        own = {one.name: one.default for one in fields(Bounds)}
        add("paths", nargs="*", type=Path, metavar="PATH",
            help="tables called companies.csv, bids.parquet, …, or folders of them")  # fmt: skip
        add("--source", action="append", default=[], metavar="CODE",
            help="a source of the site, instead of files; may be repeated")  # fmt: skip
        add("--out", type=Path, default=Path("sunledger-ties"), metavar="DIR",
            help="folder for the report (%(default)s)")  # fmt: skip
        add("--on", type=date.fromisoformat, metavar="DAY", help="as on this day; else today")
        add("--most", type=int, default=own["most"], metavar="N",
            help="what more than so many share says nothing (%(default)s)")  # fmt: skip
        add("--met", type=int, default=own["met"], metavar="N",
            help="lots in which firms of a ring have met (%(default)s)")  # fmt: skip
        add("--days", type=int, default=own["days"], metavar="N",
            help="within which money comes round (%(default)s)")  # fmt: skip
        add("--memory", default="2GB", help="memory for the tables (%(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, look, write the report, and say the most of it."""
        if bool(options["paths"]) == bool(options["source"]):
            raise CommandError(_("Name files or folders, or a --source; one of the two."))
        for name, least in _LEAST.items():
            if options[name] < least:
                raise CommandError(f"--{name} {options[name]}: give {least} or more.")
        bounds = replace(Bounds(), **{name: options[name] for name in _LEAST})
        on, memory = options["on"] or timezone.localdate(), options["memory"]
        try:
            if options["source"]:
                found = ties.of_sources(options["source"], on, memory, bounds)
            else:
                found = ties.of_files(options["paths"], on, memory, bounds)
        except (SourceError, EngineError) as error:
            raise CommandError(str(error)) from error
        ties.write(found, options["out"])
        self.stdout.write(ties.words(found, options["out"]))
