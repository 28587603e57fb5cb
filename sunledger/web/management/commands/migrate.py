"""Make or update the tables of the site's database."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate

from sunledger.disclosure.lines import keeping
from sunledger.disclosure.telling import kept
from sunledger.web.management.commands.serve import unapplied


class Command(DjangoMigrate):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the site's folder first, so that a new site needs nothing else."""
        settings.HOME.mkdir(parents=True, exist_ok=True)
        super().handle(*args, **options)
        if not options["plan"] and not options["run_syncdb"]:  # a test's database gets it anyway
            call_command("createcachetable", verbosity=0)
            if unapplied():
                return
            if keeping.is_lacking():  # a site older than the public tables
                call_command("search", "rebuild")
            kept.ask_for_all()  # or older than what is told of large sheets
