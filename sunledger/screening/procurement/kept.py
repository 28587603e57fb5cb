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
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sunledger.core.content import Content
from sunledger.core.problem import Refused, gettext_noop
from sunledger.screening.procurement import facts, judging, sums
from sunledger.screening.procurement.facts import Losing
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.vectors import call

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.ocds.writing import Flat
    from sunledger.screening.procurement.run import Asked

VERSION = 2
_OTHER = gettext_noop(
    "%(folder)s was kept by another version of this program. Remove it; the next run makes it anew."
)
_NONE = gettext_noop("%(folder)s holds no tables yet. Give the files once.")
_SUMS, _SUBJECTS = ".sums", ".subjects"
_Asks = list[tuple[Screen, Question]]


@dataclass
class State:
    """What is kept: its version, the folders of tables, what is gone from them, and how often new.

    `lines` says whether every line of the files is one process, so that changed lines can be read
    alone; `counts` is how many processes, bids, awards and contracts there have ever been, `first`
    how many processes were read from the beginning. `currencies` are those of all bids that there
    have ever been, known from the first change on.
    """

    version: int = VERSION
    times: int = 0
    parts: list[str] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    lines: bool = False
    counts: list[int] = field(default_factory=list)
    first: int = 0
    currencies: list[str] | None = None


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
        return self.folder / f"facts-{times}"

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

        self.file.unlink(missing_ok=True)
        for old in (*self.folder.glob("tables-*"), *self.folder.glob("facts-*")):
            shutil.rmtree(old)
        found = flat.write(contents, self.folder / "tables-0")
        known = lines.remembered(contents)
        known.write(self.folder / "lines-0")
        counts = list(found.counts)
        alone = _by_lines(found, len(known.numbers))
        self._remember(State(parts=["tables-0"], counts=counts, first=counts[0], lines=alone))
        return found

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
        shutil.rmtree(part, ignore_errors=True)
        new = b"".join(line if line.endswith(b"\n") else line + b"\n" for line in found.new)
        content = Content(new or b" ", "changed")
        rows = flat.write([content], part, before=Counts(*state.counts))
        if found.new and not _by_lines(rows, len(found.new)):
            return False
        state = replace(state, currencies=self._currencies(state, part))
        named = _columns(part, "processes", "process ocid")
        names = facts.merged(self._names(state), named, found.gone)
        if names is None or len(state.currencies or ()) > 1:
            return False
        shutil.rmtree(self._facts(times), ignore_errors=True)
        self._facts(times).mkdir()
        facts.write(self._facts(times) / facts.NAMES, names)
        found.lines.write(self.folder / f"lines-{times}")
        parts, gone = [*state.parts, part.name], state.gone + found.gone
        self._remember(
            replace(state, times=times, parts=parts, gone=gone, counts=list(rows.counts))
        )
        return True

    def screened(self, settings: Settings, screens: Sequence[Screen]) -> judging.Found:
        """Return what screens find; what was asked before is not asked again."""
        state = self.state()
        filed = facts.Filed(settings)
        asked = [(one, question) for one in screens for question in one.questions]
        files = {question: filed.name(one, question) for one, question in asked}
        self._ask(state, asked, files, settings)
        names = self._names(state)
        losing = Losing([one for one in state.gone if one < state.first])
        parts = [
            judging.judged(
                one,
                question,
                self._parts(state, question, files[question], losing),
                names,
                settings,
            )
            for one, question in asked
        ]
        flags = judging.in_order(one.flags for one in parts)
        return judging.Found(flags, [one.rate for one in parts])

    @contextmanager
    def opened(self, settings: Settings) -> Iterator[Asked]:
        """Open the tables that are kept."""
        state = self.state()
        with self._opened(state, state.parts, settings) as asked:
            yield asked

    @contextmanager
    def _opened(self, state: State, parts: Sequence[str], settings: Settings) -> Iterator[Asked]:
        """Open some of the tables; those from the beginning alone are taken as they were."""
        from sunledger.screening.procurement import run

        first, *more = (self.folder / one for one in parts)
        gone = state.gone if len(parts) > 1 or parts[0] != state.parts[0] else ()
        with run.opened(first, settings, more=more, gone=gone) as asked:
            yield asked

    def _parts(
        self, state: State, question: Question, file: str, losing: Losing
    ) -> list[judging.Part]:
        """Return the facts of a question in their parts."""
        now = facts.load(self._facts(state.times) / file)
        if not state.times or (question.whole or not _is_split(question)):
            return [judging.Part(now)]
        first = facts.load(self._facts(0) / file)
        if not question.parts:
            return [losing.of(first), judging.Part(now)]
        subjects = facts.load((self._facts(state.times) / file).with_suffix(_SUBJECTS))
        return [facts.without(first, subjects), judging.Part(now)]

    def _ask(
        self, state: State, asked: _Asks, files: dict[Question, str], settings: Settings
    ) -> None:
        """Ask what is not known yet, of those tables of which it is not, and keep the answers."""
        if not state.times:
            self._answer(state, 0, state.parts, asked, files, settings)
            return
        alone = [pair for pair in asked if facts.is_alone(pair[1])]
        summed = [pair for pair in asked if pair[1].parts]
        others = [pair for pair in asked if not _is_split(pair[1])]
        self._answer(state, 0, state.parts[:1], alone + summed, files, settings)
        self._answer(state, state.times, state.parts[1:], alone, files, settings)
        self._answer(state, state.times, state.parts, others, files, settings)
        self._sum(state, summed, files, settings)

    def _answer(
        self,
        state: State,
        times: int,
        parts: Sequence[str],
        asks: _Asks,
        files: dict[Question, str],
        settings: Settings,
    ) -> None:
        """Ask of some tables what is not known of them, and keep the answers."""
        missing = self._missing(times, asks, files)
        if not missing:
            return
        folder = self._facts(times)
        with self._opened(state, parts, settings) as asked:
            asked.expect(question for _, question in missing)
            for one, question in missing:
                file = folder / files[question]
                if question.parts:
                    sums.write(asked, one, question, file.with_suffix(_SUMS))
                    found = sums.facts(asked, question, file.with_suffix(_SUMS))
                else:
                    found = asked.facts(one, question)
                facts.store(file, found)

    def _sum(
        self, state: State, asks: _Asks, files: dict[Question, str], settings: Settings
    ) -> None:
        """Add to sums what has changed."""
        missing = self._missing(state.times, asks, files)
        if not missing:
            return
        import duckdb

        from sunledger.screening.procurement import run

        folder, gone = self._facts(state.times), [one for one in state.gone if one < state.first]
        with run.opened(self.folder / state.parts[0], settings, only=gone) as asked:
            for one, question in missing:
                sums.write(asked, one, question, (folder / files[question]).with_suffix(".taken"))
        with self._opened(state, state.parts[1:], settings) as asked:
            for one, question in missing:
                sums.write(asked, one, question, (folder / files[question]).with_suffix(".added"))
        with duckdb.connect(config={"threads": 1}) as db:
            changed = sums.Changed(db, asked.filling)
            for _, question in missing:
                file = folder / files[question]
                first = (self._facts(0) / files[question]).with_suffix(_SUMS)
                answer = changed.answer(
                    question, first, file.with_suffix(".taken"), file.with_suffix(".added")
                )
                if answer.subjects is not None:
                    facts.write(file.with_suffix(_SUBJECTS), answer.subjects)
                facts.store(file, answer.facts)

    def _missing(self, times: int, asks: _Asks, files: dict[Question, str]) -> _Asks:
        """Return those questions of which the facts are not kept."""
        folder = self._facts(times)
        folder.mkdir(exist_ok=True)
        return [pair for pair in asks if not (folder / files[pair[1]]).exists()]

    def _names(self, state: State) -> judging.Names:
        """Return the ocids of all processes that there are."""
        file = self._facts(state.times) / facts.NAMES
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            with self._opened(state, state.parts, Settings()) as asked:
                names = judging.Names(asked.names)
            facts.write(file, names.table())
        return judging.Names(facts.load(file), is_ordered=True)

    def _currencies(self, state: State, part: Path) -> list[str]:
        """Return the currencies of all bids, with those of new tables."""
        found = set(state.currencies or ())
        parts = [part] if state.currencies is not None else [self.folder / state.parts[0], part]
        for one in parts:
            rows = _columns(one, "bids", "amount currency")
            priced = call("filter", rows["currency"], call("is_valid", rows["amount"]))
            found |= set(call("unique", priced).to_pylist()) - {None}
        return sorted(found)

    def _remember(self, state: State) -> None:
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(vars(state)), "utf-8")
        part.rename(self.file)
        for old in range(state.times):
            (self.folder / f"lines-{old}").unlink(missing_ok=True)
            if old:
                shutil.rmtree(self._facts(old), ignore_errors=True)


def _is_split(question: Question) -> bool:
    """Whether of a change only the changed processes need be asked."""
    return bool(question.parts) or facts.is_alone(question)


def _by_lines(found: Flat, many: int) -> bool:
    """Whether every line of the files was one process, and nothing was lost or refused."""
    report = found.report
    odd = report.refused or report.merged or report.repeated or report.noted or found.lost
    return not odd and report.processes == report.releases == many


def _columns(folder: Path, table: str, names: str) -> pa.Table:
    """Return some columns of a table."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / f"{table}.parquet") as file:
        return file.read(columns=names.split())
