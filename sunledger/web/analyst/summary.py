"""summary.json: everything that was counted, for programs; amounts to the penny, as text."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sunledger import __version__
from sunledger.screening.engine import Outcome
from sunledger.web.analyst.amounts import decimal
from sunledger.web.analyst.counts import (
    FileCount,
    SheetCount,
    Tally,
    by_body,
    total,
    worst_totals,
)
from sunledger.web.analyst.firstdigits import in_short
from sunledger.web.analyst.run import Run

# What each file of the folder is; "raw" says whether its texts stand exactly as they were read.
WRITTEN = {
    "report.html": ("for people: one file, no network, no script", False),
    "summary.json": ("all counts and sums", True),
    "problems.csv": (
        "every row that was not read, and notes on others; formulas made harmless",
        False,
    ),
    "leads.csv": ("all leads; for spreadsheets: formulas made harmless", False),
    "leads.parquet": ("all leads, raw", True),
    "lead_rows.csv": ("the rows behind all leads; for spreadsheets: formulas made harmless", False),
    "lead_rows.parquet": ("the rows behind all leads, raw; amounts in minor units", True),
}


def write_summary(run: Run, path: Path) -> None:
    """Write the summary."""
    text = json.dumps(summary(run), ensure_ascii=False, indent=1, default=_plain)
    path.write_text(text + "\n", encoding="utf-8")


def summary(run: Run) -> dict[str, Any]:
    """Return the summary as plain data."""
    everything = total(file.tally for file in run.files)
    opened = [file for file in run.files if not file.trouble]
    return {
        "sunledger": __version__,
        "started_at": run.started_at.isoformat(timespec="seconds"),
        "asked": _asked(run),
        "files": len(opened),
        **_tally(everything),
        "totals": {
            "files": len(opened),
            "files_skipped": len(run.found.skipped) + len(run.files) - len(opened),
            **_tally(everything),
            "noted": dict(everything.noted.most_common()),
            "totals_that_differ_most": [
                {"file": one.file, "line": one.line, "total": one.said, "rows_come_to": one.found}
                for one in worst_totals(everything, 20)
            ],
            "by_body": {name: _tally(tally) for name, tally in by_body(run.files).items()},
            "leads": len(run.leads),
            "lead_rows": run.lead_rows,
        },
        "screens": [screen_entry(outcome, run) for outcome in run.outcomes],
        "screens_not_run": run.broken,
        "per_file": [_file(file) for file in run.files],
        "skipped": [{"file": one.name, "reason": one.reason} for one in run.found.skipped],
        "seconds": {name: round(spent, 2) for name, spent in run.seconds.items()},
        "peak_memory_bytes": run.memory,
        "written": {name: {"what": what, "raw": raw} for name, (what, raw) in WRITTEN.items()},
    }


def _asked(run: Run) -> dict[str, Any]:
    asked = run.asked
    return {
        "paths": [str(path) for path in asked.paths],
        "category": asked.category,
        "map": dict(asked.mapping),
        "body": asked.body,
        "body_from": asked.body_from,
        "currency": asked.currency,
        "day_first": asked.day_first,
        "settings": {screen: dict(values) for screen, values in asked.settings.items()},
        "memory": asked.memory,
        "jobs": asked.jobs,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    """Return the rows and sums of a tally; rows_read and rows_refused make up all physical rows."""
    return {
        "rows": tally.rows,
        "rows_read": tally.read,
        "rows_refused": tally.refused,
        "rows_refused_by_reason": dict(tally.reasons.most_common()),
        "rows_refused_because": dict(tally.because.most_common()),
        "rows_without_amount": tally.without_amount,
        "totals_that_agree": tally.totals_met,
        "totals_that_differ": len(tally.totals_missed),
        "sums": {currency: decimal(n, currency) for currency, n in sorted(tally.sums.items())},
    }


def _file(file: FileCount) -> dict[str, Any]:
    return {
        "file": file.name,
        "bytes": file.size,
        "sha256": file.sha256,
        **({"trouble": file.trouble} if file.trouble else {}),
        **_tally(file.tally),
        "sheets": [_sheet(sheet) for sheet in file.sheets],
        "seconds": round(file.seconds, 2),
    }


def _sheet(sheet: SheetCount) -> dict[str, Any]:
    return {
        "sheet": sheet.sheet,
        "category": sheet.category,
        "category_chosen_by": "headings" if sheet.chosen else "asked" if sheet.category else "",
        "columns": sheet.columns,
        "headings_left_out": list(sheet.left_out),
        "notes": list(sheet.notes),
        "rows": sheet.tally.rows,
        "rows_read": sheet.tally.read,
    }


def screen_entry(outcome: Outcome, run: Run) -> dict[str, Any]:
    """Return what one screen could judge, what it found, by which settings, and in what time."""
    screen = outcome.screen
    measures = [in_short(measure) for measure in outcome.measures]
    alone = ("n", "mad", "largest") if len(measures) == 1 else ()
    return {
        "screen": screen.code,
        "title": {"en": screen.en.title, "zh": screen.zh.title},
        "version": screen.version,
        "rows_seen": outcome.seen,
        "rows_judged": outcome.judged,
        "rows_cannot_be_judged": _by_reason(outcome.cannot),
        "rows_not_applicable": _by_reason(outcome.not_applicable),
        "rows_flagged": outcome.flagged,
        "leads": len(outcome.leads),
        "settings": dict(outcome.settings),
        "reasons": {
            code: {"en": reason.text.en, "zh": reason.text.zh}
            for code, reason in screen.reasons.items()
        },
        **({name: measures[0][name] for name in alone if name in measures[0]} if alone else {}),
        "measures": measures,
        "seconds": round(run.screen_seconds.get(screen.code, 0.0), 2),
    }


def _by_reason(counts: Mapping[str, int]) -> dict[str, int]:
    return {reason: count for reason, count in counts.items() if count}


def _plain(value: object) -> object:
    """Return what JSON has no word for as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
