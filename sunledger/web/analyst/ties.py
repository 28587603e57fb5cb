"""Who is tied to whom in a folder of tables or in sources of the site: one report with drawings."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from sunledger.screening import heldtables, parties
from sunledger.screening.engine import Engine
from sunledger.screening.graph.bounds import Bounds
from sunledger.screening.graph.graph import Graph, graph
from sunledger.screening.graph.tables import READ
from sunledger.screening.shapes import SAME_AS, SHAPES, Shape
from sunledger.units.models import Unit
from sunledger.web.analyst.analyse import NothingToRead
from sunledger.web.analyst.tables import write_csv
from sunledger.web.drawings import graphfaces as faces
from sunledger.web.drawings.face import TiesFace, labelled
from sunledger.web.templatetags.sun import say

if TYPE_CHECKING:
    import pyarrow as pa

REPORT, TABLE = "ties.html", "ties.csv"
SHOWN = 40  # parts, rings and circles that the report draws; the table holds all
_COLUMNS = ("group", "one", "two", "what", "table", "row", "rows")


class TableTrouble(ValueError):
    """A table that cannot be read; the sentence says which and why."""


@dataclass(frozen=True)
class Found:
    """The graph, of what and as on which day."""

    title: str
    on: date
    graph: Graph
    bounds: Bounds


def of_files(paths: Sequence[Path], on: date, memory: str, bounds: Bounds) -> Found:
    """Read files that are called as tables are, and return who is tied to whom."""
    files = dict.fromkeys(file for path in paths for file in _files(path))
    if not files:
        names = ", ".join(f"{name}.csv" for name in READ)
        raise NothingToRead(_("There is no table to read here. Call them: %(names)s.")
                            % {"names": names})  # fmt: skip
    with _engine(memory) as (engine, _place):
        for file in files:
            source = [file] if file.suffix == ".parquet" else _csv(file, SHAPES[file.stem])
            engine.table(file.stem, source)
        found = graph(engine, on, bounds)
    return Found(", ".join(path.name or str(path) for path in paths), on, found, bounds)


def of_sources(codes: Sequence[str], on: date, memory: str, bounds: Bounds) -> Found:
    """Read sources of the site anew, and return who is tied to whom; nothing is kept.

    Names that people confirmed to be one firm's, where the sources are held, are one firm.
    """
    with _engine(memory) as (engine, place):
        for number, code in enumerate(dict.fromkeys(codes)):
            table = heldtables.one(code).table
            if table not in READ:
                raise NothingToRead(
                    _("%(source)s: nothing is asked of a table “%(table)s”. Of these it is: "
                      "%(names)s.")
                    % {"source": code, "table": table, "names": ", ".join(READ)}
                )  # fmt: skip
            file = place / f"{number}.parquet"
            heldtables.read_into(code, on, file)
            engine.table(table, [file])
        if branch := _branch(codes):
            parties.lay(engine, branch)
        found = graph(engine, on, bounds)
    return Found(", ".join(say(heldtables.one(code).title) for code in codes), on, found, bounds)


def _branch(codes: Sequence[str]) -> Unit | None:
    """Return the lowest unit that lies above all units that hold these sources, or is one."""
    units = Unit.objects.filter(code__in={heldtables.one(code).unit for code in codes})
    paths = [one.path.strip("/").split("/") for one in units]
    common = [names[0] for names in zip(*paths, strict=False) if len({*names}) == 1]
    return Unit.objects.filter(code=common[-1]).first() if common else None


@contextmanager
def _engine(memory: str) -> Iterator[tuple[Engine, Path]]:
    """Give an engine, and a folder that goes with it."""
    with (
        tempfile.TemporaryDirectory(prefix="sunledger-ties-") as place,
        Engine(memory=memory, spill=Path(place)) as engine,
    ):
        yield engine, Path(place)


def _files(path: Path) -> list[Path]:
    """Return the tables of a folder, or the one file; others in a folder are left alone."""
    if path.is_dir():
        found = [path / f"{name}{end}" for name in READ for end in (".parquet", ".csv")]
        return [file for file in found if file.is_file()]
    if not path.is_file():
        raise NothingToRead(_("There is no file or folder %(path)s.") % {"path": path})
    if path.stem not in READ or path.suffix not in (".parquet", ".csv"):
        raise NothingToRead(
            _("%(file)s: it is not called as a table is. Names are: %(names)s; they end in "
              ".parquet or .csv.") % {"file": path.name, "names": ", ".join(READ)}
        )  # fmt: skip
    return [path]


def _csv(file: Path, shape: Shape) -> pa.Table:
    """Return a table of a CSV file whose columns are those of docs/reference/tables.md."""
    import pyarrow as pa
    import pyarrow.csv as pc

    kinds = {one.name: one.type for one in shape.schema()}
    options = pc.ConvertOptions(column_types=kinds, strings_can_be_null=True)
    try:
        return pc.read_csv(file, convert_options=options)
    except pa.ArrowInvalid as error:
        column = next((name for name in kinds if f" #{name}" in str(error)), "")
        what = _("it cannot be read. Keys and amounts are whole numbers, days like 2024-03-01")
        line = f"{file.name}: {what}."
        raise TableTrouble(line if not column else f"{line} ({column})") from error


def write(found: Found, out: Path) -> None:
    """Write the report and its table into a folder, whole or not at all."""
    with tempfile.TemporaryDirectory(prefix="sunledger-ties-") as place:
        folder = Path(place)
        write_csv(folder / TABLE, _COLUMNS, table_rows(found.graph))
        text = render_to_string("analyst/ties.html", {"report": report(found)})
        (folder / REPORT).write_text(text, encoding="utf-8")
        out.mkdir(parents=True, exist_ok=True)
        for name in (TABLE, REPORT):
            shutil.move(folder / name, out / name)


def table_rows(graph: Graph) -> Iterator[tuple[object, ...]]:
    """Give every tie, meeting and payment of the graph, with the rows that say so."""
    for n, part in enumerate(graph.parts, 1):
        for party, thing, how, table, row, rows in faces.part_rows(graph, part):
            yield f"part {n}", party, thing, how, table, row, rows
    for n, ring in enumerate(graph.turns, 1):
        for one, two, lots, mine, theirs, table, row in faces.turns_rows(graph, ring):
            yield f"turns {n}", one, two, f"{mine} : {theirs}", table, row, lots
    for n, circle in enumerate(graph.circles, 1):
        for time, one, two, day, amount, through, table, row in faces.circle_rows(graph, circle):
            what = ", ".join(str(cell) for cell in (day, amount, through) if cell)
            yield f"circle {n}.{time}", one, two, what, table, row, 1
    for n, (firm, names, links, what) in enumerate(faces.same_rows(graph), 1):
        yield f"same {n}", firm, names, what, faces.table_name(SAME_AS.name), links, 1


def report(found: Found) -> dict[str, object]:
    """Return all that the report shows."""
    graph = found.graph
    parts = _shown(faces.part_face(graph, one, n) for n, one in enumerate(graph.parts, 1))
    turns = _shown(faces.turns_face(graph, one, n) for n, one in enumerate(graph.turns, 1))
    circles = _shown(faces.circle_face(graph, one, n) for n, one in enumerate(graph.circles, 1))
    missing = [name for name in READ if name not in (*graph.tables, SAME_AS.name)]
    return {
        "title": found.title,
        "on": found.on,
        "bounds": found.bounds,
        "tables": [faces.table_name(name) for name in graph.tables],
        "absent": [faces.table_name(name) for name in missing],
        "same": labelled(faces.same_headings(), faces.same_rows(graph)[:SHOWN]),
        "more_same": max(0, len(graph.same) - SHOWN),
        "cut": [_(_CUT[name]) for name in graph.cut],
        "parts": parts,
        "turns": turns,
        "circles": circles,
        "counts": (len(graph.parts), len(graph.turns), len(graph.circles)),
        "more": tuple(
            max(0, len(all_of) - SHOWN) for all_of in (graph.parts, graph.turns, graph.circles)
        ),
    }


_CUT = {
    "ties": gettext_noop("ties"),
    "meetings": gettext_noop("meetings of firms"),
    "circles": gettext_noop("circles of payments"),
}


def _shown(made: Iterable[TiesFace]) -> list[TiesFace]:
    return list(islice(made, SHOWN))


def words(found: Found, out: Path) -> str:
    """Return what the terminal shows at the end."""
    graph = found.graph
    rings = sum(len(one.rings) for one in graph.parts)
    lines = [
        _("Read: %(tables)s.") % {"tables": ", ".join(map(faces.table_name, graph.tables))},
        ngettext(
            "%(n)s part in which parties share something.",
            "%(n)s parts in which parties share something.",
            len(graph.parts),
        )
        % {"n": len(graph.parts)},
        ngettext("%(n)s ring in them.", "%(n)s rings in them.", rings) % {"n": rings},
        ngettext(
            "%(n)s group of firms that meet and win in turn.",
            "%(n)s groups of firms that meet and win in turn.",
            len(graph.turns),
        )
        % {"n": len(graph.turns)},
        ngettext("%(n)s circle of payments.", "%(n)s circles of payments.", len(graph.circles))
        % {"n": len(graph.circles)},
    ]
    if graph.cut:
        cut = ", ".join(_(_CUT[name]) for name in graph.cut)
        lines.append(_("There is more than was read: %(what)s.") % {"what": cut})
    lines.append(_("The report: %(file)s") % {"file": out / REPORT})
    return "\n".join(lines)
