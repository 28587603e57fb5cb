"""Fill an empty site with a made-up province, screen it, and serve it."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from sunledger.units.models import Unit

SIGN_IN = "demo-sign-in.txt"


@contextmanager
def _in_haste() -> Iterator[None]:
    """Let SQLite not wait for the disk: a demonstration that is lost can be made again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous = FULL")


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--size", type=int, default=1, help="24 villages for each step (%(default)s)")
        add("--seed", type=int, default=1, help="another seed, another province (%(default)s)")
        add("--on", type=date.fromisoformat, help="the day on which it plays; else today")
        add("--port", type=int, default=8000, help="where to serve it (%(default)s)")
        add("--no-serve", action="store_true", help="fill the site and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the site if it is empty, say what to open, and serve."""
        call_command("migrate", verbosity=0)
        file = settings.HOME / SIGN_IN
        if not Unit.objects.exists():
            self._fill(options)
        elif not file.exists():
            raise CommandError(
                f"The site in {settings.HOME} is in use. Set SUNLEDGER_HOME to an empty folder."
            )
        self.stdout.write("\n" + file.read_text(encoding="utf-8").format(port=options["port"]))
        if not options["no_serve"]:
            call_command("serve", port=options["port"], worker=True)

    def _fill(self, options: dict[str, Any]) -> None:
        """Fill the site and keep what a visitor needs to know in a file of its folder."""
        # Filling imports every room; other commands need not wait for that.
        from sunledger.demo.fill import NotFilled, Wish, fill, write_truth
        from sunledger.demo.history import live

        if options["size"] < 1:
            raise CommandError(f"--size {options['size']}: give a whole number from 1 upwards.")
        on = options["on"] or timezone.localdate()
        wish = Wish(on=on, seed=options["seed"], size=options["size"])
        self._said = ""
        try:
            with _in_haste():
                filled = fill(wish, self._say)
                live(filled, wish, self._say)
        except NotFilled as error:
            raise CommandError(str(error)) from None
        truth = write_truth(filled.truths, settings.HOME / "demo")
        users = sorted(filled.people.cast(), key=lambda user: user.username)
        who = "\n".join(f"  {user.username:10} {user.name}" for user in users)
        (settings.HOME / SIGN_IN).write_text(
            "A made-up province; no place, body or person in it is real.\n"
            "Open     http://127.0.0.1:{port}/      (English: http://127.0.0.1:{port}/en/)\n"
            "The desk http://127.0.0.1:{port}/desk/ with one of these names and the password "
            f"{filled.password}\n{who}\n"
            f"What was planted, and nobody in the province knows: {truth}\n",
            encoding="utf-8",
        )

    def _say(self, what: str, done: int, total: int) -> None:
        """Show how far it is: one line on a terminal, a line a step elsewhere."""
        if sys.stdout.isatty():
            self.stdout.write(f"\r{what}: {done} of {total}   ", ending="")
            if done >= total:
                self.stdout.write("")
        elif what != self._said:
            self.stdout.write(f"{what} ...")
        self._said = what
        self.stdout.flush()
