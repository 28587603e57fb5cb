"""What the terminal shows: how far a run has come, and at the end what it found."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.web.analyst.counts import FileCount, Tally, total
from sunledger.web.analyst.files import Found
from sunledger.web.analyst.overview import sums_of
from sunledger.web.analyst.run import Run

LINES = 8  # of sums, and of files that could not be opened
REASONS = 3
LONGEST = 400  # signs of a reason


class Silent:
    """Shows nothing: the output is no terminal."""

    def found(self, found: Found) -> None:
        """Say nothing."""

    def read(self, file: FileCount) -> None:
        """Say nothing."""

    def step(self, words: str) -> None:
        """Say nothing."""


class Bar:
    """A bar that grows by the bytes read, then a line for each step."""

    def __init__(self, progress: Any) -> None:
        self._progress = progress
        self._task = progress.add_task(_("Looking for files"), total=None)
        self._rows = 0

    def found(self, found: Found) -> None:
        """Show how much there is to read."""
        size = sum(source.size for source in found.sources)
        self._progress.update(self._task, total=size or 1, description=_("Reading"))

    def read(self, file: FileCount) -> None:
        """Show that a file is done."""
        self._rows += file.tally.rows
        words = _("Reading, %(rows)s rows") % {"rows": f"{self._rows:,}"}
        self._progress.update(self._task, advance=file.size, description=words)

    def step(self, words: str) -> None:
        """Show what is being done now."""
        self._progress.update(self._task, description=words)


@contextmanager
def watch() -> Iterator[Silent | Bar]:
    """Give what shows the progress: a bar where people look, nothing where they do not."""
    if not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress)


@contextmanager
def stoppable() -> Iterator[None]:
    """Take a request to end (kill) like Ctrl+C, so that it leaves nothing behind either."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_args: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def words(run: Run) -> str:
    """Return what the terminal says when all is done."""
    everything = total(file.tally for file in run.files)
    refused = everything.refused - everything.not_records
    failed = [file for file in run.files if file.trouble]
    lines = [
        _("%(files)s read, %(rows)s rows; %(refused)s could not be read, %(apart)s are no records.")
        % {
            "files": _files(len(run.files) - len(failed)),
            "rows": f"{everything.read:,}",
            "refused": f"{refused:,}",
            "apart": f"{everything.not_records:,}",
        }
    ]
    lines += [f"  {line}" for line in sums_of(everything)[:LINES]]
    if everything.sums.get(""):
        lines.append("  " + _("Some amounts name no currency; --currency says it."))
    lines += [f"  {line}" for line in why_not(everything)[:REASONS]]
    lines += [f"  {file.name}: {file.trouble}" for file in failed[:LINES]]
    skipped = len(run.found.skipped)
    if skipped:
        sentence = ngettext("%(n)s file was skipped.", "%(n)s files were skipped.", skipped)
        lines.append(sentence % {"n": f"{skipped:,}"})
    lines += _taken(run) + _screens(run)
    lines.append(_("Look at %s") % (Path(run.asked.out) / "report.html"))
    return "\n".join(lines)


def why_not(everything: Tally) -> list[str]:
    """Return why rows were not read, the most frequent reason first, each with an example."""
    lines = []
    for reason, count in everything.because.most_common():
        example = everything.examples[reason]
        rows = ngettext("%(n)s row", "%(n)s rows", count) % {"n": f"{count:,}"}
        said = _("%(rows)s not read, like %(file)s, line %(line)s: %(text)s")
        place = {"file": example.file, "line": example.line, "text": example.text}
        line = said % {"rows": rows, **place}
        lines.append(line if len(line) <= LONGEST else line[: LONGEST - 1] + "…")
    return lines


def _taken(run: Run) -> list[str]:
    """Return as what the sheets were taken, where the headings decided it."""
    taken: dict[str, int] = {}
    for file in run.files:
        for sheet in file.sheets:
            if sheet.chosen and sheet.category:
                taken[sheet.category] = taken.get(sheet.category, 0) + 1
    words = _("Read as %(category)s by its headings: %(n)s")
    return [
        words % {"category": code, "n": _sheets(count)} for code, count in sorted(taken.items())
    ]


def _screens(run: Run) -> list[str]:
    """Return a line for each screen."""
    lines = [
        _("  %(screen)s: %(leads)s leads; %(judged)s of %(seen)s rows judged")
        % {
            "screen": outcome.screen.code,
            "leads": f"{len(outcome.leads):,}",
            "judged": f"{outcome.judged:,}",
            "seen": f"{outcome.seen:,}",
        }
        for outcome in run.outcomes
    ]
    return lines + [f"  {code}: {sentence}" for code, sentence in run.broken.items()]


def _files(n: int) -> str:
    return ngettext("%(n)s file", "%(n)s files", n) % {"n": f"{n:,}"}


def _sheets(n: int) -> str:
    return ngettext("%(n)s sheet", "%(n)s sheets", n) % {"n": f"{n:,}"}
