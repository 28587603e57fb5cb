"""Forget private words, persons in lists and tables whose time is over; every night."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import ngettext

from sunledger.disclosure import actions as disclosure
from sunledger.screening import heldtables
from sunledger.voices import actions as voices


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="as on this day; else today")

    def handle(self, *args: Any, **options: Any) -> None:
        """Forget, and say how many there were."""
        on = options["on"] or timezone.localdate()
        count = voices.forget(on=on)
        words = ngettext(
            "The words of %(count)s suggestion are forgotten.",
            "The words of %(count)s suggestions are forgotten.",
            count,
        )
        self.stdout.write(words % {"count": count})
        count = disclosure.forget(on=on)
        words = ngettext(
            "What %(count)s sheet held of persons is forgotten.",
            "What %(count)s sheets held of persons is forgotten.",
            count,
        )
        self.stdout.write(words % {"count": count})
        count = len(heldtables.forget(on))
        words = ngettext(
            "The rows of %(count)s source are erased.",
            "The rows of %(count)s sources are erased.",
            count,
        )
        self.stdout.write(words % {"count": count})
