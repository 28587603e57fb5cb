"""The facts of questions, kept as files beside the tables that they were found in.

What was read from the beginning has its facts for good (`facts-0`). After a change the questions
about single processes are asked of the changed processes alone: their facts lie beside the first
ones, of which those of processes that are gone do not count any more.

The facts of a question lie under a name made of the statement itself, with all that it builds on,
so that another setting which changes a statement is another question, and a limit is none. What is
half written has another name and is thrown away by the next run.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from array import array
from collections.abc import Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening.procurement import vectors
from sunledger.screening.procurement.flags import Names
from sunledger.screening.procurement.judging import WHY, Lost, Part
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shared import SHARED, Filling, names_in
from sunledger.screening.procurement.vectors import call

if TYPE_CHECKING:
    import pyarrow as pa

NAMES = "names.arrow"
OCIDS = "ocids.arrow"  # where a change left the ocids what they were: the names that hold them
_THRESHOLDS = Path(__file__).with_name("thresholds.toml")


class Filed:
    """The names of the files in which the facts of questions lie."""

    def __init__(self, settings: Settings, *, published: bool) -> None:
        self.settings = settings
        self.filling = Filling(settings, settings.currency, lambda: published)
        self.codes = sorted(
            (kind, sorted(held.items())) for kind, held in settings.statuses.items()
        )

    def name(self, screen: Screen, question: Question) -> str:
        """Return the name of the file with a question's facts."""
        sql = question.statement(compatible=self.settings.compatible)
        if question.share:
            sql += f"\n{question.share.rows}\n{question.share.part_of}"
        parts = [self.filling.shared(name) for name in screen.needs]
        text = "\n".join([*parts, self.filling.filled(sql)])
        told: list[Any] = [text, self.codes]
        if "thresholds" in text:
            told.append(self.settings.thresholds or _THRESHOLDS.read_bytes())
        if "debarred" in text:
            told.append(self.settings.debarred)
        mark = hashlib.sha256(repr(told).encode()).hexdigest()[:24]
        return f"{screen.code}-{question.group}-{mark}.arrow"

    def pairs(self) -> str:
        """Return the name beside which the pairs lie of firms that bid together."""
        return f"pairs-{self._mark(SHARED['kept'], SHARED['submitted'])}"

    def near(self, question: Question) -> str:
        """Return the name beside which the keys lie that processes share, as a question asks."""
        asked = [question.near]
        names: set[str] = set()
        for sql in asked:
            new = names_in(sql) - names
            names |= new
            asked += [SHARED[name] for name in sorted(new)]
        return f"near-{self._mark(*asked)}"

    def _mark(self, *asked: str) -> str:
        told = [[self.filling.filled(one) for one in asked], self.codes]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


def without(rows: pa.Table, subjects: pa.Table) -> Part:
    """Return facts, which are in the order of their subjects, without those of some."""
    named = vectors.whole(subjects["subject"])
    places = vectors.places_among(vectors.whole(rows["subject"]), named)
    return Part(rows, Lost(places, vectors.others(places, len(rows))))


def among(rows: pa.Table, subjects: pa.Table) -> pa.Table:
    """Return the facts of some subjects."""
    return vectors.among(rows, "subject", vectors.whole(subjects["subject"]))


class Losing:
    """Which rows of facts do not count any more, because their processes are gone."""

    def __init__(self, gone: Sequence[int]) -> None:
        import pyarrow as pa

        self.gone = pa.array(gone, pa.int64())
        self.known: list[tuple[pa.Array, Lost]] = []

    def of(self, rows: pa.Table) -> Part:
        """Return rows with those that are lost; most questions have the same subjects."""
        if not len(self.gone):
            return Part(rows)
        subjects = vectors.whole(rows["subject"])
        for before, lost in self.known:
            if before.equals(subjects):
                return Part(rows, lost)
        are_gone = vectors.is_in(subjects, self.gone)
        lost = Lost(call("indices_nonzero", are_gone), call("invert", are_gone))
        self.known.append((subjects, lost))
        return Part(rows, lost)


def store(file: Path, table: pa.Table, *, for_good: bool = True) -> None:
    """Write facts whole, or not at all, with how often each reason is.

    They stand in an order of their own, unless the next change takes their place.
    """
    table = _in_order(table) if for_good else table
    if "part_of" in table.column_names:
        table = _numbered(table, "part_of")
    if "why" in table.column_names:
        told = json.dumps(vectors.counts(table["why"]), sort_keys=True)  # not what others had
        table = table.replace_schema_metadata({WHY: told.encode()})
    write(file, table)


