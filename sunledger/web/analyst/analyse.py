"""From spreadsheets to a folder with the report: find, read, screen, write, and only then show."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from sunledger.screening.engine import Engine, answerable
from sunledger.screening.screen import Screen
from sunledger.screening.shapes import PAYMENTS
from sunledger.screening.stacking import stacked
from sunledger.web.analyst.counts import FileCount
from sunledger.web.analyst.files import Found, find
from sunledger.web.analyst.pool import peak_memory, peak_of_this_process, read_all
from sunledger.web.analyst.problems import write_problems
from sunledger.web.analyst.reading import Orders
from sunledger.web.analyst.report import write_report
from sunledger.web.analyst.run import Asked, Run
from sunledger.web.analyst.screenface import numbers, words_of
from sunledger.web.analyst.summary import WRITTEN, write_summary
from sunledger.web.analyst.tables import write_lead_rows, write_leads

HEADINGS = 20  # so many are named, at most, in a refusal


class NothingToRead(Exception):
    """Under the paths there is no spreadsheet, or none of them could be opened."""


class Watch(Protocol):
    """Whoever wants to know how far a run has come."""

    def found(self, found: Found) -> None:
        """Hear what will be read."""

    def read(self, file: FileCount) -> None:
        """Hear that a file is done."""

    def step(self, words: str) -> None:
        """Hear what is being done now."""


def analyse(asked: Asked, shelf: Mapping[str, Screen], watch: Watch, *, now: datetime) -> Run:
    """Do all of it and return the run; the folder appears at the end, whole, or not at all."""
    found = find(list(asked.paths), leave_out=asked.out)
    if not found.sources:
        reasons = {one.reason for one in found.skipped}
        why = " " + " ".join(sorted(reasons)) if len(reasons) <= 2 else ""
        raise NothingToRead(_("There is no spreadsheet to read here.") + why)
    watch.found(found)
    asking = {code: one for code, one in shelf.items() if answerable(one, {PAYMENTS.name})}
    run = Run(asked, now, found, shelf=asking)
    with _workshop(asked.out) as (parts, written):
        _read(run, parts, watch)
        _screen_and_write(run, parts, written, watch)
        _put(written, asked.out)
    return run


def _read(run: Run, parts: Path, watch: Watch) -> None:
    """Read all files into parts, or stop where none of them could be opened."""
    asked = run.asked
    with _timed(run, "reading"):
        orders = Orders.of(asked, parts, many_bodies=run.found.many_bodies)
        run.files = read_all(run.found.sources, orders, asked.jobs, watch.read)
    if all(file.trouble for file in run.files):
        first = run.files[0]
        raise NothingToRead(f"{first.name}: {first.trouble}")
    _refuse_what_no_sheet_has(run)


def _refuse_what_no_sheet_has(run: Run) -> None:
    """Refuse a mapping that means nothing in any sheet; where one has it, the others note it."""
    sheets = [sheet for file in run.files for sheet in file.sheets]
    for named in run.asked.mapping:
        if sheets and all(named in sheet.missed for sheet in sheets):
            there = dict.fromkeys(one for each in sheets for one in (*each.columns, *each.left_out))
            raise NothingToRead(
                _("No sheet has “%(named)s”, which --map names. The headings are: %(headings)s.")
                % {"named": named, "headings": ", ".join(islice(filter(None, there), HEADINGS))}
            )


def _screen_and_write(run: Run, parts: Path, written: Path, watch: Watch) -> None:
    """Run every screen over the parts and write the folder; a broken screen stops no other."""
    spill = parts / "spill"
    spill.mkdir()
    with Engine(memory=run.asked.memory, spill=spill, threads=run.asked.jobs) as engine:
        with _timed(run, "loading"):
            watch.step(_("Loading the rows"))
            engine.table("payments", sorted(parts.glob("*.parquet")))
        for code, screen in run.shelf.items():
            watch.step(words_of(screen).title)
            _screen(run, engine, code)
        with _timed(run, "ranking"):
            run.stacks = stacked(run.outcomes)
        with _timed(run, "writing"):
            watch.step(_("Writing the report"))
            _write(run, parts, written)
        run.memory = max(peak_memory(run.files), peak_of_this_process())
        write_report(run, written / "report.html")
        write_summary(run, written / "summary.json")


def _screen(run: Run, engine: Engine, code: str) -> None:
    """Run one screen; what goes wrong in it is said in the report, and the others go on."""
    started = time.monotonic()
    try:
        run.outcomes.append(engine.run(run.shelf[code], run.asked.settings.get(code)))
    except Exception as error:
        if os.environ.get("SUNLEDGER_DEBUG") == "1":
            raise
        words = " ".join(str(error).split())[:300] or type(error).__name__
        run.broken[code] = _("This screen could not run: %(words)s") % {"words": words}
    run.screen_seconds[code] = time.monotonic() - started


def _write(run: Run, parts: Path, written: Path) -> None:
    """Write the tables; report and summary come after them, since they say what that took."""
    titles = {code: (screen.en.title, screen.zh.title) for code, screen in run.shelf.items()}
    write_problems(run.files, parts, written / "problems.csv")
    write_leads(written, run.stacks, titles)
    run.lead_rows = write_lead_rows(written, run.outcomes, numbers(run))


@contextmanager
def _workshop(out: Path) -> Iterator[tuple[Path, Path]]:
    """Give a folder for parts and one for results, beside `out`; neither outlives the run."""
    out.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        parts, written = workshop / "parts", workshop / "written"
        parts.mkdir()
        written.mkdir()
        yield parts, written
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _put(written: Path, out: Path) -> None:
    """Put what was written in its place: the folder, or each file into a folder that is there."""
    if not out.exists():
        written.rename(out)
        return
    for name in WRITTEN:
        if (written / name).exists():
            (written / name).replace(out / name)
        else:  # every screen broke: what an earlier run left must not pass for this one's
            (out / name).unlink(missing_ok=True)


@contextmanager
def _timed(run: Run, name: str) -> Iterator[None]:
    """Keep how long something took."""
    started = time.monotonic()
    try:
        yield
    finally:
        run.seconds[name] = run.seconds.get(name, 0.0) + time.monotonic() - started
