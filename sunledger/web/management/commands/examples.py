"""Run the examples of a screen file and say what each of them finds; no site needed."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sunledger.web.examples import WithExamples

EXAMPLES = """examples:
  sunledger examples year_end_rush.py
  sunledger examples sunledger/screening/screens/far_larger.py
"""


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a screen file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run them; fail where one does not find what it says."""
        from sunledger.screening.screen import ScreenError, from_path

        try:
            screen = from_path(options["file"])
        except ScreenError as error:
            raise CommandError(str(error)) from error
        wrong = 0
        for lines, trouble in _told(screen):
            self.stdout.write("\n".join(lines))
            wrong += trouble
        if wrong:
            raise CommandError(
                ngettext(
                    "%d example does not come out as it says.",
                    "%d examples do not come out as they say.",
                    wrong,
                )
                % wrong
            )
        self.stdout.write(_("All come out as they say."))


def _told(screen: Any) -> Iterator[tuple[list[str], bool]]:
    """Give for each example the lines that say what it found, and whether that is wrong."""
    from sunledger.screening import examples
    from sunledger.screening.engine import EngineError

    for example in screen.examples:
        try:
            outcome = examples.run(screen, example)
        except (ValueError, EngineError) as error:
            yield [example.name, f"    {error}"], True
            continue
        trouble = examples.wrong(example, outcome)
        lines = [example.name, *(f"    {line}" for line in _found(screen, outcome))]
        yield [*lines, *([f"    !! {trouble}"] if trouble else [])], bool(trouble)


def _found(screen: Any, outcome: Any) -> Iterator[str]:
    """Give the leads as people read them, and the reasons for which rows were not judged."""
    chinese = (get_language() or "zh").startswith("zh")
    for lead in outcome.leads:
        yield "→ " + (lead.sentence_zh if chinese else lead.sentence_en)
    yield _("%(judged)d of %(seen)d rows judged, %(flagged)d flagged") % {
        "judged": outcome.judged,
        "seen": outcome.seen,
        "flagged": outcome.flagged,
    }
    for why, rows in {**outcome.not_applicable, **outcome.cannot}.items():
        text = screen.reasons[why].text
        yield f"{rows}: {text.zh if chinese else text.en}"
