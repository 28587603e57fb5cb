"""A workbook: its sheets and their values, written anew; what computes or is hidden is not."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from sunledger.core.cleancopy import made
from sunledger.core.cleancopy.made import Clean, NoCopy, damaged, see_lines
from sunledger.core.problem import Refused, gettext_noop
from sunledger.core.rows import NORMAL
from sunledger.core.xlsxparts import look_inside

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - one day for all, so that the same gives the same
_FORMATS = {datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", time: "hh:mm:ss"}
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576


def excel(content: bytes, parts: zipfile.ZipFile, name: str) -> Clean:
    """Return a workbook with the values alone, or refuse."""
    if any("vbaproject" in part.lower() for part in parts.namelist()):
        sentence = gettext_noop("%(file)s holds macros. Save it as PDF, and attach that.")
        raise NoCopy(sentence, file=name)
    try:
        inside = look_inside(content, name, NORMAL)
    except Refused as error:
        raise NoCopy(error.problem.msgid, **error.problem.params) from error
    sheets = _sheets(content, name)
    if any(one.hidden_lines or one.hidden_columns for one in inside.sheets.values()):
        raise _hidden(name)
    lines = ["\t".join("" if cell is None else str(cell) for cell in row) for _s, row in sheets]
    titles = list(dict.fromkeys(sheet for sheet, _row in sheets))
    words = see_lines(lines, name)
    see_lines(titles, name)
    return Clean(_written(sheets), "Excel", _told(parts.namelist()), words=words)


def _sheets(content: bytes, name: str) -> list[tuple[str, list[Any]]]:
    """Return each row with the name of its sheet; a sheet without rows as one empty row."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    rows: list[tuple[str, list[Any]]] = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for about in workbook.sheets_metadata:
            if about.visible != SheetVisibleEnum.Visible:
                raise _hidden(name)
            if about.typ == SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_name(about.name)
                rows += [(about.name, list(row)) for row in sheet.iter_rows()] or [(about.name, [])]
    except CalamineError as error:
        raise damaged(name) from error
    if not rows:
        raise damaged(name)
    return rows


def _written(rows: list[tuple[str, list[Any]]]) -> bytes:
    """Return the bytes of a workbook with the values."""
    import xlsxwriter

    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(file, {**plain, "nan_inf_to_errors": True}) as workbook:
        workbook.set_properties({"created": _CREATED})
        formats = {kind: workbook.add_format({"num_format": how}) for kind, how in _FORMATS.items()}
        sheet, line, title = None, 0, None
        for of, row in rows:
            if of != title:
                sheet, line, title = workbook.add_worksheet(of), 0, of
            for column, cell in enumerate(row):
                _write(sheet, (line, column), cell, formats)
            line += 1
    return file.getvalue()


def _write(sheet: Any, place: tuple[int, int], cell: Any, formats: dict[type, Any]) -> None:
    """Write one value as what it is."""
    if isinstance(cell, bool):
        sheet.write_boolean(*place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(*place, cell)
    elif isinstance(cell, datetime | date | time | timedelta):
        sheet.write_datetime(*place, cell, formats.get(type(cell), formats[time]))
    elif cell not in (None, ""):
        sheet.write_string(*place, str(cell))


def _hidden(name: str) -> NoCopy:
    sentence = gettext_noop(
        "%(file)s has sheets, rows or columns that are hidden. Show or remove them, save it, and "
        "attach that."
    )
    return NoCopy(sentence, file=name)


def _told(parts: list[str]) -> tuple[str, ...]:
    """Return the names of what a workbook tells beside its values."""
    found = {
        made.PROPERTIES: any("docProps" in part for part in parts),
        made.FORMULAS: True,
        made.COMMENT: any("comment" in part.lower() for part in parts),
        made.FILES: any("media/" in part or "embeddings/" in part for part in parts),
    }
    return tuple(what for what, there in found.items() if there)
