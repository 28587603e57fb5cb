"""Read procurement data (OCDS) of any publisher, each process once; no site or database needed."""

import json
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import msgspec
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from sunledger.core.content import Content
from sunledger.core.problem import Problem, Refused
from sunledger.screening.ocds import flat
from sunledger.screening.ocds.found import Refusal, Refusals
from sunledger.screening.ocds.reading import Process, Reading, Report
from sunledger.screening.ocds.tables import COLUMNS, ELEVEN, SCREENS
from sunledger.screening.ocds.writing import Flat
from sunledger.screening.procurement.kept import Kept
from sunledger.web import procurement
from sunledger.web.examples import WithExamples

SHOWN = 20
EXAMPLES = """examples:
  sunledger ocds releases.jsonl.gz
  sunledger ocds packages/*.json --out compiled.jsonl
  sunledger ocds compiled.jsonl --tables tables
  sunledger ocds compiled.jsonl --flags flags.csv --currency CNY
  sunledger ocds compiled.jsonl --screens all --flags flags.csv --rates rates.csv
  sunledger ocds compiled.jsonl --screens all --flags flags.csv --engine spark
  sunledger ocds compiled.jsonl --statuses map.toml
  sunledger ocds compiled.jsonl --keep kept --screens all --flags flags.csv
  sunledger ocds --keep kept --screens all --flags flags.csv --limit R031=0.98
  sunledger ocds records.json --json > report.json
"""


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            metavar="FILE",
            nargs="*",
            type=Path,
            help="releases, records or packages of either, as JSON or JSON lines, also .gz",
        )
        parser.add_argument(
            "--out",
            metavar="FILE",
            help="write one compiled release a line to this file; - is standard output",
        )
        parser.add_argument(
            "--tables",
            metavar="FOLDER",
            type=Path,
            help="write flat tables (Parquet) into this folder: processes, bids, awards, …",
        )
        parser.add_argument(
            "--compatible", action="store_true", help="the indicators as Cardinal computes them"
        )
        parser.add_argument(
            "--currency", default="", help="the currency whose bids the indicators compare"
        )
        procurement.add_arguments(parser)
        parser.add_argument(
            "--json",
            action="store_true",
            help="print the report as JSON, with what was refused (the first thousand)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the files, write the compiled releases where that is asked for, and report."""
        if options["json"] and options["out"] == "-":
            raise CommandError(_("Standard output takes the report or the releases, not both."))
        if not options["files"] and not options["keep"]:
            raise CommandError(_("Name the files to read, or a folder with --keep."))
        if options["keep"] and options["engine"] != "duckdb":
            raise CommandError(_("What is kept with --keep is asked by DuckDB only."))
        contents = [_content(file) for file in options["files"]]
        if options["keep"] and procurement.is_up_to_date(Kept(options["keep"]), contents):
            self.stdout.write(procurement.screen_kept(Kept(options["keep"]), options))
            return
        report, lost = Report(), {}
        try:
            tables = options["tables"] or options["keep"] or procurement.is_asked(options)
            told = ""
            if options["out"] or not tables:
                reading = Reading(contents)
                _write(reading.processes(), options["out"])
                report = reading.report
            if tables:
                found, told = _tables(contents, options)
                report, lost = found.report, dict(found.lost)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise CommandError(f"{where}{error.strerror}") from None
        self._tell(report, lost, told, options)

    def _tell(
        self, report: Report, lost: dict[str, int], told: str, options: dict[str, Any]
    ) -> None:
        if options["json"]:
            whole = as_json(report) | {"lost": lost}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=1))
        else:
            to = self.stderr if options["out"] == "-" else self.stdout
            to.write("\n\n".join(filter(None, (words(report, lost), told))))
        if report.refused and not report.processes:
            raise CommandError(_("Nothing could be read."))


def _tables(contents: list[Content], options: dict[str, Any]) -> tuple[Flat, str]:
    """Write the flat tables, and what the screens find in them; return also what to tell of it."""
    if options["keep"]:
        kept = Kept(options["keep"])
        options["keep"].mkdir(parents=True, exist_ok=True)
        return kept.read(contents), procurement.screen_kept(kept, options)
    few = not options["tables"] and procurement.needs_few(options)
    if few and (passed := procurement.in_one_pass(contents, options)):
        return passed
    with tempfile.TemporaryDirectory(prefix="sunledger-") as beside:
        asks_alone = not options["tables"] and procurement.needs_no_more(options)
        shape = ELEVEN if few else SCREENS if asks_alone else COLUMNS
        found = flat.write(contents, options["tables"] or Path(beside), shape)
        asked = procurement.is_asked(options)
        return found, procurement.screen(found.folder, options) if asked else ""


def _content(file: Path) -> Content:
    """Return a file, or refuse it with its sentence."""
    try:
        return Content(file, file.name)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        if isinstance(error, Refused):
            why = _said(error.problem)
        raise CommandError(f"{file}: {why}") from None


def _write(processes: Iterable[Process], out: str | None) -> None:
    """Write one compiled release a line; without a file the releases are read and forgotten."""
    with ExitStack() as opened:
        file: IO[bytes] | None = None
        if out == "-":
            file = sys.stdout.buffer
        elif out:
            file = opened.enter_context(Path(out).open("wb"))
        for process in processes:
            if file:
                file.write(msgspec.json.encode(process.value) + b"\n")


def as_json(report: Report) -> dict[str, Any]:
    """Return the whole report."""
    return {
        "found": dict(sorted(report.found.items())),
        "releases": report.releases,
        "processes": report.processes,
        "merged": report.merged,
        "repeated": report.repeated,
        "refused": [_listed(one) for one in report.refused],
        "refused_in_all": report.refused.many,
        "noted": [_listed(one) for one in report.noted],
        "noted_in_all": report.noted.many,
    }


def _listed(one: Refusal) -> dict[str, Any]:
    return one.place._asdict() | {"why": _said(one.problem)}


def words(report: Report, lost: dict[str, int]) -> str:
    """Return the report as lines for people; `lost` counts fields by their paths."""
    lines = [
        _(
            "%(releases)s releases were read: %(processes)s processes, %(merged)s of them merged"
            " from several releases; %(repeated)s releases were there twice."
        )
        % {
            "releases": report.releases,
            "processes": report.processes,
            "merged": report.merged,
            "repeated": report.repeated,
        }
    ]
    for title, kind in ((_("Not read:"), report.refused), (_("Read, and odd:"), report.noted)):
        if kind:
            lines += ["", f"{title} {kind.many}"]
            lines += [f"  {one.place}: {_said(one.problem)}" for one in kind[:SHOWN]]
            lines += _left(kind)
    if lost:
        lines += ["", _("Of another type than the standard's, and left out of the tables:")]
        lines += [f"  {path}: {many}" for path, many in sorted(lost.items())]
    return "\n".join(lines)


def _left(kind: Refusals) -> list[str]:
    """Say how many are not shown, and whether the report as JSON has them all."""
    many = {"many": kind.many - SHOWN, "held": len(kind)}
    if kind.many > len(kind):
        return [_("  and %(many)s more; --json lists the first %(held)s") % many]
    return [_("  and %(many)s more; --json lists all") % many] if kind.many > SHOWN else []


def _said(problem: Problem) -> str:
    return _(problem.msgid) % problem.params
