"""Compile the translations, check them, or bring them up to date with the code."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sunledger.web import messages


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what",
            nargs="?",
            default="compile",
            choices=["compile", "check", "update"],
            help="compile what changed (default); check, changing nothing; "
            "update: add what the code says anew, drop what it no longer says",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the three."""
        if options["what"] == "check":
            return self.check_all()
        if options["what"] == "update":
            for locale, path in messages.files().items():
                added, dropped = messages.update(path)
                self.stdout.write(f"{locale}: {added} added, {dropped} dropped")
        for path in messages.compile_all():
            self.stdout.write(f"{path.relative_to(messages.PACKAGE)} written")
        return None

    def check_all(self) -> None:
        """Complain about every fault in every catalogue."""
        faults = [fault for path in messages.files().values() for fault in messages.faults(path)]
        if faults:
            self.stdout.write("\n".join(map(str, faults)))
            raise CommandError(f"{len(faults)} faults in the translations.")
