"""Forget what people wrote in private, once its time is over; run it every night."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import ngettext

from sunledger.voices import actions as voices


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="as on this day; else today")

    def handle(self, *args: Any, **options: Any) -> None:
        """Forget, and say how many there were."""
        count = voices.forget(on=options["on"] or timezone.localdate())
        words = ngettext(
            "The words of %(count)s suggestion are forgotten.",
            "The words of %(count)s suggestions are forgotten.",
            count,
        )
        self.stdout.write(words % {"count": count})
