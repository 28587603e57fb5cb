"""Check that nothing said in public was changed, lost or invented."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.seal import export, log, verify
from sunledger.seal.models import Fact

# The rooms that may speak to the seal, and where each says its rows again. A room that has nothing
# to say has no such file; one that speaks and does not say again is found out by its facts.
ROOMS = {
    room: f"sunledger.{room}.restate"
    for room in ("disclosure", "ledger", "screening", "voices", "decisions")
}


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--kept",
            type=Path,
            metavar="FILE",
            help="a root.txt that you kept: is the log of that day still the beginning of today's?",
        )
        parser.add_argument(
            "--export",
            type=Path,
            metavar="FOLDER",
            help="write the log as plain files, for anyone to check without this program",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask every question, print a line for each, and fail if one has a bad answer."""
        found = [*self._log(), *self._kept(options["kept"]), *self._rows()]
        if options["export"]:
            size = export.write(options["export"])
            words = _("Wrote %(count)s entries to %(folder)s.")
            self.stdout.write(words % {"count": size, "folder": options["export"]})
        if found:
            words = ngettext("%(count)s finding.", "%(count)s findings.", len(found))
            raise CommandError(words % {"count": len(found)})

    def _log(self) -> list[verify.Finding]:
        """Compute the log again."""
        found = verify.check_log()
        words = _("The log: %(count)s entries, root %(root)s.")
        self._answer(words, found, count=log.size(), root="?" if found else log.root().hex())
        return found

    def _kept(self, file: Path | None) -> list[str]:
        """Compare with a root that someone kept outside this site."""
        if file is None:
            return []
        size, root = _read_root(file)
        if size <= log.size() and log.root(size).hex() == root:
            words = _("The root kept: today's log begins with the same %(count)s entries.")
            self._answer(words, [], count=size)
            return []
        words = _("The log does not begin with the %(count)s entries whose root is in %(file)s.")
        found = [words % {"count": size, "file": file}]
        self._answer(_("The root kept:"), found)
        return found

    def _rows(self) -> list[verify.Finding]:
        """Compare the rows of the rooms with what was said."""
        counts: Counter[str] = Counter()
        kinds = set(Fact.objects.values_list("what", flat=True).distinct())
        found = verify.check_facts(_restated(counts), kinds)
        rooms = ", ".join(f"{room} {count}" for room, count in counts.items())
        self._answer(_("The rows, against what was said: %(rooms)s."), found, rooms=rooms)
        return found

    def _answer(self, words: str, found: Iterable[object], **params: object) -> None:
        """Print one line about a check, and one for each finding."""
        found = list(found)
        self.stdout.write(f"{'BAD' if found else 'ok '}  {words % params}")
        for finding in found:
            self.stdout.write(f"     {_sentence(finding)}")
        if len(found) == verify.LIMIT:
            self.stdout.write("     " + _("There may be more: only the first are shown."))


def _restated(counts: Counter[str]) -> Iterator[verify.Restated]:
    """Give what every room says again, and count it."""
    for room, module in ROOMS.items():
        if find_spec(module) is None:
            continue
        counts[room] = 0
        for row in import_module(module).restated():
            counts[room] += 1
            yield row


def _read_root(file: Path) -> tuple[int, str]:
    """Return the size and the root that stand in a file."""
    words = file.read_text(encoding="utf-8").split()
    if len(words) != 2 or not words[0].isdigit():
        raise CommandError(
            _("%(file)s is not a root.txt: it has a number of entries and a root, a line each.")
            % {"file": file}
        )
    return int(words[0]), words[1].lower()


def _sentence(finding: object) -> str:
    """Return a finding in the language of the terminal."""
    if isinstance(finding, verify.Finding):
        return _(finding.problem.msgid) % finding.problem.params
    return str(finding)
