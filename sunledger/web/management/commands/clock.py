"""Let the clock go round once: remind people, pass on what is late, write each person's digest."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.disclosure.actions import publish_due
from sunledger.disclosure.owed import counted
from sunledger.ledger import night
from sunledger.ledger.digest import Told
from sunledger.ledger.models import Night
from sunledger.ledger.refusals import Refused
from sunledger.voices.questions import actions as questions
from sunledger.web import mails
from sunledger.web.management.commands.serve import unapplied


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            default=None,
            metavar="DAY",
            help="the day, written like 2026-03-04 (today); for clocks that are moved",
        )
        parser.add_argument("--no-mail", action="store_true", help="send no mails")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go round, send the mails, and say what was done."""
        if unapplied():
            raise CommandError("The tables are not up to date. Run “sunledger migrate” first.")
        on = options["on"] or timezone.localdate()
        publish_due(timezone.now())
        counted.recount()  # what was founded, moved or ended since the night before
        try:
            done = night.go_round(on, self._progress)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        questions.go_round(on)
        self._say(done)
        if options["no_mail"] or not mails.can_be_sent():
            return
        sent, failed = mails.send(on)
        self.stdout.write(_("Mails: %(sent)s sent.") % {"sent": sent})
        if failed:
            words = _("%(count)s mails could not be sent. Run the clock again when the server can.")
            raise CommandError(words % {"count": failed})

    def _progress(self, done: int, total: int) -> None:
        """Say how far the writing is; on one line in a terminal."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{done:,} / {total:,} ", ending="\n" if done == total else "")

    def _say(self, night: Night) -> None:
        """Print what was told, a line for each kind of news."""
        words = _("%(day)s: %(people)s people told of what came about since %(since)s.")
        people = night.counts.get("people", 0)
        self.stdout.write(words % {"day": night.day, "people": people, "since": night.since})
        for why in Told:
            if count := night.counts.get(why.value):
                self.stdout.write(f"  {count:>8,}  {why.label}")