def _numbered(table: pa.Table, name: str) -> pa.Table:
    """Return rows with a text that is one of few as the number of that one."""
    import pyarrow as pa

    texts = vectors.whole(table[name])
    if isinstance(texts, pa.DictionaryArray):
        return table
    return table.set_column(table.column_names.index(name), name, call("dictionary_encode", texts))


def write(file: Path, table: pa.Table) -> None:
    """Write a table whole, or not at all."""
    import pyarrow as pa

    part = file.with_suffix(".part")
    with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    part.rename(file)


def load(file: Path) -> pa.Table:
    """Return a table without copying it into memory.

    Mapped by Python: of a map of its own, Arrow has the system look for every page at once.
    """
    import pyarrow as pa

    with file.open("rb") as held:
        mapped = mmap(held.fileno(), 0, access=ACCESS_READ)
    return pa.ipc.open_file(pa.py_buffer(mapped)).read_all()


def _in_order(table: pa.Table) -> pa.Table:
    """Return facts ordered by their subjects, and by all columns where these repeat.

    Rows are taken even where they are in order: DuckDB leaves what was there beneath a null.
    """
    subjects = vectors.whole(table["subject"])
    ordered = vectors.order_of(subjects)
    found = call("take", subjects, ordered)
    if vectors.repeat(found):
        ordered = vectors.order(table, table.column_names)
    return call("take", table, ordered)


def begin(folder: Path, names: pa.Table, before: Path) -> None:
    """Begin a folder of facts with names, whose ocids may be those of the folder before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if "ocid" not in names.column_names:
        held = before / OCIDS
        held = held if held.exists() else before / NAMES
        try:
            (folder / OCIDS).hardlink_to(held)
        except OSError:  # not every disk can
            shutil.copyfile(held, folder / OCIDS)
    write(folder / NAMES, names)


def names(folder: Path) -> Names:
    """Return the names that lie in a folder of facts."""
    import pyarrow as pa

    table = load(folder / NAMES)
    if "ocid" not in table.column_names:
        ocids = load(folder / OCIDS)["ocid"]
        table = pa.table([table["process"], ocids], ["process", "ocid"])
    return Names(table, is_ordered=True)


def merged(before: Names, new: pa.Table, gone: Sequence[int]) -> pa.Table | None:
    """Return the names with new processes and without some; None where a process is there twice.

    Where the ocids are what they were, there are the processes alone.
    """
    import pyarrow as pa

    new = call("take", new, vectors.order_of(vectors.whole(new["ocid"])))
    named = vectors.whole(new["ocid"])
    if (same := _in_place(before, new, gone)) is not None:
        return pa.table([same], ["process"])
    ocids = pa.concat_arrays([before.ocids, named])
    processes = pa.concat_arrays([before.processes, vectors.whole(new["process"])])
    # Twice its place, and one less for what stands before it.
    keys = array("q", range(0, 2 * len(before.ocids), 2))
    keys.extend(2 * place - 1 for place in vectors.search(before.ocids, named).to_pylist())
    held = pa.Array.from_buffers(pa.int64(), len(keys), [None, pa.py_buffer(keys)])
    table = pa.table([processes, ocids, held], ["process", "ocid", "key"])
    table = vectors.without(table, "process", pa.array(gone, pa.int64()))
    ordered = call("take", table, vectors.order_of(vectors.whole(table["key"])))
    if vectors.repeat(vectors.whole(ordered["ocid"])):
        return None
    return ordered.select(["process", "ocid"])


def _in_place(before: Names, new: pa.Table, gone: Sequence[int]) -> pa.Array | None:
    """Return the processes in the order of their ocids, if new ones have those of the gone."""
    import pyarrow as pa

    named, processes = vectors.whole(new["ocid"]), vectors.whole(new["process"]).to_pylist()
    places = vectors.search(before.ocids, named).to_pylist()
    if len(named) != len(gone) or max(places, default=0) >= len(before.ocids):
        return None
    at = pa.array(places, pa.int64())
    if not call("take", before.ocids, at).equals(named):
        return None
    if sorted(call("take", before.processes, at).to_pylist()) != sorted(gone):
        return None
    held = array("q")
    held.frombytes(vectors.bytes_of(before.processes))
    for place, process in zip(places, processes, strict=True):
        held[place] = process
    return pa.Array.from_buffers(pa.int64(), len(held), [None, pa.py_buffer(held)])
