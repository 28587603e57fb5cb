"""Write the reference from the code, or say which of its pages are behind."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sunledger.web.reference import pages


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--check", action="store_true", help="write nothing; fail where a page is behind")
        add("--out", type=Path, default=Path("docs/reference"), metavar="DIR",
            help="the folder of the pages (%(default)s)")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        folder, wanted = options["out"], pages.pages()
        if not folder.parent.is_dir():
            raise CommandError(
                f"There is no folder {folder.parent} here. Run this in the project's folder, or "
                "name another with --out."
            )
        if options["check"]:
            return self._check(folder, wanted)
        for line in pages.write(folder, wanted):
            self.stdout.write(f"{line}: written anew")
        self.stdout.write(f"{len(wanted)} pages in {folder}.")
        return None

    def _check(self, folder: Path, wanted: dict[str, str]) -> None:
        """Say which pages are not what the code would write."""
        lines = pages.behind(folder, wanted)
        for line in lines:
            self.stdout.write(f"{folder}/{line}")
        if lines:
            raise CommandError("The reference is behind. Run “sunledger reference”.")
        self.stdout.write(f"{len(wanted)} pages say what the code says.")
