"""Propose directives from a readout, notice, plan or minutes: no site and no database needed."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sunledger.decisions.reading.document import Unreadable
from sunledger.decisions.reading.reader import read
from sunledger.decisions.readout.propose import propose
from sunledger.decisions.readout.schema import Directive, Readout
from sunledger.web.examples import WithExamples

EXAMPLES = """examples:
  sunledger readout minutes.docx
  sunledger readout notice.html --json > notice.json
  sunledger readout - < pasted.txt
"""
HOW = {
    "explicit": gettext_noop("in the words"),
    "context": gettext_noop("from an earlier sentence"),
    "table": gettext_noop("from the table"),
    "implied": gettext_noop("implied by the meeting"),
    "none": gettext_noop("not named"),
}


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            help="text, Markdown, HTML, .docx, .odt or PDF; - reads from standard input",
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="print all that was found, with offsets into the text as read",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file, propose, and print."""
        found = propose(_document(options["file"]))
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(words(found))


def _document(name: str) -> Any:
    """Return the file as read, or refuse it with its sentence."""
    try:
        if name == "-":
            return read(sys.stdin.buffer.read(), "-")
        return read(Path(name).read_bytes(), Path(name).name)
    except Unreadable as error:
        raise CommandError(_(error.problem.msgid) % error.problem.params) from error


def words(found: Readout) -> str:
    """Return what was found as lines for people."""
    lines = []
    for meeting in found.meetings:
        facts = (meeting.body, meeting.date_iso or meeting.date, meeting.chair)
        lines.append(" · ".join(filter(None, facts)))
    for number, directive in enumerate(found.directives, start=1):
        lines += ["", *_lines(number, directive)]
    if not found.directives:
        lines.append(_("No directive was found."))
    return "\n".join(lines)


def _lines(number: int, directive: Directive) -> list[str]:
    """Return one directive as lines."""
    lines = [f"{number}. {' '.join(directive.quotation.split())}"]
    owner = directive.owner
    lines.append(f"   {_('who')}: {owner.text or '–'} ({_(HOW[owner.how])})")
    if directive.deadline:
        day = f" = {directive.deadline.iso}" if directive.deadline.iso else ""
        lines.append(f"   {_('by when')}: {directive.deadline.text}{day}")
    if directive.targets:
        lines.append(f"   {_('how much')}: " + "; ".join(one.text for one in directive.targets))
    return lines
