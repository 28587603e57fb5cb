"""Load the tables of the site's sources, list what is kept, erase what may no longer be held."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.screening import heldtables
from sunledger.screening.source import SourceError
from sunledger.screening.taking import Taken
from sunledger.web.examples import WithExamples

EXAMPLES = """examples:
  sunledger tables check deaths
  sunledger tables load
  sunledger tables list
  sunledger tables forget
"""


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="WHAT")
        for name, words in (
            ("check", "read sources to their end and keep nothing"),
            ("load", "read sources and keep their rows"),
            ("forget", "erase what is past its day; or all that is kept of one source"),
        ):
            part = parts.add_parser(name, help=words)
            part.add_argument("source", nargs="?", default="", help="the code of one source")
            part.add_argument("--on", type=date.fromisoformat, help="as on this day; else today")
        parts.add_parser("list", help="show the sources and what is kept of them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the part that was asked for."""
        on = options.get("on") or timezone.localdate()
        try:
            getattr(self, f"_{options['part']}")(options.get("source", ""), on)
        except SourceError as error:
            raise CommandError(str(error)) from error

    def _check(self, code: str, on: date) -> None:
        self._each(code, on, keep=False)

    def _load(self, code: str, on: date) -> None:
        self._each(code, on, keep=True)

    def _each(self, code: str, on: date, *, keep: bool) -> None:
        """Read one source or all; one that is refused does not keep the others from being read."""
        codes = [code] if code else heldtables.codes()
        if not codes:
            where = settings.SUNLEDGER_SOURCES
            raise SourceError(_("There are no sources in %(folder)s.") % {"folder": where})
        refused = []
        for one in codes:
            try:
                taken = (heldtables.load if keep else heldtables.check)(one, on)
            except SourceError as error:
                refused.append(str(error))
            else:
                self._report(one, taken)
        if refused:
            raise SourceError("\n".join(refused))

    def _report(self, code: str, taken: Taken) -> None:
        """Say how many rows were read, and why others were left out."""
        words = _("%(source)s: %(rows)s rows; %(out)s left out")
        counts = {"source": code, "rows": f"{taken.rows:,}", "out": f"{taken.left_out:,}"}
        self.stdout.write(words % counts)
        for reason, fault in sorted(taken.faults.items(), key=lambda one: -one[1].count):
            self.stdout.write(f"  {fault.count:,}  {reason}  ({', '.join(fault.lines)})")

    def _list(self, _code: str, on: date) -> None:
        kept = {one.code: one for one in heldtables.held()}
        for code in sorted({*heldtables.codes(), *kept}):
            one = kept.get(code)
            if one is None:
                self.stdout.write(_("%(source)s: nothing is kept") % {"source": code})
                continue
            words = _("%(source)s: %(rows)s rows of %(table)s of %(day)s, held until %(until)s")
            about = {"source": code, "rows": f"{one.rows:,}", "table": one.table}
            about |= {"day": one.loaded_on, "until": one.held_until}
            over = " " + _("(over: erase it)") if heldtables.is_over(one, on) else ""
            self.stdout.write(words % about + over)

    def _forget(self, code: str, on: date) -> None:
        gone = heldtables.forget(on, code)
        words = ngettext(
            "The rows of %(count)s source are erased.",
            "The rows of %(count)s sources are erased.",
            len(gone),
        )
        self.stdout.write(words % {"count": len(gone)})
