"""What the command about procurement data takes and gives: settings, flags, rates, evidence."""

from __future__ import annotations

import csv
import json
from argparse import ArgumentParser
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sunledger.core.content import Content
from sunledger.core.formulas import harmless
from sunledger.core.problem import Refused
from sunledger.screening.ocds.writing import Flat
from sunledger.screening.procurement import flags, judging, one_pass, run, statuses
from sunledger.screening.procurement.evidence import evidence
from sunledger.screening.procurement.flags import Flag
from sunledger.screening.procurement.judging import Rate
from sunledger.screening.procurement.kept import Kept
from sunledger.screening.procurement.screen import Screen
from sunledger.screening.procurement.shelf import ALL
from sunledger.screening.procurement.words import REASONS, Words
from sunledger.web.procurement_settings import wanted

if TYPE_CHECKING:
    from sunledger.screening.engine import Kind

_BY_CODE = {one.code: one for one in ALL}
RATE_COLUMNS = (
    *("screen", "group", "title", "flagged", "not_flagged", "not_applicable", "cannot_be_judged"),
    *("share", "limit", "warning", "why"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of screens."""
    for name, metavar, words in (
        ("--flags", "FILE", "write what the screens flag into this file (CSV)"),
        ("--rates", "FILE", "write how often each screen fires into this file (CSV)"),
        ("--evidence", "FILE", "write every flag with the bids, dates and amounts (JSON lines)"),
        ("--statuses", "FILE", "map the publisher's codes by this file; it is made if missing"),
        ("--thresholds", "FILE", "thresholds of other laws (TOML) in the place of ours"),
        ("--keep", "FOLDER", "keep tables and figures here; without files, screen what is kept"),
        ("--debarred", "FILE", "debarred firms (CSV: name, from, to, source)"),
    ):
        parser.add_argument(name, metavar=metavar, type=Path, help=words)
    parser.add_argument(
        "--screens",
        metavar="CODES",
        default="eleven",
        help="eleven (those of Cardinal), all, or codes: R002,R018",
    )
    parser.add_argument(
        "--limit",
        metavar="CODE=NUMBER",
        action="append",
        default=[],
        help="another limit of a screen; may be given several times",
    )
    parser.add_argument(
        "--ground",
        metavar="WORDS",
        action="append",
        default=[],
        help="a ground that allows buying without competition; may be given several times",
    )
    parser.add_argument(
        "--engine",
        default="duckdb",
        choices=["duckdb", "spark"],
        help="what asks the tables (%(default)s); what is found is the same",
    )


def is_asked(options: dict[str, Any]) -> bool:
    """Whether screens are asked for at all."""
    return any(options[name] for name in ("flags", "rates", "evidence", "statuses"))


def needs_few(options: dict[str, Any]) -> bool:
    """Whether the few columns suffice that Cardinal's own indicators read."""
    more = any(options[name] for name in ("evidence", "statuses"))
    return bool(options["compatible"] and options["screens"] == "eleven" and not more)


def needs_no_more(options: dict[str, Any]) -> bool:
    """Whether the columns suffice that screens read; evidence names others."""
    return bool(options["engine"] == "duckdb" and not options["evidence"])


def in_one_pass(contents: Sequence[Content], options: dict[str, Any]) -> tuple[Flat, str] | None:
    """Screen files without making tables, and return what was read and is to be told.

    None where the tables are needed; see `one_pass`.
    """
    settings, screens = wanted(options)
    if options["engine"] != "duckdb" or not one_pass.answers_to(settings, screens):
        return None
    passed = one_pass.screened(contents, settings, screens)
    if passed is None:
        return None
    _write(passed.found, options)
    told = _not_of_the_standard(passed.unknown) if passed.unknown else ""
    return passed.flat, "\n".join((*filter(None, (told,)), *_told(passed.found.rates)))


def screen(folder: Path, options: dict[str, Any]) -> str:
    """Screen the tables of a folder, write what was asked for, and return what is to be told."""
    settings, screens = wanted(options)
    with run.opened(folder, settings) as asked:
        told = _offer(asked, options["statuses"])
        if not any(options[name] for name in ("flags", "rates", "evidence")):
            return told
        found = _found(folder, asked, screens, options["engine"])
        _write(found, options)
        if options["evidence"]:
            _write_evidence(asked, found, options["evidence"])
    return "\n".join((*filter(None, (told,)), *_told(found.rates)))


def _found(
    folder: Path, asked: run.Asked, screens: Sequence[Screen], engine: Kind
) -> judging.Found:
    """Return what the engine of that name finds; a few rows behind it are looked up in DuckDB."""
    if engine == "duckdb":
        return run.found(asked, screens)
    try:
        return run.screened(folder, asked.settings, screens, kind=engine)
    except Refused as error:
        raise CommandError(_(error.problem.msgid) % error.problem.params) from None


def is_up_to_date(kept: Kept, contents: Sequence[Content]) -> bool:
    """Bring what is kept up to date by the lines that changed; whether that was enough."""
    try:
        return not contents or (kept.file.exists() and kept.update(contents))
    except Refused as error:
        raise CommandError(_(error.problem.msgid) % error.problem.params) from None


def screen_kept(kept: Kept, options: dict[str, Any]) -> str:
    """Screen what is kept; only what was not asked before is asked of the tables."""
    settings, screens = wanted(options)
    try:
        found = kept.screened(settings, screens)
    except Refused as error:
        raise CommandError(_(error.problem.msgid) % error.problem.params) from None
    _write(found, options)
    if options["evidence"]:
        with kept.opened(settings) as asked:
            _write_evidence(asked, found, options["evidence"])
    return "\n".join(_told(found.rates))


def _write(found: judging.Found, options: dict[str, Any]) -> None:
    """Write flags and rates where they are asked for."""
    if options["flags"]:
        _write_rows(options["flags"], Flag._fields, list(flags.listed(found.flags)))
    if options["rates"]:
        _write_rows(options["rates"], RATE_COLUMNS, [_row(one) for one in found.rates])


def _write_evidence(asked: run.Asked, found: judging.Found, to: Path) -> None:
    with to.open("w", encoding="utf-8") as file:
        for one in evidence(asked, flags.listed(found.flags), found.rates):
            file.write(json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n")


def _offer(asked: run.Asked, file: Path | None) -> str:
    """Say which codes are not of the standard; write a map where one is asked for and missing."""
    unknown = run.unknown_codes(asked)
    if not unknown:
        return ""
    many = sum(map(len, unknown.values()))
    if file and not file.exists():
        file.write_text(statuses.offered(unknown), "utf-8")
        words = _(
            "%(many)s codes are not of the standard. %(file)s says what each seems to mean. Look it"
            " over and run this again."
        )
        return words % {"many": many, "file": file}
    return _not_of_the_standard(unknown)


def _not_of_the_standard(unknown: Mapping[str, Collection[str]]) -> str:
    """Say which codes are not of the standard."""
    many = sum(map(len, unknown.values()))
    first = next(iter(unknown.values()))
    words = _(
        "%(many)s codes are not of the standard (%(first)s, …), so that what carries them is passed"
        " over. --statuses FILE writes a map to look over."
    )
    return words % {"many": many, "first": next(iter(first))}


def _write_rows(file: Path, heading: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write a table for spreadsheets; no name in it is run as a formula."""
    with file.open("w", encoding="utf-8", newline="") as held:
        writer = csv.writer(held)
        writer.writerow(heading)
        writer.writerows([harmless(c) if isinstance(c, str) else c for c in row] for row in rows)


def _row(rate: Rate) -> tuple[Any, ...]:
    """Return how often a question fires, as a row."""
    screen = _BY_CODE[rate.screen]
    why = "; ".join(f"{_in(REASONS[code].words)} {many}" for code, many in rate.why.items())
    warning = _warning(screen, rate)
    states = (rate.flagged, rate.not_flagged, rate.not_applicable, rate.cannot)
    title = _in(screen.title)
    share = round(rate.share, 4)
    return (rate.screen, rate.group, title, *states, share, rate.limit, warning, why)


def _warning(screen: Screen, rate: Rate) -> str:
    """Return a warning where a screen flags so many that it tells little."""
    judged = rate.flagged + rate.not_flagged
    if judged < 20 or rate.share <= screen.often:
        return ""
    return _("fires on %(share)s %% of those judged: look at its limit first") % {
        "share": round(rate.share * 100, 1)
    }


def _told(rates: Sequence[Rate]) -> list[str]:
    """Return the base rates as lines for people."""
    lines = [_("Flagged / not flagged / not applicable / cannot be judged:")]
    for one in rates:
        screen = _BY_CODE[one.screen]
        states = f"{one.flagged} / {one.not_flagged} / {one.not_applicable} / {one.cannot}"
        warning = _warning(screen, one)
        lines.append(
            f"  {one.screen} {one.group:15} {states}  {_in(screen.title)}"
            + (f" - {warning}" if warning else "")
        )
    return lines


def _in(words: Words) -> str:
    """Return words in the language that is spoken."""
    return words.zh if (get_language() or "").startswith("zh") else words.en
