"""Screen spreadsheets of payments: no site and no database needed."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, BooleanOptionalAction
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.web.analyst import terminal
from sunledger.web.analyst.analyse import analyse
from sunledger.web.analyst.asking import (
    known_category,
    known_currency,
    known_mapping,
    mapping_of,
    settings_of,
)
from sunledger.web.analyst.counts import total
from sunledger.web.analyst.run import Asked
from sunledger.web.examples import WithExamples

if TYPE_CHECKING:
    from sunledger.screening.screen import Screen

EXAMPLES = """examples:
  sunledger screen payments.xlsx
  sunledger screen books/ --out report
  sunledger screen old.csv --map "Net Amount=amount" --map "Paid to=payee"
  sunledger screen no_headings.csv --map 6=payee --map 7=amount --currency EUR
  sunledger screen books/ --set split_payments.days=10
  sunledger screen books/ --screen far_larger --screen my_screen.py
"""

# Each is a process and a thread of the database; some thousands of them bring a machine down.
MOST_JOBS = 256


def processors() -> int:
    """Return how many processors this process may use, where the system says so."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("paths", nargs="+", type=Path, metavar="FILE", help="spreadsheets, or folders of them")
        add("--out", type=Path, default=Path("sunledger-report"), metavar="DIR",
            help="folder for the report (%(default)s)")  # fmt: skip
        add("--category", default="", metavar="C", help="what the sheets are; else by headings")
        add("--map", action="append", default=[], metavar="HEADING=COLUMN",
            help="take this heading (or column 7, or G) as that; may be repeated")  # fmt: skip
        add("--body", default="", metavar="NAME", help="whose payments they are")
        add("--body-from", default="", choices=["folder", "column"],
            help="what says whose they are, where both do (else each sheet decides)")  # fmt: skip
        add("--currency", default="", metavar="CUR", help="currency of amounts that name none")
        add("--day-first", action=BooleanOptionalAction,
            help="whether 04/03/2024 is in March; else each sheet's own days decide")  # fmt: skip
        add("--set", action="append", default=[], metavar="SCREEN.SETTING=VALUE",
            help="another number for a setting of a screen; may be repeated")  # fmt: skip
        add("--screen", action="append", default=[], metavar="SCREEN",
            help="ask this screen only: its code, or its file; may be repeated")  # fmt: skip
        add("--memory", default="2GB", help="memory for the screens (%(default)s)")
        add("--jobs", type=int, default=processors(), metavar="N",
            help="processes that read (one for each processor)")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Check what was asked before anything is read; then do it."""
        screens = _screens(options["screen"])
        asked = asked_of(options, settings_of(options["set"], screens))
        with terminal.stoppable(), terminal.watch() as watch:
            run = analyse(asked, screens, watch, now=timezone.localtime())
        everything = total(file.tally for file in run.files)
        if not everything.read:
            why = "".join(terminal.why_not(everything)[:1])
            sentence = _("No row could be read: %(why)s All that was found is in %(out)s.")
            raise CommandError(sentence % {"why": why, "out": asked.out})
        self.stdout.write(terminal.words(run))


def _screens(named: Iterable[str]) -> dict[str, Screen]:
    """Return the screens that are named, by code or file; the whole shelf where none is."""
    from sunledger.screening.screen import ScreenError, from_path, shelf

    on_shelf = shelf()
    found = {}
    for one in named:
        try:
            screen = on_shelf[one] if one in on_shelf else from_path(Path(one))
        except ScreenError as error:
            raise CommandError(str(error)) from error
        found[screen.code] = screen
    return found or on_shelf


def asked_of(options: dict[str, Any], settings: dict[str, dict[str, Any]]) -> Asked:
    """Return what was asked, or refuse what cannot be meant."""
    memory = options["memory"].strip()
    if not re.fullmatch(r"\d{1,6}(\.\d+)?\s*[KMGT]i?B", memory, re.IGNORECASE):
        raise CommandError(_("--memory is written like 2GB or 500MB, not “%s”.") % memory)
    if not 1 <= options["jobs"] <= MOST_JOBS:
        raise CommandError(_("--jobs is a number from 1 to %d.") % MOST_JOBS)
    out = options["out"]
    if out.exists() and not out.is_dir():
        raise CommandError(_("%s is a file; --out names a folder.") % out)
    return Asked(
        paths=tuple(_no_twice(options["paths"])),
        out=out,
        category=known_category(options["category"]),
        mapping=known_mapping(mapping_of(options["map"]), options["category"]),
        body=options["body"].strip(),
        body_from=options["body_from"],
        currency=known_currency(options["currency"]),
        day_first=options["day_first"],
        settings=settings,
        memory=memory,
        jobs=options["jobs"],
    )


def _no_twice(paths: Iterable[Path]) -> Iterable[Path]:
    """Give each path once, as it was first written."""
    return dict.fromkeys(paths)
