"""List the packs of categories, copy one, check the copy, take it into force."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.core.problem import Refused
from sunledger.disclosure import sitepacks
from sunledger.disclosure.category import FAULTS, PACKS
from sunledger.web.templatetags.sun import say


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="WHAT")
        parts.add_parser("list", help="show the packs, their versions, and what is wrong")
        part = parts.add_parser("copy", help="copy a pack into a folder that can be changed")
        part.add_argument("pack")
        part.add_argument("name", nargs="?", default="", help="without it, yours replaces the pack")
        for name, words in (
            ("check", "say what is wrong with a copy"),
            ("use", "take a copy into force when the site starts next"),
        ):
            parts.add_parser(name, help=words).add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the part that was asked for."""
        try:
            getattr(self, f"_{options['part']}")(**options)
        except Refused as refusal:
            raise CommandError(_(refusal.problem.msgid) % refusal.problem.params) from refusal

    def _list(self, **_options: Any) -> None:
        for pack in PACKS.values():
            count = len(pack.items)
            items = ngettext("%(count)s item", "%(count)s items", count) % {"count": count}
            whose = _("shipped") if pack.shipped else _("the site's own")
            self.stdout.write(f"{pack.code} {pack.version} ({whose}): {say(pack.title)}, {items}")
        for fault in FAULTS:
            self.stderr.write(fault)

    def _copy(self, pack: str, name: str, **_options: Any) -> None:
        folder = sitepacks.copy(pack, name or pack, settings.SUNLEDGER_PACKS)
        words = _("The copy lies in %(folder)s. Change it, then: sunledger packs check %(name)s")
        self.stdout.write(words % {"folder": folder, "name": name or pack})

    def _check(self, name: str, **_options: Any) -> None:
        if wrong := sitepacks.faults(name, settings.SUNLEDGER_PACKS):
            raise CommandError("\n".join(wrong))
        words = _("Nothing is wrong. Take it into force: sunledger packs use %(name)s")
        self.stdout.write(words % {"name": name})

    def _use(self, name: str, **_options: Any) -> None:
        folder = sitepacks.use(name, settings.SUNLEDGER_PACKS)
        words = _("Taken into force as %(version)s. Start the site and its workers anew.")
        self.stdout.write(words % {"version": folder.name})
