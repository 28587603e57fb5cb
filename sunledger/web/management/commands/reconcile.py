"""Find the entries of a bank statement in the book of the account; tell what is in one alone."""

import csv
from argparse import ArgumentParser, BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from sunledger.core.currencies import MINOR
from sunledger.core.problem import Refused
from sunledger.screening.linkage.twobooks import Bounds, paired
from sunledger.web import bookswords
from sunledger.web.bookfiles import KINDS, Habits, read_book
from sunledger.web.bookswords import Compared
from sunledger.web.examples import WithExamples
from sunledger.web.listing import headings_told

EXAMPLES = """examples:
  sunledger reconcile statement.xlsx book.csv --out entries.csv
  sunledger reconcile statement.csv book.xlsx --days 5 --share 0
  sunledger reconcile kontoauszug.csv book.csv --map Buchungstag=day --map Betrag=amount
"""


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("statement", type=Path, metavar="STATEMENT", help="what the bank says")
        add("book", type=Path, metavar="BOOK", help="the book kept of the account")
        add("--map", action="append", default=[], metavar="HEADING=COLUMN",
            help=f"what a heading means: {', '.join(KINDS)}; may be repeated")  # fmt: skip
        add("--out", type=Path, default=Path("entries.csv"), metavar="FILE",
            help="every entry, with its pair and why (%(default)s)")  # fmt: skip
        add("--days", type=int, default=10, metavar="N",
            help="how many days two entries may lie apart (%(default)s)")  # fmt: skip
        add("--share", type=float, default=0.02, metavar="P",
            help="by which part of the sum they may differ, as by a fee (%(default)s)")  # fmt: skip
        add("--least", type=float, default=0.5, metavar="P",
            help="how likely a pair must be (%(default)s)")  # fmt: skip
        add("--currency", default="CNY", choices=sorted(MINOR), metavar="CODE",
            help="of both (%(default)s)")  # fmt: skip
        add("--day-first", action=BooleanOptionalAction,
            help="whether 03/04/2024 is the third of April; where it matters")  # fmt: skip
        add("--turned", action="store_true",
            help="the book says that money went where the statement says that it came")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Read both, compare them, write every entry, and say what is left over."""
        bounds = _bounds(options)
        if not 0 < options["least"] <= 1:
            raise CommandError(_("--least is a number over 0 and up to 1."))
        habits = Habits(
            headings_told(options["map"], KINDS), options["currency"], options["day_first"]
        )
        try:
            statement = read_book(options["statement"], habits)
            book = read_book(options["book"], habits.of_owner(turned=options["turned"]))
            pairs = paired(statement.side, book.side, bounds, options["least"])
        except Refused as error:
            raise CommandError(_(error.problem.msgid) % error.problem.params) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
        told = Compared(statement, book, pairs, options["currency"])
        with options["out"].open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, bookswords.HEADINGS)
            writer.writeheader()
            writer.writerows(bookswords.rows(told))
        self.stdout.write(bookswords.summary(told, options["out"]))


def _bounds(options: dict[str, Any]) -> Bounds:
    if options["days"] < 0:
        raise CommandError(_("--days is a number of days, nought or more."))
    if not 0 <= options["share"] <= 0.5:
        raise CommandError(_("--share is a part of the sum, from 0 to 0.5."))
    return Bounds(share=max(options["share"], 1e-9), days=options["days"])
