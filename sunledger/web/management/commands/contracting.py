"""Write what was published of works and purchases as OCDS, or with payments as FollowTheMoney."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.units.models import Unit
from sunledger.web.examples import WithExamples

if TYPE_CHECKING:
    from sunledger.screening.contracting.writing import Wish

# What the helpdesk of the standard gives out.
_PREFIX = re.compile(r"ocds-[a-z0-9]{6}").fullmatch
EXAMPLES = """examples:
  sunledger contracting --out releases.json
  sunledger contracting --unit 210281 --form compiled --out contracts.jsonl
  sunledger contracting --form ftm --out entities.ftm.json
"""


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES

    def add_arguments(self, parser: ArgumentParser) -> None:
        from sunledger.screening.contracting.writing import FORMS

        add = parser.add_argument
        add("--unit", default="", metavar="CODE", help="of this unit and those below it; else all")
        add("--form", choices=FORMS, default="releases",
            help="a package of releases, one compiled release a line, or entities of "
            "FollowTheMoney (%(default)s)")  # fmt: skip
        add("--out", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, whole or not at all."""
        from sunledger.screening.contracting.writing import NothingPublished, written

        out: Path = options["out"]
        if not out.parent.is_dir():
            raise CommandError(_("There is no folder %s.") % out.parent)
        wish = _wish(options["unit"])
        try:
            text = written(wish, options["form"])
        except NothingPublished:
            raise CommandError(_("No works or purchases have been published yet.")) from None
        part = out.with_name(f".{out.name}.part")
        try:
            with part.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(text)
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(_("Written: %(out)s.") % {"out": out})
        if left := wish.left_out.get("persons"):
            self.stdout.write(_("%d lines about private persons are not in it.") % left)
        if left := wish.left_out.get("unnamed"):
            self.stdout.write(_("%d lines that name nobody are not in it.") % left)
        if options["form"] != "ftm" and not _PREFIX(wish.prefix):
            self.stdout.write(_("The process ids begin with no registered prefix; see the how-to."))


def _wish(code: str) -> Wish:
    """Return what is asked for, of one unit and those below it or of all."""
    from sunledger.screening.contracting.writing import Wish

    site, now = settings.SUNLEDGER_ADDRESS or "http://127.0.0.1:8000", timezone.now()
    return Wish(
        units=_units(code),
        prefix=settings.SUNLEDGER_OCDS_PREFIX,
        site=site,
        # Of the moment too: tomorrow's package is another one.
        uri=f"{site}/#contracting-{code or 'all'}-{now:%Y%m%dT%H%M%SZ}",
        publisher=_publisher(code),
        zone=timezone.get_current_timezone(),
        at=now,
    )


def _units(code: str) -> Any:
    """Return the units that are asked for; None for all."""
    if not code:
        return None
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise CommandError(_("There is no unit “%s”.") % code)
    return Unit.objects.below(unit)


def _publisher(code: str) -> str:
    """Return who publishes: the unit that was asked for, or the topmost of the tree."""
    named = Unit.objects.filter(code=code) if code else Unit.objects.order_by("depth", "code")
    unit = named.first()
    return unit.name if unit else "Sunledger"
