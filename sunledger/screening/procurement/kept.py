"""A folder in which the tables and the facts of screens are kept, so that nothing is asked twice.

    kept = Kept(folder)
    kept.read(contents)                      # cold: from the files
    kept.update(contents)                    # again: the lines that have changed since
    kept.screened(Settings(), ALL)           # asks what was not asked before
    kept.screened(Settings(days=20), ALL)    # another limit: from the facts alone

The tables that were read from the beginning stay as they are. Changed processes have tables beside
them, and a list says which processes are gone; when there are many, all is read anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sunledger.core.content import Content
from sunledger.core.problem import Refused, gettext_noop
from sunledger.core.uncollected import uncollected
from sunledger.screening.procurement import facts, flags, judging, later
from sunledger.screening.procurement.asking import Asking
from sunledger.screening.procurement.opening import Tables
from sunledger.screening.procurement.screen import Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.state import VERSION, State, facts_of
from sunledger.screening.procurement.vectors import call

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.ocds.writing import Flat
    from sunledger.screening.procurement.run import Asked

_OTHER = gettext_noop(
    "%(folder)s was kept by another version of this program. Remove it; the next run makes it anew."
)
_KINDS = ("tables", "facts", "left")  # of folders
_SOME = 1000  # rows that are looked at together
_AT_ONCE = 50  # lines that are read together
_NONE = gettext_noop("%(folder)s holds no tables yet. Give the files once.")


class Kept:
    """The tables of some files and the facts found in them; see the module."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def tables(self) -> Path:
        """The tables that were read from the beginning."""
        return self.folder / "tables-0" if self.file.exists() else self.folder / "tables"

    @property
    def file(self) -> Path:
        """What says which of the folders count."""
        return self.folder / "kept.json"

    @property
    def facts(self) -> Path:
        """The facts of what is kept now."""
        return self._facts(self.state().times)

    def _facts(self, times: int) -> Path:
        return facts_of(self.folder, times)

    def state(self) -> State:
        """Return what is kept, or refuse what another version has kept."""
        if not self.file.exists():
            raise Refused(_NONE, folder=str(self.folder))
        held = json.loads(self.file.read_text("utf-8"))
        if held.get("version") != VERSION:
            raise Refused(_OTHER, folder=str(self.folder))
        return State(**held)

    def read(self, contents: Sequence[Content]) -> Flat:
        """Read files from the beginning, and forget what was kept before."""
        from sunledger.screening.ocds import flat
        from sunledger.screening.procurement import lines
        from sunledger.screening.procurement.unpacked import Unpacked

        self.file.unlink(missing_ok=True)
        for old in (one for kind in _KINDS for one in self.folder.glob(f"{kind}-*")):
            shutil.rmtree(old)
        with Unpacked(self.folder / "tables-0") as also:
            found = flat.write(contents, self.folder / "tables-0", also=also)
        known = lines.remembered(contents)
        known.write(self.folder / "lines-0")
        counts = list(found.counts)
        alone = _by_lines(found, len(known.numbers))
        if not alone:
            also.forget()
        state = State(parts=["tables-0"], counts=counts, first=counts[0], lines=alone)
        currencies = _currencies(_bids(found.folder)) if alone else []
        published = bool(found.rows["contracts"])
        self._remember(replace(state, currencies=currencies, published=published))
        return found

    @uncollected()
    def update(self, contents: Sequence[Content]) -> bool:
        """Read what has changed in files that were read before; whether that was possible.

        Where it was not (a process with several releases, lines that are no releases, more than a
        fifth changed, several currencies, of which the first one counts), nothing is done.
        """
        from sunledger.screening.ocds import flat
        from sunledger.screening.ocds.tables import Counts
        from sunledger.screening.procurement import changes
        from sunledger.screening.procurement.lines import Lines

        state = self.state()
        if not state.lines:
            return False
        known = Lines.read(self.folder / f"lines-{state.times}")
        most = len(known.numbers) // 5 - len(state.gone)
        found = changes.changes(contents, known, state.counts[0], most)
        if found is None:
            return False
        times = state.times + 1
        part = self.folder / f"tables-{times}"
        rows, tables = flat.held(_contents(found.new), part, Counts(*state.counts))
        if found.new and not _by_lines(rows, len(found.new)):
            return False
        currencies = sorted({*state.currencies, *_currencies(tables["bids"])})
        named = tables["processes"].select(["process", "ocid"])
        names = facts.merged(self._names(state), named, found.gone)
        if names is None or len(currencies) > 1:
            return False
        later.write(part, tables)
        facts.begin(self._facts(times), names, self._facts(state.times))
        found.lines.write(self.folder / f"lines-{times}")
        parts, gone = [*state.parts, part.name], state.gone + found.gone
        state = replace(state, times=times, parts=parts, gone=gone, counts=list(rows.counts))
        published = self._is_published(state)
        self._remember(replace(state, currencies=currencies, published=published))
        return True

    @uncollected()
    def screened(self, settings: Settings, screens: Sequence[Screen]) -> judging.Found:
        """Return what screens find; what was asked before is not asked again."""
        state = self.state()
        asked = [(one, question) for one in screens for question in one.questions]
        asking = Asking(self.folder, state, settings)
        asking.ask(asked)
        names = self._names(state)
        parts = [
            judging.judged(one, question, asking.parts(one, question), names, settings)
            for one, question in asked
        ]
        return judging.Found(
            flags.in_order(one.flags for one in parts), [one.rate for one in parts]
        )

    @contextmanager
    def opened(self, settings: Settings) -> Iterator[Asked]:
        """Open the tables that are kept."""
        state = self.state()
        with Tables(self.folder, state, settings) as tables, tables.opened() as asked:
            yield asked

    def _names(self, state: State) -> flags.Names:
        """Return the ocids of all processes that there are."""
        file = self._facts(state.times) / facts.NAMES
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            with self.opened(Settings()) as asked:
                names = flags.Names(asked.names)
            facts.write(file, names.table())
        return facts.names(file.parent)

    def _is_published(self, state: State) -> bool:
        """Return whether there is a contract of a process that is there."""
        gone = set(state.gone)
        first, *others = state.parts
        new = later.rows(self.folder, others, "contracts")
        if not gone.issuperset(new["process"].to_pylist()):
            return True
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.folder / first / "contracts.parquet") as file:
            for rows in file.iter_batches(_SOME, columns=["process"]):
                if not gone.issuperset(rows["process"].to_pylist()):
                    return True
        return False

    def _remember(self, state: State) -> None:
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(vars(state)), "utf-8")
        part.rename(self.file)
        for old in range(state.times):
            (self.folder / f"lines-{old}").unlink(missing_ok=True)
            if old:
                shutil.rmtree(self._facts(old), ignore_errors=True)


def _contents(lines: Sequence[bytes]) -> Iterator[Content]:
    """Give lines as contents, many at a time: all in one would be in memory twice."""
    for begin in range(0, len(lines), _AT_ONCE):
        some = lines[begin : begin + _AT_ONCE]
        whole = b"".join(line if line.endswith(b"\n") else line + b"\n" for line in some)
        yield Content(b" " + whole, "changed")  # whatever the first begins with, it is no gzip


def _by_lines(found: Flat, many: int) -> bool:
    """Whether every line of the files was one process, and nothing was lost or refused."""
    report = found.report
    odd = report.refused or report.merged or report.repeated or report.noted or found.lost
    return not odd and report.processes == report.releases == many


def _currencies(bids: pa.Table) -> list[str]:
    """Return the currencies of bids."""
    priced = call("filter", bids["currency"], call("is_valid", bids["amount"]))
    return sorted({*call("unique", priced).to_pylist()} - {None})


def _bids(folder: Path) -> pa.Table:
    """Return what bids say of money; the few currencies as numbers."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / "bids.parquet", read_dictionary=["currency"]) as file:
        return file.read(columns=["amount", "currency"])
