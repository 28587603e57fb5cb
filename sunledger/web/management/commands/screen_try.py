"""Try a changed limit of a screen on this site's records and past outcomes; nothing is stored."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from sunledger.screening import actions as screening
from sunledger.screening import trial
from sunledger.screening.trial import Trial
from sunledger.units.models import Unit
from sunledger.web.analyst.asking import settings_of
from sunledger.web.examples import WithExamples
from sunledger.web.trialwords import Line, lines

EXAMPLES = """examples:
  sunledger screen try split_payments --set days=10
  sunledger screen try duplicate_payments --set at_least=500.00 --since 2026-01-01
  sunledger screen try far_larger --set times=20 --unit 330102
"""


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("code", metavar="SCREEN", help="the code of a screen")
        add("--set", action="append", default=[], metavar="SETTING=VALUE", required=True,
            help="another number for a setting; may be repeated")  # fmt: skip
        add("--since", type=date.fromisoformat, metavar="DAY",
            help="only by what was found out from this day on")  # fmt: skip
        add("--unit", default="", metavar="CODE",
            help="over what this unit and those below it published; else over all")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Try it, and print what it would change."""
        code, shelf = options["code"], screening.screens()
        pairs = [f"{code}.{pair}" for pair in options["set"]] or [code]
        asked = settings_of(pairs, shelf)[code]
        units = Unit.objects.all()
        if options["unit"]:
            top = units.filter(code=options["unit"]).first()
            if top is None:
                raise CommandError(_("There is no unit “%s”.") % options["unit"])
            units = Unit.objects.below(top)
        found = trial.tried(shelf[code], asked, units=units, since=options["since"])
        self.stdout.write(_table(found))


def _table(found: Trial) -> str:
    """Return a trial as lines: as it stands, as it is tried."""
    told = [Line(_("%(rows)s rows") % {"rows": found.rows}, _("as it stands"), _("as tried"))]
    told += lines(found, {})
    width = max(len(line.what) for line in told)
    return "\n".join(f"{one.what:<{width}}  {one.before:>22}  {one.after:>22}" for one in told)
