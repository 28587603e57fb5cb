"""A folder in which the tables and the facts of screens are kept, so that nothing is asked twice.

    kept = Kept(folder)
    kept.read(contents)                      # cold: from the files
    kept.update(contents)                    # again: the lines that have changed since
    kept.screened(Settings(), ALL)           # asks what was not asked before
    kept.screened(Settings(days=20), ALL)    # another limit: from the facts alone

The facts of a question lie under a name made of the statement itself, with all that it builds on,
so that another setting which changes a statement is another question, and a limit is none. What is
half written has another name and is thrown away by the next run.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.core.content import Content
from sunledger.core.problem import Refused, gettext_noop
from sunledger.screening.ocds.tables import Counts
from sunledger.screening.procurement import changes, judging
from sunledger.screening.procurement.lists import known_thresholds
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shared import SHARED, filled

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.ocds.writing import Flat
    from sunledger.screening.procurement.run import Asked

VERSION = 1
_NAMES = "names.arrow"
_OTHER = gettext_noop(
    "%(folder)s was kept by another version of this program. Remove it; the next run makes it anew."
)
_NONE = gettext_noop("%(folder)s holds no tables yet. Give the files once.")


@dataclass
class State:
    """What is kept: its version, the folders of tables, what is gone from them, and how often new.

    `lines` says whether every line of the files is one process, so that changed lines can be read
    alone; `counts` is how many processes, bids, awards and contracts there have ever been.
    """

    version: int = VERSION
    times: int = 0
    parts: list[str] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    fresh: list[int] = field(default_factory=list)  # gone the last time
    lines: bool = False
    counts: list[int] = field(default_factory=list)


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
        return self.folder / f"facts-{self.state().times}"

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

        self.file.unlink(missing_ok=True)
        for old in (*self.folder.glob("tables-*"), *self.folder.glob("facts-*")):
            shutil.rmtree(old)
        found = flat.write(contents, self.folder / "tables-0")
        known = changes.marks(contents)
        state = State(parts=["tables-0"], counts=list(found.counts), lines=_by_lines(found, known))
        changes.write(self.folder / "lines-0", known, array("q", range(len(known) // changes.SIZE)))
        self._remember(state)
        return found

    def update(self, contents: Sequence[Content]) -> bool:
        """Read what has changed in files that were read before; whether that was possible.

        Where it was not (a process with several releases, lines that are no releases, more than a
        fifth changed, several currencies, of which the first one counts), nothing is done.
        """
        from sunledger.screening.ocds import flat

        state = self.state()
        if not state.lines:
            return False
        known, numbers = changes.read(self.folder / f"lines-{state.times}")
        most = len(numbers) // 5 - len(state.gone)
        found = changes.changes(contents, known, numbers, state.counts[0], most)
        if found is None or len(found.new) + len(found.gone) > most:
            return False
        times = state.times + 1
        part = self.folder / f"tables-{times}"
        shutil.rmtree(part, ignore_errors=True)
        lines = Content(b"\n".join(found.new) or b" ", "changed")
        rows = flat.write([lines], part, before=Counts(*state.counts))
        if found.new and not _by_lines(rows, bytes(len(found.new) * changes.SIZE)):
            return False
        new = replace(
            state,
            times=times,
            parts=[*state.parts, part.name],
            gone=state.gone + found.gone,
            fresh=found.gone,
            counts=list(rows.counts),
        )
        if not self._is_plain(new):
            return False
        changes.write(self.folder / f"lines-{times}", found.marks, found.numbers)
        self._remember(new)
        return True

    def screened(self, settings: Settings, screens: Sequence[Screen]) -> judging.Found:
        """Return what screens find; what was asked before is not asked again."""
        facts = self.facts
        facts.mkdir(exist_ok=True)
        asked = [(one, question) for one in screens for question in one.questions]
        files = {question: facts / self._file(one, question, settings) for one, question in asked}
        missing = [pair for pair in asked if not files[pair[1]].exists()]
        if missing or not (facts / _NAMES).exists():
            self._ask(missing, files, settings)
        names = judging.Names(_load(facts / _NAMES).rename_columns(["process", "ocid"]))
        parts = [
            judging.judged(one, question, _load(files[question]), names, settings)
            for one, question in asked
        ]
        return judging.Found(
            judging.in_order(one.flags for one in parts), [one.rate for one in parts]
        )

    @contextmanager
    def opened(self, settings: Settings) -> Iterator[Asked]:
        """Open the tables that are kept."""
        from sunledger.screening.procurement import run

        state = self.state()
        first, *more = (self.folder / one for one in state.parts)
        with run.opened(first, settings, more=more, gone=state.gone) as asked:
            yield asked

    def _ask(
        self,
        missing: list[tuple[Screen, Question]],
        files: dict[Question, Path],
        settings: Settings,
    ) -> None:
        """Ask what is not known yet, and keep the answers."""
        left = [pair for pair in missing if not self._before(files[pair[1]], pair[1])]
        self._renew([pair for pair in missing if pair not in left], files, settings)
        with self.opened(settings) as asked:
            asked.expect(question for _, question in left)
            for one, question in left:
                _store(files[question], asked.facts(one, question))
            _store(self.facts / _NAMES, asked.names.rename_columns(["subject", "ocid"]))

    def _before(self, file: Path, question: Question) -> Path | None:
        """Return the facts of the time before, if they hold for all that has not changed."""
        before = self.folder / f"facts-{self.state().times - 1}" / file.name
        alone = question.group == "OCID" and not question.whole
        return before if alone and before.exists() else None

    def _renew(
        self,
        pairs: list[tuple[Screen, Question]],
        files: dict[Question, Path],
        settings: Settings,
    ) -> None:
        """Ask of the changed processes alone; the others are as they were."""
        import pyarrow as pa
        import pyarrow.compute as pc

        from sunledger.screening.procurement import run

        state = self.state()
        gone = pa.array(state.fresh, pa.int64())
        if not pairs:
            return
        with run.opened(self.folder / state.parts[-1], settings) as asked:
            asked.expect(question for _, question in pairs)
            for one, question in pairs:
                before = self._before(files[question], question)
                old = _load(before or files[question])
                kept = old.filter(pc.invert(pc.is_in(old["subject"], gone)))
                new = asked.facts(one, question).cast(kept.schema)
                _store(files[question], pa.concat_tables([kept, new]))

    def _is_plain(self, state: State) -> bool:
        """Whether no process is there twice, and no order of lines decides between currencies."""
        from sunledger.screening.procurement import run

        first, *more = (self.folder / one for one in state.parts)
        with run.opened(first, Settings(), more=more, gone=state.gone) as asked:
            twice, currencies = asked.db.execute(
                "SELECT (SELECT count(*) - count(DISTINCT ocid) FROM processes),"
                " (SELECT count(DISTINCT currency) FROM bids WHERE amount IS NOT NULL)"
            ).fetchone()
        return bool(twice == 0 and currencies <= 1)

    def _remember(self, state: State) -> None:
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(asdict(state)), "utf-8")
        part.rename(self.file)
        for old in range(state.times):
            (self.folder / f"lines-{old}").unlink(missing_ok=True)
            if old < state.times - 1:
                shutil.rmtree(self.folder / f"facts-{old}", ignore_errors=True)

    def _file(self, screen: Screen, question: Question, settings: Settings) -> str:
        """Return the name of the file with a question's facts."""
        sql = question.sql_compatible if settings.compatible else ""
        statements = [SHARED[name] for name in screen.needs] + [sql or question.sql]
        text = "\n".join(filled(one, settings, settings.currency) for one in statements)
        told: list[Any] = [
            text,
            sorted((k, sorted(v.items())) for k, v in settings.statuses.items()),
        ]
        if "thresholds" in text:
            told.append(settings.thresholds or known_thresholds())
        if "debarred" in text:
            told.append(settings.debarred)
        mark = hashlib.sha256(repr(told).encode()).hexdigest()[:24]
        return f"{screen.code}-{question.group}-{mark}.arrow"


def _by_lines(found: Flat, known: bytes) -> bool:
    """Whether every line of the files was one process, and nothing was lost or refused."""
    report = found.report
    odd = report.refused or report.merged or report.repeated or report.noted or found.lost
    return not odd and report.processes == report.releases == len(known) // changes.SIZE


def _store(file: Path, table: pa.Table) -> None:
    """Write a table whole, or not at all; its rows in an order of their own."""
    import pyarrow as pa
    import pyarrow.compute as pc

    part = file.with_suffix(".part")
    alone = pc.count_distinct(table["subject"]).as_py() == table.num_rows
    keys = ["subject"] if alone else table.column_names
    ordered = table.sort_by([(name, "ascending") for name in keys])
    with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(ordered)
    part.rename(file)


def _load(file: Path) -> pa.Table:
    """Return a table without copying it into memory."""
    import pyarrow as pa

    return pa.ipc.open_file(pa.memory_map(str(file))).read_all()
