"""Hand a unit's published books to another site, check such a file, and take one in."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core import note
from sunledger.core.problem import Refused
from sunledger.disclosure.exchange import check, opening
from sunledger.seal import signing
from sunledger.units.models import Unit
from sunledger.web.gates import said

WORDS = {
    "batch": gettext_lazy("sheets"),
    "published": gettext_lazy("lines"),
    "corrected": gettext_lazy("corrections"),
    "withdrawn": gettext_lazy("withdrawals"),
    "exempted": gettext_lazy("exemptions"),
    "erased": gettext_lazy("erasures"),
    "forgotten": gettext_lazy("forgotten entries"),
}


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="WHAT")
        parts.add_parser("key", help="show the key by which other sites know this site's log")
        part = parts.add_parser("export", help="write a unit's published books to a file")
        part.add_argument("unit", help="the unit's code")
        part.add_argument("--out", type=Path, required=True, metavar="FILE")
        part.add_argument("--below", action="store_true", help="with all units below it")
        part.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="DAY",
            help="only what was said from then on",
        )
        part.add_argument(
            "--seen",
            type=int,
            default=0,
            metavar="SIZE",
            help="so many entries of this log were seen by who gets the file",
        )
        part = parts.add_parser("check", help="check a file; needs no site and no database")
        part.add_argument("file", type=Path)
        part.add_argument("--key", default="", help="the key of the log that it must be from")
        part = parts.add_parser("import", help="take in what is new in a file")
        part.add_argument("file", type=Path)
        part.add_argument(
            "--as", dest="unit", required=True, metavar="UNIT", help="which unit here it is"
        )
        part.add_argument(
            "--key", default="", help="trust this log from now on; needed the first time"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the part that was asked for."""
        parts: dict[str, Callable[[dict[str, Any]], None]] = {
            "key": self._key,
            "export": self._export,
            "check": self._check,
            "import": self._import,
        }
        try:
            parts[options["part"]](options)
        except Refused as refused:
            raise CommandError(said(refused.problem)) from refused

    def _key(self, options: dict[str, Any]) -> None:
        """Show the public key."""
        self.stdout.write(str(signing.signer().key))

    def _export(self, options: dict[str, Any]) -> None:
        """Write the file beside its place, and put it there once it is whole."""
        from sunledger.disclosure.exchange.export import Wish, export

        wish = Wish(
            _unit(options["unit"]), options["below"], options["since"], max(options["seen"], 0)
        )
        out: Path = options["out"]
        beside = out.with_name(f".{out.name}.part")
        try:
            with beside.open("wb") as file:
                for content in export(wish):
                    file.write(content)
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
        self._show(out, None)

    def _check(self, options: dict[str, Any]) -> None:
        """Check every hash and every proof of a file."""
        self._show(options["file"], note.read_key(options["key"]) if options["key"] else None)

    def _import(self, options: dict[str, Any]) -> None:
        """Take a file in."""
        from sunledger.disclosure.exchange.taking import take_in

        key = note.read_key(options["key"]) if options["key"] else None
        result = take_in(file=options["file"], unit=_unit(options["unit"]), key=key)
        words = _("Taken in: %(counts)s. Here already: %(known)s.")
        counts = _counted(result.taken) or _("nothing new")
        self.stdout.write(words % {"counts": counts, "known": result.known})
        for reason, count in result.held.items():
            words = _("Held back: %(count)s. %(reason)s")
            self.stdout.write(words % {"count": count, "reason": _(reason)})

    def _show(self, file: Path, key: note.Key | None) -> None:
        """Say what is in a file, all of it checked."""
        with opening.opened(file, key) as book:
            found = check.contents(book)
            head = book.checkpoint
            words = _("%(unit)s, %(units)s units: %(counts)s.")
            given = {"unit": book.manifest.unit, "units": len(found.units)}
            self.stdout.write(words % (given | {"counts": _counted(found.counts) or "–"}))
            words = _(
                "Of the log %(name)s with %(size)s entries, root %(root)s: every proof holds."
            )
            self.stdout.write(
                words % {"name": head.name, "size": head.size, "root": head.root.hex()}
            )
            if key is None:
                words = _("Signed with %(key)s. Compare it with the key that the site told you.")
                self.stdout.write(words % {"key": book.key})


def _unit(code: str) -> Unit:
    """Return a unit by its code."""
    if unit := Unit.objects.filter(code=code).first():
        return unit
    raise CommandError(_("There is no unit %(code)s here.") % {"code": code})


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{WORDS[kind]} {count}" for kind, count in counts.items())
