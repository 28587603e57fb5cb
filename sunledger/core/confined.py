"""The program that opens a workbook: in a process of its own, with little memory and time.

A workbook of a few kilobytes can say that it has seventeen thousand million cells. Whoever opens it
loses the process; so it is never the process of the site. It reads the workbook from its standard
input and writes one JSON text a line: a sheet, its rows, the next sheet, and "done" at the end.
"""

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime

_MERGES = 200_000  # merged cells of a sheet; whoever merges a million means harm


def bounded(memory: int, seconds: int) -> None:
    """Take little memory and time, where the system can hold a process to it."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows
        return
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def plain(cell: object) -> object:
    """Return a cell that JSON does not know as one that it knows."""
    if isinstance(cell, datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return str(cell)


def tables(data: bytes, kind: str, name: str) -> Iterator[object]:
    """Give what a web page or an XML text holds."""
    from sunledger.core.content import Content
    from sunledger.core.htmltable import page_sheets
    from sunledger.core.rows import NORMAL
    from sunledger.core.xmltable import xml_sheets

    take_apart = page_sheets if kind == "page" else xml_sheets
    for sheet in take_apart(Content(data, name), NORMAL):
        yield {
            "sheet": sheet.name,
            "hidden": False,
            "left": 0,
            "merged": sheet.merged,
            "hidden_lines": sorted(sheet.hidden_lines),
            "only_text": sheet.only_text,
        }
        yield from (list(row.cells) for row in sheet.rows)
    yield "done"


def said(data: bytes) -> Iterator[object]:
    """Give what the workbook holds."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for about in workbook.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            yield {"skipped": about.name}
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        merges = sheet.merged_cell_ranges or []
        if len(merges) > _MERGES:
            raise MemoryError
        yield {
            "sheet": about.name,
            "hidden": about.visible != SheetVisibleEnum.Visible,
            "left": (sheet.start or (0, 0))[1],  # rows begin at the first line, columns do not
            "merged": [(top, bottom, left, right) for (top, left), (bottom, right) in merges],
        }
        yield from sheet.iter_rows()
    yield "done"


def sentence(error: BaseException) -> dict[str, object]:
    """Return what a refusal of ours says, so that it can be said again on the other side."""
    problem = getattr(error, "problem", None)
    return {"msgid": problem.msgid, "params": problem.params} if problem else {}


def main() -> int:
    """Write the workbook out, or the name of what went wrong."""
    bounded(int(sys.argv[1]), int(sys.argv[2]))
    write = sys.stdout.write
    data, kind = sys.stdin.buffer.read(), sys.argv[3]
    try:
        for one in said(data) if kind == "workbook" else tables(data, kind, sys.argv[4]):
            write(json.dumps(one, default=plain, ensure_ascii=False, separators=(",", ":")))
            write("\n")
    except MemoryError:
        return 3
    except BaseException as error:
        write(json.dumps({"error": type(error).__name__} | sentence(error)) + "\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
