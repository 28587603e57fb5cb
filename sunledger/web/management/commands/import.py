"""Read a list (a plan, problems, audit findings) into items: look first, then open them."""

# ruff: noqa: N999 - the command is called “import”, and a command's file bears its name

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sunledger.core.problem import Problem
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import State
from sunledger.ledger.imports import actions as imports
from sunledger.ledger.imports import owners
from sunledger.ledger.imports.opening import Opening
from sunledger.ledger.imports.wishes import Wishes
from sunledger.ledger.models import Import
from sunledger.ledger.refusals import Refused
from sunledger.units.models import Unit, User
from sunledger.web.gates import said

SHOWN = 20  # sentences of one kind


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("files", nargs="+", type=Path, help="the sheets of one list: .xlsx, .xls, .ods, .csv")
        add("--unit", required=True, help="the code of the unit whose list it is")
        add("--by", required=True, help="the account that opens the items; its posts decide")
        add("--title", help="what the list is called; else the name of the first file")
        add("--drive", default="", help="the drive to which the items belong")
        add("--batch", default="", help="the batch of the drive, where the list names none")
        add("--theme", default="", help="their theme, where the list names none")
        add("--kind", default="", help="their kind")
        add("--checker", default="", help="the code of the unit that checks, where none is named")
        add("--year", type=int, help="the year of days that name none")
        add("--currency", default="CNY", help="the currency of amounts (%(default)s)")
        add("--public", action="store_true", help="the world may follow the items from the start")
        add("--found-units", metavar="CODE", default="", help="found unknown owners under a unit")
        add("--means", action="append", default=[], metavar="NAME=CODE", help="whom a name means")
        add("--heading", action="append", default=[], metavar="HEADING=FIELD",
            help="what a heading means")  # fmt: skip
        add(
            "--open", action="store_true", help="open the items; else only say what would be opened"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the list, say what it holds, and open it where that is wanted."""
        unit, by = _one(Unit, "code", options["unit"]), _one(User, "username", options["by"])
        imported = self._read(unit, by, options)
        means = {words: _one(Unit, "code", code) for words, code in _pairs(options["means"])}
        imports.name_owners(imported=imported, means=means, by=by)
        self._tell(Opening(imported, by, timezone.now()))
        if not options["open"]:
            imports.drop(imported=imported, by=by)
            self.stdout.write("Nothing was opened. Add --open to open the items.")
            return
        try:
            found = imports.open_now(imported=imported, by=by)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"{found['opened']} items were opened, {found['known']} were known already, and "
            f"{found['earlier']} earlier ones were opened because they are repeated."
        )

    def _read(self, unit: Unit, by: User, options: dict[str, Any]) -> Import:
        """Hand the list in and read it."""
        files = [(file.name, file.read_bytes()) for file in options["files"]]
        wishes = Wishes(
            drive=options["drive"],
            batch=options["batch"],
            theme=options["theme"],
            kind=options["kind"],
            public=options["public"],
            year=options["year"],
            currency=options["currency"],
            checker=options["checker"],
            mapping=dict(_pairs(options["heading"])),
            under=options["found_units"],
        )
        title = options["title"] or options["files"][0].stem
        imported = imports.receive(unit=unit, title=title, files=files, by=by, wishes=wishes)
        if imported.job is None or jobs.run_here(imported.job).state != State.DONE:
            raise CommandError(imported.job.error if imported.job else "The list was not read.")
        imported.refresh_from_db()
        return imported

    def _tell(self, opening: Opening) -> None:
        """Say what became of every row, and who is not known."""
        reading = opening.reading
        counts = ", ".join(f"{count} {fate}" for fate, count in reading.counts.items())
        self.stdout.write(f"{len(reading.fates)} rows: {counts}. {len(reading.entries)} items.")
        if reading.unknown:
            self.stdout.write(f"Headings that name no field: {', '.join(reading.unknown)}")
        told: Counter[str] = Counter()
        for fate in reading.fates:
            for problem in fate.problems:
                told[problem["msgid"]] += 1
                if told[problem["msgid"]] <= SHOWN:
                    words = said(Problem(problem["msgid"], problem["params"]))
                    self.stdout.write(f"  {fate.sheet} {fate.line} ({fate.fate}): {words}")
        for words in opening.owners.unknown:
            count = opening.owners.counts[words]
            self.stdout.write(f"  owner not known: {owners.shown(words)} ({count} items)")


def _pairs(given: list[str]) -> list[tuple[str, str]]:
    """Return what was written as NAME=CODE."""
    pairs = [one.rpartition("=") for one in given]
    if wrong := [
        one for one, (name, _sign, code) in zip(given, pairs, strict=True) if not (name and code)
    ]:
        raise CommandError(f"{wrong[0]}: write it like NAME=CODE.")
    return [(name, code) for name, _sign, code in pairs]


def _one(model: Any, field: str, value: str) -> Any:
    """Return the one unit or account, or say that there is none."""
    found = model.objects.filter(**{field: value}).first()
    if found is None:
        raise CommandError(f"There is no {model._meta.verbose_name} “{value}”.")
    return found
