"""Workbooks (.xlsx, .xlsb, .xls, .ods) as sheets: looked at, opened elsewhere, read from there."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, BinaryIO, cast

from sunledger.core.child import child
from sunledger.core.content import Content
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import BadFile, Cell, Limits, Merge, Row, Sheet, too_much
from sunledger.core.xlsxparts import Aside, look_inside

_LARGEST_TEXT = 32 << 20


def workbook_sheets(content: Content, limits: Limits) -> Iterator[Sheet]:
    """Give the sheets of a workbook."""
    data = content.whole(limits.unfolded)
    inside = look_inside(data, content.name, limits)
    told = _opened(data, content.name, limits)
    for one in _by_sheet(told, content.name):
        aside = inside.sheets.get(one.about["sheet"], Aside())
        sheet = Sheet(content.name, one.about["sheet"], partial(_rows, told, one, aside))
        _describe(sheet, one.about, aside)
        for msgid, params in inside.notes:
            sheet.note(0, msgid, **params)
        yield sheet


class _Transcript:
    """What the bounded process wrote; the file goes when the last sheet that reads it goes."""

    def __init__(self) -> None:
        self.file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - see __del__

    def __del__(self) -> None:
        self.file.close()


def table_sheets(content: Content, limits: Limits, kind: str) -> Iterator[Sheet]:
    """Give the tables of a web page or an XML text, which another process has taken apart.

    Whoever writes such a text can make a reader of it slow; here that costs a bounded process.
    """
    told = _opened(content.whole(min(_LARGEST_TEXT, limits.unfolded)), content.name, limits, kind)
    for one in _by_sheet(told, content.name):
        sheet = Sheet(content.name, one.about["sheet"], partial(_rows, told, one, Aside()))
        sheet.merged = tuple(Merge(*merge) for merge in one.about["merged"])
        sheet.hidden_lines = frozenset(one.about["hidden_lines"])
        sheet.only_text = one.about["only_text"]
        yield sheet


def _opened(data: bytes, name: str, limits: Limits, kind: str = "workbook") -> _Transcript:
    """Let a bounded process write out the workbook, and return what it wrote."""
    transcript = _Transcript()
    limited = str(limits.memory), str(limits.seconds)
    program = child("sunledger.core.confined", *limited, kind, name)
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, no shell
            program.command,
            input=data,
            stdout=transcript.file,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds * 2,
            check=False,
            cwd=program.cwd,
            env=program.env,
        )
    except subprocess.TimeoutExpired as error:
        raise too_much(name) from error
    if ended.returncode not in (0, 2):
        raise too_much(name)
    return transcript


@dataclass
class _Told:
    """What is told about a sheet, where its rows begin, and how many there are."""

    about: dict[str, Any]
    place: int
    rows: int = 0


def _by_sheet(told: _Transcript, name: str) -> list[_Told]:
    """Return what is told about each sheet."""
    found: list[_Told] = []
    place, last = 0, b""
    told.file.seek(0)
    for line in told.file:
        place += len(line)
        if line.startswith(b"["):
            found[-1].rows += 1
        elif line.startswith(b'{"sheet":'):
            found.append(_Told(json.loads(line), place))
        last = line
    if last.strip() != b'"done"':
        raise _refusal(last, name)
    return found


def _refusal(last: bytes, name: str) -> BadFile:
    """Return the sentence about a workbook that could not be opened."""
    told = json.loads(last) if last.startswith(b'{"error":') else {}
    if "msgid" in told:
        return BadFile(told["msgid"], **told["params"])
    error = told.get("error", "")
    if error == "PasswordError":
        sentence = gettext_noop("%(file)s is locked with a password. Save it without one.")
    else:
        sentence = gettext_noop(
            "%(file)s is damaged, or no workbook that can be read. Open it in a spreadsheet "
            "program and save it as .xlsx or .csv."
        )
    return BadFile(sentence, file=name)


def _rows(told: _Transcript, sheet: _Told, aside: Aside) -> Iterator[Row]:
    """Give the rows of a sheet, from its first line and its first column."""
    left = sheet.about["left"]
    place = sheet.place
    for line in range(1, sheet.rows + 1):
        told.file.seek(place)  # several may read from the same file in turn
        text = told.file.readline()
        place += len(text)
        cells: list[Cell] = [""] * left + json.loads(text, object_hook=_day)
        for column, error in aside.errors.get(line, {}).items():
            cells += [""] * (column + 1 - len(cells))
            cells[column] = error
        yield Row(line, cells)


def _day(held: dict[str, str]) -> date:
    """Return the day or moment that JSON could not say."""
    if "t" in held:
        return datetime.fromisoformat(held["t"])
    return date.fromisoformat(held["d"])


def _describe(sheet: Sheet, about: dict[str, Any], aside: Aside) -> None:
    """Put on the sheet what is known besides its rows."""
    sheet.merged = tuple(
        Merge(top + 1, bottom + 1, left, right) for top, bottom, left, right in about["merged"]
    )
    sheet.hidden = about["hidden"]
    sheet.hidden_lines = frozenset(aside.hidden_lines)
    sheet.hidden_columns = frozenset(aside.hidden_columns)
    if sheet.hidden:
        sheet.note(0, gettext_noop("The sheet is hidden in the workbook; it was read."))
    if aside.unsaved:
        sentence = gettext_noop(
            "%(count)s formulas have no saved result (%(cells)s); those cells read as blank. Open "
            "the workbook in a spreadsheet program, save it, and bring it again."
        )
        more = ", …" if aside.unsaved_count > len(aside.unsaved) else ""
        places = ", ".join(aside.unsaved) + more
        sheet.note(0, sentence, count=str(aside.unsaved_count), cells=places)
